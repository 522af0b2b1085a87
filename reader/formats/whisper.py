"""The lines that Whisper's command line prints: `[00:00:00.000 --> 00:00:04.000]   text`.

The hours are left out in the first hour by some versions (openai/whisper `format_timestamp`) and
always there in others (ggml-org/whisper.cpp). What precedes the first stamp is the program's own.
"""

from __future__ import annotations

import re

from reader.formats.captions import Said, flow
from reader.formats.page import Format, Page
from reader.transcript import Meta, Transcript

_CLOCK = r"(?:([0-9]{1,3}):)?([0-9]{1,2}):([0-9]{2})[.,]([0-9]{1,3})"
_STAMP = re.compile(rf"\[[ \t]{{0,4}}{_CLOCK}[ \t]{{0,4}}-->[ \t]{{0,4}}{_CLOCK}[ \t]{{0,4}}\]")


def _score(page: Page) -> float:
    """The share of lines with a stamp."""
    stamps = sum(1 for _ in _STAMP.finditer(page.text))
    lines = sum(1 for line in page.lines if line)
    return min(1.0, stamps / lines) if lines else 0.0


def _parse(page: Page) -> Transcript:
    stamps = list(_STAMP.finditer(page.text))
    ends = [stamp.start() for stamp in stamps[1:]] + [len(page.text)]
    cues: list[Said] = []
    for stamp, end in zip(stamps, ends, strict=False):
        start, stop = _seconds(*stamp.groups()[:4]), _seconds(*stamp.groups()[4:])
        cues.append(Said(start, stop, None, page.text[stamp.end() : end]))
    front = page.text[: stamps[0].start()].strip() if stamps else ""
    return flow(cues, Meta(front=front))


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return (whole * 1000 + int(fraction.ljust(3, "0"))) / 1000


FORMAT = Format(
    name="whisper",
    title="Lines printed by Whisper",
    example="[00:00:00.000 --> 00:00:04.000]   Is the lamp lit?",
    score=_score,
    parse=_parse,
)
