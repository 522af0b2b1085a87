"""The canvas of a page: the text of one episode, drawn line by line from offsets."""

from __future__ import annotations

from itertools import pairwise
from typing import cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region
from textual.strip import Strip

from reader.speech import count_words
from reader.transcript import Span, Turn
from reader.tui.page import caret
from reader.tui.page.layers import layered
from reader.tui.page.layout import Kind, is_new
from reader.tui.page.sheet import Sheet
from reader.tui.room import Room
from reader.tui.text import cut, raised, spell_clock, visible

_LONGEST_LEAD = 24
"""The cells of a name that stands in the text."""


class Canvas(Sheet):
    """The text of an episode with its speakers, times, highlights, matches and selection.

    Only the lines on the screen are drawn.
    """

    def __init__(self, *, measure: int = 74, id: str | None = None) -> None:
        super().__init__(measure=measure, id=id)
        self._base_style: Style | None = None

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
        if self.plain:
            return []
        here = line == self.line and layout.kinds[line] >= Kind.TEXT
        sign = self._sign(line) or ("▌" if here else " ")
        bar = Segment(f"{sign} ", base + self._style("bar"))
        left = self._left - 2
        opens = layout.is_first(line) or layout.kinds[line] == Kind.FOLD
        if not self.wide or not opens:
            return [Segment(" " * left, base), bar]
        turn = self.transcript.turns[layout.turns[line]]
        named = turn.speaker is not None and (
            layout.names(layout.turns[line]) or layout.kinds[line] == Kind.FOLD
        )
        name = cut(visible(turn.speaker or "") if named else "", self._name_cells)
        before = self._left - self._margin_cells + 1
        after = self._name_cells - name.cells + (1 if self._name_cells else 0)
        time = self._time(turn) if self._time_cells else ""
        return [
            Segment(" " * before, base),
            Segment(name.text, base + self._speaker(turn.speaker)),
            Segment(" " * after + time.rjust(self._time_cells), base + self._style("time")),
            Segment(" ", base),
            bar,
        ]

    def _sign(self, line: int) -> str:
        """The sign of the bookmark on a line, if there is one."""
        layout = self.layout_lines
        if not self._bookmarks or layout.kinds[line] < Kind.TEXT:
            return ""
        here = range(layout.starts[line], layout.ends[line])
        return next((sign for offset, sign in self._bookmarks.items() if offset in here), "")

    def _time(self, turn: Turn) -> str:
        """When a turn begins, once that is known."""
        return spell_clock(self.transcript.time_at(turn.start)) if self.timed else ""

    def _speaker(self, name: str | None) -> Style:
        return self._style("time" if name is None else f"speaker-{self._hues.get(name, 0)}")

    def _text(self, line: int) -> list[Segment]:
        layout, base = self.layout_lines, self._ink
        kind = layout.kinds[line]
        turn = layout.turns[line]
        if kind == Kind.BLANK:
            return []
        if kind == Kind.LABEL:
            return self._label(turn)
        if kind == Kind.HEADING:
            heading = layout.heading(line)
            title = cut(visible(" ".join(heading.title.split())), layout.width).text
            return [Segment(title, base + self._style(f"heading-{min(heading.level, 2)}"))]
        if kind == Kind.FOLD:
            return self._folded(turn)
        indent = layout.indent(line)
        if indent and layout.is_first(line) and self.density == "dense":
            lead = self._lead(turn)
        else:
            lead = [Segment(" " * indent, base)] if indent else []
        return [*lead, *self._pieces(line)]

    def _label(self, index: int) -> list[Segment]:
        """Who speaks in a turn, and when."""
        turn, base, shown = self.transcript.turns[index], self._ink, self.margins
        name = visible(turn.speaker) if turn.speaker and shown in ("both", "speaker") else ""
        time = self._time(turn) if shown in ("both", "time") else ""
        gap = (", " if self.plain else "  ") if name and time else ""
        return [
            Segment(name, base + self._speaker(turn.speaker)),
            Segment(gap + time, base + self._style("time")),
        ]

    def _lead(self, index: int) -> list[Segment]:
        """What stands in the text before the first words of a turn in the dense setting."""
        turn, base, shown = self.transcript.turns[index], self._ink, self.margins
        named = turn.speaker and is_new(self.transcript, index) and shown in ("both", "speaker")
        name = cut(visible(turn.speaker or ""), _LONGEST_LEAD).text if named else ""
        time = self._time(turn) if shown in ("both", "time") else ""
        parts = [
            Segment(f"{name}: " if self.plain and name else f"{name} " if name else ""),
            Segment(f"{time} " if time else ""),
        ]
        styles = (self._speaker(turn.speaker), self._style("time"))
        return [Segment(p.text, base + s) for p, s in zip(parts, styles, strict=True) if p.text]

    def lead_cells(self, turn: int) -> int:
        return sum(segment.cell_length for segment in self._lead(turn))

    def _folded(self, index: int) -> list[Segment]:
        """A folded turn on one line: its first words, and how many there are."""
        turn, base = self.transcript.turns[index], self._ink
        style, text = base + self._style("fold"), self.transcript.text
        count = count_words(text[turn.start : turn.end])
        about = f"  {count:,} words" if count != 1 else "  1 word"
        lead = [] if self.wide else self._label(index)
        if lead:
            lead.append(Segment(": " if self.plain else "  ", style))
        room = self.layout_lines.width - len(about) - sum(s.cell_length for s in lead)
        opening = " ".join(text[turn.start : min(turn.end, turn.start + 2 * room + 8)].split())
        said = cut(visible(opening), max(0, room))
        return [
            *lead,
            Segment(said.text, style),
            Segment(" " * max(0, room - said.cells) + about, style),
        ]

    def _pieces(self, line: int) -> list[Segment]:
        """The text of one line, cut where a style begins or ends."""
        layout, source, base = self.layout_lines, self.transcript.text, self._ink
        start, end = layout.starts[line], layout.ends[line]
        overlays = self._overlays(start, end)
        edges = sorted({edge for span, _ in overlays for edge in (span.start, span.end)})
        segments, opened = [], False
        for low, high, replacement in layout.seen(line).pieces():
            cuts = [low, *(edge for edge in edges if low < edge < high), high]
            if replacement is not None:
                cuts = [low, high]
            for begin, stop in pairwise(cuts):
                style, text = base, source[begin:stop]
                if replacement is not None:
                    style, text = style + self._style("corrected"), replacement
                for span, over in overlays:
                    if span.start < stop and begin < span.end:
                        style += over
                if not opened and layout.raises(begin):
                    text = raised(text)
                opened = True
                segments.append(Segment(visible(text), style))
            opened = False
        return segments

    def _overlays(self, start: int, end: int) -> list[tuple[Span, Style]]:
        """The styled spans that touch `[start, end)`, in the order in which they are laid on."""
        found: list[tuple[Span, Style]] = [
            (aside, self._style("aside")) for aside in self._asides.touching(start, end)
        ]
        marks = layered(self._highlights.touching(start, end), self._at_hand)
        found += [(span, self._style(name)) for span, name in marks]
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

    # -- the terminal's own cursor -----------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in `crop`; where nothing is drawn beside them, the cursor is at the caret."""
        strips = super().render_lines(crop)
        if self.plain and self.has_focus:
            self.app.cursor_position = self.content_region.offset + self.caret_cell
        return strips

    @property
    def caret_cell(self) -> Offset:
        """The column and row of the caret in the widget."""
        layout, line = self.layout_lines, self.line
        row = line - self.scroll_offset.y
        if line >= len(layout) or layout.kinds[line] != Kind.TEXT:
            return Offset(self._left, row)
        column = self._left + layout.indent(line)
        for low, high, replacement in layout.seen(line).pieces():
            if low <= self.caret < high:
                before = "" if replacement is not None else self.transcript.text[low : self.caret]
                return Offset(column + cell_len(visible(before)), row)
            column += cell_len(visible(replacement or self.transcript.text[low:high]))
        return Offset(column, row)

    def on_focus(self) -> None:
        self.redraw_lines(self.line)

    def on_blur(self) -> None:
        self.redraw_lines(self.line)
