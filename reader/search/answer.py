"""From passages found to an answer: their order, their counts, and the hits themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from reader.search.evaluate import Answer, Part
from reader.search.matches import Marker
from reader.search.results import STRETCHES, Hit, Sort
from reader.search.segments import CORRECTED, EXACT
from reader.search.segments.arrays import Array
from reader.search.segments.build import Head
from reader.search.shelf import Texts
from reader.search.snapshot import Labels, Snapshot
from reader.transcript import Span, Transcript

_CONSIDERED = 2000
"""Of so many of the best passages of a segment the best of each episode are chosen."""


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

    def __init__(self, snapshot: Snapshot, answer: Answer) -> None:
        self._snapshot, self._answer = snapshot, answer
        lengths = [len(part.passages) for part in answer]
        self._first = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)

    def __len__(self) -> int:
        return int(self._first[-1])

    def facets(self) -> dict[str, dict[str, int]]:
        """How many passages fall under each speaker, show and year, most frequent first."""
        found = list(zip(self._snapshot.segments, self._answer, strict=True))
        counts = {
            column: [np.bincount(s.column(column)[part.passages]) for s, part in found]
            for column in ("owner", "who")
        }
        labels = self._snapshot.labels.items()
        return {name: _counted(each, counts[each.column]) for name, each in labels}

    def episodes(self) -> int:
        """Of how many episodes the passages are."""
        found = zip(self._snapshot.segments, self._answer, strict=True)
        return sum(len(np.unique(s.column("owner")[part.passages])) for s, part in found)

    def leading(self, each: int, sort: Sort) -> Ranking:
        """At most `each` passages of every episode: by relevance the best, else the first spoken.

        By relevance, of the best `_CONSIDERED` passages only.
        """
        answer = []
        keys = self._keys(sort)
        for number, part in enumerate(self._answer):
            low, high = int(self._first[number]), int(self._first[number + 1])
            owner = self._snapshot.segments[number].column("owner")[part.passages]
            chosen = np.arange(high - low)
            if sort == "relevance" and len(chosen) > _CONSIDERED:
                chosen = np.sort(np.argpartition(keys[low:high], _CONSIDERED)[:_CONSIDERED])
            order = np.lexsort((chosen, keys[low:high][chosen], owner[chosen]))
            owners = owner[chosen][order]
            begins = np.concatenate([[True], owners[1:] != owners[:-1]])[: len(owners)]
            first = np.flatnonzero(begins)
            rank = np.arange(len(owners)) - np.repeat(first, np.diff(first, append=len(owners)))
            kept = np.sort(chosen[order[rank < each]])
            answer.append(Part(part.passages[kept], part.scores[kept]))
        return Ranking(self._snapshot, answer)

    def falls(self, ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
        """How many of the passages begin in each of the `STRETCHES` of these episodes' texts."""
        wanted, found = set(ids), {}
        for segment, part in zip(self._snapshot.segments, self._answer, strict=True):
            owners = segment.column("owner")
            here, start = owners[part.passages], segment.column("start")[part.passages]
            for code in np.flatnonzero(np.isin(segment.episodes, list(wanted))).tolist():
                starts = start[here == code].astype(np.int64)
                if len(starts):
                    last = int(np.searchsorted(owners, code, "right")) - 1
                    length = max(1, int(segment.column("end")[last]))
                    stretches = np.minimum(starts * STRETCHES // length, STRETCHES - 1)
                    counts = np.bincount(stretches, minlength=STRETCHES).tolist()
                    found[int(segment.episodes[code])] = tuple(counts)
        return found

    def rows(self, sort: Sort, offset: int, limit: int) -> list[Found]:
        """`limit` of the passages in order, from `offset` on."""
        last = min(max(offset, 0) + max(limit, 0), len(self))
        chosen = self._best(self._keys(sort), last)[max(offset, 0) :]
        return [self._row(*place) for place in chosen.tolist()]

    def _keys(self, sort: Sort) -> Array:
        """What the passages are ordered by first, ascending."""
        if sort == "relevance":
            return -np.concatenate([*(part.scores for part in self._answer), _NO_SCORES])
        if sort == "time":
            return np.zeros(len(self), np.int8)
        dates = {id: head.date or "" for id, head in self._snapshot.heads.items()}
        rank = {date: -number for number, date in enumerate(sorted({"", *dates.values()}))}
        keys = [np.zeros(0, np.int64)]
        for segment, part in zip(self._snapshot.segments, self._answer, strict=True):
            ranks = np.array([rank[dates.get(id, "")] for id in segment.episodes.tolist()])
            keys.append(ranks[segment.column("owner")[part.passages]])
        return np.concatenate(keys)

    def _best(self, keys: Array, count: int) -> Array:
        """The (segment, passage) of the first `count` by `keys`, then by episode and passage."""
        chosen = np.arange(len(self))
        if 0 < count < len(self):
            limit = np.partition(keys, count - 1)[count - 1]
            before, level = np.flatnonzero(keys < limit), np.flatnonzero(keys == limit)
            wanted = count - len(before)
            episodes = self._episodes(*self._places(level))
            last = np.partition(episodes, wanted - 1)[wanted - 1]
            chosen = np.concatenate([before, level[episodes <= last]])
        numbers, passages = self._places(chosen)
        by = (passages, numbers, self._episodes(numbers, passages), keys[chosen])
        return np.stack([numbers, passages], axis=1)[np.lexsort(by)[:count]]

    def _places(self, chosen: Array) -> tuple[Array, Array]:
        """The segments, by number, and the passages there, of some of what was found."""
        numbers = np.searchsorted(self._first, chosen, side="right") - 1
        passages = np.zeros(len(chosen), np.int64)
        for number in np.unique(numbers).tolist():
            here = numbers == number
            passages[here] = self._answer[number].passages[chosen[here] - self._first[number]]
        return numbers, passages

    def _episodes(self, numbers: Array, passages: Array) -> Array:
        found = np.zeros(len(passages), np.int64)
        for number in np.unique(numbers).tolist():
            segment, here = self._snapshot.segments[number], numbers == number
            found[here] = segment.episodes[segment.column("owner")[passages[here]]]
        return found

    def _row(self, number: int, passage: int) -> Found:
        segment, part = self._snapshot.segments[number], self._answer[number]
        who = int(segment.column("who")[passage])
        flags = int(segment.column("flags")[passage])
        return Found(
            episode=int(segment.episodes[segment.column("owner")[passage]]),
            start=int(segment.column("start")[passage]),
            end=int(segment.column("end")[passage]),
            speaker=segment.names[who] if who else None,
            score=float(part.scores[np.searchsorted(part.passages, passage)]),
            turn=int(segment.column("turn")[passage]),
            second=int(segment.column("millis")[passage]) / 1000,
            exact=bool(flags & EXACT),
            corrected=bool(flags & CORRECTED),
        )


def _counted(labels: Labels, counts: list[Array]) -> dict[str, int]:
    total = np.zeros(len(labels.names), np.int64)
    for here, codes in zip(counts, labels.codes, strict=True):
        total += np.bincount(codes[: len(here)], here, len(total)).astype(np.int64)
    named = Counter(
        {name: n for name, n in zip(labels.names, total.tolist(), strict=True) if n and name}
    )
    return dict(named.most_common())


_NO_SCORES = np.zeros(0, np.float32)


def hits(
    found: Sequence[Found],
    heads: Mapping[int, Head],
    texts: Texts,
    stale: Container[int],
    marker: Marker,
) -> tuple[Hit, ...]:
    """The hits for `found`, cut from the library's texts; episodes gone since are left out.

    Of an episode that is `stale` the library knows better than the index, and passages in which
    nothing that is sought stands any more are left out too. `marker` finds the matches, in what is
    corrected too.
    """
    seeks = bool(marker.sought or marker.patterns)
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
        if known is not None:
            spans = marker.marks_in(known[1], row.span)
        else:
            spans = marker.marks(text, row.start)
        if row.episode in stale and (not text or (seeks and not spans)):
            continue
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
