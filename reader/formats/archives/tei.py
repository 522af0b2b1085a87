"""TEI transcriptions of speech: `<u who="#…">` on a timeline, Parla-CLARIN and ParlaMint too.

Times are those of the `<when>`s that `start`, `end` or `synch` point to, whether absolute clocks
or intervals since another, and those of an anchor that opens an utterance. What is vocal, an
incident or a gap is an aside; pauses, notes and other anchors are left out. Sections' heads are
headings. Words that are marked up one by one (`<w>`, `<pc join="left">`) are put together
(https://tei-c.org/release/doc/tei-p5-doc/en/html/TS.html).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reader.formats.archives.xmltree import attribute, local, named, parse_text, root_name, text_of
from reader.formats.asides import bracketed
from reader.formats.captions.flowing import Said, ended_by_the_next, flow
from reader.formats.clean import clean
from reader.formats.dates import iso_date
from reader.formats.dates import seconds as length
from reader.formats.json.data import number, seconds
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import Meta, Transcript

_ASIDES = ("vocal", "kinesic", "incident", "gap", "vocalised", "event")
_SILENT = frozenset(
    "pause anchor shift note teiHeader standOff timeline spanGrp linkGrp fw".split()
)
_EMPTY_MARKS = frozenset("pause anchor shift lb pb gap vocal kinesic incident".split())
_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0}
_DEEPEST = 50


def _score(page: Page) -> float:
    """Certain by its root and an utterance."""
    if root_name(page.text[:20_000]) not in ("TEI", "TEI.2", "teiCorpus"):
        return 0.0
    return 1.0 if "<u " in page.text or "<u>" in page.text or "<sp" in page.text else 0.3


def _parse(page: Page) -> Transcript:
    root, warnings = parse_text(page.text)
    reader = _Reader(_people(root), _times(root))
    body = next((each for name in ("body", "text") for each in named(root, name)), root)
    reader.read(body, 0)
    meta = _meta(root, reader.names)
    transcript = flow(ended_by_the_next(reader.said), meta, asides=reader.asides)
    return replace(transcript, warnings=warnings)


@dataclass
class _Reader:
    """Walks the text in the order of the document. `names` and `times` are what ids stand for."""

    names: Mapping[str, str]
    times: Mapping[str, float]
    said: list[Said] = field(default_factory=list)
    asides: set[str] = field(default_factory=set)
    titles: list[tuple[str, int]] = field(default_factory=list)

    def read(self, element: Any, level: int) -> None:
        """Read what `element`, a part `level` divisions deep, holds."""
        for child in element:
            name = local(child)
            if name == "head":
                self.titles.append((text_of(child), max(1, level)))
            elif name in ("u", "sp"):
                self._utterance(child)
            elif name in _ASIDES:
                self._add(None, None, None, self._aside(child))
            elif name not in _SILENT:
                self.read(child, level + name.startswith("div"))

    def _utterance(self, element: Any) -> None:
        who = _id(element.get("who", "").partition(" ")[0])
        speaker = somebody(self.names.get(who, clean(who))) if who else None
        synch = element.get("synch", "").split()
        start = self._time(element.get("start") or (synch[0] if synch else ""))
        end = self._time(element.get("end") or (synch[1] if len(synch) > 1 else ""))
        segments = [each for each in element if local(each) in ("seg", "p", "ab", "l")]
        for segment in segments or [element]:
            first = self._time(segment.get("start") or segment.get("synch") or _anchor(segment))
            last = self._time(segment.get("end") or "")
            start, end = (first, last) if first is not None else (start, end)
            self._add(start, end, speaker, "".join(self._words(segment)), bool(segments))
            start = end = None

    def _add(
        self,
        start: float | None,
        end: float | None,
        who: str | None,
        text: str,
        apart: bool = False,
    ) -> None:
        text = clean(text)
        if text.strip():
            opens = who is None and not (self.said and self.said[-1].speaker is None)
            titles, self.titles = tuple(self.titles), []
            self.said.append(Said(start, end, who, text, opens, apart, titles=titles))

    def _words(self, element: Any) -> Iterator[str]:
        """The text of `element`, its asides in brackets; words marked up as such are put apart."""
        yield element.text or ""
        for child in element:
            name = local(child)
            token = name in ("w", "pc", "c")
            if token and child.get("join") not in ("left", "both") and not _joins(child):
                yield " "
            if name in _ASIDES:
                yield f" {self._aside(child)} "
            elif name in _EMPTY_MARKS:
                yield " "
            elif name not in _SILENT and name != "speaker":
                yield from self._words(child)
            tail = child.tail or ""
            yield "" if token and not tail.strip() else tail

    def _aside(self, element: Any) -> str:
        said = " ".join(text_of(element).split()) or element.get("type") or ""
        if local(element) == "gap":
            said = element.get("reason") or said or "gap"
        aside = bracketed(clean(said or local(element)))
        self.asides.add(aside)
        return aside

    def _time(self, pointer: str) -> float | None:
        found = self.times.get(_id(pointer.partition(" ")[0]))
        return found if found is not None or not pointer[:1].isdigit() else seconds(pointer)


def _anchor(element: Any) -> str:
    """What the anchor that opens `element` points to, if one does."""
    opens = len(element) and local(element[0]) == "anchor" and not (element.text or "").strip()
    return str(element[0].get("synch", "")) if opens else ""


def _joins(token: Any) -> bool:
    before = token.getprevious()
    return before is not None and before.get("join") in ("right", "both")


def _id(pointer: str) -> str:
    return pointer.rpartition("#")[2]


def _people(root: Any) -> dict[str, str]:
    """The names of persons and organisations by their ids."""
    people: dict[str, str] = {}
    for kind in ("person", "org", "personGrp"):
        for each in named(root, kind):
            names = [n for n in each.iter() if local(n) in ("persName", "orgName", "name")]
            parts = [_name(name) for name in names]
            key = attribute(each, "id")
            if key and any(parts):
                people[key] = clean(next(part for part in parts if part))
    return people


def _name(name: Any) -> str:
    """A name in the order in which it is said: given names before the family name."""
    given = [text_of(each) for each in name if local(each) in ("forename", "addName", "nameLink")]
    family = [text_of(each) for each in name if local(each) == "surname"]
    return " ".join(" ".join([*given, *family] or [text_of(name)]).split())


def _times(root: Any) -> dict[str, float]:
    """The seconds of each `<when>` by its id."""
    times: dict[str, float] = {}
    for timeline in named(root, "timeline"):
        unit = _UNITS.get(timeline.get("unit", "s"), 1.0)
        for when in named(timeline, "when"):
            key = attribute(when, "id")
            time = seconds((when.get("absolute") or "").rpartition("T")[2])
            interval = number(when.get("interval"))
            if time is None and interval is not None and interval >= 0:
                scale = _UNITS.get(when.get("unit", ""), unit)
                time = times.get(_id(when.get("since", "")), 0.0) + interval * scale
            if key and (time is not None or not times):
                times[key] = round(time or 0.0, 6)
    return times


def _meta(root: Any, names: Mapping[str, str]) -> Meta:
    header = next(named(root, "teiHeader"), root)
    titles = [each for part in named(header, "titleStmt") for each in named(part, "title")]
    main = next((each for each in titles if each.get("type") == "main"), next(iter(titles), None))
    language = next((each.get("ident") for each in named(header, "language")), None)
    recording = next(named(header, "recording"), None)
    media = next((each.get("url") for each in named(root, "media") if each.get("url")), None)
    settings = [each for part in named(header, "setting") for each in named(part, "date")]
    recorded = [] if recording is None else list(named(recording, "date"))
    dates = (each.get("when") or text_of(each) for each in [*recorded, *settings])
    return Meta(
        title=None if main is None else " ".join(text_of(main).split()) or None,
        date=next((date for each in dates if (date := iso_date(each[:10]))), None),
        language=clean(language or attribute(root, "lang") or "") or None,
        duration=None if recording is None else _length(recording.get("dur") or ""),
        media=clean(media or "") or None,
    )


def _length(text: str) -> float | None:
    """`121 minutes`, `PT2H1M` in seconds."""
    return length(text) if not text.startswith("P") else seconds(text)


FORMAT = Format(
    name="tei",
    title="TEI transcription of speech, Parla-CLARIN",
    example='<TEI><text><timeline unit="s"><when xml:id="T1" absolute="00:00:04.0"/></timeline>'
    '<body><u who="#Ada" synch="#T1">Is the lamp lit?</u></body></text></TEI>',
    score=_score,
    parse=_parse,
)
