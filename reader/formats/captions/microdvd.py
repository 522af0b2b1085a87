"""MicroDVD captions, in frames: `{25}{50}text|next line`; and MPL2, in tenths: `[10][25]text`.

A first cue `{1}{1}25.000` states the frames in a second; without it 23.976 are assumed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reader.formats.captions.cueblocks import unrolled, without_tags
from reader.formats.captions.flowing import Said, flow
from reader.formats.captions.voices import voiced
from reader.formats.clean import decode_entities
from reader.formats.page import Format, Page
from reader.transcript import Transcript

FILM = 24000 / 1001
"""Frames in a second where the file does not say."""

_CUE = re.compile(
    r"(?:\{([0-9]{1,9})\}\{([0-9]{0,9})\}|\[([0-9]{1,9})\]\[([0-9]{0,9})\])(.*)", re.DOTALL
)
_CODE = re.compile(r"\{[a-zA-Z]:[^{}]{0,60}\}")
_ITALIC = re.compile(r"(?m)^/")
_RATE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,4})?")
_MOST = 0.8


def _score(page: Page) -> float:
    """By the share of lines that open with two numbers in brackets."""
    lines = [line for line in page.lines if line]
    cues = sum(1 for line in lines if _CUE.match(line))
    return 0.97 if cues and cues >= _MOST * len(lines) else 0.0


def _parse(page: Page) -> Transcript:
    rate: float | None = None
    framed = False
    cues: list[Said] = []
    for line in page.lines:
        match = _CUE.match(line)
        if not match:
            cues.append(Said(None, None, None, line))
            continue
        begin, until, text = match.group(1), match.group(2), match.group(5)
        if begin and not cues and _RATE.fullmatch(text.strip()):
            rate = float(text.replace(",", ".")) or None
            continue
        framed = framed or begin is not None
        unit = 10.0 if begin is None else rate or FILM
        start, end = begin or match.group(3), until or match.group(4)
        cues.append(Said(_time(start, unit), _time(end, unit), None, _words(text)))
    said, roles = voiced(unrolled(cues))
    warnings = () if rate or not framed else ("no frame rate is stated: 23.976 a second assumed",)
    return replace(flow(said, roles), warnings=warnings)


def _time(count: str | None, unit: float) -> float | None:
    return round(int(count) / unit, 3) if count else None


def _words(text: str) -> str:
    lines = _CODE.sub("", text).replace("|", "\n")
    return decode_entities(without_tags(_ITALIC.sub("", lines)))


FORMAT = Format(
    name="microdvd",
    title="MicroDVD and MPL2 captions (SUB)",
    example="{1}{1}25.000\n{25}{60}Is the lamp lit?\n{62}{75}It is.\n",
    score=_score,
    parse=_parse,
)
