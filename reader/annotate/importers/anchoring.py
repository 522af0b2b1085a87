"""Giving what comes in its place in a text of the library."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from reader.align import Seeker
from reader.annotate.carrying import AGREEING, SHORT, with_marks
from reader.annotate.importers.records import Record
from reader.annotate.marking import placed
from reader.annotate.quotes import agreement, distance, fold, occurrences
from reader.library import COLOURS, Highlight
from reader.transcript import Span, Transcript


def anchored(
    record: Record, transcript: Transcript, episode: int, version: int, *, same: bool
) -> Highlight:
    """The highlight that `record` is in `transcript`, the text of `version` of `episode`.

    `same` says that the record was made on this very text. A quote that does not stand there as it
    is may be found by most of its words, and is then to be confirmed. Where it is not found, or is
    short and without its context, it is an orphan that keeps all it had.
    """
    blank = _blank(record, transcript, episode, version)
    if same and record.state == "orphan":
        return replace(blank, state="orphan", score=0.0)
    found = _found(record, transcript, same=same)
    if found is None:
        return replace(blank, state="orphan", score=0.0)
    state = "moved" if record.state == "moved" or not found.sure else "anchored"
    score = record.score if same else found.score
    return replace(placed(blank, transcript, found.span), state=state, score=score)


def quoted(record: Record, text: str) -> bool:
    """Whether the words of `record` are anywhere in `text`."""
    return bool(occurrences(text, record.quote))


class _Found(NamedTuple):
    """Where words are, whether that is sure, and the share of them that are there."""

    span: Span
    sure: bool
    score: float = 1.0


def _found(record: Record, transcript: Transcript, *, same: bool) -> _Found | None:
    """Where the words are."""
    text, quote = transcript.text, record.quote
    start = record.start
    if start is not None and text[start : start + len(quote)] == quote:
        here = Span(start, start + len(quote))
        if same or not _context(record) or _agrees(record, text, here):
            return _Found(here, True)
    spans = occurrences(text, quote)
    if not spans:
        return None if len(quote.split()) < SHORT else _sought(quote.strip(), text)
    near = _near(record, transcript)
    best = min(spans, key=lambda span: (-_rank(record, text, span), distance(span, near or 0)))
    agrees = _agrees(record, text, best)
    if not agrees and _context(record) and (len(spans) > 1 or len(quote.split()) < SHORT):
        return None
    exact = text[best.start : best.end] == quote
    return _Found(best, exact and (agrees or len(spans) == 1))


def _sought(quote: str, text: str) -> _Found | None:
    """Where most words of `quote` stand in `text`."""
    found = _seeker(text).find(quote)
    if found is None:
        return None
    span, share = found
    return _Found(with_marks(quote, text, span), False, share)


_seeker = lru_cache(maxsize=2)(Seeker)


def _context(record: Record) -> str:
    return (record.prefix + record.suffix).strip()


def _near(record: Record, transcript: Transcript) -> int | None:
    if record.start is not None:
        return record.start
    return None if record.time is None else transcript.offset_at(record.time)


def _rank(record: Record, text: str, span: Span) -> int:
    return sum(agreement(text, span, record.prefix, record.suffix))


def _agrees(record: Record, text: str, span: Span) -> bool:
    """Whether the words before or after `span` are those of the record."""
    agreeing = agreement(text, span, record.prefix, record.suffix)
    contexts = (record.prefix, record.suffix)
    wanted = [min(AGREEING, len(fold(context).text.strip())) for context in contexts]
    return any(need and had >= need for need, had in zip(wanted, agreeing, strict=True))


def _blank(record: Record, transcript: Transcript, episode: int, version: int) -> Highlight:
    """The highlight as the record tells it, within the text."""
    now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    start = min(record.start or 0, len(transcript.text))
    time = record.time or 0.0
    created = record.created or record.modified or now
    return Highlight(
        id=record.uuid,
        episode=episode,
        version=version,
        start=start,
        end=min(max(start, record.end or start + len(record.quote)), len(transcript.text)),
        quote=record.quote,
        prefix=record.prefix,
        suffix=record.suffix,
        time=time,
        time_end=max(time, record.time_end or time),
        time_exact=record.time_exact,
        speaker=record.speaker,
        colour=record.colour if record.colour in COLOURS else COLOURS[0],
        tags=record.tags,
        note=record.note,
        created=created,
        modified=record.modified or created,
    )
