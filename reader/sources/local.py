"""Files, folders, patterns and standard input."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from reader.errors import FormatError
from reader.sources.source import Found, Source, gather
from reader.transcript import Meta

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_TAG = re.compile(r"\.[A-Za-z0-9_-]{2,12}$")

MOST_BYTES = 256 * 1024 * 1024
"""The largest file that is read."""

RECORDINGS = frozenset(
    ".mp3 .m4a .m4b .aac .ogg .oga .opus .flac .wav .wma .aif .aiff .amr .mka .weba "
    ".mp4 .m4v .mkv .webm .mov .avi .wmv .flv .mpg .mpeg .3gp .ogv".split()
)
_PICTURES = frozenset(".jpg .jpeg .png .gif .webp .avif .heic .bmp .tif .tiff .ico .svg".split())

Addresses = Callable[[Sequence[str]], list[Found]]
"""Opens addresses: for each one, what it means."""


def find(
    names: Iterable[str], *, recursive: bool = False, addresses: Addresses | None = None
) -> Found:
    """What `names` mean: files, folders, patterns such as `talks/*.txt`, addresses, or `-`.

    A folder means its files, and with `recursive` those of its folders; hidden ones and links to
    folders are left out, recordings and pictures are only counted. What cannot be had is a source
    too, and reading it says why.
    """
    finder = _Finder(recursive)
    parts = [part for name in names for part in finder.parts(name)]
    asked = [part for part in parts if isinstance(part, str)]
    if addresses is None:
        opened = iter([Found([refused(a, "only `reader add` fetches addresses")]) for a in asked])
    else:
        opened = iter(addresses(asked) if asked else [])
    return gather(next(opened) if isinstance(part, str) else part for part in parts)


def sources(names: Iterable[str], *, recursive: bool = False) -> Iterator[Source]:
    """The sources on this machine that `names` mean, as `find` has them."""
    return iter(find(names, recursive=recursive).sources)


class _Finder:
    """Looks through folders, and remembers the recordings in each."""

    def __init__(self, recursive: bool) -> None:
        self._recursive = recursive
        self._recordings: dict[str, dict[str, str]] = {}

    def parts(self, name: str) -> list[Found | str]:
        """What one name means; an address is left as it is."""
        if name == "-":
            return [Found([Source("-", "", _standard_input)])]
        if not name:
            return [Found([refused("", "a source needs a name")])]
        if _ADDRESS.match(name):
            return [name]
        path = Path(os.path.expanduser(name))
        if not os.path.lexists(path) and glob.has_magic(str(path)):
            matches = sorted(glob.glob(str(path), recursive=True))
            none = Found([refused(name, "no file answers to this pattern")])
            return [part for match in matches for part in self._named(Path(match))] or [none]
        return self._named(path)

    def _named(self, path: Path) -> list[Found | str]:
        if os.path.isdir(path):
            found = Found()
            self._search(path, found)
            return [found]
        if path.suffix.lower() in RECORDINGS and path.is_file():
            hint = "add its transcript; `--media` says that this is the recording"
            return [Found([refused(str(path), "this is a recording, not a transcript", hint)])]
        listed = _listed_feeds(path)
        return list(listed) if listed else [Found([self._file(path)])]

    def _search(self, folder: Path, found: Found) -> None:
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            found.sources.append(refused(str(folder), f"cannot be read: {_reason(error)}"))
            return
        closed = 0
        for path in entries:
            if path.name.startswith("."):
                continue
            if os.path.isfile(path):
                if path.suffix.lower() in RECORDINGS | _PICTURES:
                    found.media += 1
                else:
                    found.sources.append(self._file(path))
            elif os.path.isdir(path) and not path.is_symlink():
                if self._recursive:
                    self._search(path, found)
                closed += not self._recursive
        if closed:
            inside = "a folder" if closed == 1 else f"{closed:,} folders"
            found.notes.append(f"{folder}: {inside} inside not looked into; --recursive does")

    def _file(self, path: Path) -> Source:
        """The file; one beside a recording goes by its name: `Ep 01.en.srt` by `Ep 01.mp3`."""
        recordings = self._beside(path)
        stem = path.stem.lower()
        recording = recordings.get(stem) or recordings.get(_TAG.sub("", stem))
        name, hints = path.name, Meta()
        if recording:
            name = Path(recording).stem + path.suffix
            hints = Meta(media=os.path.realpath(path.parent / recording))
        location = os.path.realpath(path)
        return Source(location, name, partial(_read, str(path), location), hints=hints, kind="file")

    def _beside(self, path: Path) -> dict[str, str]:
        """The recordings in the folder of `path`, by their names without extension."""
        folder = str(path.parent)
        if folder not in self._recordings:
            try:
                names = sorted(os.listdir(folder), reverse=True)
            except OSError:
                names = []
            pairs = (os.path.splitext(name) for name in names)
            self._recordings[folder] = {
                stem.lower(): stem + suffix
                for stem, suffix in pairs
                if suffix.lower() in RECORDINGS
            }
        return self._recordings[folder]


def refused(location: str, what: str, hint: str = "") -> Source:
    """A source that cannot be had, for the reason `what`."""

    def read() -> bytes:
        raise FormatError(what, where=location, hint=hint)

    return Source(location, "", read)


def _listed_feeds(path: Path) -> list[str]:
    """The addresses in `path`, if it is an OPML list of feeds."""
    if path.suffix.lower() not in (".opml", ".xml") or not os.path.isfile(path):
        return []
    from reader.sources import markup

    try:
        data = _read(str(path))
    except FormatError:
        return []
    return [url for url, _ in markup.feeds_of_opml(data)] if markup.kind(data) == "opml" else []


def _read(path: str, location: str = "") -> bytes:
    """The bytes in the file at `path`; what is wrong is said of it by its `location`."""
    try:
        with open(path, "rb") as file:
            return _bounded(file, location or path)
    except OSError as error:
        what = f"cannot be read: {_reason(error)}"
        raise FormatError(what, where=location or path) from error


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
