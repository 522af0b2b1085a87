"""Taking keys as they are pressed, and asking what is to become of those that they take."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, Static

from reader import keys
from reader.actions import Action
from reader.keys import Keymap, Sequence_, rebinding
from reader.keys.rebinding import Conflict
from reader.tui.screens.dialogs import Choice, Dialog
from reader.tui.text import visible

_MOST = 4
"""So many keys may follow one another."""


class Pressing(Dialog[Sequence_]):
    """Asks for the keys of an action by having them pressed. No key means anything else here.

    Enter accepts what was pressed, Backspace takes the last back, Escape leaves; pressed first,
    Enter and Backspace are meant themselves.
    """

    def __init__(self, action: Action, keymap: Keymap, more: bool) -> None:
        super().__init__()
        self._action, self._keymap, self._more = action, keymap, more
        self._pressed: list[str] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog small"):
            word = "One more key" if self._more else "The key"
            yield Label(Content(f"{word} for “{self._action.title}”"), classes="dialog-title")
            yield Static(id="pressed")
            yield Static(id="clash")
            hint = "Press it; several make a sequence · Enter accepts · Esc leaves"
            yield Label(Content(hint), id="hint", classes="dialog-hint")

    def on_mount(self) -> None:
        self._show()

    def take_key(self, key: str) -> None:
        """Take one key that was pressed, by its name in keymaps."""
        if key == "escape":
            self.dismiss(None)
        elif key == "enter" and self._pressed:
            self.dismiss(tuple(self._pressed))
        elif key == "backspace" and self._pressed:
            self._pressed.pop()
        elif len(self._pressed) < _MOST:
            self._pressed.append(key)
        self._show()

    def _show(self) -> None:
        pressed = tuple(self._pressed)
        shown = Content.styled(visible(keys.show(pressed)) or "…", "bold $text-accent")
        self.query_one("#pressed", Static).update(shown)
        found = rebinding.conflicts(self._keymap, self._action.name, pressed) if pressed else []
        said = "\n".join(str(each) for each in found)
        self.query_one("#clash", Static).update(Content.styled(said, "$text-warning"))


class Clash(Choice):
    """Says what keys would take or hide, and asks whether to take them: `take`, `another`."""

    def __init__(self, action: Action, sequence: Sequence_, found: Sequence[Conflict]) -> None:
        shown = keys.show(sequence)
        options = [
            ("take", Content(visible(f"Take {shown} for “{action.title}”"))),
            ("another", Content("Choose another key")),
            ("leave", Content("Leave all as it is")),
        ]
        super().__init__("\n".join(str(each) for each in found), options)
