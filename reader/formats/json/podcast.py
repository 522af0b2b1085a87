"""JSON made for podcast players: the Podcasting 2.0 namespace and Podlove.

The first is `{"version", "segments": [{"speaker", "startTime", "endTime", "body"}]}`, often with
one word to a segment (Podcastindex-org/podcast-namespace, `transcripts.md`). Podlove's is an array
of `{"start": "00:00:43.1", "end", "speaker", "text"}`, with the speaker's name in `voice` where a
site exports it, alone or as `transcripts` in a player's configuration.
"""

from __future__ import annotations

from typing import Any

from reader.formats.captions.flowing import Said, flow
from reader.formats.dates import iso_date
from reader.formats.json.data import get, line, rows, seconds, speaker, strings, words
from reader.formats.json.kinds import joined, kind
from reader.transcript import Meta, Transcript


def _known(document: Any) -> bool:
    return any("body" in segment for segment in rows(get(document, "segments"))[:20])


def _read(document: Any) -> Transcript:
    segments = [
        Said(
            seconds(segment.get("startTime")),
            seconds(segment.get("endTime")),
            speaker(segment.get("speaker")),
            words(segment.get("body")),
        )
        for segment in rows(get(document, "segments"))
    ]
    meta = Meta(title=line(get(document, "title")), language=line(get(document, "language")))
    return flow(joined(segments), meta)


def _items(document: Any) -> list[dict[str, Any]]:
    return rows(document if isinstance(document, list) else get(document, "transcripts"))


def _podlove_known(document: Any) -> bool:
    items = _items(document)
    return bool(items) and all(
        isinstance(item.get("text"), str)
        and (("start_ms" in item) or ":" in str(item.get("start"))[:20])
        for item in items[:20]
    )


def _podlove_read(document: Any) -> Transcript:
    voices = {
        words(person.get("id")): line(person.get("name"))
        for person in rows(get(document, "contributors"))
    }

    def who(item: dict[str, Any]) -> str | None:
        label = item.get("speaker")
        return speaker(item.get("voice")) or voices.get(words(label)) or speaker(label)

    cues = [
        Said(_podlove_time(item, "start"), _podlove_time(item, "end"), who(item), words(text))
        for item in _items(document)
        if (text := item.get("text"))
    ]
    chapters = (
        (seconds(chapter.get("start")), line(chapter.get("title")))
        for chapter in rows(get(document, "chapters"))
    )
    timed = [(time, title) for time, title in chapters if time is not None and title]
    return flow(cues, _podlove_meta(document), timed)


def _podlove_time(item: dict[str, Any], key: str) -> float | None:
    time = seconds(item.get(f"{key}_ms"), 0.001)
    return seconds(item.get(key)) if time is None else time


def _podlove_meta(document: Any) -> Meta:
    show, date = get(document, "show"), words(get(document, "publicationDate"))
    people = [
        (get(person, "role", "slug") or get(person, "role"), tuple(strings(person)))
        for person in rows(get(document, "contributors"))
    ]
    return Meta(
        title=line(get(document, "title")),
        show=line(get(show, "title")) or line(show),
        date=iso_date(date[:10]),
        url=line(get(document, "link")),
        media=line(get(document, "audio", 0, "url")),
        duration=seconds(get(document, "duration")),
        description=line(get(document, "summary")),
        hosts=tuple(name for role, names in people for name in names if role in ("host", "team")),
        guests=tuple(name for role, names in people for name in names if role == "guest"),
    )


FORMATS = (
    kind(
        name="podcast-json",
        title="Podcasting 2.0 JSON",
        example='{"version": "1.0.0", "segments": [{"speaker": "Ada", "startTime": 0.5, '
        '"endTime": 0.75, "body": "Lamp"}]}',
        known=_known,
        read=_read,
    ),
    kind(
        name="podlove-json",
        title="Podlove JSON",
        example='[{"start": "00:00:01.0", "end": "00:00:02.5", "speaker": "ada", "text": "Lit?"}]',
        known=_podlove_known,
        read=_podlove_read,
    ),
)
