"""Corpora of speech in lines with pipes: Switchboard's `A|text|act`, Rev's token by token `.nlp`.

Rev's tables (github.com/revdotcom/speech-datasets) have a word a line with its punctuation in a
column of its own; times are there in some. Speakers are numbers, and stay so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite

from reader.formats.captions.flowing import Said, flow
from reader.formats.page import Format, Page
from reader.transcript import Transcript

_UTTERANCE = re.compile(r"([A-Z])\|(.{0,8000})\|([a-z%^+x\"(][\w^\"@()*;,%+.]{0,20})$")


def _switchboard_score(page: Page) -> float:
    """By the share of lines of the shape, from two speakers."""
    lines = [line for line in page.lines if line][:400]
    found = [match.group(1) for line in lines if (match := _UTTERANCE.match(line))]
    return 0.97 if len(found) > 1 and len(found) >= 0.9 * len(lines) else 0.0


def _switchboard(page: Page) -> Transcript:
    cues: list[Said] = []
    for line in page.lines:
        match = _UTTERANCE.match(line)
        if match:
            cues.append(Said(None, None, match.group(1), match.group(2)))
        elif line and cues:
            cues.append(Said(None, None, cues[-1].speaker, line))
        elif line:
            cues.append(Said(None, None, None, line))
    return flow(cues)


def _rev_score(page: Page) -> float:
    """Certain by the names of its columns."""
    names = page.text.lstrip()[:200].partition("\n")[0].lower().split("|")
    return 1.0 if names[:2] == ["token", "speaker"] and "punctuation" in names else 0.0


def _rev(page: Page) -> Transcript:
    return flow(_tokens(page))


def _tokens(page: Page) -> Iterator[Said]:
    names, *lines = (line.split("|") for line in page.plain.strip().split("\n"))
    at = {name.strip().lower(): index for index, name in enumerate(names)}
    for row in lines:

        def cell(name: str, row: list[str] = row) -> str:
            index = at.get(name, len(row))
            return row[index].strip() if index < len(row) else ""

        word = cell("token") + cell("punctuation")
        start = _number(cell("ts"))
        end = _number(cell("endts"))
        speaker = f"Speaker {number}" if (number := cell("speaker")).isdigit() else number or None
        yield Said(start, end if end is not None else start, speaker, word)


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if isfinite(value) else None


FORMATS = (
    Format(
        name="switchboard",
        title="Switchboard: A|text|act",
        example="A|Is the lamp lit?|qy\nB|It is.|sd\nA|Good.|ba",
        score=_switchboard_score,
        parse=_switchboard,
    ),
    Format(
        name="rev-nlp",
        title="Rev's words with pipes (NLP)",
        example="token|speaker|ts|endTs|punctuation|case|tags\nIt|0||||UC|[]\nis|0|||.|LC|[]",
        score=_rev_score,
        parse=_rev,
    ),
)
