"""YouTube's captions: its json3, its XML, and what youtube-transcript-api makes of it.

Each is a list of lines with a start and a length. The lengths of automatic captions overlap, since
a line stays on the screen while the next is spoken: a line ends here when the next begins. Its
json3 has events without words, and events that only end a line; its words have times of their own.
The text of the XML is escaped twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from reader.formats.archives.xmltree import local, parse_text, root_name
from reader.formats.captions.flowing import Said, flow
from reader.formats.captions.voices import voiced
from reader.formats.clean import clean, decode_entities
from reader.formats.json.data import get, line, rows, seconds, words
from reader.formats.json.kinds import kind
from reader.formats.page import Format, Page
from reader.transcript import Meta, Transcript

_TAG = re.compile(r"</?(?:b|i|u|s|font|span)\b[^<>]{0,200}>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:br|p)\b[^<>]{0,200}>", re.IGNORECASE)
_MILLI = 0.001
_LINE = re.compile(r"<text\s[^<>]{0,200}start=")
_VIDEO = re.compile(r"[\w-]{11}$")


def captions(lines: Sequence[Said], meta: Meta) -> Transcript:
    """The transcript of `lines` with lengths that may overlap, and marks of who speaks in them."""
    bare = [cue._replace(text=_BREAK.sub("\n", _TAG.sub("", cue.text))) for cue in lines]
    spoken = [cue for cue in bare if cue.text and not cue.text.isspace()]
    said, people = voiced(list(_clipped(spoken)))
    return flow(said, meta.over(people))


def _clipped(cues: Sequence[Said]) -> Iterator[Said]:
    """`cues` in which none ends after the next has begun, if that begins later."""
    for cue, following in zip(cues, [*cues[1:], None], strict=False):
        begins = following.start if following else None
        if begins is None or cue.start is None or cue.end is None or not cue.start < begins:
            yield cue
        else:
            yield cue._replace(end=min(cue.end, begins))


def _cue(start: float | None, length: float | None, text: str) -> Said:
    end = None if start is None or length is None else round(start + length, 6)
    return Said(start, end, None, text)


# -- json3 -----------------------------------------------------------------------------------


def _json3_known(document: Any) -> bool:
    events = rows(get(document, "events"))
    marked = get(document, "wireMagic") == "pb3" and isinstance(get(document, "events"), list)
    return marked or any("tStartMs" in event and "segs" in event for event in events)


def _json3(document: Any) -> Transcript:
    """Word by word, unless marks in the lines say who speaks."""
    lines: list[Said] = []
    parts: list[Said] = []
    for event in rows(get(document, "events")):
        start = seconds(event.get("tStartMs"), _MILLI)
        segments = rows(event.get("segs"))
        text = "".join(words(segment.get("utf8")) for segment in segments)
        lines.append(_cue(start, seconds(event.get("dDurationMs"), _MILLI), text))
        parts += _parts(lines[-1], segments)
    by_line = captions(lines, Meta())
    if len(parts) == len(lines) or any(turn.speaker for turn in by_line.turns):
        return by_line
    by_word = flow(_clipped(parts))
    return by_word if by_word.text.split() == by_line.text.split() else by_line


def _parts(event: Said, segments: Sequence[dict[str, Any]]) -> Iterator[Said]:
    """The words of an event, each up to the next."""
    glued = False
    for index, segment in enumerate(segments):
        text = words(segment.get("utf8"))
        offset = seconds(segment.get("tOffsetMs", 0), _MILLI)
        start = None if event.start is None or offset is None else round(event.start + offset, 6)
        if text.strip():
            joins = index > 0 and glued and not text[0].isspace()
            yield Said(start, event.end, None, text, glued=joins)
        glued = bool(text) and not text[-1].isspace()


# -- youtube-transcript-api ------------------------------------------------------------------


def _snippets(document: Any) -> list[dict[str, Any]]:
    listed = document if isinstance(document, list) else None
    for key in ("snippets", "transcript", "segments"):
        listed = listed or get(document, key)
    found = rows(listed)
    return found if all("duration" in row or "dur" in row for row in found[:20]) else []


def _snippets_known(document: Any) -> bool:
    found = _snippets(document)[:20]
    return bool(found) and all(isinstance(row.get("text"), str) and "start" in row for row in found)


def _snippets_read(document: Any) -> Transcript:
    lines = [
        _cue(
            seconds(row.get("start")),
            seconds(row.get("duration", row.get("dur"))),
            words(row.get("text")),
        )
        for row in _snippets(document)
    ]
    title = line(get(document, "title"))
    video = line(get(document, "video_id")) or line(get(document, "videoId"))
    known = video is not None and _VIDEO.match(video)
    meta = Meta(
        title=title.removesuffix(" - YouTube") if title else None,
        url=f"https://www.youtube.com/watch?v={video}" if known else line(get(document, "url")),
        language=line(get(document, "language_code")),
    )
    return captions(lines, meta)


# -- XML -------------------------------------------------------------------------------------


def _xml_score(page: Page) -> float:
    """Certain by its root and the attributes of its lines."""
    root = root_name(page.text)
    if root == "timedtext":
        return 1.0
    return 1.0 if root == "transcript" and _LINE.search(page.text[:2_000]) else 0.0


def _xml(page: Page) -> Transcript:
    """Lines `<text start dur>` in seconds, or `<text t d>` and `<p t d>` in milliseconds."""
    root, warnings = parse_text(page.text)
    lines = [
        _cue(
            _xml_time(element, "start", "t"),
            _xml_time(element, "dur", "d"),
            decode_entities(clean("".join(element.itertext()))),
        )
        for element in root.iter()
        if local(element) in ("text", "p")
    ]
    return replace(captions(lines, Meta()), warnings=warnings)


def _xml_time(element: Any, seconds_in: str, millis_in: str) -> float | None:
    value = element.get(seconds_in)
    return seconds(element.get(millis_in), _MILLI) if value is None else seconds(value)


FORMATS = (
    kind(
        name="youtube-json3",
        title="YouTube's json3",
        example='{"wireMagic": "pb3", "events": [{"tStartMs": 0, "dDurationMs": 900, '
        '"segs": [{"utf8": "Is the lamp lit?"}]}]}',
        known=_json3_known,
        read=_json3,
    ),
    kind(
        name="youtube-snippets",
        title="JSON of youtube-transcript-api",
        example='[{"text": "Is the lamp lit?", "start": 0.08, "duration": 4.48}]',
        known=_snippets_known,
        read=_snippets_read,
    ),
    Format(
        name="youtube-srv1",
        title="YouTube's XML (srv1, srv2, srv3)",
        example='<transcript><text start="0" dur="1.5">Is the lamp lit?</text></transcript>',
        score=_xml_score,
        parse=_xml,
    ),
)
