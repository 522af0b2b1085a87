"""Building a segment: from the words of passages, or from other segments."""

from __future__ import annotations

import json
from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from reader.search.analysis import fold, stem
from reader.search.passages import APART, Reading
from reader.search.segments import CORRECTED, EXACT, LONGEST, MOST
from reader.search.segments.arrays import Array, strings

Tables = dict[str, Array]
"""The arrays of a segment, by name."""

_COLUMNS = {
    "owner": "H",
    "who": "I",
    "length": "B",
    "start": "I",
    "end": "I",
    "turn": "I",
    "millis": "Q",
    "flags": "B",
}


class Head(NamedTuple):
    """What an episode says of itself, as far as searches ask."""

    title: str
    show: str | None
    date: str | None


class _Numbers(dict[str, int]):
    """From a word as it is written to the number of what it is folded to, given as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.folded: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        known = self.folded
        number = self[word] = known.setdefault(fold(word), len(known))
        return number


class Builder:
    """Collects the passages of one segment."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._words = array("I")
        self._columns = {name: array(kind) for name, kind in _COLUMNS.items()}
        self._speakers: dict[str, int] = {}
        self.episodes: list[int] = []
        self._heads: list[Head] = []

    def __len__(self) -> int:
        """The number of passages."""
        return len(self._columns["start"])

    def add(self, episode: int, head: Head, readings: deque[Reading]) -> None:
        """Take the passages of an episode out of `readings`, as many as there is room for."""
        self.episodes.append(episode)
        self._heads.append(head)
        columns, words, number = self._columns, self._words, self._numbers.__getitem__
        appends = [columns[name].append for name in _COLUMNS]
        owner, speakers = len(self.episodes) - 1, self._speakers
        while readings and len(self) < MOST:
            reading = readings.popleft()
            said = reading.words[:LONGEST]
            words.extend(map(number, said))
            name = reading.speaker
            values = (
                owner,
                speakers.setdefault(name, len(speakers)) + 1 if name else 0,
                len(said),
                reading.start,
                reading.end,
                reading.turn,
                max(0, round(reading.second * 1000)),
                EXACT * reading.exact | CORRECTED * reading.corrected,
            )
            for append, value in zip(appends, values, strict=True):
                append(value)

    def tables(self) -> Tables:
        """The segment's arrays."""
        columns = {name: np.array(values) for name, values in self._columns.items()}
        lengths = columns["length"].astype(np.int64)
        known = sorted(self._numbers.folded, key=str.encode)
        rank = np.empty(len(known), np.uint32)
        rank[np.fromiter(map(self._numbers.folded.__getitem__, known), np.int64, len(known))] = (
            np.arange(len(known), dtype=np.uint32)
        )
        word = rank[np.frombuffer(self._words, np.uint32)] if self._words else _NONE
        passage = np.repeat(np.arange(len(self), dtype=np.uint16), lengths)
        begin = np.cumsum(lengths) - lengths
        place = (np.arange(len(word)) - np.repeat(begin, lengths)).astype(np.uint8)
        if APART in self._numbers.folded:
            said = word != known.index(APART)
            word, passage, place = word[said], passage[said], place[said]
        names = sorted(self._speakers, key=_encoded)
        turned = np.zeros(len(names) + 1, np.uint32)
        for number, name in enumerate(names, 1):
            turned[self._speakers[name] + 1] = number
        columns["who"] = turned[columns["who"]]
        return {
            **postings([w.encode() for w in known], word, passage, place),
            **described(self.episodes, self._heads, [_encoded(name) for name in names]),
            **{name: narrowed(column) for name, column in columns.items()},
        }


_NONE = np.zeros(0, np.uint32)


def _encoded(name: str) -> bytes:
    return name.encode("utf-8", "replace")


def described(episodes: Sequence[int], heads: Sequence[Head], names: list[bytes]) -> Tables:
    """The arrays on episodes and speakers."""
    values = json.dumps(heads).encode()
    return {
        "episodes": np.array(episodes, np.int64),
        "heads": np.frombuffer(values, np.uint8),
        **strings("speaker", names),
    }


def postings(words: list[bytes], word: Array, passage: Array, place: Array) -> Tables:
    """The arrays on words: `word[n]`, a place in the sorted `words`, stands at `place[n]` of
    `passage[n]`. Where one word is concerned, passages and places ascend."""
    order = stable_order(word)
    word, passage, place = word[order], passage[order], place[order]
    begins = np.empty(len(word), bool)
    if len(word):
        begins[0] = True
        np.not_equal(word[1:], word[:-1], out=begins[1:])
        begins[1:] |= passage[1:] != passage[:-1]
    first = np.flatnonzero(begins)
    times = np.diff(first, append=len(word)).astype(np.uint8)
    pairs = np.bincount(word[first], minlength=len(words))
    places = np.bincount(word, minlength=len(words))
    kept = np.flatnonzero(pairs)
    known = [words[number] for number in kept.tolist()] if len(kept) < len(words) else words
    return {
        **strings("word", known),
        "pair_first": _firsts(pairs[kept]),
        "place_first": _firsts(places[kept]),
        "passage": passage[first],
        "times": times,
        "place": place,
        **_stems(known),
    }


def narrowed(numbers: Array) -> Array:
    """Natural numbers in as few bytes as they need."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def _firsts(counts: Array) -> Array:
    """Where each group begins, of groups of these sizes one after another; and where all end."""
    first = np.zeros(len(counts) + 1, np.uint32)
    np.cumsum(counts, out=first[1:])
    return first


def _stems(words: list[bytes]) -> Tables:
    grouped: dict[bytes, list[int]] = {}
    for number, word in enumerate(words):
        grouped.setdefault(stem(word.decode()).encode(), []).append(number)
    stems = sorted(grouped)
    counts = np.array([len(grouped[s]) for s in stems], np.uint32)
    numbers = [number for s in stems for number in grouped[s]]
    return {
        **strings("stem", stems),
        "stem_first": _firsts(counts),
        "stem_words": np.array(numbers, np.uint32),
    }


def stable_order(keys: Array) -> Array:
    """The indexes that put `keys`, unsigned and of 32 bits, into ascending order; equal ones stay
    in the order they have. NumPy sorts 16 bits by radix, so each half is sorted by itself."""
    low = np.argsort((keys & 0xFFFF).astype(np.uint16), kind="stable")
    if not len(keys) or int(keys.max()) <= 0xFFFF:
        return low
    high = np.argsort((keys[low] >> 16).astype(np.uint16), kind="stable")
    return low[high]


def joined(vocabularies: Iterable[list[bytes]]) -> tuple[list[bytes], list[Array]]:
    """All the strings of sorted lists as one sorted list, and for each list where they now are."""
    lists = list(vocabularies)
    known = sorted(set().union(*lists))
    number = {value: at for at, value in enumerate(known)}
    moved = [np.fromiter(map(number.__getitem__, old), np.uint32, len(old)) for old in lists]
    return known, moved
