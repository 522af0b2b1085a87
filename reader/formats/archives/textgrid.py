"""Praat's TextGrid, long and short: tiers of intervals, each from a time to a time.

As Praat does, the file is read as a row of numbers, quoted strings and `<flags>`; whatever stands
between them is decoration (https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html).
Tiers of points, of single sounds and of measures are left out, and so is a tier that says what
another says already. The tiers of several speakers are put in the order of time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.errors import FormatError
from reader.formats.archives.elan import in_time
from reader.formats.captions.flowing import Said, flow
from reader.formats.json.data import number
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import Meta, Transcript

_TOKEN = re.compile(
    r'"((?:[^"]|"")*)"|(?<!\S)(-?[0-9]{1,15}(?:\.[0-9]{1,20})?(?:[eE][-+]?[0-9]{1,3})?)(?!\S)|'
    r"(?<!\S)(<[a-z]{1,10}>)(?!\S)|(?<!\S)![^\n]*"
)
_SMALL = re.compile(
    r"(?:^|[\W_])(?:phon(?:e|es|eme|emes|o|etics?)|segments?|syll\w*|sounds?|tones?|tobi|pitch|f0|"
    r"breaks?|pos|lemma|gloss|translation|ipa|stress|mau|kan|comments?|notes?|misc|noise)$",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?:^|[\s_:-]+)(?:words?|utterances?|sentences?|text|transcript(?:ion)?s?|ort(?:ho\w*)?|"
    r"orthograph\w*|tier)$",
    re.IGNORECASE,
)
_WORD_LENGTH = 2.5
"""Labels of fewer characters than this on average are single sounds, if another tier has words."""

_NEAR = 0.5
"""Tiers with the same words hold the same speech if they begin so many seconds apart, or less."""


class _Tier(NamedTuple):
    name: str
    end: float
    intervals: list[tuple[float, float, str]]

    def plain(self) -> str:
        """What it says, letters and digits only."""
        return "".join(c for _, _, text in self.intervals for c in text.lower() if c.isalnum())

    def begin(self) -> float:
        """When its first label begins, in seconds."""
        return self.intervals[0][0]

    def mean(self) -> float:
        """The mean length of its labels."""
        return sum(len(text) for _, _, text in self.intervals) / len(self.intervals)


def _score(page: Page) -> float:
    """Certain by the first two lines, which name the kind of file and of object."""
    head = page.text[:200]
    return 1.0 if "ooTextFile" in head and "TextGrid" in head else 0.0


def _parse(page: Page) -> Transcript:
    tiers = list(_tiers(_Row(page.text)))
    spoken = _spoken([tier for tier in tiers if tier.intervals])
    said = [
        Said(start, end, _speaker(tier.name), text)
        for tier in spoken
        for start, end, text in tier.intervals
    ]
    return flow(in_time(said), Meta(duration=max((tier.end for tier in tiers), default=0.0)))


class _Row:
    """The values of a file, one after the other."""

    def __init__(self, text: str) -> None:
        self._values = (m.groups() for m in _TOKEN.finditer(text) if m.lastindex)

    def string(self) -> str:
        """The next string."""
        text = next((text for text, _, _ in self._values if text is not None), None)
        if text is None:
            raise FormatError("the TextGrid ends too soon")
        return text.replace('""', '"')

    def number(self) -> float:
        """The next number."""
        found = next((number(digits) for _, digits, _ in self._values if digits is not None), None)
        if found is None:
            raise FormatError("the TextGrid ends too soon")
        return found


def _tiers(row: _Row) -> Iterator[_Tier]:
    """The tiers of a file; those of points are without intervals. What is cut off is left out."""
    kind = row.string()
    while kind not in ("IntervalTier", "TextTier"):
        kind = row.string()
    while kind:
        intervals: list[tuple[float, float, str]] = []
        name = row.string()
        until = max(row.number(), row.number())
        try:
            for _ in range(int(row.number())):
                start = row.number()
                end = row.number() if kind == "IntervalTier" else start
                text = row.string()
                if kind == "IntervalTier" and text.strip():
                    intervals.append((round(start, 6), round(end, 6), text))
            kind = row.string()
        except FormatError:
            kind = ""
        yield _Tier(" ".join(name.split()), until, intervals)


def _spoken(tiers: Sequence[_Tier]) -> list[_Tier]:
    """The tiers with what is said, each speaker's once."""
    for keep in (
        lambda tier: not _SMALL.search(tier.name),
        lambda tier: tier.mean() >= _WORD_LENGTH,
        lambda tier: any(map(str.isalpha, tier.plain())),
    ):
        tiers = [tier for tier in tiers if keep(tier)] or tiers
    found: dict[tuple[str, int], _Tier] = {}
    for tier in tiers:
        key = tier.plain(), int(tier.begin() // _NEAR)
        near = ((key[0], key[1] + step) for step in (0, -1, 1))
        key = next((k for k in near if k in found and _begin_together(found[k], tier)), key)
        if key not in found or len(tier.intervals) < len(found[key].intervals):
            found[key] = tier
    kept = {id(tier) for tier in found.values()}
    return [tier for tier in tiers if id(tier) in kept]


def _begin_together(one: _Tier, other: _Tier) -> bool:
    return abs(one.begin() - other.begin()) <= _NEAR


def _speaker(name: str) -> str | None:
    """Who speaks on the tier called `name`; None where it names a kind of label."""
    plain = _PLAIN.sub("", name).strip(" -_:")
    return somebody(plain) if plain else None


FORMAT = Format(
    name="textgrid",
    title="Praat TextGrid",
    example='File type = "ooTextFile"\nObject class = "TextGrid"\n0\n2\n<exists>\n1\n'
    '"IntervalTier"\n"Ada"\n0\n2\n1\n0\n2\n"Is it lit?"',
    score=_score,
    parse=_parse,
)
