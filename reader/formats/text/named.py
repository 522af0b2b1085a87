"""Turns that open with a speaker's name and a colon: `Name: text`.

The label may stand alone on its line; lines without one continue the turn; blank lines part its
paragraphs. What precedes the first label is a turn of nobody named.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader.formats.build import Builder
from reader.formats.page import Format, Page
from reader.formats.text.header import split_header
from reader.formats.text.labels import Labels
from reader.transcript import Transcript


def _score(page: Page) -> float:
    """By the share of lines with a label; a page of prose has none or few."""
    labels = Labels(page.lines[split_header(page.lines)[1] :])
    if labels.turns < 2 or labels.share < 0.02:
        return 0.0
    return 0.5 + 0.3 * min(1.0, 2 * labels.share)


def _parse(page: Page) -> Transcript:
    meta, first = split_header(page.lines)
    lines = page.lines[first:]
    builder = Builder()
    add_turns(builder, lines, Labels(lines))
    return builder.build(meta)


def add_turns(builder: Builder, lines: Iterable[str], labels: Labels) -> None:
    """Give `builder` the turns of `lines`, which open at the `labels`."""
    builder.turn()
    for line in lines:
        labelled = labels.split(line)
        if labelled:
            builder.turn(labelled.speaker)
            builder.say(labelled.text)
        elif line:
            builder.say(line)
        else:
            builder.paragraph()


FORMAT = Format(
    name="named",
    title="Name: text",
    example="Ada: Is the lamp lit?\nBen: It is.",
    score=_score,
    parse=_parse,
)
