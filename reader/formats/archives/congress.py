"""The Congressional Record, as text or as HTML with one `<pre>`: `Mr. DALE. Mr. Speaker, …`.

A paragraph is indented by two blanks; one that opens with a title and a name in capitals begins a
turn. Lines that are centred are headings. Page marks (`[[Page H6197]]`) and times of the day
stand between, also in mid-sentence, and are left out (https://www.govinfo.gov/help/crec).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reader.formats.build import Builder
from reader.formats.dates import iso_date
from reader.formats.documents.htmltree import looks_like_html, parse_html, words_of
from reader.formats.page import Format, Page
from reader.transcript import BREAK, Meta, Transcript

_MARK = re.compile(r"\[Congressional Record Volume [0-9]{1,4}, (?:Number|No\.) [0-9]{1,4} \(")
_DATE = re.compile(r"\[Congressional Record [^\[\]()\n]{1,60}\(([^()\n]{6,40})\)\]")
_PLACE = re.compile(r"\[([A-Z][A-Za-z ]{3,40})\]$")
_PAGE = re.compile(
    r"\s{0,80}(?:\[\[Page [A-Z]{0,2}[0-9]{1,6}\]\]|\{time\}\s{1,3}[0-9]{3,4}|_{6,80})\s{0,80}$"
)
_CAPITALS = r"[A-Z][A-Z'’\-]{1,30}"
_SPEAKER = re.compile(
    rf"((?:(?:Mr|Mrs|Ms|Miss|Dr|Messrs)\.? (?:Mc|Mac|De|La|Le|Di|Du|Van|von|O|D)?['’ ]?{_CAPITALS}"
    rf"(?: {_CAPITALS}){{0,3}}(?:, (?:Jr|Sr)\.)?(?: of [A-Z][a-z]{{2,20}}(?: [A-Z][a-z]{{2,20}})?)?"
    r"|The (?:Acting |Temporary |Deputy )?[A-Z]{4,20}(?: [A-Z]{2,20}){0,3}(?: pro tempore)?)"
    r"(?: \([^()\n]{1,60}\))?)\.\s"
)
_INDENT = 2
_CENTRED = 9
"""A line indented by so many blanks or more stands in the middle of the page."""


def _score(page: Page) -> float:
    """Certain by the line at its head that names the volume."""
    return 1.0 if _MARK.search(page.text, 0, 5_000) else 0.0


def _parse(page: Page) -> Transcript:
    text = words_of(parse_html(page)) if looks_like_html(page) else page.plain
    start = text.find("[Congressional Record Volume")
    head, body = _split(text[max(0, start) :].split("\n"))
    builder = Builder()
    builder.turn()
    titles: list[str] = []
    for kind, words in _blocks(body):
        if kind == "title":
            builder.heading(words)
            titles.append(words)
            continue
        if match := _SPEAKER.match(words):
            builder.turn(match.group(1))
            words = words[match.end() :]
        builder.paragraph(words)
    return builder.build(_meta(head, titles))


def _split(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines that say where in the Record this stands, and the rest."""
    for index, line in enumerate(lines[:40]):
        if line.strip() and not line.startswith(("[", "From the Congressional Record")):
            return lines[:index], lines[index:]
    return lines[:8], lines[8:]


def _blocks(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The titles and paragraphs of the body, their lines joined."""
    kind, held = "", ""
    for line in lines:
        words = line.strip()
        if not words or _PAGE.match(line):
            continue
        indent = len(line) - len(line.lstrip())
        now = "title" if indent >= _CENTRED else "paragraph" if indent >= _INDENT else ""
        if now == "title" and kind == "title":
            now = ""
        elif not now and kind == "title":
            now = "paragraph"
        if now and held:
            yield kind, held
            held = ""
        kind = now or kind or "paragraph"
        held = held + words if held.endswith("-") and words[:1].islower() else f"{held} {words}"
        held = held.strip()
    if held:
        yield kind, held


def _meta(head: Iterable[str], titles: list[str]) -> Meta:
    lines = [" ".join(line.split()) for line in head if line.strip()]
    date = next((match.group(1) for line in lines if (match := _DATE.match(line))), "")
    place = next((match.group(1) for line in lines if (match := _PLACE.match(line))), "")
    show = f"Congressional Record, {place}" if place else "Congressional Record"
    return Meta(
        title=titles[0] if titles else None,
        show=show,
        date=iso_date(date),
        front=BREAK.join(lines),
    )


FORMAT = Format(
    name="congress",
    title="Congressional Record",
    example="[Congressional Record Volume 151, Number 99 (Wednesday, July 20, 2005)]\n[House]\n\n"
    "                          LAMPS\n\n  Mr. DALE. Is the lamp lit?\n  Ms. BYRON. It is.",
    score=_score,
    parse=_parse,
)
