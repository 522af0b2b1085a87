"""What is seen of a stretch of text: corrections in place of words, and words that are hidden.

The one way between what stands on the screen and the offsets of the text. Pure.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from reader.transcript import Correction, Span

Hide = Callable[[str, int, int], Sequence[Span]]
"""What is left out of `text[start:end]` for reading: spans in order that do not overlap."""


def nothing(text: str, start: int, end: int) -> Sequence[Span]:
    """Nothing is hidden."""
    return ()


class Seen:
    """`text` is what is seen of `source[start:end]` when each of `changes` is in its place.

    A change without a replacement hides what it spans. The changes are in order and do not overlap.
    """

    def __init__(
        self, source: str, start: int, end: int, changes: Sequence[Correction] = ()
    ) -> None:
        self._source, self._start, self._end = source, start, end
        self._pieces: list[tuple[int, int, int, int]] = []
        self._changes = [c for c in changes if start <= c.start and c.end <= end]
        pieces, at, place = [], start, 0
        for change in self._changes:
            pieces += [source[at : change.start], change.replacement]
            place += change.start - at
            self._pieces.append((change.start, change.end, place, place + len(change.replacement)))
            place += len(change.replacement)
            at = change.end
        pieces.append(source[at:end])
        self.text = "".join(pieces)
        self._lows = [piece[2] for piece in self._pieces]
        self._highs = [piece[3] for piece in self._pieces]
        self._begins = [piece[0] for piece in self._pieces]

    def source(self, place: int) -> int:
        """The offset of the character seen at `place`; within a correction, that of its first."""
        index = bisect_right(self._lows, place) - 1
        if index < 0:
            return self._start + place
        start, end, _, high = self._pieces[index]
        return start if place < high else end + place - high

    def source_end(self, place: int) -> int:
        """The end of the words that are seen up to `place`: no hidden ones after it belong."""
        index = bisect_right(self._lows, place) - 1
        while index >= 0 and self._lows[index] == place:
            index -= 1
        if index < 0:
            return self._start + place
        _, end, _, high = self._pieces[index]
        return end if place < high else end + place - high

    def place(self, offset: int) -> int:
        """Where the character at `offset` is seen; of a hidden one, where it would be."""
        index = bisect_right(self._begins, offset) - 1
        if index < 0:
            return offset - self._start
        _, end, low, high = self._pieces[index]
        return low if offset < end else high + offset - end

    def replaced_over(self, place: int) -> Span | None:
        """The replacement, as a span of what is seen, that is cut in two at `place`."""
        index = bisect_left(self._lows, place) - 1
        if index >= 0 and self._lows[index] < place < self._highs[index]:
            return Span(self._lows[index], self._highs[index])
        return None

    def pieces(self) -> Iterator[tuple[int, int, str | None]]:
        """The stretches that are seen, in order: `(start, end, replacement or None)`."""
        at = self._start
        for change in self._changes:
            if change.start > at:
                yield at, change.start, None
            if change.replacement:
                yield change.start, change.end, change.replacement
            at = change.end
        if at < self._end:
            yield at, self._end, None
