"""Which passages answer a query, and how well.

Scores are BM25 (S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond", 2009), each run of words counting as one term, and so does each pair of neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import nlargest
from itertools import pairwise
from math import log
from typing import Protocol

from reader.errors import QueryError
from reader.search.analysis import words
from reader.search.dates import day_of
from reader.search.matches import follow
from reader.search.query import And, Node, Not, Or, Run, Slot, Where

K1, B = 1.2, 0.75

MOST_WORDS = 20_000
"""More words than this may not begin with one prefix."""

MOST_TYPED = 200
"""While a word is being typed, so many of the words it may become are looked for."""

Scores = dict[int, float]
"""By passage, the score."""


class Described(Protocol):
    """What the conditions on an episode are tested against."""

    @property
    def title(self) -> str: ...
    @property
    def show(self) -> str | None: ...
    @property
    def date(self) -> str | None: ...


class Postings(Protocol):
    """What answering needs of an index."""

    passages: int
    mean_length: float

    def all(self) -> Iterator[int]: ...
    def vocabulary(self, beginning: str = "") -> Mapping[str, int]: ...
    def postings(self, word: str) -> Iterator[tuple[int, bytes]]: ...
    def speakers(self) -> Iterable[str]: ...
    def by_speaker(self, name: str) -> Iterator[int]: ...
    def by_episode(self, episode: int) -> Iterator[int]: ...
    def lengths(self) -> Callable[[int], int]: ...


def expand(slot: Slot, index: Postings) -> list[str]:
    """The words of the index that `slot` accepts.

    A word still being typed stands for the most frequent `MOST_TYPED` of them. Raises `QueryError`
    when a prefix has more than `MOST_WORDS`.
    """
    found: dict[str, int] = {}
    for beginning in slot.beginnings():
        for word, frequency in index.vocabulary(beginning).items():
            if slot.accepts(word):
                found[word] = frequency
    if slot.kind == "typed":
        return nlargest(MOST_TYPED, found, key=lambda word: (found[word], word))
    if len(found) > MOST_WORDS:
        raise QueryError(
            f"{len(found):,} words begin with “{slot.word}”",
            position=slot.start,
            hint="write more of the word",
        )
    return list(found)


class Evaluator:
    """Answers queries from one index. `episodes` describes those in the index, by id."""

    def __init__(self, index: Postings, episodes: Mapping[int, Described]) -> None:
        self._index, self._episodes = index, episodes

    def scores(self, node: Node) -> Scores:
        """Every passage that answers `node`, with its score."""
        match node:
            case Run(slots):
                return self._run(slots)
            case Where():
                return dict.fromkeys(self._where(node), 0.0)
            case And(parts):
                return self._and(parts)
            case Or(parts):
                return self._or(parts)
            case Not(part):
                out = self.scores(part)
                return {passage: 0.0 for passage in self._index.all() if passage not in out}

    def _and(self, parts: tuple[Node, ...]) -> Scores:
        wanted = [self.scores(part) for part in parts if not isinstance(part, Not)]
        unwanted = [self.scores(part.part) for part in parts if isinstance(part, Not)]
        wanted.sort(key=len)
        found = wanted[0] if wanted else dict.fromkeys(self._index.all(), 0.0)
        for more in wanted[1:]:
            found = {passage: s + more[passage] for passage, s in found.items() if passage in more}
        for less in unwanted:
            found = {passage: score for passage, score in found.items() if passage not in less}
        return self._neighbours_first(parts, found)

    def _neighbours_first(self, parts: tuple[Node, ...], found: Scores) -> Scores:
        """`found`, with more for the passages in which the words stand as they are written."""
        runs = [part for part in parts if isinstance(part, Run)]
        for one, other in pairwise(runs):
            together = self._run((*one.slots, *other.slots)) if found else {}
            found = {passage: s + together.get(passage, 0.0) for passage, s in found.items()}
        return found

    def _or(self, parts: tuple[Node, ...]) -> Scores:
        found: Scores = defaultdict(float)
        for part in parts:
            for passage, score in self.scores(part).items():
                found[passage] += score
        return dict(found)

    def _run(self, slots: tuple[Slot, ...]) -> Scores:
        counts = self._counts(slots[0]) if len(slots) == 1 else self._consecutive(slots)
        rarity = log(1 + (self._index.passages - len(counts) + 0.5) / (len(counts) + 0.5))
        length, mean = self._index.lengths(), self._index.mean_length or 1.0
        return {
            passage: rarity * n * (K1 + 1) / (n + K1 * (1 - B + B * length(passage) / mean))
            for passage, n in counts.items()
        }

    def _counts(self, slot: Slot) -> dict[int, int]:
        counts: dict[int, int] = defaultdict(int)
        for word in expand(slot, self._index):
            for passage, positions in self._index.postings(word):
                counts[passage] += len(positions)
        return counts

    def _consecutive(self, slots: tuple[Slot, ...]) -> dict[int, int]:
        """How often the words stand one after another: positions are bits, shifted and joined."""
        masks: dict[int, int] | None = None
        for distance, slot in enumerate(slots):
            here: dict[int, int] = defaultdict(int)
            for word in expand(slot, self._index):
                for passage, positions in self._index.postings(word):
                    if masks is None or passage in masks:
                        for position in positions:
                            here[passage] |= 1 << position
            if masks is None:
                masks = here
            else:
                joined = ((p, masks[p] & (bits >> distance)) for p, bits in here.items())
                masks = {passage: bits for passage, bits in joined if bits}
            if not masks:
                return {}
        return {passage: bits.bit_count() for passage, bits in (masks or {}).items()}

    def _where(self, node: Where) -> Iterator[int]:
        if node.field == "speaker":
            for name in self._index.speakers():
                if _named(node.slots, name):
                    yield from self._index.by_speaker(name)
            return
        for id in self._chosen(node):
            yield from self._index.by_episode(id)

    def _chosen(self, node: Where) -> Iterator[int]:
        """The episodes that meet a condition. A number is an id if an episode has it."""
        if node.id is not None:
            yield node.id
            return
        if node.field == "episode" and len(node.slots) == 1 and node.slots[0].word.isdecimal():
            id = int(node.slots[0].word)
            if id in self._episodes:
                yield id
                return
        for id, episode in self._episodes.items():
            if node.days is not None:
                day = day_of(episode.date)
                meets = day is not None and node.days.covers(day)
            else:
                name = episode.show if node.field == "show" else episode.title
                meets = name is not None and _named(node.slots, name)
            if meets:
                yield id


def _named(slots: tuple[Slot, ...], name: str) -> bool:
    return next(follow(slots, list(words(name))), None) is not None
