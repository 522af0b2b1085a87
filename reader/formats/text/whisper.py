"""The lines that Whisper's command lines print: `[00:00:00.000 --> 00:00:04.000]   text`.

The hours are left out in the first hour by some versions (openai/whisper `format_timestamp`) and
always there in others (ggml-org/whisper.cpp); faster-whisper and WhisperX print plain seconds,
`[0.00s -> 4.20s]`. Programs built upon them write the arrow as `→`, or a dash between seconds,
with brackets or without: `(0.00 - 4.20)`, `0.00s – 4.20s`. A speaker may follow, `[SPEAKER_00]:`,
`(speaker 0)` or `Ada:`; whisper.cpp marks a change of speaker with `[SPEAKER_TURN]`. What precedes
the first stamp is the program's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reader.formats.captions.flowing import Said, flow
from reader.formats.captions.voices import voiced
from reader.formats.json.data import speaker
from reader.formats.page import Format, Page
from reader.transcript import Meta, Transcript

_GAP = r"[ \t]{0,4}"
_SECONDS = r"([0-9]{1,6}(?:[.,][0-9]{1,6}(?: ?s)?| ?s))"
_TIME = r"((?:(?:[0-9]{1,3}:)?[0-9]{1,2}:)?[0-9]{1,6}[.,][0-9]{1,6}(?: ?s)?|[0-9]{1,6}(?: ?s)?)"
_ARROW = rf"{_GAP}(?:--?>|[–—=]>|→){_GAP}"
_TO = rf"(?:{_ARROW}|{_GAP}[-–—]{_GAP}|[ \t]to[ \t])"
_STAMP = re.compile(
    rf"(?:^Transcript:{_GAP})?\[{_GAP}{_TIME}{_ARROW}{_TIME}{_GAP}\]"
    rf"|^{_GAP}[\[(]{_GAP}{_SECONDS}{_TO}{_SECONDS}{_GAP}[\])]:?"
    rf"|^{_GAP}\({_GAP}{_TIME}{_ARROW}{_TIME}{_GAP}\):?"
    rf"|^{_GAP}{_SECONDS}{_TO}{_SECONDS}(?:{_GAP}[:|])?(?=\s|$)",
    re.MULTILINE,
)
_PROOF = re.compile(r"[^\[]{0,20}\[[^\]]{3,40}(?:>|→)")
"""Brackets with an arrow in them hold times."""

_TURN = re.compile(r"\[SPEAKER_TURN\]")
_SPEAKER = re.compile(
    r"\s{0,8}(?:\[(SPEAKER[_ ][0-9]{1,3})\]:?|(SPEAKER_[0-9]{1,3}):|\((speaker [0-9?]{1,3})\):?)",
    re.IGNORECASE,
)


def _score(page: Page) -> float:
    """The share of lines that open with a stamp, or of stamps among the lines they part."""
    stamps = [match for line in page.lines if (match := _STAMP.match(line))]
    if not all(_PROOF.match(stamp.group()) for stamp in stamps) and not _go_on(stamps):
        return 0.0
    own = sum(match.end() == len(match.string) for match in stamps)
    lines = sum(1 for line in page.lines if line) - own
    return min(1.0, len(stamps) / lines) if lines > 0 else 0.0


def _go_on(stamps: Sequence[re.Match[str]]) -> bool:
    """Whether `stamps` are times that go on, each later than the one before, and no numbers."""
    spans = [_span(stamp) for stamp in stamps]
    onward = all(one[0] < other[0] for one, other in pairwise(spans))
    return len(spans) > 1 and onward and all(start <= end for start, end in spans)


def _parse(page: Page) -> Transcript:
    stamps = list(_STAMP.finditer(page.text))
    ends = [stamp.start() for stamp in stamps[1:]] + [len(page.text)]
    cues: list[Said] = []
    turned = False
    for stamp, end in zip(stamps, ends, strict=False):
        start, stop = _span(stamp)
        text = page.text[stamp.end() : end]
        label = _SPEAKER.match(text)
        who = speaker(label[label.lastindex or 0]) if label else None
        said = _TURN.sub(" ", text[label.end() :] if label else text)
        cues.append(Said(start, stop, who, said, turn=turned))
        turned = "[SPEAKER_TURN]" in text
    meta = Meta(front=page.text[: stamps[0].start()].strip() if stamps else "")
    if not any(cue.speaker or cue.turn for cue in cues):
        cues, roles = voiced(cues)
        meta = meta.over(roles)
    return flow(cues, meta)


def _span(stamp: re.Match[str]) -> tuple[float, float]:
    start, end = (_seconds(time) for time in stamp.groups() if time)
    return start, end


def _seconds(time: str) -> float:
    hours, minutes, second = ["0", "0", *time.rstrip(" s").replace(",", ".").split(":")][-3:]
    return int(hours) * 3600 + int(minutes) * 60 + round(float(second), 3)


FORMAT = Format(
    name="whisper",
    title="Lines printed by Whisper",
    example="[00:00:00.000 --> 00:00:04.000]   Is the lamp lit?",
    score=_score,
    parse=_parse,
)
