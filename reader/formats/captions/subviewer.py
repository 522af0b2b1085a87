"""SubViewer 1 captions: a header of fields in brackets, then `[00:01:05]` over the text.

Each time begins what follows it; a time with nothing below ends what precedes it. `|` breaks a
line. SubViewer 2 writes two times on a line and is read with YouTube's `sbv`.
"""

from __future__ import annotations

import re

from reader.formats.captions.cueblocks import clock, without_tags
from reader.formats.captions.flowing import Said, ended_by_the_next, flow
from reader.formats.captions.voices import voiced
from reader.formats.clean import decode_entities
from reader.formats.page import Format, Page
from reader.transcript import Meta, Transcript

_START = re.compile(r"(?m)^\s{0,9}\*{2,40}\s{0,9}START SCRIPT\s{0,9}\*{2,40}\s{0,9}$")
_END = re.compile(r"\[end\]|\*{2,40}\s{0,9}END SCRIPT", re.IGNORECASE)
_TIME = re.compile(r"\[([0-9]{1,4}):([0-9]{1,2}):([0-9]{1,2})(?:[.:,]([0-9]{1,3}))?\]$")
_FIELD = re.compile(r"\[([A-Z][A-Z ]{2,30})\]$")
_HEAD = 4_000


def _score(page: Page) -> float:
    """Certain by the line of stars that begins the script."""
    return 1.0 if _START.search(page.text[:_HEAD]) else 0.0


def _parse(page: Page) -> Transcript:
    header, body = "", page.text
    if start := _START.search(page.text[:_HEAD]):
        header, body = page.text[: start.start()], page.text[start.end() :]
    cues = [Said(None, None, None, "")]
    for line in (line.strip() for line in body.split("\n")):
        if match := _TIME.match(line):
            cues.append(Said(clock("", *match.groups()), None, None, ""))
        elif _END.match(line):
            break
        elif line:
            text = decode_entities(without_tags(line.replace("|", "\n")))
            cues[-1] = cues[-1]._replace(text=f"{cues[-1].text}\n{text}".strip())
    said, roles = voiced(ended_by_the_next(cues))
    return flow(said, _meta(header).over(roles))


def _meta(header: str) -> Meta:
    """What the fields of the header say; each stands on the line below its name."""
    lines = [line.strip() for line in header.split("\n")]
    found = {
        match.group(1): below
        for line, below in zip(lines, [*lines[1:], ""], strict=True)
        if (match := _FIELD.match(line)) and below and not _FIELD.match(below)
    }
    return Meta(
        title=found.get("TITLE"),
        media=found.get("FILEPATH"),
        front=header.strip() if found else "",
    )


FORMAT = Format(
    name="subviewer",
    title="SubViewer 1 captions (SUB)",
    example="[TITLE]\nLamps\n[BEGIN]\n******** START SCRIPT ********\n[00:00:01]\nIs it lit?\n"
    "[00:00:02]\n\n[end]",
    score=_score,
    parse=_parse,
)
