"""Jump mode: every place on the screen has a label, and its letters go there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.strip import Strip

from reader.segment import sentences
from reader.tui.messages import CaretMoved
from reader.tui.page import caret
from reader.tui.page.labels import labels
from reader.tui.page.layout import Kind
from reader.tui.page.moving import Moving

_BEFORE = 400
"""So many characters before the screen it is looked where sentences begin."""


class Target(NamedTuple):
    """A place with a label: the cell of its line at which it is drawn, and its character."""

    cell: int
    offset: int


class Jumping(Moving):
    """A page with letters on turns, sentences, highlights, matches and bookmarks, by which they are
    gone to. With a selection its end goes there.
    """

    def __init__(self, *, measure: int = 74, id: str | None = None) -> None:
        super().__init__(measure=measure, id=id)
        self.labels: dict[str, Target] = {}
        self._typed = ""

    def offset_of(self, x: int, y: int) -> int | None:
        """The character under the cell `(x, y)` of the widget, or None where there is no text."""
        raise NotImplementedError

    def starts_between(self, start: int, end: int) -> set[int]:
        """Where, from `start` up to `end`, something begins that is worth going to."""
        text, transcript = self.transcript.text, self.transcript
        found = {h.start for h in self._highlights} | {match.start for match in self.matches}
        found |= self._bookmarks.keys()
        first, last = (transcript.paragraph_index(place) for place in (start, end))
        for paragraph in transcript.paragraphs[first : last + 1]:
            low = max(paragraph.start, start - _BEFORE)
            found |= {s.start for s in sentences(text, low, min(paragraph.end, end + _BEFORE))}
        return {caret.word_at(text, place).start for place in found if start <= place < end}

    def _targets(self) -> Iterator[Target]:
        """The places on the screen, from its top to its bottom."""
        layout, top = self.layout_lines, self.scroll_offset.y
        for line in range(top, min(top + self.size.height, len(layout))):
            if layout.kinds[line] == Kind.FOLD:
                yield Target(self._left, layout.starts[line])
            if layout.kinds[line] != Kind.TEXT:
                continue
            free = 0
            for offset in sorted(self.starts_between(layout.starts[line], layout.ends[line])):
                cell = self._cell_of(offset, line - top)
                if cell is not None and cell >= free:
                    free = cell + 2
                    yield Target(cell, offset)

    def _cell_of(self, offset: int, y: int) -> int | None:
        """The first cell of the character at `offset` on the line `y` of the widget; None where it
        is not to be seen.
        """
        low, high = self._left, self.size.width
        while low < high:
            middle = (low + high) // 2
            there = self.offset_of(middle, y)
            if there is None:
                return None
            low, high = (middle + 1, high) if there < offset else (low, middle)
        return low if self.offset_of(low, y) == offset else None

    # -- what the user does ------------------------------------------------------------------

    def do_jump(self) -> None:
        """Label the places on the screen, those near the caret with the shortest labels."""
        near = sorted(self._targets(), key=lambda target: abs(target.offset - self.caret))
        self.labels, self._typed = dict(zip(labels(len(near)), near, strict=False)), ""
        self._show_labels()

    def do_jump_cancel(self) -> None:
        """Show the text without labels again."""
        self.labels, self._typed = {}, ""
        self._show_labels()

    def _show_labels(self) -> None:
        self.refresh()
        self.post_message(CaretMoved(self.caret))

    def on_key(self, event: events.Key) -> None:
        """Take a letter of a label; any other key leaves."""
        if not self.labels:
            return
        event.stop()
        event.prevent_default()
        self._typed += (event.character or "").lower()
        left = [label for label in self.labels if label.startswith(self._typed)]
        if not event.character or not left:
            self.do_jump_cancel()
        elif left == [self._typed]:
            target = self.labels[self._typed]
            self.do_jump_cancel()
            self.move_to(target.offset)
        else:
            self.refresh()

    def on_blur(self) -> None:
        super().on_blur()
        if self.labels:
            self.do_jump_cancel()

    # -- drawing -----------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        line, layout = y + self.scroll_offset.y, self.layout_lines
        if not self.labels or line >= len(layout) or layout.kinds[line] < Kind.TEXT:
            return strip
        start, end = layout.starts[line], layout.ends[line]
        for label, target in self.labels.items():
            if start <= target.offset < end and label.startswith(self._typed):
                rest = label[len(self._typed) :]
                piece = Strip([Segment(rest, self._ink + self._style("match-current"))])
                after = strip.crop(target.cell + len(rest), strip.cell_length)
                strip = Strip.join([strip.crop(0, target.cell), piece, after])
        return strip
