"""Settings, and the few paths: where the library lives and where the settings do."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import NamedTemporaryFile

from reader import tables
from reader.errors import ConfigError

FILE = "config.toml"

Allowed = Mapping[str, Callable[[], Sequence[str]]]
"""The values that a setting may have, by its name, asked for only when it is set."""


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

    @property
    def templates(self) -> Path:
        """The user's own templates, by which highlights are exported."""
        return self.config / "templates"


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

    template: str = ""
    """The style `template`: one line with fields such as `{quote}`; without it one of reader's."""

    colour: str = "yellow"
    """The colour of a new highlight."""


RANGES = {"measure": (40, 120)}
"""The least and the greatest value of a number, by the setting's name."""


def load(paths: Paths) -> Settings:
    """The settings in `paths.settings`, or the defaults without one.

    Raises `ConfigError`, with the line, for the first mistake in it.
    """
    settings, mistakes = read(paths)
    if mistakes:
        raise mistakes[0]
    return settings


def read(paths: Paths, allowed: Allowed | None = None) -> tuple[Settings, list[ConfigError]]:
    """The settings in `paths.settings`, and its mistakes, each with its line.

    A name that does not exist is passed over, and a value out of place is as if it were not set.
    """
    if not paths.settings.exists():
        return Settings(), []
    try:
        table = tables.load(paths.settings)
    except ConfigError as error:
        return Settings(), [error]
    mistakes = [
        ConfigError(
            f"unknown section [{section}]",
            where=table.at(section),
            hint="settings stand before any section",
        )
        for section in table.values
        if section
    ]
    right = {}
    for name, value in table.values[""].items():
        try:
            check(name, value, allowed or {}, where=table.at("", name))
            right[name] = value
        except ConfigError as error:
            mistakes.append(error)
    return Settings(**right), mistakes


def check(name: str, value: object, allowed: Allowed, *, where: str = "") -> None:
    """Raise `ConfigError` when there is no setting `name`, or it cannot be `value`."""
    known = {field.name: type(field.default) for field in fields(Settings)}
    if name not in known:
        hint = tables.nearest(name, list(known))
        raise ConfigError(f"unknown setting “{name}”", where=where, hint=hint)
    if type(value) is not known[name]:
        kind = "a number" if known[name] is int else "a text in quotes"
        raise ConfigError(f"“{name}” must be {kind}", where=where)
    if isinstance(value, int) and name in RANGES:
        low, high = RANGES[name]
        if not low <= value <= high:
            raise ConfigError(f"“{name}” must be from {low} to {high}", where=where)
    if isinstance(value, str) and name in allowed and value not in (names := allowed[name]()):
        hint = tables.nearest(value, list(names))
        raise ConfigError(f"“{name}” cannot be “{value}”", where=where, hint=hint)


# -- writing ------------------------------------------------------------------------------------

_VALUE = r"""(?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|[^#\r\n]*?)(?=[ \t]*(?:\#[^\r\n]*)?\r?$)"""


def save(paths: Paths, name: str, written: str, allowed: Allowed | None = None) -> str | int:
    """Set `name` to what was `written`, and return the value. All else in the file stays.

    The file is replaced as a whole or not at all. Raises `ConfigError` for a name or value that
    cannot be, and when the file is not TOML or cannot be written.
    """
    number = re.fullmatch(r"[0-9]{1,9}", written)
    value = int(written) if number and name in RANGES else written
    check(name, value, allowed or {})
    try:
        exists = paths.settings.exists()
        text = paths.settings.read_bytes().decode("utf-8") if exists else ""
        text = _with_line(text, name, json.dumps(value, ensure_ascii=False))
        tables.parse(text, str(paths.settings))
        _replace(paths.settings.resolve(), text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be changed: {error}", where=str(paths.settings)) from error
    return value


def _with_line(text: str, name: str, value: str) -> str:
    """`text` with `name = value` on the line of that name, or on a new one before any section."""
    section = re.search(r"^[ \t]*\[", text, re.MULTILINE)
    end = section.start() if section else len(text)
    key = rf"""^[ \t]*(?:{name}|"{name}"|'{name}')[ \t]*=[ \t]*"""
    found = re.compile(key + _VALUE, re.MULTILINE).search(text, 0, end)
    if found:
        return text[: found.start("value")] + value + text[found.end("value") :]
    ending = "\r\n" if "\r\n" in text else "\n"
    before = text[:end]
    between = ending if before and not before.endswith("\n") else ""
    return f"{before}{between}{name} = {value}{ending}{text[end:]}"


def _replace(file: Path, text: str) -> None:
    """Write `text` beside `file` and put it in its place, with the same permissions."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile("wb", dir=file.parent, prefix=".config-", delete=False) as beside:
        try:
            beside.write(text.encode("utf-8"))
            beside.flush()
            os.fsync(beside.fileno())
            if file.exists():
                os.chmod(beside.name, file.stat().st_mode & 0o777)
            os.replace(beside.name, file)
        except BaseException:
            os.unlink(beside.name)
            raise
