"""Every place at which something sought is said, not only the passages that hold it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import chain
from typing import NamedTuple

import numpy as np

from reader.repair import Shown
from reader.search.analysis import spans
from reader.search.evaluate import Answer, shortest
from reader.search.matches import Marker
from reader.search.query import Near, Run
from reader.search.segments import CORRECTED
from reader.search.segments.arrays import Array
from reader.search.segments.segment import Segment
from reader.search.shelf import Texts
from reader.search.snapshot import Snapshot
from reader.transcript import Span

_LAST = 254
"""No place in a passage comes after this one."""


class Said(NamedTuple):
    """The occurrences in one segment, in the order of its passages.

    A key is 65536 times the passage, plus 256 times the place of the first word, plus the number
    of words. `spans` holds for each the character offsets `[start, end)` in the episode's text, -1
    where they follow from the key; it is None where they all do. Places are counted in the passage
    as it is shown.
    """

    keys: Array
    spans: Array | None = None

    @property
    def passages(self) -> Array:
        """The passage of each."""
        return self.keys >> 16

    @property
    def places(self) -> Array:
        """The place of the first word of each in its passage."""
        return (self.keys >> 8) & 0xFF

    @property
    def words(self) -> Array:
        """How many words each has."""
        return self.keys & 0xFF


def occurrences(snapshot: Snapshot, found: Answer, marker: Marker, texts: Texts) -> list[Said]:
    """Where what `marker` seeks is said in the passages `found`: an item for every segment.

    Each place at which a word or phrase of the query begins counts once; of several that begin at
    one place it is the longest.
    """
    return [
        _in_segment(segment, part.passages, marker, texts)
        for segment, part in zip(snapshot.segments, found, strict=True)
    ]


def _in_segment(segment: Segment, passages: Array, marker: Marker, texts: Texts) -> Said:
    if not len(passages):
        return Said(_NONE)
    by_text = np.full(len(passages), bool(marker.patterns))
    by_text |= (segment.column("flags")[passages] & CORRECTED) > 0
    within = np.zeros(segment.size, bool)
    within[passages[~by_text]] = True
    keys = _by_words(segment, within, marker.sought)
    if not by_text.any():
        return Said(keys)
    read = list(_by_text(segment, passages[by_text], marker, texts))
    keys = np.concatenate([keys, np.array([key for key, _ in read], np.uint32)])
    offsets = np.full((len(keys), 2), -1, np.int64)
    if read:
        offsets[-len(read) :] = [(span.start, span.end) for _, span in read]
    order = np.argsort(keys, kind="stable")
    return Said(keys[order], offsets[order])


def _by_words(segment: Segment, within: Array, sought: Sequence[Run | Near]) -> Array:
    """The keys of what is said in the passages that are `within`, from the arrays alone."""
    found: list[Array] = [_NONE]
    for each in sought:
        words = [Snapshot.accepted(slot, segment) for slot in each.slots]
        if all(words):
            places = [np.unique(segment.places(numbers, within)) for numbers in words]
            if isinstance(each, Near):
                begins, ends = shortest(places, each.within)
            else:
                begins = _consecutive(places)
                ends = begins + np.uint32(len(words) - 1)
            lengths = ends.astype(np.int64) - begins + 1
            found.append((begins.astype(np.int64) << 8 | lengths).astype(np.uint32))
    keys: Array = np.unique(np.concatenate(found))
    if not len(keys):
        return keys
    longest: Array = keys[np.append(keys[1:] >> 8 != keys[:-1] >> 8, True)]
    return longest


def _consecutive(places: Sequence[Array]) -> Array:
    """Where a phrase begins, given the places of each of its words.

    No word stands at the last place of a passage, so none is followed by one of the next.
    """
    last = len(places) - 1
    ends = [each + np.uint32(last - number) for number, each in enumerate(places)]
    return reduce(np.intersect1d, sorted(ends, key=len)) - np.uint32(last)


def _by_text(
    segment: Segment, passages: Array, marker: Marker, texts: Texts
) -> Iterator[tuple[int, Span]]:
    """The key and the span of what is said in `passages`, from the texts of their episodes."""
    owner = segment.column("owner")[passages]
    for number in np.unique(owner).tolist():
        here = passages[owner == number]
        start, end = (segment.column(name)[here].tolist() for name in ("start", "end"))
        pieces = list(map(Span, start, end))
        touched = (segment.column("flags")[here] & CORRECTED) > 0
        known = texts.get(int(segment.episodes[number])) if touched.any() else None
        shown = Shown(known[1]) if known else None
        text = shown.original.text if shown else texts.text(int(segment.episodes[number]))
        for passage, piece, said in zip(
            here.tolist(), pieces, _said(text, pieces, marker, shown), strict=True
        ):
            there = shown.span(piece) if shown else piece
            whole = shown.transcript.text if shown else text
            yield from _keyed(passage, whole[there.start : there.end], there.start, said)


def _said(
    text: str, pieces: Sequence[Span], marker: Marker, shown: Shown | None
) -> list[list[tuple[Span, Span]]]:
    """For each piece what is said in it, in either reading: where in the source, where as shown."""
    found = marker.occurrences([text[piece.start : piece.end] for piece in pieces])
    if shown is None:
        moved = ([_moved(s, p.start) for s in said] for p, said in zip(pieces, found, strict=True))
        return [[(span, span) for span in said] for said in moved]
    there = [shown.span(piece) for piece in pieces]
    texts = [shown.transcript.text[span.start : span.end] for span in there]
    again = marker.occurrences(texts)
    both = []
    for piece, at, one, other in zip(pieces, there, found, again, strict=True):
        source = chain(
            (_moved(span, piece.start) for span in one),
            (shown.source_span(_moved(span, at.start)) for span in other),
        )
        longest = {span.start: span for span in sorted(source)}
        both.append([(span, shown.span(span)) for span in longest.values()])
    return both


def _keyed(
    passage: int, text: str, start: int, said: Sequence[tuple[Span, Span]]
) -> Iterator[tuple[int, Span]]:
    words = list(spans(text)) if said else []
    begins, ends = [begin + start for begin, _ in words], [end + start for _, end in words]
    for span, there in said:
        first, last = bisect_right(ends, there.start), bisect_left(begins, there.end)
        place, count = min(first, _LAST), min(max(last - first, 0), _LAST)
        yield passage << 16 | place << 8 | count, span


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


_NONE = np.zeros(0, np.uint32)
