"""The page: the text with a caret that moves over it, and a selection of whole words."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events

from reader.errors import ReaderError
from reader.transcript import Span
from reader.tui.messages import CaretMoved, SpeakerFiltered
from reader.tui.page import caret
from reader.tui.page.jumping import Jumping
from reader.tui.page.layout import Kind
from reader.tui.text import cut, visible


class Page(Jumping):
    """The text of an episode, read and marked from the keyboard or with the mouse."""

    about = "The text. What you do is done to the sentence that you are in, or to what is selected."

    def __init__(self, *, measure: int = 74, id: str | None = None) -> None:
        super().__init__(measure=measure, id=id)
        self._drag: Span | None = None

    @property
    def in_sight(self) -> tuple[int, float]:
        """A place that the eye has, and how far down the screen: the caret, if it is in sight."""
        top, height = self.scroll_offset.y, max(1, self.size.height)
        line, place = self.line, self.caret
        if not top <= line < top + height:
            middle = min(top + height // 2, len(self.layout_lines) - 1)
            line = self.layout_lines.text_line(middle, 1) or middle
            place = self.layout_lines.starts[line]
        return place, (line - top) / height

    def stand_at(self, offset: int, share: float) -> None:
        """Put the caret on the word at `offset`, `share` of the way down the screen."""
        if caret.word_at(self.transcript.text, offset).start != self.caret:
            self.move_to(offset, share=share)
        else:
            self.settle(share)

    # -- selecting ---------------------------------------------------------------------------

    def select(self, span: Span, *, scroll: bool = True) -> None:
        """Select `span`, its last word being the end that moves."""
        text = self.transcript.text
        first = caret.word_at(text, span.start)
        last = caret.previous_word(text, span.end)
        self.selection = caret.Selection(Span(span.start, first.end), Span(last.start, span.end))
        self.caret = last.start
        if scroll:
            self.settle()
        self.redraw()
        self.post_message(CaretMoved(self.caret))

    def let_go(self) -> None:
        """End the selection."""
        self.selection = None
        self.redraw()
        self.post_message(CaretMoved(self.caret))

    def do_select(self) -> None:
        if self.transcript.text:
            word = caret.word_at(self.transcript.text, self.caret)
            self.selection = caret.Selection(word, word)
            self.redraw()
            self.post_message(CaretMoved(self.caret))

    def do_select_sentence(self) -> None:
        """Select the sentence; of a folded turn, open it."""
        line = self.line
        if self.selection is None and self.transcript.turns and self.is_folded(line):
            self.fold_here()
        elif self.transcript.text:
            self.select(caret.sentence_at(self.transcript, self.caret))

    def do_select_turn(self) -> None:
        if self.transcript.text:
            turn = self.transcript.turn_at(self.caret)
            self.select(Span(turn.start, turn.end))

    def do_extend_sentence(self, count: int = 1) -> None:
        """Grow the selection to whole sentences, then by one sentence more."""
        for _ in range(count):
            self._extend_sentence()

    def _extend_sentence(self) -> None:
        if self.selection is None:
            return
        span = self.selection.span
        first = caret.sentence_at(self.transcript, span.start)
        last = caret.sentence_at(self.transcript, max(span.start, span.end - 1))
        whole = Span(min(first.start, span.start), max(last.end, span.end))
        if whole == span:
            following = caret.next_sentence(self.transcript, span.end - 1)
            whole = Span(span.start, max(span.end, following.end))
        self.select(whole)

    def do_extend_turn(self, count: int = 1) -> None:
        """Grow the selection to whole turns, then by one turn more."""
        for _ in range(count):
            self._extend_turn()

    def _extend_turn(self) -> None:
        if self.selection is None:
            return
        span = self.selection.span
        first = self.transcript.turn_at(span.start)
        index = self.transcript.turn_index(max(span.start, span.end - 1))
        last = self.transcript.turns[index]
        whole = Span(min(first.start, span.start), max(last.end, span.end))
        if whole == span and index + 1 < len(self.transcript.turns):
            whole = Span(span.start, self.transcript.turns[index + 1].end)
        self.select(whole)

    def do_swap_ends(self) -> None:
        if self.selection is not None:
            self.selection = self.selection.swapped()
            self.caret = self.selection.head.start
            self.settle()
            self.redraw()

    def do_cancel_selection(self) -> None:
        self.let_go()

    # -- how it looks ------------------------------------------------------------------------

    def do_focus_speaker(self) -> None:
        """Fold all others; at a turn of another, open or fold it; else unfold all again.

        Raises `ReaderError` where nobody is named.
        """
        if not self.transcript.names:
            raise ReaderError("nobody is named in this episode")
        if not self.fold_here():
            speaker = self.transcript.turn_at(self.caret).speaker
            self.post_message(SpeakerFiltered(speaker or ""))

    # -- the mouse ---------------------------------------------------------------------------

    def offset_of(self, x: int, y: int) -> int | None:
        """The character under the cell `(x, y)` of the widget, or None where there is no text."""
        line = y + self.scroll_offset.y
        layout = self.layout_lines
        if not 0 <= line < len(layout) or layout.kinds[line] < Kind.TEXT:
            return None
        if layout.kinds[line] == Kind.FOLD:
            return layout.starts[line]
        column = x - self._left - layout.indent(line)
        end = layout.starts[line]
        for low, high, replacement in layout.seen(line).pieces():
            end = high
            cells = cell_len(visible(replacement or self.transcript.text[low:high]))
            if column >= cells:
                column -= cells
                continue
            if replacement is not None:
                return low
            return low + cut(self.transcript.text[low:high], max(0, column)).characters
        return max(layout.starts[line], end - 1)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        offset = self.offset_of(event.x, event.y)
        if offset is None or event.button != 1:
            return
        self.focus()
        self.selection = None
        self.move_to(offset, scroll=False)
        self.redraw()
        self._drag = caret.word_at(self.transcript.text, offset)
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._drag is None:
            return
        outside = not 0 <= event.y < self.size.height
        offset = self._beyond(event.y) if outside else self.offset_of(event.x, event.y)
        if offset is None:
            return
        word = caret.word_at(self.transcript.text, offset)
        if self.selection is None and word != self._drag:
            self.selection = caret.Selection(self._drag, self._drag)
        if self.selection is not None and word != self.selection.head:
            self.move_to(word.start, scroll=outside)

    def _beyond(self, y: int) -> int | None:
        """The beginning of the line of text just above or below what the widget shows."""
        layout, top = self.layout_lines, self.scroll_offset.y
        line = (
            layout.text_line(min(top, len(layout)) - 1, -1)
            if y < 0
            else layout.text_line(top + self.size.height, 1)
        )
        return None if line is None else layout.starts[line]

    def on_mouse_up(self) -> None:
        self._drag = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A double click takes the word, a triple one the sentence."""
        if event.chain < 2 or self.offset_of(event.x, event.y) is None:
            return
        span = (
            caret.word_at(self.transcript.text, self.caret)
            if event.chain == 2
            else caret.sentence_at(self.transcript, self.caret)
        )
        self.select(span, scroll=False)
