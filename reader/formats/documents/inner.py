"""The text within a document (a saved page, a PDF, a file of Word), read as what it looks like."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace

from reader.formats.page import Page
from reader.transcript import BREAK, Aside, Meta, Span, Transcript

CONTAINERS = ("html", "docx", "pdf", "rtf")
"""The families of documents: what their text holds is read by the others."""

_TIME = re.compile(
    r"[\[(]?(?:[0-9]{1,3}:)?[0-9]{1,3}:[0-9]{2}(?:[.,][0-9]{1,3})?[\])]?$|[0-9]+h[0-9]+m"
)
_MOST = 0.7


def read_text(text: str, name: str, meta: Meta) -> Transcript:
    """The transcript in `text`, which `meta` is known of; `name` is that of the document."""
    from reader.formats import FORMATS, detect

    page = Page(text.encode("utf-8", "replace"), name)
    families = tuple(family for family in FORMATS if family.name not in CONTAINERS)
    family, _ = detect(page, families)
    transcript = family.parse(page)
    return replace(transcript, meta=transcript.meta.over(meta))


def without_opening(transcript: Transcript) -> Transcript:
    """`transcript` with what precedes its first named speaker in `Meta.front`, if that is short.

    What has times, and what is longer than all the rest, was said.
    """
    turns, cues = transcript.turns, transcript.cues
    if len(turns) < 2 or turns[0].speaker is not None or turns[1].speaker is None:
        return transcript
    by, end = turns[1].start, len(transcript.text)
    if 2 * by > end or (cues and cues[0].start < by):
        return transcript
    opening = transcript.text[: turns[0].end]
    front = BREAK.join(part for part in (transcript.meta.front, opening) if part)
    heads = (h for h in transcript.headings if h.end > by)
    return replace(
        transcript,
        text=transcript.text[by:],
        turns=tuple(replace(t, start=t.start - by, end=t.end - by) for t in turns[1:]),
        paragraphs=tuple(
            Span(p.start - by, p.end - by) for p in transcript.paragraphs if p.start >= by
        ),
        cues=tuple(replace(c, start=c.start - by, end=c.end - by) for c in cues),
        headings=tuple(replace(h, start=max(0, h.start - by), end=h.end - by) for h in heads),
        asides=tuple(Aside(a.start - by, a.end - by) for a in transcript.asides if a.start >= by),
        meta=replace(transcript.meta, front=front),
    )


def read_rows(rows: Sequence[Sequence[str]], words: int) -> str | None:
    """A table as CSV, if it holds most of the `words` of a document and times or speakers.

    Its first row names the columns, or they are told by what is in them.
    """
    width = max(map(len, rows), default=0)
    if len(rows) < 3 or not 2 <= width <= 8:
        return None
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    if sum(len(cell.split()) for row in rows for cell in row) < _MOST * words:
        return None
    kinds = _kinds(rows[1:])
    if kinds.count("text") != 1 or len(set(kinds) - {""}) < 2:
        return None
    named = len({*map(str.lower, rows[0])} & {"time", "speaker", "transcript", "text", "name"}) > 1
    if not named:
        header = [kind or f"column {index}" for index, kind in enumerate(kinds)]
        rows = [header, *rows]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _kinds(rows: Sequence[Sequence[str]]) -> list[str]:
    """What each column holds: "time", "speaker", "text" or "" for something else."""
    columns = [[cell for cell in column if cell] for column in zip(*rows, strict=True)]
    lengths = [sum(len(cell.split()) for cell in column) for column in columns]
    kinds: list[str] = []
    for column, length in zip(columns, lengths, strict=True):
        timed = sum(1 for cell in column if _TIME.match(cell))
        short = all(len(cell.split()) <= 6 for cell in column)
        if column and timed >= _MOST * len(column):
            kinds.append("time" if "time" not in kinds else "")
        elif length == max(lengths):
            kinds.append("text")
        else:
            few = column and short and len(set(column)) <= max(2, len(column) / 2)
            kinds.append("speaker" if few and "speaker" not in kinds else "")
    return kinds
