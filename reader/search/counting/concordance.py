"""The concordance: every occurrence on a line of its own, with the words around it (KWIC)."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, get_args

import numpy as np

from reader.errors import LibraryError
from reader.search.analysis import spans
from reader.search.counting.occurrences import Said
from reader.search.counting.spoken import Spoken
from reader.search.files import Damaged
from reader.search.segments import EXACT
from reader.search.segments.arrays import Array
from reader.search.segments.build import joined
from reader.search.segments.segment import Segment
from reader.search.shelf import Texts
from reader.search.snapshot import Snapshot

Order = Literal["time", "left", "right", "speaker", "date"]
"""As spoken, episode after episode; by the words to the left, read leftwards; by those to the
right; by speaker; or the newest episode first."""

ORDERS: tuple[Order, ...] = get_args(Order)

REACH = 4
"""So many words to either side are looked at for the order."""

WIDTH = 40
"""So many characters stand to either side of an occurrence, if nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence. `start` and `end` are its character offsets in the episode's text.

    `left`, `match` and `right` are on one line each; where they reach over a paragraph's end it is
    shown as ` | `. `turn` counts from 1; `time` is the second at which the passage begins; `date`
    is the episode's, ISO 8601.
    """

    episode: int
    title: str
    date: str | None
    turn: int
    speaker: str | None
    time: float
    time_exact: bool
    left: str
    match: str
    right: str
    start: int
    end: int


class Concordance:
    """Every occurrence of what was asked, as the index was when it was asked.

    It keeps four bytes for each occurrence, and eight more once they are in order; texts are read
    for the lines that are shown. Safe to share between threads.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        said: Sequence[Said],
        texts: Texts,
        stale: Callable[[], Container[int]],
        usual: Order = "time",
    ) -> None:
        """`usual` is the order of the lines if no other is asked for."""
        self.usual = usual
        self._snapshot, self._said = snapshot, said
        self._texts, self._stale = texts, stale
        self._first = np.cumsum([0, *(len(each.keys) for each in said)])
        self._order: tuple[Order, Array] | None = None

    @property
    def total(self) -> int:
        """How many occurrences there are."""
        return int(self._first[-1])

    def episodes(self) -> int:
        """In how many episodes they are."""
        found = zip(self._snapshot.segments, self._said, strict=True)
        return len({id for s, said in found for id in np.unique(_episodes(s, said)).tolist()})

    def lines(
        self, sort: Order | None = None, *, limit: int = 100, offset: int = 0, width: int = WIDTH
    ) -> list[Line]:
        """`limit` of the lines in order, from `offset` on, with about `width` characters to either
        side.

        Lines of episodes that have changed or gone since are left out. Raises `LibraryError` when
        the index is no longer as it was.
        """
        try:
            chosen = self._ordered(sort or self.usual)[
                max(offset, 0) : max(offset, 0) + max(limit, 0)
            ]
            return self._cut(chosen.tolist(), width)
        except Damaged as error:
            raise LibraryError(
                f"the search index has changed: {error}", hint="ask once more"
            ) from error

    # -- the order ---------------------------------------------------------------------------

    def _ordered(self, sort: Order) -> Array:
        known = self._order
        if known is None or known[0] != sort:
            order = np.lexsort((*self._as_spoken(), *reversed(self._keys(sort))))
            known = self._order = sort, order
        return known[1]

    def _as_spoken(self) -> list[Array]:
        """What the occurrences stand by when all else is equal, the last to be looked at first."""
        lengths = [len(each.keys) for each in self._said]
        found = zip(self._snapshot.segments, self._said, strict=True)
        return [
            np.concatenate([_NONE, *(each.keys for each in self._said)]),
            np.repeat(np.arange(len(lengths)), lengths),
            np.concatenate([_NONE, *(_episodes(segment, said) for segment, said in found)]),
        ]

    def _keys(self, sort: Order) -> Sequence[Array]:
        """What they are ordered by, the first to be looked at first."""
        match sort:
            case "time":
                return []
            case "left" | "right":
                return self._neighbours(left=sort == "left")
            case "speaker":
                names = sorted(self._snapshot.speakers, key=lambda name: (name.casefold(), name))
                rank = {name: number for number, name in enumerate(names)}
                return [self._ranked("who", lambda s: [rank.get(n, len(rank)) for n in s.names])]
            case "date":
                dates = sorted({head.date or "" for head in self._snapshot.heads.values()} | {""})
                newest = {date: -number for number, date in enumerate(dates)}
                return [
                    self._ranked(
                        "owner", lambda s: [newest.get(head.date or "", 0) for head in s.heads]
                    )
                ]

    def _ranked(self, column: str, ranks: Callable[[Segment], list[int]]) -> Array:
        """By a column of their passages, whose values have these ranks."""
        keys = [_NONE]
        for segment, said in zip(self._snapshot.segments, self._said, strict=True):
            keys.append(np.array(ranks(segment))[segment.column(column)[said.passages]])
        return np.concatenate(keys)

    def _neighbours(self, *, left: bool) -> list[Array]:
        """The ranks of the words at one side, the nearest first; 0 where there is none."""
        tables, lists = [], []
        for segment, said in zip(self._snapshot.segments, self._said, strict=True):
            numbers = _beside(segment, said, left=left)
            known, place = np.unique(numbers, return_inverse=True)
            lists.append([segment.words[word] if word >= 0 else b"" for word in known.tolist()])
            tables.append(place.reshape(numbers.shape))
        _, moved = joined(lists)
        ranks = [rank[table] for rank, table in zip(moved, tables, strict=True)]
        return list(np.concatenate([np.zeros((0, REACH), np.uint32), *ranks]).T)

    # -- the lines ---------------------------------------------------------------------------

    def _cut(self, chosen: Sequence[int], width: int) -> list[Line]:
        stale, heads = self._stale(), self._snapshot.heads
        numbers = np.searchsorted(self._first, chosen, side="right") - 1
        rows = [
            _Row(self._snapshot.segments[number], self._said[number], at - int(self._first[number]))
            for number, at in zip(numbers.tolist(), chosen, strict=True)
        ]
        rows = [row for row in rows if row.episode in heads and row.episode not in stale]
        reach = 2 * width + _LONG
        cut = self._texts.excerpts(
            [(row.episode, max(0, row.start - reach), row.end + reach) for row in rows]
        )
        made = []
        for row, text in zip(rows, cut, strict=True):
            span = row.span(text, max(0, row.start - reach)) if text is not None else None
            if text is not None and span is not None:
                head = heads[row.episode]
                begin, end = (place - max(0, row.start - reach) for place in span)
                left, right = (_PARTED.sub(" | ", beside) for beside in (text[:begin], text[end:]))
                line = Line(
                    row.episode,
                    head.title,
                    head.date,
                    row.turn,
                    row.speaker,
                    row.second,
                    row.exact,
                    _ending(left, width),
                    " ".join(text[begin:end].split()),
                    _beginning(right, width),
                    *span,
                )
                made.append(line)
        return made


class _Row:
    """The occurrence of that number in a segment."""

    def __init__(self, segment: Segment, said: Said, number: int) -> None:
        passage = int(said.passages[number])

        def value(column: str) -> int:
            return int(segment.column(column)[passage])

        self.place, self.words = int(said.places[number]), int(said.words[number])
        self.known = None if said.spans is None else tuple(said.spans[number].tolist())
        self.episode = int(segment.episodes[value("owner")])
        self.start, self.end, self.turn = value("start"), value("end"), value("turn")
        self.speaker = segment.names[value("who")] or None
        self.second = int(segment.column("millis")[passage]) / 1000
        self.exact = bool(value("flags") & EXACT)

    def span(self, text: str, begins: int) -> tuple[int, int] | None:
        """Where it stands, given a text around its passage that begins at an offset."""
        if self.known is not None and self.known[0] >= 0:
            return self.known[0], self.known[1]
        passage = text[self.start - begins : self.end - begins]
        said = list(islice(spans(passage), self.place, self.place + self.words))
        if len(said) < self.words:
            return None
        return self.start + said[0][0], self.start + said[-1][1]


def _episodes(segment: Segment, said: Said) -> Array:
    return segment.episodes[segment.column("owner")[said.passages]]


def _beside(segment: Segment, said: Said, *, left: bool) -> Array:
    """The `REACH` words nearest to each occurrence at one side, by their numbers; -1 for none.

    They reach into the passages before and after, of the same episode.
    """
    passages, places = said.passages.astype(np.int64), said.places.astype(np.int64)
    if not len(passages):
        return np.zeros((0, REACH), np.int64)
    owner = segment.column("owner").astype(np.int64)
    other = np.clip(passages + (-1 if left else 1), 0, segment.size - 1)
    other = np.where(owner[other] == owner[passages], other, passages)
    wanted = np.zeros(segment.size, bool)
    wanted[passages] = wanted[other] = True
    spoken = Spoken(segment, wanted)
    at = spoken.first[passages] + places
    steps = np.arange(1, REACH + 1)
    where = at[:, None] - steps if left else (at + said.words)[:, None] + steps - 1
    low = spoken.first[np.minimum(other, passages)][:, None]
    high = spoken.first[np.maximum(other, passages) + 1][:, None]
    there = (where >= low) & (where < high)
    return np.where(there, spoken.words[np.where(there, where, 0)], -1)


_LONG = 60
"""So much more text than the width is read, for white space and a word that is cut."""

_PARTED = re.compile(r"\n\n")
"""Where a paragraph ends."""


def _ending(text: str, width: int) -> str:
    """The last words of `text`, within about `width` characters."""
    line = " ".join(text.split())
    space = " " if text[-1:].isspace() else ""
    if len(line) > width:
        kept = line[-width:]
        line = kept if line[-width - 1] == " " else kept.partition(" ")[2] or kept
    return line.lstrip() + space


def _beginning(text: str, width: int) -> str:
    """The first words of `text`, within about `width` characters."""
    line = " ".join(text.split())
    space = " " if text[:1].isspace() else ""
    if len(line) > width:
        kept = line[:width]
        line = kept if line[width] == " " else kept.rpartition(" ")[0] or kept
    return space + line.rstrip()


_NONE = np.zeros(0, np.int64)
