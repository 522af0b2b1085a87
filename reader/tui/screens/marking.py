"""Marking: highlights, notes, tags, names, citations and copies, and taking it all back."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import AwaitMount

from reader.colouring import colour_names
from reader.library import Highlight
from reader.transcript import Span
from reader.tui import caret
from reader.tui.messages import HighlightDeleted, HighlightEdited
from reader.tui.screens.citing import Citing
from reader.tui.screens.core import ReadingCore
from reader.tui.screens.painting import colour_choice
from reader.tui.screens.tagging import Tagging
from reader.tui.text import visible

_OPENING_WORDS = 5


class Marking(ReadingCore):
    """The actions that write to the library, and those that copy from the page."""

    # -- highlights --------------------------------------------------------------------------

    def do_highlight(self) -> None:
        """Highlight the selection, or else the sentence; on a highlight, choose its colour."""
        if self.selected() is None and self.highlight_here() is not None:
            self.do_colour()
        else:
            self._marked()

    def _markable(self) -> Span | None:
        """The selection, else the sentence; None where there is no text."""
        if self.episode is None or not self.page.transcript.text:
            return None
        return self.selected() or caret.sentence_at(self.page.transcript, self.page.caret)

    def _marked(self, **facts: object) -> Highlight | None:
        """The new highlight of the selection or of the sentence; it is on disk."""
        span = self._markable()
        if self.episode is None or span is None:
            return None
        highlight = self.session.highlight(
            self.episode,
            self.page.transcript,
            span,
            **facts,  # type: ignore[arg-type]
        )
        self.page.let_go()
        self._refresh_highlights()
        return highlight

    def _at_hand(self) -> Highlight | None:
        """The highlight that an action means: the one here, unless something is selected."""
        return self.highlight_here() if self.selected() is None else None

    def _change(self, highlight: Highlight, label: str, **values: object) -> None:
        self.session.library.update_highlight(highlight.id, label, **values)
        self._refresh_highlights()

    def _refresh_highlights(self) -> None:
        assert self.episode is not None
        self.mark_leaves(self.episode.id)
        self.notes_pane.show(self.highlights)
        self.times_pane.show(self.page.transcript, self.highlights)
        self.point_panes()

    def do_colour(self) -> AwaitMount:
        """Choose the colour of the highlight here, or highlight the selection in one."""

        def paint(colour: str | None) -> None:
            if colour is None:
                return
            here = self.highlight_here() if self.selected() is None else None
            with self.room.telling():
                if here is None:
                    self._marked(colour=colour)
                else:
                    self._change(here, f"colour {colour}", colour=colour)

        return self.app.push_screen(colour_choice(colour_names(self.session.settings)), paint)

    def do_note(self) -> AwaitMount | None:
        """Write the note of the highlight here; without one, the note that is kept makes it."""
        highlight, span = self._at_hand(), self._markable()
        if highlight is not None:
            return self._edit_note(highlight)
        return self._write_note(span) if span is not None else None

    def _write_note(self, span: Span) -> AwaitMount:
        from reader.tui.screens.note import NoteEditor

        def keep(note: str) -> None:
            if note.strip():
                self._marked(note=note.strip())

        quote = self.page.transcript.text[span.start : span.end]
        return self.app.push_screen(NoteEditor(quote, "", keep))

    def _edit_note(self, highlight: Highlight) -> AwaitMount:
        from reader.tui.screens.note import NoteEditor

        def keep(note: str) -> None:
            if note.strip() != highlight.note.strip():
                self._change(highlight, "note", note=note.strip())

        return self.app.push_screen(NoteEditor(highlight.quote, highlight.note, keep))

    def do_tag(self) -> AwaitMount | None:
        """Tag the highlight here; without one, the tags that are kept make it."""
        from reader.annotate import parse_tags

        highlight = self._at_hand()
        if highlight is None and self._markable() is None:
            return None
        before = highlight.tags if highlight is not None else ()

        def keep(answer: str) -> None:
            tags = parse_tags(answer)
            if tags == before:
                return
            if highlight is None:
                self._marked(tags=tags)
            else:
                self._change(highlight, "tag", tags=tags)

        known = self.session.library.noted.tags()
        return self.app.push_screen(Tagging("Tags", known, value=", ".join(before), accept=keep))

    def do_confirm_highlight(self) -> None:
        """Say that the highlight here, which was moved with a new text, is in its place."""
        here = self.highlight_here()
        if here is None:
            self.room.tell("There is no highlight here")
        elif here.state != "moved":
            self.room.tell("This highlight is in its place already")
        else:
            self.session.library.confirm_highlight(here.id)
            self._refresh_highlights()
            self.room.tell(f"In its place: {_opening(here.quote)}")

    def do_delete_highlight(self) -> None:
        """Delete the highlight here."""
        here = self.highlight_here()
        if here is None:
            self.room.tell("There is no highlight here")
        else:
            self._delete(here.id)

    def _delete(self, id: str) -> None:
        quote = self.session.library.highlight(id).quote
        self.session.library.delete_highlight(id)
        self._refresh_highlights()
        key = self.room.keys_for("undo")
        self.room.tell(f"Deleted: {_opening(quote)} {key} brings it back")

    def on_highlight_edited(self, message: HighlightEdited) -> None:
        with self.room.telling():
            self._edit_note(self.session.library.highlight(message.id))

    def on_highlight_deleted(self, message: HighlightDeleted) -> None:
        with self.room.telling():
            self._delete(message.id)

    # -- undo --------------------------------------------------------------------------------

    def do_undo(self) -> None:
        """Take back the latest change to the library."""
        self._travel("Undone", "There is nothing to undo", self.session.library.undo)

    def do_redo(self) -> None:
        """Make the change last undone again."""
        self._travel("Done again", "There is nothing to redo", self.session.library.redo)

    def _travel(self, done: str, nothing: str, step: Callable[[], str | None]) -> None:
        """Undo or redo by `step`, and say what it was and in which other episode."""
        library = self.session.library
        seq, highlights = library.changed_since(0)[0], set(library.highlights())
        label = step()
        changed = set(library.changed_since(seq)[1])
        changed |= {h.episode for h in highlights ^ set(library.highlights())}
        self.reload()
        elsewhere = changed - {self.episode.id if self.episode is not None else 0}
        titles = [e.title for e in library.episodes() if e.id in elsewhere]
        where = f", in “{visible(titles[0])}”" if len(changed) == len(titles) == 1 else ""
        self.room.tell(f"{done}: {label}{where}" if label else nothing)

    # -- quoting -----------------------------------------------------------------------------

    def _quotable(self) -> Span | None:
        """The selection, else the highlight here, else the sentence."""
        if not self.page.transcript.text:
            return None
        here = self.highlight_here()
        if (span := self.selected()) is not None:
            return span
        if here is not None:
            return Span(here.start, here.end)
        return caret.sentence_at(self.page.transcript, self.page.caret)

    def do_cite(self) -> AwaitMount | None:
        """Show the citation in every style, to copy one."""
        span = self._quotable()
        if span is None:
            return None
        dialog = Citing(self.session, self.page.transcript, span, self.episode, self.reload)
        return self.app.push_screen(dialog)

    def do_copy(self) -> None:
        """Copy the words alone."""
        span = self._quotable()
        if span is not None:
            text = self.page.transcript.text[span.start : span.end]
            self.room.tell(self.session.copy(text, self.room.emit).message)
            self.page.let_go()


def _opening(quote: str) -> str:
    """The first words of a quote, in quotation marks."""
    words = visible(quote).split()
    return f"“{' '.join(words[:_OPENING_WORDS])}{' …' if len(words) > _OPENING_WORDS else ''}”"
