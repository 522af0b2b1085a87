"""Trends: how often something is said for every 10,000 words, by year, show, speaker, episode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from reader.search.counting.frequency import PER, log_likelihood
from reader.search.counting.occurrences import Said
from reader.search.counting.spoken import lengths
from reader.search.evaluate import Answer
from reader.search.query import And, Node, Not, Or, Where
from reader.search.segments.arrays import Array
from reader.search.snapshot import Labels, Snapshot

By = Literal["year", "show", "speaker", "episode"]
"""What is counted by."""

BYS: tuple[By, ...] = get_args(By)


@dataclass(frozen=True, slots=True)
class Trend:
    """`count` occurrences among `words` words, which is `rate` for every 10,000.

    `name` is None for what has none: no date, no show, nobody named. Counted by episode, `name` is
    its title and `episode` its id.
    """

    name: str | None
    count: int
    words: int
    rate: float
    episode: int | None = None
    date: str | None = None


def scope(node: Node) -> Node | None:
    """What the passages must be that the words of `node` are sought in; None for all passages.

    These are its conditions on speakers, shows, episodes and dates, but for those within an OR.
    """
    parts = node.parts if isinstance(node, And) else (node,)
    kept = tuple(part for part in parts if _wordless(part))
    return And(kept) if kept else None


def _wordless(node: Node) -> bool:
    match node:
        case Where():
            return True
        case Not(part):
            return _wordless(part)
        case And(parts) | Or(parts):
            return all(map(_wordless, parts))
    return False


def trends(
    snapshot: Snapshot, said: Sequence[Said], among: Answer | None, by: By
) -> tuple[Trend, ...]:
    """How often it was `said`, for the words of the passages `among` some, or of all.

    Years ascend. The others begin with those that say it more often than the rest do, the least
    likely by chance first (see `log_likelihood`), and end with those that say it seldom; where it
    is never said they are left out.
    """
    labels, ids = _labels(snapshot, by)
    count = np.zeros(len(labels.names), np.int64)
    words = np.zeros(len(labels.names), np.int64)
    for number, (segment, here) in enumerate(zip(snapshot.segments, said, strict=True)):
        codes = labels.codes[number][segment.column(labels.column)]
        passages = segment.all() if among is None else among[number].passages
        count += np.bincount(codes[here.passages], minlength=len(count))
        words += _summed(codes[passages], lengths(segment)[passages], len(words))
    made = []
    for at, (found, of) in enumerate(zip(count.tolist(), words.tolist(), strict=True)):
        if of and (found or by == "year"):
            head = snapshot.heads[ids[at]] if ids else None
            name = head.title if head else labels.names[at]
            id, date = (ids[at], head.date) if head else (None, None)
            made.append(Trend(name, found, of, found * PER / of, id, date))
    return tuple(sorted(made, key=_by_name) if by == "year" else _by_weight(made, count, words))


def _labels(snapshot: Snapshot, by: By) -> tuple[Labels, list[int]]:
    """What passages are counted under; by episode, the names are left empty and the ids given."""
    if by != "episode":
        return snapshot.labels[by], []
    ids = sorted(snapshot.heads)
    place = {id: at for at, id in enumerate(ids)}
    codes = [
        np.array([place.get(id, 0) for id in segment.episodes.tolist()], np.int64)
        for segment in snapshot.segments
    ]
    return Labels("owner", codes, [None] * len(ids)), ids


def _summed(codes: Array, weights: Array, size: int) -> Array:
    return np.bincount(codes, weights, size).astype(np.int64)


def _by_name(trend: Trend) -> tuple[bool, str]:
    return trend.name is None, trend.name or ""


def _by_weight(found: list[Trend], count: Array, words: Array) -> list[Trend]:
    """Those first whose rate is the most surprising of those above the rate of the others."""
    here = np.array([trend.count for trend in found], np.float64)
    of = np.array([trend.words for trend in found], np.float64)
    rest, of_rest = count.sum() - here, words.sum() - of
    above = here * of_rest >= rest * of
    score = np.where(above, 1, -1) * log_likelihood(here, rest, of, of_rest)
    return [found[at] for at in np.argsort(-score, kind="stable").tolist()]
