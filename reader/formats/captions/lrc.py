"""LRC, the words of songs and talks: `[00:12.50]text`, under tags such as `[ti:Title]`.

A line with several times is sung again at each of them; it stands once, at the first. Words may
have times of their own in angle brackets. `[offset:500]` lets all begin half a second sooner.
"""

from __future__ import annotations

import re

from reader.formats.captions.cueblocks import clock
from reader.formats.captions.flowing import Said, ended_by_the_next, flow
from reader.formats.captions.voices import voiced
from reader.formats.clean import decode_entities
from reader.formats.dates import seconds
from reader.formats.page import Format, Page
from reader.transcript import Meta, Transcript

_STAMP = re.compile(r"\[([0-9]{1,4}):([0-9]{1,2})(?:[.:]([0-9]{1,3}))?\]\s{0,4}")
_EXACT = re.compile(r"\[[0-9]{1,4}:[0-9]{1,2}[.:][0-9]{1,3}\]")
_TAG = re.compile(r"\[(ti|ar|al|au|by|re|ve|length|offset|la|#):([^\[\]]{0,300})\]$", re.IGNORECASE)
_WORD_TIME = re.compile(r"<[0-9]{1,4}:[0-9]{1,2}(?:[.:][0-9]{1,3})?>")
_MOST = 0.8


def _score(page: Page) -> float:
    """By lines that open with a time to the hundredth; a tag makes it certain."""
    lines = [line for line in page.lines if line]
    stamped = sum(1 for line in lines if _EXACT.match(line))
    tags = sum(1 for line in lines[:12] if _TAG.match(line))
    if not stamped or stamped + tags < _MOST * len(lines):
        return 0.0
    return 0.98 if tags else 0.9


def _parse(page: Page) -> Transcript:
    tags: dict[str, str] = {}
    cues: list[Said] = []
    for line in page.lines:
        if tag := _TAG.match(line):
            tags.setdefault(tag.group(1).lower(), tag.group(2).strip())
            continue
        stamps, text = _stamps(line)
        start = min(stamps) if stamps else None
        cues.append(Said(start, None, None, _WORD_TIME.sub(" ", text)))
    shift = _milliseconds(tags.get("offset", ""))
    if shift:
        cues = [c if c.start is None else c._replace(start=round(c.start - shift, 3)) for c in cues]
    said, roles = voiced(ended_by_the_next(cues))
    return flow(said, _meta(tags).over(roles))


def _stamps(line: str) -> tuple[list[float], str]:
    """The times that open `line`, in seconds, and the rest of it."""
    times: list[float] = []
    at = 0
    while match := _STAMP.match(line, at):
        minutes, second, fraction = match.groups()
        times.append(clock("", None, minutes, second, fraction))
        at = match.end()
    return times, line[at:]


def _milliseconds(text: str) -> float:
    return int(text) / 1000 if re.fullmatch(r"[+-]?[0-9]{1,7}", text) else 0.0


def _meta(tags: dict[str, str]) -> Meta:
    plain = {key: decode_entities(value) for key, value in tags.items()}
    return Meta(
        title=plain.get("ti") or None,
        show=plain.get("al") or None,
        hosts=tuple(name for name in [plain.get("ar", "")] if name),
        duration=seconds(plain.get("length", "")),
        language=plain.get("la") or None,
    )


FORMAT = Format(
    name="lrc",
    title="LRC lines with times",
    example="[ti:Lamps]\n[00:01.00]Is the lamp lit?\n[00:02.50]It is.\n",
    score=_score,
    parse=_parse,
)
