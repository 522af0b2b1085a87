"""The queries of our own among Whoosh's, and a question of the reader as a query of Whoosh's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from whoosh import query as whoosh

from reader.search.analysis import stem
from reader.search.query import And, Node, Not, Or, Pattern, Run, Slot, Where
from reader.search.regex import Scan
from reader.search.segments.arrays import Array
from reader.search.segments.segment import Segment

Choose = Callable[[Where | Pattern], Any]
"""Makes the query of a condition."""


class Typed(whoosh.Prefix):  # type: ignore[misc]
    """The words that begin as `text`, and those that have the same stem."""

    def __init__(self, text: str) -> None:
        super().__init__("word", text)
        self.stem = stem(text)

    def _btexts(self, reader: Any) -> Iterator[bytes]:
        beginning = {word.encode() for word in reader.expand_prefix("word", self.text)}
        yield from sorted(beginning | set(reader.with_stem(self.stem)))


class Near(whoosh.Sequence):  # type: ignore[misc]
    """A word of each of `subqueries`, in any order, the last at most `within` words after the
    first."""

    def __init__(self, subqueries: Sequence[Any], within: int) -> None:
        super().__init__(subqueries, slop=within, ordered=False)
        self.within = within


class Condition(whoosh.Query):  # type: ignore[misc]
    """What is asked of a passage other than its words."""

    def passages(self, segment: Segment) -> Array:
        """The passages of `segment` that meet it, ascending."""
        raise NotImplementedError

    def is_leaf(self) -> bool:
        return True

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        from whoosh.matching import ListMatcher

        return ListMatcher(self.passages(searcher.reader().source).tolist())


class OfEpisodes(Condition):
    """Passages of some episodes, by id."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = list(ids)

    def passages(self, segment: Segment) -> Array:
        return segment.of_episodes(self.ids)


class BySpeakers(Condition):
    """What some people say, by their names."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)

    def passages(self, segment: Segment) -> Array:
        return segment.of_speakers(self.names)


class Matching(Condition):
    """What a regular expression is found in: slow, so it looks at as few passages as it can.

    `read` gives the text of an episode.
    """

    def __init__(self, scan: Scan, read: Callable[[int], str]) -> None:
        self._scan, self._read = scan, read

    def passages(self, segment: Segment) -> Array:
        return self.among(segment, segment.all())

    def among(self, segment: Segment, passages: Array) -> Array:
        """Those of `passages` in which it is found."""
        owner = segment.column("owner")[passages]
        start, end = segment.column("start")[passages], segment.column("end")[passages]
        found = np.zeros(len(passages), bool)
        for number in np.unique(owner).tolist():
            here = np.flatnonzero(owner == number)
            text = self._read(int(segment.episodes[number]))
            spans = zip(start[here].tolist(), end[here].tolist(), strict=True)
            matches = self._scan.matches([text[low:high] for low, high in spans])
            found[here] = list(map(bool, matches))
        return passages[found]


_TELLING = 4
"""A half written word of fewer letters says nothing about what stands beside another."""


def translated(node: Node, choose: Choose) -> Any:
    """`node` as a query of Whoosh; `choose` makes that of a condition."""
    match node:
        case Run(slots):
            return _run(slots)
        case Where() | Pattern():
            return choose(node)
        case And(parts):
            return _all(parts, choose)
        case Or(parts):
            return whoosh.Or([translated(part, choose) for part in parts])
        case Not(part):
            return whoosh.Not(translated(part, choose))


def _all(parts: tuple[Node, ...], choose: Choose) -> Any:
    """All parts; the passages in which the words stand as they are written are the better ones."""
    found = whoosh.And([translated(part, choose) for part in parts])
    runs = [part for part in parts if isinstance(part, Run)]
    for one, other in pairwise(runs):
        if any(slot.kind == "typed" and len(slot.word) < _TELLING for slot in other.slots):
            continue
        found = whoosh.AndMaybe(found, _run((*one.slots, *other.slots)))
    return found


def _run(slots: tuple[Slot, ...]) -> Any:
    words = [_word(slot) for slot in slots]
    if len(words) == 1:
        return words[0]
    fields = {word.field() for word in words}
    if all(isinstance(word, whoosh.Term) for word in words) and len(fields) == 1:
        return whoosh.Phrase(fields.pop(), [word.text for word in words])
    return whoosh.Sequence(words)


def _word(slot: Slot) -> Any:
    match slot.kind:
        case "exact":
            return whoosh.Term("word", slot.word)
        case "stem":
            return whoosh.Term("stem", stem(slot.word))
        case "prefix":
            return whoosh.Prefix("word", slot.word)
        case "typed":
            return Typed(slot.word)
