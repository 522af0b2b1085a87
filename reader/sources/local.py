"""Files, folders and standard input."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reader.errors import FormatError

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)

MOST_BYTES = 256 * 1024 * 1024
"""The largest file that is read."""


@dataclass(frozen=True, slots=True)
class Source:
    """Something that holds a transcript. `location` identifies it, `name` is its file's name."""

    location: str
    name: str
    read: Callable[[], bytes]
    """Its bytes. Raises `FormatError` when they cannot be had."""


def sources(names: Iterable[str], *, recursive: bool = False) -> Iterator[Source]:
    """The sources that `names` mean: paths of files or folders, or `-` for standard input.

    A folder means its files, and with `recursive` those of its folders; hidden ones are left out.
    What cannot be had is a source too, and reading it says why.
    """
    for name in names:
        if name == "-":
            yield Source("-", "", _standard_input)
        elif not name:
            yield _refused("", "a source needs a name")
        elif _ADDRESS.match(name):
            yield _refused(name, "addresses are not read", "save the page and add the file")
        else:
            path = Path(os.path.expanduser(name))
            yield from _files(path, recursive) if path.is_dir() else [_file(path)]


def _files(folder: Path, recursive: bool) -> Iterator[Source]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield _refused(str(folder), f"cannot be read: {_reason(error)}")
        return
    for path in entries:
        if path.name.startswith("."):
            continue
        if path.is_file():
            yield _file(path)
        elif recursive and path.is_dir() and not path.is_symlink():
            yield from _files(path, recursive)


def _file(path: Path) -> Source:
    def read() -> bytes:
        try:
            with path.open("rb") as file:
                return _bounded(file, str(path))
        except OSError as error:
            raise FormatError(f"cannot be read: {_reason(error)}", where=str(path)) from error

    return Source(os.path.realpath(path), path.name, read)


def _refused(location: str, what: str, hint: str = "") -> Source:
    def read() -> bytes:
        raise FormatError(what, where=location, hint=hint)

    return Source(location, "", read)


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise FormatError("is closed", where="standard input")
    return _bounded(sys.stdin.buffer, "standard input")


def _bounded(file: BinaryIO, where: str) -> bytes:
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise FormatError(f"larger than {MOST_BYTES >> 20} MB", where=where)
    return data


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
