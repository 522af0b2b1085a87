"""Moving over the page: by lines, words, sentences, paragraphs, turns, headings and highlights."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from reader import segment
from reader.errors import ReaderError
from reader.tui.messages import CaretMoved, Departed
from reader.tui.page import caret
from reader.tui.page.canvas import Canvas


class Moving(Canvas):
    """A text with a caret that goes where the actions say.

    The methods `do_…` are the actions of the registry that move over the text. Those with a `count`
    go that many steps.
    """

    def __init__(self, *, measure: int = 74, id: str | None = None) -> None:
        super().__init__(measure=measure, id=id)
        self._goal = 0

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
        self.unfold_at(word.start)
        before = self.line
        self.caret = word.start
        if not keep_goal:
            starts, line = self.layout_lines.starts, self.line
            self._goal = self.caret - starts[line] if line < len(starts) else 0
        if self.selection is not None:
            self.selection = self.selection.to(word)
            self.redraw()
        else:
            self.redraw_lines(before, self.line)
        if scroll:
            self.settle(share)
        self.post_message(CaretMoved(self.caret))

    def leap_to(self, offset: int, *, share: float | None = 0.3, stepping: bool = False) -> None:
        """`move_to` a place far away: where the caret was is remembered.

        Of several leaps on end that are `stepping` only the first is.
        """
        before = self.caret
        self.move_to(offset, share=share)
        if self.caret != before:
            self.post_message(Departed(before, self.caret, stepping))

    def move_lines(self, count: int) -> None:
        """Move the caret by `count` lines in which a word begins, up when negative."""
        layout, text = self.layout_lines, self.transcript.text
        step = 1 if count > 0 else -1
        line, reached, left = self.line, None, abs(count)
        while left and (following := layout.text_line(line + step, step)) is not None:
            line = following
            start, end = layout.starts[line], layout.ends[line]
            goal = start + (0 if self.is_folded(line) else self._goal)
            place = caret.word_within(text, start, end, goal)
            if place is not None and layout.hidden(place):
                place = self._seen_word(place, start, end)
            if place is not None:
                reached, left = place, left - 1
        if reached is not None:
            self.move_to(reached, keep_goal=True)

    # -- by lines and screens ----------------------------------------------------------------

    def do_line_down(self, count: int = 1) -> None:
        self.move_lines(count)

    def do_line_up(self, count: int = 1) -> None:
        self.move_lines(-count)

    def do_half_down(self, count: int = 1) -> None:
        self._scroll_by(count * max(1, self.size.height // 2))

    def do_half_up(self, count: int = 1) -> None:
        self._scroll_by(-count * max(1, self.size.height // 2))

    def do_page_down(self, count: int = 1) -> None:
        self._scroll_by(count * max(1, self.size.height - 2))

    def do_page_up(self, count: int = 1) -> None:
        self._scroll_by(-count * max(1, self.size.height - 2))

    def _scroll_by(self, lines: int) -> None:
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

    def do_top(self, count: int | None = None) -> None:
        """To the beginning, or to the turn of that number."""
        self.leap_to(0 if count is None else self._turn_start(count), share=None)

    def do_bottom(self, count: int | None = None) -> None:
        """To the end, or to the turn of that number."""
        layout, end = self.layout_lines, len(self.transcript.text)
        last = layout.text_line(len(layout) - 1, -1)
        if last is not None and self.is_folded(last):
            end = layout.starts[last]
        self.leap_to(end if count is None else self._turn_start(count), share=None)

    def _turn_start(self, number: int) -> int:
        turns = self.transcript.turns
        return turns[min(number, len(turns)) - 1].start if turns else 0

    # -- by what the text consists of --------------------------------------------------------

    def do_word_right(self, count: int = 1) -> None:
        self._repeat(count, lambda at: caret.next_word(self.transcript.text, at).start)

    def do_word_left(self, count: int = 1) -> None:
        self._repeat(count, lambda at: caret.previous_word(self.transcript.text, at).start)

    def _repeat(self, count: int, step: Callable[[int], int]) -> None:
        """Move `count` times from a place to another, or as long as there is another."""
        at = self.caret
        for _ in range(count):
            before, at = at, step(at)
            while self.layout_lines.hidden(at) and (further := step(at)) != at:
                at = further
            if at == before:
                break
        self.move_to(at)

    def _seen_word(self, at: int, start: int, end: int) -> int | None:
        """The next word from `at` on in `[start, end)` that is not hidden, else one before it."""
        text, layout = self.transcript.text, self.layout_lines
        words = [word.start for word in segment.words(text, start, end)]
        seen = [word for word in words if not layout.hidden(word)]
        return next((word for word in seen if word >= at), seen[-1] if seen else None)

    def do_sentence_next(self, count: int = 1) -> None:
        following = caret.next_sentence(self.transcript, self.caret, count)
        self.move_to(max(self.caret, following.start))

    def do_sentence_previous(self, count: int = 1) -> None:
        self.move_to(caret.previous_sentence(self.transcript, self.caret, count).start)

    def do_paragraph_next(self, count: int = 1) -> None:
        self._to_start([p.start for p in self.transcript.paragraphs], count)

    def do_paragraph_previous(self, count: int = 1) -> None:
        self._to_start([p.start for p in self.transcript.paragraphs], -count)

    def _to_start(self, starts: Sequence[int], steps: int) -> None:
        """Go to the place that comes so many steps after the caret, or before it, in `starts`."""
        if starts and (found := passed(starts, self.caret, steps)) is not None:
            self.move_to(found)

    # -- by who speaks -----------------------------------------------------------------------

    def do_turn_next(self, count: int = 1) -> None:
        self._to_turn(count, lambda index: True)

    def do_turn_previous(self, count: int = 1) -> None:
        turns = self.transcript.turns
        if turns and self.caret > turns[self.transcript.turn_index(self.caret)].start + 1:
            self.move_to(turns[self.transcript.turn_index(self.caret)].start)
            count -= 1
        if count:
            self._to_turn(-count, lambda index: True)

    def do_speaker_next(self, count: int = 1) -> None:
        self.step_speaker(count)

    def do_speaker_previous(self, count: int = 1) -> None:
        self.step_speaker(-count)

    def step_speaker(self, steps: int, name: str | None = None, *, here: bool = True) -> None:
        """Go so many turns of `name`, or of whoever speaks here, on, or back when negative."""
        if self.transcript.turns:
            wanted = self.transcript.turn_at(self.caret).speaker if here else name
            self._to_turn(steps, lambda index: self.transcript.turns[index].speaker == wanted)

    def do_other_next(self, count: int = 1) -> None:
        self._to_other(count)

    def do_other_previous(self, count: int = 1) -> None:
        self._to_other(-count)

    def _to_other(self, steps: int) -> None:
        """Go to a turn of somebody else; whoever is not named may be anybody."""
        turns = self.transcript.turns
        who = self.transcript.turn_at(self.caret).speaker if turns else None

        def other(index: int) -> bool:
            nonlocal who
            before, found = who, turns[index].speaker
            who = found if before is None or found != before else before
            return before is None or found != before

        self._to_turn(steps, other)

    def _to_turn(self, steps: int, wanted: Callable[[int], bool]) -> None:
        """Go to the last there is of so many turns that are `wanted`, on or back."""
        layout, turns = self.layout_lines, self.transcript.turns
        step, left = 1 if steps > 0 else -1, abs(steps)
        index = self.transcript.turn_index(self.caret) + step if turns else 0
        found: int | None = None
        while left and 0 <= index < len(turns):
            if wanted(index) and not self.is_folded(layout.line_of(turns[index].start)):
                found, left = turns[index].start, left - 1
            index += step
        if found is not None:
            self.move_to(found, share=0.3)

    # -- by headings and highlights ----------------------------------------------------------

    def do_heading_next(self, count: int = 1) -> None:
        self._to_heading(count)

    def do_heading_previous(self, count: int = 1) -> None:
        self._to_heading(-count)

    def _to_heading(self, steps: int) -> None:
        text = self.transcript.text
        starts = {caret.word_at(text, h.start).start for h in self.transcript.headings}
        self.step_to(sorted(starts), steps, "heading")

    def do_highlight_next(self, count: int = 1) -> None:
        self._to_highlight(count)

    def do_highlight_previous(self, count: int = 1) -> None:
        self._to_highlight(-count)

    def _to_highlight(self, steps: int) -> None:
        self.step_to(sorted({h.start for h in self._highlights}), steps, "highlight")

    def step_to(self, starts: Sequence[int], steps: int, what: str) -> None:
        """Go to the place that comes so many steps after the caret, or before it, in `starts`.

        Raises `ReaderError` where there is no such thing, called `what`, on that side.
        """
        if not starts:
            raise ReaderError(f"there is no {what} in this episode")
        found = passed(starts, self.caret, steps)
        if found is None:
            side = "after" if steps > 0 else "before"
            raise ReaderError(f"there is no {what} {side} this one")
        self.leap_to(found, stepping=True)


def passed(places: Sequence[int], at: int, steps: int) -> int | None:
    """Of `places`, in order, the one that comes so many `steps` after `at`, or before it when
    negative; the last one on that side where there are fewer; None where there is none.
    """
    if steps > 0:
        later = places[bisect_right(places, at) :]
        return later[min(steps, len(later)) - 1] if later else None
    earlier = places[: bisect_left(places, at)]
    return earlier[-min(-steps, len(earlier))] if earlier else None
