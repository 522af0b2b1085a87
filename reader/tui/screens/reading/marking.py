"""Marking: highlights, notes, tags and citations."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import AwaitMount

from reader.library import Highlight
from reader.settings.colouring import colour_names
from reader.transcript import Span
from reader.tui.messages import HighlightDeleted, HighlightEdited
from reader.tui.page import caret
from reader.tui.screens.reading.overlaps import Overlaps
from reader.tui.text import opening


class Marking(Overlaps):
    """The actions that mark what is on the page, and cite it."""

    # -- highlights --------------------------------------------------------------------------

    def do_highlight(self) -> AwaitMount | None:
        """Highlight the selection, or else the sentence; on a highlight, choose its colour."""
        if self.selected() is None and self.highlight_here() is not None:
            return self.do_colour()
        span = self._markable()
        return self.over(span, lambda into: self._marked(into=into)) if span is not None else None

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
        self.refresh_highlights()
        return highlight

    def _at_hand(self) -> Highlight | None:
        """The highlight that an action means: the one here, unless something is selected."""
        return self.highlight_here() if self.selected() is None else None

    def _change(self, highlight: Highlight, label: str, **values: object) -> None:
        self.session.library.update_highlight(highlight.id, label, **values)
        self.refresh_highlights()

    def refresh_highlights(self) -> None:
        """Show the highlights of the episode as they are now."""
        assert self.episode is not None
        self.mark_leaves(self.episode.id)
        self.show_notes()
        self.times_pane.show(self.page.transcript, self.highlights)
        self.point_panes()

    def do_colour(self) -> AwaitMount:
        """Choose the colour of the highlight here, or highlight the selection in one."""
        from reader.tui.screens.dialogs.painting import colour_choice

        def paint(colour: str | None) -> None:

            if colour is None:
                return
            here = self.highlight_here() if self.selected() is None else None
            with self.room.telling():
                span = self._markable()
                if here is None and span is not None:
                    self.over(span, lambda into: self._marked(colour=colour, into=into))
                elif here is not None:
                    self._change(here, f"colour {colour}", colour=colour)

        return self.app.push_screen(colour_choice(colour_names(self.session.settings)), paint)

    def do_note(self) -> AwaitMount | None:
        """Write the note of the highlight here; without one, the note that is kept makes it."""
        highlight, span = self._at_hand(), self._markable()
        if highlight is not None:
            return self._edit_note(highlight)
        if span is None:
            return None
        return self.over(span, lambda into: self._write_note(span, into))

    def _write_note(self, span: Span, into: Sequence[Highlight]) -> AwaitMount:
        from reader.tui.screens.dialogs.note import NoteEditor

        def keep(note: str) -> None:
            if note.strip():
                self._marked(note=note.strip(), into=into)

        quote = self.page.transcript.text[span.start : span.end]
        return self.app.push_screen(NoteEditor(quote, "", keep))

    def _edit_note(self, highlight: Highlight) -> AwaitMount:
        from reader.tui.screens.dialogs.note import NoteEditor

        def keep(note: str) -> None:
            if note.strip() != highlight.note.strip():
                self._change(highlight, "note", note=note.strip())

        return self.app.push_screen(NoteEditor(highlight.quote, highlight.note, keep))

    def do_tag(self) -> AwaitMount | None:
        """Tag the highlight here; without one, the tags that are kept make it."""
        highlight, span = self._at_hand(), self._markable()
        if highlight is not None:
            return self._ask_tags(highlight)
        return self.over(span, lambda into: self._ask_tags(None, into)) if span else None

    def _ask_tags(self, highlight: Highlight | None, into: Sequence[Highlight] = ()) -> AwaitMount:
        from reader.annotate import parse_tags
        from reader.tui.screens.dialogs.tagging import Tagging

        before = highlight.tags if highlight is not None else ()

        def keep(answer: str) -> None:

            tags = parse_tags(answer)
            if tags == before:
                return
            if highlight is None:
                self._marked(tags=tags, into=into)
            else:
                self._change(highlight, "tag", tags=tags)
            self.room.tell(
                " ".join(["Tagged:", *(f"#{tag}" for tag in tags)] if tags else ["No tags"])
            )

        known = self.session.library.noted.tags()
        return self.app.push_screen(Tagging("Tags", known, value=", ".join(before), accept=keep))

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
        self.refresh_highlights()
        key = self.room.keys_for("undo")
        self.room.tell(f"Deleted: {opening(quote)} {key} brings it back")

    def on_highlight_edited(self, message: HighlightEdited) -> None:
        with self.room.telling():
            self._edit_note(self.session.library.highlight(message.id))

    def on_highlight_deleted(self, message: HighlightDeleted) -> None:
        with self.room.telling():
            self._delete(message.id)

    # -- quoting -----------------------------------------------------------------------------

    def quotable(self) -> Span | None:
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
        from reader.tui.screens.dialogs.citing import Citing

        span = self.quotable()
        if span is None:
            return None
        dialog = Citing(self.session, self.page.transcript, span, self.episode, self.reload)
        return self.app.push_screen(dialog)
