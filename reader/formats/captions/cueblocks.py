"""Blocks of `start --> end` and text, as SubRip and WebVTT write them, broken ones included.

Times may leave out the hours, have a comma, a dot or a colon before the fraction, or none; no
blank need stand around the arrow, no empty line between two cues, no number above the times. The
arrow may be what editors and web pages make of it (`–>`, `→`), and words may follow the times on
their line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reader.formats.captions.flowing import Said

_CLOCK = r"(-?)(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-9]{1,2})(?:[.,:]([0-9]{1,9}))?"
_ARROW = r"(?:--?>|[–—=]>|→|--?&gt;)"
TIMES = re.compile(rf"\s{{0,40}}{_CLOCK}\s{{0,40}}{_ARROW}\s{{0,40}}{_CLOCK}(?![0-9:.,])(.*)")
"""The line of times of a cue; its last group is what follows them."""

ARROW = "-->"
_SETTING = re.compile(r"[A-Za-z][A-Za-z0-9]{0,14}:\S{0,80}")

_TAG = re.compile(
    r"</?(?:b|i|u|s|c|v|em|strong|font|span|ruby|rt|br|lang|p)(?:[\s./][^<>]{0,300})?/?>|"
    r"</?[0-9:.,]{3,14}>|\{\\[^{}]{0,300}\}|\{/?[yYcCfFsSPoH]:[^{}]{0,60}\}",
    re.IGNORECASE,
)
_ROLLS = 0.6
"""The share of cues that begin with what the one before ended with, if captions roll up."""


class Block(NamedTuple):
    """A cue as it stands: its number or name, its times in seconds, what follows them on their
    line if that is no settings of the display, and the lines of its text, empty ones included."""

    name: str
    start: float | None
    end: float | None
    words: str
    lines: list[str]


def clock(sign: str, hours: str | None, minutes: str, seconds: str, fraction: str | None) -> float:
    """Seconds, from the groups of a clock."""
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    parts: int = 10 ** len(fraction or "")
    total = (whole * parts + int(fraction or 0)) / parts
    return -total if sign else total


def blocks(lines: Sequence[str], named: bool) -> list[Block]:
    """What precedes the first cue, as a block without times, and the cues of `lines`.

    `named` says that cues may have names, not only numbers. A line with an arrow and no letters
    begins a cue even if its times cannot be read; the cue then has none.
    """
    found = [Block("", None, None, "", [])]
    number = 0
    for line in lines:
        match = TIMES.match(line)
        if not match and (ARROW not in line or any(map(str.isalpha, line))):
            found[-1].lines.append(line)
            continue
        name = _name(found[-1], number, named)
        number = int(name) if _is_number(name) else number
        groups = match.groups() if match else ()
        start, end = (clock(*groups[:5]), clock(*groups[5:10])) if match else (None, None)
        rest = groups[10].strip() if match else ""
        settings = all(map(_SETTING.fullmatch, rest.split()))
        found.append(Block(name, start, end, "" if settings else rest, []))
    _name_below(found[-1].lines, number)
    return found


def _name(before: Block, number: int, named: bool) -> str:
    """Take the name of a cue off the end of the block `before` its times; "" if it has none."""
    above = before.lines
    if above and (last := above[-1].strip()):
        alone = before.start is None if len(above) == 1 else not above[-2].strip()
        if _is_number(last) or (named and alone):
            above.pop()
            return last
        return ""
    return _name_below(above, number)


def _name_below(lines: list[str], number: int) -> str:
    """Take the number after `number` off the end of `lines`, where it stands alone."""
    index = len(lines) - 1
    while index >= 0 and not lines[index].strip():
        index -= 1
    last = lines[index].strip() if index > 0 and not lines[index - 1].strip() else ""
    if _is_number(last) and int(last) == number + 1:
        del lines[index:]
        return last
    return ""


def _is_number(line: str) -> bool:
    return line.isascii() and line.isdigit() and len(line) < 9


def without_tags(text: str) -> str:
    """`text` without the markup that captions use (`<i>`, `<font …>`, `{\\an8}`, `<00:01.000>`)."""
    return _TAG.sub("", text) if "<" in text or "{" in text else text


def unrolled(cues: Sequence[Said]) -> list[Said]:
    """`cues` without the lines that captions show again while they roll up.

    Such captions show the last line once more above each new one, so that every line comes twice
    or three times. A line is old if it stands where the display has moved it; the same words
    said again stand on a line of their own and stay.
    """
    rows = [_rows(cue.text) for cue in cues]
    olds = [_overlap(shown, row) for shown, row in pairwise([[], *rows])]
    rolling = sum(1 for old, row in zip(olds, rows, strict=True) if 0 < old < len(row))
    if rolling < 2 or sum(map(bool, olds)) < _ROLLS * (len(cues) - 1):
        return list(cues)
    return [
        cue._replace(text="\n".join(row[old:]))
        for cue, row, old in zip(cues, rows, olds, strict=True)
    ]


def _rows(text: str) -> list[str]:
    rows = [" ".join(line.split()) for line in text.split("\n")]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _overlap(shown: Sequence[str], rows: Sequence[str]) -> int:
    """How many of the first `rows` are the last of those `shown` before."""
    for size in range(min(len(shown), len(rows)), 0, -1):
        if list(shown[-size:]) == list(rows[:size]) and any(rows[:size]):
            return size
    return 0
