"""Captions in which `>>` marks a change of speaker, as live captioners write them.

`>>` stands at the beginning of a line or in its middle; `>>>`, a change of topic, changes the
speaker too. Lines are wrapped to the width of a screen. `>> NAME:` names the speaker.
"""

from __future__ import annotations

import re

from reader.formats.build import Builder
from reader.formats.page import Format, Page
from reader.formats.text.header import split_header
from reader.formats.text.labels import Labels
from reader.formats.text.layout import Layout
from reader.transcript import Transcript

_MARK = re.compile(r">{2,}")
_CERTAIN = 3
_SPARSE = 5000


def _score(page: Page) -> float:
    """By how many marks there are: three are enough, with one in 5,000 words."""
    marks = sum(1 for _ in _MARK.finditer(page.plain))
    if marks * _SPARSE < len(page.plain.split()):
        return 0.0
    return 0.8 if marks >= _CERTAIN else 0.4 if marks else 0.0


def _parse(page: Page) -> Transcript:
    meta, first = split_header(page.lines)
    body = "\n".join(page.lines[first:])
    layout = Layout.of(_MARK.sub(" ", body))
    before, *turns = (turn.strip() for turn in _MARK.split(body))
    labels = Labels((turn[:80].partition("\n")[0] for turn in turns), marked=True)
    builder = Builder()
    builder.turn()
    for index, turn in enumerate([before, *turns]):
        labelled = labels.split(turn) if index else None
        if index:
            builder.turn(labelled.speaker if labelled else None)
        for paragraph in layout.paragraphs(labelled.text if labelled else turn):
            builder.paragraph(paragraph)
    return builder.build(meta)


FORMAT = Format(
    name="chevrons",
    title="Captions with >> at each change of speaker",
    example=">> Is the lamp lit? >> It is.",
    score=_score,
    parse=_parse,
)
