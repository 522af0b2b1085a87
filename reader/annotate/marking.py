"""Making a highlight's record from a place in a transcript."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from reader.annotate.quotes import CONTEXT
from reader.errors import ReaderError
from reader.library import COLOURS, Highlight, standing
from reader.segment import stripped
from reader.transcript import Span, Transcript


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
