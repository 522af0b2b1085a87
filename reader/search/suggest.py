"""Did you mean: a query whose unknown words are replaced by known ones."""

from __future__ import annotations

from typing import Protocol

from reader.search.query import Node, Slot, runs

_SHORTEST = 3
_TWO_EDITS = 5


class Vocabulary(Protocol):
    """What suggesting needs of an index."""

    def knows(self, slot: Slot) -> bool: ...
    def frequency(self, word: str) -> int: ...
    def near_misses(self, word: str, distance: int) -> list[str]: ...


def corrected(query: str, node: Node, index: Vocabulary) -> str | None:
    """`query` with each word that the index does not know replaced by the likeliest one it does.

    None when every word is known, or one of those unknown has nothing like it.
    """
    unknown = [slot for run in runs(node) for slot in run.slots if not index.knows(slot)]
    if not unknown:
        return None
    for slot in sorted(unknown, key=lambda slot: -slot.start):
        known = _likeliest(slot, index)
        if known is None:
            return None
        query = query[: slot.start] + known + query[slot.end :]
    return query


def _likeliest(slot: Slot, index: Vocabulary) -> str | None:
    if len(slot.word) < _SHORTEST or slot.kind == "prefix":
        return None
    for distance in (1, 2) if len(slot.word) >= _TWO_EDITS else (1,):
        near = index.near_misses(slot.word, distance)
        if near:
            return max(near, key=index.frequency)
    return None
