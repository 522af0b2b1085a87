"""Carrying highlights from one version of a text to the next, so that none is ever lost.

The order of trust is that of the W3C Web Annotation selectors: the exact quote with its context,
then the quote alone, then the quote as it reads when small differences are folded away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reader.annotate.marking import placed
from reader.annotate.quotes import agreement, distance, fold, occurrences
from reader.library import Highlight
from reader.transcript import Span, Transcript

SHORT = 5
"""Below so many words a quote is not moved by its own words alone: it may stand anywhere."""

AGREEING = 16
"""How many characters of context must agree on one side for the context to count as found."""

SLACK = 4
"""How many characters more than before a text may have at its very start or end."""


def carry(
    highlights: Iterable[Highlight], old: Transcript, new: Transcript, version: int
) -> list[Highlight]:
    """Each of `highlights`, made on `old`, as it stands in `new`, the text of `version`.

    The same words in the same context stay `anchored`; a lone occurrence elsewhere is `moved`, and
    stays so until it is confirmed. What is not found, and a quote of under five words whose context
    is gone, becomes an `orphan` that keeps all it had, its version and offsets in the old text
    included.
    """
    same = old.text == new.text
    return [_carried(highlight, old, new, version, same) for highlight in highlights]


def _carried(
    highlight: Highlight, old: Transcript, new: Transcript, version: int, same: bool
) -> Highlight:
    here = Span(highlight.start, highlight.end)
    stays = (
        same and highlight.state != "orphan" and old.text[here.start : here.end] == highlight.quote
    )
    near = _near(highlight, old, new)
    place = (here, highlight.state) if stays else _place(highlight, new.text, near)
    if place is None:
        return replace(highlight, state="orphan", score=0.0)
    span, state = place
    there = replace(
        highlight,
        version=version,
        state="moved" if highlight.state == "moved" else state,
        score=highlight.score if stays else _score(highlight, new, span),
    )
    moved = placed(there, new, span)
    return moved if new.speakers else replace(moved, speaker=highlight.speaker)


def _place(highlight: Highlight, text: str, near: int) -> tuple[Span, str] | None:
    """Where the words stand in `text`, and how sure that is."""
    spans = occurrences(text, highlight.quote)
    if not spans:
        return None
    best = min(spans, key=lambda span: (-_rank(highlight, text, span), distance(span, near)))
    agrees = _agrees(highlight, text, best)
    exact = text[best.start : best.end] == highlight.quote
    if not agrees and (len(spans) > 1 or len(highlight.quote.split()) < SHORT):
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


def _near(highlight: Highlight, old: Transcript, new: Transcript) -> int:
    """Where the highlight would stand if the text had grown evenly."""
    return highlight.start * len(new.text) // max(1, len(old.text))


def _score(highlight: Highlight, new: Transcript, span: Span) -> float:
    """The share of the quote's words that stand at `span` letter for letter."""
    words = highlight.quote.split()
    there = new.text[span.start : span.end].split()
    equal = sum(one == other for one, other in zip(words, there, strict=False))
    return equal / len(words) if words else 0.0
