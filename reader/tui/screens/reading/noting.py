"""The notebook and the review, from the page and back to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.widget import AwaitMount

from reader.library import Highlight
from reader.tui.screens.reading.finding import Finding

if TYPE_CHECKING:
    from reader.notebook import Entry
    from reader.tui.screens.notebook.browsing import Browsed
    from reader.tui.screens.notebook.reviewing import Sitting


class Noting(Finding):
    """The actions that look through what was marked in the whole library."""

    _browsed: Browsed | None = None
    _sitting: Sitting | None = None

    def do_notebook(self) -> AwaitMount:
        """Everything that was marked; where it was left."""
        from reader.tui.screens.notebook.browsing import Browsed
        from reader.tui.screens.notebook.screen import Notebook

        self._browsed = self._browsed or Browsed()
        return self.app.push_screen(
            Notebook(self.session, self._browsed, self.reload), self._go_to_entry
        )

    def do_review(self) -> AwaitMount:
        """The older highlights that are due today."""
        from reader.tui.screens.notebook.reviewing import Reviewing, Sitting

        today = date.today()
        if self._sitting is None or self._sitting.day != today:
            self._sitting = Sitting(today)
        return self.app.push_screen(
            Reviewing(self.session, self._sitting, self.reload), self._go_to_card
        )

    def do_back_to_hits(self) -> AwaitMount:
        """Back to what led to the place: the notebook, the review, or what a search found."""
        match self.looking.origin:
            case "the notebook":
                self.looking.returns = False
                return self.do_notebook()
            case "the review":
                self.looking.returns = False
                return self.do_review()
        return super().do_back_to_hits()

    def _go_to_entry(self, entry: Entry | None) -> None:
        if entry is not None:
            lost = entry.state == "orphan" or entry.kind == "note"
            self._go(entry.episode, None if lost else entry.start, "the notebook")
            if entry.state == "orphan":
                self._tell_lost()

    def _go_to_card(self, highlight: Highlight | None) -> None:
        if highlight is not None:
            lost = highlight.state == "orphan"
            self._go(highlight.episode, None if lost else highlight.start, "the review")
            if lost:
                self._tell_lost()

    def _go(self, episode: int, offset: int | None, origin: str) -> None:
        """Open a place, from which Escape goes back to where it was chosen."""
        with self.room.telling():
            if offset is not None:
                self._open_at(episode, offset, ())
            elif self.episode is None or self.episode.id != episode:
                self.open(episode)
            self.page.focus()
            self.looking.found, self.looking.returns = None, True
            self.looking.origin = origin

    def _tell_lost(self) -> None:
        self.room.tell("These words are not in the present text; the note is kept")
