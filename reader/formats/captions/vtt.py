"""WebVTT captions (https://www.w3.org/TR/webvtt1/), also as Zoom, Teams and YouTube write them.

`<v Name>` names the speaker, to the next voice if it is not closed; noScribe writes what another
says meanwhile as `//Name: words//`. What the header and the notes say goes to the metadata. The
parts of a joined HLS stream each have a header, with a map of their times, and repeat the cue at
the seam. Captions that roll up repeat their lines; each is read once.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from reader.formats.asides import is_aside
from reader.formats.captions.cueblocks import ARROW, TIMES, Block, blocks, unrolled, without_tags
from reader.formats.captions.flowing import Said, flow
from reader.formats.captions.voices import voiced
from reader.formats.clean import decode_entities
from reader.formats.page import Format, Page
from reader.formats.text.header import KEYS, field_of
from reader.transcript import BREAK, Meta, Transcript

_LOCAL = r"LOCAL:((?:[0-9]{1,4}:)?[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]{1,6})?)"
_MAP = re.compile(
    rf"X-TIMESTAMP-MAP=(?:MPEGTS:([0-9]{{1,20}}),{_LOCAL}|{_LOCAL},MPEGTS:([0-9]{{1,20}}))"
)
_TICKS = 90000
"""Ticks of an MPEG clock in a second."""

_RECENT = 8
"""Among so many cues one that is given twice is looked for."""

_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,60})?(?:\s([^<>]{0,200}))?>|(</v>)")
_OVERLAP = re.compile(r"(?<!:)//(?:([^\s:/]{1,40}): ?)?")
_AUDIO = re.compile(r"Audio file: (\S.{0,300}?\.[A-Za-z0-9]{2,4})(?= \(|$)")
_TITLED = re.compile(r"WEBVTT(?:[ \t]+-?[ \t]*(.*))?$")
_PAIR = re.compile(r"([A-Za-z][A-Za-z ]{0,20}):[ ]?(.{1,500})")
_UNTOLD = ("NOTE", "STYLE", "REGION")


@dataclass
class _Part:
    """What stands under one header: `shift` seconds are to be added to its times."""

    shift: float | None = None
    head: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def _score(page: Page) -> float:
    """By the header; without it, by lines of times that leave out the hours and have dots."""
    text = page.text.lstrip()
    if _TITLED.match(text.partition("\n")[0]):
        return 1.0
    if text.startswith(("<", "{", "[")):
        return 0.0
    lines = [line for line in text.split("\n") if line.strip()]
    times = [match for line in lines if ARROW in line and (match := TIMES.match(line))]
    stamps = [match.string[: match.start(11)] for match in times if match.group(2) is None]
    short = sum("." in stamp for stamp in stamps)
    return 1.0 if short * 2 > len(times) and len(times) * 8 >= len(lines) else 0.0


def _parse(page: Page) -> Transcript:
    parts = _split(page.text.split("\n"))
    first = next((part.shift for part in parts if part.shift is not None), 0.0)
    found = [cue for part in parts for cue in _cues(part, first)]
    if len(parts) > 1 or any(cue.name for cue in found):
        found = list(_once(found))
    meta = _meta(parts)
    if any(_VOICE.search(line) for cue in found for line in cue.lines):
        said = list(_spoken(found))
        return flow(said, meta)
    texts = (decode_entities(without_tags("\n".join(cue.lines))) for cue in found)
    plain = [Said(cue.start, cue.end, None, t) for cue, t in zip(found, texts, strict=True)]
    said, roles = voiced(unrolled(plain))
    return flow(said, meta.over(roles))


def _split(lines: Sequence[str]) -> list[_Part]:
    """The parts of a file, each without its header, notes and styles."""
    parts = [_Part()]
    kept = parts[-1].lines
    after_blank = True
    for line in lines:
        words = line.split(None, 1)
        if not line:
            kept = parts[-1].lines
        elif after_blank and words and words[0] == "WEBVTT":
            if any(map(str.strip, parts[-1].lines)):
                parts.append(_Part())
            kept = parts[-1].head
        elif after_blank and words and words[0] in _UNTOLD and ARROW not in line:
            kept = parts[-1].notes if words[0] == "NOTE" else []
        if ARROW in line and kept is not parts[-1].notes:
            kept = parts[-1].lines
        if line or kept:
            kept.append(line)
        after_blank = not line
    for part in parts:
        maps = (match for line in part.head if (match := _MAP.match(line)))
        part.shift = next((_shift(match) for match in maps), None)
    return parts


def _shift(match: re.Match[str]) -> float:
    """Seconds from the local clock of a part to the clock of the stream."""
    ticks, local = match.group(1) or match.group(4), match.group(2) or match.group(3)
    seconds = 0.0
    for piece in local.split(":"):
        seconds = seconds * 60 + float(piece)
    return int(ticks) / _TICKS - seconds


def _cues(part: _Part, first: float) -> Iterator[Block]:
    """The cues of a part, on the clock of the one whose shift is `first`."""
    shift = round((part.shift if part.shift is not None else first) - first, 3)
    for cue in blocks(part.lines, named=True):
        if cue.words and not any(map(str.strip, cue.lines)):
            cue = cue._replace(lines=[cue.words])
        if cue.start is not None and cue.end is not None and shift:
            cue = cue._replace(start=cue.start + shift, end=cue.end + shift)
        yield cue


def _once(cues: Iterable[Block]) -> Iterator[Block]:
    """`cues` without those that repeat a recent one in everything, times and name included."""
    recent: deque[Block] = deque(maxlen=_RECENT)
    for cue in cues:
        cue = cue._replace(lines=[line for line in cue.lines if line.strip()])
        if cue not in recent:
            yield cue
            recent.append(cue)


def _spoken(cues: Iterable[Block]) -> Iterator[Said]:
    """What is said in `cues`, by the voices in them; a cue with several gives several."""
    cues = list(cues)
    known = {_voice(match) for cue in cues for line in cue.lines for match in _VOICE.finditer(line)}
    speaker: str | None = None
    for cue in cues:
        text = "\n".join(cue.lines)
        at, voice = 0, speaker if is_aside(text) else None
        for match in [*_VOICE.finditer(text), None]:
            piece = text[at : match.start() if match else len(text)]
            for who, words in _overlapping(voice, piece, known):
                yield Said(cue.start, cue.end, who, decode_entities(without_tags(words)))
            if match:
                at, voice = match.end(), _voice(match)
        speaker = voice


def _voice(match: re.Match[str]) -> str | None:
    name = decode_entities(match.group(1) or "").strip().removeprefix("//").strip()
    return name or None


def _overlapping(
    voice: str | None, text: str, known: Iterable[str | None]
) -> Iterator[tuple[str | None, str]]:
    """The words of `voice` in `text` and what is said over them, `//Name: words//`."""
    marks = list(_OVERLAP.finditer(text))
    named = any(mark.group(1) for mark in marks)
    if not named or voice is None:
        yield voice, text
        return
    at, who = 0, voice
    for mark in marks:
        yield who, text[at : mark.start()]
        at, who = mark.end(), mark.group(1) or voice
    yield who, text[at:]


def _meta(parts: Sequence[_Part]) -> Meta:
    """What the header and the notes before and between the cues say."""
    head, notes = parts[0].head, [_noted(line) for part in parts for line in part.notes]
    titled = _TITLED.match(head[0]) if head else None
    title = (titled.group(1) or "").strip() if titled else ""
    pairs = [*head[1:], *notes]
    meta = Meta()
    if title and not _PAIR.match(title) and "-->" not in title:
        meta = Meta(title=decode_entities(title))
    elif title:
        pairs = [*title.split(";"), *pairs]
    for line in pairs:
        pair = _PAIR.match(line.strip())
        key = pair.group(1).lower() if pair else ""
        if pair and key in KEYS:
            meta = meta.over(field_of(key, decode_entities(pair.group(2)).strip().strip('"')))
        if audio := _AUDIO.search(line):
            meta = meta.over(Meta(media=audio.group(1)))
    front = [line for line in [title, *head[1:], *notes] if line and not line.startswith("X-TIME")]
    return replace(meta, front=BREAK.join(front))


def _noted(line: str) -> str:
    return line.removeprefix("NOTE").strip()


FORMAT = Format(
    name="vtt",
    title="WebVTT captions",
    example="WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ada>Is the lamp lit?\n\n00:02.500 --> "
    "00:03.000\n<v Ben>It is.\n",
    score=_score,
    parse=_parse,
)
