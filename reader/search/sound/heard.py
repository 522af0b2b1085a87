"""What was said and misheard: words that sound like those asked for, and stand in the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np

from reader.search.analysis import fold, tokens
from reader.search.query import And, Exchange, Node, Not, Or, Rated, Run, Slot, Turn
from reader.search.segments.arrays import Array
from reader.search.segments.build import joined
from reader.search.segments.segment import Segment
from reader.search.sound.sounds import Heard, Sounds, best

MOST = 40
"""For one name so many spellings are looked for."""


class Ear:
    """Knows by what other words a name may have been written in the passages of `segments`.

    `names` gives the names of those who speak and the titles: they are spelled right.
    """

    def __init__(self, segments: Sequence[Segment], names: Callable[[], Iterable[str]]) -> None:
        self._segments, self._names = segments, names

    def resolved(self, node: Node) -> Node:
        """`node`, each word asked for by its sound replaced by the words of the index like it."""
        match node:
            case Run(slots) if any(slot.kind == "sound" for slot in slots):
                return self._run(slots)
            case And(parts):
                return And(tuple(map(self.resolved, parts)))
            case Or(parts):
                return Or(tuple(map(self.resolved, parts)))
            case Not(part):
                return Not(self.resolved(part))
            case Turn(part):
                return Turn(self.resolved(part))
            case Exchange(question, answer):
                return Exchange(
                    question and self.resolved(question), answer and self.resolved(answer)
                )
        return node

    def also(self, node: Node) -> tuple[str, ...]:
        """Likely other spellings of what `node` seeks, if that is one word, likeliest first."""
        if not (isinstance(node, Run) and len(node.slots) == 1 and node.slots[0].kind == "stem"):
            return ()
        return tuple(" ".join(h.words) for h in self._sounds.also_heard_as(node.slots[0].word))

    @cached_property
    def _sounds(self) -> Sounds:
        segments = self._segments
        words, moved = joined(segment.words.list() for segment in segments)
        counts = np.zeros(len(words), np.int64)
        for segment, numbers in zip(segments, moved, strict=True):
            counts[numbers] += segment.spread(range(len(numbers)))
        known = {fold(word) for name in self._names() for word in tokens(name)}
        return Sounds([word.decode() for word in words], counts.tolist(), known)

    def _run(self, slots: tuple[Slot, ...]) -> Rated:
        """The run itself, what each of its words may be, and what it may be as a single word."""
        found: dict[tuple[Slot, ...], float] = {
            tuple(_exact(slot.word, slot) for slot in slots): 1.0
        }
        if len(slots) > 1:
            alike = tuple(self._alike(slot) for slot in slots)
            found[alike] = _ALIKE
        whole = "".join(slot.word for slot in slots)
        for heard in self._heard(whole):
            way = tuple(_exact(word, slots[0]) for word in heard.words)
            found.setdefault(way, heard.score)
        if len(slots) > 1:
            found.setdefault((_exact(whole, slots[0]),), 1.0)
        return Rated(tuple((Run(way), score) for way, score in found.items()))

    def _alike(self, slot: Slot) -> Slot:
        words = {slot.word, *(h.words[0] for h in self._sounds.like(slot.word, MOST))}
        return Slot(slot.word, "any", slot.start, slot.end, frozenset(words))

    def _heard(self, word: str) -> list[Heard]:
        sounds = self._sounds
        near = {
            pair
            for halves in sounds.halves(word)
            for segment in self._segments
            for pair in _neighbours(segment, halves.firsts, halves.seconds)
        }
        return best([*sounds.like(word, MOST), *sounds.pairs(word, near)], MOST)


_ALIKE = 0.9
"""How good a phrase is all words of which may be misheard."""


def _exact(word: str, slot: Slot) -> Slot:
    return Slot(word, "exact", slot.start, slot.end)


def _neighbours(
    segment: Segment, firsts: Sequence[str], seconds: Sequence[str]
) -> Iterable[tuple[str, str]]:
    """The pairs of a first and a second word that stand side by side somewhere in a segment."""
    before, one = _labelled(segment, firsts)
    after, two = _labelled(segment, seconds)
    if not len(before) or not len(after):
        return []
    if len(before) <= len(after):
        first, second = _meeting(before + np.uint32(1), after)
    else:
        second, first = _meeting(after, before + np.uint32(1))
    pairs = np.unique(one[first].astype(np.int64) * len(seconds) + two[second])
    return [(firsts[pair // len(seconds)], seconds[pair % len(seconds)]) for pair in pairs.tolist()]


def _labelled(segment: Segment, words: Sequence[str]) -> tuple[Array, Array]:
    """The places of some words, ascending, and which of the words each is."""
    places = [segment.places(found) if (found := segment.word(word)) else None for word in words]
    known = [(place, label) for label, place in enumerate(places) if place is not None]
    if not known:
        return np.zeros(0, np.uint32), np.zeros(0, np.int64)
    place = np.concatenate([place for place, _ in known])
    label = np.repeat([label for _, label in known], [len(place) for place, _ in known])
    order = np.argsort(place)
    return place[order], label[order]


def _meeting(few: Array, many: Array) -> tuple[Array, Array]:
    """Where the values of `few` are in it and in `many`, both ascending."""
    at = np.searchsorted(many, few)
    at[at == len(many)] = 0
    here = np.flatnonzero(many[at] == few)
    return here, at[here]
