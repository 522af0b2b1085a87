"""OHMS, the Oral History Metadata Synchronizer of the Nunn Center: one XML for an interview.

The transcript is either WebVTT, or lines of text with a map of times: `<sync>` is minutes to a
step, then for each step the line and the word spoken at its end (`1:|25(2)|40(7)` says that after
one minute the second word of line 25 is spoken). The points of the index are headings, put where
their first words are found, else where their times fall (https://www.weareavp.com/nunncenter/ohms).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from reader.errors import FormatError
from reader.formats.archives.xmltree import local, parse_text, root_name, text_of
from reader.formats.build import Builder
from reader.formats.captions.vtt import FORMAT as VTT
from reader.formats.clean import decode_entities
from reader.formats.dates import iso_date
from reader.formats.dates import seconds as length
from reader.formats.json.data import number
from reader.formats.page import Format, Page
from reader.formats.text.labels import Labels
from reader.segment import WORD
from reader.transcript import BREAK, Heading, Meta, Transcript, Turn

_STEP = re.compile(r"([0-9]{1,7})\(([0-9]{1,5})\)")
_NOTES = re.compile(r"\[\[footnotes?\]\]|\[\[/footnotes?\]\]")
_NOTE = re.compile(r"\[\[footnote\]\][^\[\]]{0,20}\[\[/footnote\]\]")
_WITH = re.compile(r"\b[Ii]nterview (?:with|of) ([^\W\d_][^,;:()]{2,60})$")
_MOST = 300
"""The words of so many points are looked for; the rest are put by their times."""

_OPENING = 8
"""So many words of a point's own transcript are looked for."""


class _Point(NamedTuple):
    time: float
    title: str
    words: str


def _score(page: Page) -> float:
    """Certain by its root and namespace."""
    head = page.text[:3_000]
    return 1.0 if root_name(head) == "ROOT" and "nunncenter/ohms" in head else 0.0


def _parse(page: Page) -> Transcript:
    root, warnings = parse_text(page.text)
    record = next((each for each in root if local(each) == "record"), root)
    fields = {local(each): text_of(each).strip() for each in record}
    meta = _meta(fields)
    if vtt := fields.get("vtt_transcript"):
        transcript = _continued(VTT.parse(Page(vtt.encode())))
    elif text := fields.get("transcript"):
        text, notes = _without_notes(text)
        transcript = _synchronised(text.split("\n"), _steps(fields.get("sync", "")))
        meta = replace(meta, front=notes)
    else:
        raise FormatError("this interview has no transcript", hint="only its index is there")
    transcript = replace(transcript, meta=meta.over(transcript.meta))
    points = [_point(point) for index in record if local(index) == "index" for point in index]
    warnings = (*warnings, *transcript.warnings)
    return replace(transcript, headings=_headings(transcript, points), warnings=warnings)


def _steps(sync: str) -> dict[int, list[tuple[int, float]]]:
    """For each line that has any, its words with their seconds; lines and words count from 0."""
    minutes, _, steps = sync.partition(":")
    step = (number(minutes) or 0.0) * 60
    found: dict[int, list[tuple[int, float]]] = {}
    for index, (line, word) in enumerate(_STEP.findall(steps), 1):
        if step:
            found.setdefault(int(line) - 1, []).append((int(word) - 1, index * step))
    return found


def _synchronised(
    lines: Sequence[str], steps: Mapping[int, Sequence[tuple[int, float]]]
) -> Transcript:
    """The turns of `lines`, with a cue of one word at each of the `steps` and at the beginning."""
    labels = Labels(line.strip() for line in lines)
    builder = Builder()
    builder.turn()
    begun = not steps
    for index, line in enumerate(lines):
        labelled = labels.split(line.strip())
        if labelled:
            builder.turn(labelled.speaker)
        tokens = (labelled.text if labelled else line).split()
        if not tokens:
            builder.paragraph()
            continue
        before = len(line.split()) - len(tokens)
        marks = {} if begun else {0: 0.0}
        begun = True
        for word, time in steps.get(index, ()):
            marks.setdefault(min(max(0, word - before), len(tokens) - 1), time)
        _say(builder, tokens, marks)
    return builder.build()


def _say(builder: Builder, tokens: Sequence[str], marks: Mapping[int, float]) -> None:
    """Add the words of a line, with cues at its `marks`, places of words and their seconds."""
    start = 0
    for place in sorted(marks):
        builder.say(" ".join(tokens[start:place]))
        builder.cue(tokens[place], marks[place], marks[place])
        start = place + 1
    builder.say(" ".join(tokens[start:]))


def _continued(transcript: Transcript) -> Transcript:
    """`transcript` in which a turn of nobody named goes on with the one before it."""
    turns: list[Turn] = []
    for turn in transcript.turns:
        if turns and turn.speaker in (None, turns[-1].speaker):
            turns[-1] = replace(turns[-1], end=turn.end)
        else:
            turns.append(turn)
    meta = replace(transcript.meta, front="")
    return replace(transcript, turns=tuple(turns), meta=meta)


def _without_notes(text: str) -> tuple[str, str]:
    """`text` without its footnotes and the numbers that point to them; the footnotes."""
    parts = _NOTES.split(_NOTE.sub("", text))
    notes = " ".join(parts[1::2])
    listed = re.split(r"\[\[/?note\]\]", notes)
    front = BREAK.join(" ".join(note.split()) for note in listed if note.strip())
    return " ".join(parts[::2]) if len(parts) > 1 else parts[0], front


def _point(point: Any) -> _Point:
    fields = {local(each): decode_entities(text_of(each)) for each in point}
    time = number(fields.get("time")) or 0.0
    return _Point(
        time, " ".join(fields.get("title", "").split()), fields.get("partial_transcript", "")
    )


def _headings(transcript: Transcript, points: Sequence[_Point]) -> tuple[Heading, ...]:
    """The points with a title as headings, in the order of the text."""
    text = _Searchable(transcript.text)
    found: list[tuple[int, str]] = []
    for index, point in enumerate(points):
        if point.title and transcript.text:
            sought = point.time and index < _MOST
            place = text.find(point.words) if sought else None if point.time else 0
            place = transcript.offset_at(point.time) if place is None else place
            paragraph = transcript.paragraphs[transcript.paragraph_index(place)]
            found.append((paragraph.start, point.title))
    found.sort(key=lambda each: each[0])
    ends = (start for start, _ in [*found[1:], (len(transcript.text), "")])
    return tuple(Heading(s, end, 1, title) for (s, title), end in zip(found, ends, strict=False))


class _Searchable:
    """A text in which the opening words of something can be found, whatever its punctuation."""

    def __init__(self, text: str) -> None:
        self._offsets: list[int] = []
        self._places: list[int] = []
        pieces: list[str] = [""]
        length = 1
        for word in WORD.finditer(text):
            self._offsets.append(word.start())
            self._places.append(length)
            pieces.append(word.group().lower())
            length += len(pieces[-1]) + 1
        self._words = " ".join([*pieces, ""])

    def find(self, opening: str) -> int | None:
        """The offset of the one place where `opening` stands, less the label it may begin with."""
        sought = [word.group().lower() for word in WORD.finditer(opening[:500])][1 : _OPENING + 1]
        if len(sought) < _OPENING // 2:
            return None
        words = " ".join(["", *sought, ""])
        place = self._words.find(words)
        if place < 0 or self._words.find(words, place + 1) >= 0:
            return None
        return self._offsets[bisect_left(self._places, place + 1)]


def _meta(fields: dict[str, str]) -> Meta:
    def line(*names: str) -> str | None:
        return next((" ".join(v.split()) for name in names if (v := fields.get(name))), None)

    def people(name: str) -> tuple[str, ...]:
        return tuple(p.strip() for p in re.split(r"[;\n]", fields.get(name, "")) if p.strip())

    title = line("title")
    with_whom = _WITH.search(title or "")
    return Meta(
        title=title,
        show=line("series_name", "collection_name", "repository"),
        date=iso_date(line("date", "date_nonpreferred_format") or ""),
        media=line("media_url"),
        hosts=people("interviewer"),
        guests=people("interviewee") or ((with_whom.group(1),) if with_whom else ()),
        duration=length(fields.get("duration", "")) or None,
        language=line("language"),
        description=line("description"),
    )


FORMAT = Format(
    name="ohms",
    title="OHMS oral history",
    example='<ROOT xmlns="https://www.weareavp.com/nunncenter/ohms"><record><title>Lamps</title>'
    "<sync>1:|3(2)</sync><transcript>ADA: Is it lit?\n\nBEN: It is.\n\nADA: Good.</transcript>"
    "</record></ROOT>",
    score=_score,
    parse=_parse,
)
