"""SALT transcripts (`.slt`): `$ Child, Examiner`, then a line an utterance, led by an initial.

`+` leads what is known of the sample, `-` a time, `:` and `;` a pause, `=` a comment. Codes are
taken out of the words: bound morphemes (`pet/s` is `pets`), mazes in parentheses, `[codes]`,
omitted words (`*the`), lemmas after `|`. Comments in braces are asides
(https://www.saltsoftware.com/media/wysiwyg/tranaids/TranConvSummary.pdf).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.formats.asides import bracketed
from reader.formats.captions.flowing import Said, flow
from reader.formats.dates import iso_date
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import BREAK, Meta, Transcript

_SPEAKERS = re.compile(r"\$\s{0,5}([^\W\d_][\w ]{0,40}(?:,\s{0,5}[^\W\d_][\w ]{0,40}){0,12})$")
_KNOWN = re.compile(r"\+\s{0,5}([A-Za-z][\w ]{0,30}):\s{0,9}(.{1,400})")
_CLOCK = re.compile(r"-\s{0,5}(?:(?:([0-9]{1,3}):)?([0-9]{0,4})):([0-9]{1,2})$")
_COMMENT = re.compile(r"\{([^{}]{1,300})\}")
_CODES = re.compile(
    r"\[[^\[\]\s]{1,60}\]|\|[\w'’/]{1,40}|/\*\w{1,5}|(?<!\S)\*\S{1,40}|(?<!\S)[:;]\s?:?[0-9]{1,3}:?(?=\s|$)"
)
_MARKS = re.compile(r"(?<=[\w'’])/(?=[\w'’])|[()<>]|[~^>*]{1,2}(?=\s|$)")
_OTHERS = "$+-=:;"


def _score(page: Page) -> float:
    """Certain where the speakers are declared and nearly every line is led by one, or by a sign."""
    ids = _ids(page.lines)
    if not ids:
        return 0.0
    lines = [line for line in page.lines[:300] if line]
    led = sum(1 for line in lines if line[0] in _OTHERS or _initial(line, ids))
    return 1.0 if led >= 0.8 * len(lines) else 0.0


def _ids(lines: list[str]) -> dict[str, str]:
    """The initials of the speakers that the first line with words declares, and their names."""
    first = next((line for line in lines if line), "")
    match = _SPEAKERS.match(first)
    names = [name.strip() for name in match.group(1).split(",")] if match else []
    return {name[0].upper(): name for name in names if name}


def _initial(line: str, ids: dict[str, str]) -> bool:
    return line[0].upper() in ids and (len(line) == 1 or line[1].isspace())


def _parse(page: Page) -> Transcript:
    ids = _ids(page.lines)
    asides: set[str] = set()
    known: dict[str, str] = {}
    said = list(_utterances(page.lines, ids, known, asides))
    front = BREAK.join(f"{key}: {value}" for key, value in known.items())
    meta = Meta(
        date=iso_date(known.get("Doe", "")),
        language=known.get("Language"),
        description=known.get("Context"),
        front=front,
    )
    return flow(said, meta, asides=asides)


def _utterances(
    lines: list[str], ids: dict[str, str], known: dict[str, str], asides: set[str]
) -> Iterator[Said]:
    """What is said; a time stands with the first word after it."""
    time: float | None = None
    for line in lines:
        if match := _CLOCK.match(line):
            hours, minutes, seconds = (int(group or 0) for group in match.groups())
            time = float(hours * 3600 + minutes * 60 + seconds)
        elif match := _KNOWN.match(line):
            known.setdefault(match.group(1).strip(), match.group(2))
        elif line and line[0] not in _OTHERS:
            led = _initial(line, ids)
            text = _plain(line[1:] if led else line, asides)
            speaker = somebody(ids[line[0].upper()]) if led else None
            first, _, rest = text.partition(" ")
            if time is not None and first:
                yield Said(time, time, speaker, first)
                text, time = rest, None
            yield Said(None, None, speaker, text)


def _plain(text: str, asides: set[str]) -> str:
    """The words of an utterance; what stood in braces becomes an aside in brackets."""
    text = _MARKS.sub("", _CODES.sub(" ", text)).replace("_", " ")

    def aside(match: re.Match[str]) -> str:
        asides.add(bracketed(match.group(1)))
        return bracketed(match.group(1))

    return " ".join(_COMMENT.sub(aside, text).split())


FORMAT = Format(
    name="salt",
    title="SALT language samples (.slt)",
    example="$ Child, Examiner\n+ Language: English\n- 0:00\nE Do you have any pet/s?\nC (Um) two.",
    score=_score,
    parse=_parse,
)
