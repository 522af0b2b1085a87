"""What the speech services answer with: Deepgram, AssemblyAI, Speechmatics and Rev.ai.

Each is known by its keys and has one adapter. A service gives the whole text, and each word with
its times and, beside the word or in a list of its own, its speaker: the text says how the words
stand, the words say who and when. Only the best of several alternatives is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reader.formats.captions.flowing import Said, flow
from reader.formats.json.data import get, line, number, rows, seconds, speaker, words
from reader.formats.json.kinds import Turns, alternative, cued, joined, kind, with_stops
from reader.transcript import Meta, Transcript

MILLI = 0.001

# -- Deepgram --------------------------------------------------------------------------------


def _deepgram_known(document: Any) -> bool:
    channels = rows(get(document, "results", "channels"))
    return any("alternatives" in channel for channel in channels)


def _deepgram(document: Any) -> Transcript:
    channels = rows(get(document, "results", "channels"))
    utterances = rows(get(document, "results", "utterances"))
    parts = utterances or [alternative(channel) for channel in channels]
    cues: list[Said] = []
    for index, part in enumerate(parts):
        channel = part.get("channel") if utterances else index
        whose = speaker(part.get("speaker"))
        if whose is None and len(channels) > 1 and isinstance(channel, int):
            whose = f"Channel {channel}"
        spoken = [
            Said(
                seconds(word.get("start")),
                seconds(word.get("end")),
                speaker(word.get("speaker")) or whose,
                words(word.get("punctuated_word")) or words(word.get("word")),
            )
            for word in rows(part.get("words"))
        ] or [Said(seconds(part.get("start")), seconds(part.get("end")), whose, "")]
        cues += cued(words(part.get("transcript")), spoken)
    meta = Meta(
        duration=number(get(document, "metadata", "duration")),
        language=line(get(channels, 0, "detected_language")),
    )
    return flow(cues, meta)


# -- AssemblyAI ------------------------------------------------------------------------------


def _assembly_known(document: Any) -> bool:
    told = ("audio_url", "acoustic_model", "audio_duration", "language_model", "speech_model")
    listed = isinstance(get(document, "utterances"), list) or "words" in document
    return isinstance(document, dict) and listed and any(key in document for key in told)


def _assembly(document: Any) -> Transcript:
    cues: list[Said] = []
    for part in rows(document.get("utterances")) or [document]:
        whose = speaker(part.get("speaker"))
        start, end = seconds(part.get("start"), MILLI), seconds(part.get("end"), MILLI)
        spoken = [
            Said(
                seconds(word.get("start"), MILLI),
                seconds(word.get("end"), MILLI),
                speaker(word.get("speaker")) or whose,
                words(word.get("text")),
            )
            for word in rows(part.get("words"))
        ] or [Said(start, end, whose, "")]
        cues += cued(words(part.get("text")), spoken)
    chapters = [
        (time, title)
        for chapter in rows(document.get("chapters"))
        if (time := seconds(chapter.get("start"), MILLI)) is not None
        and (title := line(chapter.get("headline")) or line(chapter.get("gist")))
    ]
    meta = Meta(
        media=line(document.get("audio_url")),
        duration=number(document.get("audio_duration")),
        language=line(document.get("language_code")),
    )
    return flow(cues, meta, chapters)


# -- Speechmatics ----------------------------------------------------------------------------


def _speechmatics_known(document: Any) -> bool:
    old = isinstance(get(document, "job", "lang"), str) and "words" in document
    results = rows(get(document, "results"))
    new = "content" in alternative(results[0]) and "type" in results[0] if results else False
    return old or new


def _speechmatics(document: Any) -> Transcript:
    job = get(document, "job")
    settings = get(document, "metadata", "transcription_config")
    meta = Meta(
        media=line(get(job, "data_name")) or line(get(job, "name")),
        duration=seconds(get(job, "duration")),
        language=line(get(settings, "language")) or line(get(job, "lang")),
    )
    old = rows(get(document, "words"))
    return flow(
        joined(list(_old_words(document, old))) if old else with_stops(_results(document)), meta
    )


def _results(document: Any) -> Iterator[Said]:
    """Words and stops; a stop says to which side it attaches, and a language what parts words."""
    delimiter = get(document, "metadata", "language_pack_info", "word_delimiter")
    attached = False
    for result in rows(document["results"]):
        best = alternative(result)
        side = result.get("attaches_to")
        yield Said(
            seconds(result.get("start_time")),
            seconds(result.get("end_time")),
            speaker(best.get("speaker")) or speaker(result.get("channel")),
            words(best.get("content")),
            glued=attached or side in ("previous", "both") or delimiter == "",
        )
        attached = side in ("next", "both")


def _old_words(document: Any, old: Sequence[dict[str, Any]]) -> Iterator[Said]:
    """The words of the first version of the interface, with the speakers in a list apart."""
    voices = Turns(
        (seconds(span.get("time")), speaker(span.get("name")))
        for span in rows(get(document, "speakers"))
    )
    for word in old:
        start, length = seconds(word.get("time")), seconds(word.get("duration"))
        end = None if start is None or length is None else round(start + length, 6)
        yield Said(start, end, voices.at(start), words(word.get("name")))


# -- Rev.ai ----------------------------------------------------------------------------------


def _rev_known(document: Any) -> bool:
    parts = rows(get(document, "monologues"))
    return any("elements" in part or "terms" in part for part in parts)


def _rev(document: Any) -> Transcript:
    names = {
        get(row, "id"): line(row.get("name"))
        for row in rows(get(document, "speakers"))
        if isinstance(get(row, "id"), int | str)
    }
    cues: list[Said] = []
    for part in rows(get(document, "monologues")):
        label = part.get("speaker")
        named = names.get(label) if isinstance(label, int | str) else None
        whose = named or speaker(get(part, "speaker_info", "display_name")) or speaker(label)
        cues += _elements(rows(part.get("elements")) or rows(part.get("terms")), whose)
    return flow(with_stops(cues))


def _elements(elements: Sequence[dict[str, Any]], whose: str | None) -> Iterator[Said]:
    """Words and stops. Where spaces are elements too, they alone part the words."""
    texts = [words(each.get("value")) or words(each.get("text")) for each in elements]
    spaced = any(text.isspace() for text in texts)
    glued = False
    for index, (element, text) in enumerate(zip(elements, texts, strict=True)):
        stop = str(element.get("type")).lower().startswith("punct")
        start, end = element.get("ts", element.get("start")), element.get("end_ts")
        end = element.get("end") if end is None else end
        if text.strip():
            yield Said(
                None if stop else seconds(start),
                None if stop else seconds(end),
                whose,
                text,
                paragraph=index == 0,
                glued=index > 0 and not text[:1].isspace() and (stop or glued),
            )
        glued = spaced and stop and not text[-1:].isspace()


FORMATS = (
    kind(
        name="deepgram",
        title="JSON of Deepgram",
        example='{"results": {"channels": [{"alternatives": [{"transcript": "Is it lit?", '
        '"words": [{"word": "is", "punctuated_word": "Is", "start": 0.1, "end": 0.3}]}]}]}}',
        known=_deepgram_known,
        read=_deepgram,
    ),
    kind(
        name="assemblyai",
        title="JSON of AssemblyAI",
        example='{"audio_url": "lamp.mp3", "text": "Is it lit?", "utterances": '
        '[{"speaker": "A", "start": 170, "end": 718, "text": "Is it lit?"}]}',
        known=_assembly_known,
        read=_assembly,
    ),
    kind(
        name="speechmatics",
        title="JSON of Speechmatics",
        example='{"format": "2.9", "results": [{"type": "word", "start_time": 0.1, '
        '"end_time": 0.5, "alternatives": [{"content": "Lit", "speaker": "S1"}]}]}',
        known=_speechmatics_known,
        read=_speechmatics,
    ),
    kind(
        name="rev-ai",
        title="JSON of Rev.ai",
        example='{"monologues": [{"speaker": 0, "elements": [{"type": "text", "value": "Lit", '
        '"ts": 0.5, "end_ts": 1.5}, {"type": "punct", "value": "?"}]}]}',
        known=_rev_known,
        read=_rev,
    ),
)
