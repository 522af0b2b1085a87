"""Who speaks in the text of captions: marks of a change (`>>`, `- `) and labels (`Name: `).

A cue holds lines. A mark may stand at the beginning of a line, `>>` also within one; a label at
the beginning of a line or after a mark, in brackets too (`[SPEAKER0]: `). What follows without
mark or label is said by the same person, in the later cues as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from typing import NamedTuple

from reader.formats.captions.flowing import Said
from reader.formats.text.labels import Labelled, Labels, is_remark
from reader.transcript import Meta

_CHEVRONS = re.compile(r">{2,}")
_DASH = re.compile(r"[-–—‐](?: {0,3}(?=[\"'“¿¡\[(♪]{0,3}[^\W\d_a-z])| +(?=\S))")
_ENDED = re.compile(r"[.!?…:\"”’)\]♪。！？]$|--?$|—$")
_BRACKETED = re.compile(
    r"\[([^\[\]\n]{1,40})\]:(?=\s|$)|[\[(]((?i:speaker|spk|s)[ _-]?[0-9a-z]{1,3})[\])]:?(?=\s|$)"
)
_QUALIFIED = re.compile(r"([^\W\d_][^\n:()]{0,40}?) ?(\( ?[^()\n]{1,40}? ?\)):(?=\s|$)")
_ROLE = re.compile(r"(.{1,60}?) ?\((?:co-?)?(host|guest)s?\)", re.IGNORECASE)
_CAPITALS = re.compile(r"[^\W\d_a-z][^\Wa-z]{1,20}(?: [^\Wa-z]{1,20}){0,3}:(?=\s|$)")
_LED = re.compile(r"([^:\n]{1,60}?): (?=\S)")

_RARE = 100
"""Labels not in capitals are believed if there is one in so many cues."""

_NEARLY_ALL = 0.8
"""With a label in so many of the cues, whatever stands before the colon is one."""


class _Part(NamedTuple):
    """Lines of a cue up to the next mark of a change of speaker."""

    marked: bool
    lines: list[str]


def voiced(cues: Sequence[Said]) -> tuple[list[Said], Meta]:
    """`cues` with their speakers, marks and labels taken from the text; hosts and guests.

    Line breaks in the text of a cue count. The speakers that cues bring along are not looked at.
    A cue in which the speaker changes becomes several with the same times.
    """
    parts = [list(_parts(cue.text, dashed)) for dashed in [_is_dashed(cues)] for cue in cues]
    names = _Names(parts)
    said: list[Said] = []
    speaker: str | None = None
    for cue, pieces in zip(cues, parts, strict=True):
        for piece in pieces:
            marked, lines = piece.marked, piece.lines
            if marked:
                speaker = None
            for label, text in names.cut(lines, marked):
                if label:
                    speaker = label.speaker
                turn = marked and (speaker is None or label is not None)
                marked = marked and not (label or text)
                said.append(cue._replace(speaker=speaker, text=text, turn=turn))
    said, roles = _roles(_marks_kept(said))
    return said, roles


def _marks_kept(said: Iterable[Said]) -> Iterator[Said]:
    """`said` in which the mark of a turn that has no words yet passes to what has."""
    pending = False
    for cue in said:
        if cue.text and not cue.text.isspace():
            yield cue._replace(turn=cue.turn or pending)
            pending = False
        else:
            pending = pending or cue.turn


def _is_dashed(cues: Iterable[Said]) -> bool:
    """Whether dashes at the beginning of cues mark changes of speaker."""
    return sum(1 for cue in cues if _DASH.match(cue.text.lstrip())) > 1


def _parts(text: str, dashed: bool) -> Iterator[_Part]:
    """The parts of a cue's `text`, cut at marks."""
    for index, piece in enumerate(_CHEVRONS.split(text)):
        part = _Part(index > 0, [])
        for line in map(str.strip, piece.split("\n")):
            dash = _DASH.match(line) if dashed else None
            if dash and (not part.lines or part.marked or _ENDED.search(part.lines[-1][-4:])):
                if part.lines:
                    yield part
                part = _Part(True, [line[dash.end() :]])
            elif line:
                part.lines.append(line)
        if part.lines or part.marked:
            yield part


class _Names:
    """The labels among the lines of all cues."""

    def __init__(self, cues: Sequence[Sequence[_Part]]) -> None:
        first = [parts[0].lines[0] for parts in cues if parts and parts[0].lines]
        self._led = _led(first)
        marked = any(part.marked for parts in cues for part in parts)
        lines = [_named(line)[0] for parts in cues for part in parts for line in part.lines]
        found = Labels(lines, marked or _in_capitals(lines))
        believed = found.turns * _RARE >= len(cues) or all(label.isupper() for label in found)
        self._labels = found if believed else Labels([])

    def cut(self, lines: Sequence[str], marked: bool) -> Iterator[tuple[Labelled | None, str]]:
        """`lines` cut at labels: each with the text up to the next."""
        label: Labelled | None = None
        text: list[str] = []
        for line in lines:
            found = self._split(line)
            if found:
                if label or text:
                    yield label, " ".join(text)
                label, text = found, [found.text] if found.text else []
            else:
                text.append(line)
        if label or text or marked:
            yield label, " ".join(text)

    def _split(self, line: str) -> Labelled | None:
        if bracketed := _BRACKETED.match(line):
            label = bracketed.group(1) or bracketed.group(2)
            return Labelled(label, line[bracketed.end() :].lstrip())
        for prefix in self._led:
            if line.startswith(prefix + ": "):
                return Labelled(prefix, line[len(prefix) + 2 :])
        plain, manner = _named(line)
        labelled = self._labels.split(plain)
        if labelled and manner:
            return Labelled(labelled.label, f"{manner} {labelled.text}".rstrip())
        return labelled


def _named(line: str) -> tuple[str, str]:
    """`line` without what qualifies a name in capitals (`ADA ( whispering ): `), and that."""
    match = _QUALIFIED.match(line)
    if match and match.group(1).isupper() and not _ROLE.fullmatch(line[: match.end() - 1]):
        return f"{match.group(1)}:{line[match.end() :]}", match.group(2)
    return line, ""


def _in_capitals(lines: Sequence[str]) -> bool:
    """Whether what is in capitals before a colon stands out as a label, at least twice."""
    if sum(1 for line in lines if _CAPITALS.match(line)) < 2:
        return False
    return 2 * sum(1 for line in lines if line.isupper()) < len(lines)


def _led(lines: Sequence[str]) -> frozenset[str]:
    """What stands before the colon of `lines`, if nearly all have one and most of it comes back.

    It has a colon of its own (`Team: Ann`) if it always has.
    """
    rests: dict[str, list[str]] = {}
    for line in lines:
        match = _LED.match(line)
        if match and not is_remark(match.group(1)):
            rests.setdefault(match.group(1), []).append(line[match.end() :])
    led = sum(map(len, rests.values()))
    again = sum(len(after) for after in rests.values() if len(after) > 1)
    if led < _NEARLY_ALL * len(lines) or 2 * again < led:
        return frozenset()
    return frozenset(filter(None, starmap(_leader, rests.items())))


def _leader(prefix: str, after: Sequence[str]) -> str | None:
    """The speaker whose lines begin with `prefix`, which is followed by `after`; None if nobody."""
    if len(after) == 1:
        named = len(prefix.split()) <= 4 and (prefix[0].isupper() or " " not in prefix)
        return prefix if named else None
    matches = (_LED.match(rest) for rest in after)
    more = {match.group(1) if match else None for match in matches}
    longer = more.pop() if len(more) == 1 else None
    return f"{prefix}: {longer}" if longer else prefix


def _roles(cues: Iterable[Said]) -> tuple[list[Said], Meta]:
    """`cues` with `Ada (host)` called `Ada`, and who is host and guest."""
    roles: dict[str, list[str]] = {"host": [], "guest": []}
    plain: list[Said] = []
    for cue in cues:
        match = _ROLE.fullmatch(cue.speaker or "")
        if match:
            name, people = match.group(1), roles[match.group(2).lower()]
            if name not in people:
                people.append(name)
            cue = cue._replace(speaker=name)
        plain.append(cue)
    return plain, Meta(hosts=tuple(roles["host"]), guests=tuple(roles["guest"]))
