"""Settings, and the few paths: where the library lives and where the settings do."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from reader import files, tables
from reader.errors import ConfigError

FILE = "config.toml"

Value = str | int | bool
"""The value of a setting."""

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
    def themes(self) -> Path:
        """The user's own themes."""
        return self.config / "themes"

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
class Choosable:
    """What may be chosen for one setting: one of `choices`, or a number from `low` to `high`."""

    about: str
    group: str
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0


def _setting(default: Any, group: str, about: str, **limits: Any) -> Any:
    return field(default=default, metadata={"may": Choosable(about, group, **limits)})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose. Each is a key of `config.toml`; its documentation stands here
    once, for the settings screen, `reader config` and docs/settings.md."""

    theme: str = _setting(
        "textual-dark", "Look", "The colours. A theme of your own is themes/NAME.toml."
    )
    measure: int = _setting(
        74, "Look", "The longest line of text, in characters.", low=40, high=120
    )
    density: str = _setting(
        "comfortable",
        "Look",
        "How close lines and turns stand together.",
        choices=("comfortable", "compact", "dense"),
    )
    margins: str = _setting(
        "both",
        "Look",
        "What stands left of the text.",
        choices=("both", "speaker", "time", "none"),
    )
    times: str = _setting(
        "clock",
        "Look",
        "How a time is written: 1:02:03, 62:03 or 3723 s.",
        choices=("clock", "minutes", "seconds"),
    )
    motion: str = _setting(
        "auto",
        "Look",
        "Whether things glide. auto: not over SSH.",
        choices=("auto", "on", "off"),
    )
    plain: bool = _setting(
        False, "Look", "Linear text without drawing characters, for screen readers."
    )
    keymap: str = _setting(
        "default", "Keys", "The keys. A keymap of your own is keymaps/NAME.toml."
    )
    citation: str = _setting("plain", "Quoting", "The citation style offered first.")
    template: str = _setting(
        "", "Quoting", "The style “template”: one line with fields such as {quote} and {speaker}."
    )
    colour: str = _setting("yellow", "Marking", "The colour of a new highlight.")
    yellow: str = _setting("", "Marking", "What yellow highlights are called, such as insight.")
    green: str = _setting("", "Marking", "What green highlights are called.")
    blue: str = _setting("", "Marking", "What blue highlights are called.")
    pink: str = _setting("", "Marking", "What pink highlights are called.")
    orange: str = _setting("", "Marking", "What orange highlights are called.")


MAY: Mapping[str, Choosable] = {each.name: each.metadata["may"] for each in fields(Settings)}
"""What may be chosen for each setting, by its name."""


def is_calm(motion: str, environ: Mapping[str, str]) -> bool:
    """Whether nothing is to glide: as the setting `motion` says, and by itself not over SSH."""
    far = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    return motion == "off" or (motion == "auto" and far)


RANGES = {name: (may.low, may.high) for name, may in MAY.items() if may.high}
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
        kind = _KINDS[known[name]]
        raise ConfigError(f"“{name}” must be {kind}", where=where)
    if name in RANGES and isinstance(value, int):
        low, high = RANGES[name]
        if not low <= value <= high:
            raise ConfigError(f"“{name}” must be from {low} to {high}", where=where)
    if isinstance(value, str) and (among := _among(name, allowed)) and value not in among:
        hint = tables.nearest(value, list(among))
        raise ConfigError(f"“{name}” cannot be “{value}”", where=where, hint=hint)


_KINDS = {int: "a number", str: "a text in quotes", bool: "true or false"}


def _among(name: str, allowed: Allowed) -> Sequence[str]:
    """The texts of which the setting `name` may be one; none where it may be any."""
    return MAY[name].choices or (allowed[name]() if name in allowed else ())


# -- writing ------------------------------------------------------------------------------------

_VALUE = r"""(?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|[^#\r\n]*?)(?=[ \t]*(?:\#[^\r\n]*)?\r?$)"""


def save(paths: Paths, name: str, written: str, allowed: Allowed | None = None) -> Value:
    """Set `name` to what was `written`, and return the value. All else in the file stays.

    The file is replaced as a whole or not at all. Raises `ConfigError` for a name or value that
    cannot be, and when the file is not TOML or cannot be written.
    """
    value = _read_as(name, written)
    check(name, value, allowed or {})
    try:
        exists = paths.settings.exists()
        text = paths.settings.read_bytes().decode("utf-8") if exists else ""
        text = _with_line(text, name, json.dumps(value, ensure_ascii=False))
        tables.parse(text, str(paths.settings))
        files.replace(paths.settings.resolve(), text.encode())
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be changed: {error}", where=str(paths.settings)) from error
    return value


def forget(paths: Paths, name: str) -> None:
    """Take the line of the setting `name` out of the file, so that the default holds.

    Raises `ConfigError` when the file cannot be read or written.
    """
    if not paths.settings.exists():
        return
    try:
        text = paths.settings.read_bytes().decode("utf-8")
        found = _line_of(text, name)
        if found:
            stop = text.find("\n", found.end("value")) + 1 or len(text)
            text = text[: found.start()] + text[stop:]
            tables.parse(text, str(paths.settings))
            files.replace(paths.settings.resolve(), text.encode())
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be changed: {error}", where=str(paths.settings)) from error


def _read_as(name: str, written: str) -> Value:
    """What was `written` as the kind of value that `name` has, where it can be read so."""
    if name in RANGES and re.fullmatch(r"[0-9]{1,9}", written):
        return int(written)
    if name in MAY and isinstance(getattr(Settings(), name), bool):
        return {"true": True, "on": True, "false": False, "off": False}.get(written, written)
    return written


def _line_of(text: str, name: str) -> re.Match[str] | None:
    """The line of the setting `name`, its value as the group `value`."""
    key = rf"""^[ \t]*(?:{name}|"{name}"|'{name}')[ \t]*=[ \t]*"""
    return re.compile(key + _VALUE, re.MULTILINE).search(text, 0, _settings_end(text))


def _settings_end(text: str) -> int:
    """Where the first section begins: settings stand before it."""
    section = re.search(r"^[ \t]*\[", text, re.MULTILINE)
    return section.start() if section else len(text)


def _with_line(text: str, name: str, value: str) -> str:
    """`text` with `name = value` on the line of that name, or on a new one before any section."""
    if found := _line_of(text, name):
        return text[: found.start("value")] + value + text[found.end("value") :]
    end = _settings_end(text)
    ending = "\r\n" if "\r\n" in text else "\n"
    before = text[:end]
    between = ending if before and not before.endswith("\n") else ""
    return f"{before}{between}{name} = {value}{ending}{text[end:]}"
