"""The reference pages of the documentation, made from what the program itself goes by."""

from __future__ import annotations

from dataclasses import fields

from reader import settings
from reader.config import MAY, Paths, Settings
from reader.themes import COLOURS

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
