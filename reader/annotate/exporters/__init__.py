"""Highlights for other programs: one module a format, and the list of them.

Every text of an episode or a note is made harmless for where it is put (`escapes`). Nothing here
writes a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reader.annotate.exporters import (
    anki,
    own,
    pages,
    readwise,
    refi,
    sheet,
    webannotation,
)
from reader.annotate.exporters.escapes import file_name
from reader.annotate.exporters.notebook import Marked, Notebook, digest
from reader.errors import ReaderError

__all__ = ["FORMATS", "Format", "Marked", "Notebook", "digest", "file_name", "find", "names"]

Write = Callable[[Notebook], Iterator[str] | Iterator[bytes]]
"""What gives the pieces of one file."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that highlights go out as.

    `whole` says that one file holds many episodes, `parted` that there may be one for each;
    `binary` that it is not for a terminal.
    """

    name: str
    title: str
    suffix: str
    write: Write
    whole: bool = True
    parted: bool = False
    binary: bool = False


FORMATS = {
    each.name: each
    for each in (
        Format("json", "all that is known, for reader itself", ".json", own.write),
        Format("jsonld", "W3C Web Annotations", ".jsonld", webannotation.write),
        Format("csv", "a sheet", ".csv", sheet.write),
        Format("readwise", "a sheet for Readwise", ".readwise.csv", readwise.write),
        Format("anki", "cards for Anki", ".anki.csv", anki.write),
        Format("qdpx", "a REFI-QDA project", ".qdpx", refi.write, binary=True),
        Format("qdc", "a REFI-QDA codebook: the tags", ".qdc", refi.write_codebook),
    )
}
"""The formats with a module of their own; every template is one more."""

_TITLES = {
    "markdown": "Markdown, in one file or one an episode",
    "obsidian": "Markdown with front matter, one file an episode",
    "logseq": "an outline, one file an episode",
    "html": "a page",
    "org": "an Org outline",
}


def names(folder: Path) -> list[str]:
    """The names of all formats, those of the user's templates in `folder` included."""
    return [*dict.fromkeys([*_TITLES, *FORMATS, *pages.templates(folder)])]


def find(name: str, folder: Path) -> Format:
    """The format of this name. A template of the user's in `folder` goes before one of reader's.

    Raises `ReaderError` when there is none, or its template cannot be understood.
    """
    if name in FORMATS:
        return FORMATS[name]
    files = pages.templates(pages.SHIPPED, folder)
    if name not in files:
        raise ReaderError(f"there is no format “{name}”", hint=", ".join(names(folder)))
    template = pages.load(files[name])
    return Format(
        name,
        _TITLES.get(name, "your own template"),
        template.suffix,
        partial(pages.write, template),
        whole=template.whole,
        parted=True,
    )
