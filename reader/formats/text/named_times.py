"""A name and a time before what is said, as Otter, Rev, Riverside, Zoom and diarisers write them.

`Ada  0:12`, `Ada (00:12):`, `[Ada] [00:12]`, `[00:12] Ada:`, `Ada: 00:12`; the words follow on the
same line or below. A time alone goes on with the same person.
"""

from __future__ import annotations

from reader.formats.page import Format, Page
from reader.formats.text.document import Document
from reader.formats.text.markdown import SAMPLE, parse_document


def _score(page: Page) -> float:
    """By the names and the times after the first of them, which are among the turns."""
    document = Document.of(page, SAMPLE)
    heads = document.heads()
    tally = heads.tally()
    if tally.timed < 2 or tally.named < 2:
        return 0.0
    found = [head for line in document.lines if (head := heads.split(line.text))]
    begun = next(i for i, head in enumerate(found) if head.label is not None)
    times = sum(head.time is not None for head in found[begun:])
    if times < 2 or times + tally.named < 0.05 * tally.lines:
        return 0.0
    return 0.96 if tally.joint > 1 or times * 20 > tally.named else 0.7


FORMAT = Format(
    name="named-times",
    title="A name and a time before the words",
    example="Ada  0:00\nIs the lamp lit?\n\nBen  0:04\nIt is.\n\nAda  0:06\nGood.",
    score=_score,
    parse=parse_document,
)
