"""Documents written for paper: what stands before and after an interview is put apart from it.

Before it there may be a cover, a table of contents, an abstract; the interview begins with header
lines (`INTERVIEWEE: …`, `DATE: …`). After the line that ends it, or a heading such as `INDEX`,
what follows is nobody's speech.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.formats.build import Builder
from reader.formats.documents.inner import read_text
from reader.formats.text.labels import Labels
from reader.formats.text.layout import Layout
from reader.transcript import BREAK, Heading, Meta, Span, Transcript, Turn

_OPENS = re.compile(
    r"(?:interviewees?|interview(?: with)?|interviewed by|interviewers?|narrators?)\s?:\s?\S",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[\[(](?:the )?end of (?:the )?interview[\])]\.?$", re.IGNORECASE)
_BACK = re.compile(
    r"(?:subject |name |topic )?index$|(?:select(?:ed)? )?bibliography$|publications?(?: list)?$|"
    r"references$|(?:end)?notes$|footnotes$|appendix(?: [a-z0-9]{1,3})?$|works cited$|glossary$",
    re.IGNORECASE,
)


def read_paper(lines: Sequence[str], name: str, meta: Meta) -> Transcript:
    """The transcript in the `lines` of a document called `name`, which `meta` is known of.

    What precedes it goes to `Meta.front`; what follows it becomes a turn of nobody named under
    headings of its own.
    """
    labels = Labels(lines)
    start, end = _start(lines, labels), _end(lines, labels)
    transcript = read_text("\n".join(lines[start:end]), name, meta)
    before = Layout(wrapped=True, spaced=True).paragraphs("\n".join(lines[:start]))
    front = BREAK.join([*before, *filter(None, [transcript.meta.front])])
    found = replace(transcript.meta, front=front)
    if start and found.guests and not found.title:
        found = replace(found, title=f"Interview with {found.guests[0]}")
    transcript = replace(transcript, meta=found)
    return _followed(transcript, _back(lines[end:])) if end < len(lines) else transcript


def _start(lines: Sequence[str], labels: Labels) -> int:
    """The index of the header of the interview; 0 where somebody speaks before, or it has none."""
    for index, line in enumerate(lines):
        if _OPENS.match(line):
            return index
        if labels.split(line) and index and labels.turns > 2 and line.isupper():
            return 0
    return 0


def _end(lines: Sequence[str], labels: Labels) -> int:
    """The index of what follows the interview."""
    spoken = [index for index, line in enumerate(lines) if labels.split(line)]
    if not spoken:
        return len(lines)
    for index in range(spoken[-1], len(lines)):
        if _ENDS.match(lines[index]):
            return index + 1
        if _BACK.match(lines[index]):
            return index
    return len(lines)


def _back(lines: Sequence[str]) -> Transcript:
    """What follows an interview, under the headings that it has."""
    builder = Builder()
    builder.turn()
    part: list[str] = []
    for line in [*lines, ""]:
        if line and not _BACK.match(line):
            part.append(line)
            continue
        for paragraph in Layout(wrapped=True, spaced=True).paragraphs("\n".join(part)):
            builder.paragraph(paragraph)
        builder.heading(line)
        part = []
    return builder.build()


def _followed(transcript: Transcript, back: Transcript) -> Transcript:
    """`transcript` and, after it, `back`."""
    if not back.text:
        return transcript
    by = len(transcript.text) + len(BREAK) if transcript.text else 0
    text = transcript.text + BREAK + back.text if by else back.text
    turns = (Turn(turn.start + by, turn.end + by, turn.speaker) for turn in back.turns)
    spans = (Span(span.start + by, span.end + by) for span in back.paragraphs)
    heads = (Heading(h.start + by, h.end + by, h.level, h.title) for h in back.headings)
    return replace(
        transcript,
        text=text,
        turns=(*transcript.turns, *turns),
        paragraphs=(*transcript.paragraphs, *spans),
        headings=(*transcript.headings, *heads),
    )
