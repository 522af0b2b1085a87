"""Markdown: front matter, headings, names in bold, initials; the markup is not in the text.

`**Ada:** text` is a turn, with or without a time; headings are chapters. Where no one is named
the paragraphs are those of the page.
"""

from __future__ import annotations

from reader.formats.page import Format, Page
from reader.formats.text.document import Document
from reader.transcript import Transcript

SAMPLE = 600
"""So many lines of a page are enough to see what it is."""


def _score(page: Page) -> float:
    """By the front matter, the names in bold, the table of initials, the headings."""
    document = Document.of(page, SAMPLE)
    if document.fronted:
        return 0.97
    if not document.marked:
        return 0.0
    if document.names or sum(line.label in document.sure for line in document.lines) > 1:
        return 0.96
    return 0.6 if any(line.level for line in document.lines) or document.meta.title else 0.3


def parse_document(page: Page) -> Transcript:
    """The transcript of a page of text with or without times, names and Markdown."""
    return Document.of(page).transcript()


FORMAT = Format(
    name="markdown",
    title="Markdown with headings, front matter or names in bold",
    example="---\ntitle: The Lamp\n---\n**Ada:** Is the lamp *lit*?\n\n**Ben:** It is.",
    score=_score,
    parse=parse_document,
)
