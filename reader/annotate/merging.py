"""Highlights that lie over one another: which they are, and making them one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from reader.annotate.marking import placed
from reader.library import Highlight
from reader.transcript import Span, Transcript


def overlapping(highlights: Iterable[Highlight], span: Span) -> list[Highlight]:
    """Those of `highlights` that share a character with `span`, in their order."""
    return [
        each
        for each in highlights
        if each.state != "orphan" and Span(each.start, each.end).overlaps(span)
    ]


def merged(
    transcript: Transcript, highlights: Sequence[Highlight], colour: str | None = None
) -> list[Highlight]:
    """`highlights` made one: the first, as it becomes, and the others, as they go to the trash.

    The one made first takes in the spans, the notes, in the order of the text, and the tags of all;
    its colour stays, unless one is given.
    """
    now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    first, *others = sorted(highlights, key=lambda each: each.created)
    reading = sorted(highlights, key=lambda each: (each.start, each.created))
    notes = dict.fromkeys(each.note.strip() for each in reading if each.note.strip())
    tags: dict[str, str] = {}
    for tag in (tag for each in reading for tag in each.tags):
        tags.setdefault(tag.casefold(), tag)
    whole = replace(
        first,
        colour=colour or first.colour,
        note="\n\n".join(notes),
        tags=tuple(tags.values()),
        modified=now,
        state="anchored",
        score=1.0,
    )
    span = Span(min(each.start for each in highlights), max(each.end for each in highlights))
    gone = (replace(each, deleted_at=now, modified=now) for each in others)
    return [placed(whole, transcript, span), *gone]
