"""What opens a line of a transcript with times: a time, a name, or both in any order.

- name, then time: `[Ada] [00:12] …`, `Ada (00:12): …`, `Ada [00:12] …`, `Ada  0:12`, `Ada: 00:12`
- time, then name: `[00:12] Ada: …`, `00:12 Ada: …`, and `00:12 Ada` alone on its line
- time alone: `(00:12):`, `[00:12]`, `0:12`, before text on its line or on the next; or `… [00:12]`
  at the end of a line

A time without brackets counts only where many lines open with one, or alone on its line where
names have times as well. A time may be a range: `[00:12 - 00:15]`, `[00:12 → 00:15]`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reader.formats.text.labels import Labels, is_remark

_CLOCK = r"(?:[0-9]{1,3}:)?[0-9]{1,3}:[0-5][0-9](?:[.,][0-9]{1,3})?"
_RANGE = rf"(?P<t>{_CLOCK})(?:(?:\s?[-–—]\s?|\sto\s)(?P<e>{_CLOCK}))?"
_TO = r"(?:\s?(?:--?>|[–—=]>|[-–—→])\s?|\sto\s)"
_STAMP = rf"[\[(<]\s?(?P<t>{_CLOCK})(?:{_TO}(?P<e>{_CLOCK}))?\s?[\])>]"
_NAME = r"[^\W\d_][^\n:\[\]|]{0,60}?"

_LED = re.compile(rf"{_STAMP}\s?:?\s{{0,8}}(?:[-–—]\s)?")
_BARE = re.compile(rf"{_RANGE}(?![\w:.,])(?:\s?:(?=\s|$))?\s{{0,8}}(?:[-–—|]\s)?")
_ALONE = re.compile(rf"{_RANGE}\s?:?$")
_ENDING = re.compile(rf"\s{_STAMP}$")
_NAME_FIRST = (
    re.compile(rf"\[(?P<n>[^\W\d_][^\n\[\]]{{0,60}})\]\s{{0,8}}{_STAMP}\s?:?\s{{0,8}}"),
    re.compile(rf"\[(?P<n>[^\W\d_][^\n\[\]]{{0,60}})\]\s{{0,8}}{_RANGE}:?\s{{0,8}}$"),
    re.compile(rf"(?P<n>{_NAME})\s{{0,8}}{_STAMP}\s?(?::(?=\s|$)|(?=\s|$))\s{{0,8}}"),
    re.compile(rf"(?P<n>{_NAME}):\s{{0,8}}{_STAMP}\s?(?=\s|$)\s{{0,8}}"),
    re.compile(rf"(?P<n>{_NAME})(?::\s{{0,8}}|\s?[|,–—-]\s{{1,8}}|\s{{1,8}}){_RANGE}:?$"),
)
_SURE_LABEL = re.compile(r"([^:\n]{1,80}?)\s?:{1,2}(?=\s|$)\s{0,8}")
_BRACKETED = re.compile(r"\[([^\W\d_][^\n\[\]:]{0,60})\]:?\s{1,8}")

_TIME = re.compile(r"[0-9]:[0-5][0-9]")
_WITHIN = 120
"""A head is no longer than so many characters."""

_LONGEST_NAME = 6
_PARTICLES = frozenset(
    "al and bin da de del della den der di du el la le of the van von y &".split()
)

_NEARLY_ALL = 0.8
"""Where so many times are followed by a known label, what else ends in a colon is one."""

_MANY = 0.25
"""Times without brackets count where so large a share of the lines opens with one."""


class Head(NamedTuple):
    """What opens a line: seconds, if it says when, and the `label` of a speaker, if it says who.

    `wall` says that the time stands as Zoom writes it, a clock on the wall.
    """

    text: str
    label: str | None = None
    time: float | None = None
    end: float | None = None
    wall: bool = False


class Tally(NamedTuple):
    """How many lines there are, and how many have a time, a name, and both."""

    lines: int
    timed: int
    named: int
    joint: int


class Heads:
    """The heads of a page, found at the beginning of its `lines`.

    `sure` are labels that the page marks as such, `alone` that there are no others.
    """

    def __init__(self, lines: Sequence[str], sure: Iterable[str] = (), alone: bool = False) -> None:
        self._sure = frozenset(sure)
        self._filled = [line for line in lines if line]
        timed = [line for line in self._filled if _TIME.search(line[:_WITHIN])]
        many = max(2, _MANY * len(self._filled))
        self._bare = sum(1 for line in timed if _BARE.match(line)) >= many
        ending = sum(1 for line in self._filled if _ENDING.search(line[-40:]))
        self._ending = ending >= max(2, 0.5 * len(self._filled))
        self._names = frozenset(_believed(timed))
        self._lone = sum(1 for line in timed if _ALONE.match(line)) > (0 if self._names else 2)
        leads = [self._lead(line) for line in self._filled if not self._joint(line)]
        self._labels = Labels([] if alone else [rest for _, rest in leads])
        self._sure |= self._after_times([rest for lead, rest in leads if lead and rest])
        self._alone = _names_alone(leads)

    def tally(self) -> Tally:
        """How many lines of the page have a time, a name, or both."""
        found = [head for line in self._filled if (head := self.split(line))]
        return Tally(
            lines=len(self._filled),
            timed=sum(head.time is not None for head in found),
            named=sum(head.label is not None for head in found),
            joint=sum(head.label is not None and head.time is not None for head in found),
        )

    def split(self, line: str) -> Head | None:
        """What opens `line`, or None."""
        if joint := self._joint(line):
            return joint
        lead, rest = self._lead(line)
        label, text = self._label(rest)
        if lead is None and label is not None:
            inner = _LED.match(text)
            if inner:
                lead, text = inner, text[inner.end() :]
        if lead is None and self._ending:
            lead = _ENDING.search(line[-40:])
            text = line[: len(line) - len(lead.group())] if lead else text
        if lead is None:
            return Head(text, label) if label is not None else None
        if label is None and rest in self._alone:
            return Head("", rest, *_times(lead.groupdict()))
        return Head(text, label, *_times(lead.groupdict()))

    def _after_times(self, rests: Sequence[str]) -> frozenset[str]:
        """The names before colons in `rests`, what follows times, if nearly all open with one."""
        labelled = sum(1 for rest in rests if self._label(rest)[0] is not None)
        if labelled < max(2, _NEARLY_ALL * len(rests)):
            return frozenset()
        matches = (match for rest in rests if (match := _SURE_LABEL.match(rest)))
        names = {match.group(1) for match in matches}
        return frozenset(name for name in names if _like_a_name(name) and not is_remark(name))

    def _joint(self, line: str) -> Head | None:
        if not self._names or not _TIME.search(line[:_WITHIN]):
            return None
        for form, name, match in _candidates(line):
            if name in self._names:
                times = _times(match.groupdict())
                return Head(line[match.end() :], name, *times, wall=form == 1)
        return None

    def _lead(self, line: str) -> tuple[re.Match[str] | None, str]:
        """The time that `line` opens with, and the rest."""
        if not line[:1].isdigit() and line[:1] not in "[(<":
            return None, line
        match = _LED.match(line)
        if not match and (self._bare or self._lone):
            match = _BARE.match(line) if self._bare else _ALONE.match(line)
        return match, line[match.end() :] if match else line

    def _label(self, text: str) -> tuple[str | None, str]:
        sure = _SURE_LABEL.match(text) if self._sure else None
        if sure and self._sure.issuperset(sure.group(1).split("/")):
            return sure.group(1), text[sure.end() :]
        if labelled := self._labels.split(text):
            return labelled.label, labelled.text
        bracketed = _BRACKETED.match(text)
        if bracketed and bracketed.group(1) in self._sure | self._names:
            return bracketed.group(1), text[bracketed.end() :]
        return None, text


def clock_seconds(text: str) -> float:
    """`1:02:03.5`, `62:03` in seconds."""
    hours, minutes, second = ["0", *text.replace(",", ".").split(":")][-3:]
    return int(hours) * 3600 + int(minutes) * 60 + float(second)


def _times(groups: Mapping[str, str | None]) -> tuple[float, float | None]:
    start, end = groups["t"] or "0:00", groups.get("e")
    return clock_seconds(start), clock_seconds(end) if end else None


def _candidates(line: str) -> Iterator[tuple[int, str, re.Match[str]]]:
    """The forms of a name before a time that `line` may open with: which, the name, the match."""
    opening = line[:_WITHIN]
    forms = (0, 1) if opening.startswith("[") else (2, 3, 4)
    for form in forms:
        match = _NAME_FIRST[form].match(opening)
        if match and (match.end() < len(opening) or len(opening) == len(line)):
            name = match.group("n").strip().rstrip(":").rstrip()
            if form < 2 or len(name.split()) <= _LONGEST_NAME:
                yield form, name, match


def _believed(lines: Iterable[str]) -> Iterator[str]:
    """The names before times that are names: they look like one or come back in brackets."""
    found: Counter[tuple[bool, str]] = Counter()
    for line in lines:
        for form, name, _ in _candidates(line):
            found[form < 2, name] += 1
            break
    total = found.total()
    for (bracketed, name), times in found.items():
        if total > 1 and (bracketed or _like_a_name(name) or (times > 2 and " " not in name)):
            yield name


def _names_alone(leads: Sequence[tuple[re.Match[str] | None, str]]) -> frozenset[str]:
    """Names that stand alone after times (`0:12 Ada`), their words on the lines below."""
    rests = Counter(rest for lead, rest in leads if lead and rest)
    spoken = sum(1 for lead, _ in leads if lead is None)
    total = rests.total()
    if total < 2 or len(rests) > max(2, total // 2) or spoken < total:
        return frozenset()
    return frozenset(rests) if all(map(_like_a_name, rests)) else frozenset()


def _like_a_name(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= _LONGEST_NAME
        and all(word in _PARTICLES or not word.strip("([\"'“‘")[:1].islower() for word in words)
        and not text.endswith((".", "!", "?", ","))
        and any(map(str.isalpha, text))
    )
