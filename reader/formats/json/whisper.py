"""What Whisper and its kin write as JSON.

- openai-whisper, faster-whisper, whisper-timestamped, stable-ts, WhisperX: `segments` with times in
  seconds, some with `words`; WhisperX names a speaker beside a segment and beside each word. The
  whole is there once more in `text`, and WhisperX repeats the words in `word_segments`
- the same segments, or words with speakers, as an array at the top
- Hugging Face pipelines (insanely-fast-whisper): `chunks`, or `speakers`, with `timestamp: [0, 4]`
- what OpenAI and ElevenLabs answer with: `text` and `words`
- whisper.cpp: `transcription` with `offsets` in milliseconds
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reader.formats.captions.flowing import Said, flow
from reader.formats.json.data import get, line, number, rows, seconds, speaker, words
from reader.formats.json.kinds import in_text, joined, kind
from reader.transcript import Meta, Transcript

_TEXTS = ("text", "word", "sentence")
_LISTED = frozenset(["segments", "chunks", "words"])
_PLAIN = frozenset(["text", "language", "task", "duration", "usage", "logprobs"])
"""The keys of a document without segments, as an interface over the network returns it."""


def _segments(document: Any) -> list[dict[str, Any]]:
    """The segments of a document, wherever it keeps them."""
    if isinstance(document, list):
        return rows(document)
    parts = (rows(document.get(key)) for key in ("segments", "speakers", "chunks"))
    return next((part for part in parts if any(words(row.get("text")) for row in part)), [])


def _known(document: Any) -> bool:
    if isinstance(document, dict) and isinstance(document.get("text"), str):
        return document.keys() <= _PLAIN or not document.keys().isdisjoint(_LISTED)
    segments = _segments(document)[:20]
    timed = sum(map(_timed, segments))
    return 2 * timed > len(segments) and all(
        any(isinstance(segment.get(key), str) for key in _TEXTS) for segment in segments
    )


def _timed(segment: dict[str, Any]) -> bool:
    """Whether the times of a segment are as Whisper has them, and not as others do."""
    if "duration" in segment:
        return False
    start = segment.get("start")
    return isinstance(segment.get("timestamp"), list) or (
        number(start) is not None and (isinstance(start, str) or "end" in segment)
    )


def _read(document: Any) -> Transcript:
    meta = Meta(language=_language(document), duration=_duration(document))
    segments = _segments(document)
    if not segments:
        listed = [_said(word, None) for word in rows(get(document, "words"))]
        return flow(in_text(words(get(document, "text")), listed), meta)
    if all(_is_word(segment) for segment in segments):
        return flow(joined([_said(segment, None) for segment in segments]), meta)
    return flow((piece for segment in segments for piece in _spoken(segment)), meta)


def _is_word(segment: dict[str, Any]) -> bool:
    return not segment.get("words") and len(_text(segment).split()) < 2


def _text(row: dict[str, Any]) -> str:
    return next((words(row[key]) for key in _TEXTS if key in row), "")


def _said(row: dict[str, Any], who: str | None) -> Said:
    start, end = row.get("start"), row.get("end")
    if isinstance(stamp := row.get("timestamp"), list):
        start, end = get(stamp, 0), get(stamp, 1)
    named = speaker(row.get("speaker")) or speaker(row.get("speaker_id"))
    return Said(seconds(start), seconds(end), named or who, _text(row))


def _spoken(segment: dict[str, Any]) -> Iterator[Said]:
    """A segment, word by word where it has words."""
    whole = _said(segment, None)
    inner = [_said(word, whole.speaker) for word in rows(segment.get("words"))]
    if any(word.start is not None for word in inner):
        yield from in_text(whole.text, inner)
    else:
        yield whole


def _language(document: Any) -> str | None:
    keys = (["language"], ["language_code"], ["result", "language"])
    return next(filter(None, (line(get(document, *key)) for key in keys)), None)


def _duration(document: Any) -> float | None:
    duration = number(get(document, "duration"))
    return duration if duration and duration > 0 else None


def _cpp_known(document: Any) -> bool:
    segments = rows(get(document, "transcription"))
    return bool(segments) and ("offsets" in segments[0] or "timestamps" in segments[0])


def _cpp_read(document: Any) -> Transcript:
    cues: list[Said] = []
    turned = False
    for segment in rows(get(document, "transcription")):
        start, end = (
            seconds(get(segment, "offsets", key), 0.001)
            if get(segment, "offsets", key) is not None
            else seconds(get(segment, "timestamps", key))
            for key in ("from", "to")
        )
        who = speaker(segment.get("speaker"))
        cues.append(Said(start, end, who, words(segment.get("text")), turn=turned))
        turned = segment.get("speaker_turn_next") is True
    return flow(cues, Meta(language=_language(document)))


FORMATS = (
    kind(
        name="whispercpp-json",
        title="JSON of whisper.cpp",
        example='{"transcription": [{"offsets": {"from": 0, "to": 900}, "text": " Is it lit?"}]}',
        known=_cpp_known,
        read=_cpp_read,
    ),
    kind(
        name="whisper-json",
        title="JSON of Whisper, faster-whisper, whisper-timestamped or WhisperX",
        example='{"segments": [{"start": 0.0, "end": 4.0, "text": " Is the lamp lit?"}]}',
        known=_known,
        read=_read,
    ),
)
