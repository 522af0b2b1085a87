"""Marking: highlights, notes, tags, names, citations and copies, and taking it all back."""

from __future__ import annotations

from dataclasses import replace

from textual.content import Content

from reader.library import COLOURS, Highlight
from reader.library.journal import now
from reader.transcript import Span
from reader.tui import caret
from reader.tui.messages import HighlightDeleted, HighlightEdited
from reader.tui.screens.citing import Citing
from reader.tui.screens.core import ReadingCore
from reader.tui.screens.dialogs import Choice, NoteEditor, Prompt


class Marking(ReadingCore):
    """The actions that write to the library, and those that copy from the page."""

    # -- highlights --------------------------------------------------------------------------

    def do_highlight(self) -> None:
        """Highlight the selection, or else the sentence; on a highlight, choose its colour."""
        if self.selected() is None and self.highlight_here() is not None:
            self.do_colour()
        else:
            self._marked()

    def _marked(self, **facts: object) -> Highlight | None:
        """The new highlight of the selection or of the sentence; it is on disk."""
        if self.episode is None or not self.page.transcript.text:
            return None
        span = self.selected() or caret.sentence_at(self.page.transcript, self.page.caret)
        highlight = self.session.highlight(
            self.episode,
            self.page.transcript,
            span,
            **facts,  # type: ignore[arg-type]
        )
        self.page.selection = None
        self.page.move_to(highlight.start)
        self._refresh_highlights()
        return highlight

    def _at_hand(self) -> Highlight | None:
        """The highlight that an action means: a new one of the selection, else the one here."""
        if self.selected() is None and (here := self.highlight_here()) is not None:
            return here
        return self._marked()

    def _change(self, highlight: Highlight, label: str, **values: object) -> None:
        changed = replace(highlight, modified=now(), **values)  # type: ignore[arg-type]
        self.session.library.save_highlight(changed, label)
        self._refresh_highlights()

    def _refresh_highlights(self) -> None:
        assert self.episode is not None
        self.highlights = self.session.library.highlights(self.episode.id)
        self.page.mark(self.highlights)
        self.notes_pane.show(self.highlights)
        self.times_pane.show(self.page.transcript, self.highlights)
        self.point_panes()

    def do_colour(self) -> None:
        """Choose the colour of the highlight here, or highlight the selection in one."""
        names = {"yellow": "warning", "green": "success", "blue": "primary"}
        names |= {"pink": "error", "orange": "accent"}
        options = [
            (c, Content.assemble(("┃ ", f"$text-{names[c]}"), c.capitalize())) for c in COLOURS
        ]

        def paint(colour: str | None) -> None:
            if colour is None:
                return
            here = self.highlight_here() if self.selected() is None else None
            with self.room.telling():
                if here is None:
                    self._marked(colour=colour)
                else:
                    self._change(here, f"colour {colour}", colour=colour)

        self.app.push_screen(Choice("Colour", options), paint)

    def do_note(self) -> None:
        """Write the note of the highlight here; without one, highlight first."""
        highlight = self._at_hand()
        if highlight is not None:
            self._edit_note(highlight)

    def _edit_note(self, highlight: Highlight) -> None:
        def keep(note: str) -> None:
            if note.strip() != highlight.note.strip():
                self._change(highlight, "note", note=note.strip())

        self.app.push_screen(NoteEditor(highlight.quote, highlight.note, keep))

    def do_tag(self) -> None:
        """Tag the highlight here; without one, highlight first."""
        from reader.annotate import parse_tags

        highlight = self._at_hand()
        if highlight is None:
            return

        def keep(answer: str) -> None:
            if parse_tags(answer) != highlight.tags:
                self._change(highlight, "tag", tags=parse_tags(answer))

        known = sorted({t for h in self.session.library.highlights() for t in h.tags})
        hint = f"in use: {' '.join(known)}" if known else "such as: method, safety/alignment"
        prompt = Prompt("Tags", value=", ".join(highlight.tags), hint=hint, accept=keep)
        self.app.push_screen(prompt)

    def do_delete_highlight(self) -> None:
        """Delete the highlight here."""
        here = self.highlight_here()
        if here is None:
            self.room.tell("There is no highlight here")
        else:
            self._delete(here.id)

    def _delete(self, id: str) -> None:
        self.session.library.delete_highlight(id)
        self._refresh_highlights()
        self.room.tell(f"Deleted. {self.room.keys_for('undo')} brings it back")

    def on_highlight_edited(self, message: HighlightEdited) -> None:
        with self.room.telling():
            self._edit_note(self.session.library.highlight(message.id))

    def on_highlight_deleted(self, message: HighlightDeleted) -> None:
        with self.room.telling():
            self._delete(message.id)

    # -- undo --------------------------------------------------------------------------------

    def do_undo(self) -> None:
        """Take back the latest change to the library."""
        label = self.session.library.undo()
        self.reload()
        self.room.tell(f"Undone: {label}" if label else "There is nothing to undo")

    def do_redo(self) -> None:
        """Make the change last undone again."""
        label = self.session.library.redo()
        self.reload()
        self.room.tell(f"Done again: {label}" if label else "There is nothing to redo")

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

    def do_cite(self) -> None:
        """Show the citation in every style, to copy one."""
        span = self._quotable()
        if span is not None:
            self.app.push_screen(Citing(self.session, self.page.transcript, span))

    def do_copy(self) -> None:
        """Copy the words alone."""
        span = self._quotable()
        if span is not None:
            text = self.page.transcript.text[span.start : span.end]
            self.room.tell(self.session.copy(text, self.room.emit).message)
            self.page.let_go()
