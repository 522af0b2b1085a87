"""The dialog that asks where a highlight belongs that lost its place."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from reader.annotate import Candidate, candidates
from reader.library import Highlight
from reader.transcript import Span, Transcript
from reader.tui.screens.dialogs import Dialog
from reader.tui.text import spell_clock, spell_seconds, visible

_AROUND = 48
"""So many characters on either side of a place are shown."""

_LONGEST = 160
"""And so many of the place itself."""


class Attaching(Dialog[Span]):
    """Offers the places where `orphan` may belong; ends with the one that was chosen.

    `elsewhere` says that words may be selected instead, behind it.
    """

    def __init__(
        self, transcript: Transcript, orphan: Highlight, *, elsewhere: bool = True
    ) -> None:
        super().__init__()
        self._elsewhere = elsewhere
        self._transcript, self._orphan = transcript, orphan
        self._places = candidates(transcript, orphan)

    def compose(self) -> ComposeResult:
        orphan = self._orphan
        mark = "" if orphan.time_exact else "≈"
        facts = " · ".join(filter(None, [f"{mark}{spell_seconds(orphan.time)}", orphan.speaker]))
        quote = Content.assemble(
            visible(" ".join(orphan.quote.split())), (f"\n{visible(facts)}", "$reader-dim")
        )
        with Vertical(classes="dialog attaching"):
            yield Label(Content("Where does this belong now?"), classes="dialog-title")
            yield Static(quote, id="quote")
            options = (self._option(place) for place in self._places)
            yield OptionList(*(Option(line) for line in options), id="places")
            hint = self.hint(("choose", "attaches it"), ("focus-page", "leaves"))
            key = self.room.keys_for("attach-orphan")
            how = "select the words" if self._elsewhere else "open it, select the words"
            words = f"{hint} · elsewhere: {how}, then {key}"
            yield Label(Content(words), id="hint", classes="dialog-hint")

    def _option(self, place: Candidate) -> Content:
        """A place: how much of the words is there, when that is, who speaks, and the words."""
        transcript, span = self._transcript, place.span
        turn = transcript.turn_at(span.start)
        why = f"{place.score:.0%} of its words" if place.score else "what is said at that time"
        facts = [why, spell_clock(transcript.time_at(span.start)), visible(turn.speaker or "")]
        text = transcript.text
        stop = _word_end(text, span.start, span.end, _LONGEST)
        end = _word_end(text, stop, turn.end, _AROUND) if stop < turn.end else stop
        begin = text.find(" ", max(turn.start, span.start - _AROUND), span.start) + 1
        before = _line(text[begin : span.start]) if begin else ""
        return Content.assemble(
            (" · ".join(filter(None, facts)) + "\n", "$text-accent"),
            (f"… {before}" if before else "", "$reader-dim"),
            (_line(text[span.start : stop]), "bold"),
            (f"{_line(text[stop:end])} …\n" if end > stop else "\n", "$reader-dim"),
        )

    def do_list_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def do_list_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def do_choose(self) -> None:
        index = self.query_one(OptionList).highlighted
        if index is not None:
            self.dismiss(self._places[index].span)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._places[event.option_index].span)


def _word_end(text: str, start: int, end: int, most: int) -> int:
    """The end of the last word of `text[start:end]` that lies within `most` characters."""
    if end - start <= most:
        return end
    cut = text.rfind(" ", start, start + most)
    return cut if cut > start else start + most


def _line(text: str) -> str:
    """`text` on one line."""
    return visible(text.replace("\n", " "))
