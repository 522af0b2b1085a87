"""JSON: of podcasts, recognisers, speech services, editors and archives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Any

from .talk import MILD, NOBODY, PLAIN, SAME, Line, Talk, clock, stamp, writer

NUMBERED = {"Ada": "Speaker 0", "Ben": "Speaker 1"}


def _number(line: Line) -> int:
    return ("Ada", "Ben").index(line.speaker)


def _text(talk: Talk) -> str:
    return " ".join(line.text for line in talk)


def _bare(word: str) -> str:
    return re.sub(r"[^\w'&<]", "", word).lower()


def _timed(line: Line, text: str = "word", **more: Any) -> list[dict[str, Any]]:
    """The words as most have them: `start` and `end` in seconds."""
    return [
        {text: word, "start": start / 1000, "end": end / 1000, **more}
        for word, start, end in line.spread()
    ]


def _parts(word: str) -> Iterator[tuple[str, bool]]:
    """A word and the stop behind it, which is True."""
    match = re.fullmatch(r"(.*?)([.,!?…]*)", word)
    assert match
    yield match.group(1), False
    if match.group(2):
        yield match.group(2), True


@writer("podcast-json", names=SAME, begins=True, ends=True)
def podcast(talk: Talk) -> str:
    segments = [
        {"speaker": e.speaker, "startTime": e.start / 1000, "endTime": e.end / 1000, "body": e.text}
        for e in talk
    ]
    return json.dumps({"version": "1.0.0", "segments": segments})


@writer("podlove-json", names=SAME, begins=True, ends=True)
def podlove(talk: Talk) -> str:
    return json.dumps(
        [
            {"start": stamp(e.start), "end": stamp(e.end), "speaker": e.speaker, "text": e.text}
            for e in talk
        ]
    )


@writer("podlove-xml", names=SAME, begins=True, ends=True)
def podlove_xml(talk: Talk) -> str:
    speeches = "".join(
        f"<pst:speech><pst:speaker>{e.speaker}</pst:speaker>"
        f'<pst:item start="{stamp(e.start)}" end="{stamp(e.end)}">{escape(e.text)}</pst:item>'
        "</pst:speech>"
        for e in talk
    )
    space = 'xmlns:pst="http://podlove.org/simple-transcripts"'
    return f"<pst:transcripts {space}>{speeches}</pst:transcripts>"


@writer("whisper-json", names=SAME, begins=True, ends=True)
def whisper(talk: Talk) -> str:
    segments = [
        {
            "start": e.start / 1000,
            "end": e.end / 1000,
            "speaker": e.speaker,
            "text": f" {e.text}",
            "words": _timed(e),
        }
        for e in talk
    ]
    return json.dumps({"text": _text(talk), "segments": segments, "language": "en"})


@writer("whispercpp-json", names=NOBODY, begins=True, ends=True)
def whisper_cpp(talk: Talk) -> str:
    rows = [{"offsets": {"from": e.start, "to": e.end}, "text": f" {e.text}"} for e in talk]
    return json.dumps({"result": {"language": "en"}, "transcription": rows})


@writer("whisper-tsv", words=MILD, names=NOBODY, begins=True, ends=True)
def whisper_tsv(talk: Talk) -> str:
    return "\n".join(["start\tend\ttext", *(f"{e.start}\t{e.end}\t{e.text}" for e in talk)])


@writer("numbered-tsv", words=MILD, names=NOBODY)
def numbered(talk: Talk) -> str:
    return "\n".join(f"{n}\t{each.text}" for n, each in enumerate(talk))


@writer("youtube-json3", names=NOBODY, begins=True)
def json3(talk: Talk) -> str:
    events: list[dict[str, Any]] = [{"tStartMs": 0, "dDurationMs": 9_000_000, "id": 1}]
    for each in talk:
        segments = [
            {"utf8": word if n == 0 else f" {word}", "tOffsetMs": start - each.start}
            for n, (word, start, _) in enumerate(each.spread())
        ]
        events.append({"tStartMs": each.start, "dDurationMs": 4000, "segs": segments})
        events.append({"tStartMs": each.start, "aAppend": 1, "segs": [{"utf8": "\n"}]})
    return json.dumps({"wireMagic": "pb3", "events": events})


@writer("youtube-snippets", words=MILD, names=NOBODY, begins=True, ends=True)
def snippets(talk: Talk) -> str:
    return json.dumps(
        [
            {"text": e.text, "start": e.start / 1000, "duration": (e.end - e.start) / 1000}
            for e in talk
        ]
    )


@writer("deepgram", names=NUMBERED, begins=True, ends=True)
def deepgram(talk: Talk) -> str:
    spoken = [
        {"word": _bare(word), "punctuated_word": word, "start": start / 1000, "end": end / 1000}
        | {"speaker": _number(each)}
        for each in talk
        for word, start, end in each.spread()
    ]
    best = {"transcript": _text(talk), "words": spoken}
    return json.dumps({"results": {"channels": [{"alternatives": [best]}]}})


@writer("assemblyai", names=SAME, begins=True, ends=True)
def assembly(talk: Talk) -> str:
    spoken = [
        {
            "speaker": e.speaker,
            "start": e.start,
            "end": e.end,
            "text": e.text,
            "words": [{"text": w, "start": start, "end": end} for w, start, end in e.spread()],
        }
        for e in talk
    ]
    return json.dumps({"audio_url": "talk.mp3", "text": _text(talk), "utterances": spoken})


@writer("speechmatics", names=SAME, begins=True)
def speechmatics(talk: Talk) -> str:
    results = [
        {
            "type": "punctuation" if stop else "word",
            "start_time": (end if stop else start) / 1000,
            "end_time": end / 1000,
            "alternatives": [{"content": part, "speaker": each.speaker}],
        }
        | ({"attaches_to": "previous"} if stop else {})
        for each in talk
        for word, start, end in each.spread()
        for part, stop in _parts(word)
    ]
    return json.dumps({"format": "2.9", "results": results})


@writer("speechmatics/1", words=PLAIN, names=SAME, begins=True, ends=True)
def speechmatics_old(talk: Talk) -> str:
    spoken = [
        {"time": str(start / 1000), "duration": str((end - start) / 1000), "name": word}
        for each in talk
        for word, start, end in each.spread()
    ]
    voices = [{"time": str(each.start / 1000), "name": each.speaker} for each in talk]
    job = {"lang": "en", "name": "talk.mp3"}
    return json.dumps({"job": job, "speakers": voices, "words": spoken})


@writer("rev-ai", names=NUMBERED, begins=True)
def rev(talk: Talk) -> str:
    parts = []
    for each in talk:
        elements: list[dict[str, Any]] = []
        for word, start, end in each.spread():
            for part, stop in _parts(word):
                times = {} if stop else {"ts": start / 1000, "end_ts": end / 1000}
                kind = "punct" if stop else "text"
                elements.append({"type": kind, "value": part, **times})
            elements.append({"type": "punct", "value": " "})
        parts.append({"speaker": _number(each), "elements": elements})
    return json.dumps({"monologues": parts})


@writer("aws-transcribe", names={"Ada": "spk_0", "Ben": "spk_1"}, begins=True, ends=True)
def aws(talk: Talk) -> str:
    items = [
        {"type": "punctuation", "alternatives": [{"content": part}]}
        if stop
        else {
            "type": "pronunciation",
            "start_time": f"{start / 1000}",
            "end_time": f"{end / 1000}",
            "speaker_label": f"spk_{_number(each)}",
            "alternatives": [{"content": part, "confidence": "0.9"}],
        }
        for each in talk
        for word, start, end in each.spread()
        for part, stop in _parts(word)
    ]
    results = {"transcripts": [{"transcript": _text(talk)}], "items": items}
    return json.dumps({"jobName": "talk", "results": results})


@writer("ibm-watson", words=PLAIN, names=NUMBERED, begins=True, ends=True)
def watson(talk: Talk) -> str:
    results = [
        {
            "final": True,
            "alternatives": [
                {
                    "transcript": f"{each.text} ",
                    "timestamps": [
                        [w, start / 1000, end / 1000] for w, start, end in each.spread()
                    ],
                }
            ],
        }
        for each in talk
    ]
    labels = [
        {"from": start / 1000, "to": end / 1000, "speaker": _number(each)}
        for each in talk
        for _, start, end in each.spread()
    ]
    return json.dumps({"results": results, "speaker_labels": labels})


def _nanos(ms: int) -> dict[str, Any]:
    whole = {"seconds": str(ms // 1000)} if ms >= 1000 else {}
    return whole | ({"nanos": ms % 1000 * 1_000_000} if ms % 1000 else {})


@writer("google-speech", names={"Ada": "Speaker 1", "Ben": "Speaker 2"}, begins=True, ends=True)
def google(talk: Talk) -> str:
    results = [
        {
            "alternatives": [
                {
                    "transcript": each.text,
                    "words": [
                        {"startTime": _nanos(s), "endTime": _nanos(e), "word": w}
                        | {"speakerTag": 1 + _number(each)}
                        for w, s, e in each.spread()
                    ],
                }
            ]
        }
        for each in talk
    ]
    return json.dumps({"results": results})


@writer("azure-speech", names=NUMBERED, begins=True, ends=True)
def azure(talk: Talk) -> str:
    phrases = [
        {
            "speaker": _number(e),
            "offsetInTicks": e.start * 10_000,
            "durationInTicks": (e.end - e.start) * 10_000,
            "nBest": [{"lexical": e.text.lower(), "display": e.text}],
        }
        for e in talk
    ]
    return json.dumps({"source": "talk.wav", "recognizedPhrases": phrases})


@writer("kaldi", names=SAME, begins=True, ends=True)
def kaldi(talk: Talk) -> str:
    spoken = [
        {"word": _bare(word), "punct": word, "start": start / 1000, "end": end / 1000}
        for each in talk
        for word, start, end in each.spread()
    ]
    spans = [{"start": e.start / 1000, "speaker": {"@id": e.speaker}} for e in talk]
    inner = {"punct": _text(talk), "words": spoken, "segmentation": {"segments": spans}}
    return json.dumps({"retval": inner})


@writer("kaldi/vosk", words=PLAIN, names=NOBODY, begins=True, ends=True)
def vosk(talk: Talk) -> str:
    return json.dumps([{"result": _timed(each), "text": each.text} for each in talk])


@writer("autoedit", names=SAME, begins=True, ends=True)
def autoedit(talk: Talk) -> str:
    parts = [
        {
            "speaker": e.speaker,
            "paragraph": [
                {
                    "line": [
                        {"text": w, "startTime": start / 1000, "endTime": end / 1000}
                        for w, start, end in e.spread()
                    ]
                }
            ],
        }
        for e in talk
    ]
    return json.dumps({"title": "Rope", "text": parts})


@writer("paper-edit", names=SAME, begins=True, ends=True)
def paper_edit(talk: Talk) -> str:
    parts = [{"start": e.start / 1000, "end": e.end / 1000, "speaker": e.speaker} for e in talk]
    spoken = [word for each in talk for word in _timed(each, "text")]
    return json.dumps({"words": spoken, "paragraphs": parts})


@writer("sonix", names=SAME, begins=True, ends=True)
def sonix(talk: Talk) -> str:
    parts = [
        {
            "speaker": e.speaker,
            "start_time": e.start / 1000,
            "end_time": e.end / 1000,
            "text": e.text,
        }
        for e in talk
    ]
    return json.dumps({"name": "Rope", "transcript": parts})


@writer("trint", names=SAME, begins=True, ends=True)
def trint(talk: Talk) -> str:
    spoken = [
        {"time": start, "duration": end - start, "value": word}
        | {"paragraphId": f"p{index}", "speaker": each.speaker}
        for index, each in enumerate(talk)
        for word, start, end in each.spread()
    ]
    return json.dumps({"title": "Rope", "words": spoken})


@writer("draftjs", names=SAME, begins=True, ends=True)
def draft(talk: Talk) -> str:
    blocks = [{"text": e.text, "data": {"speaker": e.speaker, "words": _timed(e)}} for e in talk]
    return json.dumps({"blocks": blocks, "entityMap": {}})


@writer("draftjs/slate", names=SAME, begins=True, ends=True)
def slate(talk: Talk) -> str:
    return json.dumps(
        [
            {"speaker": e.speaker, "start": e.start / 1000}
            | {"children": [{"text": e.text, "words": _timed(e, "text")}]}
            for e in talk
        ]
    )


@writer("oyez", names=SAME, begins=True, ends=True)
def oyez(talk: Talk) -> str:
    turns = [
        {
            "speaker": {"name": e.speaker},
            "text_blocks": [{"start": e.start / 1000, "stop": e.end / 1000, "text": e.text}],
        }
        for e in talk
    ]
    return json.dumps({"title": "Rope v. Salt", "transcript": {"sections": [{"turns": turns}]}})


@writer("congress-json", names=SAME)
def congress(talk: Talk) -> str:
    parts = [
        {"kind": "speech", "speaker": e.speaker, "text": f"  {e.speaker}. {e.text}"} for e in talk
    ]
    return json.dumps({"header": {"chamber": "Senate"}, "content": parts})


@writer("qmsum", names=SAME)
def qmsum(talk: Talk) -> str:
    return json.dumps(
        {"meeting_transcripts": [{"speaker": e.speaker, "content": e.text} for e in talk]}
    )


@writer("json", names=SAME, begins=True, ends=True)
def some_json(talk: Talk) -> str:
    rows = [
        {"who": e.speaker, "begin": e.start / 1000, "to": e.end / 1000, "utterance": e.text}
        for e in talk
    ]
    return json.dumps({"of": {"somebody": rows}})


@writer("otranscribe", names=SAME, begins=True)
def otranscribe(talk: Talk) -> str:
    lines = ""
    for speaker, group in groupby(talk, key=lambda line: line.speaker):
        lines += "<p>"
        for index, each in enumerate(group):
            mark = f'<span class="timestamp" data-timestamp="{each.start / 1000}">'
            label = "" if index else f"{speaker}: "
            lines += f"{mark}{clock(each.start // 1000)}</span> {label}{escape(each.text)} "
        lines += "</p>"
    return json.dumps({"text": lines, "media": "talk.mp3", "media-time": 9.5})
