"""Advanced SubStation Alpha and SubStation Alpha captions: `Dialogue:` lines under `[Events]`.

The `Format:` line says in which order the fields stand; the last is the text and may hold commas.
The speaker is the `Name` field; where no line has one, the style, unless it only says how the
words look (`Default`, `Top`). Drawings, comments and embedded fonts are no words.
Source: the Aegisub manual, and SubStation Alpha's own description of its files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.formats.captions.cueblocks import clock
from reader.formats.captions.flowing import Said, flow
from reader.formats.captions.voices import voiced
from reader.formats.dates import iso_date
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import Meta, Transcript

_FIELDS = "layer start end style name marginl marginr marginv effect text".split()
_TIME = re.compile(r"(-?)([0-9]{1,4}):([0-9]{1,2}):([0-9]{1,2})(?:[.,:]([0-9]{1,6}))?$")
_OVERRIDE = re.compile(r"\{([^{}]{0,2000})\}")
_DRAWS = re.compile(r"\\p([0-9])")
_LOOKS = re.compile(
    r"\*?(?:default|main|normal|regular|standard|dialogue?|subtitles?|captions?|italics?|alt|top|"
    r"bottom|signs?|titles?|notes?|songs?|op|ed|opening|ending|karaoke|lyrics|flashback|thoughts?|"
    r"overlap|narration|insert|credits?|text|style)\b.{0,40}",
    re.IGNORECASE,
)
_DIARISED = re.compile(r"(?:speaker|spk|s)[ _-]?[0-9a-z]{1,3}", re.IGNORECASE)


def _score(page: Page) -> float:
    """Certain by the section that opens the file."""
    head = page.text[:4000].lstrip().lower()
    return 1.0 if head.startswith(("[script info]", "[v4+ styles]", "[events]")) else 0.0


def _parse(page: Page) -> Transcript:
    lines = page.text.split("\n")
    events = list(_once(_events(lines)))
    speakers = _speakers(events)
    said = [
        Said(_seconds(event.get("start")), _seconds(event.get("end")), who, _text(event["text"]))
        for event, who in zip(events, speakers, strict=True)
    ]
    meta = _meta(lines)
    if not any(speakers):
        said, roles = voiced(said)
        meta = meta.over(roles)
    return flow(said, meta)


def _events(lines: Sequence[str]) -> Iterator[dict[str, str]]:
    """The fields of each line of dialogue, by their names in lower case."""
    fields, section = _FIELDS, ""
    for line in lines:
        if line.startswith("[") and line.rstrip().endswith("]"):
            section = line.strip().lower()
            continue
        key, _, value = line.partition(":")
        if section and section != "[events]":
            continue
        if key.strip().lower() == "format":
            named = [field.strip().lower() for field in value.split(",")]
            named = ["name" if field == "actor" else field for field in named]
            fields = named if "text" in named else _FIELDS
        elif key.strip().lower() == "dialogue":
            yield _fields(value, fields)


def _fields(value: str, names: Sequence[str]) -> dict[str, str]:
    """`value` cut at commas into the fields `names`; the one of the text takes the commas left."""
    values = value.strip().split(",")
    spare = max(0, len(values) - len(names))
    at = names.index("text")
    text = ",".join(values[at : at + spare + 1])
    return dict(zip(names, [*values[:at], text, *values[at + spare + 1 :]], strict=False)) | {
        "text": text
    }


def _once(events: Iterator[dict[str, str]]) -> Iterator[dict[str, str]]:
    """`events` without those that draw the same words again on another layer."""
    before: tuple[str | None, ...] = ()
    layer: str | None = None
    for event in events:
        same = (event.get("start"), event.get("end"), _text(event["text"]))
        if same != before or event.get("layer") == layer:
            yield event
            before, layer = same, event.get("layer")


def _speakers(events: Sequence[dict[str, str]]) -> list[str | None]:
    names = [somebody(event.get("name", "").strip()) or None for event in events]
    if any(names):
        return names
    styles = [event.get("style", "").strip() for event in events]
    shown = set(styles)
    people = {style for style in shown if style and not _LOOKS.fullmatch(style)}
    if len(people) > 1 or any(_DIARISED.fullmatch(style) for style in people):
        return [style if style in people else None for style in styles]
    return [None for _ in events]


def _seconds(text: str | None) -> float | None:
    match = _TIME.match((text or "").strip())
    return clock(*match.groups()) if match else None


def _text(text: str) -> str:
    """The words of `text`, with `\\n` for its line breaks, without codes and drawings."""
    pieces: list[str] = []
    at, drawing = 0, False
    for match in _OVERRIDE.finditer(text):
        pieces.append("" if drawing else text[at : match.start()])
        for draws in _DRAWS.findall(match.group(1)):
            drawing = draws != "0"
        at = match.end()
    pieces.append("" if drawing else text[at:])
    plain = "".join(pieces)
    return plain.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " ")


def _meta(lines: Sequence[str]) -> Meta:
    """What the `[Script Info]` says."""
    said: dict[str, str] = {}
    for line in lines[:200]:
        if line.startswith("[") and line.strip().lower() != "[script info]":
            break
        key, colon, value = line.partition(":")
        if colon and not line.startswith(";"):
            said.setdefault(key.strip().lower(), value.strip())
    title = said.get("title", "")
    untitled = title.lower() in ("", "<untitled>", "untitled", "default aegisub file", "transcript")
    return Meta(
        title=None if untitled else title,
        media=said.get("audio file") or said.get("video file") or None,
        date=iso_date(said.get("date", "")),
    )


FORMAT = Format(
    name="ass",
    title="SubStation Alpha captions (ASS, SSA)",
    example="[Script Info]\nTitle: Lamps\n\n[Events]\nFormat: Start, End, Name, Text\n"
    "Dialogue: 0:00:01.00,0:00:02.50,Ada,Is the lamp lit?\n",
    score=_score,
    parse=_parse,
)
