"""Spacelog: the logs of space flights, `[days:hours:minutes:seconds]` over `CALLSIGN: text`.

As the Spacelog project keeps them (github.com/Spacelog/Spacelog): lines `_page : 3` and other
lines that begin with `_` say something of the entry; `[glossary:word|shown]` and
`[time:… shown]` are links in the text. Times count from the launch and may be negative.
"""

from __future__ import annotations

import re

from reader.formats.captions.flowing import Said, ended_by_the_next, flow
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import Transcript

_TIME = re.compile(r"\[(-?)([0-9]{1,3}):([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})\]$")
_META = re.compile(r"_[a-z]\w{0,30}\s{0,3}:")
_WHO = re.compile(r"([^\s:\[\]][^:\n\[\]]{0,40}):(?:\s|$)")
_LINK = re.compile(r"\[(glossary|time):([^\[\]\n|]{1,200})(?:\|([^\[\]\n]{1,200}))?\]")
_CLOCK = re.compile(r"[0-9:-]{5,15}\s")


def _score(page: Page) -> float:
    """By the share of times with days among the lines."""
    lines = [line for line in page.lines if line][:400]
    times = sum(1 for line in lines if _TIME.match(line))
    return 0.99 if times > 1 and times >= 0.15 * len(lines) else 0.0


def _parse(page: Page) -> Transcript:
    cues: list[Said] = []
    time: float | None = None
    for line in page.lines:
        if match := _TIME.match(line):
            time = _seconds(match)
        elif line and not _META.match(line):
            who = _WHO.match(line)
            text = _LINK.sub(_shown, line[who.end() :] if who else line).strip()
            if who:
                cues.append(Said(time, None, somebody(who.group(1).strip()), text))
            elif cues:
                cues[-1] = cues[-1]._replace(text=f"{cues[-1].text} {text}")
            else:
                cues.append(Said(time, None, None, text))
    return flow(ended_by_the_next(cues))


def _seconds(match: re.Match[str]) -> float:
    days, hours, minutes, seconds = map(int, match.groups()[1:])
    total = float(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
    return -total if match.group(1) else total


def _shown(link: re.Match[str]) -> str:
    """The words of a link: those given to be shown, else those linked from."""
    kind, target, shown = link.groups()
    return shown or (_CLOCK.sub("", target, count=1) if kind == "time" else target)


FORMAT = Format(
    name="spacelog",
    title="Spacelog: [days:hours:minutes:seconds] over CALLSIGN: text",
    example="[00:00:00:02]\n_page : 1\nCDR: The lamp is lit.\n\n[00:00:00:05]\nCC: Roger.",
    score=_score,
    parse=_parse,
)
