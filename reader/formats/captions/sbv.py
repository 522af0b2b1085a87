"""YouTube's SBV and SubViewer captions: `0:00:01.000,0:00:04.000`, the text, an empty line.

SubViewer has a header in brackets (`[TITLE]…`), hundredths of a second, and `[br]` for the break
of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.formats.captions.cueblocks import clock, unrolled, without_tags
from reader.formats.captions.flowing import Said, flow
from reader.formats.captions.voices import voiced
from reader.formats.clean import decode_entities
from reader.formats.page import Format, Page
from reader.transcript import Meta, Transcript

_CLOCK = r"(-?)([0-9]{1,4}):([0-9]{1,2}):([0-9]{1,2})[.:]([0-9]{1,6})"
_TIMES = re.compile(rf"{_CLOCK}\s{{0,3}},\s{{0,3}}{_CLOCK}\s{{0,20}}$")
_FIELD = re.compile(r"\[([A-Z][A-Z ]{2,30})\]\s{0,4}(.{0,400})$")
_BREAK = re.compile(r"\[br\]|\|", re.IGNORECASE)
_DENSE = 0.15


def _score(page: Page) -> float:
    """By the share of lines that are two times and nothing else."""
    lines = [line for line in page.lines if line]
    times = sum(1 for line in lines if _TIMES.match(line))
    return 0.97 if times and times >= _DENSE * len(lines) else 0.0


def _parse(page: Page) -> Transcript:
    lines = page.text.split("\n")
    first = next((i for i, line in enumerate(lines) if _TIMES.match(line.strip())), 0)
    said, roles = voiced(unrolled(list(_cues(lines[first:]))))
    return flow(said, _meta(lines[:first]).over(roles))


def _cues(lines: Sequence[str]) -> Iterator[Said]:
    start: float | None = None
    end: float | None = None
    text: list[str] = []
    for line in lines:
        match = _TIMES.match(line.strip())
        if match:
            yield Said(start, end, None, _words(text))
            groups, text = match.groups(), []
            start, end = clock(*groups[:5]), clock(*groups[5:])
        else:
            text.append(line)
    yield Said(start, end, None, _words(text))


def _words(lines: Sequence[str]) -> str:
    return decode_entities(without_tags(_BREAK.sub("\n", "\n".join(lines))))


def _meta(lines: Sequence[str]) -> Meta:
    """What the header of SubViewer says."""
    found = {m.group(1): m.group(2) for line in lines if (m := _FIELD.match(line.strip()))}
    front = "\n".join(lines).strip()
    return Meta(
        title=found.get("TITLE") or None,
        media=found.get("FILEPATH") or None,
        description=found.get("COMMENT") or None,
        front=front,
    )


FORMAT = Format(
    name="sbv",
    title="YouTube SBV and SubViewer captions",
    example="0:00:01.000,0:00:02.500\nIs the lamp lit?\n\n0:00:02.500,0:00:03.000\nIt is.\n",
    score=_score,
    parse=_parse,
)
