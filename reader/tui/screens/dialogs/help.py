"""What can be done where the focus is, by the keys that do it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from reader import keys
from reader.actions import Action
from reader.keys import Sequence_
from reader.tui.page.wrapping import wrap
from reader.tui.screens.dialogs import Leaflet
from reader.tui.text import visible

_WIDTH, _TITLE = 20, 44
_MOST = 4
"""Of more keys than these only the first and the last are shown."""


class Help(Leaflet):
    """The actions that are possible in one place, in groups, with what the place is `about`.

    Of an action without a key here there is only the title. `others` says where all keys are.
    """

    def __init__(
        self,
        about: str,
        possible: Sequence[Action],
        bound: Mapping[str, Sequence[Sequence_]],
        others: str,
    ) -> None:
        super().__init__("What can be done here", _page(about, possible, bound, others))

    def do_help(self) -> None:
        """The key that opens it closes it."""
        self.dismiss(None)


def _page(
    about: str, possible: Sequence[Action], bound: Mapping[str, Sequence[Sequence_]], others: str
) -> Content:
    lines = [Content(visible(about)), Content("")] if about else []
    groups: dict[str, list[Action]] = {}
    for action in possible:
        groups.setdefault(action.group, []).append(action)
    for group, actions in groups.items():
        lines.append(Content.styled(f"{'':>{_WIDTH}}  {group}", "bold $text"))
        lines += [_line(action, bound.get(action.name, ())) for action in actions]
        lines.append(Content(""))
    lines.append(Content.styled(others, "$reader-dim"))
    return Content("\n").join(lines)


def _line(action: Action, bound: Sequence[Sequence_]) -> Content:
    shown = [keys.show(each) for each in bound]
    said = "  ".join(shown if len(shown) <= _MOST else [shown[0], "…", shown[-1]])
    title = action.title
    first, *rest = [title[low:high] for low, high in wrap(title, 0, len(title), _TITLE)]
    under = "".join(f"\n{'':>{_WIDTH}}  {line}" for line in rest)
    return Content.assemble((f"{said:>{_WIDTH}}  ", "$text-accent"), (first + under, "$text"))
