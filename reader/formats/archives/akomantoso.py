"""Akoma Ntoso (LegalDocML): parliamentary debates with `<speech by="#…">` and `<from>`.

Who speaks is what `<from>` prints, else what the references show for `by`. Narrative, scenes and
summaries are nobody's turns. Sections give headings, the deeper the lower. A speech may state its
`startTime`; times in the narrative (`<recordedTime>`) give the length of the sitting
(https://docs.oasis-open.org/legaldocml/akn-core/v1.0/akn-core-v1.0-part1-vocabulary.html).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from reader.formats.archives.hansard import WallClock
from reader.formats.archives.xmltree import local, named, parse_text, root_name, text_of
from reader.formats.captions.flowing import Said, begun, flow
from reader.formats.clean import clean
from reader.formats.dates import iso_date
from reader.formats.json.data import seconds
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import BREAK, Meta, Transcript

_SPEECHES = ("speech", "question", "answer", "speechGroup")
_TITLES = ("heading", "subheading", "docTitle")
_SILENT = ("from", "meta", "num", "coverPage", "preface", *_TITLES)
_CONTAINERS = ("debateBody", "debateSection", "components", "component", "attachments")


def _score(page: Page) -> float:
    """Certain by its root and a speech."""
    known = root_name(page.text[:20_000]) in ("akomaNtoso", "akomantoso")
    return 1.0 if known and "speech" in page.text else 0.5 * known


def _parse(page: Page) -> Transcript:
    root, warnings = parse_text(page.text)
    people = {
        each.get("eId") or each.get("id") or each.get("GUID") or "": each.get("showAs") or ""
        for name in ("TLCPerson", "TLCRole", "TLCOrganization")
        for each in named(root, name)
    }
    reader = _Reader(people)
    said = [part for each in reader.read(root, None, 0) for part in begun(each)]
    return replace(flow(said, _meta(root)), warnings=warnings)


class _Reader:
    """Walks the tree in the order of the document; `people` are what ids stand for."""

    def __init__(self, people: dict[str, str]) -> None:
        self._people = people
        self._titles: list[tuple[str, int]] = []
        self._clock = WallClock()

    def read(self, element: Any, speaker: str | None, level: int) -> Iterator[Said]:
        """What is said in `element`, which lies `level` sections deep."""
        for child in element:
            name = local(child)
            if name in _TITLES:
                self._titles.append((text_of(child), max(1, level)))
            elif name in _SPEECHES:
                yield from self._speech(child, level)
            elif _is_block(child) and name not in _SILENT:
                yield from self._block(child, speaker)
            elif name not in _SILENT:
                deeper = level + (name == "debateSection")
                yield from self.read(child, speaker, deeper)

    def _speech(self, speech: Any, level: int) -> Iterator[Said]:
        printed = next((text_of(each) for each in speech if local(each) == "from"), "")
        who = " ".join(printed.split()).rstrip(":—- ") or self._people.get(_id(speech), "")
        start = speech.get("startTime") or ""
        time = self._clock.since_the_first(seconds(start.partition("T")[2][:8] or start[:8]))
        for each in self.read(speech, somebody(clean(who)) if who else None, level):
            yield each._replace(start=time)
            time = None

    def _block(self, block: Any, speaker: str | None) -> Iterator[Said]:
        text = text_of(block)
        if text.strip():
            titles, self._titles = tuple(self._titles), []
            yield Said(None, None, speaker, text, paragraph=True, titles=titles)


def _is_block(element: Any) -> bool:
    """Whether `element` is a paragraph or the like: it has words of its own, or none inside it."""
    if local(element) in ("p", "block", "tr", "li", "scene", "summary", "other", "narrative"):
        return not any(local(each) in ("p", "speech") for each in element)
    return bool((element.text or "").strip()) and local(element) not in _CONTAINERS


def _id(speech: Any) -> str:
    return (speech.get("by") or speech.get("as") or "").lstrip("#")


def _meta(root: Any) -> Meta:
    debate = next((each for each in root if local(each) not in ("", "meta")), root)
    titled = (each for name in ("docTitle", "heading") for each in named(root, name))
    title = next(map(text_of, titled), "")
    dates = [each.get("date") for each in named(root, "docDate")]
    dates += [each.get("date") for each in named(root, "FRBRdate")]
    valid = (iso_date(date) for date in dates if date and date < "2900")
    language = next((each.get("language") for each in named(root, "FRBRlanguage")), None)
    stamps = [seconds(each.get("time")) for each in named(root, "recordedTime")]
    times = [time for time in stamps if time is not None]
    preface = [text_of(each) for part in named(root, "preface") for each in named(part, "p")]
    name = clean(debate.get("name") or "")
    return Meta(
        title=" ".join(title.split()) or name or None,
        date=next((date for date in valid if date), None),
        language=clean(language or "") or None,
        duration=times[-1] - times[0] if times and times[-1] > times[0] else None,
        front=BREAK.join(" ".join(text.split()) for text in preface if text.strip()),
    )


FORMAT = Format(
    name="akomantoso",
    title="Akoma Ntoso debates",
    example="<akomaNtoso><debate><debateBody><debateSection><heading>Lamps</heading>"
    '<speech by="#a"><from>Ms Byron</from><p>Is it lit?</p></speech></debateSection></debateBody>'
    "</debate></akomaNtoso>",
    score=_score,
    parse=_parse,
)
