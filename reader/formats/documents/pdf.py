"""PDF documents, by pypdf: the text of the pages, without what only the paper needs.

Page numbers, running heads and footnotes are taken out; words cut by a hyphen at the end of a line
are put together; what is left is read as any text is. Footnotes go to `Meta.front`.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from reader.errors import FormatError
from reader.formats.clean import clean
from reader.formats.documents.paper import read_paper
from reader.formats.page import Format, Page
from reader.transcript import BREAK, Meta, Transcript

_MOST_PAGES = 3_000
_MOST_TEXT = 20_000_000
_MOST_OPERATORS = 2_000_000
_LARGEST_PAGE = 5_000_000
_SPACED = 0.25
"""Characters set apart by so much of their size, and not pulled together again, are words."""

_ROMAN = r"(?-i:(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3}))"
_NUMBER = re.compile(
    rf"[-–—\s]{{0,4}}(?:page\s{{1,3}})?(?:[0-9]{{1,5}}|{_ROMAN})(?: (?:of|/) [0-9]{{1,5}})?"
    r"[-–—\s]{0,4}$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[_—–-]{8,200}$")
_CUT = re.compile(r"([^\W\d_]{1,40}) ?-$")
_MANY = 0.3
"""A running head stands on so large a share of the pages."""

_EDGE = 3
"""Page numbers and running heads stand among so many lines of the top or the bottom."""


def _score(page: Page) -> float:
    """Certain by its signature."""
    return 1.0 if page.data[:1024].lstrip().startswith(b"%PDF-") else 0.0


def _parse(page: Page) -> Transcript:
    pages, about = _read(page.data)
    heads = _running(pages)
    bodies: list[list[str]] = []
    notes: list[str] = []
    for lines in pages:
        body, note = _without_notes(_without_edges(lines, heads))
        bodies.append(body)
        notes += note
    transcript = read_paper(list(_joined(bodies)), page.name, about)
    front = BREAK.join(part for part in (transcript.meta.front, " ".join(notes)) if part)
    return replace(transcript, meta=replace(transcript.meta, front=front))


def _read(data: bytes) -> tuple[list[list[str]], Meta]:
    """The lines of each page, and what the document says of itself."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages: list[list[str]] = []
    size = 0
    spacing = _Spacing()
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FormatError("the PDF is locked by a password")
        for page in reader.pages[:_MOST_PAGES]:
            _check_contents(page)
            spacing.begin()
            text = clean(page.extract_text(visitor_operand_before=spacing))
            size += len(text)
            if size > _MOST_TEXT:
                raise FormatError("the PDF holds too much text")
            pages.append([" ".join(line.split()) for line in text.split("\n")])
        title = reader.metadata.title if reader.metadata else None
    except FormatError:
        raise
    except (PyPdfError, RecursionError, MemoryError, *_DAMAGE) as error:
        raise FormatError("the PDF cannot be read", hint=str(error)[:80]) from None
    if not any(any(page) for page in pages):
        raise FormatError("the PDF holds no text", hint="it may be pictures of pages")
    title = " ".join(clean(str(title or "")).split())
    return pages, Meta(title=None if "Microsoft Word" in title else title or None)


def _check_contents(page: Any) -> None:
    """Raise `FormatError` where what draws `page` unpacks to more than a page of text needs."""
    contents = page.get("/Contents")
    contents = None if contents is None else contents.get_object()
    streams = contents if isinstance(contents, list) else [contents]
    parts = (stream.get_object() for stream in streams if stream is not None)
    if sum(len(part.get_data()) for part in parts if hasattr(part, "get_data")) > _LARGEST_PAGE:
        raise FormatError("a page of the PDF is too large")


_DAMAGE = (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, ArithmeticError)
"""What pypdf raises besides its own errors where a document is damaged."""


class _Spacing:
    """Puts blanks where a document sets words apart by character spacing alone.

    Such a document spaces every character by the width of a blank and pulls those of one word
    together again; pypdf sees only the pulling.
    """

    def __init__(self) -> None:
        self._operators = 0
        self.begin()

    def begin(self) -> None:
        """Begin a page."""
        self._spacing = 0.0
        self._size = 1.0

    def __call__(self, operator: bytes, operands: Any, matrix: Any, text_matrix: Any) -> None:
        """Look at an operator before pypdf does. Raises `FormatError` after too many."""
        self._operators += 1
        if self._operators > _MOST_OPERATORS:
            raise FormatError("the PDF is drawn in too many steps")
        if operator == b"Tc":
            self._spacing = _float(operands)
        elif operator == b"Tf" and len(operands) > 1:
            self._size = abs(_float(operands[1:])) or 1.0
        elif operator == b"TJ" and operands and self._spacing > _SPACED * self._size:
            operands[0][:] = self._respaced(operands[0])

    def _respaced(self, row: Any) -> list[Any]:
        from pypdf.generic import FloatObject

        gap = self._spacing / self._size * 1000
        respaced: list[Any] = []
        for item in row:
            if isinstance(item, str | bytes):
                blank: Any = " " if isinstance(item, str) else b" "
                spread = blank.join(item[at : at + 1] for at in range(len(item)))
                respaced += [type(item)(spread), FloatObject(-gap)]
            elif respaced and isinstance(item, int | float):
                respaced[-1] = FloatObject(float(respaced[-1]) + float(item))
        return respaced


def _float(operands: Any) -> float:
    try:
        return float(operands[0])
    except (TypeError, ValueError, IndexError):
        return 0.0


def _running(pages: Sequence[Sequence[str]]) -> frozenset[tuple[int, str]]:
    """The lines, digits apart, that stand at one place of many pages, and the place.

    A line that stands in the middle of a page as well is spoken.
    """
    found: Counter[tuple[int, str]] = Counter()
    middle: set[str] = set()
    for lines in pages:
        found.update({(place, _digitless(lines[index])) for index, place in _edges(lines)})
        edges = {index for index, _ in _edges(lines)}
        middle.update(_digitless(line) for at, line in enumerate(lines) if at not in edges)
    least = max(3, _MANY * len(pages))
    return frozenset(h for h, times in found.items() if times >= least and h[1] not in middle)


def _edges(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The indices of the filled lines at the top (places from 0) and at the bottom (from -1)."""
    filled = [index for index, line in enumerate(lines) if line]
    for place, index in enumerate(filled[:_EDGE]):
        yield index, place
    for place, index in enumerate(filled[: -_EDGE - 1 : -1], 1):
        yield index, -place


def _digitless(line: str) -> str:
    return re.sub("[0-9]+", "#", line)


def _without_edges(lines: Sequence[str], heads: frozenset[tuple[int, str]]) -> list[str]:
    """`lines` without the page number and the running heads at either edge."""
    dropped: set[int] = set()
    for index, place in _edges(lines):
        head = (place, _digitless(lines[index])) in heads
        if head or (place in (0, -1) and _NUMBER.match(lines[index])):
            dropped.add(index)
    return [line for index, line in enumerate(lines) if index not in dropped]


def _without_notes(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """`lines` down to the rule above the footnotes, and the footnotes."""
    for index, line in enumerate(lines):
        if _RULE.match(line) and 2 * index > len(lines) and any(lines[index + 1 :]):
            return list(lines[:index]), [note for note in lines[index + 1 :] if note]
    return [line for line in lines if not _RULE.match(line)], []


def _joined(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of all pages with cut words put together; a page in mid-sentence runs on."""
    words = Counter(re.findall(r"[\w-]+", " ".join(line for lines in pages for line in lines)))
    held = ""
    for lines in pages:
        filled = [index for index, line in enumerate(lines) if line]
        for line in lines[filled[0] : filled[-1] + 1] if filled else []:
            cut = _CUT.search(held)
            if cut and line[:1].islower():
                held = _whole(held, cut, line, words)
                continue
            yield held
            held = line
        if held.endswith((".", "!", "?", "”", '"', "]")):
            yield held
            held = ""
    yield held


def _whole(held: str, cut: re.Match[str], line: str, words: Counter[str]) -> str:
    """`held` and `line` as one, without the hyphen between them unless it belongs to the word."""
    rest = re.match(r"\w*", line)
    both = cut.group(1) + "-" + (rest.group() if rest else "")
    hyphen = "-" if words[both] and not words[both.replace("-", "")] else ""
    return held[: cut.end(1)] + hyphen + line


FORMAT = Format(
    name="pdf",
    title="PDF document",
    example="a file of pages, its text in one of the other formats: Ada: Is the lamp lit?",
    score=_score,
    parse=_parse,
)
