"""Themes: the names of those that come with the interface, and files of the user's own.

A theme is a TOML file of colours as `#rrggbb`. It may say `extends = "nord"` to start from another
and change some of its colours; without that it starts from `textual-dark`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reader import tables
from reader.errors import ConfigError

SHIPPED = (
    "ansi-dark ansi-light atom-one-dark atom-one-light catppuccin-frappe catppuccin-latte "
    "catppuccin-macchiato catppuccin-mocha dracula flexoki gruvbox monokai nord rose-pine "
    "rose-pine-dawn rose-pine-moon solarized-dark solarized-light textual-dark textual-light "
    "tokyo-night"
).split()
"""The themes of Textual, by name."""

COLOURS = (
    "primary secondary accent warning error success foreground background surface panel".split()
)
"""What a theme gives a colour to: text stands in `foreground` on `background`, what is chosen in
`primary`, matches in `warning`."""

_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the user's: some colours, laid over those of the theme that it extends."""

    name: str
    extends: str
    dark: bool | None
    colours: Mapping[str, str]


def available(folder: Path) -> list[str]:
    """The names of all themes: the user's own in `folder`, and those that are shipped."""
    return [*own(folder), *(name for name in SHIPPED if not (folder / f"{name}.toml").exists())]


def own(folder: Path) -> list[str]:
    """The names of the user's themes in `folder`."""
    return sorted(file.stem for file in folder.glob("*.toml"))


def load(name: str, folder: Path) -> Theme:
    """The user's theme `name` in `folder`.

    Raises `ConfigError`, with file and line, for what no theme has and what is no colour.
    """
    table = tables.load(folder / f"{name}.toml")
    for section in table.values:
        if section:
            raise ConfigError(f"a theme has no section [{section}]", where=table.at(section))
    known = [*COLOURS, "extends", "dark"]
    colours = {}
    for key, value in table.values[""].items():
        where = table.at("", key)
        if key not in known:
            hint = tables.nearest(key, known)
            raise ConfigError(f"a theme has no “{key}”", where=where, hint=hint)
        if key == "dark":
            if not isinstance(value, bool):
                raise ConfigError("“dark” must be true or false", where=where)
        elif key == "extends":
            if value not in SHIPPED:
                hint = tables.nearest(str(value), SHIPPED)
                raise ConfigError(f"there is no theme “{value}”", where=where, hint=hint)
        elif not isinstance(value, str) or not _COLOUR.fullmatch(value):
            hint = f'write it as {key} = "#88c0d0"'
            raise ConfigError(f"“{key}” must be a colour", where=where, hint=hint)
        else:
            colours[key] = value
    said = table.values[""]
    return Theme(name, said.get("extends", "textual-dark"), said.get("dark"), colours)
