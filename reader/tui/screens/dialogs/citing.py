"""The citation dialog: every style, what it gives, and what became of the copy.

The facts that a formal citation lacks are asked for once, in a form, before the first is copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from reader import amending
from reader.errors import ReaderError
from reader.library import Episode
from reader.session import Session
from reader.transcript import Span, Transcript
from reader.tui.screens.dialogs import Dialog, Form
from reader.tui.text import visible

if TYPE_CHECKING:
    from reader.cite import Citation

_TITLES = {
    "plain": "Quote with source",
    "markdown": "Markdown",
    "html": "HTML",
    "org": "Org",
    "template": "Your own template",
    "apa": "APA",
    "chicago-note": "Chicago, note",
    "chicago-author-date": "Chicago, author",
    "mla": "MLA",
    "harvard": "Harvard",
    "ieee": "IEEE",
    "bluebook": "Bluebook",
    "oral-history": "Oral history",
    "bibtex": "BibTeX",
    "biblatex": "BibLaTeX",
    "csl-json": "CSL-JSON",
    "ris": "RIS",
}
_AT_EASE = frozenset(("plain", "markdown", "html", "org", "template"))
"""Styles that say what is known, and ask for nothing."""

_FACTS = {
    "kind": "Kind",
    "title": "Title",
    "show": "Show",
    "number": "Number",
    "hosts": "Hosts",
    "guests": "Guests",
    "date": "Date",
    "url": "Link",
}
"""The facts that a citation is made from, and their labels."""


class Citing(Dialog[None]):
    """Shows the citation of a span in every style; choosing one copies it.

    `changed` is called when facts of the episode were filled in.
    """

    about = "The quote with its source, in the style under the cursor."

    def __init__(
        self,
        session: Session,
        transcript: Transcript,
        span: Span,
        episode: Episode | None = None,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self._session, self._transcript, self._span = session, transcript, span
        self._episode, self._changed = episode, changed
        self._clean = False

    def compose(self) -> ComposeResult:
        from reader.cite import STYLES

        with Vertical(classes="dialog wide"):
            yield Label(Content("Cite"), id="title", classes="dialog-title")
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
            ("copy-reference", "the reference"),
            ("copy-in-text", "the one in the text"),
            ("quote-clean", "without fillers"),
            ("edit-item", "facts"),
            ("focus-page", "closes"),
        )
        self.query_one("#hint", Label).update(Content(hint))

    @property
    def _citation(self) -> Citation:
        """The citation in the style that is highlighted."""
        option = self.query_one("#styles", OptionList).highlighted_option
        style = option.id if option else None
        return self._session.cite(self._transcript, self._span, style, clean=self._clean)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._show()

    def _show(self) -> None:
        shown = visible(self._citation.pasted, lines=True)
        self.query_one("#citation", Static).update(Content(shown))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.do_choose()

    def _copy(self, text: str) -> None:
        label = self.query_one("#hint", Label)
        try:
            copied = self.room.put_out(text)
        except ReaderError as error:
            label.remove_class("done")
            self.refuse(error)
        else:
            label.update(Content(visible(copied.message)))
            label.remove_class("error").set_class(copied.certain, "done")

    def do_choose(self) -> None:
        if self._to_be_asked():
            self._ask(self._lacking, lambda _: self._copy_all())
        else:
            self._copy_all()

    def _copy_all(self) -> None:
        """Copy the citation, and remember that the words were cited."""
        from reader import citing

        citation = self._citation
        self._copy(citation.pasted)
        if self._episode is not None:
            try:
                spans = [self._span]
                citing.remember(self._session.library, self._episode, spans, citation.style)
            except ReaderError as error:
                self.refuse(error)

    # -- facts -------------------------------------------------------------------------------

    @property
    def _lacking(self) -> tuple[str, ...]:
        from reader.cite import lacking

        return lacking(self._transcript)

    def _to_be_asked(self) -> bool:
        """Whether this style needs facts that are not known and were not asked for before."""
        if self._episode is None or self._citation.style in _AT_EASE or not self._lacking:
            return False
        asked = self._session.library.citations
        if asked.was_asked(self._episode.id):
            return False
        asked.note_asked(self._episode.id)
        return True

    def do_edit_item(self) -> None:
        self._ask(_FACTS, lambda _: None)

    def _ask(self, names: Iterable[str], then: Callable[[None], None]) -> None:
        """Ask for the facts of these names, keep what is filled in, and go on with `then`."""
        if self._episode is None:
            return
        before = amending.written(self._transcript.meta, names)
        fields = {name: (_FACTS[name], value) for name, value in before.items()}

        def keep(answers: dict[str, str]) -> None:
            changed = {name: text for name, text in answers.items() if text != before[name]}
            self._keep(changed)

        title = "What a citation of this needs: fill in what you know"
        self.app.push_screen(Form(title, fields, keep), then)

    def _keep(self, texts: dict[str, str]) -> None:
        """Keep the facts that were filled in, and show the citation anew."""
        if self._episode is None or not texts:
            return
        library, episode = self._session.library, self._episode.id
        library.edit(episode, amending.stated(texts), amending.cleared(texts))
        self._transcript = library.transcript(episode)
        self._episode = library.episode(episode)
        self._show()
        self._changed()

    def do_quote_clean(self) -> None:
        """Quote without the fillers of speech, which the quote then says; or exactly again."""
        self._clean = not self._clean
        title = "Cite · without fillers, marked as edited" if self._clean else "Cite"
        self.query_one("#title", Label).update(Content(title))
        self._show()

    def do_copy_reference(self) -> None:
        self._copy(self._citation.citation)

    def do_copy_in_text(self) -> None:
        self._copy(self._citation.in_text)

    def do_list_down(self) -> None:
        self.query_one("#styles", OptionList).action_cursor_down()

    def do_list_up(self) -> None:
        self.query_one("#styles", OptionList).action_cursor_up()
