"""An episode as a strip of cells from its start to its end. Pure: no widget.

A strip runs by time, or, where the source has no times, by how much is said: the estimated times of
a transcript are that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from reader.transcript import Moment, Span, Transcript

BLOCKS = "▁▂▃▄▅▆▇█"
BARS = "▇▅▃▂"
"""The bars of those who speak, whoever says most first; all after the third have the last."""

UNNAMED, SILENT = "▃", " "
"""The bar of who is not named, and of nobody."""

_SAMPLES = 8
"""So many places of a text are looked at for each cell."""

_PAUSE = 30.0
"""Nobody speaks where so many seconds go by between two of those places."""


class Axis:
    """The cells of a strip, `cells` of them, and the places of `transcript` that lie in each."""

    def __init__(self, transcript: Transcript, cells: int) -> None:
        self.transcript, self.cells = transcript, max(1, cells)
        self._length = max(transcript.length, 1e-9)

    def share(self, offset: int) -> float:
        """How far into the recording the character at `offset` is, from 0 to 1."""
        return min(1.0, max(0.0, self.transcript.time_at(offset).seconds / self._length))

    def cell(self, offset: int) -> int:
        """The cell in which the character at `offset` lies."""
        return self._cell(self.share(offset))

    def _cell(self, share: float) -> int:
        return min(self.cells - 1, int(share * self.cells))

    def moment(self, cell: int) -> Moment:
        """When the cell begins."""
        return Moment(self._length * cell / self.cells, self.transcript.times == "exact")

    def offset(self, cell: int) -> int:
        """Where the text stands when the cell begins; the last one ends with it."""
        if cell >= self.cells - 1:
            return len(self.transcript.text)
        return self.transcript.offset_at(self.moment(cell).seconds) if cell > 0 else 0

    def cells_of(self, span: Span) -> range:
        """The cells that `span` touches."""
        return range(self.cell(span.start), self.cell(max(span.start, span.end - 1)) + 1)

    def voices(self) -> list[str | None]:
        """Who says most in each cell: a name, an empty one for who is not named, or nobody."""
        length = len(self.transcript.text)
        count = min(length, self.cells * _SAMPLES)
        places = [length * number // count for number in range(count)] if count else []
        times = [self.transcript.time_at(place).seconds for place in places]
        said: list[dict[str, float]] = [{} for _ in range(self.cells)]
        for place, (begin, end) in zip(places, pairwise([*times, self._length]), strict=True):
            name = self.transcript.turn_at(place).speaker or ""
            first = self._cell(max(0.0, begin) / self._length)
            last = self._cell(max(begin, end) / self._length)
            if end - begin > _PAUSE and last > first + 1:
                last = first
            for cell in range(first, last + 1):
                low = max(begin, self._length * cell / self.cells)
                high = min(end, self._length * (cell + 1) / self.cells)
                said[cell][name] = said[cell].get(name, 0.0) + max(high - low, 1e-9)
        return [max(cell, key=cell.__getitem__) if cell else None for cell in said]


def bars(transcript: Transcript) -> dict[str, str]:
    """The bar of each speaker of `transcript`, the highest for whoever says most."""
    ranked = sorted(transcript.speakers, key=lambda speaker: -speaker.words)
    named = {s.name: BARS[min(rank, len(BARS) - 1)] for rank, s in enumerate(ranked)}
    return {**named, "": UNNAMED}


def spread(falls: Sequence[int], cells: int) -> list[tuple[str, int]]:
    """`falls` as a strip of so many blocks, the highest the most, each with the number it shows."""
    if not falls:
        return [(" ", 0)] * cells
    bounds = [len(falls) * cell // cells for cell in range(cells + 1)]
    sums = [sum(falls[low : max(high, low + 1)]) for low, high in pairwise(bounds)]
    most = max(sums) or 1
    top = len(BLOCKS) - 1
    return [(BLOCKS[1 + (top - 1) * n // most] if n else BLOCKS[0], n) for n in sums]


def falls(shares: Iterable[float], cells: int) -> list[int]:
    """How many of `shares`, each from 0 to 1, fall into each of so many cells."""
    counts = [0] * cells
    for share in shares:
        counts[min(cells - 1, max(0, int(share * cells)))] += 1
    return counts
