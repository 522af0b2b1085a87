"""The citation dialog: every style, what it gives, and what became of the copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from reader.errors import ReaderError
from reader.session import Session
from reader.transcript import Span, Transcript
from reader.tui.screens.dialogs import Dialog
from reader.tui.text import visible

if TYPE_CHECKING:
    from reader.cite import Citation

_TITLES = {
    "plain": "Quote with source",
    "markdown": "Markdown",
    "apa": "APA",
    "chicago-note": "Chicago, note",
    "mla": "MLA",
    "bibtex": "BibTeX",
}


class Citing(Dialog[None]):
    """Shows the citation of a span in every style; choosing one copies it."""

    def __init__(self, session: Session, transcript: Transcript, span: Span) -> None:
        super().__init__()
        self._session, self._transcript, self._span = session, transcript, span

    def compose(self) -> ComposeResult:
        from reader.cite import STYLES

        with Vertical(classes="dialog wide"):
            yield Label(Content("Cite"), classes="dialog-title")
            with Horizontal(id="citing"):
                options = (Option(Content(_TITLES.get(s, s)), id=s) for s in STYLES)
                yield OptionList(*options, id="styles", compact=True)
                with VerticalScroll(id="preview", can_focus=False):
                    yield Static(id="citation")
            yield Label(id="hint", classes="dialog-hint")

    def on_mount(self) -> None:
        from reader.cite import STYLES

        styles = self.query_one("#styles", OptionList)
        style = self._session.settings.citation
        styles.highlighted = STYLES.index(style) if style in STYLES else 0
        hint = self.hint(
            ("choose", "copies this"),
            ("copy-reference", "the reference alone"),
            ("copy-in-text", "the one in the text"),
        )
        self.query_one("#hint", Label).update(Content(hint))

    @property
    def _citation(self) -> Citation:
        """The citation in the style that is highlighted."""
        option = self.query_one("#styles", OptionList).highlighted_option
        return self._session.cite(self._transcript, self._span, option.id if option else None)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        shown = visible(self._citation.pasted, lines=True)
        self.query_one("#citation", Static).update(Content(shown))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.do_choose()

    def _copy(self, text: str) -> None:
        label = self.query_one("#hint", Label)
        try:
            copied = self._session.copy(text, self.room.emit)
        except ReaderError as error:
            label.remove_class("done")
            self.refuse(error)
        else:
            label.update(Content(visible(copied.message)))
            label.remove_class("error").set_class(copied.certain, "done")

    def do_choose(self) -> None:
        self._copy(self._citation.pasted)

    def do_copy_reference(self) -> None:
        self._copy(self._citation.citation)

    def do_copy_in_text(self) -> None:
        self._copy(self._citation.in_text)

    def do_list_down(self) -> None:
        self.query_one("#styles", OptionList).action_cursor_down()

    def do_list_up(self) -> None:
        self.query_one("#styles", OptionList).action_cursor_up()
