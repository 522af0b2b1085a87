"""A saved web page of an episode: header and notes, labelled turns, then the page's footer.

The body begins at the first line with a speaker's label. The footer begins after the last one, at
the first short line that addresses the visitor: to subscribe, to write, to go back to the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.formats.build import Builder
from reader.formats.documents.about import marks_of_a_page, read_about
from reader.formats.page import Format, Page
from reader.formats.text.header import split_header
from reader.formats.text.labels import Labels
from reader.formats.text.named import add_turns
from reader.transcript import BREAK, Transcript

_VISITOR = re.compile(
    r"\W{0,6}(?:subscribe|sign up|click here|contact(?: us)?\b|get in touch|follow us|share this|"
    r"related (?:episodes|posts)|previous episode|next episode|(?:return|back) to (?:the )?|"
    r"leave a (?:comment|reply|review)|join (?:our|the) (?:newsletter|mailing)|all rights reserved|"
    r"privacy policy|terms of|copyright\b|©|enjoying (?:the|this)|listen (?:on|to this)|"
    r"support (?:us|the show)|more episodes|all episodes|we['’]d love to hear|download (?:the )?)",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"\W{0,6}(?:copyright\s(?:\(c\)|©|[0-9]{4}\b)|©\s?[0-9]{4}\b)", re.IGNORECASE)
_SHORT = 160
"""A footer opens with a line of at most so many characters, or with a copyright notice."""

_NOTES = 6000
"""Notes and footer of so many characters are usual, however short the turns."""


def _score(page: Page) -> float:
    """By what surrounds the turns (a title, a date, hosts, words to the visitor).

    What a header says counts only where there is a footer too.
    What is put aside as notes and footer may be longer than the turns only if it is short.
    """
    below = split_header(page.lines)[1]
    labels, first, end = _body(page.lines, below)
    if labels.turns < 2:
        return 0.0
    turns = _length(page.lines[first:end])
    if _length(page.lines) - turns > max(turns, _NOTES):
        return 0.0
    footed = end < len(page.lines)
    front = [line for line in page.lines[0 if footed else below : first] if line]
    marks = marks_of_a_page(front)
    if any(_visits(line) for line in front):
        marks += 1
    if marks == 0:
        return 0.0
    return 0.95 if marks > 1 or footed else 0.85


def _parse(page: Page) -> Transcript:
    labels, first, end = _body(page.lines, split_header(page.lines)[1])
    front = [line for line in page.lines[:first] if line]
    builder = Builder()
    add_turns(builder, page.lines[first:end], labels)
    transcript = builder.build()
    about = read_about(front, transcript.text.replace(BREAK, " "), labels)
    return replace(transcript, meta=replace(about, front=BREAK.join(front)))


def _body(lines: Sequence[str], below: int) -> tuple[Labels, int, int]:
    """The labels `below` the header of `lines`, and the lines `[first, end)` of their turns.

    Where there is no label all lines are the body.
    """
    labels = Labels(lines[below:])
    labelled = [n for n, line in enumerate(lines) if n >= below and labels.split(line)]
    if not labelled:
        return labels, 0, len(lines)
    after = range(labelled[-1] + 1, len(lines))
    end = next((index for index in after if _visits(lines[index])), len(lines))
    return labels, labelled[0], end


def _length(lines: Sequence[str]) -> int:
    return sum(map(len, lines))


def _visits(line: str) -> bool:
    return bool(_RIGHTS.match(line)) or (len(line) <= _SHORT and bool(_VISITOR.match(line)))


FORMAT = Format(
    name="webpage",
    title="A saved web page with Name: text",
    example="Episode 7: The Lamp\nMay 3, 2021\nADA: Is it lit?\nBEN: It is.\nADA: Good.\nSubscribe",
    score=_score,
    parse=_parse,
)
