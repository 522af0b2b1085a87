"""The panes beside the page: Speakers, Times and Notes, and what all panes are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events

from reader.amending import role
from reader.library import Highlight, Note
from reader.transcript import Moment, Span, Transcript
from reader.tui.colours import speaker_hues
from reader.tui.messages import (
    EpisodeNoteDeleted,
    EpisodeNoteEdited,
    HighlightChosen,
    HighlightConfirmed,
    HighlightDeleted,
    HighlightEdited,
    PaneDragged,
    PanesChanged,
    PlaceChosen,
    RoleChanged,
    SpeakerChosen,
    SpeakerFiltered,
)
from reader.tui.outline import WAYS, Entry, outline, ways
from reader.tui.page.wrapping import wrap
from reader.tui.text import cut, spell_clock, spell_seconds
from reader.tui.widgets.rows import Piece, RowList

_MOST_NOTE = 12
"""So many lines of the note on an episode stand in the pane."""


class Pane(RowList):
    """A list with a title on its border, which can be dragged."""

    _dragged: str | None = None
    """The edge that is dragged."""

    def _edge(self, x: int, y: int) -> str | None:
        """The edge that the cell `(x, y)` of the widget is on."""
        width, height = self.outer_size
        if x in (0, width - 1):
            return "left" if x == 0 else "right"
        if y in (0, height - 1):
            return "top" if y == 0 else "bottom"
        return None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1 and (edge := self._edge(event.x, event.y)) is not None:
            self._dragged = edge
            self.capture_mouse()
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragged is not None and self.id is not None:
            x, y = round(event.screen_x), round(event.screen_y)
            self.post_message(PaneDragged(self.id, self._dragged, x, y))

    def on_mouse_up(self) -> None:
        if self._dragged is not None:
            self._dragged = None
            self.release_mouse()
            self.post_message(PanesChanged())


@dataclass(frozen=True, slots=True)
class _Voice:
    name: str | None
    turns: int
    share: float
    role: str | None = None


class Speakers(Pane):
    """Who speaks in the open episode, and how much of it."""

    about = "Who speaks in this episode, and how much of it."
    empty = "Who speaks stands here."

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.border_title = "Speakers"
        self._voices: list[_Voice] = []
        self._hues: dict[str, int] = {}
        self._spoken: Mapping[str, int] = {}
        self.only: str | None = None
        """The speaker the page is filtered to; an empty name is whoever is not named."""

    def count_episodes(self, spoken: Mapping[str, int]) -> None:
        """Show in how many episodes of the library each speaker, by name, is heard."""
        self._spoken = spoken
        self.refresh()

    def show(self, transcript: Transcript) -> None:
        """List the speakers of `transcript`."""
        total = max(1, transcript.words)
        self._hues = speaker_hues([speaker.name for speaker in transcript.speakers])
        self._voices = [
            _Voice(s.name, s.turns, s.words / total, role(transcript.meta, s.name))
            for s in transcript.speakers
        ]
        self._voices.sort(key=lambda voice: -voice.share)
        unnamed = sum(turn.speaker is None for turn in transcript.turns)
        if unnamed:
            rest = 1 - sum(voice.share for voice in self._voices)
            self._voices.append(_Voice(None, unnamed, max(0.0, rest)))
        self.fill([1] * len(self._voices))

    def narrow(self, only: str | None) -> None:
        """Show that the page is filtered to this speaker, or to none."""
        if only != self.only:
            self.only = only
            self.refresh()

    def point(self, name: str | None) -> None:
        """Mark the speaker at the caret."""
        self.set_current(next((i for i, v in enumerate(self._voices) if v.name == name), None))

    def row(self, index: int, width: int) -> Sequence[Sequence[Piece]]:
        voice = self._voices[index]
        share = f"{voice.share:4.0%}"
        style = "dim" if voice.name is None else f"speaker-{self._hues[voice.name]}"
        part = f" {voice.role}" if voice.role and width > 24 else ""
        heard = self._spoken.get(voice.name or "", 0)
        episodes = f"{heard:,} ep." if heard > 1 and width > 24 else ""
        name = cut(voice.name or "not named", max(4, width - 9 - len(part) - len(episodes)))
        mark = "◉ " if (voice.name or "") == self.only else "● "
        after = len(part) + len(episodes) + len(share)
        gap = " " * max(1, width - 2 - name.cells - after - 1)
        return [
            [
                (mark, style),
                (name.text, "dim" if voice.name is None else ""),
                (part, "dim"),
                (gap, ""),
                (episodes, "dim"),
                (" " + share, "dim"),
            ]
        ]

    def chosen(self, index: int) -> None:
        self.post_message(SpeakerChosen(self._voices[index].name))

    def do_filter_speaker(self) -> None:
        """Read only this speaker, or nobody in particular, or everybody again."""
        if self.count:
            self.post_message(SpeakerFiltered(self._voices[self.cursor].name or ""))

    def do_change_role(self) -> None:
        """Make this speaker the host, a guest, or neither again."""
        if self.count and (name := self._voices[self.cursor].name) is not None:
            self.post_message(RoleChanged(name))


class Times(Pane):
    """The outline: turns with their times and first words, headings, and where highlights are."""

    about = "This episode from its beginning to its end: turns and headings."
    empty = "Turns and headings stand here."

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.border_title = "Times"
        self._transcript = Transcript("")
        self._entries: list[Entry] = []
        self._starts: list[int] = []
        self._marks: list[tuple[int, str]] = []
        self._time_cells = self._name_cells = 0
        self._hues: dict[str, int] = {}
        self.by = "turn"
        """What is listed, as `outline` names it."""

    def show(self, transcript: Transcript, highlights: Sequence[Highlight]) -> None:
        """Outline `transcript`."""
        self._transcript = transcript
        self._hues = speaker_hues([speaker.name for speaker in transcript.speakers])
        self._list()
        longest = Moment(transcript.length, transcript.times == "exact")
        self._time_cells = len(spell_clock(longest))
        self._name_cells = min(8, max((cell_len(s.name) for s in transcript.speakers), default=0))
        self._marks = [(h.start, h.colour) for h in highlights if h.state != "orphan"]

    def _list(self) -> None:
        self._entries = outline(self._transcript, self.by)
        self._starts = [entry.offset for entry in self._entries]
        self.border_subtitle = WAYS[self.by] if self.by in ways(self._transcript) else ""
        self.fill_evenly(len(self._entries))

    def do_by_next(self) -> None:
        """List turns, headings or steps of time."""
        self._cycle(1)

    def do_by_previous(self) -> None:
        self._cycle(-1)

    def _cycle(self, step: int) -> None:
        known = ways(self._transcript)
        at = known.index(self.by) if self.by in known else 0
        self.by = known[(at + step) % len(known)]
        here = self._entries[self.cursor].offset if self._entries else 0
        self._list()
        self.move_cursor(bisect_right(self._starts, here) - 1)
        self.post_message(PanesChanged())

    def recall(self, by: object) -> None:
        """List what was listed in the run before."""
        if isinstance(by, str) and by in WAYS:
            self.by = by

    def point(self, offset: int) -> None:
        """Mark the entry at the caret."""
        self.set_current(max(0, bisect_right(self._starts, offset) - 1) if self._starts else None)

    def row(self, index: int, width: int) -> Sequence[Sequence[Piece]]:
        entry = self._entries[index]
        if entry.heading is not None:
            return [[(entry.heading, "strong")]]
        transcript = self._transcript
        end = self._starts[index + 1] if index + 1 < len(self._starts) else len(transcript.text)
        marked = next((c for start, c in self._marks if entry.offset <= start < end), "")
        speaker = transcript.turn_at(entry.offset).speaker
        time = spell_clock(transcript.time_at(entry.offset)).rjust(self._time_cells)
        opening = transcript.text[entry.offset : min(end, entry.offset + width)].split("\n")[0]
        name = cut(speaker or "", self._name_cells)
        label = name.text + " " * (self._name_cells - name.cells + 1) if self._name_cells else ""
        style = f"speaker-{self._hues[speaker]}" if speaker else ""
        return [
            [("● " if marked else "  ", marked), (time + " ", "dim"), (label, style), (opening, "")]
        ]

    def chosen(self, index: int) -> None:
        self.post_message(PlaceChosen(self._entries[index].offset))


class Notes(Pane):
    """The highlights of the open episode, with their notes and tags."""

    about = "What is highlighted in this episode, with its notes and tags."

    empty = "Nothing marked yet. {highlight} marks the sentence, {select} selects words first."

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.border_title = "Notes"
        self._entries: Sequence[Note | Highlight] = ()
        self.colours: Mapping[str, str] = {}
        """What the user calls the colours."""

    def show(self, highlights: Sequence[Highlight], note: Note | None = None) -> None:
        """List `highlights` under the `note` on the episode as a whole, if there is one."""
        self._entries = [*([note] if note is not None else []), *highlights]
        self.border_subtitle = f"{len(highlights)}" if highlights else ""
        self._fill()

    def point(self, offset: int) -> None:
        """Mark the highlight at the caret."""
        at = (h.id for h in self._marks() if offset in Span(h.start, h.end))
        self.point_at(next(at, None))

    def point_at(self, id: str | None) -> None:
        """Mark the highlight with this id."""
        at = (i for i, each in enumerate(self._entries) if each.id == id)
        self.set_current(next(at, None))

    @property
    def orphan(self) -> Highlight | None:
        """The highlight under the cursor, if it lost its place."""
        entry = self._entries[self.cursor] if self.count else None
        return entry if isinstance(entry, Highlight) and entry.state == "orphan" else None

    def _marks(self) -> Iterator[Highlight]:
        yield from (each for each in self._entries if isinstance(each, Highlight))

    def _fill(self) -> None:
        width = max(10, self.scrollable_content_region.width)
        self.fill([len(self.row(i, width)) for i in range(len(self._entries))])

    def on_resize(self) -> None:
        self._fill()

    def row(self, index: int, width: int) -> Sequence[Sequence[Piece]]:
        highlight = self._entries[index]
        if isinstance(highlight, Note):
            return _note_rows(highlight, width)
        bar = "┃ " if highlight.state == "anchored" else "┊ "
        state = {"orphan": "not in this text  ", "moved": "moved?  "}.get(highlight.state, "")
        mark = "" if highlight.time_exact else "≈"
        head = f"{state}{mark}{spell_seconds(highlight.time)}"
        lines: list[list[Piece]] = [
            [(bar, highlight.colour), (head, "dim"), (f"  {highlight.speaker or ''}", "dim")]
        ]
        quote = " ".join(highlight.quote.split())
        lines += [[(bar, highlight.colour), (line, "")] for line in _wrapped(quote, width - 3, 3)]
        for paragraph in highlight.note.splitlines():
            lines += [
                [(bar, highlight.colour), (line, "accent")]
                for line in _wrapped(paragraph, width - 3, 8)
            ]
        named = self.colours.get(highlight.colour, "")
        tags = " ".join(f"#{tag}" for tag in highlight.tags)
        if named or tags:
            name = (f"{named}  " if named else "", highlight.colour)
            lines.append([(bar, highlight.colour), name, (tags, "dim")])
        return [*lines, []]

    def chosen(self, index: int) -> None:
        entry = self._entries[index]
        whole = isinstance(entry, Note)
        self.post_message(EpisodeNoteEdited() if whole else HighlightChosen(entry.id))

    def do_edit_item(self) -> None:
        """Write the note."""
        if self.count:
            entry = self._entries[self.cursor]
            whole = isinstance(entry, Note)
            self.post_message(EpisodeNoteEdited() if whole else HighlightEdited(entry.id))

    def do_delete_item(self) -> None:
        """Delete the highlight, or the note on the episode."""
        if self.count:
            entry = self._entries[self.cursor]
            whole = isinstance(entry, Note)
            self.post_message(EpisodeNoteDeleted() if whole else HighlightDeleted(entry.id))

    def do_confirm_item(self) -> None:
        """Say that the highlight, which was moved, is in its place."""
        if self.count and isinstance(entry := self._entries[self.cursor], Highlight):
            self.post_message(HighlightConfirmed(entry.id))


def _note_rows(note: Note, width: int) -> list[list[Piece]]:
    """A note on the episode as a whole, in lines."""
    lines = [
        [("▍ ", "accent"), (line, "accent")]
        for paragraph in note.text.splitlines()
        for line in _wrapped(paragraph, width - 3, 8) or [""]
    ]
    return [[("▍ ", "accent"), ("on the episode", "dim")], *lines[:_MOST_NOTE], []]


def _wrapped(text: str, width: int, most: int) -> list[str]:
    lines = [text[start:end] for start, end in wrap(text, 0, len(text), max(4, width))]
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]
