"""The reference pages of the documentation, made from what the program itself goes by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from reader import keys, settings
from reader.actions import ACTIONS, MODES
from reader.settings.config import MAY, Paths, Settings
from reader.settings.themes import COLOURS

_SETTINGS = """\
# Settings

Settings are lines of `config.toml`; `reader config path` says where yours is. They are changed in
the program (`f2`), by `reader config set NAME VALUE`, or by hand. A mistake is told with its line
and the nearest right name, and the default holds.

"""

_THEMES = """
## A theme of your own

A theme is a file `themes/NAME.toml` beside the settings (`reader config path themes`). It starts
from the theme it extends and gives some colours, each as `#rrggbb`:

```toml
extends = "nord"
background = "#101418"
primary = "#88c0d0"
```

The colours are {colours}. `dark = false` says that the background is light.
"""


_KEYS = """\
# Keys

Every action with its keys in the four keymaps that reader has. `reader config set keymap vim` takes
another, `f3` in the program gives actions other keys, and `reader keys` prints those you have.
"""


def keys_page() -> str:
    """Every action with its keys in each shipped keymap, as Markdown."""
    shipped = ["default", *(name for name in keys.shipped() if name != "default")]
    keymaps = [keys.load(name) for name in shipped]
    lines = [_KEYS.rstrip("\n")]
    for mode, title in MODES.items():
        lines += [f"\n## {title}\n", f"| | {' | '.join(shipped)} | action |"]
        lines.append("|---" * (len(shipped) + 2) + "|")
        for action in (each for each in ACTIONS.values() if each.mode == mode):
            cells = [_written(keymap.keys_of(action.name)) for keymap in keymaps]
            lines.append(f"| {action.title} | {' | '.join(cells)} | `{action.name}` |")
    return "\n".join(lines) + "\n"


def _written(bound: Sequence[keys.Sequence_]) -> str:
    """Keys as a cell of a Markdown table, each as code."""
    return ", ".join(f"`` {each} ``" if "`" in each else f"`{each}`" for each in _shown(bound))


def _shown(bound: Sequence[keys.Sequence_]) -> list[str]:
    return [keys.show(each).replace("|", "\\|") for each in bound]


def settings_page(paths: Paths) -> str:
    """What each setting does and may be, as Markdown. Of `paths` the user's own files are shown."""
    lines: list[str] = []
    group = ""
    defaults = Settings()
    for each in fields(Settings):
        may = MAY[each.name]
        if may.group != group:
            group = may.group
            lines += [f"\n## {group}\n", "| setting | without it | may be | |", "|---|---|---|---|"]
        value = getattr(defaults, each.name)
        default = f"`{settings.written(value)}`" if value != "" else ""
        among = settings.in_words(paths, each.name)
        lines.append(f"| `{each.name}` | {default} | {among} | {may.about} |")
    colours = ", ".join(f"`{name}`" for name in COLOURS)
    body = "\n".join(lines).lstrip("\n")
    return f"{_SETTINGS}{body}\n{_THEMES.format(colours=colours)}"
