"""Which words before a colon are a speaker's label, and which only look like one.

A label is short, looks like a name and comes back. One that comes only once is taken for a label
if it is of the kind of the others: in capitals where they are, else a full name; or a part in the
conversation (`Audience Member`); or if nearly every line of the page has one. A page may give a
name in full at first and in short from then on (`LEO RAY:`, `LEO:`): both are the full name.
Depositions have `Q.` and `A.` at the beginning of a line, with a stop.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.formats.text.header import KEYS

_LABEL = re.compile(r"([^\s:：][^:：\n]{0,58}):(?=\s|$)|([^\s:：][^:：\n]{0,58})：")
_ASKED = re.compile(r"([QA])\.\s{1,9}(?=\S)")
_NAME_WORD = re.compile(r"[(\[]?[#\w][\w.'’\-/]{0,30}[)\]]?$")
_NOBODY = re.compile(
    r"(?:unknown|unidentified|unnamed)(?: (?:speaker|voice|person))?$|speaker$"
    r"|(?:\S{1,20} ){0,3}(?:ads?|adverts?|advertisements?|commercials?|sponsors?|breaks?)$"
)

_PARTICLES = frozenset(
    "al and bin da de del della den der di du el la le of the van von y &".split()
)
_ASIDES = frozenset(
    """note notes nb ps remember warning caution example examples tip tips summary update reminder
    correction important disclaimer contact email phone twitter facebook instagram website http
    https first second third finally conclusion result reason meaning""".split()
)
"""Words that open a remark, an address or a list: nobody's name."""

_COMMON = frozenset(
    """a about after an and as at because before but by chapter episode for from how if in is it
    lesson my no not number on one our part rule section so step that then there these this to two
    what when where which who why with your""".split()
)
"""Words that open a sentence or a numbered item."""

_ROLES = frozenset(
    """all announcer audience automated both caller chair crowd everyone guest host interviewee
    interviewer journalist listener man male female member moderator multiple narrator operator
    panelist participant person presenter question answer q a reporter speaker student
    teacher translator unidentified unknown voice voiceover witness woman""".split()
)
_NEVER = (_ASIDES | KEYS.keys()) - _ROLES


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line that opens with a speaker's label: the label, in full where the page has it in full
    before, and what follows it."""

    label: str
    text: str

    @property
    def speaker(self) -> str | None:
        """Who speaks; None where the label names nobody (`Unknown`, `Speaker`)."""
        return somebody(self.label)


def somebody(label: str) -> str | None:
    """The `label` of a speaker, or None where it names nobody (`Unknown`, `Speaker`)."""
    return None if _NOBODY.match(label.lower()) else label


def is_remark(label: str) -> bool:
    """Whether `label` opens a remark or a line of a header (`Note`, `Date`), and is no name."""
    return label.lower() in _NEVER


class Labels:
    """The labels of a page, found at the beginning of its `lines`.

    `marked` says that each line follows a mark of a new turn, so that a label in capitals is one
    even if it comes once.
    """

    def __init__(self, lines: Iterable[str], marked: bool = False) -> None:
        lines = [line for line in lines if line]
        asked = Counter(line[0] for line in lines if line[0] in "QA" and _ASKED.match(line))
        self._asked = min(asked["Q"], asked["A"]) > 1
        count = len(lines)
        led = Counter(opening[0] for line in lines if (opening := self._opening(line)))
        found = Counter({label: times for label, times in led.items() if _like_a_name(label)})
        self._known = frozenset(_accepted(found, count, marked))
        self._full = _in_full([label for label in found if label in self._known])
        self.turns = sum(found[label] for label in self._known)
        """How many lines open with a label."""
        self.share = self.turns / count if count else 0.0
        """The share of such lines among those not blank, 0 to 1."""

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._known))

    def split(self, line: str) -> Labelled | None:
        """`line` as label and text, or None where it opens with no label of this page."""
        opening = self._opening(line)
        if opening is None or opening[0] not in self._known:
            return None
        label, end = opening
        return Labelled(self._full.get(label, label), line[end:].lstrip())

    def _opening(self, line: str) -> tuple[str, int] | None:
        """What stands before the colon that `line` may open with, and the offset behind it."""
        if self._asked and (match := _ASKED.match(line)):
            return match.group(1), match.end()
        match = _LABEL.match(line) if ":" in line or "：" in line else None
        if not match:
            return None
        label = (match.group(1) or match.group(2)).rstrip()
        if label[0] == "[" and label[-1] == "]":
            label = label[1:-1].strip()
        return label, match.end()


def _like_a_name(label: str) -> bool:
    words = label.split()
    if not 1 <= len(words) <= 6 or not words[0][0].isalpha():
        return False
    if is_remark(label):
        return False
    return all(
        word in _PARTICLES
        or (_NAME_WORD.match(word) and (len(words) == 1 or not word.lstrip("([#")[:1].islower()))
        or (word[0] in "([" and word[-1] in ")]")
        for word in words
    )


def _accepted(found: Counter[str], count: int, marked: bool) -> Iterator[str]:
    """The labels among those `found` on `count` lines."""
    found = Counter({label: times for label, times in found.items() if not _opens_a_remark(label)})
    repeated = {label for label, times in found.items() if times > (2 if label.islower() else 1)}
    capitals = all(map(str.isupper, repeated)) and (marked or bool(repeated))
    everywhere = count > 1 and sum(found.values()) >= 0.9 * count
    for label in found:
        words = re.split(r"[ ()\[\]]+", label.lower())
        if label in repeated:
            yield label
        elif label.islower():
            continue
        elif capitals:
            short = not repeated.isdisjoint(label.upper().split())
            if label.isupper() or short or (repeated and not _ROLES.isdisjoint(words)):
                yield label
        elif everywhere or (repeated and (len(words) > 1 or not _ROLES.isdisjoint(words))):
            yield label


def _in_full(labels: Sequence[str]) -> dict[str, str]:
    """For each of `labels` that is short for one before it, that one: its first or last word.

    Where two could be meant, neither is; parts in the conversation (`MAN`, `MAN 2`) have no names.
    """
    meant: dict[str, set[str]] = {}
    for label in labels:
        words = label.lower().split()
        if 2 <= len(words) <= 3 and (_ROLES | _COMMON).isdisjoint(words):
            for word in {words[0], words[-1]}:
                meant.setdefault(word, set()).add(label)
    place = {label: index for index, label in enumerate(labels)}
    return {
        label: next(iter(full))
        for label in labels
        if len(full := meant.get(label.lower(), set())) == 1
        and place[next(iter(full))] < place[label]
    }


def _opens_a_remark(label: str) -> bool:
    """Whether `label` is, or begins with, a common word (`Step 2`, `One thing`), not `A` or `I`."""
    first = label.split()[0]
    return first.lower() in _COMMON and not label.isupper()
