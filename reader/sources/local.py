"""Files, folders and standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.errors import FormatError

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
    """
    for name in names:
        if name == "-":
            yield Source("-", "", _standard_input)
            continue
        path = Path(name).expanduser()
        if path.is_dir():
            yield from map(_file, _files(path, recursive))
        else:
            yield _file(path)


def _files(folder: Path, recursive: bool) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_file():
            yield path
        elif recursive and path.is_dir() and not path.is_symlink():
            yield from _files(path, recursive)


def _file(path: Path) -> Source:
    def read() -> bytes:
        try:
            if path.stat().st_size > MOST_BYTES:
                raise FormatError(f"larger than {MOST_BYTES >> 20} MB", where=str(path))
            return path.read_bytes()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise FormatError(f"cannot be read: {reason}", where=str(path)) from error

    return Source(str(path.resolve()), path.name, read)


def _standard_input() -> bytes:
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise FormatError(f"larger than {MOST_BYTES >> 20} MB", where="standard input")
    return data
