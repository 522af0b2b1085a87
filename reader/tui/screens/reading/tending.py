"""Looking after what was marked: notes on episodes, lost places, the trash, and taking back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.widget import AwaitMount

from reader.errors import ReaderError
from reader.library import Highlight
from reader.library.journal import Entry
from reader.transcript import Span
from reader.tui.messages import EpisodeNoteDeleted, EpisodeNoteEdited, HighlightConfirmed
from reader.tui.screens.dialogs import Choice, Prompt
from reader.tui.screens.reading.marking import Marking
from reader.tui.text import opening, spell_seconds, visible

if TYPE_CHECKING:
    from reader.syncing import Synced

_BEGUN = datetime.now(UTC)
"""When this process began."""


class Tending(Marking):
    """The actions that keep what was marked in order."""

    # -- notes on episodes -------------------------------------------------------------------

    def do_episode_note(self) -> AwaitMount | None:
        """Write the note on the episode as a whole."""
        from reader.tui.screens.dialogs.note import NoteEditor

        if self.episode is None:
            return None
        episode, library = self.episode, self.session.library
        before = library.notes.of(episode.id)

        def keep(text: str) -> None:
            library.notes.write(episode.id, text)
            self.show_leaf()

        text = before.text if before is not None else ""
        editor = NoteEditor(episode.title, text, keep, title="Note on the episode")
        return self.app.push_screen(editor)

    def on_episode_note_edited(self, message: EpisodeNoteEdited) -> None:
        self.do_episode_note()

    def on_episode_note_deleted(self, message: EpisodeNoteDeleted) -> None:
        with self.room.telling():
            if self.episode is not None:
                self.session.library.notes.write(self.episode.id, "")
                self.show_leaf()
                self.room.tell(f"Deleted: the note. {self.room.keys_for('undo')} brings it back")

    # -- moved and lost ----------------------------------------------------------------------

    def do_confirm_highlight(self) -> AwaitMount | None:
        """Say that the highlight here, which was moved with a new text, is in its place; away from
        one, ask whether all are.
        """
        here = self.highlight_here()
        if here is not None:
            self._confirm(here)
            return None
        moved = [each for each in self.highlights if each.state == "moved"]
        if not moved:
            self.room.tell("There is no highlight here")
            return None
        return self._confirm_all(len(moved))

    def on_highlight_confirmed(self, message: HighlightConfirmed) -> None:
        with self.room.telling():
            self._confirm(self.session.library.highlight(message.id))

    def _confirm(self, highlight: Highlight) -> None:
        if highlight.state == "anchored":
            self.room.tell("This highlight is in its place already")
            return
        self.session.library.confirm_highlight(highlight.id)
        self.refresh_highlights()
        self.room.tell(f"In its place: {opening(highlight.quote)}")

    def _confirm_all(self, count: int) -> AwaitMount:
        def confirm(answer: str | None) -> None:
            if answer == "all" and self.episode is not None:
                with self.room.telling():
                    confirmed = self.session.library.confirm_highlights(self.episode.id)
                    self.refresh_highlights()
                    self.room.tell(f"In their places: {confirmed}")

        what = "1 highlight was moved" if count == 1 else f"{count} highlights were moved"
        options = [
            ("leave", Content("Leave them to be looked at")),
            ("all", Content("All are where they should be")),
        ]
        return self.app.push_screen(Choice(f"{what} with a new text", options), confirm)

    def do_attach_orphan(self) -> AwaitMount | None:
        """Attach a highlight that lost its place: to the selection, or where it may belong."""
        orphans = [each for each in self.highlights if each.state == "orphan"]
        if not orphans:
            self.room.tell("Every highlight of this episode has its place")
            return None
        at_cursor = self.notes_pane.orphan
        if at_cursor is not None and (self.notes_pane.has_focus or len(orphans) == 1):
            return self._offer(at_cursor)
        if len(orphans) == 1:
            return self._offer(orphans[0])
        options = [(each.id, _lost(each)) for each in orphans]

        def go_on(id: str | None) -> None:
            with self.room.telling():
                if id is not None:
                    self._offer(self.session.library.highlight(id))

        return self.app.push_screen(Choice("Which of those that lost their place?", options), go_on)

    def _offer(self, orphan: Highlight) -> AwaitMount | None:
        """Attach `orphan` to the selection; without one, offer the places where it may belong."""
        from reader.tui.screens.dialogs.attaching import Attaching

        if (selected := self.selected()) is not None:
            self._attached(orphan, selected)
            return None

        def put(span: Span | None) -> None:
            if span is not None:
                with self.room.telling():
                    self._attached(orphan, span)

        return self.app.push_screen(Attaching(self.page.transcript, orphan), put)

    def _attached(self, orphan: Highlight, span: Span) -> None:
        from reader.notebook import tending

        there = tending.attach(self.session.library, orphan.id, span)
        self.page.let_go()
        self.refresh_highlights()
        self.set_focus(self.page)
        self.page.leap_to(there.start)
        key = self.room.keys_for("undo")
        self.room.tell(f"Attached to {opening(there.quote)} {key} takes it back")

    def idle_notes(self) -> set[str]:
        """The actions that have nothing to do in Notes, as things are."""
        states = {each.state for each in self.highlights}
        needs = {"attach-orphan": "orphan", "confirm-item": "moved"}
        return {action for action, state in needs.items() if state not in states}

    # -- several machines --------------------------------------------------------------------

    def do_sync(self) -> AwaitMount | None:
        """Bring the library together with the folder of the last time; ask for it before."""
        from reader.syncing import shared_folder

        folder = shared_folder(self.session.library)
        if folder is not None:
            self._sync(folder)
            return None

        def begin(answer: str | None) -> None:
            if answer and answer.strip():
                self._sync(Path(answer.strip()).expanduser())

        hint = "One that a file synchroniser or git keeps · it is remembered"
        return self.app.push_screen(Prompt("The folder that your machines share", hint=hint), begin)

    @work(thread=True, exit_on_error=False, group="sync", description="bring together")
    def _sync(self, folder: Path) -> None:
        from reader.formats.clean import clean
        from reader.syncing import sync

        try:
            met = sync(self.session.library, folder, clean)
        except ReaderError as error:
            self.app.call_from_thread(self.room.tell, str(error), severity="warning", timeout=8)
        else:
            self.app.call_from_thread(self._synced, folder, met)

    def _synced(self, folder: Path, met: Synced) -> None:
        self.reload()
        self.room.tell("\n".join([f"{folder.name}: {met.said}", *met.told]), timeout=8)

    # -- the trash ---------------------------------------------------------------------------

    def do_trash(self) -> AwaitMount:
        """What was deleted, to be brought back or deleted for ever."""
        from reader.tui.screens.notebook.trash import TrashScreen

        return self.app.push_screen(TrashScreen(self.session.library, self.reload))

    # -- undo --------------------------------------------------------------------------------

    def do_undo(self) -> None:
        """Take back the latest change to the library."""
        library = self.session.library
        nothing = "There is nothing to undo"
        self._travel("Undone", nothing, library.latest, library.undo, library.together())

    def do_redo(self) -> None:
        """Make the change last undone again."""
        library = self.session.library
        nothing = "There is nothing to redo"
        self._travel("Done again", nothing, library.undone, library.redo, library.together())

    def _travel(
        self,
        done: str,
        nothing: str,
        coming: Callable[[], Entry | None],
        step: Callable[[], str | None],
        together: AbstractContextManager[None],
    ) -> None:
        """Undo or redo by `step`, and say what it was, in which other episode, and whose."""
        library = self.session.library
        with together:
            seq, highlights = library.changed_since(0)[0], set(library.highlights())
            entry, label = coming(), step()
            changed = set(library.changed_since(seq)[1])
            changed |= {h.episode for h in highlights ^ set(library.highlights())}
        self.reload()
        elsewhere = changed - {self.episode.id if self.episode is not None else 0}
        titles = [e.title for e in library.episodes() if e.id in elsewhere]
        where = f", in “{visible(titles[0])}”" if len(changed) == len(titles) == 1 else ""
        whose = of_whom(entry, datetime.now(UTC)) if entry is not None else ""
        self.room.tell(f"{done}: {label}{where}{whose}" if label else nothing)


def of_whom(entry: Entry, now: datetime, begun: datetime = _BEGUN) -> str:
    """What is said of a change that this process did not make; nothing of its own.

    One made since it had `begun` is another program's; else it is from before.
    """
    if entry.own:
        return ""
    at = datetime.fromisoformat(entry.at.replace("Z", "+00:00"))
    here = at.astimezone()
    when = f"{here:%H:%M}" if here.date() == now.astimezone().date() else f"{here:%Y-%m-%d %H:%M}"
    return f" · done elsewhere at {when}" if at >= begun else f" · of {when}, before this start"


def _lost(orphan: Highlight) -> Content:
    mark = "" if orphan.time_exact else "≈"
    facts = f"{mark}{spell_seconds(orphan.time)}  {visible(orphan.speaker or '')}"
    return Content.assemble(opening(orphan.quote), "  ", (facts, "$reader-dim"))


def renewed(doubtful: Sequence[Highlight], carried: int, confirms: str, attaches: str) -> Content:
    """What became of highlights in a new text: how many were `carried`, and each that moved or lost
    its place; `confirms` and `attaches` are the keys for these.
    """
    lines = [Content(f"{carried:,} stand in the new text as they did.")]
    for state, head in (
        ("moved", f"Moved: {confirms} says that they are where they should be"),
        ("orphan", f"Lost their place: {attaches} attaches them"),
    ):
        some = [each for each in doubtful if each.state == state]
        if some:
            lines += [Content(""), Content.styled(head, "bold")]
        for each in some:
            mark = "" if each.time_exact else "≈"
            time = f"{mark}{spell_seconds(each.time)}".rjust(9)
            words = visible(" ".join(each.quote.split()))
            lines.append(Content.assemble((f"{time}  ", "$reader-dim"), words))
    return Content("\n").join(lines)
