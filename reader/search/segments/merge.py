"""Merging segments, and which to merge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import log

import numpy as np

from reader.search.segments import MOST
from reader.search.segments.arrays import Array
from reader.search.segments.build import Head, Tables, described, joined, narrowed, postings
from reader.search.segments.segment import Segment

TIER = 8
"""Segments are merged when this many are of one size, within the same factor."""


def mergeable(sizes: Iterable[tuple[str, int, int]]) -> list[str]:
    """Which segments should become one, given name, passages and passages that count of each.

    Those of which there are `TIER` of a size, so that their number grows with the logarithm of the
    passages until they are full; where only few fit into one, twice as many are waited for. And
    those half of which is gone, even by themselves.
    """
    tiers: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for name, size, count in sizes:
        if 2 * count < size:
            return [name]
        tiers[int(log(max(count, 1), TIER))].append((name, count))
    for members in tiers.values():
        if len(members) >= TIER:
            return _fitting(members)
    return []


def _fitting(members: list[tuple[str, int]]) -> list[str]:
    """As many as fit into one segment; none while it is not yet time for so few."""
    chosen, room = [], MOST
    for name, count in sorted(members, key=lambda member: member[1]):
        if count <= room:
            chosen.append(name)
            room -= count
    enough = 2 * len(chosen) >= TIER or (len(chosen) > 1 and len(members) >= 2 * TIER)
    return chosen if enough else []


def merged(segments: Sequence[Segment]) -> Tables:
    """The arrays of one segment with all passages of `segments` that count, in that order."""
    names, turned = joined(segment.speakers.list() for segment in segments)
    known, moved = joined(segment.words.list() for segment in segments)
    columns: dict[str, list[Array]] = defaultdict(list)
    said: list[tuple[Array, Array, Array]] = []
    episodes: list[int] = []
    heads: list[Head] = []
    base = 0
    for segment, who, words in zip(segments, turned, moved, strict=True):
        kept = segment.all()
        number = np.zeros(segment.size, np.uint16)
        number[kept] = np.arange(base, base + len(kept))
        said.append(_said(segment, words, number))
        base += len(kept)
        for name in ("length", "start", "end", "turn", "millis", "flags"):
            columns[name].append(segment.column(name)[kept])
        columns["who"].append(_renumbered(who)[segment.column("who")[kept]])
        columns["owner"].append(_owners(segment, kept, len(episodes)))
        stay = [at for at, id in enumerate(segment.episodes.tolist()) if id not in segment.gone]
        episodes += segment.episodes[stay].tolist()
        heads += [segment.heads[at] for at in stay]
    word, passage, place = (np.concatenate(parts) for parts in zip(*said, strict=True))
    return {
        **postings(known, word, passage, place),
        **described(episodes, heads, names),
        **{name: narrowed(np.concatenate(parts)) for name, parts in columns.items()},
    }


def _said(segment: Segment, words: Array, number: Array) -> tuple[Array, Array, Array]:
    """Every word said in passages that count, by its new number, with the passage and the place."""
    arrays = segment.arrays
    times = arrays["times"].all()
    first = arrays["place_first"].all()
    word = np.repeat(words, first[1:] - first[:-1])
    passage, place = np.repeat(arrays["passage"].all(), times), arrays["place"].all()
    if segment.alive is not None:
        living = segment.alive[passage]
        word, passage, place = word[living], passage[living], place[living]
    return word, number[passage], place


def _renumbered(moved: Array) -> Array:
    """The new number of each speaker; 0, nobody, stays."""
    return np.concatenate([np.zeros(1, np.uint32), moved + 1]).astype(np.uint32)


def _owners(segment: Segment, kept: Array, base: int) -> Array:
    stays = ~np.isin(segment.episodes, list(segment.gone))
    return ((np.cumsum(stays) - 1 + base)[segment.column("owner")[kept]]).astype(np.uint16)
