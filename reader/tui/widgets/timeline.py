"""The timeline: a strip over the page with the whole episode, and where the eye is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from reader.library import Bookmark, Highlight
from reader.transcript import Span, Transcript
from reader.tui.colours import speaker_hues
from reader.tui.page.page import Page
from reader.tui.room import Room
from reader.tui.strip import SILENT, Axis, bars
from reader.tui.text import cut, spell_clock, visible

HIT, MARKED, HERE = "▾", "━", "▲"
"""The signs of a match, of a highlight, and of the place below which they stand."""

_NAME_CELLS = 24
_WIDE = 100


class Timeline(Widget, can_focus=True):
    """Who speaks when, what was found and marked, and the caret, on three lines.

    A speaker has a colour and a height of bar; matches, highlights and bookmarks have signs. The
    keys move the caret along while it has the focus; a click goes to the place.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "Timeline { height: 3; padding: 0 1; }"

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._highlights: Sequence[Highlight] = ()
        self._bookmarks: Sequence[Bookmark] = ()
        self._pointer: int | None = None
        self._dragging = False
        self._seen: tuple[object, ...] = ()
        self._drawn: tuple[Axis, list[str | None], dict[int, tuple[str, str]]] | None = None
        self._cell = -1
        self._begun = False

    def on_mount(self) -> None:
        """Let the page be seen first: the voices of a long episode take a while to count."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._begun = True
        self.refresh()

    # -- what is shown -----------------------------------------------------------------------

    def mark(self, highlights: Sequence[Highlight]) -> None:
        """Show these highlights."""
        self._highlights = [each for each in highlights if each.state != "orphan"]
        self._renew()

    def place(self, bookmarks: Sequence[Bookmark]) -> None:
        """Show these bookmarks."""
        self._bookmarks = [each for each in bookmarks if each.state != "orphan"]
        self._renew()

    def _renew(self) -> None:
        self._drawn = None
        self.refresh()

    def point(self) -> None:
        """Show where the caret is now, and what the page is searched for."""
        if not self.display or not self.content_size.width or not self.page.timed:
            return
        before = self._drawn
        axis, *_ = self._drawing()
        cell = axis.cell(self.page.caret)
        if cell != self._cell or self._drawn is not before or self._pointed is not None:
            self._cell = cell
            self.refresh()

    def _sources(self) -> tuple[object, ...]:
        return self.page.transcript, self.page.matches, self.content_size.width

    def _drawing(self) -> tuple[Axis, list[str | None], dict[int, tuple[str, str]]]:
        """The axis, who speaks in each cell, and the sign with its style over some of them."""
        sources = self._sources()
        same = len(self._seen) == len(sources) and all(
            one is other or one == other for one, other in zip(self._seen, sources, strict=True)
        )
        if self._drawn is None or not same:
            before = self._drawn
            self._seen = sources
            transcript = self.page.transcript
            axis = Axis(transcript, self.content_size.width)
            kept = before is not None and (
                before[0].transcript is transcript and before[0].cells == axis.cells
            )
            voices = before[1] if kept and before is not None else axis.voices()
            self._drawn = axis, voices, self._signs(axis)
        return self._drawn

    def _signs(self, axis: Axis) -> dict[int, tuple[str, str]]:
        """What stands over the bars: a bookmark before a match, a match before a highlight."""
        signs: dict[int, tuple[str, str]] = {}
        for each in self._highlights:
            for cell in axis.cells_of(Span(each.start, each.end)):
                signs[cell] = (MARKED, each.colour)
        for match in self.page.matches:
            signs[axis.cell(match.start)] = (HIT, "found")
        for bookmark in self._bookmarks:
            signs[axis.cell(bookmark.offset)] = (bookmark.sign, "accent")
        return signs

    # -- drawing -----------------------------------------------------------------------------

    def _style(self, name: str) -> Style:
        base = self.rich_style
        return base + cast(Room, self.app).palette[name] if name else base

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        if not (self._begun and self.page.transcript.text and self.page.timed):
            return Strip.blank(width, self.rich_style)
        axis, voices, signs = self._drawing()
        self._cell = axis.cell(self.page.caret)
        if y == 0:
            pieces = [signs.get(cell, (" ", "")) for cell in range(axis.cells)]
        elif y == 1:
            pieces = self._bars(axis.transcript, voices)
        else:
            pieces = self._scale(axis, voices)
        segments = [Segment(text, self._style(style)) for text, style in pieces]
        return Strip(segments).adjust_cell_length(width, self.rich_style).simplify()

    def _bars(self, transcript: Transcript, voices: Sequence[str | None]) -> list[tuple[str, str]]:
        heights = bars(transcript)
        hues = speaker_hues([speaker.name for speaker in transcript.speakers])
        pieces = []
        for cell, name in enumerate(voices):
            style = f"speaker-{hues[name]}" if name else "dim"
            sign = SILENT if name is None else heights[name]
            if cell == self._cell:
                sign, style = "┃", "accent"
            pieces.append((sign, style))
        return pieces

    @property
    def _pointed(self) -> int | None:
        """The cell whose time is told: that under the mouse, else, with the focus, the caret's."""
        if self._pointer is not None:
            return self._pointer
        return self._cell if self.has_focus else None

    def _scale(self, axis: Axis, voices: Sequence[str | None]) -> list[tuple[str, str]]:
        """The times along the strip; or the one that is pointed at, with who speaks there."""
        at = self._pointed
        if at is None:
            return self._times(axis)
        at = min(at, axis.cells - 1)
        moment = axis.moment(at)
        if self._pointer is None:
            moment = axis.transcript.time_at(self.page.caret)
        name = cut(visible(voices[at] or ""), _NAME_CELLS).text
        told = f"{spell_clock(moment)} {name}".rstrip()
        left = len(told) + 2 > axis.cells - at
        line = f"{told} {HERE}" if left else f"{HERE} {told}"
        start = at - len(told) - 1 if left else at
        return [(" " * max(0, start), ""), (line, "accent")]

    def _times(self, axis: Axis) -> list[tuple[str, str]]:
        """The caret, and times at the ends and, where there is room, between them."""
        steps = 4 if axis.cells >= _WIDE else 2
        line = [" "] * axis.cells
        for number in range(steps + 1):
            cell = axis.cells * number // steps
            told = spell_clock(axis.moment(cell))
            start = min(max(0, cell - (len(told) // 2 if number else 0)), axis.cells - len(told))
            if not start <= self._cell < start + len(told) and start >= 0:
                line[start : start + len(told)] = told
        text = "".join(line)
        here = max(0, self._cell)
        return [(text[:here], "time"), (HERE, "accent"), (text[here + 1 :], "time")]

    # -- what the user does ------------------------------------------------------------------

    def do_timeline_on(self, count: int = 1) -> None:
        self._move(0.01 * count)

    def do_timeline_back(self, count: int = 1) -> None:
        self._move(-0.01 * count)

    def do_timeline_far_on(self, count: int = 1) -> None:
        self._move(0.1 * count)

    def do_timeline_far_back(self, count: int = 1) -> None:
        self._move(-0.1 * count)

    def _move(self, share: float) -> None:
        """Go so large a part of the recording on, or back."""
        transcript = self.page.transcript
        if not transcript.text:
            return
        length = transcript.length
        before = self.page.caret
        seconds = transcript.time_at(before).seconds + share * length
        offset = transcript.offset_at(min(max(0.0, seconds), length))
        self.page.leap_to(offset if seconds < length else len(transcript.text), stepping=True)
        if self.page.caret == before and 0 < seconds < length:
            (self.page.do_word_right if share > 0 else self.page.do_word_left)()

    def do_timeline_next(self, count: int = 1) -> None:
        self._to_sign(count)

    def do_timeline_previous(self, count: int = 1) -> None:
        self._to_sign(-count)

    def _to_sign(self, steps: int) -> None:
        places = {match.start for match in self.page.matches}
        places |= {each.start for each in self._highlights}
        places |= {each.offset for each in self._bookmarks}
        self.page.step_to(sorted(places), steps, "match, highlight or bookmark")

    def do_timeline_start(self) -> None:
        self.page.leap_to(0, stepping=True)

    def do_timeline_end(self) -> None:
        self.page.leap_to(len(self.page.transcript.text), stepping=True)

    def do_timeline_done(self) -> None:
        """Back to the page, at the place."""
        self.page.focus()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # -- the mouse ---------------------------------------------------------------------------

    def _under(self, event: events.MouseEvent) -> int:
        """The cell under the mouse."""
        return min(max(0, event.x - self.gutter.left), max(0, self.content_size.width - 1))

    def _go(self, cell: int) -> None:
        """Go to where a cell begins; to the sign over it, if there is one."""
        if not self.page.transcript.text:
            return
        axis, _, signs = self._drawing()
        offset = axis.offset(cell)
        if cell in signs:
            starts = [match.start for match in self.page.matches]
            starts += [each.start for each in self._highlights]
            starts += [each.offset for each in self._bookmarks]
            offset = next((at for at in sorted(starts) if axis.cell(at) == cell), offset)
        self.page.leap_to(offset, stepping=True)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._dragging = True
        self.capture_mouse()
        self._go(self._under(event))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._pointer = self._under(event)
        if self._dragging:
            self._go(self._pointer)
        self.refresh()

    def on_mouse_up(self) -> None:
        if self._dragging:
            self._dragging = False
            self.release_mouse()
            self.page.focus()

    def on_leave(self) -> None:
        self._pointer = None
        self.refresh()
