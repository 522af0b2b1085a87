"""SubRip captions: a number, `00:00:01,000 --> 00:00:04,000`, the text, an empty line.

Written by everything that makes captions, and seldom by the book: see `cueblocks`. Speakers are
named or marked as `voices` tells; where nearly every cue is coloured and there are several
colours, each is a speaker. The format has no specification; SubRip's own files are the model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.formats.captions.cueblocks import TIMES, Block, blocks, unrolled, without_tags
from reader.formats.captions.flowing import Said, flow
from reader.formats.captions.voices import voiced
from reader.formats.clean import decode_entities
from reader.formats.page import Format, Page
from reader.formats.text.header import split_header
from reader.transcript import Transcript

_COLOUR = re.compile(
    r"\{\\(?:1?c)&H([0-9a-f]{6,8})&?\}|<font color=[\"']?(#?\w{3,20})[\"']?>", re.IGNORECASE
)
_COLOURED = 0.9
_COLOURS = range(2, 13)
_DENSE = 0.12
"""The least share of lines of times among all that hold anything."""


def _score(page: Page) -> float:
    """By the share of lines that are times; certain where the file begins with them."""
    if page.text.lstrip().startswith(("<", "{", "[", "WEBVTT")):
        return 0.0
    lines = [line for line in page.text.split("\n") if line.strip()]
    times = sum(1 for line in lines if TIMES.match(line))
    if not times or times < _DENSE * len(lines):
        return 0.0
    return 1.0 if any(map(TIMES.match, lines[:2])) else 0.97


def _parse(page: Page) -> Transcript:
    front, *found = blocks(page.text.split("\n"), named=False)
    cues = unrolled([_said(block) for block in found])
    said, roles = voiced(cues)
    coloured = _colours(found)
    if coloured and not any(cue.speaker or cue.turn for cue in said):
        said = [cue._replace(speaker=who) for cue, who in zip(cues, coloured, strict=True)]
    meta, _ = split_header([line.strip() for line in front.lines])
    head = "\n".join(front.lines).strip()
    return flow(said, replace(meta.over(roles), front=head))


def _said(block: Block) -> Said:
    text = decode_entities(without_tags("\n".join([block.words, *block.lines])))
    return Said(block.start, block.end, None, text)


def _colours(found: Sequence[Block]) -> list[str | None]:
    """Who speaks by the colour of each cue, numbered as they come; [] if colours say nothing."""
    seen: dict[str, str] = {}
    speakers: list[str | None] = []
    for block in found:
        match = next((m for line in block.lines if (m := _COLOUR.search(line))), None)
        colour = (match.group(1) or match.group(2)).lower() if match else ""
        speakers.append(seen.setdefault(colour, f"Speaker {len(seen) + 1}") if colour else None)
    known = len(speakers) - speakers.count(None)
    return speakers if len(seen) in _COLOURS and known >= _COLOURED * len(speakers) else []


FORMAT = Format(
    name="srt",
    title="SubRip captions (SRT)",
    example="1\n00:00:01,000 --> 00:00:02,500\nIs the lamp lit?\n\n2\n00:00:02,500 --> "
    "00:00:03,000\nIt is.\n",
    score=_score,
    parse=_parse,
)
