"""JSON of no known kind: the array of objects in it, at any depth, that holds the most words.

The words, the speaker and the times of each object are looked for under the usual keys. This also
says what is wrong with JSON that is broken, so that its syntax is never read as speech.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from reader.errors import FormatError
from reader.formats.captions.flowing import Said, flow
from reader.formats.json.data import (
    get,
    line,
    looks_like_json,
    rows,
    seconds,
    speaker,
    what_is_wrong,
    words,
)
from reader.formats.json.kinds import joined
from reader.formats.page import Format, Page
from reader.transcript import Meta, Transcript

_TEXT = """text body transcript content punctuated_word word sentence caption value utterance line
    message speech""".split()
_WHO = """speaker speaker_name speakerName speaker_label speaker_id speakerId name who author
    participant""".split()
_START = ("start", "startTime", "start_time", "begin", "from", "time", "timestamp", "ts")
_END = ("end", "endTime", "end_time", "to", "end_ts")
_MILLIS = ("start_ms", "startMs", "offsetMs", "start_millis"), ("end_ms", "endMs", "end_millis")


def _score(page: Page) -> float:
    """High for whatever is JSON, so that its syntax is never read as words; known kinds win."""
    return 0.9 if looks_like_json(page.text) else 0.0


def _parse(page: Page) -> Transcript:
    if page.json is None:
        raise FormatError("this is broken JSON", hint=what_is_wrong(page.text))
    found = max(_arrays(page.json), key=_weight, default=[])
    cues = [
        Said(_time(row, _START, _MILLIS[0]), _time(row, _END, _MILLIS[1]), _who(row), _words(row))
        for row in found
    ]
    if not any(cue.text for cue in cues):
        raise FormatError("there are no words of a transcript in this JSON")
    meta = Meta(
        title=line(get(page.json, "title")) or line(get(page.json, "name")),
        language=line(get(page.json, "language")),
    )
    told = "not sure of the format: it is JSON of no known kind"
    return replace(flow(joined(cues), meta), warnings=(told,))


def _arrays(document: Any) -> Iterator[list[dict[str, Any]]]:
    """The arrays of objects in `document`, at any depth."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
            if found := rows(value):
                yield found


def _weight(found: Sequence[dict[str, Any]]) -> int:
    return sum(len(_words(row)) for row in found)


def _words(row: dict[str, Any]) -> str:
    return next((words(row[key]) for key in _TEXT if isinstance(row.get(key), str)), "")


def _who(row: dict[str, Any]) -> str | None:
    return next((speaker(row[key]) for key in _WHO if row.get(key) is not None), None)


def _time(row: dict[str, Any], keys: Sequence[str], in_millis: Sequence[str]) -> float | None:
    times = [seconds(row[key]) for key in keys if key in row]
    times += [seconds(row[key], 0.001) for key in in_millis if key in row]
    return next((time for time in times if time is not None), None)


FORMAT = Format(
    name="json",
    title="JSON of no known kind",
    example='{"lines": [{"text": "Is the lamp lit?"}]}',
    score=_score,
    parse=_parse,
)
