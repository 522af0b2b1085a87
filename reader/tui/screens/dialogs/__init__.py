"""Small dialogs: one line of input, a choice, a note, a text to read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from reader.errors import ReaderError
from reader.tui.room import Room
from reader.tui.text import visible

Result = TypeVar("Result")


async def typed(widget: Widget) -> None:
    """Wait until `widget` has taken in the keys that were pressed before now.

    Keys go to a widget by its queue of messages, actions do not.
    """
    done = asyncio.Event()
    if widget.is_attached and widget.call_later(done.set):
        await done.wait()


class Dialog(ModalScreen[Result]):
    """A screen over the page that Escape closes. Its label `#hint` says which keys it has."""

    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (8, "-low"), (16, "-middle"), (28, "-high")]

    place = "list"
    """Where keys go that are not typed into a line, as `actions.CHAINS` names it."""

    @property
    def room(self) -> Room:
        """The application."""
        return cast(Room, self.app)

    def on_mount(self) -> None:
        """Take the keys from the first moment."""
        self.set_focus(self.first())

    def first(self) -> Widget | None:
        """What has the focus at first."""
        return next((w for w in self.query() if w.focusable), None)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close with `result`. What is closed already stays so."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def leave(self) -> None:
        """Keep what was written: the program ends."""

    def do_focus_page(self) -> None:
        """Close without a result."""
        self.dismiss(None)

    do_input_cancel = do_focus_page
    do_quit = do_focus_page

    def hint(self, *actions: tuple[str, str]) -> str:
        """The keys of `actions`, each a name in the registry, and what they do here."""
        keys = ((self.room.keys_for(name), does) for name, does in actions)
        return " · ".join(f"{key} {does}" for key, does in keys if key)

    def refuse(self, error: ReaderError | str) -> None:
        """Say in the hint why the dialog stays."""
        hint = self.query_one("#hint", Label)
        hint.update(Content(visible(str(error))))
        hint.add_class("error")


class Line(Input):
    """A line of input. Tab takes what is suggested, as the right arrow does."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "take_suggestion", show=False)]

    def action_take_suggestion(self) -> None:
        """Take what is suggested."""
        self.cursor_position = len(self.value)
        self.action_cursor_right()


class Prompt(Dialog[str]):
    """Asks for one line. `accept` may refuse it by raising `ReaderError`.

    Of the `known` answers, the first that begins with what is typed is suggested.
    """

    def __init__(
        self,
        title: str,
        *,
        value: str = "",
        hint: str = "",
        accept: Callable[[str], object] = str,
        known: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._title, self._value, self._hint, self._accept = title, value, hint, accept
        self._known = known

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog small"):
            yield Label(Content(visible(self._title)), classes="dialog-title")
            suggester = SuggestFromList(self._known, case_sensitive=False) if self._known else None
            yield Line(cleaned(self._value), id="line", suggester=suggester)
            yield Label(Content(visible(self._hint)), id="hint", classes="dialog-hint")

    async def do_input_done(self) -> None:
        line = self.query_one("#line", Input)
        await typed(line)
        value = cleaned(line.value)
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
        with Vertical(classes="dialog form"):
            yield Label(Content(visible(self._title)), classes="dialog-title")
            with VerticalScroll(id="fields", can_focus=False):
                for name, (label, value) in self._fields.items():
                    with Horizontal(classes="field"):
                        yield Label(Content(label))
                        yield Input(cleaned(value), id=f"field-{name}", compact=True)
            hint = f"Tab goes on · {self.hint(('input-done', 'keeps'), ('input-cancel', 'leaves'))}"
            yield Label(Content(hint), id="hint", classes="dialog-hint")

    async def do_input_done(self) -> None:
        if self.focused is not None:
            await typed(self.focused)
        lines = {name: self.query_one(f"#field-{name}", Input).value for name in self._fields}
        try:
            self._keep({name: cleaned(line) for name, line in lines.items()})
        except ReaderError as error:
            self.refuse(error)
        else:
            self.dismiss(None)


class Choice(Dialog[str]):
    """Asks for one of some options: pairs of a value and the line that is shown for it.

    The cursor is on the option `at` first.
    """

    def __init__(
        self, title: str, options: Sequence[tuple[str, Content]], *, at: str | None = None
    ) -> None:
        super().__init__()
        self._title, self._options, self._at = title, options, at

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog small"):
            yield Label(Content(visible(self._title, lines=True)), classes="dialog-title")
            yield OptionList(*(Option(line, id=value) for value, line in self._options))
            hint = self.hint(("choose", "chooses"), ("focus-page", "leaves"))
            yield Label(Content(hint), id="hint", classes="dialog-hint")

    def on_mount(self) -> None:
        values = [value for value, _ in self._options]
        if self._at in values:
            self.query_one(OptionList).highlighted = values.index(self._at)

    def do_list_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def do_list_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def do_choose(self) -> None:
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss(options.get_option_at_index(options.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


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
            hint = self.hint(("list-down", "goes on"), ("focus-page", "closes"))
            yield Label(Content(hint), id="hint", classes="dialog-hint")

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


def cleaned(text: str) -> str:
    """What was typed or pasted, without what could act on a terminal."""
    from reader.formats.clean import clean

    return clean(text)
