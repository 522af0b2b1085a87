"""Places to come back to: the jump list, named marks and bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual.widget import AwaitMount

from reader import keys
from reader.errors import NotFound, ReaderError
from reader.library import Bookmark, Place
from reader.transcript import Moment
from reader.tui.messages import Departed
from reader.tui.page import caret
from reader.tui.screens.dialogs import Prompt
from reader.tui.screens.reading.core import ReadingCore
from reader.tui.text import spell_clock

BEFORE = ("'", "`")
"""In place of a mark's letter: the place before the last jump."""

_SHOWN_WORDS = 3


class Placing(ReadingCore):
    """The actions that remember places and go back to them."""

    _stepped_to: int | None = None
    """Where the last of some steps on end led."""

    # -- the jump list -----------------------------------------------------------------------

    def on_departed(self, message: Departed) -> None:
        """Remember the place that was left, but of steps on end the first alone."""
        if not (message.stepping and self._stepped_to == message.offset):
            self.depart(message.offset)
        self._stepped_to = message.arrived if message.stepping else None

    def do_jump_back(self, count: int = 1) -> None:
        """Back to where the last jump was from."""
        self._travel_by(self.trail.back, count, "There is no place to go back to")

    def do_jump_on(self, count: int = 1) -> None:
        """Forward again to where the last step back was from."""
        self._travel_by(self.trail.on, count, "There is no place to go on to")

    def _travel_by(self, step: Callable[[Place], Place | None], count: int, nothing: str) -> None:
        for number in range(count):
            if not self._go_along(step):
                if not number:
                    self.room.tell(nothing)
                return

    def _go_along(self, step: Callable[[Place], Place | None]) -> bool:
        """Go to the next place of the jump list that is still there; False without one."""
        if self.episode is None:
            return False
        here = Place(self.episode.id, self.page.caret)
        while (place := step(here)) is not None:
            try:
                self.go_to_place(place)
            except NotFound:
                continue
            return True
        return False

    def go_to_place(self, place: Place) -> None:
        """Show a place without remembering the one that is left. Raises `NotFound`."""
        with self.trail.resting():
            if self.episode is None or self.episode.id != place.episode:
                self.open(place.episode, place.offset)
            self.page.filter_speaker(None)
            self.set_focus(self.page)
            self.page.move_to(place.offset, share=0.3)

    # -- named marks -------------------------------------------------------------------------

    def do_set_mark(self, argument: str = "") -> AwaitMount | None:
        """Give the place a letter; a capital one leads here from any episode."""
        if not argument:
            hint = "a to z in this episode · A to Z in the library"
            return self._ask_letter("Mark", hint, self.do_set_mark)
        bookmark = self._made(self.page.caret, letter=argument)
        self.session.library.bookmarks.save([bookmark], f"mark {argument}")
        self._placed(f"Marked {argument}, at {_when(bookmark)}")
        return None

    def do_go_to_mark(self, argument: str = "") -> AwaitMount | None:
        """Go to the place of a letter, or to the one before the last jump."""
        if not argument:
            hint = "a letter, or ' for the place before the last jump"
            return self._ask_letter("Go to mark", hint, self.do_go_to_mark)
        if argument in BEFORE:
            if not self._go_along(self.trail.swap):
                self.room.tell("There was no jump yet")
            return None
        if len(argument) != 1 or not argument.isalpha():
            raise ReaderError(f"a mark is a letter, not “{argument}”")
        episode = self.episode.id if self.episode is not None else 0
        mark = self.session.library.bookmarks.named(argument, episode)
        if mark is None:
            where = "" if argument.isupper() else " in this episode"
            key = self.room.keys_for("set-mark")
            raise ReaderError(
                f"there is no mark {argument}{where}", hint=f"{key} {argument} sets it"
            )
        self.go_to_bookmark(mark)
        return None

    def _ask_letter(self, title: str, hint: str, use: Callable[[str], object]) -> AwaitMount:
        """Ask for the letter that an action takes, where no key said it."""

        def accept(answer: str) -> None:
            if answer.strip():
                use(answer.strip())

        return self.app.push_screen(Prompt(title, hint=hint, accept=accept))

    def go_to_bookmark(self, bookmark: Bookmark) -> None:
        """Go to where a bookmark stands, or where it would be by its time. Raises `NotFound`."""
        if self.episode is not None:
            self.depart()
        place = Place(bookmark.episode, bookmark.offset)
        if bookmark.state == "orphan":
            transcript = self.session.library.transcript(bookmark.episode)
            place = Place(bookmark.episode, transcript.offset_at(bookmark.time))
            self.room.tell("Its words are not in the present text; this is its time")
        self.go_to_place(place)

    def follow(self, step: keys.Step) -> list[str]:
        """For a mark to go to, which there are."""
        if step.wants != "go-to-mark" or self.episode is None:
            return super().follow(step)
        marks = [
            each
            for each in self.session.library.bookmarks.all()
            if each.letter and (each.letter.isupper() or each.episode == self.episode.id)
        ]
        return [f"{each.letter} {_when(each)} {_words(each)}" for each in marks] or super().follow(
            step
        )

    # -- bookmarks ---------------------------------------------------------------------------

    def do_bookmark(self) -> None:
        """Put a bookmark here, or take away the one of this sentence."""
        here = self._bookmark_here(lettered=False)
        if here is not None:
            self.session.library.bookmarks.remove(here.id)
            key = self.room.keys_for("undo")
            self._placed(f"No bookmark any more. {key} brings it back")
        else:
            bookmark = self._made(self.page.caret)
            self.session.library.bookmarks.save([bookmark])
            self._placed(f"Bookmark at {_when(bookmark)}")

    def do_bookmark_next(self, count: int = 1) -> None:
        self._to_bookmark(count)

    def do_bookmark_previous(self, count: int = 1) -> None:
        self._to_bookmark(-count)

    def _to_bookmark(self, steps: int) -> None:
        places = {each.offset for each in self.leaf.bookmarks if each.state != "orphan"}
        self.page.step_to(sorted(places), steps, "bookmark")

    def do_name_bookmark(self) -> AwaitMount | None:
        """Name the bookmark of this sentence; without one, the name that is kept makes it."""
        if not self.page.transcript.text:
            return None
        here, offset = self._bookmark_here(), self.page.caret

        def name(answer: str) -> None:
            name = " ".join(answer.split())
            if here is not None:
                self.session.library.bookmarks.rename(here.id, name)
            elif name:
                made = replace(self._made(offset), name=name)
                self.session.library.bookmarks.save([made])
            self._placed(f"Bookmark “{name}”" if name else "The bookmark has no name")

        hint = f"at {_when(here)}" if here is not None else "a new bookmark, here"
        value = here.name if here is not None else ""
        return self.app.push_screen(
            Prompt("Name of the bookmark", value=value, hint=hint, accept=name)
        )

    def do_places(self) -> AwaitMount:
        """All bookmarks and marks, to go to one."""
        from reader.tui.screens.notebook.places import Places

        def go(bookmark: Bookmark | None) -> None:
            if bookmark is not None:
                with self.room.telling():
                    self.go_to_bookmark(bookmark)

        episode = self.episode.id if self.episode is not None else 0
        return self.app.push_screen(Places(self.session.library, episode, self.reload), go)

    def _bookmark_here(self, *, lettered: bool = True) -> Bookmark | None:
        """The bookmark in the caret's sentence, one without a letter before a mark, which can be
        left out.
        """
        if not self.page.transcript.text:
            return None
        sentence = caret.sentence_at(self.page.transcript, self.page.caret)
        placed = (b for b in self.leaf.bookmarks if b.state != "orphan" and b.offset in sentence)
        here = [bookmark for bookmark in placed if lettered or not bookmark.letter]
        return min(here, key=lambda b: (b.letter, abs(b.offset - self.page.caret)), default=None)

    def _made(self, offset: int, letter: str = "") -> Bookmark:
        """A bookmark at `offset`, not yet kept. Raises `ReaderError` where there is no text."""
        from reader import annotate

        if self.episode is None:
            raise ReaderError("there is no transcript here")
        made = (self.page.source, self.episode.id, self.episode.version, offset)
        return annotate.bookmark(*made, letter=letter)

    def _placed(self, told: str) -> None:
        """Show the bookmarks as they are now, and say what was done."""
        if self.episode is not None:
            self.place_leaves(self.episode.id)
        self.room.tell(told)


def _when(bookmark: Bookmark) -> str:
    return spell_clock(Moment(bookmark.time, bookmark.time_exact))


def _words(bookmark: Bookmark) -> str:
    words: Sequence[str] = (bookmark.name or bookmark.quote).split()
    return " ".join(words[:_SHOWN_WORDS]) + ("…" if len(words) > _SHOWN_WORDS else "")
