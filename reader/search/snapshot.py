"""The index as it is at one moment."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from reader.search.analysis import stem
from reader.search.dates import day_of
from reader.search.evaluate import Answer, Evaluator
from reader.search.marked import condition
from reader.search.matches import Marker, holds
from reader.search.queries import BySpeakers, Marked, Matching, OfEpisodes, Within, translated
from reader.search.query import Node, Pattern, Slot, Where
from reader.search.segments.arrays import Array, Arrays
from reader.search.segments.build import Head
from reader.search.segments.recent import Recent
from reader.search.segments.segment import Segment
from reader.search.shelf import Kept, Marking, Texts
from reader.search.sound.heard import Ear

QUICK = 250_000
"""Among so many passages anything is found between two keystrokes."""


class Labels(NamedTuple):
    """Names that passages have by way of a column: that of value n in segment s is
    `names[codes[s][n]]`; none is None."""

    column: str
    codes: list[Array]
    names: list[str | None]

    @classmethod
    def of(cls, column: str, named: Iterable[Sequence[str | None]]) -> Labels:
        """From the names of the column's values in every segment."""
        number: dict[str | None, int] = {None: 0}
        codes = [
            np.array([number.setdefault(name or None, len(number)) for name in names], np.int64)
            for names in named
        ]
        return cls(column, codes, list(number))


class Snapshot(Evaluator):
    """The segments of one state of the index. Safe to share between threads.

    Raises `Damaged` wherever a file turns out not to be as it was written.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        super().__init__(segments)

    def found(self, node: Node, marker: Marker, texts: Texts) -> Answer:
        """What answers `node`, in which no word is asked for by its sound any more."""

        def choose(condition: Where | Pattern) -> Any:
            if isinstance(condition, Pattern):
                return Matching(marker.scan(condition.expression), texts.text)
            return self._chosen(condition, texts)

        return self.answer(translated(node, choose))

    @cached_property
    def newest(self) -> Snapshot:
        """The last segments, with about `QUICK` passages; this one itself where it has no more."""
        size, first = 0, len(self.segments)
        while first and size < QUICK:
            first -= 1
            size += self.segments[first].size
        return Snapshot(self.segments[first:]) if first else self

    @cached_property
    def ear(self) -> Ear:
        """What finds words by their sound."""
        return Ear(
            self.segments,
            lambda: [*self.speakers, *(head.title for head in self.heads.values())],
        )

    @cached_property
    def heads(self) -> dict[int, Head]:
        """By id, what each episode says of itself."""
        return {
            id: head
            for segment in self.segments
            for id, head in zip(segment.episodes.tolist(), segment.heads, strict=True)
            if id not in segment.gone
        }

    @cached_property
    def speakers(self) -> set[str]:
        """The names of all who speak."""
        found = set()
        for segment in self.segments:
            names = np.unique(segment.column("who")[segment.all()])
            found |= {segment.names[name] for name in names.tolist() if name}
        return found

    @cached_property
    def labels(self) -> dict[str, Labels]:
        """What passages are counted under."""
        shows = [[head.show for head in segment.heads] for segment in self.segments]
        years = [[(head.date or "")[:4] for head in segment.heads] for segment in self.segments]
        return {
            "speaker": Labels.of("who", [segment.names for segment in self.segments]),
            "show": Labels.of("owner", shows),
            "year": Labels.of("owner", years),
        }

    def knows(self, slot: Slot) -> bool:
        """Whether any word is one that `slot` asks for."""
        return any(self.accepted(slot, segment) for segment in self.segments)

    def frequency(self, word: str) -> int:
        """In how many passages `word` is found, those of gone episodes too."""
        return sum(
            int(segment.spread(found).sum())
            for segment in self.segments
            for found in segment.word(word)
        )

    def vocabulary(self, beginning: str = "") -> Counter[str]:
        """The words that begin so, and in how many passages each is found."""
        found: Counter[str] = Counter()
        for segment in self.segments:
            for numbers in segment.beginning(beginning):
                spread = segment.spread(numbers).tolist()
                texts = (segment.words.text(number) for number in numbers)
                found.update(dict(zip(texts, spread, strict=True)))
        return found

    def near_misses(self, word: str, distance: int) -> list[str]:
        """The words within that many edits of `word` that begin with the same letter."""
        known = list(self.vocabulary(word[:1]))
        near = process.extract(word, known, scorer=OSA.distance, score_cutoff=distance, limit=None)
        return sorted(found for found, _, _ in near)

    @staticmethod
    def accepted(slot: Slot, segment: Segment) -> list[range]:
        """The words of `segment` that `slot` asks for, by their numbers."""
        match slot.kind:
            case "exact" | "sound":
                return segment.word(slot.word)
            case "any":
                return [found for word in slot.words for found in segment.word(word)]
            case "stem":
                return segment.with_stem(stem(slot.word))
            case "prefix":
                return segment.beginning(slot.word)
            case "typed":
                return segment.beginning(slot.word) + segment.with_stem(stem(slot.word))

    def _chosen(self, node: Where, texts: Texts) -> Any:
        match node.field:
            case "speaker" if node.name is not None:
                return BySpeakers([node.name])
            case "speaker":
                return BySpeakers([name for name in self.speakers if holds(node.slots, name)])
            case "in" if node.span:
                return Within(*node.span)
            case "has" | "is" | "tag" | "note" | "colour" | "marked":
                return Marked(_marked(node, texts.marks(), texts.colours))
        return OfEpisodes(list(self._of(node)))

    def _of(self, node: Where) -> Iterator[int]:
        """The episodes that meet a condition. A number is an id if an episode has it."""
        if node.id is not None:
            yield node.id
            return
        if node.field == "episode" and len(node.slots) == 1 and node.slots[0].word.isdecimal():
            id = int(node.slots[0].word)
            if id in self.heads:
                yield id
                return
        for id, episode in self.heads.items():
            if node.days is not None:
                day = day_of(episode.date)
                meets = day is not None and node.days.covers(day)
            else:
                name = episode.show if node.field == "show" else episode.title
                if node.name is not None:
                    meets = name == node.name
                else:
                    meets = name is not None and holds(node.slots, name)
            if meets:
                yield id


def _marked(
    node: Where, marks: Iterable[Marking], colours: Mapping[str, str]
) -> dict[int, list[tuple[int, int]]]:
    """By episode, the spans of what is marked and meets a condition. What lost its place has none;
    `colours` are the user's names for colours."""
    found: dict[int, list[tuple[int, int]]] = {}
    meets = condition(node, colours)
    for mark in marks:
        if mark.state != "orphan" and meets(mark):
            found.setdefault(mark.episode, []).append((mark.start, mark.end))
    return found


class Opened:
    """The segments that are open, so that no file is opened or checked twice."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._recent = Recent()
        self._arrays: dict[Path, Arrays] = {}
        self._last: tuple[Path, tuple[Kept, ...]] | None = None
        self._snapshot: Snapshot | None = None

    def snapshot(self, folder: Path, kept: tuple[Kept, ...]) -> Snapshot:
        """The index in `folder` that consists of `kept`. Raises `Damaged`."""
        with self._lock:
            paths = [folder / each.name for each in kept]
            self._arrays = {
                path: arrays
                for path, arrays in self._arrays.items()
                if path in paths and arrays.intact()
            }
            whole = all(path in self._arrays for path in paths)
            if whole and self._snapshot is not None and self._last == (folder, kept):
                return self._snapshot
            segments = [
                Segment(self._open(path, each), each.gone, self._recent)
                for path, each in zip(paths, kept, strict=True)
            ]
            self._last, self._snapshot = (folder, kept), Snapshot(segments)
            return self._snapshot

    def _open(self, path: Path, kept: Kept) -> Arrays:
        arrays = self._arrays.get(path)
        if arrays is None:
            arrays = self._arrays[path] = Arrays(path, (kept.size, kept.checksum))
        return arrays

    def forget(self) -> None:
        """Let go of all files."""
        with self._lock:
            self._arrays, self._last, self._snapshot = {}, None, None
