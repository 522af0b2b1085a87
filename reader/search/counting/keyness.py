"""Keyness: the words that are more frequent in one part of what is said than in the rest of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reader.errors import NotFound
from reader.search.analysis import words
from reader.search.counting.frequency import PER, log_likelihood
from reader.search.counting.occurrences import Said
from reader.search.counting.spoken import Spoken, counts
from reader.search.counting.trends import By
from reader.search.dates import days
from reader.search.evaluate import Answer
from reader.search.query import Slot, Where
from reader.search.segments.arrays import Array
from reader.search.segments.segment import Segment
from reader.search.snapshot import Snapshot

LEAST = 2
"""A word that is said less often here is not looked at."""

PIECES = frozenset(
    "s t d m ll re ve don didn doesn isn aren wasn weren couldn wouldn shouldn haven hasn hadn ain"
    " mustn needn".split()
)
"""What an apostrophe leaves of a contraction: words of the index, but not of the language."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A folded word that is said `count` times here: `rate` for every 10,000 words, and `elsewhere`
    in the rest. The higher the `score`, the less that is by chance."""

    word: str
    count: int
    rate: float
    elsewhere: float
    score: float


def condition(by: By, name: str | int) -> Where:
    """What passages of a year, show or speaker of that name, or of an episode of that id, meet.

    Raises `NotFound` for a name without a word and a year that is none.
    """
    if by == "episode" or isinstance(name, int):
        return Where("episode", id=int(name))
    if by == "year":
        span = days(name, whole_years=True)
        if span is None:
            raise NotFound(f"“{name}” is no year", hint="such as 2022 or 2022..2024")
        return Where("year", days=span)
    slots = tuple(Slot(word.text, "exact") for word in words(name))
    if not slots:
        raise NotFound(f"“{name}” names no {by}")
    return Where(by, slots)


def keywords(snapshot: Snapshot, found: Answer) -> list[Keyword]:
    """The words that set the passages `found` apart from all others, the most telling first."""
    parts = []
    for segment, part in zip(snapshot.segments, found, strict=True):
        here = counts(segment, part.passages)
        parts.append((segment, here, counts(segment, segment.all()) - here))
    return _telling(parts)


def collocates(snapshot: Snapshot, said: Sequence[Said], window: int) -> list[Keyword]:
    """The words that stand at most `window` words from what is `said`, in the same passage, more
    often than in the rest of the library, the most telling first.

    Each word said there counts once, however many occurrences it is near to, and those that are
    part of an occurrence do not.
    """
    parts = []
    for segment, here in zip(snapshot.segments, said, strict=True):
        near, sought = _near(segment, here, window)
        parts.append((segment, near, counts(segment, segment.all()) - near - sought))
    return _telling(parts)


def _near(segment: Segment, said: Said, window: int) -> tuple[Array, Array]:
    """How often each word of a segment stands near to what is said, and how often within it."""
    size = len(segment.words)
    wanted = np.zeros(segment.size, bool)
    passages = said.passages.astype(np.int64)
    wanted[passages] = True
    spoken = Spoken(segment, wanted)
    begin = spoken.first[passages] + said.places
    end = begin + said.words
    sought = _covered(begin, end, len(spoken.words))
    low = np.maximum(begin - window, spoken.first[passages])
    high = np.minimum(end + window, spoken.first[passages + 1])
    near = _covered(low, high, len(spoken.words)) & ~sought
    known = spoken.words >= 0
    return (
        np.bincount(spoken.words[near & known], minlength=size),
        np.bincount(spoken.words[sought & known], minlength=size),
    )


def _covered(begin: Array, end: Array, size: int) -> Array:
    """Which of `size` places lie within any of the stretches `[begin, end)`."""
    steps = np.bincount(begin, minlength=size + 1) - np.bincount(
        np.maximum(begin, end), minlength=size + 1
    )
    covered: Array = np.cumsum(steps[:size]) > 0
    return covered


def _telling(parts: Iterable[tuple[Segment, Array, Array]]) -> list[Keyword]:
    """From how often each word of each segment is said here and in the rest."""
    here: Counter[bytes] = Counter()
    rest: Counter[bytes] = Counter()
    words_here = words_rest = 0
    for segment, inside, outside in parts:
        known = segment.words.list()
        for counter, numbers in ((here, inside), (rest, outside)):
            some = np.flatnonzero(numbers).tolist()
            pairs = zip(some, numbers[some].tolist(), strict=True)
            counter.update({known[word]: often for word, often in pairs})
        words_here, words_rest = words_here + int(inside.sum()), words_rest + int(outside.sum())
    often = {word: count for word, count in here.items() if count >= LEAST}
    one = np.array(list(often.values()), np.float64)
    other = np.array([rest[word] for word in often], np.float64)
    score = log_likelihood(one, other, words_here, words_rest)
    rate, elsewhere = one * PER / max(words_here, 1), other * PER / max(words_rest, 1)
    rows = zip(
        often,
        one.astype(int).tolist(),
        rate.tolist(),
        elsewhere.tolist(),
        score.tolist(),
        strict=True,
    )
    telling = [
        Keyword(word.decode(), *numbers)
        for word, *numbers in rows
        if words_rest and numbers[1] > numbers[2] and word.decode() not in PIECES
    ]
    return sorted(telling, key=lambda keyword: (-keyword.score, keyword.word))
