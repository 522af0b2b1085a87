"""Highlights that lie over one another: in which order they are drawn. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.library import Highlight
from reader.transcript import Span


def layered(
    highlights: Iterable[Highlight], at_hand: str | None = None
) -> Iterator[tuple[Span, str]]:
    """Spans and the names of their styles, in the order in which they are laid on.

    Shorter highlights lie over longer ones, and that with the id `at_hand` over all. Where two
    share words, these are drawn deeper.
    """
    below: list[Span] = []
    for each in sorted(highlights, key=lambda h: (h.id == at_hand, h.start - h.end, h.start)):
        span = Span(each.start, each.end)
        yield span, f"mark-{each.colour}"
        for other in below:
            if other.overlaps(span):
                both = Span(max(other.start, span.start), min(other.end, span.end))
                yield both, f"over-{each.colour}"
        if each.id == at_hand:
            yield span, "at-hand"
        below.append(span)
