"""The canvas of a page: the text of one episode, drawn line by line from offsets."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.library import Highlight
from reader.transcript import Aside, Correction, Moment, Span, Transcript, count_words
from reader.tui import caret
from reader.tui.colours import speaker_hues
from reader.tui.layout import Kind, Layout
from reader.tui.room import Room
from reader.tui.spans import Spans
from reader.tui.text import cut, spell_clock, visible

_LONGEST_NAME = 14
_LEAST_TEXT = 52
"""The cells that the text needs before names and times get a margin beside it."""

_NARROW_MARGIN = 2


class Canvas(ScrollView, can_focus=True):
    """The text of an episode with its speakers, times, highlights, matches and selection.

    Only the lines on the screen are drawn. The caret is a character offset; it survives a change
    of width, and the line under it stays where it is.
    """

    ALLOW_SELECT = False

    measure: reactive[int] = reactive(74)
    """The longest line of text, in cells."""

    def __init__(self, *, measure: int = 74, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(Canvas.measure, measure)
        self.source = self.transcript = Transcript("")
        self.corrects = True
        self.layout_lines = Layout(self.transcript, 40)
        self.caret = 0
        self.selection: caret.Selection | None = None
        self.only: str | None = None
        self._asides = Spans[Aside]()
        self._corrections = Spans[Correction]()
        self._highlights = Spans[Highlight]()
        self._matches: Sequence[Span] = ()
        self._found = Spans[Span]()
        self._word: tuple[int, Span] | None = None
        self.wide = True
        self._name_cells = self._time_cells = 0
        self._margin_cells = _NARROW_MARGIN
        self._hues: dict[str, int] = {}
        self._strips: dict[int, Strip] = {}
        self._base_style: Style | None = None
        self._fitted = Size(0, 0)

    # -- what is shown -----------------------------------------------------------------------

    def show(self, transcript: Transcript, offset: int = 0) -> None:
        """Show `transcript` with the caret at `offset`."""
        self._take(transcript)
        self.selection, self.only = None, None
        self._matches, self._found = (), Spans()
        self._highlights = Spans()
        self._word = None
        self._hues = speaker_hues([speaker.name for speaker in transcript.speakers])
        self.caret = caret.word_at(transcript.text, offset).start
        self._lay_out()
        self.settle(0.3)

    def replace(self, transcript: Transcript) -> None:
        """Show `transcript`, the same text with other layers; all else stays as it is."""
        self._take(transcript)
        self._hues = speaker_hues([speaker.name for speaker in transcript.speakers])
        self._lay_out()
        self.redraw()

    def _take(self, transcript: Transcript) -> None:
        self.source = transcript
        if not self.corrects:
            transcript = dataclasses.replace(transcript, corrections=())
        self.transcript = transcript
        self._asides = Spans(transcript.asides)
        self._corrections = Spans(transcript.corrections)

    def mark(self, highlights: Sequence[Highlight]) -> None:
        """Show these highlights."""
        self._highlights = Spans(h for h in highlights if h.state != "orphan")
        self.redraw()

    @property
    def matches(self) -> Sequence[Span]:
        """The places that were searched for, in order."""
        return self._matches

    @matches.setter
    def matches(self, spans: Iterable[Span]) -> None:
        self._matches = sorted(spans)
        self._found = Spans(self._matches)
        self.redraw()

    def filter_speaker(self, name: str | None) -> None:
        """Show the turns of `name` only; None shows all."""
        self.only = name
        self._lay_out()
        line = self.layout_lines.text_line(self.layout_lines.line_of(self.caret), 1)
        if line is None:
            line = self.layout_lines.text_line(len(self.layout_lines) - 1, -1)
        if line is not None and self.layout_lines.line_of(self.caret) != line:
            self.caret = self.layout_lines.starts[line]
        self.settle(0.3)

    def _measure_margin(self) -> None:
        """Find how much room the longest name and time take, and whether the page has it."""
        transcript = self.transcript
        names = [cell_len(visible(speaker.name)) for speaker in transcript.speakers]
        self._name_cells = min(max(names, default=0), _LONGEST_NAME)
        self._time_cells = len(spell_clock(Moment(transcript.length, transcript.times == "exact")))
        margin = 1 + self._name_cells + (1 if self._name_cells else 0) + self._time_cells + 3
        self.wide = self.size.width - margin >= _LEAST_TEXT
        self._margin_cells = margin if self.wide else _NARROW_MARGIN

    @property
    def _left(self) -> int:
        """The cells before the text: what centres the column, and the margin."""
        spare = self.size.width - self._margin_cells - self.layout_lines.width - 2
        return self._margin_cells + max(0, spare // 2 if self.wide else 0)

    def _lay_out(self) -> None:
        self._fitted = self.size
        if not self.size.width:
            return
        self._measure_margin()
        width = max(8, min(self.measure, self.size.width - self._margin_cells - 2))
        self.layout_lines = Layout(self.transcript, width, labels=not self.wide, only=self.only)
        self.virtual_size = Size(self.size.width, len(self.layout_lines) + self.size.height // 3)
        self._strips.clear()

    def redraw(self) -> None:
        """Draw everything on the screen anew."""
        self._strips.clear()
        self.refresh()

    @property
    def line(self) -> int:
        """The line that the caret is on."""
        return self.layout_lines.line_of(self.caret)

    def settle(self, share: float | None = None) -> None:
        """Scroll so that the caret is on the screen, with some lines around it."""
        height = max(1, self.size.height)
        line = self.line
        top = self.scroll_offset.y
        if share is not None:
            top = line - int(height * share)
        else:
            keep = min(height // 4, 8)
            top = min(top, line - keep)
            top = max(top, line - height + 1 + keep)
        top = max(0, min(top, self.max_scroll_y))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def redraw_lines(self, *lines: int) -> None:
        """Draw these lines anew."""
        for line in lines:
            self._strips.pop(line, None)
            self.refresh(Region(0, line - self.scroll_offset.y, self.size.width, 1))

    # -- drawing -----------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._base_style = None
        self._strips.clear()

    @property
    def _ink(self) -> Style:
        """What the text is drawn with where nothing else is said."""
        if self._base_style is None:
            self._base_style = self.rich_style
        return self._base_style

    def _style(self, name: str) -> Style:
        """The style called `name` in the palette of the theme in use."""
        return cast(Room, self.app).palette[name]

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        width = self.size.width
        if line >= len(self.layout_lines):
            return Strip.blank(width, self._ink)
        strip = self._strips.get(line)
        if strip is None:
            segments = [*self._margin(line), *self._text(line)]
            strip = Strip(segments).adjust_cell_length(width, self._ink).simplify()
            if len(self._strips) > 2000:
                self._strips.clear()
            self._strips[line] = strip
        return strip

    def _margin(self, line: int) -> list[Segment]:
        layout, base = self.layout_lines, self._ink
        here = line == self.line and layout.kinds[line] == Kind.TEXT
        bar = Segment("▌ " if here else "  ", base + self._style("bar"))
        left = self._left - 2
        if not self.wide or not layout.is_first(line):
            return [Segment(" " * left, base), bar]
        turn = self.transcript.turns[layout.turns[line]]
        time = spell_clock(self.transcript.time_at(turn.start)).rjust(self._time_cells)
        named = turn.speaker is not None and layout.names(layout.turns[line])
        name = cut(visible(turn.speaker or "") if named else "", self._name_cells)
        before = self._left - self._margin_cells + 1
        after = self._name_cells - name.cells + (1 if self._name_cells else 0)
        return [
            Segment(" " * before, base),
            Segment(name.text, base + self._speaker(turn.speaker)),
            Segment(" " * after + time, base + self._style("time")),
            Segment(" ", base),
            bar,
        ]

    def _speaker(self, name: str | None) -> Style:
        return self._style("time" if name is None else f"speaker-{self._hues.get(name, 0)}")

    def _text(self, line: int) -> list[Segment]:
        layout, base = self.layout_lines, self._ink
        kind = layout.kinds[line]
        turn = self.transcript.turns[layout.turns[line]]
        if kind == Kind.LABEL:
            time = spell_clock(self.transcript.time_at(turn.start))
            name = f"{visible(turn.speaker)}  " if turn.speaker else ""
            return [
                Segment(name, base + self._speaker(turn.speaker)),
                Segment(time, base + self._style("time")),
            ]
        if kind == Kind.FOLD:
            words = count_words(self.transcript.text[layout.starts[line] : layout.ends[line]])
            return [Segment(f"⋯ {words:,} words of others", base + self._style("fold"))]
        if kind == Kind.BLANK:
            return []
        return self._pieces(layout.starts[line], layout.ends[line])

    def _pieces(self, start: int, end: int) -> list[Segment]:
        """The text of one line, cut where a style begins or ends."""
        overlays = [
            (max(span.start, start), min(span.end, end), style)
            for span, style in self._overlays(start, end)
        ]
        corrected = {c.start: c for c in self._corrections.touching(start, end) if c.start >= start}
        cuts = {start, end, *(cut for over in overlays for cut in over[:2])}
        for c in corrected.values():
            cuts = {cut for cut in cuts if not c.start < cut < c.end} | {c.start, c.end}
        base = self._ink
        segments = []
        for low, high in pairwise(sorted(cuts)):
            style, text = base, self.transcript.text[low:high]
            if low in corrected:
                style, text = style + self._style("corrected"), corrected[low].replacement
            for begin, stop, over in overlays:
                if begin < high and low < stop:
                    style += over
            segments.append(Segment(visible(text), style))
        return segments

    def _overlays(self, start: int, end: int) -> list[tuple[Span, Style]]:
        """The styled spans that touch `[start, end)`, in the order in which they are laid on."""
        found: list[tuple[Span, Style]] = [
            (aside, self._style("aside")) for aside in self._asides.touching(start, end)
        ]
        for highlight in self._highlights.touching(start, end):
            span = Span(highlight.start, highlight.end)
            found.append((span, self._style(f"mark-{highlight.colour}")))
        for span in self._found.touching(start, end):
            current = span.start <= self.caret < span.end or self.word.overlaps(span)
            found.append((span, self._style("match-current" if current else "match")))
        line = Span(start, end)
        if self.selection is not None and self.selection.span.overlaps(line):
            found.append((self.selection.span, self._style("selection")))
        elif self.has_focus and self.word.overlaps(line):
            found.append((self.word, self._style("word")))
        return found

    @property
    def word(self) -> Span:
        """The word that the caret is on."""
        if self._word is None or self._word[0] != self.caret:
            self._word = self.caret, caret.word_at(self.transcript.text, self.caret)
        return self._word[1]

    def on_resize(self, event: events.Resize) -> None:
        """Keep the caret on the screen."""
        self._fit()
        self.call_after_refresh(self.settle)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in `crop`, wrapped for the size of now: the first picture has the text."""
        self._fit()
        return super().render_lines(crop)

    def _fit(self) -> None:
        """Wrap anew if the size has changed, and keep the caret's line where the eye has it."""
        if self.size == self._fitted:
            return
        above = self.line - self.scroll_offset.y
        first = not self._strips
        self._lay_out()
        height = max(1, self.size.height)
        self.settle(0.3 if first or not 0 <= above < height else above / height)

    def watch_measure(self) -> None:
        self._lay_out()
        self.settle(0.3)

    def on_focus(self) -> None:
        self.redraw_lines(self.line)

    def on_blur(self) -> None:
        self.redraw_lines(self.line)
