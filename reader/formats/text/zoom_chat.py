"""The chat of a Zoom meeting: `00:13:10<tab>Name:<tab>text`, or `10:13:10 From Name : text`.

A message goes on over the lines below it, up to the next one that opens with a time. The time is
that of the recording, or the clock on the wall, which then counts from the first message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.formats.captions.flowing import Said, ended_by_the_next, flow
from reader.formats.page import Format, Page
from reader.formats.text.heads import clock_seconds
from reader.transcript import Transcript

_TIME = r"(?P<t>[0-9]{1,2}:[0-9]{2}:[0-9]{2})"
_TABBED = re.compile(rf"{_TIME}\t(?P<n>[^\t\n]{{1,120}}?)\s?:\t")
_FROM = re.compile(
    rf"{_TIME}\s{{1,8}}From\s{{1,4}}(?P<n>\S[^\t\n]{{0,100}}?)"
    r"(?:\s{1,4}to\s{1,4}[^:\t\n]{1,100}?)?\s{0,4}:(?=\s|$)",
)
_MORNING = 4 * 3600.0
"""A first message so many seconds after zero was not sent within a recording."""


def _score(page: Page) -> float:
    """By the messages: two at least, and one in each ten lines."""
    lines = [line for line in page.lines if line][:400]
    found = sum(1 for line in lines if _message(line))
    return 0.98 if found > 1 and found >= 0.1 * len(lines) else 0.0


def _parse(page: Page) -> Transcript:
    messages = list(_messages(page))
    first = next((cue.start for cue in messages if cue.start is not None), 0.0)
    back = first if first >= _MORNING else 0.0
    cues = [cue if cue.start is None else cue._replace(start=cue.start - back) for cue in messages]
    return flow(ended_by_the_next(cues))


def _messages(page: Page) -> Iterator[Said]:
    who: str | None = None
    time: float | None = None
    text: list[str] = []
    for line in page.lines:
        message = _message(line)
        if message:
            yield Said(time, None, who, "\n".join(text), paragraph=True)
            who, time = message.group("n").strip(), clock_seconds(message.group("t"))
            text = [line[message.end() :]]
        elif line:
            text.append(line)
    yield Said(time, None, who, "\n".join(text), paragraph=True)


def _message(line: str) -> re.Match[str] | None:
    return _TABBED.match(line + "\t") or _FROM.match(line)


FORMAT = Format(
    name="zoom-chat",
    title="The chat of a Zoom meeting",
    example="00:13:10\tAda:\tIs the lamp lit?\n00:13:14\tBen:\tIt is.",
    score=_score,
    parse=_parse,
)
