"""From passages found to an answer: their order, their counts, and the hits themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from reader.search.evaluate import Answer
from reader.search.results import Hit, Sort
from reader.search.segments import CORRECTED, EXACT
from reader.search.segments.arrays import Array
from reader.search.segments.build import Head
from reader.search.segments.segment import Segment
from reader.search.shelf import Texts
from reader.transcript import Span, Transcript


class Found(NamedTuple):
    """A passage that answers a query; `start` and `end` are offsets in its episode's text."""

    episode: int
    start: int
    end: int
    speaker: str | None
    score: float
    turn: int = 0
    second: float = 0.0
    exact: bool = False
    corrected: bool = False

    @property
    def span(self) -> Span:
        """Where it stands in its episode's text."""
        return Span(self.start, self.end)


class Ranking:
    """The passages of an answer in an order.

    By `relevance` the best score comes first; by `time` they stand as they are spoken, episode
    after episode; by `date` the newest episode comes first and those without a date last. What is
    equal stands by episode and offset.
    """

    def __init__(self, segments: Sequence[Segment], answer: Answer, heads: Mapping[int, Head]):
        self._segments, self._heads = segments, heads
        found = list(zip(segments, answer, strict=True))
        self._passage = _joined([part.passages for _, part in found], np.int64)
        self._score = _joined([part.scores for _, part in found], np.float32)
        self._segment = np.repeat(np.arange(len(found)), [len(part.passages) for _, part in found])
        self._episode = _joined(
            [s.episodes[s.column("owner")[part.passages]] for s, part in found], np.int64
        )

    def __len__(self) -> int:
        return len(self._passage)

    def facets(self) -> dict[str, dict[str, int]]:
        """How many passages fall under each speaker, show and year, most frequent first."""
        named = {"speaker": self._speakers(), "show": Counter[str](), "year": Counter[str]()}
        ids, counts = np.unique(self._episode, return_counts=True)
        for id, count in zip(ids.tolist(), counts.tolist(), strict=True):
            head = self._heads.get(id)
            if head and head.show:
                named["show"][head.show] += count
            if head and head.date:
                named["year"][head.date[:4]] += count
        return {name: dict(counter.most_common()) for name, counter in named.items()}

    def _speakers(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for number, segment in enumerate(self._segments):
            who = segment.column("who")[self._passage[self._segment == number]]
            for name, count in enumerate(np.bincount(who).tolist()):
                if name and count:
                    found[segment.speakers.text(name - 1)] += count
        return found

    def rows(self, sort: Sort, offset: int, limit: int) -> list[Found]:
        """`limit` of the passages in order, from `offset` on."""
        last = min(max(offset, 0) + max(limit, 0), len(self))
        chosen = self._first(self._keys(sort), last)[max(offset, 0) : last]
        return [self._row(int(at)) for at in chosen]

    def _keys(self, sort: Sort) -> Array:
        """What the passages are ordered by first, ascending."""
        if sort == "relevance":
            return -self._score
        if sort == "time":
            return np.zeros(len(self), np.int8)
        ids = np.unique(self._episode)
        dates = [(head.date or "") if (head := self._heads.get(id)) else "" for id in ids.tolist()]
        rank = {date: -number for number, date in enumerate(sorted(set(dates)))}
        return np.array([rank[date] for date in dates])[np.searchsorted(ids, self._episode)]

    def _first(self, keys: Array, count: int) -> Array:
        """The indexes of the first `count` by `keys`, then episode, then passage."""
        chosen = np.arange(len(self))
        if 0 < count < len(self):
            limit = np.partition(keys, count - 1)[count - 1]
            before, level = np.flatnonzero(keys < limit), np.flatnonzero(keys == limit)
            wanted = count - len(before)
            episodes = self._episode[level]
            last = np.partition(episodes, wanted - 1)[wanted - 1]
            chosen = np.concatenate([before, level[episodes <= last]])
        by = (self._passage, self._segment, self._episode, keys)
        return chosen[np.lexsort([column[chosen] for column in by])][:count]

    def _row(self, at: int) -> Found:
        segment, passage = self._segments[int(self._segment[at])], int(self._passage[at])
        who = int(segment.column("who")[passage])
        flags = int(segment.column("flags")[passage])
        return Found(
            episode=int(self._episode[at]),
            start=int(segment.column("start")[passage]),
            end=int(segment.column("end")[passage]),
            speaker=segment.speakers.text(who - 1) if who else None,
            score=float(self._score[at]),
            turn=int(segment.column("turn")[passage]),
            second=float(segment.column("second")[passage]),
            exact=bool(flags & EXACT),
            corrected=bool(flags & CORRECTED),
        )


def _joined(parts: Iterable[Array], kind: type) -> Array:
    return np.concatenate([np.zeros(0, kind), *parts])


def hits(
    found: Sequence[Found],
    heads: Mapping[int, Head],
    texts: Texts,
    stale: Container[int],
    mark: Callable[[Found, str, Transcript | None], list[Span]],
) -> tuple[Hit, ...]:
    """The hits for `found`, cut from the library's texts; episodes gone since are left out.

    Of an episode that is `stale` the library knows better than the index. `mark` tells where the
    matches are in the text of a passage; it is given the transcript where a correction touches it.
    """
    cut = texts.excerpts([(row.episode, row.start, row.end) for row in found])
    made = []
    for row, text in zip(found, cut, strict=True):
        known = texts.get(row.episode) if row.corrected or row.episode in stale else None
        if text is None or (known is None and row.episode in stale):
            continue
        title, date = heads[row.episode].title, heads[row.episode].date
        if known is not None and row.episode in stale:
            episode, transcript = known
            row, title, date = _as_it_is(row, transcript), episode.title, episode.date
        spans = mark(row, text, known[1] if known else None)
        made.append(
            Hit(
                episode=row.episode,
                title=title,
                turn=row.turn,
                speaker=row.speaker,
                time=row.second,
                time_exact=row.exact,
                date=date,
                score=round(row.score, 4),
                start=row.start,
                end=row.end,
                text=text,
                matches=tuple((span.start, span.end) for span in spans),
            )
        )
    return tuple(made)


def _as_it_is(row: Found, transcript: Transcript) -> Found:
    moment, turn = transcript.time_at(row.start), transcript.turn_index(row.start)
    return row._replace(
        speaker=transcript.turns[turn].speaker if transcript.turns else None,
        turn=turn + 1,
        second=moment.seconds,
        exact=moment.exact,
        corrected=True,
    )
