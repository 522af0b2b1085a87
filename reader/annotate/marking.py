"""Making a highlight's record from a place in a transcript."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from reader.annotate.quotes import CONTEXT
from reader.errors import ReaderError
from reader.library import COLOURS, Bookmark, Highlight, standing
from reader.segment import stripped
from reader.transcript import Span, Transcript

_OPENING = re.compile(r"\S+(?:\s+\S+){0,9}")
"""The words by which the place of a bookmark is known."""

_LONGEST_OPENING = 120


def mark(
    transcript: Transcript,
    episode: int,
    version: int,
    span: Span,
    *,
    colour: str = COLOURS[0],
    note: str = "",
    tags: Iterable[str] = (),
) -> Highlight:
    """A new highlight of `span`, a range of offsets in the text of `version` of `episode`.

    White space at both ends is left out. Raises `ReaderError` when the span lies outside the text
    or holds no words, or the colour is unknown.
    """
    if colour not in COLOURS:
        raise ReaderError(f"there is no colour {colour!r}", hint=f"use {', '.join(COLOURS)}")
    if not 0 <= span.start <= span.end <= len(transcript.text):
        raise ReaderError("the words to highlight lie outside the text")
    held = stripped(transcript.text, span.start, span.end)
    if held is None:
        raise ReaderError("there are no words to highlight", hint="select some first")
    now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    blank = Highlight(
        id=str(uuid.uuid4()),
        episode=episode,
        version=version,
        start=held.start,
        end=held.end,
        quote="",
        prefix="",
        suffix="",
        time=0.0,
        time_end=0.0,
        time_exact=False,
        speaker=None,
        colour=colour,
        tags=tuple(tags),
        note=note,
        created=now,
        modified=now,
    )
    return placed(blank, transcript, held)


def bookmark(
    transcript: Transcript,
    episode: int,
    version: int,
    offset: int,
    *,
    letter: str = "",
    name: str = "",
) -> Bookmark:
    """A new bookmark at the character `offset` in the text of `version` of `episode`.

    A `letter` makes it a named mark. Raises `ReaderError` for one that is no letter, and where no
    words follow the place.
    """
    if letter and not (len(letter) == 1 and letter.isalpha()):
        raise ReaderError(f"a mark is a letter, not “{letter}”")
    text = transcript.text
    end = next((p.end for p in transcript.paragraphs if p.end > offset), len(text))
    opening = _OPENING.match(text, offset, min(end, offset + _LONGEST_OPENING))
    if opening is None or offset < 0:
        raise ReaderError("there are no words here to mark")
    now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    moment = transcript.time_at(offset)
    return Bookmark(
        id=str(uuid.uuid4()),
        episode=episode,
        version=version,
        offset=offset,
        quote=opening.group(),
        prefix=text[max(0, offset - CONTEXT) : offset],
        suffix=text[opening.end() : opening.end() + CONTEXT],
        time=moment.seconds,
        time_exact=moment.exact,
        created=now,
        modified=now,
        letter=letter,
        name=name,
    )


def placed(highlight: Highlight, transcript: Transcript, span: Span) -> Highlight:
    """`highlight` with all that follows from standing at `span`: words, context, time, speaker."""
    text = transcript.text
    return replace(
        highlight,
        start=span.start,
        end=span.end,
        quote=text[span.start : span.end],
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
        **standing(transcript, span),
    )
