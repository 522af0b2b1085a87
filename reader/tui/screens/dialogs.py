"""Small dialogs: one line of input, a choice, a note, a text to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from reader.errors import ReaderError
from reader.tui.room import Room
from reader.tui.text import visible

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A screen over the page that Escape closes."""

    @property
    def room(self) -> Room:
        """The application."""
        return cast(Room, self.app)

    def do_focus_page(self) -> None:
        """Close without a result."""
        self.dismiss(None)

    do_input_cancel = do_focus_page
    do_quit = do_focus_page

    def refuse(self, error: ReaderError) -> None:
        """Say in the hint why the dialog stays."""
        hint = self.query_one("#hint", Label)
        hint.update(Content(visible(str(error))))
        hint.add_class("error")


class Prompt(Dialog[str]):
    """Asks for one line. `accept` may refuse it by raising `ReaderError`."""

    def __init__(
        self,
        title: str,
        *,
        value: str = "",
        hint: str = "",
        accept: Callable[[str], object] = str,
    ) -> None:
        super().__init__()
        self._title, self._value, self._hint, self._accept = title, value, hint, accept

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog small"):
            yield Label(Content(visible(self._title)), classes="dialog-title")
            yield Input(_cleaned(self._value), id="line")
            yield Label(Content(visible(self._hint)), id="hint", classes="dialog-hint")

    def do_input_done(self) -> None:
        value = _cleaned(self.query_one("#line", Input).value)
        try:
            self._accept(value)
        except ReaderError as error:
            self.refuse(error)
        else:
            self.dismiss(value)


class Form(Dialog[None]):
    """Asks for several lines. `fields` are names with a label and a value; `keep` takes the answers
    by name, and may refuse them by raising `ReaderError`.
    """

    def __init__(
        self,
        title: str,
        fields: Mapping[str, tuple[str, str]],
        keep: Callable[[dict[str, str]], object],
    ) -> None:
        super().__init__()
        self._title, self._fields, self._keep = title, fields, keep

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label(Content(visible(self._title)), classes="dialog-title")
            for name, (label, value) in self._fields.items():
                with Horizontal(classes="field"):
                    yield Label(Content(label))
                    line = Input(_cleaned(value), id=f"field-{name}")
                    line.compact = True
                    yield line
            done = self.room.keys_for("input-done")
            yield Label(Content(f"Tab goes on · {done} keeps"), id="hint", classes="dialog-hint")

    def do_input_done(self) -> None:
        lines = {name: self.query_one(f"#field-{name}", Input).value for name in self._fields}
        try:
            self._keep({name: _cleaned(line) for name, line in lines.items()})
        except ReaderError as error:
            self.refuse(error)
        else:
            self.dismiss(None)


class Choice(Dialog[str]):
    """Asks for one of some options: pairs of a value and the line that is shown for it."""

    def __init__(self, title: str, options: Sequence[tuple[str, Content]]) -> None:
        super().__init__()
        self._title, self._options = title, options

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog small"):
            yield Label(Content(visible(self._title)), classes="dialog-title")
            yield OptionList(*(Option(line, id=value) for value, line in self._options))

    def do_list_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def do_list_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def do_choose(self) -> None:
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


class NoteEditor(Dialog[None]):
    """Writes a note in Markdown under the quote that it is about.

    It closes when `keep` has saved the note; when that raises `ReaderError` it stays and says why.
    """

    def __init__(self, quote: str, note: str, keep: Callable[[str], object]) -> None:
        super().__init__()
        self._quote, self._note, self._keep = quote, note, keep

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label(Content("Note"), classes="dialog-title")
            yield Static(Content(visible(" ".join(self._quote.split()))), id="quote")
            yield TextArea(_cleaned(self._note), soft_wrap=True, tab_behavior="indent", id="note")
            keys = self.room.keys_for
            hint = (
                f"Markdown · {keys('note-save')} saves · {keys('note-cancel')} leaves it as it was"
            )
            yield Label(Content(hint), id="hint", classes="dialog-hint")

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    def do_note_save(self) -> None:
        try:
            self._keep(_cleaned(self.query_one(TextArea).text))
        except ReaderError as error:
            self.refuse(error)
        else:
            self.dismiss(None)

    def do_note_cancel(self) -> None:
        self.dismiss(None)


class Leaflet(Dialog[None]):
    """A text to read, such as what is known of an episode."""

    def __init__(self, title: str, body: Content) -> None:
        super().__init__()
        self._title, self._body = title, body

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Label(Content(visible(self._title)), classes="dialog-title")
            with VerticalScroll(id="scroll"):
                yield Static(self._body)

    def on_mount(self) -> None:
        self.query_one("#scroll").focus()

    def do_list_down(self) -> None:
        self.query_one("#scroll").scroll_relative(y=1, animate=False)

    def do_list_up(self) -> None:
        self.query_one("#scroll").scroll_relative(y=-1, animate=False)

    def do_list_page_down(self) -> None:
        self.query_one("#scroll").scroll_page_down(animate=False)

    def do_list_page_up(self) -> None:
        self.query_one("#scroll").scroll_page_up(animate=False)

    def do_list_top(self) -> None:
        self.query_one("#scroll").scroll_home(animate=False)

    def do_list_bottom(self) -> None:
        self.query_one("#scroll").scroll_end(animate=False)


def _cleaned(text: str) -> str:
    """What was typed or pasted, without what could act on a terminal."""
    from reader.formats.clean import clean

    return clean(text)
