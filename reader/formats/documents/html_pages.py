"""Saved web pages and documents of Word saved as HTML: their lines, read as any text is.

Navigation, forms and scripts are dropped; what the page says of itself fills what its text does
not. A table with a row for each utterance is read as one.
"""

from __future__ import annotations

from reader.formats.archives.xmltree import innermost
from reader.formats.documents.htmltree import (
    lines_of,
    looks_like_html,
    meta_of,
    parse_html,
    rows_of,
)
from reader.formats.documents.inner import read_rows, read_text, without_opening
from reader.formats.page import Format, Page
from reader.transcript import Transcript


def _score(page: Page) -> float:
    """Certain by how it begins; families that know a kind of HTML look at it first."""
    return 1.0 if looks_like_html(page) else 0.0


def _parse(page: Page) -> Transcript:
    root = parse_html(page)
    lines = lines_of(root)
    words = sum(len(line.split()) for line in lines)
    tables = (read_rows(rows_of(table), words) for table in innermost(root, "table"))
    text = next((table for table in tables if table), None) or "\n".join(lines)
    return without_opening(read_text(text, page.name, meta_of(root)))


FORMAT = Format(
    name="html",
    title="Saved web page (HTML)",
    example="<html><body><p>Ada: Is the lamp lit?</p><p>Ben: It is.</p></body></html>",
    score=_score,
    parse=_parse,
)
