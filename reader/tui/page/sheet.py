"""The sheet of a page: the text of one episode, set in lines and scrolled; the drawing is above."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from reader.library import Bookmark, Highlight
from reader.settings.config import Settings
from reader.transcript import Aside, Correction, Moment, Span, Transcript
from reader.tui.colours import speaker_hues
from reader.tui.page import caret
from reader.tui.page.layout import DENSITIES, Kind, Layout, Shape
from reader.tui.page.seen import Hide, nothing
from reader.tui.page.spans import Spans
from reader.tui.text import spell_clock, visible

LONG = 1_000_000
"""The characters of a text whose times are reckoned after its first picture."""

_LONGEST_NAME = 14
_LEAST_TEXT = 52
"""The cells that the text needs before names and times get a margin beside it."""

_NARROW_MARGIN = 2
_SLICE, _PAUSE = 0.004, 0.03
"""For so many seconds lines are worked out while nothing else is to do, and so long is between."""


class Sheet(ScrollView, can_focus=True):
    """The text of an episode in lines, as dense and as clean as the user wants it.

    Lines are worked out where the eye is, the rest in idle time. The caret is a character offset;
    whatever changes, the line under the eye stays where it is.
    """

    ALLOW_SELECT = False

    measure: reactive[int] = reactive(74)
    """The longest line of text, in cells."""

    density: reactive[str] = reactive(DENSITIES[0])
    """How closely the text is set, one of `DENSITIES`."""

    margins: reactive[str] = reactive("both")
    """What stands beside the text: `both`, `speaker`, `time` or `none`."""

    clean: reactive[bool] = reactive(False)
    """Whether fillers and false starts are left out."""

    plain: reactive[bool] = reactive(False)
    """Whether the page is linear text without drawing characters."""

    def __init__(self, *, measure: int = 74, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(Sheet.measure, measure)
        self.source = self.transcript = Transcript("")
        self.corrects = True
        self.layout_lines = Layout(self.transcript, 40)
        self.caret = 0
        self.selection: caret.Selection | None = None
        self.only: str | None = None
        self.opened: set[int] = set()
        self.timed = True
        self._asides = Spans[Aside]()
        self._corrections = Spans[Correction]()
        self._highlights = Spans[Highlight]()
        self._bookmarks: dict[int, str] = {}
        self._matches: Sequence[Span] = ()
        self._found = Spans[Span]()
        self._word: tuple[int, Span] | None = None
        self.wide = True
        self._name_cells = self._time_cells = 0
        self._margin_cells = _NARROW_MARGIN
        self._length: Moment | None = None
        self._hues: dict[str, int] = {}
        self._hide: Hide | None = None
        self._strips: dict[int, Strip] = {}
        self._fitted = Size(0, 0)
        self._idle: Timer | None = None

    def dress(self, settings: Settings) -> None:
        """Look as the user has set."""
        self.measure, self.density = settings.measure, settings.density
        self.margins, self.plain = settings.margins, settings.plain

    def dress_like(self, other: Sheet) -> None:
        """Look as another page does."""
        self.measure, self.density, self.clean = other.measure, other.density, other.clean
        self.margins, self.plain = other.margins, other.plain

    # -- what is shown -----------------------------------------------------------------------

    def show(self, transcript: Transcript, offset: int = 0, length: Moment | None = None) -> None:
        """Show `transcript` with the caret at `offset`.

        `length` is its last moment, where that is known: a long text is shown without times until
        `reckoned` says that they are known.
        """
        self._take(transcript)
        self._length = length
        self.timed = len(transcript.text) < LONG or length is None or transcript.is_timed
        self.selection, self.only = None, None
        self.opened.clear()
        self._matches, self._found = (), Spans()
        self._highlights = Spans()
        self._word = self._hide = None
        self.caret = caret.word_at(transcript.text, offset).start
        self._lay_out()
        self.settle(0.3)

    def replace(self, transcript: Transcript) -> None:
        """Show `transcript`, the same text with other layers; all else stays as it is."""
        self._take(transcript)
        self.timed = True
        self._relay()

    def reckoned(self) -> None:
        """The times of a long text are known now: show them."""
        if not self.timed:
            self.timed, self._length = True, None
            self._relay()

    def _take(self, transcript: Transcript) -> None:
        self.source = transcript
        if not self.corrects:
            transcript = dataclasses.replace(transcript, corrections=())
        self.transcript = transcript
        self._asides = Spans(transcript.asides)
        self._corrections = Spans(transcript.corrections)
        self._hues = speaker_hues(transcript.names)

    _at_hand: str | None = None
    """The id of the highlight that keys mean, where several lie over one another."""

    def put_at_hand(self, id: str | None) -> None:
        """Show that of several highlights the one with this id is at hand, or none is."""
        if id != self._at_hand:
            self._at_hand = id
            self.redraw()

    def mark(self, highlights: Sequence[Highlight]) -> None:
        """Show these highlights."""
        self._highlights = Spans(h for h in highlights if h.state != "orphan")
        self.redraw()

    def place(self, bookmarks: Sequence[Bookmark]) -> None:
        """Show these bookmarks in the margin."""
        self._bookmarks = {b.offset: b.sign for b in bookmarks if b.state != "orphan"}
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
        """Fold the turns of all but `name` to a line each; None unfolds all.

        The caret goes to the next words of theirs.
        """
        if name is None and self.only is None:
            return
        self.only = name
        self.opened.clear()
        turns = self.transcript.turns
        if name is not None and turns:
            here = self.transcript.turn_index(self.caret)
            order = [*range(here, len(turns)), *range(here - 1, -1, -1)]
            found = next((i for i in order if (turns[i].speaker or "") == name), here)
            if found != here:
                self.caret = caret.word_at(self.transcript.text, turns[found].start).start
        self._lay_out()
        self.settle(0.3)

    def is_folded(self, line: int) -> bool:
        """Whether a line shows a turn that is folded."""
        layout = self.layout_lines
        return line < len(layout) and layout.kinds[line] == Kind.FOLD

    def unfold_at(self, offset: int) -> None:
        """Open the folded turn that has the word at `offset`, unless it is its first word."""
        if self.only is None or not self.transcript.turns:
            return
        index = self.transcript.turn_index(offset)
        turn = self.transcript.turns[index]
        first = caret.word_at(self.transcript.text, turn.start).start
        if (turn.speaker or "") != self.only and index not in self.opened and offset > first:
            self.opened.add(index)
            self._relay()

    def fold_here(self) -> bool:
        """Open the folded turn at the caret, or fold it again. False where there is none."""
        if self.only is None or not self.transcript.turns:
            return False
        index = self.transcript.turn_index(self.caret)
        if (self.transcript.turns[index].speaker or "") == self.only:
            return False
        self.opened ^= {index}
        if index not in self.opened:
            self.caret = caret.word_at(
                self.transcript.text, self.transcript.turns[index].start
            ).start
        self._relay()
        return True

    # -- the lines ---------------------------------------------------------------------------

    def _measure_margin(self) -> None:
        """Find how much room the longest name and time take, and whether the page has it."""
        transcript = self.transcript
        names = [cell_len(visible(name)) for name in transcript.names]
        shown = self.margins
        self._name_cells = min(max(names, default=0), _LONGEST_NAME)
        length = self._length or Moment(transcript.length, transcript.times == "exact")
        self._time_cells = len(spell_clock(length))
        if shown not in ("both", "speaker"):
            self._name_cells = 0
        if shown not in ("both", "time"):
            self._time_cells = 0
        margin = 1 + self._name_cells + (1 if self._name_cells else 0) + self._time_cells + 3
        self.wide = (
            not self.plain
            and shown != "none"
            and self.density != "dense"
            and self.size.width - margin >= _LEAST_TEXT
        )
        self._margin_cells = margin if self.wide else 0 if self.plain else _NARROW_MARGIN

    @property
    def _left(self) -> int:
        """The cells before the text: what centres the column, and the margin."""
        spare = self.size.width - self._margin_cells - self.layout_lines.width - 2
        centred = self.wide or (self.density == "dense" and not self.plain)
        return self._margin_cells + max(0, spare // 2 if centred else 0)

    def _shape(self) -> Shape:
        return Shape(
            labels=not self.wide and (self.plain or self.margins != "none"),
            only=self.only,
            opened=frozenset(self.opened),
            density=self.density,
            hide=self._hiding if self.clean else nothing,
            lead=self.lead_cells,
        )

    def lead_cells(self, turn: int) -> int:
        """The cells before the first words of a turn in the dense setting."""
        return 0

    @property
    def _hiding(self) -> Hide:
        """What a clean reading leaves out, in the language of the text."""
        if self._hide is None:
            from reader.cite.fillers import fillers, hidden, language_of

            sounds = fillers(language_of(self.transcript))
            self._hide = lambda text, start, end: hidden(text, start, end, sounds)
        return self._hide

    def _lay_out(self) -> None:
        self._fitted = self.size
        if not self.size.width:
            self.layout_lines = Layout(Transcript(""), 40)
            return
        self._measure_margin()
        width = max(8, min(self.measure, self.size.width - self._margin_cells - 2))
        self.layout_lines = Layout(self.transcript, width, self._shape())
        self.layout_lines.on_shift = self._shifted
        self._strips.clear()
        self._extend()
        if self._idle is None and self.is_attached:
            self._idle = self.set_interval(_PAUSE, self._fill, name="the rest of the lines")

    def _extend(self) -> None:
        """Have the scroll bar know how many lines there are."""
        height = len(self.layout_lines) + self.size.height // 3
        self.virtual_size = Size(self.size.width, height)

    def _relay(self) -> None:
        """Set the text anew, and keep the line under the eye where it is."""
        if not self.size.width:
            self._fitted = self.size
            return
        offset, above = self._eye()
        self._lay_out()
        self._keep(offset, above)
        self.redraw()

    def _eye(self) -> tuple[int, int]:
        """Where the eye is: an offset, and how far below the upper edge it stands. That is the
        caret while it is on the screen, else the first line of text on it."""
        layout, top = self.layout_lines, self.scroll_offset.y
        above = self.line - top
        if 0 <= above < self._fitted.height:
            return self.caret, above
        line = layout.text_line(min(top, len(layout) - 1), 1)
        return (self.caret, 0) if line is None else (layout.starts[line], line - top)

    def _keep(self, offset: int, above: int) -> None:
        """Scroll so that the line of `offset` stands `above` lines below the upper edge."""
        line = self.layout_lines.line_of(offset)
        above = max(0, min(above, self.size.height - 1))
        self.layout_lines.prepare(line - 2 * self.size.height, line + 2 * self.size.height)
        self._extend()
        self._go(self.layout_lines.line_of(offset) - above)

    def _go(self, top: int) -> None:
        top = max(0, min(top, self.max_scroll_y))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _shifted(self, line: int, by: int) -> None:
        """Lines from `line` on have moved: what is on the screen stays."""
        self._strips.clear()
        self._extend()
        if line <= self.scroll_offset.y:
            self._go(self.scroll_offset.y + by)

    def _fill(self) -> None:
        """Work out some more lines; at the end, count them, and rest."""
        if not self.layout_lines.fill(_SLICE):
            return
        if self._idle is not None:
            self._idle.stop()
            self._idle = None
        top = self.scroll_offset.y
        by = self.layout_lines.apply(top)
        self._extend()
        if by:
            self._strips.clear()
            self._go(top + by)
            self.refresh()

    def redraw(self) -> None:
        """Draw everything on the screen anew."""
        self._strips.clear()
        self.refresh()

    def redraw_lines(self, *lines: int) -> None:
        """Draw these lines anew."""
        for line in lines:
            self._strips.pop(line, None)
            self.refresh(Region(0, line - self.scroll_offset.y, self.size.width, 1))

    @property
    def line(self) -> int:
        """The line that the caret is on."""
        return self.layout_lines.line_of(self.caret)

    def settle(self, share: float | None = None) -> None:
        """Scroll so that the caret is on the screen, with some lines around it."""
        height = max(1, self.size.height)
        line = self.line
        self.layout_lines.prepare(line - 2 * height, line + 2 * height)
        line = self.line
        top = self.scroll_offset.y
        if share is not None:
            top = line - int(height * share)
        else:
            keep = min(height // 4, 8)
            top = min(top, line - keep)
            top = max(top, line - height + 1 + keep)
        self._go(top)

    # -- the size ----------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Keep the line under the eye on the screen."""
        self._fit()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in `crop`, wrapped for the size of now: the first picture has the text."""
        self._fit()
        top = self.scroll_offset.y
        self.layout_lines.prepare(top, top + self.size.height)
        return super().render_lines(crop)

    def _fit(self) -> None:
        """Wrap anew if the size has changed, and keep the line under the eye where it is."""
        if self.size == self._fitted:
            return
        if not self._strips:
            self._lay_out()
            self.settle(0.3)
            return
        offset, above = self._eye()
        self._lay_out()
        self._keep(offset, above)

    def watch_measure(self) -> None:
        self._relay()

    def watch_density(self) -> None:
        self._relay()

    def watch_margins(self) -> None:
        self._relay()

    def watch_clean(self) -> None:
        self._relay()

    def watch_plain(self) -> None:
        self._relay()
