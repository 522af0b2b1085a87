"""The citation dialog: every style, what it gives, and what became of the copy."""

from __future__ import annotations

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
        styles.focus()
        key = self.room.keys_for("choose")
        self.query_one("#hint", Label).update(Content(f"{key} copies the citation"))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        citation = self._session.cite(self._transcript, self._span, event.option.id)
        lines = [Content(visible(citation.citation, lines=True))]
        if citation.in_text and citation.in_text != citation.citation:
            lines += [
                Content(""),
                Content.styled("in the text", "$reader-dim"),
                Content(visible(f"“{citation.quote}” {citation.in_text}", lines=True)),
            ]
        self.query_one("#citation", Static).update(Content("\n").join(lines))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        citation = self._session.cite(self._transcript, self._span, event.option.id)
        label = self.query_one("#hint", Label)
        try:
            copied = self._session.copy(citation.citation, self.room.emit)
        except ReaderError as error:
            label.remove_class("done")
            self.refuse(error)
        else:
            label.update(Content(visible(copied.message)))
            label.remove_class("error").set_class(copied.certain, "done")

    def do_list_down(self) -> None:
        self.query_one("#styles", OptionList).action_cursor_down()

    def do_list_up(self) -> None:
        self.query_one("#styles", OptionList).action_cursor_up()

    def do_choose(self) -> None:
        self.query_one("#styles", OptionList).action_select()
