"""The queries of our own among Whoosh's, and a question of the reader as a query of Whoosh's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from whoosh import query as whoosh

from reader.search.analysis import stem
from reader.search.query import (
    And,
    Exchange,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Rated,
    Run,
    Slot,
    Turn,
    Where,
    met,
    spellings,
)
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


class AnyOf(whoosh.MultiTerm):  # type: ignore[misc]
    """Any of some words."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words, self.fieldname, self.boost = sorted(words), "word", 1.0

    def _btexts(self, reader: Any) -> Iterator[bytes]:
        yield from (word.encode() for word in self.words if ("word", word) in reader)


class Nearby(whoosh.Sequence):  # type: ignore[misc]
    """A word of each of `subqueries`, in any order, the last at most `within` words after the
    first.

    It says of itself what Whoosh's own says: in any order, and not farther apart.
    """

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


class Within(Condition):
    """Passages of which any is said in some seconds of their recording.

    A passage lasts until the next one of its episode begins.
    """

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def passages(self, segment: Segment) -> Array:
        owner, begin = segment.column("owner"), segment.column("millis") / 1000
        end = np.append(begin[1:], np.inf)
        end[np.append(owner[1:] != owner[:-1], True)] = np.inf
        said = (begin <= self.high) & ((end > self.low) | (begin >= self.low))
        return segment.living(np.flatnonzero(said))


class Marked(Condition):
    """Passages that touch any of some spans of their episodes, by id."""

    def __init__(self, spans: Mapping[int, Sequence[tuple[int, int]]]) -> None:
        self.spans = spans

    def passages(self, segment: Segment) -> Array:
        found = np.zeros(segment.size, bool)
        owners, starts, ends = map(segment.column, ("owner", "start", "end"))
        for number in np.flatnonzero(np.isin(segment.episodes, list(self.spans))).tolist():
            first, last = np.searchsorted(owners, [number, number + 1]).tolist()
            spans = np.array(self.spans[int(segment.episodes[number])])
            begin = first + np.searchsorted(ends[first:last], spans[:, 0], "right")
            end = first + np.searchsorted(starts[first:last], spans[:, 1], "left")
            for low, high in zip(begin.tolist(), end.tolist(), strict=True):
                found[low:high] = True
        return segment.living(np.flatnonzero(found))


class Best(whoosh.Or):  # type: ignore[misc]
    """What answers any of `subqueries`, scored by the best of the `ratings` of those it answers."""

    def __init__(self, subqueries: Sequence[Any], ratings: Sequence[float]) -> None:
        super().__init__(subqueries)
        self.ratings = list(ratings)


class SameTurn(whoosh.And):  # type: ignore[misc]
    """Passages of turns that answer to the one query as a whole."""


class Follows(whoosh.AndMaybe):  # type: ignore[misc]
    """What answers `a`, in a turn after another speaker's that answers `b`."""


_TELLING = 4
"""A half written word of fewer letters says nothing about what stands beside another."""


def translated(node: Node, choose: Choose) -> Any:
    """`node` as a query of Whoosh; `choose` makes that of a condition."""
    match node:
        case Run(slots):
            return _written(slots)
        case Near(slots, within):
            return Nearby([_word(slot) for slot in slots], within)
        case Rated(rated):
            return Best([_run(run.slots) for run, _ in rated], [rating for _, rating in rated])
        case Where() | Pattern():
            return choose(node)
        case And(parts):
            return _all(parts, choose)
        case Or(parts):
            return whoosh.Or([translated(part, choose) for part in parts])
        case Not(part):
            return whoosh.Not(translated(part, choose))
        case Turn(part):
            return SameTurn([translated(part, choose)])
        case Exchange(question, answer):
            asked = whoosh.Every() if question is None else translated(question, choose)
            answered = whoosh.Every() if answer is None else translated(answer, choose)
            return answered if question is None else Follows(answered, asked)


def _all(parts: tuple[Node, ...], choose: Choose) -> Any:
    """All parts; the passages in which the words stand as they are written are the better ones."""
    found = whoosh.And(list(_each(parts, choose)))
    runs = [part for part in parts if isinstance(part, Run)]
    for one, other in pairwise(runs):
        if any(slot.kind == "typed" and len(slot.word) < _TELLING for slot in other.slots):
            continue
        found = whoosh.AndMaybe(found, _run((*one.slots, *other.slots)))
    return found


def _each(parts: Sequence[Node], choose: Choose) -> Iterator[Any]:
    """Every part; letters and the digits after them as one word, too."""
    rest = list(parts)
    while rest:
        part = rest.pop(0)
        joined = met(part, rest[0]) if rest else None
        if joined is None:
            yield translated(part, choose)
        else:
            both = whoosh.And([translated(part, choose), translated(rest.pop(0), choose)])
            yield whoosh.Or([both, _run(joined)])


def _written(slots: tuple[Slot, ...]) -> Any:
    """A run of words, in each way in which it may be written."""
    ways = [_run(way) for way in spellings(slots)]
    return ways[0] if len(ways) == 1 else whoosh.Or(ways)


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
        case "any":
            return AnyOf(slot.words)
    return whoosh.Term("word", slot.word)
