"""The list of episodes: filled away from the page, and kept true when others write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textual import work
from textual.worker import get_current_worker

from reader.errors import ReaderError
from reader.library import Listed
from reader.tui.messages import EpisodesFinished, EpisodesRemoved
from reader.tui.screens.reading.core import ReadingCore
from reader.tui.text import visible

_LOOK_SECONDS = 2.0
"""How often to look whether another process has written."""


class Listing(ReadingCore):
    """What concerns all episodes of the library."""

    _data_version: int | None = None
    _signature: tuple[object, ...] | None = None
    """What the library was like when it was last shown."""
    _known = 0
    """How many episodes are listed."""

    def on_mount(self) -> None:
        """Look now and then whether another process has written. Textual calls the base's too."""
        self.set_interval(_LOOK_SECONDS, self.look)

    # -- filling -----------------------------------------------------------------------------

    def list_episodes(self) -> None:
        """List every episode, as soon as they are read."""
        self._read_episodes()

    @work(thread=True, exclusive=True, exit_on_error=False, group="list", description="list")
    def _read_episodes(self) -> None:
        worker = get_current_worker()
        try:
            listed = self.session.library.reading.listed()
            signature = self.session.library.reading.signature()
        except ReaderError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.room.tell, str(error), severity="warning")
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show_episodes, listed, signature)

    def _show_episodes(self, listed: Sequence[Listed], signature: tuple[object, ...]) -> None:
        if not self.is_attached:
            return
        self._signature, self._known = signature, len(listed)
        self.episodes_pane.show(listed, self.episode.id if self.episode is not None else None)
        spoken = Counter(name for episode in listed for name in episode.speakers)
        self.speakers_pane.count_episodes(spoken)

    # -- what others write -------------------------------------------------------------------

    def look(self) -> None:
        """Show what another process has written since, if it has."""
        library, before = self.session.library, self._data_version
        try:
            self._data_version = library.data_version()
            if before == self._data_version or self._signature is None:
                return
            signature = library.reading.signature()
            if signature == self._signature:
                return
            self._signature = signature
            there = library.episode_ids()
            more = len(there) - self._known
            gone = [
                e.title for e in (leaf.episode for leaf in self.leaves) if e and e.id not in there
            ]
            self.reload()
        except ReaderError:
            return
        if gone:
            self.room.tell(f"“{visible(gone[0])}” was taken out of the library", timeout=8)
        elif more > 0:
            self.room.tell(f"{more:,} more {'episode' if more == 1 else 'episodes'} in the library")

    # -- done, and gone ----------------------------------------------------------------------

    def do_toggle_done(self) -> None:
        """Say that the open episode is done, or not yet."""
        if self.episode is not None:
            (listed,) = self.session.library.reading.listed([self.episode.id])
            self._finish((self.episode.id,), not listed.done)
            self.room.tell(f"{'Done' if not listed.done else 'Not done'}: {visible(listed.title)}")

    def on_episodes_finished(self, message: EpisodesFinished) -> None:
        with self.room.telling():
            self._finish(message.episodes, message.done)

    def _finish(self, episodes: Sequence[int], done: bool) -> None:
        reading = self.session.library.reading
        reading.finish(episodes, done)
        self.episodes_pane.renew(reading.listed(episodes))

    def on_episodes_removed(self, message: EpisodesRemoved) -> None:
        """Take episodes out of the library; what is undone brings them back."""
        with self.room.telling():
            for id in message.episodes:
                title = self.session.library.episode(id).title
                self.session.library.remove(id)
                key = self.room.keys_for("undo")
                self.room.tell(f"Removed: “{visible(title)}”. {key} brings it back")
            self.reload()
