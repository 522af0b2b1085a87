"""What is said in a segment, word by word: each passage as it is shown, its corrections in place.

A passage that a correction touches is read twice for the index (see `passages.Reading`); only the
second reading is counted here.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reader.search.segments.arrays import Array
from reader.search.segments.segment import Segment

_AT_ONCE = 1 << 18
"""So many pairs of a word and a passage are looked at together."""


def lengths(segment: Segment) -> Array:
    """How many words each passage has."""
    said = segment.column("length").astype(np.int64)
    skipped = segment.skipped
    return said if skipped is None else said - skipped


def counts(segment: Segment, passages: Array) -> Array:
    """How often each word of the segment is said in `passages`."""
    if not len(passages):
        return np.zeros(len(segment.words), np.int64)
    wanted = np.zeros(segment.size, bool)
    wanted[passages] = True
    often = np.where(wanted[segment.column("passage")], segment.column("times"), 0)
    total = np.concatenate([[0], np.cumsum(often, dtype=np.int64)])
    found: Array = np.diff(total[segment.column("pair_first")])
    skipped = segment.skipped
    if skipped is not None:
        for word, passage, place in _places(segment, wanted & (skipped > 0)):
            found -= np.bincount(word[place < skipped[passage]], minlength=len(found))
    return found


class Spoken:
    """The words of the `wanted` passages of a segment (a truth value for each), as they are said.

    The word at place n of passage p is `words[first[p] + n]`, by its number in the segment, and
    `first[p + 1]` is where the next wanted one begins.
    """

    def __init__(self, segment: Segment, wanted: Array) -> None:
        skipped = segment.skipped
        skips = np.zeros(segment.size, np.int64) if skipped is None else skipped
        self.first = np.zeros(segment.size + 1, np.int64)
        np.cumsum(np.where(wanted, lengths(segment), 0), out=self.first[1:])
        self.words = np.full(int(self.first[-1]), -1, np.int32)
        for word, passage, place in _places(segment, wanted):
            at = place - skips[passage]
            shown = at >= 0
            self.words[self.first[passage[shown]] + at[shown]] = word[shown]


def _places(segment: Segment, wanted: Array) -> Iterator[tuple[Array, Array, Array]]:
    """The words of the `wanted` passages, some at a time: their numbers, passages and places."""
    passages, times = segment.column("passage"), segment.column("times")
    pairs = np.flatnonzero(wanted[passages])
    ends = np.cumsum(times, dtype=np.uint32)
    first = segment.column("pair_first")
    per_word = first[1:] - first[:-1]
    words = np.repeat(np.arange(len(per_word), dtype=np.uint32), per_word)
    column = segment.column("place")
    for low in range(0, len(pairs), _AT_ONCE):
        some = pairs[low : low + _AT_ONCE]
        often = times[some].astype(np.int64)
        before = np.cumsum(often) - often
        at = np.repeat(ends[some] - often - before, often) + np.arange(int(often.sum()))
        places = column[at].astype(np.int64)
        yield np.repeat(words[some], often), np.repeat(passages[some], often), places
