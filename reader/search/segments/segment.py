"""A segment as it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from reader.search.files import guarded
from reader.search.segments.arrays import Array, Arrays, Strings
from reader.search.segments.build import Head


class Segment:
    """The segment in a file of arrays, of which the episodes `gone` no longer count.

    Safe to share between threads. Raises `Damaged` where the file is not as it was written.
    """

    def __init__(self, arrays: Arrays, gone: Iterable[int] = ()) -> None:
        self.arrays = arrays
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

    def counts(self, words: Sequence[range]) -> tuple[Array, Array]:
        """The passages that have any of `words`, ascending, and how often each has them."""
        if not words:
            return _NOTHING, _NOTHING
        cuts = [self._pairs(each) for each in words]
        if len(cuts) == 1 and len(words[0]) == 1:
            passages, times = cuts[0]
        elif sum(len(pairs) for pairs, _ in cuts) < self.size // 16:
            passages, times = _added(cuts)
        else:
            total = np.zeros(self.size, np.int64)
            for pairs, often in cuts:
                total += np.bincount(pairs, often, self.size).astype(np.int64)
            passages = np.flatnonzero(total)
            times = total[passages]
        if self.alive is not None:
            living = self.alive[passages]
            passages, times = passages[living], times[living]
        return passages, times

    def places(self, words: Sequence[range]) -> Array:
        """Where any of `words` is said, ascending: 256 times the passage, plus the place there.

        Passages that no longer count are among them.
        """
        found = [self._places(each) for each in words]
        if not found:
            return np.zeros(0, np.uint32)
        if len(found) == 1 and len(words[0]) == 1:
            return found[0]
        # Each is made of ascending runs, which the stable sort finds and merges.
        return np.sort(np.concatenate(found), kind="stable")

    def _places(self, words: range) -> Array:
        passages, times = self._pairs(words)
        first = self.arrays["place_first"]
        places = self.arrays["place"].cut(int(first[words.start]), int(first[words.stop]))
        return np.repeat(passages.astype(np.uint32) << 8, times) | places

    def _pairs(self, words: range) -> tuple[Array, Array]:
        first = self.arrays["pair_first"]
        low, high = int(first[words.start]), int(first[words.stop])
        return self.arrays["passage"].cut(low, high), self.arrays["times"].cut(low, high)


_NOTHING = np.zeros(0, np.int64)


def _added(cuts: list[tuple[Array, Array]]) -> tuple[Array, Array]:
    """Few pairs of several words, added up by passage."""
    passages, place = np.unique(np.concatenate([pairs for pairs, _ in cuts]), return_inverse=True)
    times = np.bincount(place, np.concatenate([often for _, often in cuts]), len(passages))
    return passages, times.astype(np.int64)
