"""A leaf: an episode that lies open, with its page, and all that is known of reading it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from reader.library import Bookmark, Episode, Highlight
from reader.segment import same_place
from reader.transcript import Moment, Transcript
from reader.tui.messages import LeafDragged
from reader.tui.page.page import Page
from reader.tui.widgets.bars import Heading
from reader.tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from reader.tui.screens.search.searching import Found


@dataclass
class Looking:
    """What is looked for on a page, and how far that has come."""

    found: Found | None = None
    """What a search found that led here."""
    returns: bool = False
    """Whether Escape goes back to what led here."""
    origin: str = "the hits"
    """What that is: `the hits` of a search, `the notebook` or `the review`."""
    begun_at: int = 0
    """Where the caret was when finding in the episode began."""
    sought: str = ""
    """What was typed to be found in the episode."""
    at: int = 0
    """The index of the match that was gone to last."""


class Leaf(Vertical):
    """One open episode: its heading, its page, its highlights and what is looked for in it.

    The reading screen has one, or two beside each other; its actions are done on the one that is
    in use.
    """

    def __init__(self, *, measure: int = 74, like: Leaf | None = None) -> None:
        """An empty leaf, whose page is set as that of `like` is."""
        super().__init__()
        self.episode: Episode | None = None
        self.highlights: list[Highlight] = []
        self.bookmarks: list[Bookmark] = []
        self.looking = Looking()
        self.heading = Heading()
        self.page: Page = Page(measure=like.page.measure if like is not None else measure)
        if like is not None:
            self.page.corrects = like.page.corrects
            self.page.dress_like(like.page)
        self.timeline = Timeline(self.page)
        self.kept_place: tuple[int, int] | None = None
        """The episode and the offset that the library remembers."""
        self.before_filter = self.after_filter = 0
        """Where the caret was before the page was filtered, and where that put it."""

    def compose(self) -> ComposeResult:
        yield self.heading
        yield self.timeline
        yield self.page

    _dragged = False
    """Whether the line at the left of the page is dragged."""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the line before the second of two pages."""
        if event.button == 1 and event.x == 0 and self.styles.border_left[0]:
            self._dragged = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragged:
            self.post_message(LeafDragged(round(event.screen_x)))

    def on_mouse_up(self) -> None:
        if self._dragged:
            self._dragged = False
            self.release_mouse()

    def show(
        self,
        episode: Episode,
        transcript: Transcript,
        highlights: Sequence[Highlight],
        offset: int,
    ) -> None:
        """Open `episode` with the caret at the character `offset`."""
        length = Moment(episode.duration, episode.times == "exact")
        self.page.show(transcript, offset, length)
        self.renew(episode, transcript, highlights)

    def renew(
        self, episode: Episode, transcript: Transcript, highlights: Sequence[Highlight]
    ) -> None:
        """Show the same episode as the library has it now; the caret stays.

        Of a text that is as it was, the times that are known stay known.
        """
        self.episode = episode
        if transcript != self.page.source:
            if transcript.text == self.page.source.text:
                self.page.replace(transcript)
            else:
                place = same_place(self.page.source.text, transcript.text, self.page.caret)
                self.page.show(transcript, place)
        self.mark(highlights)
        self.heading.show(episode)

    def mark(self, highlights: Sequence[Highlight]) -> None:
        """Show these highlights of the episode."""
        self.highlights = list(highlights)
        self.page.mark(self.highlights)
        self.timeline.mark(self.highlights)

    def place(self, bookmarks: Sequence[Bookmark]) -> None:
        """Show these bookmarks of the episode."""
        self.bookmarks = list(bookmarks)
        self.page.place(self.bookmarks)
        self.timeline.place(self.bookmarks)

    def clear(self) -> None:
        """Show nothing: there is no episode left."""
        self.episode, self.highlights, self.bookmarks = None, [], []
        self.page.show(Transcript(""))
        self.heading.show(None)
