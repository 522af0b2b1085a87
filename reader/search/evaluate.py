"""Which passages answer a query, and how well: Whoosh's queries over the arrays of segments.

Scores are BM25 (S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond", 2009). All words that a prefix or a stem stands for count as one term, and so does a
phrase. A query of a kind that is not known here is answered by Whoosh's own matchers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from math import log
from typing import Any, NamedTuple

import numpy as np
from whoosh import query as whoosh

from reader.search.queries import AnyOf, Best, Condition, Follows, Matching, Nearby, SameTurn, Typed
from reader.search.segments.arrays import Array, mapped
from reader.search.segments.segment import Segment

K1, B = 1.2, 0.75

_MAPPED, _STEP = 160 << 20, 8
"""So many bytes of mapped files stay in memory; it is looked at after so many segments."""


class Part(NamedTuple):
    """What answers in one segment: passages, ascending, and the score of each."""

    passages: Array
    scores: Array


Answer = list[Part]
"""A part for every segment, in their order."""

Counts = list[tuple[Array, Array]]
"""For every segment the passages that have a word, ascending, and how often each has it."""


class Evaluator:
    """Answers queries from `segments`."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self.count = sum(segment.count for segment in segments)
        total = sum(segment.size for segment in segments)
        mean = sum(segment.length for segment in segments) / max(total, 1) or 1.0
        self._norms = (K1 * (1 - B + B * np.arange(256) / mean)).astype(np.float32)

    def answer(self, query: Any) -> Answer:
        """Every passage that answers `query`, with its score."""
        match query:
            case SameTurn():
                return self._in_turns(query.subqueries[0])
            case Follows():
                return self._following(self.answer(query.a), self.answer(query.b))
            case Best():
                return self._best(query)
            case whoosh.And():
                return self._and(query.subqueries)
            case whoosh.Or():
                return self._each(_either, [self.answer(part) for part in query.subqueries])
            case whoosh.AndMaybe():
                found = self.answer(query.a)
                return self._each(_raised, [found, self._among(found, query.b)])
            case whoosh.AndNot():
                return self._each(_without, [self.answer(query.a), self.answer(query.b)])
            case whoosh.Require():
                return self._each(_raised, [self._and([query.a, query.b]), self.answer(query.a)])
            case whoosh.Not():
                return self._each(_without, [self._all(), self.answer(query.query)])
            case whoosh.Every() if query.fieldname is None:
                return self._all()
            case Condition():
                return [_unscored(query.passages(segment)) for segment in self.segments]
        return self._said(query)

    def _visited(self) -> Iterator[Segment]:
        """The segments in turn; what they take up in memory is let go of when it becomes much."""
        for number, segment in enumerate(self.segments, 1):
            yield segment
            if number % _STEP == 0 and mapped() > _MAPPED:
                for visited in self.segments:
                    visited.arrays.rest()

    def _among(self, found: Answer, query: Any) -> Answer:
        """What answers `query`; of a phrase, only what is `found` too, but for its rarity."""
        slots = _slots(query)
        return self._placed(slots, found) if slots else self.answer(query)

    def _said(self, query: Any) -> Answer:
        if slots := _slots(query):
            return self._placed(slots)
        if isinstance(query, Nearby):
            return self._scored([_together(query, segment) for segment in self._visited()])
        if _worded(query):
            return self._scored(self._counts(query))
        return [self._by_matcher(query, segment) for segment in self.segments]

    def _counts(self, query: Any) -> Counts:
        return [segment.counts(numbers(query, segment)) for segment in self._visited()]

    def _all(self) -> Answer:
        return [_unscored(segment.all()) for segment in self.segments]

    def _and(self, parts: Sequence[Any]) -> Answer:
        """What answers all `parts`; patterns are looked for last, in what is left by then."""
        out = [part.query for part in parts if isinstance(part, whoosh.Not)]
        wanted = [part for part in parts if not isinstance(part, whoosh.Not)]
        words = [part for part in wanted if _worded(part)]
        quick = [self._having([self._counts(word) for word in words])] if words[1:] else []
        others = [part for part in wanted if not (quick and _worded(part))]
        quick += [self.answer(part) for part in others if not isinstance(part, Matching)]
        found = self._each(_both, quick) if quick else self._all()
        for part in out:
            if not isinstance(part, Matching):
                found = self._each(_without, [found, self.answer(part)])
        for join, some in ((_both, wanted), (_without, out)):
            for part in some:
                if isinstance(part, Matching):
                    found = self._each(join, [found, self._matching(part, found)])
        return found

    def _matching(self, pattern: Matching, among: Answer) -> Answer:
        """What `pattern` is found in, `among` some passages only."""
        found = zip(self.segments, among, strict=True)
        return [_unscored(pattern.among(segment, part.passages)) for segment, part in found]

    def _each(self, join: Callable[[Segment, Part, Part], Part], answers: list[Answer]) -> Answer:
        """The answers joined, segment by segment, the smallest first where that is allowed."""
        joined = []
        for segment, *parts in zip(self.segments, *answers, strict=True):
            if join is _both:
                parts.sort(key=lambda part: len(part.passages))
            joined.append(reduce(lambda one, other: join(segment, one, other), parts))
        return joined

    def _best(self, query: Best) -> Answer:
        """Passages by the best rating of what they answer, on the scale of a rare word's score."""
        answers = [self.answer(part) for part in query.subqueries]
        found = []
        for number, segment in enumerate(self.segments):
            best = np.zeros(segment.size, np.float32)
            for rating, answer in zip(query.ratings, answers, strict=True):
                passages = answer[number].passages
                best[passages] = np.maximum(best[passages], np.float32(rating * _RATED))
            passages = np.flatnonzero(best)
            found.append(Part(passages, best[passages]))
        return found

    def _following(self, answers: Answer, questions: Answer) -> Answer:
        """Those of `answers` in a turn after another speaker's with any of `questions`."""
        found = []
        for segment, (passages, scores), asked in zip(
            self.segments, answers, questions, strict=True
        ):
            turns, first = segment.turns
            asks = np.zeros(len(first) + 1, bool)
            asks[turns[asked.passages] + 1] = True
            who, owner = segment.column("who")[first], segment.column("owner")[first]
            other = np.ones(len(first), bool)
            other[1:] = (who[1:] != who[:-1]) | (who[1:] == 0)
            other[1:] &= owner[1:] == owner[:-1]
            kept = (asks[: len(first)] & other)[turns[passages]]
            found.append(Part(passages[kept], scores[kept]))
        return found

    def _in_turns(self, query: Any) -> Answer:
        """The passages with anything that `query` seeks, of the turns that answer it as a whole."""
        said = self._each(_either, [self.answer(leaf) for leaf in _leaves(query)])
        found = []
        for segment, part, turns in zip(self.segments, said, self._turns(query), strict=True):
            kept = turns[segment.turns[0][part.passages]]
            found.append(Part(part.passages[kept], part.scores[kept]))
        return found

    def _turns(self, query: Any) -> list[Array]:
        """For each turn of each segment whether it answers `query`."""
        match query:
            case whoosh.AndMaybe():
                return self._turns(query.a)
            case whoosh.And() | whoosh.Or() if type(query) in (whoosh.And, whoosh.Or):
                join = np.logical_and if type(query) is whoosh.And else np.logical_or
                parts = [self._turns(part) for part in query.subqueries]
                return [reduce(join, each) for each in zip(*parts, strict=True)]
            case whoosh.Not():
                return [~each for each in self._turns(query.query)]
        found = []
        for segment, part in zip(self.segments, self.answer(query), strict=True):
            turns, first = segment.turns
            has = np.zeros(len(first), bool)
            has[turns[part.passages]] = True
            found.append(has)
        return found

    def _placed(self, slots: Sequence[Any], among: Answer | None = None) -> Answer:
        """What has the words of `slots` one after another.

        Passages that are not `among` some may be left out.
        """
        counts = []
        for number, segment in enumerate(self._visited()):
            words = [numbers(slot, segment) for slot in slots]
            if all(words) and (among is None or len(among[number].passages)):
                known = among[number].passages if among else None
                passages = _consecutive(_places(segment, words, known)) >> 8
                counts.append(_counted(segment, passages))
            else:
                counts.append((_NONE, _NONE))
        return self._scored(counts)

    def _scored(self, counts: Counts) -> Answer:
        rarity = self._rarity(counts)
        answer = []
        for segment, (passages, times) in zip(self.segments, counts, strict=True):
            often = times.astype(np.float32)
            norms = self._norms[segment.column("length")[passages]]
            answer.append(Part(passages, rarity * often / (often + norms)))
        return answer

    def _having(self, words: list[Counts]) -> Answer:
        """The passages that have all of some words; nothing else is scored."""
        rarities = [self._rarity(counts) for counts in words]
        answer = []
        for segment, *each in zip(self.segments, *words, strict=True):
            has = np.zeros(segment.size, np.uint8)
            for passages, _ in each:
                has[passages] += 1
            common = np.flatnonzero(has == len(each)).astype(np.uint16)
            norms = self._norms[segment.column("length")[common]]
            scores = np.zeros(len(common), np.float32)
            for rarity, (passages, times) in zip(rarities, each, strict=True):
                often = times[np.searchsorted(passages, common)].astype(np.float32)
                scores += rarity * often / (often + norms)
            answer.append(Part(common, scores))
        return answer

    def _rarity(self, counts: Counts) -> float:
        found = sum(len(passages) for passages, _ in counts)
        return log(1 + (self.count - found + 0.5) / (found + 0.5)) * (K1 + 1)

    def _by_matcher(self, query: Any, segment: Segment) -> Part:
        from whoosh.searching import Searcher

        from reader.search.whoosh_reader import SegmentReader

        with Searcher(SegmentReader(segment)) as searcher:
            found = np.array(sorted(searcher.docs_for_query(query)), np.int64)
            return _unscored(segment.living(found))


FIELDS = ("word", "stem")
"""The fields that hold what is said."""

_NONE = np.zeros(0, np.uint16)


def _worded(query: Any) -> bool:
    """Whether `query` is for any of some words."""
    many = isinstance(query, whoosh.MultiTerm)
    return (isinstance(query, whoosh.Term) or many) and query.field() in FIELDS


def numbers(query: Any, segment: Segment) -> list[range]:
    """The words of a segment that a query for one of some words accepts, by their numbers."""
    match query:
        case whoosh.Term():
            text = query.text if isinstance(query.text, str) else query.text.decode()
            return segment.word(text) if query.fieldname == "word" else segment.with_stem(text)
        case Typed():
            return _typed(query, segment)
        case AnyOf():
            return [found for word in query.words for found in segment.word(word)]
        case whoosh.Prefix() if query.fieldname == "word":
            return segment.beginning(query.text)
    from reader.search.whoosh_reader import SegmentReader

    texts = map(_decoded, query._btexts(SegmentReader(segment)))
    find = segment.word if query.field() == "word" else segment.with_stem
    return [word for text in texts for word in find(text)]


def _decoded(text: bytes | str) -> str:
    return text if isinstance(text, str) else text.decode()


def _typed(query: Typed, segment: Segment) -> list[range]:
    """What a half written word may become, and what has the stem it has."""
    found = segment.beginning(query.text)
    by_stem = segment.with_stem(query.stem)
    return found + [word for word in by_stem if not any(word.start in known for known in found)]


_RATED = 10.0


def _leaves(query: Any) -> Iterator[Any]:
    """What is sought in the parts of a query that joins parts."""
    if type(query) in (whoosh.And, whoosh.Or):
        for part in query.subqueries:
            yield from _leaves(part)
    elif type(query) is whoosh.AndMaybe:
        yield from _leaves(query.a)
    elif not isinstance(query, whoosh.Not):
        yield query


def _unscored(passages: Array) -> Part:
    return Part(passages, np.zeros(len(passages), np.float32))


def _both(segment: Segment, one: Part, other: Part) -> Part:
    at = np.zeros(segment.size, np.int32)
    at[other.passages] = np.arange(1, len(other.passages) + 1)
    there = at[one.passages]
    kept = there > 0
    scores = one.scores[kept] + other.scores[there[kept] - 1]
    return Part(one.passages[kept], scores)


def _either(segment: Segment, one: Part, other: Part) -> Part:
    scores, has = np.zeros(segment.size, np.float32), np.zeros(segment.size, bool)
    for part in (one, other):
        scores[part.passages] += part.scores
        has[part.passages] = True
    passages = np.flatnonzero(has).astype(np.uint16)
    return Part(passages, scores[passages])


def _raised(segment: Segment, one: Part, other: Part) -> Part:
    scores = np.zeros(segment.size, np.float32)
    scores[other.passages] = other.scores
    return Part(one.passages, one.scores + scores[one.passages])


def _without(segment: Segment, one: Part, other: Part) -> Part:
    out = np.zeros(segment.size, bool)
    out[other.passages] = True
    kept = ~out[one.passages]
    return Part(one.passages[kept], one.scores[kept])


def _counted(segment: Segment, passages: Array) -> tuple[Array, Array]:
    """Passages, ascending and repeated, once each with how often."""
    if not len(passages):
        return _NONE, _NONE
    first = np.flatnonzero(np.concatenate([[True], passages[1:] != passages[:-1]]))
    times = np.diff(first, append=len(passages))
    once = passages[first].astype(np.uint16)
    if segment.alive is None:
        return once, times
    living = segment.alive[once]
    return once[living], times[living]


_WORTH = 4
"""A word with so many times the passages that may answer is looked at in those alone."""


def _slots(query: Any) -> list[Any]:
    """The words of a phrase; none of any other query."""
    if isinstance(query, whoosh.Phrase) and query.slop == 1 and query.fieldname in FIELDS:
        return [whoosh.Term(query.fieldname, word) for word in query.words]
    plain = isinstance(query, whoosh.Sequence) and not isinstance(query, Nearby)
    if plain and query.slop == 1 and all(map(_worded, query.subqueries)):
        return list(query.subqueries)
    return []


def _places(segment: Segment, words: list[list[range]], known: Array | None) -> list[Array]:
    """The places of each of `words`; of those much more frequent than the rarest, or than the
    passages `known`, only those in the same passages."""
    weights = [segment.weight(each) for each in words]
    found: dict[int, Array] = {}
    for number in sorted(range(len(words)), key=weights.__getitem__):
        if known is not None and weights[number] > _WORTH * len(known):
            within = np.zeros(segment.size, bool)
            within[known] = True
            found[number] = segment.places(words[number], within)
        else:
            found[number] = segment.places(words[number])
        if known is None or len(found[number]) < len(known):
            known = found[number] >> 8
    return [found[number] for number in range(len(words))]


def _consecutive(slots: list[Array]) -> Array:
    """The places at which a phrase ends, given those of each of its words.

    No word stands at place 255 of a passage, so none is followed by one of the next passage.
    """
    last = len(slots) - 1
    shifted = [places + np.uint32(last - slot) for slot, places in enumerate(slots)]
    return reduce(_common, sorted(shifted, key=len))


def _common(few: Array, many: Array) -> Array:
    """What is in both of two ascending arrays."""
    if len(many) > 16 * len(few):
        at = np.searchsorted(many, few)
        at[at == len(many)] = 0
        return few[many[at] == few] if len(many) else many
    both = np.sort(np.concatenate([few, many]))
    twice: Array = both[1:][both[1:] == both[:-1]]
    return twice


def _together(query: Nearby, segment: Segment) -> tuple[Array, Array]:
    """The passages of a segment with stretches that `query` asks for, and how many begin in each.

    None reaches from the first reading of a corrected passage into the second.
    """
    words = [numbers(slot, segment) for slot in query.subqueries]
    if not all(words):
        return _NONE, _NONE
    begins, ends = _stretches(_places(segment, words, None), query.within)
    if segment.skipped is not None:
        passages = begins.astype(np.int64) >> 8
        parted = (passages << 8) + segment.skipped[passages] - 1
        kept = (parted < begins) | (ends < parted)
        begins = begins[kept]
    return _counted(segment, np.unique(begins) >> 8)


def shortest(slots: list[Array], within: int) -> tuple[Array, Array]:
    """The first and the last places of the stretches that have a word of every slot, none of them
    more than `within` words from its first, and within which there is no other such stretch.

    C. Clarke, G. Cormack and F. Burkowski, "An Algebra for Structured Text Search", 1995.
    """
    begins, ends = _stretches(slots, within)
    order = np.lexsort((-ends.astype(np.int64), begins))
    begins, ends = begins[order], ends[order].astype(np.int64)
    later = np.minimum.accumulate(np.append(ends, np.iinfo(np.int64).max)[::-1])[::-1][1:]
    return begins[ends < later], ends[ends < later]


def _stretches(slots: list[Array], within: int) -> tuple[Array, Array]:
    """The first and the last places of what begins with a word of any slot and reaches, for each
    of the others, to the next word of it."""
    found = [
        _reaching(first, [s for n, s in enumerate(slots) if n != number], within)
        for number, first in enumerate(slots)
    ]
    begins, ends = zip(*found, strict=True)
    return np.concatenate(begins), np.concatenate(ends)


def _reaching(first: Array, others: Iterable[Array], within: int) -> tuple[Array, Array]:
    limit, last = np.minimum(first + np.uint32(within), first | 0xFF), first
    for places in others:
        after = np.searchsorted(places, first, side="right")
        near = after < len(places)
        near[near] &= places[after[near]] <= limit[near]
        first, limit = first[near], limit[near]
        last = np.maximum(last[near], places[after[near]])
    return first, last
