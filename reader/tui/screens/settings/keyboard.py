"""The keys: every action with the keys that run it, and other keys for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import AwaitMount
from textual.widgets import Input, Label

from reader import keys
from reader.actions import ACTIONS, MODES, Action
from reader.errors import ReaderError
from reader.keys import Sequence_, rebinding
from reader.tui.screens.dialogs import Choice, Dialog
from reader.tui.screens.settings.pressing import Clash, Pressing
from reader.tui.text import cut, visible
from reader.tui.widgets.grouped import Grouped
from reader.tui.widgets.rows import Piece

if TYPE_CHECKING:
    from reader.tui.preferences import Preferences

_KEYS = 22
"""The cells of the keys before an action's title."""


class Bound(Grouped[Action]):
    """Actions under the titles of their modes, each with its keys and the keymap they are from."""

    empty = "No action is called so, and no key runs one."

    def entry(self, action: Action, width: int) -> Sequence[Piece]:
        keymap = cast("Preferences", self.app).keymap_
        shown = cut(shown_keys(keymap.keys_of(action.name)) or "—", _KEYS)
        of, _ = rebinding.source(keymap, action.name)
        room = max(0, width - _KEYS - 4 - cell_len(of))
        title = cut(action.title, room)
        gap = " " * (room - title.cells + 1)
        own = "strong" if of == keymap.name and keymap.base is not None else "dim"
        return [
            (f" {shown.text}{' ' * (_KEYS - shown.cells)} ", "accent"),
            (title.text + gap, ""),
            (of, own),
        ]


def shown_keys(bound: Sequence[Sequence_]) -> str:
    """Keys as people read them: all, or the first and the last of many."""
    shown = [keys.show(each) for each in bound]
    return "  ".join(shown if len(shown) <= 4 else [shown[0], "…", shown[-1]])


class Keyboard(Dialog[None]):
    """Finds actions by their title, name or key; Enter gives the one under the cursor another."""

    about = "Every action with its keys. Others that you give it hold at once, and are kept."

    place = "settings"

    @property
    def _app(self) -> Preferences:
        return cast("Preferences", self.app)

    @property
    def _folder(self) -> Path:
        return self._app.session.paths.keymaps

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog board"):
            yield Input(
                placeholder="Type a word, or press a key to see what it does",
                id="query",
                compact=True,
            )
            yield Bound(id="bound")
            yield Label(id="detail", classes="dialog-hint")
            yield Label(id="hint", classes="dialog-hint")

    def on_mount(self) -> None:
        self._fill()
        self.query_one(Bound).focus()

    def _fill(self) -> None:
        """List what the line asks for, under the modes."""
        keymap = self._app.keymap_
        self.query_one(".board").border_title = f"Keys · keymap “{keymap.name}”"
        asked = self.query_one("#query", Input).value
        groups: dict[str, list[Action]] = {}
        for action in ACTIONS.values():
            if self._answers(action, asked):
                groups.setdefault(MODES[action.mode], []).append(action)
        self.query_one(Bound).fill_groups(groups)
        self._describe()

    def _answers(self, action: Action, asked: str) -> bool:
        bound = self._app.keymap_.keys_of(action.name)
        written = {" ".join(each) for each in bound} | {keys.show(each) for each in bound}
        if asked in written or (len(asked) == 1 and any(asked == k[0] for k in bound)):
            return True
        if len(asked.strip()) == 1:
            return False
        said = " ".join((action.title, action.name, action.group, MODES[action.mode], *written))
        return all(word in said.casefold() for word in asked.casefold().split())

    def _describe(self) -> None:
        """Say of the action under the cursor how it is called and where its keys are written."""
        action, keymap = self.query_one(Bound).at_cursor, self._app.keymap_
        hint = self.hint(
            ("choose", "rebinds"),
            ("add-key", "one more"),
            ("delete-item", "none"),
            ("reset", "as it was"),
            ("switch-keymap", "keymap"),
            ("focus-page", "closes"),
        )
        label = self.query_one("#hint", Label)
        label.remove_class("error").update(Content(hint))
        said = ""
        if action is not None:
            of, line = rebinding.source(keymap, action.name)
            written = shown_keys(keymap.keys_of(action.name)) or "no key"
            where = f"keymaps/{of}.toml" + (f", line {line}" if line else "")
            said = f"{action.name}: {written} · {where}"
            if keymap.base and rebinding.changed(self._folder, keymap, action.name):
                before = shown_keys(keymap.base.keys_of(action.name)) or "no key"
                said += f" · in “{keymap.base.name}”: {before}"
        self.query_one("#detail", Label).update(Content(visible(said)))

    def on_input_changed(self) -> None:
        self._fill()

    def on_grouped_moved(self) -> None:
        self._describe()

    # -- moving between the line and the list ------------------------------------------------

    def do_filter_list(self) -> None:
        self.query_one("#query", Input).focus()

    def do_input_done(self) -> None:
        self.query_one(Bound).focus()

    def do_input_list_down(self) -> None:
        self.query_one(Bound).do_list_down()

    def do_input_list_up(self) -> None:
        self.query_one(Bound).do_list_up()

    # -- other keys --------------------------------------------------------------------------

    def on_grouped_picked(self) -> AwaitMount | None:
        """Ask for the key that is to be the only one of the action."""
        return self._ask(())

    def do_add_key(self) -> AwaitMount | None:
        """Ask for a key that the action gets besides those it has."""
        action = self.query_one(Bound).at_cursor
        return self._ask(self._app.keymap_.keys_of(action.name)) if action else None

    def _ask(self, kept: Sequence[Sequence_]) -> AwaitMount | None:
        action, keymap = self.query_one(Bound).at_cursor, self._app.keymap_
        if action is None:
            return None

        def pressed(sequence: Sequence_ | None) -> None:
            if not sequence:
                return
            found = rebinding.conflicts(keymap, action.name, sequence)
            if not found:
                self._bind(action, [*kept, sequence])
                return

            def answered(answer: str | None) -> None:
                if answer == "take":
                    self._bind(action, [*kept, sequence])
                elif answer == "another":
                    self._ask(kept)

            self.app.push_screen(Clash(action, sequence, found), answered)

        return self.app.push_screen(Pressing(action, keymap, bool(kept)), pressed)

    def _bind(self, action: Action, sequences: Sequence[Sequence_]) -> None:
        app = self._app
        try:
            unique = list(dict.fromkeys(sequences))
            app.adopt_keymap(rebinding.bind(self._folder, app.keymap_, action.name, unique))
        except ReaderError as error:
            self._fill()
            self.refuse(error)
        else:
            self._fill()

    def do_delete_item(self) -> None:
        """Leave the action without a key, on purpose."""
        if action := self.query_one(Bound).at_cursor:
            self._bind(action, [])

    def do_reset(self) -> None:
        """Take out of the user's file what it says of the action."""
        action, app = self.query_one(Bound).at_cursor, self._app
        if action is None:
            return
        if not rebinding.changed(self._folder, app.keymap_, action.name):
            self.room.tell(f"{action.title}: you have not changed its keys")
            return
        try:
            app.adopt_keymap(rebinding.reset(self._folder, app.keymap_, action.name))
        except ReaderError as error:
            self.refuse(error)
            return
        self._fill()
        bound = shown_keys(app.keymap_.keys_of(action.name))
        self.room.tell(f"{action.title}: {bound or 'no key; what it had is another action’s now'}")

    def do_switch_keymap(self) -> AwaitMount:
        """Choose another keymap; it holds at once."""
        names = keys.available(self._folder)
        options = [(name, Content(visible(name))) for name in names]
        chooser = Choice("Keymap", options, at=self._app.keymap_.name)
        return self.app.push_screen(chooser, self._switch)

    def _switch(self, name: str | None) -> None:
        if name is None:
            return
        try:
            self._app.choose("keymap", name)
        except ReaderError as error:
            self.refuse(error)
        else:
            self._fill()
