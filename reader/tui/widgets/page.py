"""The page: the text with a caret that moves over it, and a selection of whole words."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from textual import events

from reader.transcript import Span
from reader.tui import caret
from reader.tui.layout import Kind
from reader.tui.messages import CaretMoved
from reader.tui.text import cut, visible
from reader.tui.widgets.canvas import Canvas


class Page(Canvas):
    """The text of an episode, read and marked from the keyboard or with the mouse.

    The methods `do_…` are the actions of the registry that move over the text.
    """

    def __init__(self, *, measure: int = 74, id: str | None = None) -> None:
        super().__init__(measure=measure, id=id)
        self._goal = 0
        self._drag: Span | None = None

    def move_to(
        self,
        offset: int,
        *,
        keep_goal: bool = False,
        share: float | None = None,
        scroll: bool = True,
    ) -> None:
        """Put the caret on the word at `offset`; `share` says how far down the screen it shall be.

        While selecting, the selection follows. Without `scroll` the text stays where it is.
        """
        if not self.transcript.text:
            return
        word = caret.word_at(self.transcript.text, offset)
        before = self.line
        self.caret = word.start
        if not keep_goal:
            self._goal = self.caret - self.layout_lines.starts[self.line]
        if self.selection is not None:
            self.selection = self.selection.to(word)
            self.redraw()
        else:
            self.redraw_lines(before, self.line)
        if scroll:
            self.settle(share)
        self.post_message(CaretMoved(self.caret))

    def move_lines(self, count: int) -> None:
        """Move the caret by `count` lines in which a word begins, up when negative."""
        layout, text = self.layout_lines, self.transcript.text
        step = 1 if count > 0 else -1
        line, reached, left = self.line, None, abs(count)
        while left and (following := layout.text_line(line + step, step)) is not None:
            line = following
            start, end = layout.starts[line], layout.ends[line]
            place = caret.word_within(text, start, end, start + self._goal)
            if place is not None:
                reached, left = place, left - 1
        if reached is not None:
            self.move_to(reached, keep_goal=True)

    # -- the actions -------------------------------------------------------------------------

    def do_line_down(self) -> None:
        self.move_lines(1)

    def do_line_up(self) -> None:
        self.move_lines(-1)

    def do_half_down(self) -> None:
        self._leap(max(1, self.size.height // 2))

    def do_half_up(self) -> None:
        self._leap(-max(1, self.size.height // 2))

    def do_page_down(self) -> None:
        self._leap(max(1, self.size.height - 2))

    def do_page_up(self) -> None:
        self._leap(-max(1, self.size.height - 2))

    def _leap(self, lines: int) -> None:
        """Scroll by `lines` and take the caret along at its height on the screen."""
        above = self.line - self.scroll_offset.y
        target = min(max(self.line + lines, 0), len(self.layout_lines) - 1)
        step = 1 if lines > 0 else -1
        line = self.layout_lines.text_line(target, step)
        if line is None:
            line = self.layout_lines.text_line(target, -step)
        if line is not None and line != self.line:
            share = min(max(above, 0), self.size.height - 1) / max(1, self.size.height)
            self.move_to(self.layout_lines.starts[line], share=share)

    def do_top(self) -> None:
        self.move_to(0)

    def do_bottom(self) -> None:
        self.move_to(len(self.transcript.text))

    def do_word_right(self) -> None:
        self.move_to(caret.next_word(self.transcript.text, self.caret).start)

    def do_word_left(self) -> None:
        self.move_to(caret.previous_word(self.transcript.text, self.caret).start)

    def do_sentence_next(self) -> None:
        following = caret.next_sentence(self.transcript, self.caret)
        self.move_to(max(self.caret, following.start))

    def do_sentence_previous(self) -> None:
        self.move_to(caret.previous_sentence(self.transcript, self.caret).start)

    def do_turn_next(self) -> None:
        self._to_turn(1, lambda index: True)

    def do_turn_previous(self) -> None:
        turns = self.transcript.turns
        if turns and self.caret > turns[self.transcript.turn_index(self.caret)].start + 1:
            self.move_to(turns[self.transcript.turn_index(self.caret)].start)
        else:
            self._to_turn(-1, lambda index: True)

    def do_speaker_next(self) -> None:
        self.step_speaker(1)

    def do_speaker_previous(self) -> None:
        self.step_speaker(-1)

    def step_speaker(self, step: int, name: str | None = None, *, here: bool = True) -> None:
        """Go to the next (`step` 1) or previous (-1) turn of `name`, or of whoever speaks here."""
        if self.transcript.turns:
            wanted = self.transcript.turn_at(self.caret).speaker if here else name
            self._to_turn(step, lambda index: self.transcript.turns[index].speaker == wanted)

    def _to_turn(self, step: int, wanted: Callable[[int], bool]) -> None:
        turns = self.transcript.turns
        index = self.transcript.turn_index(self.caret) + step if turns else 0
        while 0 <= index < len(turns):
            line = self.layout_lines.line_of(turns[index].start)
            if wanted(index) and self.layout_lines.kinds[line] == Kind.TEXT:
                self.move_to(turns[index].start, share=0.3)
                return
            index += step

    def do_highlight_next(self) -> None:
        later = [h.start for h in self._highlights if h.start > self.caret]
        if later:
            self.move_to(min(later), share=0.3)

    def do_highlight_previous(self) -> None:
        earlier = [h.start for h in self._highlights if h.end <= self.caret]
        if earlier:
            self.move_to(max(earlier), share=0.3)

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
        if self.transcript.text:
            self.select(caret.sentence_at(self.transcript, self.caret))

    def do_select_turn(self) -> None:
        if self.transcript.text:
            turn = self.transcript.turn_at(self.caret)
            self.select(Span(turn.start, turn.end))

    def do_extend_sentence(self) -> None:
        """Grow the selection to whole sentences, then by one sentence more."""
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

    def do_extend_turn(self) -> None:
        """Grow the selection to whole turns, then by one turn more."""
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

    # -- the mouse ---------------------------------------------------------------------------

    def offset_of(self, x: int, y: int) -> int | None:
        """The character under the cell `(x, y)` of the widget, or None where there is no text."""
        line = y + self.scroll_offset.y
        layout = self.layout_lines
        if not 0 <= line < len(layout) or layout.kinds[line] != Kind.TEXT:
            return None
        column = x - self._left
        start, end = layout.starts[line], layout.ends[line]
        place = start
        for c in [c for c in self.transcript.corrections if start <= c.start < end]:
            before = cell_len(visible(self.transcript.text[place : c.start]))
            right = cell_len(visible(c.replacement))
            if column < before:
                break
            if column < before + right:
                return c.start
            place, column = c.end, column - before - right
        piece = cut(self.transcript.text[place:end], max(0, column))
        return min(place + piece.characters, max(start, end - 1))

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
