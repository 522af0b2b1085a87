"""The lines that Whisper's command lines print: `[00:00:00.000 --> 00:00:04.000]   text`.

The hours are left out in the first hour by some versions (openai/whisper `format_timestamp`) and
always there in others (ggml-org/whisper.cpp); faster-whisper and WhisperX print plain seconds,
`[0.00s -> 4.20s]`. A speaker may follow, `[SPEAKER_00]:` or `(speaker 0)`; whisper.cpp marks a
change of speaker with `[SPEAKER_TURN]`. What precedes the first stamp is the program's own.
"""

from __future__ import annotations

import re

from reader.formats.captions import Said, flow
from reader.formats.json_data import speaker
from reader.formats.page import Format, Page
from reader.transcript import Meta, Transcript

_GAP = r"[ \t]{0,4}"
_TIME = r"(?:(?:([0-9]{1,3}):)?([0-9]{1,2}):)?([0-9]{1,6})[.,]([0-9]{1,6})s?"
_STAMP = re.compile(
    rf"(?:^Transcript:{_GAP})?\[{_GAP}{_TIME}{_GAP}--?>{_GAP}{_TIME}{_GAP}\]", re.MULTILINE
)
_TURN = re.compile(r"\[SPEAKER_TURN\]")
_SPEAKER = re.compile(
    r"\s{0,8}(?:\[(SPEAKER[_ ][0-9]{1,3})\]:?|(SPEAKER_[0-9]{1,3}):|\((speaker [0-9?]{1,3})\):?)",
    re.IGNORECASE,
)


def _score(page: Page) -> float:
    """The share of lines with a stamp."""
    stamps = sum(1 for _ in _STAMP.finditer(page.text))
    lines = sum(1 for line in page.lines if line)
    return min(1.0, stamps / lines) if lines else 0.0


def _parse(page: Page) -> Transcript:
    stamps = list(_STAMP.finditer(page.text))
    ends = [stamp.start() for stamp in stamps[1:]] + [len(page.text)]
    cues: list[Said] = []
    turned = False
    for stamp, end in zip(stamps, ends, strict=False):
        start, stop = _seconds(*stamp.groups()[:4]), _seconds(*stamp.groups()[4:])
        text = page.text[stamp.end() : end]
        label = _SPEAKER.match(text)
        who = speaker(label[label.lastindex or 0]) if label else None
        said = _TURN.sub(" ", text[label.end() :] if label else text)
        cues.append(Said(start, stop, who, said, turn=turned))
        turned = "[SPEAKER_TURN]" in text
    front = page.text[: stamps[0].start()].strip() if stamps else ""
    return flow(cues, Meta(front=front))


def _seconds(hours: str | None, minutes: str | None, seconds: str, fraction: str) -> float:
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
    return (whole * 1000 + int(fraction[:3].ljust(3, "0"))) / 1000


FORMAT = Format(
    name="whisper",
    title="Lines printed by Whisper",
    example="[00:00:00.000 --> 00:00:04.000]   Is the lamp lit?",
    score=_score,
    parse=_parse,
)
