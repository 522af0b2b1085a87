"""Where the lines of a page begin and end. Pure: offsets in, offsets out; no widget.

A transcript is cut into chunks of some screens each. The lines of a chunk are worked out when they
are first asked for; until then their number is estimated.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import accumulate
from math import inf
from operator import attrgetter
from time import perf_counter
from typing import overload

from reader.transcript import Correction, Heading, Span, Transcript, Turn
from reader.tui.page.seen import Hide, Seen, nothing
from reader.tui.page.spans import Spans
from reader.tui.page.wrapping import cells_each, unbroken, wrap

_CHUNK = 6_000
"""The characters of a chunk, or some more where no paragraph ends."""

_AT_ONCE = 8
"""A text of so few chunks is worked out as a whole."""

_INDENT = 2
"""The cells by which a paragraph begins where no blank line sets it apart."""


class Kind(IntEnum):
    """What a line of the page shows."""

    BLANK = 0
    LABEL = 1
    HEADING = 2
    TEXT = 3
    FOLD = 4


DENSITIES = ("comfortable", "compact", "dense")
"""A blank line before each paragraph; before each turn; and none, with names in the text."""


@dataclass(frozen=True)
class Shape:
    """How the text of a page is set.

    `labels` says whether a turn's speaker has a line of its own; `only` folds the turns of
    everybody else to a line each, but for those whose index is in `opened`; the empty name is that
    of all who are not named. `hide` says what is left out of a stretch of text, and `lead` how many
    cells a turn begins with in the dense setting.
    """

    labels: bool = False
    only: str | None = None
    opened: Collection[int] = ()
    density: str = "comfortable"
    hide: Hide = nothing
    lead: Callable[[int], int] = lambda turn: 0


@dataclass(slots=True)
class _Chunk:
    """The lines of one chunk."""

    kinds: bytearray = field(default_factory=bytearray)
    starts: array[int] = field(default_factory=lambda: array("L"))
    ends: array[int] = field(default_factory=lambda: array("L"))
    turns: array[int] = field(default_factory=lambda: array("L"))
    changes: list[Correction] = field(default_factory=list)

    def line(self, kind: Kind, start: int, end: int, turn: int) -> None:
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)
        self.turns.append(turn)


class Layout:
    """The lines of a transcript at one width.

    For the line `i`, `kinds[i]` says what it shows, `[starts[i], ends[i])` is its text, and
    `turns[i]` the index of its turn. Where words are corrected or hidden, a line has room for what
    is seen.

    Working out a chunk can move the lines after it. `on_shift` is told the first of them, by its
    number before that, and by how many lines they moved; `prepare` works out all that is near.
    """

    def __init__(
        self,
        transcript: Transcript,
        width: int,
        shape: Shape | None = None,
        *,
        chunk: int = _CHUNK,
    ) -> None:
        self.transcript, self.width, self.shape = transcript, width, shape or Shape()
        self.on_shift: Callable[[int, int], None] = lambda line, by: None
        self._corrections = Spans(transcript.corrections)
        self._headings = sorted(transcript.headings, key=attrgetter("start"))
        self._size = chunk
        self._bounds = self._cut()
        self._begin = min(
            (layer[0].start for layer in (transcript.paragraphs, transcript.turns) if layer),
            default=0,
        )
        self._laid: list[_Chunk | None] = [None] * (len(self._bounds) - 1)
        self._ready: dict[int, _Chunk] = {}
        self._heights = self._estimated()
        self._tops = [0, *accumulate(self._heights)]
        self._filled = 0
        self.kinds = _Column(self, lambda chunk: chunk.kinds)
        self.starts = _Column(self, lambda chunk: chunk.starts)
        self.ends = _Column(self, lambda chunk: chunk.ends)
        self.turns = _Column(self, lambda chunk: chunk.turns)
        if len(self._laid) <= _AT_ONCE:
            self.fill(inf)
            self.apply(0)

    def __len__(self) -> int:
        return self._tops[-1]

    # -- chunks ------------------------------------------------------------------------------

    def _cut(self) -> list[int]:
        """The offsets at which chunks begin, and the end of the text."""
        transcript = self.transcript
        text, paragraphs = transcript.text, transcript.paragraphs or transcript.turns
        if not transcript.turns:
            return [0]
        starts = [paragraph.start for paragraph in paragraphs]
        bounds, at = [0], 0
        while at + self._size < len(text):
            index = bisect_left(starts, at + self._size)
            following = starts[index] if index < len(starts) else len(text)
            if following - at > 2 * self._size:
                following = self._between_words(at + self._size)
            at = following
            if at < len(text):
                bounds.append(at)
        return [*bounds, len(text)]

    def _between_words(self, offset: int) -> int:
        """Where a word begins after `offset`, outside corrections; without one, the offset."""
        match = re.compile(r"\s+(?=\S)").search(self.transcript.text, offset, offset + self._size)
        place = match.end() if match else offset
        inside = next((c for c in self._corrections.touching(place, place + 1)), None)
        return place if inside is None else inside.end

    def _estimated(self) -> list[int]:
        """About how many lines each chunk has."""
        transcript, shape = self.transcript, self.shape
        cells = max(1.0, self.width - 3.5)
        turns = array("L", (turn.start for turn in transcript.turns))
        paragraphs = array("L", (paragraph.start for paragraph in transcript.paragraphs))
        cells /= cells_each(transcript.text)
        heights = []
        for low, high in zip(self._bounds, self._bounds[1:], strict=False):
            first, last = bisect_left(turns, low), bisect_left(turns, high)
            blocks = bisect_left(paragraphs, high) - bisect_left(paragraphs, low)
            characters, folded = high - low, 0
            if shape.only is not None:
                for index in range(first, last):
                    if self._folds(index):
                        folded += 1
                        characters -= len(transcript.turns[index])
                blocks = max(0, blocks - folded)
            gaps = {"comfortable": blocks, "compact": last - first - folded, "dense": 0}
            labels = last - first - folded if shape.labels and shape.density != "dense" else 0
            lines = characters / cells + 0.5 * blocks + gaps[shape.density] + labels + folded
            heights.append(max(1, round(lines)))
        return heights

    def _lay(self, index: int) -> _Chunk:
        """The lines of a chunk, worked out now if they were not."""
        chunk = self._laid[index]
        if chunk is None:
            chunk = self._laid[index] = self._ready.pop(index, None) or self._lines(index)
            by = len(chunk.kinds) - self._heights[index]
            if by:
                moved = self._tops[index + 1]
                self._heights[index] += by
                self._stack(index)
                self.on_shift(moved, by)
        return chunk

    def _stack(self, first: int = 0) -> None:
        """Pile up the heights anew, from the chunk `first` on."""
        rest = accumulate(self._heights[first:], initial=self._tops[first])
        self._tops[first:] = rest

    def at(self, line: int) -> tuple[_Chunk, int]:
        """The chunk of a line, and its number there. Raises `IndexError` past the end."""
        if line < 0:
            line += len(self)
        while 0 <= line < len(self):
            index = bisect_right(self._tops, line) - 1
            chunk = self._lay(index)
            if line < self._tops[index + 1]:
                return chunk, line - self._tops[index]
        raise IndexError(line)

    def prepare(self, first: int, last: int) -> None:
        """Work out all chunks from the line `first` to `last`."""
        if self._bounds[-1:] == [0] or not self._laid:
            return
        low = bisect_right(self._tops, max(0, first)) - 1
        high = bisect_right(self._tops, max(0, last)) - 1
        for index in range(min(high, len(self._laid) - 1), max(0, low) - 1, -1):
            self._lay(index)

    def fill(self, seconds: float) -> bool:
        """Work out more of what is not yet, for so long. True when there is no more of it.

        No line moves before `apply`.
        """
        end = perf_counter() + seconds
        while self._filled < len(self._laid):
            index = self._filled
            self._filled += 1
            if self._laid[index] is None and index not in self._ready:
                self._ready[index] = self._lines(index)
                if perf_counter() > end:
                    break
        return self._filled >= len(self._laid)

    def apply(self, eye: int) -> int:
        """Count what `fill` worked out. Returns by how many lines the line `eye` has moved."""
        if not self._ready:
            return 0
        index = min(bisect_right(self._tops, max(0, eye)) - 1, len(self._laid) - 1)
        before = self._tops[index]
        for each, chunk in self._ready.items():
            self._laid[each] = chunk
            self._heights[each] = len(chunk.kinds)
        self._ready.clear()
        self._stack()
        return self._tops[index] - before

    # -- lines -------------------------------------------------------------------------------

    def _folds(self, index: int) -> bool:
        only = self.shape.only
        if only is None or index in self.shape.opened:
            return False
        return (self.transcript.turns[index].speaker or "") != only

    def _lines(self, index: int) -> _Chunk:
        """The lines of the chunk `index`."""
        chunk, (low, high) = _Chunk(), self._bounds[index : index + 2]
        transcript = self.transcript
        turns = transcript.turns
        number = transcript.turn_index(low)
        while number < len(turns) and turns[number].start < high:
            turn = turns[number]
            if self._folds(number):
                if turn.start >= low:
                    self._fold(chunk, number, turn)
            elif turn.end > low or turn.start >= low:
                self._turn(chunk, number, turn, low, high)
            number += 1
        return chunk

    def _fold(self, chunk: _Chunk, index: int, turn: Turn) -> None:
        apart = self.shape.density != "dense" and index and not self._folds(index - 1)
        if apart:
            chunk.line(Kind.BLANK, turn.start, turn.start, index)
        chunk.line(Kind.FOLD, turn.start, turn.end, index)

    def _turn(self, chunk: _Chunk, index: int, turn: Turn, low: int, high: int) -> None:
        """The lines of as much of a turn as lies in `[low, high)`."""
        transcript = self.transcript
        first = max(turn.start, low)
        paragraphs = transcript.paragraphs_in(Span(first, min(turn.end, high)))
        if first > turn.start and transcript.paragraphs:
            begun = transcript.paragraphs[transcript.paragraph_index(first)]
            if begun.start < first < begun.end:
                paragraphs = (begun, *paragraphs)
        for paragraph in paragraphs or (turn,):
            start, end = max(paragraph.start, low), min(paragraph.end, high)
            if start == paragraph.start:
                self._open(chunk, index, start)
            for place in self._titled(start, end):
                self._block(chunk, index, start, place)
                self._titles(chunk, index, place)
                start = place
            self._block(chunk, index, start, end)

    def _open(self, chunk: _Chunk, index: int, start: int) -> None:
        """What stands above a paragraph: a blank line, headings, and who speaks."""
        shape = self.shape
        opens = start == self.transcript.turns[index].start
        gap = shape.density == "comfortable" or (opens and shape.density == "compact")
        if any(self._headings_at(start)):
            self._titles(chunk, index, start)
        elif gap and start != self._begin:
            chunk.line(Kind.BLANK, start, start, index)
        if opens and shape.labels and shape.density != "dense" and self.names(index):
            chunk.line(Kind.LABEL, start, start, index)

    def _titles(self, chunk: _Chunk, index: int, start: int) -> None:
        """The headings that stand at `start`."""
        if start != self._begin and self.shape.density != "dense":
            chunk.line(Kind.BLANK, start, start, index)
        for _ in self._headings_at(start):
            chunk.line(Kind.HEADING, start, start, index)
        if self.shape.density == "comfortable":
            chunk.line(Kind.BLANK, start, start, index)

    def _titled(self, start: int, end: int) -> list[int]:
        """Where headings stand within `[start, end)`, after its beginning."""
        low = bisect_right(self._headings, start, key=attrgetter("start"))
        high = bisect_left(self._headings, end, key=attrgetter("start"))
        return sorted({heading.start for heading in self._headings[low:high]})

    def _headings_at(self, start: int) -> list[Heading]:
        low = bisect_left(self._headings, start, key=attrgetter("start"))
        return self._headings[low : bisect_right(self._headings, start, key=attrgetter("start"))]

    def heading(self, line: int) -> Heading:
        """The heading that stands on a line of that kind."""
        start, above = self.starts[line], 0
        while line - above - 1 >= 0 and self.kinds[line - above - 1] == Kind.HEADING:
            above += 1
        return self._headings_at(start)[above]

    def _block(self, chunk: _Chunk, index: int, start: int, end: int) -> None:
        """The lines of `[start, end)` of a paragraph."""
        changes = self._changed(start, end)
        chunk.changes += changes
        indent = self._indent(start, index)
        for begin, stop in self._wrapped(start, end, indent, changes):
            chunk.line(Kind.TEXT, begin, stop, index)

    def _indent(self, start: int, index: int) -> int:
        """The cells before the text of the line that begins at `start`."""
        if self.shape.density == "comfortable":
            return 0
        if start == self.transcript.turns[index].start:
            lead = self.shape.lead(index) if self.shape.density == "dense" else 0
            return lead if lead <= self.width // 2 else 0
        paragraphs = self.transcript.paragraphs
        begins = paragraphs and paragraphs[self.transcript.paragraph_index(start)].start == start
        return _INDENT if begins else 0

    def indent(self, line: int) -> int:
        """The cells before the text of a line of text."""
        return self._indent(self.starts[line], self.turns[line])

    def seen(self, line: int) -> Seen:
        """What is seen on a line of text."""
        chunk, number = self.at(line)
        start, end = chunk.starts[number], chunk.ends[number]
        low = bisect_left(chunk.changes, start, key=attrgetter("end"))
        high = bisect_left(chunk.changes, end, key=attrgetter("start"))
        return Seen(self.transcript.text, start, end, chunk.changes[low:high])

    def hidden(self, offset: int) -> bool:
        """Whether the character at `offset` is left out of what is seen."""
        if self.shape.hide is nothing or not self._laid:
            return False
        index = min(bisect_right(self._bounds, offset), len(self._laid)) - 1
        changes = self._lay(max(0, index)).changes
        number = bisect_right(changes, offset, key=attrgetter("start")) - 1
        if number < 0:
            return False
        return not changes[number].replacement and offset < changes[number].end

    def raises(self, offset: int) -> bool:
        """Whether the word seen at `offset` takes over the capital of one that is hidden."""
        if self.shape.hide is nothing:
            return False
        text = self.transcript.text
        chunk = self._lay(min(bisect_right(self._bounds, offset), len(self._laid)) - 1)
        number = bisect_right(chunk.changes, offset, key=attrgetter("end")) - 1
        if number < 0 or chunk.changes[number].replacement:
            return False
        gone = chunk.changes[number]
        if text[gone.end : offset].strip():
            return False
        words = text[gone.start : gone.end].lstrip(" ,")
        before = text[max(0, gone.start - 3) : gone.start].rstrip()
        return words[:1].isupper() and not words[:2].isupper() and before[-1:] in ("", *".!?…")

    def _changed(self, start: int, end: int) -> list[Correction]:
        """What stands in place of words in `[start, end)`: corrections, and hidden words."""
        fixes = list(self._corrections.touching(start, end))
        hidden = self.shape.hide(self.transcript.text, start, end)
        if not hidden:
            return fixes
        free = [h for h in hidden if not any(h.overlaps(fix) for fix in fixes)]
        return sorted([*fixes, *(Correction(h.start, h.end, "") for h in free)])

    def _wrapped(
        self, start: int, end: int, indent: int, changes: Sequence[Correction]
    ) -> Iterator[tuple[int, int]]:
        if not changes:
            yield from wrap(self.transcript.text, start, end, self.width, indent)
            return
        solid = [Correction(c.start, c.end, "_".join(c.replacement.split())) for c in changes]
        seen = Seen(self.transcript.text, start, end, solid)
        begin = start
        for low, high in unbroken(seen, self.width, indent):
            yield (seen.source(low) if begin > start else start), (begin := seen.source_end(high))

    def names(self, turn: int) -> bool:
        """Whether the page says who speaks at this turn, or only when."""
        return is_new(self.transcript, turn)

    def is_first(self, line: int) -> bool:
        """Whether `line` is the first line of text of its turn."""
        chunk, number = self.at(line)
        if chunk.kinds[number] != Kind.TEXT:
            return False
        return chunk.starts[number] == self.transcript.turns[chunk.turns[number]].start

    def line_of(self, offset: int) -> int:
        """The line on which the character at `offset` stands."""
        if not self._laid:
            return 0
        index = min(max(0, bisect_right(self._bounds, offset) - 1), len(self._laid) - 1)
        chunk = self._lay(index)
        number = bisect_right(chunk.starts, offset) - 1
        return max(0, min(self._tops[index] + number, len(self) - 1))

    def text_line(self, line: int, step: int) -> int | None:
        """The nearest line that the caret can be on, from `line` on, in the direction of `step` (1
        or -1)."""
        if not 0 <= line < len(self):
            return None
        self.at(line)
        index = bisect_right(self._tops, line) - 1
        number = line - self._tops[index]
        while 0 <= index < len(self._laid):
            kinds = self._lay(index).kinds
            while 0 <= number < len(kinds):
                if kinds[number] >= Kind.TEXT:
                    return self._tops[index] + number
                number += step
            index += step
            number = len(self._lay(index).kinds) - 1 if step < 0 and index >= 0 else 0
        return None


def is_new(transcript: Transcript, turn: int) -> bool:
    """Whether somebody else speaks at a turn than before it; who is not named may be anybody."""
    turns = transcript.turns
    speaker = turns[turn].speaker
    return turn == 0 or speaker is None or speaker != turns[turn - 1].speaker


class _Column(Sequence[int]):
    """One value of every line."""

    def __init__(self, layout: Layout, of: Callable[[_Chunk], Sequence[int]]) -> None:
        self._layout, self._of = layout, of

    def __len__(self) -> int:
        return len(self._layout)

    @overload
    def __getitem__(self, line: int) -> int: ...
    @overload
    def __getitem__(self, line: slice) -> Sequence[int]: ...
    def __getitem__(self, line: int | slice) -> int | Sequence[int]:
        if isinstance(line, slice):
            return [self[each] for each in range(*line.indices(len(self)))]
        chunk, number = self._layout.at(line)
        return self._of(chunk)[number]
