"""TOML files that people edit: their values, and the line on which each was written."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from reader.errors import ConfigError

_SECTION = re.compile(r"\s*\[\[?([^\[\]]+)\]")
_KEY = re.compile(r"\s*[\"']?([^\"'=\s#\[\]]+)[\"']?\s*=")
_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")
_BARE = re.compile(r"\s*([\w-]+)\s*=\s*([^\W\d][\w.-]*)\s*(?:#.*)?")


@dataclass(frozen=True, slots=True)
class Table:
    """A TOML file: `values` by section (`""` before the first) and key, and where each stands."""

    file: str
    values: dict[str, dict[str, Any]]
    lines: dict[tuple[str, str], int]

    def at(self, section: str, key: str = "") -> str:
        """Where `key` of `section` is written, as `file:line`."""
        line = self.lines.get((section, key)) or self.lines.get((section, ""))
        return f"{self.file}:{line}" if line else self.file


def parse(text: str, file: str) -> Table:
    """The table that `text` holds. Raises `ConfigError` with the line when it is not TOML."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), text, file) from error
    values: dict[str, dict[str, Any]] = {"": {}}
    for key, value in data.items():
        if isinstance(value, dict):
            values[key] = value
        else:
            values[""][key] = value
    return Table(file, values, _lines(text))


def load(path: Path) -> Table:
    """The table in the file at `path`. Raises `ConfigError` when it cannot be read."""
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", where=str(path)) from error


def nearest(name: str, names: list[str]) -> str:
    """A hint that names the entry of `names` most like `name`, or lists them."""
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else "known: " + ", ".join(sorted(names))


def _not_toml(message: str, text: str, file: str) -> ConfigError:
    """What is wrong, with the line; a text without its quotes is shown in them."""
    place = _PLACE.search(message)
    if place is None:
        return ConfigError(f"not valid TOML: {message}", where=file)
    number = int(place[1])
    bare = _BARE.fullmatch("".join(text.split("\n")[number - 1 : number]).rstrip("\r"))
    hint = f'a text stands in quotes: {bare[1]} = "{bare[2]}"' if bare else ""
    said = message[: place.start()]
    return ConfigError(f"not valid TOML: {said}", where=f"{file}:{number}", hint=hint)


def _lines(text: str) -> dict[tuple[str, str], int]:
    """The line of each section and key. In `a.b = 1`, `b` is a key of the section `a`."""
    lines: dict[tuple[str, str], int] = {}
    section: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if match := _SECTION.match(line):
            path = section = [part.strip(" \t\"'") for part in match.group(1).split(".")]
        elif match := _KEY.match(line):
            path = [*section, *match.group(1).split(".")]
        else:
            continue
        for place in (("", path[0]), (path[0], ""), tuple(path[:2])):
            if len(place) == 2:
                lines.setdefault(place, number)
    return lines
