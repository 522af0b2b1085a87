"""Spans that can be asked which of them touch a line, without looking at all of them. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Generic, Protocol, TypeVar


class Ranged(Protocol):
    """Anything that reaches from `start` up to `end`."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


R = TypeVar("R", bound=Ranged)


class Spans(Generic[R]):
    """Spans of any kind in the order in which they begin; they may overlap."""

    def __init__(self, spans: Iterable[R] = ()) -> None:
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]
        self._reach = list(accumulate((span.end for span in self._spans), max))

    def __iter__(self) -> Iterator[R]:
        return iter(self._spans)

    def touching(self, start: int, end: int) -> Iterator[R]:
        """Those that share a character with `[start, end)`.

        Two bisections: by where spans begin, and by how far all up to one of them reach.
        """
        first = bisect_right(self._reach, start)
        for span in self._spans[first : bisect_left(self._starts, end)]:
            if span.end > start:
                yield span
