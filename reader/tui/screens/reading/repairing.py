"""Putting the transcript right: names, turns, times and misheard words. The text stays."""

from __future__ import annotations

from textual.widget import AwaitMount

from reader import amending
from reader.clock import clock, parse_clock
from reader.errors import ReaderError
from reader.library import Episode
from reader.tui.messages import RoleChanged
from reader.tui.page import caret
from reader.tui.screens.dialogs import Form, Prompt
from reader.tui.screens.reading.core import ReadingCore

_BY_TURNS = "/"
_OPENING_WORDS = 6
_ROLES = (None, "host", "guest")
"""What a speaker is in an episode, one after the other."""


class Repairing(ReadingCore):
    """The actions that amend what the source says. Every one can be undone."""

    def _opened(self) -> Episode:
        """The open episode. Raises `ReaderError` where there is none with words."""
        if self.episode is None or not self.page.transcript.turns:
            raise ReaderError("there is no transcript here")
        return self.episode

    @property
    def _turn(self) -> int:
        """The index of the turn at the caret."""
        return self.page.transcript.turn_index(self.page.caret)

    def _names_before(self) -> list[str]:
        """The last two names before the caret's turn, the later one last."""
        names: list[str] = []
        for turn in reversed(self.page.transcript.turns[: self._turn]):
            if turn.speaker is not None and turn.speaker not in names:
                names.insert(0, turn.speaker)
            if len(names) == 2:
                break
        return names

    # -- who ---------------------------------------------------------------------------------

    def do_name_speaker(self) -> AwaitMount:
        """Name who speaks in this turn and go on; or rename, throughout, who is named."""
        episode, index = self._opened().id, self._turn
        turn = self.page.transcript.turns[index]
        speaker = turn.speaker

        def name(answer: str) -> None:
            new = " ".join(answer.split())
            if not new or new == speaker:
                return
            if speaker is None:
                self.session.library.assign_speaker(episode, [index], new)
            else:
                self.session.library.rename_speaker(speaker, new, [episode])
            self.reload()
            if speaker is None:
                self.page.do_turn_next()

        said = " ".join(self.page.transcript.text[turn.start : turn.end].split()[:_OPENING_WORDS])
        title = f"Who says “{said} …”?" if speaker is None else f"Call {speaker}"
        everybody = {name for e in self.session.library.episodes() for name in e.speakers}
        here = [s.name for s in self.page.transcript.speakers]
        known = [*here, *sorted(everybody - set(here))]
        hint = f"So far: {', '.join(here)}" if here else "A name is kept beside the text, not in it"
        return self.app.push_screen(
            Prompt(title, value=speaker or "", hint=hint, accept=name, known=known)
        )

    def do_name_other(self) -> None:
        """Give this turn the name of the one before last, and go on: two people in turn."""
        names = self._names_before()
        if len(names) < 2:
            key = self.room.keys_for("name-speaker")
            raise ReaderError("two turns before this one need names", hint=f"{key} names them")
        previous = self.page.transcript.turns[self._turn - 1].speaker
        name = names[0] if previous == names[1] else names[1]
        self.session.library.assign_speaker(self._opened().id, [self._turn], name)
        self.reload()
        self.page.do_turn_next()

    def do_name_by_turns(self) -> AwaitMount:
        """Name every turn from here on, two people in turn."""
        episode, first = self._opened().id, self._turn
        count = len(self.page.transcript.turns)

        def name(answer: str) -> None:
            names = [" ".join(part.split()) for part in answer.split(_BY_TURNS)]
            if len(names) < 2 or not all(names):
                raise ReaderError("two names are needed", hint=f"such as Ada {_BY_TURNS} Charles")
            self.session.library.assign_speaker(episode, range(first, count), *names)
            self.reload()

        before = self._names_before()
        value = f" {_BY_TURNS} ".join(reversed(before)) if len(before) == 2 else ""
        hint = f"The one who speaks here first: Ada {_BY_TURNS} Charles. Then mend where it errs."
        title = f"Who speaks by turns, from turn {first + 1} to {count}?"
        return self.app.push_screen(Prompt(title, value=value, hint=hint, accept=name))

    def on_role_changed(self, message: RoleChanged) -> None:
        """Make the speaker the host, then a guest, then neither again."""
        with self.room.telling():
            before = amending.role(self.page.transcript.meta, message.name)
            part = _ROLES[(_ROLES.index(before) + 1) % len(_ROLES)]
            amending.set_role(self.session.library, self._opened().id, message.name, part)
            self.reload()
            what = f"a {part}" if part else "neither host nor guest"
            self.room.tell(f"{message.name} is {what}")

    # -- turns -------------------------------------------------------------------------------

    def do_split_turn(self) -> None:
        """Begin a turn at the word of the caret."""
        amending.split_turn(self.session.library, self._opened().id, self.page.caret)
        self.reload()

    def do_join_turn(self) -> None:
        """Make this turn go on the one before it."""
        amending.join_turn(self.session.library, self._opened().id, self._turn)
        self.reload()

    # -- when --------------------------------------------------------------------------------

    def do_pin_time(self) -> AwaitMount:
        """Say when the caret's word is spoken; the estimates around it bend to that."""
        episode, offset = self._opened().id, self.page.caret
        now = self.page.transcript.time_at(offset)
        pinned = any(pin.offset == offset for pin in self.page.transcript.pins)

        def pin(answer: str) -> None:
            seconds = parse_clock(answer) if answer.strip() else None
            amending.pin(self.session.library, episode, offset, seconds)
            self.reload()

        hint = "A time such as 1:02:03" + ("; nothing takes the pin away" if pinned else "")
        value = clock(now.seconds)
        return self.app.push_screen(
            Prompt("When is this spoken?", value=value, hint=hint, accept=pin)
        )

    # -- what --------------------------------------------------------------------------------

    def do_correct(self) -> AwaitMount:
        """Correct the selected words, or the word of the caret, here or throughout."""
        from reader.tui.screens.reading.correcting import correction

        episode, text = self._opened().id, self.page.transcript.text
        span = self.selected() or caret.word_at(text, self.page.caret)

        def done() -> None:

            self.page.selection = None
            self.reload()

        prompt = correction(self.session, episode, self.page.transcript, span, done)
        return self.app.push_screen(prompt)

    def do_toggle_corrections(self) -> None:
        """Show the text as it is, or as it is corrected."""
        self.page.corrects = not self.page.corrects
        self.page.replace(self.page.source)
        self.room.tell("With corrections" if self.page.corrects else "The text as it is")

    # -- the episode -------------------------------------------------------------------------

    def do_edit_episode(self) -> AwaitMount:
        """Change what is known of the episode."""
        episode = self._opened()
        fields = {
            "title": ("Title", episode.title),
            "show": ("Show", episode.show or ""),
            "number": ("Number", "" if episode.number is None else str(episode.number)),
            "season": ("Season", "" if episode.season is None else str(episode.season)),
            "kind": ("Kind", episode.kind or ""),
            "date": ("Date", episode.date or ""),
            "hosts": ("Hosts", ", ".join(episode.hosts)),
            "guests": ("Guests", ", ".join(episode.guests)),
            "url": ("Link", episode.url or ""),
            "media": ("Recording", episode.media or ""),
            "duration": ("Length", clock(episode.duration)),
        }
        before = {name: value for name, (_, value) in fields.items()}

        def keep(answers: dict[str, str]) -> None:
            changed = {name: text for name, text in answers.items() if text != before[name]}
            stated, cleared = amending.stated(changed), amending.cleared(changed)
            self.session.library.edit(episode.id, stated, cleared)
            self.reload()

        return self.app.push_screen(Form("What is known of this episode", fields, keep))
