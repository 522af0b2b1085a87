"""The Australian Hansard's own XML, `<hansard>`, in three dresses, and the historic British one.

Until 2011 who speaks stands in `<talker>` and the words in `<para>`; since then the words are
`<p>`s with the name in a span of a class (`HPS-MemberSpeech`), followed by electorate and time
in parentheses. Up to 1997 names are in capitals and attributes (`SPEAKER=`). The British one of
1803 to 2005 has `<member>` and `<membercontribution>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from reader.formats.archives.hansard import WallClock
from reader.formats.archives.xmltree import local, parse_text, root_name, text_of
from reader.formats.captions.flowing import Said, begun, flow
from reader.formats.clean import clean
from reader.formats.dates import iso_date
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import Meta, Transcript

_SIGNS = re.compile(r"<(?:session\.header|talk\.start|talker|membercontribution|speech)\b", re.I)
_TALKS = frozenset(
    "speech question answer interjection interject continue motionnospeech member".split()
)
_SILENT = frozenset(
    """session.header talker page.no name.id electorate party role in.gov first.speech id.no
    time.stamp debateinfo subdebateinfo title col image type proof membercontribution""".split()
)
_HEADED = re.compile(r"(?:sub)?debate(?:\.([0-9]))?$")
_NAMES = re.compile(
    r"HPS-(?:Member|Office|General)I?(?:Speech|Continuation|Interjecting|Question|Answer)$"
)
_BESIDE = ("HPS-Electorate", "HPS-MinisterialTitles", "HPS-Time")
_TIME = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})(?:[.:]([0-9]{2}))?(?: ?([ap])\.?m)?", re.IGNORECASE)
_AFTER_NAME = re.compile(r"^[\s()\[\]—–,:-]{0,40}")


def _score(page: Page) -> float:
    """Certain by its root and an element of its own."""
    named = root_name(page.text[:20_000]).lower() == "hansard"
    return 1.0 if named and _SIGNS.search(page.text) else 0.0


def _parse(page: Page) -> Transcript:
    root, warnings = parse_text(page.text)
    reader = _Reader()
    said = [part for each in reader.read(root, None, 0) for part in begun(each)]
    return replace(flow(said, _meta(root)), warnings=warnings)


class _Reader:
    """Walks the tree in the order of the document."""

    def __init__(self) -> None:
        self._titles: list[tuple[str, int]] = []
        self._clock = WallClock()
        self._time: float | None = None

    def read(self, element: Any, speaker: str | None, depth: int) -> Iterator[Said]:
        """What is said in `element`, by `speaker` unless it says otherwise."""
        for child in element:
            name = local(child).lower()
            if headed := _HEADED.match(name):
                level = 2 if name.startswith("sub") else 1
                self._heading(child, level + (int(headed.group(1) or 1) - 1))
                yield from self.read(child, None, depth + 1)
            elif name in _TALKS and name != "member":
                who, time = _talker(child)
                self._stamp(time)
                yield from self.read(child, who or speaker, depth + 1)
            elif name in ("para", "p"):
                speaker, said = self._paragraph(child, speaker)
                yield said
            elif name not in _SILENT:
                yield from self.read(child, speaker, depth + 1)

    def _heading(self, debate: Any, level: int) -> None:
        for child in debate:
            name = local(child).lower()
            titles = [child] if name == "title" else []
            if name in ("debateinfo", "subdebateinfo"):
                titles = [each for each in child if local(each).lower() == "title"]
            self._titles.extend((text_of(title), level) for title in titles)

    def _stamp(self, time: str | None) -> None:
        if match := _TIME.search(time or ""):
            hour, minute, second = (int(group or 0) for group in match.groups()[:3])
            hour += 12 if (match.group(4) or "").lower() == "p" and hour < 12 else 0
            past = self._clock.since_the_first(hour * 3600.0 + minute * 60 + second)
            self._time = self._time if past is None else past

    def _paragraph(self, element: Any, speaker: str | None) -> tuple[str | None, Said]:
        """A paragraph, by the one it names at its head or by `speaker`."""
        label, time = _taken_out(element)
        self._stamp(time)
        text = text_of(element)
        if label or text.lstrip().startswith("—"):
            text = _AFTER_NAME.sub("", text, count=1)
        if label:
            speaker = somebody(label)
        start, self._time = (self._time, None) if text.strip() else (None, self._time)
        titles, self._titles = (self._titles, []) if text.strip() else ([], self._titles)
        return speaker, Said(start, None, speaker, text, paragraph=True, titles=tuple(titles))


def _taken_out(element: Any) -> tuple[str, str | None]:
    """The name and the time at the head of a paragraph, which loses them and what is beside."""
    label, time = "", None
    for part in list(element.iter()):
        kind = part.get("class", "")
        known = _NAMES.match(kind) and not label
        if known or kind in _BESIDE or local(part) == "member":
            if known or local(part) == "member":
                label = " ".join(text_of(part).split()).rstrip(":—- ")
            elif kind == "HPS-Time":
                time = text_of(part)
            for inner in list(part):
                part.remove(inner)
            part.text = ""
    return label, time


def _talker(talk: Any) -> tuple[str | None, str | None]:
    """Who gives a talk, as the report displays the name, and the time of day."""
    starts = [each for each in talk if local(each).lower() == "talk.start"]
    names: dict[str, str] = {}
    time = None
    for each in (part for start in starts for part in start.iter()):
        if local(each) == "name":
            names.setdefault(each.get("role", ""), " ".join(text_of(each).split()))
        elif local(each).lower() == "time.stamp":
            time = time or text_of(each)
    given = names.get("display") or names.get("metadata") or names.get("") or talk.get("SPEAKER")
    return somebody(clean(given).strip()) if given else None, time


def _meta(root: Any) -> Meta:
    found = {key.lower(): value for key, value in root.attrib.items()}
    for each in root.iter():
        if local(each).lower() in ("date", "chamber", "parliament.no") and local(each) not in found:
            found[local(each).lower()] = each.get("format") or " ".join(text_of(each).split())
    date = found.get("date", "")
    if match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", date):
        date = "-".join(reversed([part.zfill(2) for part in match.groups()]))
    return Meta(show=clean(found.get("chamber", "")) or None, date=iso_date(date))


FORMAT = Format(
    name="hansard-au",
    title="Hansard of the Australian Parliament",
    example="<hansard><session.header><date>2003-02-04</date></session.header><debate><speech>"
    '<talk.start><talker><name role="display">Ms BYRON</name></talker><para>—Is it lit?</para>'
    "</talk.start></speech></debate></hansard>",
    score=_score,
    parse=_parse,
)
