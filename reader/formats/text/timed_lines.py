"""Lines that open with a time and name nobody: `00:00:12 text`, `[00:12] text`.

The time may also stand alone above its words, as in the panel beside a video, or at their end.
Short lines flow into paragraphs.
"""

from __future__ import annotations

from reader.formats.page import Format, Page
from reader.formats.text.document import Document
from reader.formats.text.markdown import SAMPLE, parse_document

_FEW = 0.05


def _score(page: Page) -> float:
    """By the share of lines with a time."""
    tally = Document.of(page, SAMPLE).heads().tally()
    share = tally.timed / (tally.lines or 1)
    if tally.timed < 2 or share < _FEW:
        return 0.0
    return 0.93 if share > 0.2 else 0.6


FORMAT = Format(
    name="timed-lines",
    title="Lines that open with a time",
    example="00:00:00 Is the lamp lit?\n00:00:04 It is.",
    score=_score,
    parse=parse_document,
)
