"""People's names as citations need them: given and family name, initials, and who `ILYA` is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_HONORIFICS = frozenset("dr prof professor mr mrs ms mx sir dame rev hon".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_DEGREES = frozenset("phd md jd mba ma msc bsc esq dphil llb llm".split())


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts. A group, or a person of one name, has only `family`."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def full(self) -> str:
        """`Martin Luther King Jr.`"""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)

    @property
    def inverted(self) -> str:
        """`King, Martin Luther, Jr.`"""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)

    @property
    def initialled(self) -> str:
        """`King, M. L., Jr.`"""
        parts = (self.family, _initials(self.given), self.suffix)
        return ", ".join(part for part in parts if part)

    @property
    def harvard(self) -> str:
        """`King, M.L., Jr.`"""
        return ", ".join(p for p in (self.family, self._close_initials, self.suffix) if p)

    @property
    def initials_first(self) -> str:
        """`M. L. King Jr.`"""
        return " ".join(p for p in (_initials(self.given), self.family, self.suffix) if p)

    @property
    def _close_initials(self) -> str:
        return _initials(self.given).replace(" ", "")


def parse_name(text: str) -> Name:
    """The parts of a name, given in either order (`Ada Roe`; `Roe, Ada`).

    A lower-case particle begins the family name (`van der Berg`), titles and degrees are dropped,
    and what begins with `The` or holds an `and` is a group. Names are not regular; this is the
    reading that citation processors take of an unstructured one.
    """
    pieces = [piece for part in text.split(",") if (piece := " ".join(part.split()))] or [""]
    head, rest = pieces[0], [piece for piece in pieces[1:] if _bare(piece) not in _DEGREES]
    suffix = next((piece for piece in rest if _bare(piece) in _SUFFIXES), "")
    given = [piece for piece in rest if piece != suffix]
    words = head.split()
    while len(words) > 1 and _bare(words[0]) in _HONORIFICS:
        words.pop(0)
    if given:
        return Name(" ".join(words), given[0], suffix)
    while len(words) > 2 and _bare(words[-1]) in _DEGREES:
        words.pop()
    if len(words) > 2 and _bare(words[-1]) in _SUFFIXES:
        suffix = words.pop()
    if len(words) < 2 or words[0].lower() == "the" or {"and", "&"}.intersection(words):
        return Name(" ".join(words), "", suffix)
    cut = _family_start(words)
    return Name(" ".join(words[cut:]), " ".join(words[:cut]), suffix)


def resolve(label: str | None, people: Iterable[str]) -> str | None:
    """The full name that a speaker's `label` stands for.

    A label such as `ILYA` becomes the one person in `people` whose whole, first or last name it
    is, whatever its case; where none or several answer, the label stays as it is.
    """
    if label is None or not label.strip():
        return None
    wanted = _comparable(label)
    everybody = list(dict.fromkeys(" ".join(person.split()) for person in people))
    whole = [person for person in everybody if _comparable(person) == wanted]
    parts = [person for person in everybody if wanted in _ends(person)]
    for found in (whole, parts):
        if len(found) == 1:
            return found[0]
    return " ".join(label.split())


def joined(names: Sequence[str], last: str, *, at_most: int) -> str:
    """`A`, `A and B`, `A, B, and C`; with more than `at_most`, `A et al.`

    `last` is the word before the last name: `and` or `&`.
    """
    if len(names) > at_most:
        return f"{names[0]} et al."
    if len(names) < 3:
        return f" {last} ".join(names)
    return f"{', '.join(names[:-1])}, {last} {names[-1]}"


def inverted_first(names: Sequence[Name], *, at_most: int = 6) -> str:
    """`Roe, Ada`, `Roe, Ada, and Bo Lund`; of more than `at_most` the first three, `et al.`"""
    first, *others = names
    if len(names) > at_most:
        listed = ", ".join(name.full for name in others[:2])
        return f"{first.inverted}, {listed}, et al." if listed else f"{first.inverted}, et al."
    if not others:
        return first.inverted
    full = [name.full for name in others]
    return f"{', '.join([first.inverted, *full[:-1]])}, and {full[-1]}"


def _bare(word: str) -> str:
    return word.replace(".", "").casefold()


def _comparable(name: str) -> str:
    parsed = parse_name(name.strip(" :"))
    return f"{parsed.given} {parsed.family}".strip().casefold()


def _ends(person: str) -> set[str]:
    name = parse_name(person)
    given = name.given.split()[:1]
    return {word.casefold() for word in (*given, name.family, *name.family.split()[-1:])}


def _family_start(words: list[str]) -> int:
    """Where the family name begins: at a lower-case particle, else at the last word."""
    for index in range(1, len(words) - 1):
        if words[index] in ("y", "e") and index > 1:
            return index - 1
        if words[index][0].islower():
            return index
    return len(words) - 1


def _initials(given: str) -> str:
    return " ".join(_initial(word) for word in given.split())


def _initial(word: str) -> str:
    if re.fullmatch(r"[^\W\d_]\.?(?:[^\W\d_]\.)+|[A-Z]{2,3}", word):
        return " ".join(f"{letter}." for letter in word if letter != ".")
    return "-".join(f"{part[0].upper()}." for part in word.split("-") if part)
