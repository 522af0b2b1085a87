"""Listening to the recording of the episode while the page follows it, word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.reactive import var

from reader.clock import clock
from reader.errors import ReaderError
from reader.tui.messages import CaretMoved
from reader.tui.page import caret
from reader.tui.page.leaf import Leaf
from reader.tui.page.page import Page
from reader.tui.screens.reading.core import ReadingCore

if TYPE_CHECKING:
    from reader.media import Player


_SKIPS = ("turn-", "speaker-", "other-", "heading-", "paragraph-", "sentence-", "highlight-")
"""Actions of these names, while the page follows, take the recording along."""
_EARLY = 0.08
"""So many seconds before a word is heard the caret goes to it."""


class Listening(ReadingCore):
    """The actions of listening.

    While the page follows, the caret goes from word to word as they are said. Moving it by turns or
    sentences skips there; moving it otherwise lets the recording go on by itself, until it is
    played from the caret again.
    """

    listens: var[str] = var("")
    """What the key that plays does now, while something is played: `pause`, `go on` or `from here`.
    """

    _player: Player | None = None
    _heard: Leaf | None = None
    """The page that follows."""
    _heard_episode = 0
    _follows = False
    _led = -1
    """Where the recording has put the caret."""
    _speed = 1.0

    def on_mount(self) -> None:
        """Rest while the terminal is somebody else's."""
        app: App[object] = self.app
        app.app_suspend_signal.subscribe(self, lambda _: self._rest())

    def on_unmount(self) -> None:
        """No player outlives the screen."""
        if self._player is not None:
            self._player.end()

    # -- the actions -------------------------------------------------------------------------

    async def do_play(self) -> None:
        """Play from the caret; where that is just being heard, pause or go on."""
        if self.episode is None:
            return
        player = self._player
        if player is None or self._heard_episode != self.episode.id:
            await self._begin()
        elif self._follows and self._heard is self.leaf and self.page.caret == self._led:
            player.pause(not player.paused)
            self._say()
        else:
            self._heard = self.leaf
            self._lead()
            player.pause(False)

    async def _begin(self) -> None:
        """Start to play the episode of the page in use. Raises `ReaderError`."""
        from reader.media import Player, recording

        assert self.episode is not None
        media = recording(self.episode.media, self.episode.source)
        await self.do_stop_playing()
        self._heard, self._heard_episode = self.leaf, self.episode.id
        self._follows, self._led = True, self.page.caret
        player = Player(self._changed)
        start = self.page.transcript.time_at(self.page.caret).seconds
        self._player = player
        try:
            await player.play(media, start, self._speed)
        except ReaderError:
            self._player = None
            raise
        self._say()

    async def do_stop_playing(self) -> None:
        player, self._player = self._player, None
        if player is not None:
            await player.stop()
        self._say()

    def do_play_faster(self) -> None:
        self._hasten(1)

    def do_play_slower(self) -> None:
        self._hasten(-1)

    def _hasten(self, step: int) -> None:
        if self._player is None:
            self.room.tell(f"Nothing is played: {self.room.keys_for('play')} plays from here")
            return
        self._player.hasten(step)
        self._speed = self._player.speed
        self._say()

    def _rest(self) -> None:
        if self._player is not None and not self._player.paused:
            self._player.pause(True)

    # -- following ---------------------------------------------------------------------------

    def _changed(self, player: Player) -> None:
        """The player tells of itself."""
        if player is not self._player:
            return
        if player.ended:
            self._player = None
            if player.error:
                self.room.tell(player.error, severity="warning", timeout=8)
        elif player.time is not None and not player.paused:
            self._follow(player.time)
        self._say()

    def _follow(self, time: float) -> None:
        """Put the caret on the word that is heard at `time`, in seconds."""
        page = self._page()
        if page is None or not self._follows or page.selection is not None:
            return
        text = page.transcript.text
        word = caret.word_at(text, page.transcript.offset_at(time + _EARLY)).start
        if word != self._led:
            self._led = word
            page.move_to(word)

    def _page(self) -> Page | None:
        """The page that can follow: it still shows what is heard."""
        leaf = self._heard
        if leaf is None or leaf not in self.leaves or leaf.episode is None:
            return None
        return leaf.page if leaf.episode.id == self._heard_episode else None

    def _lead(self) -> None:
        """Have the recording go on from the caret."""
        page = self._page()
        if self._player is not None and page is not None:
            self._follows, self._led = True, page.caret
            self._player.seek(page.transcript.time_at(page.caret).seconds)

    def on_caret_moved(self, message: CaretMoved) -> None:
        """Skip with the caret, or let go of it."""
        page = self._page()
        if self._player is None or page is None or page.caret == self._led or not self._follows:
            return
        if self.room.performed.startswith(_SKIPS):
            self._lead()
        else:
            self._follows = False
            self._say()

    def _say(self) -> None:
        """Say below what is heard, and how to come back to it."""
        player = self._player
        if player is None:
            self.status.playing("")
            self.listens = ""
            return
        here = self._follows and self._page() is self.page
        self.listens = ("go on" if player.paused else "pause") if here else "from here"
        time = "…" if player.time is None else clock(player.time)
        speed = "" if player.speed == 1.0 else f" ×{player.speed:g}"
        rests = " paused" if player.paused else ""
        self.status.playing(f"♪ {time}{speed}{rests}")
