"""Finding: search everywhere, find in the episode, step through matches, go to a place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from textual import on
from textual.widget import AwaitMount
from textual.widgets import Input

from reader.clock import clock, parse_clock
from reader.errors import ReaderError
from reader.transcript import Span, Transcript
from reader.tui.page import caret
from reader.tui.page.leaf import Looking
from reader.tui.screens.dialogs import Prompt, typed
from reader.tui.screens.reading.core import ReadingCore
from reader.tui.text import visible

if TYPE_CHECKING:
    from reader.tui.asking import Asked
    from reader.tui.screens.search.searching import Found


_MOST_MATCHES = 5000


class Finding(ReadingCore):
    """The actions that look for something."""

    @property
    def looking(self) -> Looking:
        """What is looked for on the page in use."""
        return self.leaf.looking

    # -- everywhere --------------------------------------------------------------------------

    def do_search(self) -> AwaitMount:
        """Search the whole library, as you type."""
        from reader.tui.asking import Asked

        return self._search(Asked(self.room.last_query))

    def do_back_to_hits(self) -> AwaitMount:
        """Back to what the search found, at the same place."""
        from reader.tui.asking import Asked

        return self._search(self.looking.found.asked if self.looking.found else Asked(), back=True)

    def _search(self, asked: Asked, *, back: bool = False) -> AwaitMount:
        from reader.tui.screens.search.screen import Search

        self.looking.returns = False
        search = Search(self.session, asked, self.reload, back=back)
        return self.app.push_screen(search, self._go_to_found)

    def _go_to_found(self, found: Found | None) -> None:
        if found is None:
            return
        self.room.last_query = found.query
        self.looking.found, self.looking.returns = found, True
        self.looking.origin = "the hits"
        hit = found.hits[found.chosen]
        with self.room.telling():
            self._open_found(hit.episode, hit.place)

    def _open_found(self, episode: int, offset: int) -> None:
        """Open an episode of the search at a match, with all its matches marked."""
        assert self.looking.found is not None
        self._open_at(episode, offset, self._matches_in(episode, self.looking.found.asked))

    def go_to_match(self, episode: int, offset: int, query: str) -> None:
        """Open an episode at a match of a whole query. Raises `ReaderError`."""
        from reader.tui.asking import Asked

        self.looking.found, self.looking.returns = None, False
        self._open_at(episode, offset, self._matches_in(episode, Asked(query), typing=False))

    def _open_at(self, episode: int, offset: int, matches: Sequence[Span]) -> None:
        if self.episode is None or self.episode.id != episode:
            self.open(episode, offset)
        self.page.filter_speaker(None)
        self.page.matches = matches
        self.page.focus()
        self.page.leap_to(offset)

    def _matches_in(self, episode: int, asked: Asked, *, typing: bool = True) -> Sequence[Span]:
        """The matches in every passage of `episode` that answers to what is `asked`."""
        results = self.session.index.search(
            asked.query,
            episode=episode,
            limit=_MOST_MATCHES,
            sort="time",
            typing=typing,
            within=asked.within,
            facets=False,
        )
        return [Span(*match) for hit in results.hits for match in hit.matches]

    # -- stepping ----------------------------------------------------------------------------

    def do_next_hit(self, count: int = 1) -> None:
        """The next match; after the last one here, the next episode that was found."""
        for _ in range(count):
            self._step(1)

    def do_previous_hit(self, count: int = 1) -> None:
        """The match before; before the first one here, the episode found before."""
        for _ in range(count):
            self._step(-1)

    def _step(self, step: int) -> None:
        matches = self.page.matches
        if not matches:
            search = self.room.keys_for("search")
            self.room.tell(f"Nothing was searched for yet: {search} searches")
            return
        here = self._matches_here()
        at = self.looking.at if self.looking.at in here else here.start
        target = at + (step if here or step < 0 else 0)
        if 0 <= target < len(matches):
            self._to_match(target)
            return
        following = self._following_episode(step)
        if following is None:
            self._to_match(0 if step > 0 else len(matches) - 1)
            self.room.tell("From the beginning again" if step > 0 else "From the end again")
            return
        assert self.looking.found is not None
        hits = [hit for hit in self.looking.found.hits if hit.episode == following]
        places = [place.start for place in self._matches_in(following, self.looking.found.asked)]
        places = places or [hits[0].start]
        self._open_found(following, places[0] if step > 0 else places[-1])
        self.room.tell(f"In “{visible(hits[0].title)}”")

    def _matches_here(self) -> range:
        """The indices of the matches at the caret: those that begin in its word, else the one that
        it is within; where there is none, an empty range before the first match after the caret.
        """
        matches = self.page.matches
        word = caret.word_at(self.page.transcript.text, self.page.caret)
        low = bisect_left(matches, word.start, key=_start)
        high = bisect_left(matches, max(word.end, word.start + 1), key=_start)
        within = low > 0 and matches[low - 1].end > word.start
        return range(low - 1, low) if low == high and within else range(low, high)

    def _to_match(self, index: int) -> None:
        """Put the caret on the word in which a match begins."""
        self.looking.at = index
        self.page.leap_to(self.page.matches[index].start, share=None, stepping=True)
        self.page.redraw()
        self.point_matches()

    def _following_episode(self, step: int) -> int | None:
        if self.looking.found is None or self.episode is None:
            return None
        episodes = self._episodes_found()
        if self.episode.id not in episodes:
            return None
        index = episodes.index(self.episode.id) + step
        return episodes[index] if 0 <= index < len(episodes) else None

    def _episodes_found(self) -> list[int]:
        """The episodes of the search, in its order."""
        hits = self.looking.found.hits if self.looking.found is not None else ()
        return list(dict.fromkeys(hit.episode for hit in hits))

    def do_clear_hits(self) -> None:
        """No longer mark the matches."""
        self.looking.found, self.looking.returns = None, False
        self.page.matches = ()
        self.point_matches()

    def point_matches(self) -> None:
        """Say below which match the caret is on."""
        self.leaf.timeline.point()
        count = len(self.page.matches)
        box = self.query_one("#find", Input)
        if not count:
            sought = box.has_class("-open") and box.value.strip()
            self.status.matches("no match" if sought else "")
            return
        here = self._matches_here()
        if here:
            at = self.looking.at if self.looking.at in here else here.start
            self.status.matches(f"match {at + 1:,} of {count:,}{self._which_episode()}")
        else:
            self.status.matches(f"{count:,} {'match' if count == 1 else 'matches'}")

    def _which_episode(self) -> str:
        """Which of the episodes of the search this is, where it found several."""
        episodes = self._episodes_found()
        if self.episode is None or len(episodes) < 2 or self.episode.id not in episodes:
            return ""
        return f" · episode {episodes.index(self.episode.id) + 1:,} of {len(episodes):,}"

    # -- in the episode ----------------------------------------------------------------------

    def do_find(self) -> None:
        """Find words in this episode, as you type."""
        self.looking.begun_at, self.looking.sought = self.page.caret, ""
        box = self.query_one("#find", Input)
        box.add_class("-open")
        self.set_focus(box)
        box.action_select_all()

    @on(Input.Changed, "#find")
    def _find_as_typed(self, event: Input.Changed) -> None:
        if event.input.has_class("-open") and event.value == event.input.value:
            self._find(event.value)

    def _find(self, words: str) -> None:
        """Mark `words`, and go to the first of them after where finding began, if there is one."""
        self.looking.found, self.looking.returns, self.looking.sought = None, False, words
        matches = self.page.matches = find_literal(self.page.transcript.text, words)
        if matches:
            later = bisect_left(matches, self.looking.begun_at, key=_start)
            self.looking.at = later % len(matches)
        self.page.move_to(
            matches[self.looking.at].start if matches else self.looking.begun_at, share=0.3
        )
        self.point_matches()
        self.query_one("#find", Input).set_class(bool(words) and not matches, "-nothing")

    async def do_input_done(self) -> None:
        """Stay at the match of all that was typed, and close the line."""
        box = self.query_one("#find", Input)
        await typed(box)
        if box.value != self.looking.sought:
            self._find(box.value)
        self._close_find()

    def do_input_cancel(self) -> None:
        """Go back to where the search began."""
        self.page.matches = ()
        self.page.move_to(self.looking.begun_at)
        self._close_find()

    def do_input_list_down(self) -> None:
        self._step(1)

    def do_input_list_up(self) -> None:
        self._step(-1)

    def _close_find(self) -> None:
        self.query_one("#find", Input).remove_class("-open")
        self.set_focus(self.page)
        self.point_matches()

    # -- places ------------------------------------------------------------------------------

    def do_go_to(self, count: int | None = None) -> AwaitMount | None:
        """Ask for a time, a share or a turn, and go there; a count is the share."""
        transcript = self.page.transcript
        if count is not None:
            self.page.leap_to(place(transcript, f"{count}%"))
            return None

        def go(answer: str | None) -> None:
            if answer and answer.strip():
                self.page.leap_to(place(transcript, answer))

        def check(answer: str) -> None:
            if answer.strip():
                place(transcript, answer)

        hint = "1:02:03   ·   42%   ·   #12 for the twelfth turn"
        return self.app.push_screen(Prompt("Go to", hint=hint, accept=check), go)


def place(transcript: Transcript, answer: str) -> int:
    """The offset that `1:02:03`, `42%` or `#12` means. Raises `ReaderError` when it is none."""
    answer = answer.strip()
    if answer.endswith("%"):
        share = answer[:-1].strip().replace(",", ".")
        try:
            value = float(share)
        except ValueError:
            raise ReaderError(f"“{answer}” is no percentage", hint="such as 42%") from None
        if not 0 <= value <= 100:
            raise ReaderError("a percentage is from 0 to 100")
        return int(len(transcript.text) * value / 100)
    if answer.startswith("#"):
        number = answer[1:].strip()
        if not number.isdecimal() or not 1 <= int(number) <= len(transcript.turns):
            raise ReaderError(f"turns are #1 to #{len(transcript.turns)}")
        return transcript.turns[int(number) - 1].start
    seconds = parse_clock(answer)
    if seconds > transcript.length:
        raise ReaderError(
            "the episode is over by then", hint=f"it lasts {clock(transcript.length)}"
        )
    return transcript.offset_at(seconds)


def _start(span: Span) -> int:
    return span.start


def find_literal(text: str, words: str) -> list[Span]:
    """Where `words` stand in `text`, whatever their case and the white space between them."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return []
    pattern = re.compile(r"\s+".join(parts).replace("'", "['’]"), re.IGNORECASE)
    return [Span(*match.span()) for match in islice(pattern.finditer(text), _MOST_MATCHES)]
