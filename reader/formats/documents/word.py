"""Word documents (`.docx`): the text of `word/document.xml`, read as any text is.

The archive's entries are read up to a size, whatever they would grow to. Deleted text, field
codes and comments are left out; line breaks within a paragraph count. A table with a row for each
utterance is read as one (ECMA-376, part 1, chapter 17).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from reader.errors import FormatError
from reader.formats.archives.xmltree import attribute, innermost, local, named, parse_xml
from reader.formats.clean import clean
from reader.formats.documents.inner import read_rows, read_text
from reader.formats.documents.paper import read_paper
from reader.formats.page import Format, Page
from reader.transcript import Meta, Transcript

_LARGEST = 16_000_000
"""The most bytes of an entry that are unpacked."""

_BODY = "word/document.xml"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_SILENT = frozenset("del moveFrom instrText delText pPr rPr Fallback footnotePr sectPr".split())


def _score(page: Page) -> float:
    """Certain by what the archive holds."""
    if not page.data.startswith(b"PK\x03\x04"):
        return 0.0
    return 1.0 if _BODY.encode() in page.data else 0.0


def _parse(page: Page) -> Transcript:
    body = _entry(page.data, _BODY)
    if body is None:
        raise FormatError("this is no Word document", hint=f"it holds no {_BODY}")
    root, _ = parse_xml(body)
    lines = list(_paragraphs(root))
    words = sum(len(line.split()) for line in lines)
    tables = (read_rows(_rows(table), words) for table in innermost(root, "tbl"))
    meta = _meta(page.data, root)
    if text := next((table for table in tables if table), None):
        return read_text(text, page.name, meta)
    return read_paper([line.strip() for line in lines], page.name, meta)


def _entry(data: bytes, name: str) -> bytes | None:
    """The entry called `name` of the archive `data`, or None. It is not unpacked beyond a size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as entry:
            content = entry.read(_LARGEST + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError):
        raise FormatError("the Word document is damaged", hint="open and save it again") from None
    if len(content) > _LARGEST:
        raise FormatError("the Word document is too large", hint=f"{name} is over 16 MB")
    return content


def _paragraphs(root: Any) -> Iterator[str]:
    """The lines of each paragraph, an empty line after it; the cells of a row stand on one line."""
    for child in root:
        name = local(child)
        if name == "p":
            yield from clean("".join(_text(child))).split("\n")
            yield ""
        if name not in _SILENT:
            yield from _paragraphs(child)


def _text(element: Any) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in _SILENT and name not in ("p", "txbxContent"):
            yield from _text(child)


def _rows(table: Any) -> list[list[str]]:
    """The cells of the rows of `table`, as one line each."""
    return [
        [" ".join(" ".join(_paragraphs(cell)).split()) for cell in row if local(cell) == "tc"]
        for row in table
        if local(row) == "tr"
    ]


def _meta(data: bytes, root: Any) -> Meta:
    """What the document's properties say, or its paragraph of the style `Title`."""
    titled = (
        " ".join("".join(_text(paragraph)).split())
        for paragraph in named(root, "p")
        for style in named(paragraph, "pStyle")
        if attribute(style, "val") == "Title"
    )
    title, description, language = next(titled, ""), "", ""
    if core := _entry(data, "docProps/core.xml"):
        said = {local(each): " ".join((each.text or "").split()) for each in parse_xml(core)[0]}
        title = title or said.get("title", "")
        description = said.get("description") or said.get("subject") or ""
        language = said.get("language", "")
    return Meta(
        title=clean(title) or None,
        description=clean(description) or None,
        language=clean(language) or None,
    )


FORMAT = Format(
    name="docx",
    title="Word document (.docx)",
    example="a file of Word, its text in one of the other formats: Ada: Is the lamp lit?",
    score=_score,
    parse=_parse,
)
