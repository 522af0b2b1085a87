"""What the speech services of the clouds answer with: Amazon, Google, Azure and IBM Watson.

As in `json_services`: the text says how the words stand, the words say who and when. Times are
seconds as text (Amazon), seconds and nanoseconds (Google) or ticks (Azure).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reader.formats.captions.flowing import Said, flow
from reader.formats.json.data import get, line, number, rows, seconds, speaker, words
from reader.formats.json.kinds import Turns, alternative, cued, in_text, kind
from reader.transcript import Meta, Transcript

MILLI = 0.001
TICK = 1e-7
"""Azure counts in ticks of 100 nanoseconds."""

# -- Amazon Transcribe -----------------------------------------------------------------------


def _aws_known(document: Any) -> bool:
    results = get(document, "results")
    return isinstance(get(results, "transcripts"), list) and isinstance(get(results, "items"), list)


def _aws(document: Any) -> Transcript:
    results = document["results"]
    voices = {
        seconds(item.get("start_time")): speaker(item.get("speaker_label"))
        for segment in rows(get(results, "speaker_labels", "segments"))
        for item in rows(segment.get("items"))
    }
    cues: list[Said] = []
    for item in rows(results["items"]):
        content = words(get(item, "alternatives", 0, "content"))
        start, end = seconds(item.get("start_time")), seconds(item.get("end_time"))
        if cues and item.get("type") == "punctuation":
            cues[-1] = cues[-1]._replace(text=cues[-1].text + content)
            continue
        label = item.get("speaker_label") or item.get("channel_label")
        cues.append(Said(start, end, speaker(label) or voices.get(start), content))
    text = " ".join(words(row.get("transcript")) for row in rows(results["transcripts"]))
    return flow(in_text(text, cues), Meta(language=line(results.get("language_code"))))


# -- Google Speech-to-Text -------------------------------------------------------------------


def _google_results(document: Any) -> list[dict[str, Any]]:
    places = (get(document, *path) for path in (["results"], ["response", "results"]))
    listed = next((place for place in places if isinstance(place, list)), document)
    return rows(listed)


def _google_known(document: Any) -> bool:
    best = [alternative(result) for result in _google_results(document)]
    spoken = any("transcript" in each and "timestamps" not in each for each in best)
    return spoken and not any("final" in result for result in _google_results(document))


def _google(document: Any) -> Transcript:
    results = _google_results(document)
    best = [alternative(result) for result in results]
    spoken = [[_google_word(word) for word in rows(each.get("words"))] for each in best]
    if len(best) > 1 and _repeats(spoken):
        text = " ".join(words(each.get("transcript")) for each in best[:-1])
        cues = in_text(text, spoken[-1])
    else:
        cues = []
        for result, each, said in zip(results, best, spoken, strict=True):
            end = _google_time(result.get("resultEndTime") or result.get("resultEndOffset"))
            cues += (
                in_text(words(each.get("transcript")), said)
                if said
                else [
                    Said(cues[-1].end if cues else 0.0, end, None, words(each.get("transcript")))
                    if end is not None
                    else Said(None, None, None, words(each.get("transcript")))
                ]
            )
    return flow(cues, Meta(language=line(get(results, 0, "languageCode"))))


def _repeats(spoken: Sequence[Sequence[Said]]) -> bool:
    """Whether the last result holds the words of all the others again, now with speakers."""
    before = [word for words in spoken[:-1] for word in words]
    last = spoken[-1]
    return (
        any(word.speaker for word in last)
        and len(last) >= len(before)
        and (not before or last[0].start == before[0].start)
    )


def _google_word(word: dict[str, Any]) -> Said:
    tag = word.get("speakerLabel") or word.get("speakerTag") or word.get("speaker_tag")
    start, end = (
        _google_time(next((word[key] for key in keys if key in word), None))
        for keys in (
            ("startTime", "startOffset", "start_time", "start_offset"),
            ("endTime", "endOffset", "end_time", "end_offset"),
        )
    )
    return Said(start, end, speaker(tag) if tag else None, words(word.get("word")))


def _google_time(value: Any) -> float | None:
    """`"1.400s"`, or `{"seconds": "1", "nanos": 400000000}` in which a zero is left out."""
    if not isinstance(value, dict):
        return seconds(value)
    whole, nanos = number(value.get("seconds", 0)), number(value.get("nanos", 0))
    return None if whole is None or nanos is None else seconds(whole + nanos / 1e9)


# -- Azure -----------------------------------------------------------------------------------


def _azure_known(document: Any) -> bool:
    return bool(_azure_phrases(document))


def _azure_phrases(document: Any) -> list[dict[str, Any]]:
    batch = rows(_lowered(document, "recognizedPhrases"))
    return batch or [row for row in rows(get(document, "phrases")) if "offsetMilliseconds" in row]


def _lowered(row: Any, key: str) -> Any:
    """The value of `key`, which older versions begin with a capital."""
    found = get(row, key)
    return get(row, key[0].upper() + key[1:]) if found is None else found


def _azure(document: Any) -> Transcript:
    phrases = _azure_phrases(document)
    channels = {_lowered(phrase, "channel") for phrase in phrases if _hashable(phrase)}
    cues: list[Said] = []
    for phrase in phrases:
        best = next(iter(rows(_lowered(phrase, "nBest"))), phrase)
        whose = speaker(_lowered(phrase, "speaker")) or speaker(_lowered(best, "speaker"))
        channel = _lowered(phrase, "channel")
        if whose is None and len(channels) > 1 and isinstance(channel, int):
            whose = f"Channel {channel}"
        text = words(_lowered(best, "display")) or words(get(best, "text"))
        spoken = [
            _azure_said(word, whose)
            for word in rows(get(best, "displayWords")) or rows(_lowered(best, "words"))
        ] or [_azure_said(phrase, whose)._replace(text="")]
        cues += cued(text or words(_lowered(best, "lexical")), spoken)
    length = seconds(get(document, "durationInTicks"), TICK)
    if length is None:
        length = seconds(get(document, "durationMilliseconds"), MILLI)
    source = line(get(document, "source"))
    return flow(cues, Meta(duration=length, media=source, language=line(get(phrases, 0, "locale"))))


def _hashable(phrase: dict[str, Any]) -> bool:
    return not isinstance(_lowered(phrase, "channel"), dict | list)


def _azure_said(row: dict[str, Any], whose: str | None) -> Said:
    def time(key: str) -> float | None:
        ticks = seconds(_lowered(row, f"{key}InTicks"), TICK)
        return seconds(get(row, f"{key}Milliseconds"), MILLI) if ticks is None else ticks

    start, length = time("offset"), time("duration")
    if start is None:
        start, length = seconds(_lowered(row, "offset")), seconds(_lowered(row, "duration"))
    end = None if start is None or length is None else round(start + length, 6)
    texts = (words(_lowered(row, key)) for key in ("displayText", "word", "text"))
    return Said(start, end, whose, next(filter(None, texts), ""))


# -- IBM Watson ------------------------------------------------------------------------------


def _ibm_parts(document: Any) -> list[dict[str, Any]]:
    """The answers of a job: one, or one for each result that holds results of its own."""
    nested = [row for row in rows(get(document, "results")) if isinstance(row.get("results"), list)]
    return nested or [document]


def _ibm_known(document: Any) -> bool:
    return isinstance(document, dict) and any(
        "final" in result or "timestamps" in alternative(result)
        for part in _ibm_parts(document)
        for result in rows(get(part, "results"))
    )


def _ibm(document: Any) -> Transcript:
    cues: list[Said] = []
    for part in _ibm_parts(document):
        voices = Turns(
            (seconds(label.get("from")), speaker(label.get("speaker")))
            for label in rows(get(part, "speaker_labels"))
        )
        results = rows(get(part, "results"))
        final = [result for result in results if result.get("final") is not False]
        for result in final or results:
            best = alternative(result)
            stamps = best.get("timestamps")
            spoken = [
                Said(start, seconds(get(stamp, 2)), voices.at(start), words(get(stamp, 0)))
                for stamp in (stamps if isinstance(stamps, list) else [])
                for start in [seconds(get(stamp, 1))]
            ]
            cues += in_text(words(best.get("transcript")), spoken)
    return flow(cues)


FORMATS = (
    kind(
        name="aws-transcribe",
        title="JSON of Amazon Transcribe",
        example='{"jobName": "lamp", "results": {"transcripts": [{"transcript": "Lit?"}], "items": '
        '[{"type": "pronunciation", "start_time": "0.1", "end_time": "0.4", '
        '"alternatives": [{"content": "Lit"}]}]}}',
        known=_aws_known,
        read=_aws,
    ),
    kind(
        name="ibm-watson",
        title="JSON of IBM Watson",
        example='{"results": [{"final": true, "alternatives": [{"transcript": "is it lit ", '
        '"timestamps": [["is", 0.1, 0.2], ["it", 0.2, 0.3], ["lit", 0.3, 0.5]]}]}]}',
        known=_ibm_known,
        read=_ibm,
    ),
    kind(
        name="google-speech",
        title="JSON of Google Speech-to-Text",
        example='{"results": [{"alternatives": [{"transcript": "Is it lit?", "words": '
        '[{"startTime": "0.100s", "endTime": "0.300s", "word": "Is"}]}]}]}',
        known=_google_known,
        read=_google,
    ),
    kind(
        name="azure-speech",
        title="JSON of Azure Speech",
        example='{"recognizedPhrases": [{"speaker": 1, "offsetInTicks": 700000, '
        '"durationInTicks": 15900000, "nBest": [{"display": "Is it lit?"}]}]}',
        known=_azure_known,
        read=_azure,
    ),
)
