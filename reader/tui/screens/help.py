"""The keys that are bound, by what they do."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from reader import keys
from reader.actions import ACTIONS
from reader.tui.screens.dialogs import Leaflet

_WIDTH = 24
_MOST = 4
"""Of more keys than these only the first and the last are shown."""


class Help(Leaflet):
    """Every action with the keys that the keymap in use gives it."""

    def __init__(self) -> None:
        super().__init__("Keys", Content(""))

    def compose(self) -> ComposeResult:
        self._title = f"Keys · keymap “{self.room.keymap_.name}”"
        self._body = self._table()
        return super().compose()

    def _table(self) -> Content:
        groups: dict[str, list[Content]] = {}
        for action in ACTIONS.values():
            shown = [keys.show(keys_) for keys_ in self.room.keymap_.keys_of(action.name)]
            bound = "  ".join(shown if len(shown) <= _MOST else [shown[0], "…", shown[-1]])
            line = Content.assemble(
                (f"{bound:>{_WIDTH}}  ", "$text-accent"), (action.title, "$text")
            )
            groups.setdefault(action.group, []).append(line)
        lines: list[Content] = []
        for group, entries in groups.items():
            lines += [
                Content.styled(f"{'':>{_WIDTH}}  {group}", "bold $text"),
                *entries,
                Content(""),
            ]
        lines.append(
            Content.styled(" `reader config path` says where your own keymap goes.", "$reader-dim")
        )
        return Content("\n").join(lines)
