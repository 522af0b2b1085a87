"""Debates as the Public Whip's scrapers write them: `<publicwhip>` with `<speech speakername=…>`.

TheyWorkForYou (United Kingdom) and, with the root `<debates>`, OpenAustralia publish these. The
time of a speech is the last one that the official report printed, a clock on the wall: it counts
from the first, and only where it changes. Major and minor headings are headings of two levels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from reader.formats.archives.xmltree import innermost, local, named, parse_text, root_name, text_of
from reader.formats.captions.flowing import Said, begun, flow
from reader.formats.clean import clean
from reader.formats.dates import iso_date
from reader.formats.json.data import seconds
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import Meta, Transcript

_ROOTS = ("publicwhip", "debates")
_ID = re.compile(r"/([a-z]{2,20})/([0-9]{4}-[0-9]{2}-[0-9]{2})")
_LEVELS = {"major-heading": 1, "oral-heading": 1, "minor-heading": 2}
_HOUSES = {
    "debate": "House of Commons",
    "debates": "House of Commons",
    "lords": "House of Lords",
    "westminhall": "Westminster Hall",
    "wms": "Written Ministerial Statements",
    "wrans": "Written Answers",
    "standing": "Public Bill Committee",
    "sp": "Scottish Parliament",
    "ni": "Northern Ireland Assembly",
    "senate": "Senate",
    "representatives": "House of Representatives",
}


def _score(page: Page) -> float:
    """Certain by its root and an element of its own."""
    if root_name(page.text[:20_000]) not in _ROOTS:
        return 0.0
    return 1.0 if re.search(r"<(?:speech|major-heading|minor-heading)[\s>]", page.text) else 0.0


def _parse(page: Page) -> Transcript:
    root, warnings = parse_text(page.text)
    said = [part for each in _speeches(root) for part in begun(each)]
    return replace(flow(said, _meta(root)), warnings=warnings)


def _speeches(root: Any) -> Iterator[Said]:
    """What is said, a paragraph each, with the headings before it."""
    titles: list[tuple[str, int]] = []
    clock = WallClock()
    for element in root:
        name = local(element)
        if name in _LEVELS:
            titles.append((text_of(element), _LEVELS[name]))
        elif name in ("speech", "division"):
            speaker = somebody(clean(element.get("speakername") or "").strip()) or None
            time = clock.since_the_first(seconds(element.get("time")))
            for index, text in enumerate(_paragraphs(element)):
                start = time if index == 0 else None
                unnamed = index == 0 and speaker is None
                yield Said(start, None, speaker, text, unnamed, True, titles=tuple(titles))
                titles.clear()


def _paragraphs(speech: Any) -> Iterator[str]:
    """The paragraphs of a speech, the rows of its tables and the lists of its divisions."""
    if (speech.text or "").strip():
        yield text_of(speech)
        return
    for child in speech:
        rows = innermost(child, "tr")
        plain = len(rows) == sum(1 for _ in named(child, "tr"))
        yield from map(text_of, rows if rows and plain else [child])


class WallClock:
    """Times of day as seconds since the first of them; None where one does not change.

    A time earlier by more than half a day is of the next day.
    """

    def __init__(self) -> None:
        self._first: float | None = None
        self._last: float | None = None

    def since_the_first(self, time: float | None) -> float | None:
        """`time`, seconds since midnight, counted from the first one."""
        if time is None or time == self._last:
            return None
        self._last = time
        self._first = time if self._first is None else self._first
        past = time - self._first
        return past if past >= -43_200 else past + 86_400


def _meta(root: Any) -> Meta:
    ids = (_ID.search(element.get("id") or "") for element in root)
    match = next((match for match in ids if match), None)
    url = next((url for element in root if (url := clean(element.get("url") or ""))), None)
    if not match:
        return Meta(url=url)
    house = _HOUSES.get(match.group(1))
    date = iso_date(match.group(2))
    return Meta(title=f"{house}, {date}" if house else None, show=house, date=date, url=url)


FORMAT = Format(
    name="hansard",
    title="Hansard as TheyWorkForYou has it",
    example='<publicwhip><minor-heading id="uk.org.publicwhip/debate/2009-10-27a.1.0">Lamps'
    '</minor-heading><speech speakername="Ada Byron" time="09:30:00"><p>Is it lit?</p></speech>'
    "</publicwhip>",
    score=_score,
    parse=_parse,
)
