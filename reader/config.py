"""Settings, and the few paths: where the library lives and where the settings do."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path

from reader import tables
from reader.errors import ConfigError

FILE = "config.toml"


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one run. Everything of a library is in its folder, the index included."""

    library: Path
    config: Path

    @property
    def index(self) -> Path:
        """The search index, which can be deleted at any time."""
        return self.library / "index"

    @property
    def last_copy(self) -> Path:
        """The text that was copied last."""
        return self.library / "last-copy.txt"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / FILE

    @property
    def keymaps(self) -> Path:
        """The user's own keymaps."""
        return self.config / "keymaps"


def paths(library: str | None = None, config: str | None = None) -> Paths:
    """The folders given, else those of `READER_LIBRARY` and `READER_CONFIG`, else the platform's.

    The defaults follow the XDG base directory specification where the platform does.
    """
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("reader", appauthor=False)
    return Paths(
        _folder(library or os.environ.get("READER_LIBRARY") or dirs.user_data_dir),
        _folder(config or os.environ.get("READER_CONFIG") or dirs.user_config_dir),
    )


def _folder(name: str) -> Path:
    return Path(os.path.expanduser(name))


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose. Each is a key of `config.toml`."""

    keymap: str = "default"
    """The keymap's name: `default`, `vim`, or a file in the folder `keymaps`."""

    theme: str = "textual-dark"
    """The interface's theme, by the name the palette shows."""

    measure: int = 74
    """The longest line of text, in cells: 40 to 120."""

    citation: str = "plain"
    """The citation style offered first."""

    colour: str = "yellow"
    """The colour of a new highlight."""


_RANGES = {"measure": (40, 120)}


def load(paths: Paths) -> Settings:
    """The settings in `paths.settings`, or the defaults without one.

    Raises `ConfigError`, with the line, for a name that does not exist or a value out of place.
    """
    if not paths.settings.exists():
        return Settings()
    table = tables.load(paths.settings)
    known = {field.name: field for field in fields(Settings)}
    for section in table.values:
        if section:
            raise ConfigError(
                f"unknown section [{section}]",
                where=table.at(section),
                hint="settings stand before any section",
            )
    values = table.values[""]
    for name, value in values.items():
        where = table.at("", name)
        if name not in known:
            raise ConfigError(
                f"unknown setting “{name}”", where=where, hint=tables.nearest(name, list(known))
            )
        kind = type(known[name].default)
        if type(value) is not kind:
            kind_name = "a number" if kind is int else "a text in quotes"
            raise ConfigError(f"“{name}” must be {kind_name}", where=where)
        if isinstance(value, int) and name in _RANGES:
            low, high = _RANGES[name]
            if not low <= value <= high:
                raise ConfigError(f"“{name}” must be from {low} to {high}", where=where)
    return Settings(**values)
