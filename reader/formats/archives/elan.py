"""ELAN's `.eaf`: tiers of annotations over time slots (https://www.mpi.nl/tools/elan/EAF_Annotation_Format.pdf).

A tier that depends on another (a translation, a gloss, the words one by one) says the same again:
only the tiers that depend on none are read, unless such a tier holds no more than numbers, as
those made by Toolbox do; then the wordiest tier that depends on it is read. Annotations of all
speakers are put in the order of their times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from reader.formats.archives.xmltree import local, named, parse_text, root_name, text_of
from reader.formats.captions.flowing import Said, flow
from reader.formats.clean import clean
from reader.formats.json.data import number
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import Meta, Transcript

_UNITS = {"milliseconds": 0.001, "seconds": 1.0, "NTSC-frames": 1001 / 30000, "PAL-frames": 0.04}
_DEEPEST = 20


class _Note(NamedTuple):
    """An annotation: its times in seconds, where it has any, or the id of what it refers to."""

    start: float | None
    end: float | None
    parent: str
    text: str


class _Tier(NamedTuple):
    name: str
    participant: str | None
    parent: str
    notes: dict[str, _Note]


def _score(page: Page) -> float:
    """Certain by its root."""
    return 1.0 if root_name(page.text[:20_000]) == "ANNOTATION_DOCUMENT" else 0.0


def _parse(page: Page) -> Transcript:
    root, warnings = parse_text(page.text)
    header = next(named(root, "HEADER"), None)
    unit = _UNITS.get("" if header is None else header.get("TIME_UNITS", ""), 0.001)
    slots = {
        slot.get("TIME_SLOT_ID", ""): round(time * unit, 6)
        for slot in named(root, "TIME_SLOT")
        if (time := number(slot.get("TIME_VALUE"))) is not None
    }
    tiers = {tier.name: tier for each in named(root, "TIER") for tier in [_tier(each, slots)]}
    notes = {key: note for tier in tiers.values() for key, note in tier.notes.items()}
    said = [line for tier in _spoken(tiers) for line in _lines(tier, notes)]
    return replace(flow(in_time(said), _meta(root)), warnings=warnings)


def in_time(said: list[Said]) -> list[Said]:
    """`said` by several people, each in order, in the order of time; what has none stays put."""
    order: list[tuple[float, int]] = []
    last = 0.0
    for index, each in enumerate(said):
        last = each.start if each.start is not None else last
        order.append((last, index))
    return [said[index] for _, index in sorted(order)]


def _tier(element: Any, slots: Mapping[str, float]) -> _Tier:
    notes: dict[str, _Note] = {}
    for each in (inner for outer in element for inner in outer):
        if local(each) in ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
            value = next((part for part in each if local(part) == "ANNOTATION_VALUE"), None)
            notes[each.get("ANNOTATION_ID", str(len(notes)))] = _Note(
                slots.get(each.get("TIME_SLOT_REF1", "")),
                slots.get(each.get("TIME_SLOT_REF2", "")),
                each.get("ANNOTATION_REF", ""),
                "" if value is None else text_of(value),
            )
    name = element.get("TIER_ID", "")
    return _Tier(name, element.get("PARTICIPANT"), element.get("PARENT_REF", ""), notes)


def _spoken(tiers: Mapping[str, _Tier]) -> Iterator[_Tier]:
    """The tiers that hold what is said, each once."""
    families: dict[str, list[_Tier]] = {}
    for tier in tiers.values():
        families.setdefault(_root(tier, tiers).name, []).append(tier)
    for name, family in families.items():
        best = tiers[name] if _words(tiers[name]) else max(family, key=_words)
        if _words(best):
            yield best._replace(participant=best.participant or tiers[name].participant)


def _root(tier: _Tier, tiers: Mapping[str, _Tier]) -> _Tier:
    for _ in range(_DEEPEST):
        if tier.parent not in tiers:
            break
        tier = tiers[tier.parent]
    return tier


def _words(tier: _Tier) -> int:
    """How many words, numbers and codes not counted, `tier` holds."""
    tokens = (token for note in tier.notes.values() for token in note.text.split())
    return sum(1 for token in tokens if not any(map(str.isdigit, token)))


def _lines(tier: _Tier, above: Mapping[str, _Note]) -> Iterator[Said]:
    """What `tier` says; a note without times has those of the one `above` it."""
    speaker = somebody(clean(tier.participant or tier.name).strip()) or None
    for note in tier.notes.values():
        timed = note
        for _ in range(_DEEPEST):
            if timed.parent not in above or timed.start is not None:
                break
            timed = above[timed.parent]
        yield Said(timed.start, timed.end, speaker, note.text)


def _meta(root: Any) -> Meta:
    media = next(named(root, "MEDIA_DESCRIPTOR"), None)
    language = next((each.get("LANG_ID") for each in named(root, "LANGUAGE")), None)
    url = "" if media is None else media.get("MEDIA_URL") or media.get("RELATIVE_MEDIA_URL") or ""
    return Meta(
        media=clean(url) or None,
        language=clean(language or "") or None,
    )


FORMAT = Format(
    name="elan",
    title="ELAN (.eaf)",
    example='<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="0"/>'
    '<TIME_SLOT TIME_SLOT_ID="b" TIME_VALUE="1500"/></TIME_ORDER><TIER TIER_ID="Ada"><ANNOTATION>'
    '<ALIGNABLE_ANNOTATION ANNOTATION_ID="1" TIME_SLOT_REF1="a" TIME_SLOT_REF2="b">'
    "<ANNOTATION_VALUE>Is it lit?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>"
    "</ANNOTATION_DOCUMENT>",
    score=_score,
    parse=_parse,
)
