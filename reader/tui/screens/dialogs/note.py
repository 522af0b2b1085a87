"""The editor of notes. Its widget takes long to import, so this is done when a note is written."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, Static, TextArea

from reader.errors import ReaderError
from reader.tui.screens.dialogs import Dialog, cleaned, typed
from reader.tui.text import visible


class NoteEditor(Dialog[None]):
    """Writes a note in Markdown under the quote that it is about.

    It closes when `keep` has saved the note; when that raises `ReaderError` it stays and says why.
    """

    about = "A note in Markdown; it is saved when it is closed."

    place = "note"

    def __init__(
        self, quote: str, note: str, keep: Callable[[str], object], title: str = "Note"
    ) -> None:
        super().__init__()
        self._quote, self._note, self._keep, self._title = quote, note, keep, title

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog writing"):
            yield Label(Content(self._title), classes="dialog-title")
            yield Static(Content(visible(" ".join(self._quote.split()))), id="quote")
            yield TextArea(cleaned(self._note), soft_wrap=True, tab_behavior="indent", id="note")
            hint = self.hint(
                ("note-save", "saves"),
                ("note-cancel", "as it was"),
                ("note-editor", "your editor"),
            )
            yield Label(Content(f"Markdown · {hint}"), id="hint", classes="dialog-hint")

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    async def do_note_save(self) -> None:
        await typed(self.query_one(TextArea))
        try:
            self._write()
        except ReaderError as error:
            self.refuse(error)
        else:
            self.dismiss(None)

    async def do_note_editor(self) -> None:
        """Write on in the editor that the user has chosen; what it saved is kept."""
        from reader import editor

        area = self.query_one(TextArea)
        await typed(area)
        failure: ReaderError | str = ""
        try:
            editor.command()
            with self.app.suspend():
                # What is raised in here would leave the terminal with the editor.
                try:
                    area.text = cleaned(editor.edit(area.text))
                except ReaderError as error:
                    failure = error
        except SuspendNotSupported:
            failure = "this terminal cannot be lent to an editor"
        except ReaderError as error:
            failure = error
        self.app.refresh(layout=True)
        if failure:
            self.refuse(failure)
        else:
            await self.do_note_save()

    def do_note_cancel(self) -> None:
        self.dismiss(None)

    def leave(self) -> None:
        with suppress(ReaderError):
            self._write()

    def _write(self) -> None:
        """Keep the note. Raises `ReaderError`."""
        self._keep(cleaned(self.query_one(TextArea).text))
