"""Sounds like: the words of a vocabulary that may be a misheard name.

`Sounds` is made of a vocabulary and knows no index. What it finds is of three kinds:

- a word heard as another word: `like("sutskever")` gives `satskever`;
- a word heard as two neighbours: `halves("chatgpt")` gives words that may be its first and its
  second part, the caller keeps the pairs that stand side by side somewhere (`chad gpt`), and
  `pairs` puts them in order;
- two words heard as one, or parted at another place: `like` and `halves` of the two written
  together.

The words of a phrase are asked for each by itself as well; what is neighbours is again the
caller's to know, who has the positions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log
from typing import NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from reader.search.analysis import LONGEST
from reader.search.sound.phonetics import (
    codes,
    edited,
    packed,
    skeleton,
    skeletons,
    spelled_apart,
    spoken_apart,
)

PLAUSIBLE = 0.55
"""The score from which a word is an answer at all."""

LIKELY = 0.8
"""The score from which a word is offered unasked."""

_SEARCHED, _SIFTED = 40_000, 200
_HALVES = 80
_RARE = 3, 5000


class Heard(NamedTuple):
    """What may have been heard: one word or two neighbours, and how likely, from 0 to 1."""

    words: tuple[str, ...]
    score: float


class Halves(NamedTuple):
    """Words that may be the first part of a name, and words that may be what follows it."""

    firsts: tuple[str, ...]
    seconds: tuple[str, ...]


class Sounds:
    """A vocabulary, arranged so that what sounds like a word is found without reading it whole."""

    def __init__(
        self, words: Sequence[str], counts: Sequence[int], known: Iterable[str] = ()
    ) -> None:
        """`words` are folded and each named once; `counts` says how often each occurs.

        `known` are folded words spelled right: the names of speakers, the words of titles.
        """
        keys = packed(skeletons(words))
        self._order = np.argsort(keys)
        self._keys = keys[self._order]
        self._words = words
        self._counts = counts
        self._all = sum(counts)
        self._known = frozenset(known)

    def like(self, word: str, limit: int = 20, least: float = PLAUSIBLE) -> list[Heard]:
        """The words that sound like a folded word, best first, without the word itself.

        None scores less than `least`. What holds no letter, such as a number, sounds like nothing
        else, and so does what is longer than a word can be.
        """
        if not _speakable(word):
            return []
        bones = skeleton(word)
        numbers = self._sounding(bones, min(len(bones), 1 if len(bones) < 4 else 2), _SEARCHED)
        near = [self._words[number] for number in numbers]
        sifted = process.extract(word, near, scorer=JaroWinkler.similarity, limit=_SIFTED)
        right = self._right_beside(word)
        heard = (
            self._heard(word, (other,), self._counts[numbers[at]], right)
            for other, _, at in sifted
            if other != word
        )
        return best((one for one in heard if one.score >= least), limit)

    def halves(self, word: str) -> list[Halves]:
        """For every place where a folded word may be parted, what its two parts sound like.

        Of the pairs of a first and a second half the caller keeps those that occur.
        """
        if not _speakable(word):
            return []
        sounding: dict[str, list[str]] = {}
        cuts = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 1)]
        return [
            Halves(firsts, seconds)
            for one, two in cuts
            if (firsts := self._part(one, sounding)) and (seconds := self._part(two, sounding))
        ]

    def pairs(
        self, word: str, neighbours: Iterable[tuple[str, str]], least: float = PLAUSIBLE
    ) -> list[Heard]:
        """The neighbours as what may have been heard for `word`, best first, from `least` up.

        A pair that holds the word itself is no mistake for it and is left out.
        """
        apart = {pair for pair in neighbours if word not in pair}
        counts = {one: self.count(one) for pair in apart for one in pair}
        right = self._right_beside(word)
        heard = (self._heard(word, pair, max(counts[one] for one in pair), right) for pair in apart)
        return best((one for one in heard if one.score >= least), len(apart))

    def count(self, word: str) -> int:
        """How often a folded word occurs."""
        for number in self._sounding(skeleton(word), 0, len(self._words)):
            if self._words[number] == word:
                return self._counts[number]
        return 0

    def worth_asking(self, word: str) -> bool:
        """Whether a word looks like one that may be misheard: a name that is known, or a rare word.

        Short words are not, as too much sounds like them; nor is what has no sound in English.
        """
        if len(word) < 4 or len(skeleton(word)) < 2 or not (word.isalpha() and codes(word)):
            return False
        few, share = _RARE
        return word in self._known or self.count(word) <= max(few, self._all // share)

    def also_heard_as(self, word: str, limit: int = 5) -> list[Heard]:
        """What to offer unasked beside a plain search of a word: what is likely, or nothing."""
        if not self.worth_asking(word):
            return []
        return [heard for heard in self.like(word, limit) if heard.score >= LIKELY]

    def _right_beside(self, word: str) -> frozenset[str]:
        """Words that are no mistake for `word`: the known ones, if it is a word at all.

        One that is neither known nor written anywhere may be the mistake itself, for one of them.
        """
        return self._known if word in self._known or self.count(word) else frozenset()

    def _heard(
        self, word: str, others: tuple[str, ...], often: int, right: frozenset[str]
    ) -> Heard:
        """The others with their score, if they occur `often`, the commoner of two.

        What is often written is less likely a mistake, and what is `right` is least so.
        """
        together = "".join(others)
        apart = 0.6 * spelled_apart(word, together) + 0.4 * spoken_apart(word, together)
        if right.issuperset(others):
            often = self._all
        common = log(1 + often) / log(2 + self._all)
        return Heard(others, max(0.0, 1 - apart * (1 + common)))

    def _part(self, part: str, sounding: dict[str, list[str]]) -> tuple[str, ...]:
        """The words most like a part of a word; `sounding` keeps those of each skeleton."""
        bones = skeleton(part)
        if bones not in sounding:
            numbers = self._sounding(bones, 1 if len(bones) > 1 else 0, _SEARCHED // 4)
            sounding[bones] = [self._words[number] for number in numbers]
        near = process.extract(
            part, sounding[bones], scorer=JaroWinkler.similarity, limit=_HALVES, score_cutoff=0.5
        )
        return tuple(other for other, _, _ in near)

    def _sounding(self, bones: str, edits: int, most: int) -> list[int]:
        """The numbers of the words whose skeletons are within so many edits of `bones`.

        Where more than `most` words are, fewer edits do, and in the end `most` of the words.
        """
        wanted = np.unique(packed("".join(f"{one}\n" for one in edited(bones, edits)).encode()))
        starts = np.searchsorted(self._keys, wanted, "left")
        ends = np.searchsorted(self._keys, wanted, "right")
        if edits and int((ends - starts).sum()) > most:
            return self._sounding(bones, edits - 1, most)
        found = np.flatnonzero(ends > starts)
        spans = zip(starts[found].tolist(), ends[found].tolist(), strict=True)
        return [n for start, end in spans for n in self._order[start:end].tolist()][:most]


def _speakable(word: str) -> bool:
    return len(word) <= LONGEST and any(map(str.isalpha, word))


def best(heard: Iterable[Heard], limit: int) -> list[Heard]:
    """The `limit` most likely, best first; equals in the order of their letters."""
    return sorted(heard, key=lambda one: (-one.score, one.words))[:limit]
