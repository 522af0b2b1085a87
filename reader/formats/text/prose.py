"""Plain prose: one giant line, hard-wrapped lines, or paragraphs, with no mark of who speaks.

This is also how any text is read that no other family knows.
"""

from __future__ import annotations

import re

from reader.formats.build import Builder
from reader.formats.page import Format, Page
from reader.formats.text.header import split_header
from reader.formats.text.layout import Layout
from reader.transcript import Transcript

_SURE = 0.5
_UNSURE = 0.1
_OPENERS = "\"'“‘«([-–—¿¡…♪"
_TIME = re.compile(r"\b[0-9]{1,2}:[0-9]{2}\b")


def _score(page: Page) -> float:
    """Sure where nearly all lines open as sentences do and few of them hold a time."""
    lines = [line for line in page.lines if line][:200]
    spoken = sum(1 for line in lines if line[0].isalpha() or line[0] in _OPENERS)
    timed = sum(1 for line in lines if _TIME.search(line[:200]))
    return _SURE if spoken >= 0.9 * len(lines) and timed <= 0.2 * len(lines) else _UNSURE


def _parse(page: Page) -> Transcript:
    meta, first = split_header(page.lines)
    body = "\n".join(page.lines[first:])
    builder = Builder()
    for paragraph in Layout.of(body).paragraphs(body):
        builder.paragraph(paragraph)
    return builder.build(meta)


FORMAT = Format(
    name="prose",
    title="Plain text without speakers",
    example="Good evening. Tonight we talk about lighthouses, and why anyone keeps one.",
    score=_score,
    parse=_parse,
)
