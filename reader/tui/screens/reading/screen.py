"""The reading screen: the page in the middle, and what panes and program ask of it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.widget import AwaitMount

from reader.library import Episode
from reader.session import Addition
from reader.tui.messages import (
    CaretMoved,
    EpisodeChosen,
    HighlightChosen,
    PlaceChosen,
    SpeakerChosen,
    SpeakerFiltered,
)
from reader.tui.screens.dialogs import Leaflet
from reader.tui.screens.reading.appearance import Appearance
from reader.tui.screens.reading.arranging import PANES, Arranging
from reader.tui.screens.reading.copying import Copying
from reader.tui.screens.reading.counting import Counting
from reader.tui.screens.reading.listening import Listening
from reader.tui.screens.reading.listing import Listing
from reader.tui.screens.reading.noting import Noting
from reader.tui.screens.reading.placing import Placing
from reader.tui.screens.reading.repairing import Repairing
from reader.tui.screens.reading.tending import Tending, renewed
from reader.tui.screens.reading.timing import Timing
from reader.tui.text import visible

_HINTS = {
    "nothing": ("add", "help", "palette", "settings", "quit"),
    "page": ("search", "find", "go-to", "select", "highlight", "note", "cite", "help"),
    "select": (
        *("extend-sentence", "extend-turn", "highlight", "note", "tag", "cite", "copy"),
        "cancel-selection",
    ),
    "notes": ("choose", "edit-item", "delete-item", "attach-orphan", "confirm-item", "focus-page"),
    "speakers": ("choose", "filter-speaker", "change-role", "next-pane", "focus-page", "help"),
    "episodes": (
        *("choose", "find", "group-next", "by-next", "toggle-done", "split-page", "focus-page"),
        "help",
    ),
    "times": ("choose", "by-next", "next-pane", "focus-page", "help"),
    "jump": ("jump-cancel",),
    "timeline": (
        *("timeline-on", "timeline-back", "timeline-far-on", "timeline-far-back"),
        *("timeline-next", "timeline-done"),
    ),
    "list": ("choose", "next-pane", "focus-page", "search", "help"),
    "input": ("input-done", "input-cancel"),
}
_SHORT = {
    "add": "add a transcript",
    "palette": "every action",
    "settings": "settings",
    "quit": "quit",
    "search": "search",
    "find": "find",
    "go-to": "go to",
    "select": "select",
    "highlight": "highlight",
    "note": "note",
    "tag": "tag",
    "cite": "cite",
    "copy": "copy",
    "help": "help",
    "extend-sentence": "sentence",
    "extend-turn": "turn",
    "jump-cancel": "leave · a letter goes there",
    "timeline-on": "on",
    "timeline-back": "back",
    "timeline-far-on": "far on",
    "timeline-far-back": "far back",
    "timeline-next": "next mark",
    "timeline-done": "page",
    "choose": "open",
    "group-next": "group",
    "by-next": "sort",
    "toggle-done": "done",
    "split-page": "beside",
    "filter-speaker": "only this one",
    "change-role": "host, guest",
    "edit-item": "note",
    "delete-item": "delete",
    "attach-orphan": "attach",
    "confirm-item": "in its place",
    "next-pane": "next pane",
    "focus-page": "page",
    "input-done": "stay",
    "input-cancel": "back",
    "cancel-selection": "let go",
}


class Reading(
    Placing,
    Timing,
    Tending,
    Copying,
    Noting,
    Repairing,
    Counting,
    Arranging,
    Listing,
    Appearance,
    Listening,
):
    """Everything about reading one episode of the library."""

    def on_mount(self) -> None:
        """Arrange the panes before the first picture. Textual calls this and then the base's."""
        self._recall()
        self.recall_timeline()
        self._fit_panes(self.app.size.width)
        self.fit_timeline(self.app.size.height)

    def on_resize(self, event: events.Resize) -> None:
        self._arrange_leaves()
        self._fit_panes(event.size.width)
        self.fit_timeline(event.size.height)

    def do_focus_page(self) -> AwaitMount | None:
        """Back to the page; from the page, back to what the search found that led there."""
        if self.focused is self.page and self.looking.returns:
            return self.do_back_to_hits()
        if self.focused is self.page and self.room.stop_indexing():
            return None
        return super().do_focus_page()

    # -- what the panes and the page say -----------------------------------------------------

    def on_caret_moved(self, message: CaretMoved) -> None:
        self.point_panes()
        self.point_matches()
        self.keep_together()
        self._hint()

    def leaf_changed(self) -> None:
        super().leaf_changed()
        self._fit_panes(self.app.size.width)
        self.fit_timeline(self.app.size.height)
        self.point_matches()
        self._hint()

    async def on_episode_chosen(self, message: EpisodeChosen) -> None:
        with self.room.telling():
            if message.beside:
                await self.open_beside(message.episode)
            else:
                self.open(message.episode)
            self.set_focus(self.page)

    def on_place_chosen(self, message: PlaceChosen) -> None:
        self.set_focus(self.page)
        self.page.leap_to(message.offset)

    def on_speaker_chosen(self, message: SpeakerChosen) -> None:
        """Step through the turns of the speaker, beginning again after the last."""
        before = self.page.caret
        self.page.step_speaker(1, message.name, here=False)
        if self.page.caret == before:
            turns = self.page.transcript.turns
            first = next((t.start for t in turns if t.speaker == message.name), before)
            self.page.move_to(first, share=0.3)

    def on_speaker_filtered(self, message: SpeakerFiltered) -> None:
        only = None if self.page.only == message.name else message.name
        if self.page.only is None:
            self.leaf.before_filter = self.page.caret
        moved = self.page.only is not None and self.page.caret != self.leaf.after_filter
        self.page.filter_speaker(only)
        if moved:
            self.leaf.before_filter = self.page.caret
        elif only is None:
            self.page.move_to(self.leaf.before_filter, share=0.3)
        self.leaf.after_filter = self.page.caret
        self.point_panes()

    def on_highlight_chosen(self, message: HighlightChosen) -> None:
        with self.room.telling():
            highlight = self.session.library.highlight(message.id)
            if highlight.state == "orphan":
                key = self.room.keys_for("attach-orphan")
                self.room.tell(f"These words are not in the present text; {key} shows where to")
            else:
                self.set_focus(self.page)
                self.page.leap_to(highlight.start)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if (name := event.widget.id) in PANES:
            self._last_pane = str(name)
        for leaf in self.leaves:
            if event.widget in (leaf.page, leaf.timeline) and leaf is not self.leaf:
                self.use(leaf)
        self._hint()

    def on_screen_resume(self) -> None:
        self._hint()

    def on_screen_suspend(self) -> None:
        """A dialog has keys of its own."""
        self.status.hints([])

    def _hint(self) -> None:
        if not self.is_active:
            return
        pane = self.focused.id if self.focused is not None else None
        place = pane if pane in _HINTS and pane in PANES else self.room.key_place
        if self.episode is None and place == "page":
            place = "nothing"
        self.status.selecting(place == "select")
        named = [(action, _SHORT[action]) for action in _HINTS.get(place, ())]
        if place == "page" and (count := len(self.highlights_here())) > 1:
            named = [("cycle-highlight", f"{count} highlights here"), *named]
        if place == "notes":
            named = [each for each in named if each[0] not in self.idle_notes()]
        if place == "page" and self.looking.returns:
            steps = [("next-hit", "next")] if self.page.matches else []
            named = [*steps, ("focus-page", self.looking.origin), *named]
        if place == "page" and self.listens:
            named = [("play", self.listens), ("stop-playing", "stop"), *named]
        bound = ((self.room.keys_for(action), does) for action, does in named)
        hints = [(key, does) for key, does in bound if key]
        self.status.hints(hints)

    def refresh_panes(self) -> None:
        super().refresh_panes()
        self._hint()

    def watch_listens(self) -> None:
        self._hint()

    # -- the program -------------------------------------------------------------------------

    def do_about_episode(self) -> AwaitMount | None:
        """Everything that is known of the episode."""
        if self.episode is None:
            return None
        note = self.session.library.notes.of(self.episode.id)
        about = _about(self.episode, note.text if note is not None else "")
        return self.app.push_screen(Leaflet(self.episode.title, about))

    def do_add(self) -> AwaitMount:
        """Ask for a file, a folder or an address and add it."""
        from reader.tui.screens.dialogs.adding import Adding

        return self.app.push_screen(Adding(self.session), self._added)

    def _added(self, added: Sequence[Addition] | None) -> None:
        """Open the first of what was added, and say what was not."""
        good = [a.episode for a in added or () if a.episode is not None]
        bad = [a.error for a in added or () if a.error]
        if good:
            with self.room.telling():
                self.open(good[0].id)
            self.room.update_index()
        if bad:
            rest = f" · {len(bad) - 1:,} more failed" if bad[1:] else ""
            self.room.tell(f"{bad[0]}{rest}", severity="error", timeout=8)
        elif good:
            self.room.tell(self._what_came(good))
        if doubtful := [each for a in added or () for each in a.doubtful]:
            carried = sum(addition.carried for addition in added or ())
            keys = (self.room.keys_for("confirm-highlight"), self.room.keys_for("attach-orphan"))
            body = renewed(doubtful, carried, *keys)
            self.app.push_screen(Leaflet("What became of the highlights", body))

    def _what_came(self, added: Sequence[Episode]) -> str:
        """A line on what was added, and what can be done where nobody is named."""
        first, *more = added
        if more:
            return f"Added: {len(added):,}"
        key = self.room.keys_for("name-speaker")
        unnamed = key and first.turns > 1 and not first.speakers
        hint = f". Nobody is named yet: {key} says who speaks" if unnamed else ""
        return f"Added: {visible(first.title)}{hint}"


def _about(episode: Episode, note: str) -> Content:
    facts = {
        "Show": episode.show,
        "Number": None if episode.number is None else str(episode.number),
        "Season": None if episode.season is None else str(episode.season),
        "Date": episode.date,
        "Hosts": ", ".join(episode.hosts),
        "Guests": ", ".join(episode.guests),
        "Speakers": ", ".join(episode.speakers),
        "Link": episode.url,
        "Format": episode.format,
        "Source": episode.source,
        "Words": f"{episode.words:,} in {episode.turns:,} turns",
        "Id": str(episode.id),
    }
    lines = [
        Content.assemble((f"{name:>9}  ", "$reader-dim"), visible(value))
        for name, value in facts.items()
        if value
    ]
    if note:
        lines += [Content(""), Content.styled(visible(note, lines=True), "$text-accent")]
    if episode.front:
        lines += [Content(""), Content(visible(episode.front, lines=True))]
    return Content("\n").join(lines)
