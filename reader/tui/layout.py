"""Where the lines of a page begin and end. Pure: offsets in, offsets out; no widget."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from enum import IntEnum
from functools import lru_cache

from rich.cells import cell_len

from reader.repair import Shown
from reader.segment import stripped
from reader.transcript import Span, Transcript, Turn
from reader.tui.spans import Spans
from reader.tui.text import clusters

_UNEVEN = re.compile(r"[^\x00-\u02ff\u2010-\u2027]")
"""Characters that may take another number of cells than one."""

_WORD = re.compile(r"(\s*)(\S+)")


class Kind(IntEnum):
    """What a line of the page shows."""

    BLANK = 0
    LABEL = 1
    TEXT = 2
    FOLD = 3


class Layout:
    """The lines of a transcript at one width.

    For the line `i`, `kinds[i]` says what it shows, `[starts[i], ends[i])` is its text, and
    `turns[i]` the index of its turn. `labels` says whether a turn's speaker has a line of its own;
    `only` folds the turns of everybody else; the empty name is that of all who are not named.
    Where words are corrected, a line has room for the right ones, and breaks before or after them.
    """

    def __init__(
        self, transcript: Transcript, width: int, *, labels: bool = False, only: str | None = None
    ) -> None:
        self.transcript, self.width, self.labels, self.only = transcript, width, labels, only
        self._corrected = Shown(_solid(transcript)) if transcript.corrections else None
        self._corrections = Spans(transcript.corrections)
        self._solid = Spans(self._corrected.transcript.corrections if self._corrected else ())
        self.kinds = bytearray()
        self.starts = array("L")
        self.ends = array("L")
        self.turns = array("L")
        self._fill()

    def __len__(self) -> int:
        return len(self.kinds)

    def _line(self, kind: Kind, start: int, end: int, turn: int) -> None:
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)
        self.turns.append(turn)

    def _fill(self) -> None:
        transcript = self.transcript
        folded: int | None = None
        for index, turn in enumerate(transcript.turns):
            if self.only is not None and (turn.speaker or "") != self.only:
                folded = index if folded is None else folded
                continue
            if folded is not None:
                self._fold(folded, index)
                folded = None
            self._turn(index, turn)
        if folded is not None:
            self._fold(folded, len(transcript.turns))

    def _fold(self, first: int, end: int) -> None:
        begin = self.transcript.turns[first].start
        if len(self):
            self._line(Kind.BLANK, begin, begin, first)
        self._line(Kind.FOLD, begin, self.transcript.turns[end - 1].end, first)

    def _turn(self, index: int, turn: Turn) -> None:
        transcript = self.transcript
        paragraphs = transcript.paragraphs_in(turn) or (turn,)
        for number, paragraph in enumerate(paragraphs):
            if len(self):
                self._line(Kind.BLANK, paragraph.start, paragraph.start, index)
            if number == 0 and self.labels and self.names(index):
                self._line(Kind.LABEL, paragraph.start, paragraph.start, index)
            for start, end in self._wrapped(paragraph):
                self._line(Kind.TEXT, start, end, index)

    def _wrapped(self, paragraph: Span) -> Iterator[tuple[int, int]]:
        shown = self._corrected
        touched = any(self._corrections.touching(paragraph.start, paragraph.end))
        if shown is None or not touched:
            yield from wrap(self.transcript.text, paragraph.start, paragraph.end, self.width)
            return
        span = shown.span(paragraph)
        for start, end in self._unbroken(shown.transcript.text, span):
            yield shown.source(start), shown.source(end, end=True)

    def _unbroken(self, text: str, span: Span) -> Iterator[tuple[int, int]]:
        """The lines of a `span` of the shown `text`, none of which ends inside a correction.

        A correction longer than a line has one to itself.
        """
        at = span.start
        while at < span.end:
            for start, end in wrap(text, at, span.end, self.width):
                at = end
                inside = (c for c in self._solid.touching(end - 1, end) if c.end > end)
                if cut := next(inside, None):
                    at = cut.start if cut.start > start else cut.end
                    if line := stripped(text, start, at):
                        yield line.start, line.end
                    break
                yield start, end
            else:
                return

    def names(self, turn: int) -> bool:
        """Whether the page says who speaks at this turn, or only when: it names who is new."""
        turns = self.transcript.turns
        speaker = turns[turn].speaker
        return turn == 0 or speaker is None or speaker != turns[turn - 1].speaker

    def is_first(self, line: int) -> bool:
        """Whether `line` is the first line of text of its turn."""
        if self.kinds[line] != Kind.TEXT:
            return False
        return self.starts[line] == self.transcript.turns[self.turns[line]].start

    def line_of(self, offset: int) -> int:
        """The line on which the character at `offset` stands."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def text_line(self, line: int, step: int) -> int | None:
        """The nearest line of text from `line` on, in the direction of `step` (1 or -1)."""
        while 0 <= line < len(self):
            if self.kinds[line] == Kind.TEXT:
                return line
            line += step
        return None


def _solid(transcript: Transcript) -> Transcript:
    """`transcript` with corrections that do not break between their words."""
    solid = (
        replace(c, replacement="_".join(c.replacement.split())) for c in transcript.corrections
    )
    return replace(transcript, corrections=tuple(solid))


def wrap(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """`text[start:end]` as lines of at most `width` cells, broken at white space where it has any.

    Yields the span of each line, without the white space at its end. Text without spaces between
    its words, such as Chinese, breaks at any character.
    """
    if _UNEVEN.search(text, start, end):
        yield from _wrap_cells(text, start, end, width)
        return
    for match in _lines(width).finditer(text, start, end):
        yield match.span()


@lru_cache(maxsize=8)
def _lines(width: int) -> re.Pattern[str]:
    """Matches, greedily, one line of characters that take one cell each."""
    rest = max(0, width - 1)
    return re.compile(rf"\S(?:[^\n]{{0,{rest}}}(?=\s|$)(?<!\s)|[^\s]{{0,{rest}}})")


def _wrap_cells(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    line_start = line_end = start
    used = 0
    for match in _WORD.finditer(text, start, end):
        begun = line_end > line_start
        gap = cell_len(match.group(1)) if begun else 0
        size = cell_len(match.group(2))
        if begun and used + gap + size <= width:
            used, line_end = used + gap + size, match.end()
            continue
        word_start = match.start(2)
        if size > width and begun and used + gap < width - 1:
            used += gap
        else:
            if begun:
                yield line_start, line_end
            line_start, used = word_start, 0
        if size <= width:
            line_end, used = match.end(), size
            continue
        for low, _, cells in clusters(text, word_start, match.end()):
            if used + cells > width:
                yield line_start, low
                line_start, used = low, 0
            used += cells
        line_end = match.end()
    if line_end > line_start:
        yield line_start, line_end
