"""The reading screen: the page in the middle, and what panes and program ask of it."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.content import Content
from textual.widget import Widget

from reader.library import Episode
from reader.sources import sources
from reader.tui.messages import (
    CaretMoved,
    EpisodeChosen,
    HighlightChosen,
    PlaceChosen,
    SpeakerChosen,
    SpeakerFiltered,
)
from reader.tui.screens.dialogs import Leaflet, Prompt
from reader.tui.screens.finding import Finding
from reader.tui.screens.marking import Marking
from reader.tui.screens.repairing import Repairing
from reader.tui.text import visible

_SIDE = ("episodes", "speakers", "times")
_HINTS = {
    "page": ("search", "find", "go-to", "select", "highlight", "note", "cite", "help"),
    "select": ("extend-sentence", "extend-turn", "highlight", "note", "tag", "cite", "copy"),
    "list": ("choose", "next-pane", "focus-page", "search", "help"),
    "input": ("input-done", "input-cancel"),
}
_SHORT = {
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
    "choose": "open",
    "next-pane": "next pane",
    "focus-page": "page",
    "input-done": "stay",
    "input-cancel": "back",
    "cancel-selection": "let go",
}


class Reading(Marking, Repairing, Finding):
    """Everything about reading one episode of the library."""

    # -- the panes ---------------------------------------------------------------------------

    def _pane(self, name: str) -> Widget:
        return self.query_one(f"#{name}")

    def _shows(self, name: str) -> bool:
        pane = self._pane(name)
        side = self.query_one("#side")
        return bool(pane.display and (name == "notes" or side.display))

    def _arrange(self, wanted: dict[str, bool]) -> None:
        """Show and hide panes; the column at the left goes when it is empty."""
        for name, shown in wanted.items():
            self._pane(name).display = shown
        self.query_one("#side").display = any(self._pane(name).display for name in _SIDE)
        if self.focused is not None and not self.focused.focusable:
            self.page.focus()

    def on_mount(self) -> None:
        """Arrange the panes before the first picture. Textual calls this and then the base's."""
        self._fit_panes(self.app.size.width)

    def on_resize(self, event: events.Resize) -> None:
        self._fit_panes(event.size.width)

    def _fit_panes(self, width: int) -> None:
        """Show as many panes as `width` allows, unless the user has chosen."""
        if not self._chosen_panes:
            fits = dict.fromkeys(_SIDE, width >= 112)
            self._arrange({**fits, "notes": width >= 140})

    _chosen_panes = False

    def _toggle(self, name: str) -> None:
        self._chosen_panes = True
        if self._shows(name):
            self._arrange({name: False})
            self.page.focus()
            return
        others = {}
        if self.size.width < 100:
            others = {other: False for other in (*_SIDE, "notes") if other != name}
        elif name in _SIDE and not self.query_one("#side").display:
            others = {other: False for other in _SIDE if other != name}
        self._arrange({**others, name: True})
        self._pane(name).focus()

    def do_toggle_episodes(self) -> None:
        self._toggle("episodes")

    def do_toggle_speakers(self) -> None:
        self._toggle("speakers")

    def do_toggle_times(self) -> None:
        self._toggle("times")

    def do_toggle_notes(self) -> None:
        self._toggle("notes")

    def do_toggle_panes(self) -> None:
        """Only the page, or every pane that there is room for."""
        self._chosen_panes = True
        shown = any(self._shows(name) for name in (*_SIDE, "notes"))
        side = not shown
        notes = not shown and self.size.width >= 100
        self._arrange({**dict.fromkeys(_SIDE, side), "notes": notes})
        self.page.focus()

    def do_next_pane(self) -> None:
        self._cycle(1)

    def do_previous_pane(self) -> None:
        self._cycle(-1)

    def _cycle(self, step: int) -> None:
        stops: list[Widget] = [self._pane(name) for name in _SIDE if self._shows(name)]
        stops.append(self.page)
        if self._shows("notes"):
            stops.append(self.notes_pane)
        here = stops.index(self.focused) if self.focused in stops else len(stops) - 1
        stops[(here + step) % len(stops)].focus()

    def do_focus_page(self) -> None:
        """Back to the page."""
        self.page.focus()

    # -- what the panes and the page say -----------------------------------------------------

    def on_caret_moved(self, message: CaretMoved) -> None:
        self.point_panes()
        self.point_matches()
        self._hint()

    def on_episode_chosen(self, message: EpisodeChosen) -> None:
        with self.room.telling():
            self.open(message.episode)
            self.page.focus()

    def on_place_chosen(self, message: PlaceChosen) -> None:
        self.page.focus()
        self.page.move_to(message.offset, share=0.3)

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
        self.page.filter_speaker(only)
        self.speakers_pane.show(self.page.transcript, only)
        self.point_panes()

    def on_highlight_chosen(self, message: HighlightChosen) -> None:
        with self.room.telling():
            highlight = self.session.library.highlight(message.id)
            if highlight.state == "orphan":
                self.room.tell("These words are not in the present text; the note is kept")
            else:
                self.page.focus()
                self.page.move_to(highlight.start, share=0.3)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._hint()

    def _hint(self) -> None:
        place = self.room.key_place
        hints = [
            (self.room.keys_for(action), _SHORT[action])
            for action in _HINTS.get(place, ())
            if self.room.keys_for(action)
        ]
        self.status.hints(hints)

    # -- the program -------------------------------------------------------------------------

    def do_about_episode(self) -> None:
        """Everything that is known of the episode."""
        if self.episode is not None:
            self.app.push_screen(Leaflet(self.episode.title, _about(self.episode)))

    def do_add(self) -> None:
        """Ask for a file or folder and add it."""

        def add(answer: str | None) -> None:
            if answer and answer.strip():
                with self.room.telling():
                    self._add(answer.strip())

        hint = "A file or a folder, such as ~/transcripts/interview.txt"
        self.app.push_screen(Prompt("Add a transcript", hint=hint), add)

    def _add(self, path: str) -> None:
        found = list(sources([str(Path(path).expanduser())]))
        additions = [self.session.add(source) for source in found]
        good = [a.episode for a in additions if a.episode is not None]
        for addition in additions:
            if addition.error:
                self.room.tell(addition.error, severity="error", timeout=8)
        if not found:
            self.room.tell("The folder is empty", severity="warning")
        if good:
            self.open(good[0].id)
            self.room.update_index()
            self.room.tell(f"Added: {len(good)}")


def _about(episode: Episode) -> Content:
    facts = {
        "Show": episode.show,
        "Number": None if episode.number is None else str(episode.number),
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
    if episode.front:
        lines += [Content(""), Content(visible(episode.front, lines=True))]
    return Content("\n").join(lines)
