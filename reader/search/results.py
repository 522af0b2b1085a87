"""What a search answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found.

    `start` and `end` are the passage's character offsets in the episode's text and `matches` the
    `(start, end)` of what was sought, in the same text. `turn` counts from 1; `time` is the second
    at which the passage begins; `date` is the episode's, ISO 8601. `score` is higher for better.
    """

    episode: int
    title: str
    turn: int
    speaker: str | None
    time: float
    time_exact: bool
    date: str | None
    score: float
    start: int
    end: int
    text: str
    matches: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one query.

    `total` counts every passage that matches, of which `hits` are those asked for. `facets` count
    the same passages under `speaker`, `show` and `year`, the most frequent first; passages without
    such a value are left out of its counts. `suggestion` is a query with its unknown words
    corrected, given only when nothing matched.
    """

    query: str
    total: int
    took_ms: float
    suggestion: str | None
    facets: Mapping[str, Mapping[str, int]]
    hits: tuple[Hit, ...]
