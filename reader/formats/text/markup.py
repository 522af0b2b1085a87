"""Markdown as transcripts use it: its lines without the markup, and what the markup said.

Escapes, links, emphasis, headings, lists, tables, code fences and quotes are read as CommonMark
and GitHub's tables have them, so far as they occur on one line. Every pattern is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<fence>`{1,3})(?P<code>[^`\n]{1,2000})(?P=fence)"
    r"|!\[[^\[\]\n]{0,500}\]\([^()\n]{0,2000}\)"
    r"|\[(?P<link>(?:[^\[\]\n\\]|\\.|\[[^\[\]\n]{0,100}\]){0,2000}?)\]"
    r"\((?:[^()\s]|\([^()\s]{0,300}\)){0,2000}(?:\s\"[^\"\n]{0,300}\")?\)"
    r"|<(?P<address>https?://[^<>\s]{1,1000})>"
    r"|</?(?:br|p|div|span|b|i|em|strong|a|u|sup|sub|img|hr|small|center|font|details|summary|mark)"
    r"(?:\s[^<>]{0,500})?/?>"
    r"|<!--[^\n]{0,1000}?-->",
    re.IGNORECASE,
)
_STAR = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,5000}?)(?<=\S)\*(?![\w*])")
_STARS = re.compile(r"(\*{2,3})(?=[^\s*])([^*\n]{1,5000}?)(?<=\S)\1(?!\*)")
_UNDERSCORES = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_\n]{1,5000}?)(?<=[^\s_])\1(?!\w)")
_HEADING = re.compile(r"(#{1,6})\s{1,20}(\S.*?)(?:\s#{1,6})?$")
_BULLET = re.compile(r"[-*+]\s{1,20}(?=\S)")
_QUOTE = re.compile(r">(?!>)\s{0,3}")
_RULE = re.compile(r"(?:[-*_]\s{0,3}){3,80}$|\|?[\s|:-]{0,20}---[\s|:-]{0,300}$")
_FENCE = re.compile(r"(?:```|~~~)[\w +.-]{0,40}$")
_LABEL = re.compile(
    r"(?:[-*+]\s{1,3})?(?:\\?[\[(][0-9:.,]{4,12}\\?[\])]\s{0,3})?"
    r"(\*{1,3}|__)(?=[^\s*_])([^*\n]{1,80}?)(?:(:)\1|\1\s?(:))(?=\s|$)"
)
_STAMP = re.compile(r"\\?[\[(][0-9:.,]{4,12}\\?[\])]\s{0,3}")
_SIGNS = re.compile(
    r"(?m)^(?:#{1,6} \S|\*\*[^*\n]{1,80}\*\*|\*[^*\n]{1,80}\*$|```)|\]\(https?://|\\[\[\]*_]"
    r"|\*\*[^*\n]{1,80}(?::\*\*|\*\*:)"
)
_HELD = "\ue000"


class Line(NamedTuple):
    """A line without its markup: `level` is that of a heading, 0 for none.

    `label` is what the line opens with in bold or italics before a colon, "" for nothing; `kind`
    is "code", "cells" (a row of a table) or "". An `item` of a list opens a paragraph.
    """

    text: str
    level: int = 0
    label: str = ""
    kind: str = ""
    item: bool = False


def is_markdown(text: str) -> bool:
    """Whether `text` bears signs of Markdown beyond a stray star."""
    return sum(1 for _, _ in zip(range(3), _SIGNS.finditer(text[:200_000]), strict=False)) >= 2


def read_lines(lines: Sequence[str]) -> Iterator[Line]:
    """The lines of a Markdown page, rules and fences left out."""
    fences = sum(1 for line in lines if _FENCE.match(line))
    code = False
    for line in lines:
        if _FENCE.match(line) and (code or fences > 1):
            code, fences = not code, fences - 1
        elif code:
            yield Line(line, kind="code")
        elif line and not _RULE.match(line):
            yield _read(line)
        elif not line:
            yield Line("")


def unmarked(text: str) -> str:
    """`text` without its inline markup: escapes, links, code, emphasis and tags."""
    if not any(mark in text for mark in "\\`[<*_"):
        return text
    held: list[str] = []

    def plain(match: re.Match[str]) -> str:
        groups = match.groupdict()
        if groups["escaped"] or groups["code"]:
            held.append(groups["escaped"] or groups["code"])
            return _HELD
        if groups["link"] is not None:
            return unmarked(groups["link"]) if len(groups["link"]) < len(text) else groups["link"]
        return groups["address"] or " "

    text = text.replace(_HELD, "")
    if any(mark in text for mark in "\\`[<"):
        text = _TOKEN.sub(plain, text)
    for _ in range(3):
        before = text
        if "*" in text:
            text = _STARS.sub(r"\2", _STAR.sub(r"\1", text))
        if "_" in text:
            text = _UNDERSCORES.sub(r"\2", text)
        if text == before:
            break
    pieces = text.split(_HELD)
    return "".join(a + b for a, b in zip(pieces, [*held, ""], strict=True))


def cells(row: str) -> list[str]:
    """The cells of a row of a table."""
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _read(line: str) -> Line:
    if heading := _HEADING.match(line):
        return Line(unmarked(heading.group(2)), level=len(heading.group(1)))
    if line.startswith("|") and line.endswith("|") and len(line) > 2:
        return Line(" | ".join(map(unmarked, cells(line))), kind="cells")
    line = _without(_QUOTE, line)
    label = _LABEL.match(line)
    named = _without(_STAMP, unmarked(label.group(2))).strip() if label else ""
    plain = _without(_BULLET, line)
    return Line(unmarked(plain).strip(), label=named, item=plain != line)


def _without(opening: re.Pattern[str], line: str) -> str:
    match = opening.match(line)
    return line[match.end() :] if match else line
