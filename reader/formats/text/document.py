"""A transcript as a document: front matter, title and notes put aside, then its lines.

What precedes the spoken words goes to the metadata and to `Meta.front`: YAML front matter; header
lines; in Markdown, the first heading and whatever stands before one that says `Transcript`; a
table of who was present, whose initials name the speakers; else, on a page that bears a number, a
date or its hosts, all before the first name or time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from reader.formats.captions.flowing import flow
from reader.formats.dates import iso_date
from reader.formats.documents.about import marks_of_a_page, read_about
from reader.formats.page import Page
from reader.formats.text.front_matter import FrontMatter
from reader.formats.text.header import KEYS, field_of, split_header
from reader.formats.text.heads import Heads
from reader.formats.text.labels import Labels, is_remark
from reader.formats.text.markup import Line, cells, is_markdown, read_lines
from reader.formats.text.script import Script, starts_again
from reader.transcript import BREAK, Meta, Transcript

_TRANSCRIPT = re.compile(
    r"(?:the |an? )?(?:(?:full|complete|edited|raw|episode|video|interview|auto\w*) ){0,3}"
    r"transcript(?:ion)?(?: of (?:the )?\w+)?(?: \([^()]{0,40}\))?:?$",
    re.IGNORECASE,
)
_TITLED = re.compile(r"transcript(?:ion)?\s?[:–—-]\s", re.IGNORECASE)
_BYLINE = re.compile(r"\*\*([^*\n]{1,80}):\*\*\s{0,3}\[([^\[\]\n]{6,40})\]\((https?://[^()\s]+)\)$")
_INITIALS = re.compile(r"abbreviations?|abbr\.?|initials|acronym|short(?: name)?", re.IGNORECASE)
_FOOTER = re.compile(r"transcribed (?:by|with) (?:https?://)?[\w.]{0,20}(?:\.ai|\.com)\b", re.I)
_EARLY = 12
"""A byline stands among so many lines of a page."""


@dataclass(frozen=True)
class Document:
    """The lines of a transcript, and what its page says besides.

    `sure` are labels in bold or italics, `names` the full names of initials; `marked` says that
    the page is Markdown, `fronted` that it has front matter.
    """

    lines: Sequence[Line]
    meta: Meta
    chapters: Sequence[tuple[float, str]] = ()
    sure: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    marked: bool = False
    fronted: bool = False

    @classmethod
    def of(cls, page: Page, limit: int | None = None) -> Document:
        """The document that `page` is; with `limit`, that of so many lines of its body."""
        front = FrontMatter(page.plain)
        body = page.plain[front.length :].split("\n", limit if limit else -1)[:limit]
        raw = [line.strip() for line in body]
        marked = front.found or is_markdown("\n".join(raw))
        lines = list(read_lines(raw)) if marked else [Line(line) for line in raw]
        lines, notes = _without_footer(lines)
        names, tabled = _initials(lines)
        meta = front.meta()
        first = tabled
        if marked:
            first = max(first, _transcript(lines))
            found, first = _opening(lines, first)
            meta = meta.over(_byline(raw)).over(found)
        found, header = split_header([line.text for line in lines[first:]])
        meta, first = meta.over(replace(found, front="")), first + header
        aside = [line.text for line in lines[:first] if line.text]
        aside = [front.text, *aside, *notes] if front.text else [*aside, *notes]
        return cls(
            lines=lines[first:],
            meta=replace(meta, front=BREAK.join(aside)),
            chapters=front.chapters(),
            sure=_sure(lines[first:]) | frozenset(names),
            names=names,
            marked=marked,
            fronted=front.found,
        )

    def heads(self) -> Heads:
        """What opens the lines."""
        texts = [line.text for line in self.lines if not line.level and not line.kind]
        return Heads(texts, self.sure, alone=bool(self.names))

    def transcript(self) -> Transcript:
        """The transcript that the document is."""
        heads = self.heads()
        meta, lines = self._about(heads)
        said = Script(heads, self.names, notes=bool(self.names)).read(lines)
        if said and (last := said[-1]).start is not None and meta.duration:
            said[-1] = last._replace(end=max(last.end or 0.0, meta.duration))
        titled = any(cue.titles for cue in said)
        transcript = flow(said, meta, () if titled else self.chapters)
        if not starts_again(said):
            return transcript
        doubt = "the times begin again: it may hold two transcripts of one recording"
        return replace(transcript, warnings=(doubt,))

    def _about(self, heads: Heads) -> tuple[Meta, Sequence[Line]]:
        """The metadata and lines, with what precedes the first head read as that of a web page."""
        first = next((i for i, line in enumerate(self.lines) if heads.split(line.text)), 0)
        front = [line.text for line in self.lines[:first] if line.text]
        if self.marked or not marks_of_a_page(front):
            return self.meta, self.lines
        labels = {head.label for line in self.lines if (head := heads.split(line.text))}
        opening = " ".join(line.text for line in self.lines[first : first + 30])
        about = read_about(front, opening, [label for label in labels if label])
        notes = BREAK.join([*filter(None, [self.meta.front]), *front])
        return replace(self.meta.over(about), front=notes), self.lines[first:]


def _without_footer(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """`lines` without the service's own at their end, and those."""
    notes: list[str] = []
    last = len(lines)
    while last and (not lines[last - 1].text or _FOOTER.match(lines[last - 1].text)):
        last -= 1
        notes.append(lines[last].text)
    notes = [note for note in reversed(notes) if note]
    return (lines[:last], notes) if notes else (lines, [])


def _initials(lines: Sequence[Line]) -> tuple[dict[str, str], int]:
    """Names by initials from a table that has them, and the index of the line after it."""
    names: dict[str, str] = {}
    columns: tuple[int, int] | None = None
    for index, line in enumerate(lines):
        if line.kind != "cells":
            if names:
                return names, index
            columns = None if line.text else columns
            continue
        row = cells(line.text)
        if columns is None:
            short = next((i for i, cell in enumerate(row) if _INITIALS.fullmatch(cell)), None)
            long = next((i for i, cell in enumerate(row) if "name" in cell.lower()), None)
            columns = (short, long) if short is not None and long is not None else None
        elif len(row) > max(columns) and row[columns[0]] and row[columns[1]]:
            names[row[columns[0]]] = row[columns[1]]
    return names, len(lines) if names else 0


def _transcript(lines: Sequence[Line]) -> int:
    """The index of the line after the last heading that says `Transcript`, or 0.

    Of several renderings the last is read, as the one with times follows the one without.
    """
    headed = [i for i, line in enumerate(lines) if line.level and _TRANSCRIPT.match(line.text)]
    return headed[-1] + 1 if headed else 0


def _opening(lines: Sequence[Line], first: int) -> tuple[Meta, int]:
    """What the headings at the top and the lines before `first` say; where the body begins."""
    meta = Meta()
    index = 0
    while index < len(lines) and (lines[index].level == 1 or not lines[index].text):
        if lines[index].level:
            meta = meta.over(_headline(lines[index].text))
        index += 1
    first = max(first, index)
    for line in lines[:first]:
        for part in re.split(r"\s?[—–|]\s?", line.text[:60]):
            meta = meta.over(Meta(date=iso_date(part)))
    while first < len(lines) and (not lines[first].text or _is_header(lines[first])):
        key, _, value = lines[first].text.partition(":")
        meta = meta.over(field_of(key.lower(), value.strip())) if key.lower() in KEYS else meta
        first += 1
    return meta, first


def _headline(text: str) -> Meta:
    if re.fullmatch(r"https?://\S{1,500}", text):
        return Meta(url=text)
    return Meta(title=_TITLED.sub("", text, count=1) if _TITLED.match(text) else text)


def _is_header(line: Line) -> bool:
    """Whether `line` is an address under a known key, or a date after a name in bold."""
    if line.label and iso_date(line.text[len(line.label) :].lstrip(" :")):
        return True
    key, _, value = line.text.partition(":")
    return key.lower() in KEYS and bool(re.fullmatch(r"\s{0,8}https?://\S{1,500}", value))


def _byline(raw: Sequence[str]) -> Meta:
    """Show, date and address of a line `**Show:** [May 3, 2021](https://…)` near the top."""
    for line in raw[:_EARLY]:
        match = _BYLINE.match(line)
        if match and (date := iso_date(match.group(2))):
            return Meta(show=match.group(1), date=date, url=match.group(3))
    return Meta()


def _sure(lines: Sequence[Line]) -> frozenset[str]:
    """The labels in bold or italics that name somebody: two of them or more."""
    found = Counter(line.label for line in lines if line.label)
    labels = {label for label, times in found.items() if _is_name(label, times)}
    return frozenset(labels) if sum(found[label] for label in labels) > 1 else frozenset()


def _is_name(label: str, times: int) -> bool:
    if is_remark(label) or len(label.split()) > 6:
        return False
    named = times > 1 or (label[0].isupper() and " " in label)
    return named or bool(Labels([f"{label}: so"] * 3).turns)
