"""Carrying highlights from one version of a text to the next, so that none is ever lost.

First comes one alignment of the words of both texts. What it leaves open is looked for as the W3C
Web Annotation selectors are: the exact quote with its context, then the quote alone, then as it
reads when small differences are folded away; and last by those of its words that are still there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from reader.align import Alignment, Seeker, align
from reader.annotate.marking import placed
from reader.annotate.quotes import agreement, distance, fold, occurrences, surrounded
from reader.library import Highlight
from reader.transcript import Span, Transcript

SHORT = 5
"""Below so many words a quote is not moved by its own words alone: it may stand anywhere."""

SAME_TALK = 0.3
"""With a smaller share of words in common two texts are not versions of one."""

LEAST_EQUAL = 0.4
"""So much of a quote must be where the alignment puts it."""

LEAST_SHORT = 0.5
"""And of one of under five words so much."""

AGREEING = 16
"""How many characters of context must agree on one side for the context to count as found."""

SLACK = 4
"""How many characters more than before a text may have at its very start or end."""


class Found(NamedTuple):
    """A place for a highlight, its state there, and the share of its words that are there."""

    span: Span
    state: str
    score: float


def carry(
    highlights: Iterable[Highlight], old: Transcript, new: Transcript, version: int
) -> list[Highlight]:
    """Each of `highlights`, made on `old`, as it stands in `new`, the text of `version`.

    What the alignment of the two texts takes over stays `anchored`, and so do the same words in the
    same context. What is found elsewhere is `moved`, and stays so until it is confirmed. What is
    not found, and a quote of under five words that has neither its place nor its context, becomes
    an `orphan` that keeps all it had, its version and offsets in the old text included.
    """
    if old.text == new.text:
        return [_kept(highlight, old, new, version) for highlight in highlights]
    carrier = _Carrier(old, new, version)
    return [carrier.carried(highlight) for highlight in highlights]


def _kept(highlight: Highlight, old: Transcript, new: Transcript, version: int) -> Highlight:
    """A highlight whose text stays as it is."""
    here = Span(highlight.start, highlight.end)
    if highlight.state != "orphan" and old.text[here.start : here.end] == highlight.quote:
        return _at(replace(highlight, version=version), new, here)
    return _Carrier(old, new, version).carried(highlight)


def _at(highlight: Highlight, new: Transcript, span: Span) -> Highlight:
    moved = placed(highlight, new, span)
    return moved if new.speakers else replace(moved, speaker=highlight.speaker)


class _Carrier:
    """Takes highlights from one text into another."""

    def __init__(self, old: Transcript, new: Transcript, version: int) -> None:
        self._old, self._new, self._version = old, new, version

    def carried(self, highlight: Highlight) -> Highlight:
        found = self._found(highlight)
        if found is None:
            return replace(highlight, state="orphan", score=0.0)
        span, state, score = found
        there = replace(
            highlight,
            version=self._version,
            state="moved" if highlight.state == "moved" else state,
            score=score,
        )
        return _at(there, self._new, span)

    def _found(self, highlight: Highlight) -> Found | None:
        """Where the highlight is in the new text, how sure that is, and how much of it is there."""
        text = self._new.text
        along = None if highlight.state == "orphan" else self._along(highlight)
        if along is not None and along.score == 1.0:
            return along
        short = _short(highlight)
        near = highlight.start * len(text) // max(1, len(self._old.text))
        if short and self._alignment is not None:
            span = surrounded(text, highlight.quote, highlight.prefix, highlight.suffix)
            return Found(span, "anchored", 1.0) if span else along
        place = _place(highlight, text, near)
        if place is not None and (place[1] == "anchored" or along is None):
            return Found(*place, _score(highlight, text, place[0]))
        if along is not None or short:
            return along
        near_miss = self._seeker.find(highlight.quote)
        if near_miss is None:
            return None
        span, share = near_miss
        return Found(with_marks(highlight.quote, text, span), "moved", share)

    def _along(self, highlight: Highlight) -> Found | None:
        """Where the alignment of the whole texts puts it, if enough of its words are there."""
        alignment = self._alignment
        if alignment is None:
            return None
        here, short = Span(highlight.start, highlight.end), _short(highlight)
        carried = alignment.carried(here)
        span, share, sure = carried or (here, 0.0, False)
        if share < LEAST_EQUAL or (short and not (sure and share >= LEAST_SHORT)):
            within = alignment.between(here) if short else None
            if within is None:
                return None
            span, share = within
        state = "moved" if short and share < 1.0 else "anchored"
        return Found(with_marks(highlight.quote, self._new.text, span), state, share)

    @cached_property
    def _alignment(self) -> Alignment | None:
        """How the texts are the same words; None where they are not the same talk."""
        alignment = align(self._old.text, self._new.text)
        return alignment if alignment.equal >= SAME_TALK else None

    @cached_property
    def _seeker(self) -> Seeker:
        return Seeker(self._new.text)


def _short(highlight: Highlight) -> bool:
    return len(highlight.quote.split()) < SHORT


def with_marks(quote: str, text: str, span: Span) -> Span:
    """`span` with the marks around its words, on the sides on which `quote` has marks."""
    start, end = span.start, span.end
    if not quote[-1].isalnum():
        while end < len(text) and not (text[end].isalnum() or text[end].isspace()):
            end += 1
    if not quote[0].isalnum():
        while start and not (text[start - 1].isalnum() or text[start - 1].isspace()):
            start -= 1
    return Span(start, end)


def _place(highlight: Highlight, text: str, near: int) -> tuple[Span, str] | None:
    """Where the words stand in `text`, and how sure that is."""
    spans = occurrences(text, highlight.quote)
    if not spans:
        return None
    best = min(spans, key=lambda span: (-_rank(highlight, text, span), distance(span, near)))
    agrees = _agrees(highlight, text, best)
    exact = text[best.start : best.end] == highlight.quote
    if not agrees and (len(spans) > 1 or _short(highlight)):
        return None
    return best, "anchored" if exact and agrees else "moved"


def _rank(highlight: Highlight, text: str, span: Span) -> int:
    return sum(agreement(text, span, highlight.prefix, highlight.suffix))


def _agrees(highlight: Highlight, text: str, span: Span) -> bool:
    """Whether the prefix or the suffix is found again beside `span`.

    A context shorter than `AGREEING` was cut by the end of the text: it must lie there again.
    """
    before, after = agreement(text, span, highlight.prefix, highlight.suffix)
    room = len(text) - span.end
    return _found(before, highlight.prefix, span.start) or _found(after, highlight.suffix, room)


def _found(agreeing: int, context: str, room: int) -> bool:
    if agreeing >= AGREEING:
        return True
    return agreeing == len(fold(context).text) and room <= len(context) + SLACK


def _score(highlight: Highlight, text: str, span: Span) -> float:
    """The share of the quote's words that stand at `span` letter for letter."""
    words = highlight.quote.split()
    there = text[span.start : span.end].split()
    equal = sum(one == other for one, other in zip(words, there, strict=False))
    return equal / len(words) if words else 0.0
