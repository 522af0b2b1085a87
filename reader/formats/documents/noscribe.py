"""noScribe's HTML: anchors `ts_12140_22800_S01` with milliseconds and speaker before each segment.

The text opens with the speaker's label where the speaker changes; it is what the user made of it,
and names the speaker. What another says meanwhile stands in `//S02: …//`
(https://github.com/kaixxx/noScribe).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from reader.formats.captions.flowing import Said, flow
from reader.formats.clean import clean
from reader.formats.documents.htmltree import meta_of, parse_html
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import BREAK, Meta, Transcript

_ANCHOR = re.compile(r"ts_([0-9]{1,10})_([0-9]{1,10})(?:_(.{0,60}))?$")
_MARKED = re.compile(r"\bname\s?=\s?[\"']ts_[0-9]{1,10}_[0-9]{1,10}", re.IGNORECASE)
_LABEL = re.compile(r"\s{0,9}([^\s:/][^:/\n]{0,50}):\s")
_MEANWHILE = re.compile(r"//\s?(?:([^:/]{1,50}):)?((?:[^/]|/(?!/)){1,2000})//")
_SOURCE = re.compile(r"(?:Audio source|Audiodatei|Audio):\s{0,3}(\S.{0,300})")


class _Segment(NamedTuple):
    start: float
    end: float
    key: str
    text: str


def _score(page: Page) -> float:
    """Certain by an anchor."""
    return 1.0 if _MARKED.search(page.text) else 0.0


def _parse(page: Page) -> Transcript:
    root = parse_html(page)
    body = next(root.iter("body"), root)
    front, *segments = _segments(body)
    said = [each for segment in _named(segments) for each in segment]
    lines = [line for line in map(str.strip, front.text.split("\n")) if line]
    source = _SOURCE.search(front.text)
    about = meta_of(root)
    meta = Meta(
        title=next((line for line in lines if "noScribe" not in line), None) or about.title,
        media=clean(source.group(1)).strip() if source else None,
        language=about.language,
        front=BREAK.join(lines),
    )
    return flow(said, replace(meta, title=meta.title if meta.title != meta.media else None))


def _segments(body: Any) -> Iterator[_Segment]:
    """First what stands before the first anchor, then each segment with its text."""
    start, end, key = 0.0, 0.0, ""
    text: list[str] = []
    for element in body.iter():
        name = (element.get("name") or "") if element.tag == "a" else ""
        if match := _ANCHOR.match(name):
            yield _Segment(start, end, key, clean("".join(text)))
            start, end = int(match.group(1)) / 1000, int(match.group(2)) / 1000
            key, text = clean(match.group(3) or ""), []
        text.append("\n" if element.tag in ("p", "br", "div") else "")
        text.append(re.sub(r"\s+", " ", element.text or ""))
        for ancestor in _closed(element):
            text.append(re.sub(r"\s+", " ", ancestor.tail or ""))
    yield _Segment(start, end, key, clean("".join(text)))


def _closed(element: Any) -> Iterator[Any]:
    """The elements that end where `element` does and lie within the body, from the innermost."""
    if len(element):
        return
    while element is not None and element.tag != "body":
        yield element
        if element.getnext() is not None:
            return
        element = element.getparent()


def _named(segments: list[_Segment]) -> Iterator[list[Said]]:
    """The segments as what is said, by the names that the labels give to the speakers' keys."""
    names: dict[str, str] = {}
    last = None
    for segment in segments:
        text = segment.text
        label = _LABEL.match(text)
        if label and (
            segment.key != last or label.group(1) in (segment.key, names.get(segment.key))
        ):
            names[segment.key] = label.group(1).strip()
            text = text[label.end() :]
        speaker = somebody(names.get(segment.key, segment.key)) if segment.key else None
        yield list(_parts(segment, text, speaker, names))
        last = segment.key


def _parts(
    segment: _Segment, text: str, speaker: str | None, names: dict[str, str]
) -> Iterator[Said]:
    """What `speaker` says in `segment`, and between it what others say meanwhile."""
    place = 0
    for match in _MEANWHILE.finditer(text):
        key = (match.group(1) or "").strip()
        other = somebody(names.get(key, key)) if key else None
        yield Said(segment.start, segment.end, speaker, text[place : match.start()])
        yield Said(segment.start, segment.end, other, match.group(2), turn=other is None)
        place = match.end()
    yield Said(segment.start, segment.end, speaker, text[place:])


FORMAT = Format(
    name="noscribe",
    title="noScribe (HTML)",
    example='<html><body><p><a name="ts_0_2100_S00" >S00: Is it lit?</a></p>'
    '<p><a name="ts_2100_4000_S01" >S01: It is.</a></p></body></html>',
    score=_score,
    parse=_parse,
)
