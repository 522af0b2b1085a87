"""The reading screen's parts, what it has open, and how it opens another episode."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from reader import keys
from reader.actions import ACTIONS
from reader.errors import NotFound, ReaderError
from reader.library import Episode, Highlight, Place
from reader.session import Session
from reader.settings.colouring import colour_names
from reader.transcript import Span, Transcript
from reader.tui.page.leaf import Leaf
from reader.tui.page.page import Page
from reader.tui.room import Room
from reader.tui.text import visible
from reader.tui.trail import Trail
from reader.tui.widgets.bars import Status
from reader.tui.widgets.episodes import Episodes
from reader.tui.widgets.panes import Notes, Speakers, Times

_SAVE_PLACE_SECONDS = 5.0
_WELCOME = """\
Your library is empty.

Add a transcript with {add}, or from the shell:

    reader add interview.txt talks/

Any text of speech will do: captions, “Name: words”, a saved
web page, lines with times, or one endless line.

{help} says what can be done here. `reader demo` opens five samples."""


class ReadingCore(Screen[None]):
    """The page, the panes around it, and the episode that is open in them."""

    AUTO_FOCUS = None

    def __init__(self, session: Session, *, open_episode: int | None = None) -> None:
        super().__init__()
        self.session = session
        self.first_episode = open_episode
        self.leaf = Leaf(measure=session.settings.measure)
        self.leaf.page.dress(session.settings)
        self.leaves = [self.leaf]
        self.trail = Trail(session.library.jumps)
        self.status = Status(id="status")
        self.episodes_pane = Episodes(id="episodes")
        self.speakers_pane = Speakers(id="speakers")
        self.times_pane = Times(id="times")
        self.notes_pane = Notes(id="notes")

    @property
    def page(self) -> Page:
        """The page in use."""
        return self.leaf.page

    @property
    def episode(self) -> Episode | None:
        """The episode of the page in use."""
        return self.leaf.episode

    @property
    def highlights(self) -> list[Highlight]:
        """The highlights of the page in use."""
        return self.leaf.highlights

    @property
    def room(self) -> Room:
        """The application."""
        return cast(Room, self.app)

    def compose(self) -> ComposeResult:
        with Horizontal(id="room"):
            with Vertical(id="side"):
                yield self.episodes_pane
                yield self.episodes_pane.line
                yield self.speakers_pane
                yield self.times_pane
            with Vertical(id="middle"):
                yield Static(id="welcome")
                with Container(id="leaves"):
                    yield self.leaf
                yield Input(placeholder="Find in this episode", id="find", compact=True)
            yield self.notes_pane
        yield self.status

    def on_mount(self) -> None:
        """Show the text first and the panes after it."""
        first = self.first_episode or self.session.library.last_read()
        if first is None:
            first = self.session.library.reading.first()
        if first is not None:
            with self.room.telling():
                self.open(first, panes=False)
        self.page.focus()
        self.set_interval(_SAVE_PLACE_SECONDS, self.keep_place)
        self.call_after_refresh(self.refresh_panes)

    # -- opening -----------------------------------------------------------------------------

    def open(self, episode: int, offset: int | None = None, *, panes: bool = True) -> None:
        """Open an episode at the character `offset`, or where it was left. Raises `NotFound`."""
        self.keep_place()
        library = self.session.library
        opened = library.episode(episode)
        if self.episode is not None and self.episode.id != episode:
            self.depart()
        place = opened.place or 0 if offset is None else offset
        self.leaf.show(opened, library.transcript(episode), library.highlights(episode), place)
        self.leaf.place(library.bookmarks.all(episode))
        self.status.matches("")
        self._entitle()
        if not panes:
            return
        if episode in self.episodes_pane.catalogue:
            self.leaf_changed()
        else:
            self.refresh_panes()

    def reload(self) -> None:
        """Read everything of the library again; the text and the caret stay."""
        self.room.hues.forget()
        for leaf in self.leaves:
            self._renew(leaf)
        self._entitle()
        self.refresh_panes()
        self.point_panes()
        self.room.update_index()

    def _entitle(self) -> None:
        """Have the window say what is read."""
        title = f"{visible(self.episode.title)} — " if self.episode is not None else ""
        self.room.title = f"{title}reader"

    def _renew(self, leaf: Leaf) -> None:
        """Show on `leaf` what the library has now; another episode where its own is gone."""
        library = self.session.library
        try:
            episode = library.episode(leaf.episode.id) if leaf.episode is not None else None
        except NotFound:
            episode = None
        if episode is None:
            first = library.reading.first()
            if first is None:
                leaf.clear()
                return
            episode = library.episode(first)
            transcript, highlights = library.transcript(first), library.highlights(first)
            leaf.show(episode, transcript, highlights, episode.place or 0)
        else:
            leaf.renew(episode, library.transcript(episode.id), library.highlights(episode.id))
        if episode is not None:
            leaf.place(library.bookmarks.all(episode.id))

    def refresh_panes(self) -> None:
        """Fill the panes anew."""
        empty = self.session.library.reading.first() is None
        welcome = self.query_one("#welcome", Static)
        begins = welcome.display and not empty
        if empty:
            self.set_focus(None)
        welcome.display, self.query_one("#leaves").display = empty, not empty
        if begins:
            self.page.focus()
        if empty:
            add, help_ = self.room.keys_for("add"), self.room.keys_for("help")
            welcome.update(Content(_WELCOME.format(add=add, help=help_)))
        self.list_episodes()
        self.show_leaf()

    def list_episodes(self) -> None:
        """List every episode of the library."""

    def leaf_changed(self) -> None:
        """Another page is in use: say so in the panes and in the title."""
        self._entitle()
        self.episodes_pane.point(self.episode.id if self.episode is not None else None)
        self.show_leaf()

    def show_leaf(self) -> None:
        """Fill the panes that show what is on the page in use, once all is known of its text."""
        if not self.page.timed:
            self._reckon(self.page.source)
            return
        self.speakers_pane.show(self.page.transcript)
        self.times_pane.show(self.page.transcript, self.highlights)
        self.show_notes()
        self.point_panes()

    def show_notes(self) -> None:
        """Fill Notes with what was written and marked of the episode in use."""
        episode = self.episode
        note = self.session.library.notes.of(episode.id) if episode is not None else None
        self.notes_pane.colours = colour_names(self.session.settings)
        self.notes_pane.show(self.highlights, note)

    @work(thread=True, exit_on_error=False, group="reckon", description="times of a long text")
    def _reckon(self, transcript: Transcript) -> None:
        """Find out the times and words of a long text away from the page."""
        with suppress(ReaderError):
            transcript.reckon()
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._reckoned, transcript)

    def _reckoned(self, transcript: Transcript) -> None:
        for leaf in self.leaves:
            if leaf.page.source is transcript:
                leaf.page.reckoned()
                leaf.timeline.refresh()
        if self.page.timed:
            self.show_leaf()

    def mark_leaves(self, episode: int) -> None:
        """Show the highlights of `episode`, as they are now, wherever it lies open."""
        highlights = self.session.library.highlights(episode)
        for leaf in self.leaves:
            if leaf.episode is not None and leaf.episode.id == episode:
                leaf.mark(highlights)

    def place_leaves(self, episode: int) -> None:
        """Show the bookmarks of `episode`, as they are now, wherever it lies open."""
        bookmarks = self.session.library.bookmarks.all(episode)
        for leaf in self.leaves:
            if leaf.episode is not None and leaf.episode.id == episode:
                leaf.place(bookmarks)

    def depart(self, offset: int | None = None) -> None:
        """Remember the place `offset`, or that of the caret, to come back to."""
        if self.episode is not None:
            self.trail.leave(Place(self.episode.id, self.page.caret if offset is None else offset))

    def point_panes(self) -> None:
        """Mark in the panes, and say below, where the caret is and how the text is read."""
        transcript, offset = self.page.transcript, self.page.caret
        self.status.mode(_mode(self.page))
        self.speakers_pane.narrow(self.page.only)
        if not self.page.timed:
            return
        self.status.place(transcript, offset)
        self.leaf.timeline.point()
        if transcript.turns:
            self.times_pane.point(offset)
            self.speakers_pane.point(transcript.turn_at(offset).speaker)
            self.notes_pane.point(offset)

    def keep_place(self) -> None:
        """Remember where reading stands. Reading goes on where it cannot be written."""
        resting = [leaf for leaf in self.leaves if leaf is not self.leaf and not self._same(leaf)]
        for leaf in (*resting, self.leaf):
            if leaf.episode is not None:
                place = (leaf.episode.id, leaf.page.caret)
                if place != leaf.kept_place:
                    with suppress(ReaderError):
                        self._keep(leaf, *place)
                        leaf.kept_place = place

    def _keep(self, leaf: Leaf, episode: int, offset: int) -> None:
        transcript, library = leaf.page.transcript, self.session.library
        left = max(0.0, transcript.length - transcript.time_at(offset).seconds)
        library.keep_place(episode, offset, left, transcript.length)
        self.episodes_pane.renew(library.reading.listed([episode]))

    def _same(self, leaf: Leaf) -> bool:
        """Whether `leaf` shows the episode that is read on the page in use."""
        return (leaf.episode and leaf.episode.id) == (self.episode and self.episode.id)

    # -- what every part needs ---------------------------------------------------------------

    def selected(self) -> Span | None:
        """The selection's span, if there is one."""
        return self.page.selection.span if self.page.selection is not None else None

    def highlight_here(self) -> Highlight | None:
        """The shortest highlight that holds the caret."""
        at = [
            h for h in self.highlights if h.state != "orphan" and h.start <= self.page.caret < h.end
        ]
        return min(at, key=lambda h: h.end - h.start, default=None)

    def show_pending(self, step: keys.Step) -> None:
        """Say which keys were pressed and what may follow them."""
        if not step.begun:
            self.status.pending("")
            return
        begun = [str(step.count)] if step.count is not None else []
        begun += [keys.show(step.pending)] if step.pending else []
        self.status.pending(f"{' '.join(begun)} …   {'   '.join(self.follow(step))}")

    def follow(self, step: keys.Step) -> list[str]:
        """What may follow the keys of `step`."""
        if step.wants is not None:
            action = ACTIONS[step.wants]
            return [f"{action.takes}: {action.title.lower()}"]
        if not step.pending:
            return ["then a key: so many times"]
        return [
            f"{keys.show(full[len(step.pending) :])} {ACTIONS[action].title.lower()}"
            for full, action in step.follow.items()
        ]

    def show_progress(self, label: str, done: int, total: int) -> None:
        """Say how far background work is."""
        self.status.progress(label, done, total)


def _mode(page: Page) -> str:
    """In which way the text of `page` is read, if not as a whole."""
    only = "" if page.only is None else f"only {visible(page.only or 'those not named')}"
    return " · ".join(filter(None, (only, "clean" if page.clean else "")))
