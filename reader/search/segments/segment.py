"""A segment as it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from reader.search.files import guarded
from reader.search.segments import CORRECTED
from reader.search.segments.arrays import Array, Arrays, Strings
from reader.search.segments.build import Head
from reader.search.segments.recent import Recent


class Segment:
    """The segment in a file of arrays, of which the episodes `gone` no longer count.

    Safe to share between threads. `recent` is shared with other segments. Raises `Damaged` where
    the file is not as it was written.
    """

    def __init__(
        self, arrays: Arrays, gone: Iterable[int] = (), recent: Recent | None = None
    ) -> None:
        self.arrays, self._recent = arrays, recent or Recent()
        with guarded():
            self.words, self.stems = Strings(self.arrays, "word"), Strings(self.arrays, "stem")
            self.speakers = Strings(self.arrays, "speaker")
            self.size = len(self.arrays["start"])
        self.gone = frozenset(gone)

    # -- passages ----------------------------------------------------------------------------

    def column(self, name: str) -> Array:
        """A value for each passage (see the package)."""
        return self.arrays[name].all()

    @cached_property
    def episodes(self) -> Array:
        """The ids of the episodes, gone ones too."""
        return self.arrays["episodes"].all()

    @cached_property
    def names(self) -> list[str]:
        """Who speaks, by number: nobody, then the speakers."""
        with guarded():
            return ["", *(name.decode() for name in self.speakers.list())]

    @cached_property
    def heads(self) -> list[Head]:
        """What each of `episodes` says of itself."""
        with guarded():
            return [Head(*values) for values in json.loads(self.arrays["heads"].all().tobytes())]

    @cached_property
    def alive(self) -> Array | None:
        """For each passage whether it counts; None when all do."""
        if not self.gone:
            return None
        stays = ~np.isin(self.episodes, list(self.gone))
        return np.asarray(stays[self.column("owner")])

    @cached_property
    def count(self) -> int:
        """The number of passages that count."""
        return self.size if self.alive is None else int(np.count_nonzero(self.alive))

    @cached_property
    def length(self) -> int:
        """The number of words of all passages."""
        return int(self.column("length").sum(dtype=np.int64))

    @cached_property
    def turns(self) -> tuple[Array, Array]:
        """The number of each passage's turn, counted through, and each turn's first passage."""
        owner, turn = self.column("owner"), self.column("turn")
        begins = np.ones(self.size, bool)
        begins[1:] = (owner[1:] != owner[:-1]) | (turn[1:] != turn[:-1])
        return np.cumsum(begins) - 1, np.flatnonzero(begins)

    @cached_property
    def skipped(self) -> Array | None:
        """For each passage how many places its first reading takes, and what parts it from the
        second (see `passages.Reading`); None when no passage is read twice."""
        corrected = (self.column("flags") & CORRECTED) > 0
        if not corrected.any():
            return None
        # What parts the readings takes a place and is no word: the one place that is missing.
        passage, times = self.column("passage"), self.column("times")
        pairs = np.flatnonzero(corrected[passage])
        often = times[pairs].astype(np.int64)
        before = np.cumsum(times, dtype=np.int64)[pairs] - often
        places = self.column("place")[_runs(before, often)]
        said = np.bincount(np.repeat(passage[pairs], often), places, self.size).astype(np.int64)
        length = self.column("length").astype(np.int64)
        return np.where(corrected, length * (length - 1) // 2 - said + 1, 0)

    def all(self) -> Array:
        """The passages that count."""
        return np.arange(self.size) if self.alive is None else np.flatnonzero(self.alive)

    def of_episodes(self, ids: Iterable[int]) -> Array:
        """The passages of these episodes."""
        return self._with("owner", np.isin(self.episodes, list(ids)))

    def of_speakers(self, names: Iterable[str]) -> Array:
        """The passages of the speakers with exactly these names."""
        wanted = np.zeros(len(self.speakers) + 1, bool)
        for name in names:
            number = self.speakers.find(name.encode("utf-8", "replace"))
            if number is not None:
                wanted[number + 1] = True
        return self._with("who", wanted)

    def _with(self, column: str, wanted: Array) -> Array:
        if not wanted.any():
            return np.zeros(0, np.int64)
        return self.living(np.flatnonzero(wanted[self.column(column)]))

    def living(self, passages: Array) -> Array:
        """Those of `passages` that count."""
        return passages if self.alive is None else passages[self.alive[passages]]

    # -- words -------------------------------------------------------------------------------

    def word(self, word: str) -> list[range]:
        """The number of a word; an empty list when it is not there."""
        number = self.words.find(word.encode())
        return [] if number is None else [range(number, number + 1)]

    def with_stem(self, stem: str) -> list[range]:
        """The numbers of the words with this stem."""
        number = self.stems.find(stem.encode())
        if number is None:
            return []
        low, high = self.arrays["stem_first"].cut(number, number + 2).tolist()
        return [range(n, n + 1) for n in self.arrays["stem_words"].cut(low, high).tolist()]

    def beginning(self, prefix: str) -> list[range]:
        """The numbers of the words that begin so."""
        found = self.words.beginning(prefix.encode())
        return [found] if found else []

    def spread(self, words: range) -> Array:
        """In how many passages each of these words is, gone ones too."""
        return np.diff(self.arrays["pair_first"].cut(words.start, words.stop + 1).astype(np.int64))

    def weight(self, words: Sequence[range]) -> int:
        """How many pairs `words` have."""
        first = self.arrays["pair_first"]
        return sum(int(first[each.stop]) - int(first[each.start]) for each in words)

    def counts(self, words: Sequence[range]) -> tuple[Array, Array]:
        """The passages that have any of `words`, ascending, and how often each has them.

        Of words that are nearly everywhere it is not counted how often.
        """
        if not words:
            return _NOTHING, _NOTHING
        cuts = [self._pairs(each) for each in words]
        weight = sum(len(pairs) for pairs, _ in cuts)
        if len(cuts) == 1 and len(words[0]) == 1:
            passages, times = cuts[0]
        elif weight < self.size // 16:
            passages, times = _added(cuts)
        else:
            passages, times = _summed(cuts, self.size, plain=weight > self.size)
        if self.alive is not None:
            living = self.alive[passages]
            passages, times = passages[living], times[living]
        return passages, times

    def places(self, words: Sequence[range], within: Array | None = None) -> Array:
        """Where any of `words` is said, ascending: 256 times the passage, plus the place there.

        With `within`, a value for each passage, only in the passages for which that is true.
        Passages that no longer count are among them.
        """
        if within is None and len(words) == 1 and len(words[0]) == 1:
            (word,) = words
            key = (self.arrays, word.start)
            return self._recent.get(key, lambda: self._places(word, None))
        found = [self._places(each, within) for each in words]
        if len(found) == 1 and len(words[0]) == 1:
            return found[0]
        return np.sort(np.concatenate([_NO_PLACES, *found]))

    def _places(self, words: range, within: Array | None) -> Array:
        passages, times = self._pairs(words)
        first = self.arrays["place_first"]
        places = self.arrays["place"].cut(int(first[words.start]), int(first[words.stop]))
        if within is not None:
            kept = np.flatnonzero(within[passages])
            ends = np.cumsum(times, dtype=np.uint32)[kept]
            passages, times = passages[kept], times[kept]
            places = places[_runs(ends - times, times)]
        return np.repeat(passages.astype(np.uint32) << 8, times) | places

    def _pairs(self, words: range) -> tuple[Array, Array]:
        first = self.arrays["pair_first"]
        low, high = int(first[words.start]), int(first[words.stop])
        return self.arrays["passage"].cut(low, high), self.arrays["times"].cut(low, high)


def _runs(starts: Array, lengths: Array) -> Array:
    """The numbers of runs that start so and are so long, one run after another."""
    before = np.cumsum(lengths, dtype=np.int64) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum(dtype=np.int64))


_NOTHING = np.zeros(0, np.uint16)
_NO_PLACES = np.zeros(0, np.uint32)


def _added(cuts: list[tuple[Array, Array]]) -> tuple[Array, Array]:
    """Few pairs of several words, added up by passage."""
    passages, place = np.unique(np.concatenate([pairs for pairs, _ in cuts]), return_inverse=True)
    times = np.bincount(place, np.concatenate([often for _, often in cuts]), len(passages))
    return passages, times.astype(np.uint16)


def _summed(cuts: list[tuple[Array, Array]], size: int, *, plain: bool) -> tuple[Array, Array]:
    """Many pairs of several words, added up by passage; if `plain`, once each."""
    total = np.zeros(size, np.uint16)
    for pairs, often in cuts:
        if plain:
            total[pairs] = 1
        else:
            total += np.bincount(pairs, often, size).astype(np.uint16)
    passages = np.flatnonzero(total).astype(np.uint16)
    return passages, total[passages]
