"""A line for tags, which completes them from those in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from reader.annotate.tags import complete, taken
from reader.tui.screens.dialogs import Line, Prompt, cleaned
from reader.tui.text import cut, visible

_MOST = 8
_WIDTH = 46


class TagLine(Line):
    """A line in which Tab takes the tag that is offered."""

    def action_take_suggestion(self) -> None:
        """Take the tag under the cursor of the list below."""
        screen = self.screen
        if isinstance(screen, Tagging):
            screen.take()


class Tagging(Prompt):
    """Asks for tags. Those of the `known` ones that what is typed may become stand below, each with
    how often it is used; the arrows choose among them, Tab takes one.
    """

    about = "Tags, with spaces or commas between them; a / makes one part of another: safety/risk."

    def __init__(
        self,
        title: str,
        known: Mapping[str, int],
        *,
        value: str = "",
        accept: Callable[[str], object] = str,
        hint: str = "",
        several: bool = True,
    ) -> None:
        super().__init__(title, value=value, accept=accept, hint=hint)
        self._counts, self._several = known, several
        self._offered: list[str] = []
        self._at = 0

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog small"):
            yield Label(Content(visible(self._title)), classes="dialog-title")
            yield TagLine(cleaned(self._value), id="line")
            yield Static(id="tags")
            yield Label(Content(self._told()), id="hint", classes="dialog-hint")

    def _told(self) -> str:
        keeps = self.hint(("input-done", "keeps"), ("input-cancel", "leaves"))
        way = "Tab takes · ↑ ↓ choose · " if self._counts else "such as: method safety/alignment · "
        return f"{visible(self._hint)}{way}{keeps}"

    def on_mount(self) -> None:
        line = self.query_one("#line", Input)
        if self._several and line.value and not line.value.endswith(" "):
            line.value += ", "
        line.cursor_position = len(line.value)
        self._offer()

    @on(Input.Changed, "#line")
    def _typed(self, event: Input.Changed) -> None:
        self._at = 0
        self._offer()

    def _offer(self) -> None:
        """Show which tags what is typed may become."""
        self._offered = complete(self.query_one("#line", Input).value, self._counts)[:_MOST]
        self._draw()

    def _draw(self) -> None:
        lines = []
        for number, tag in enumerate(self._offered):
            name = cut(visible(tag), _WIDTH - 8)
            count = f"{self._counts.get(tag, 0) or '':>6}"
            gap = " " * (_WIDTH - name.cells - len(count))
            style = "$text bold on $primary 60%" if number == self._at else ""
            lines.append(Content.assemble((f" {name.text}{gap}", style), (f"{count} ", style)))
        shown = self.query_one("#tags", Static)
        shown.display = bool(lines)
        shown.update(Content("\n").join(lines))

    def take(self) -> None:
        """Put the tag that is chosen in place of what is being typed."""
        if self._offered:
            line = self.query_one("#line", Input)
            line.value = taken(line.value, self._offered[self._at])
            line.cursor_position = len(line.value)

    def do_input_list_down(self) -> None:
        self._move(1)

    def do_input_list_up(self) -> None:
        self._move(-1)

    def _move(self, step: int) -> None:
        if self._offered:
            self._at = (self._at + step) % len(self._offered)
            self._draw()
