"""Which words of one text are which words of another: one alignment of two transcripts. Pure.

Words that occur once in both texts, in runs of four, then two, then one, pin the texts together
(patience diff, Bram Cohen: https://bramcohen.livejournal.com/73318.html); what lies between two
pins is compared word by word as a longest common subsequence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reader.transcript import Span

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_RUNS = (4, 2, 1)
_LARGEST_GAP = 4_000_000
"""Pairs of words that are still compared one by one."""


def words(text: str) -> Iterator[str]:
    """The words of `text`, without case and punctuation."""
    folded = text.casefold().replace("’", "'")
    if len(folded) == len(text):
        return map(re.Match.group, _WORD.finditer(folded))
    return (match.group().casefold().replace("’", "'") for match in _WORD.finditer(text))


def spoken(text: str) -> tuple[list[str], list[Span]]:
    """The words of `text`, without case and punctuation, and where each stands."""
    folded = text.casefold().replace("’", "'")
    places = folded if len(folded) == len(text) else text
    return list(words(text)), [Span(*match.span()) for match in _WORD.finditer(places)]


def blocks(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    """Runs of equal words, `(index in one, index in other, length)`, in the order of both."""
    pairs = sorted(_pairs(one, other))
    joined: list[tuple[int, int, int]] = []
    for i, j in pairs:
        if joined and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == j:
            joined[-1] = (*joined[-1][:2], joined[-1][2] + 1)
        else:
            joined.append((i, j, 1))
    return joined


def _pairs(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    gaps = [(0, len(one), 0, len(other), 0)]
    while gaps:
        a, b, c, d, level = gaps.pop()
        while a < b and c < d and one[a] == other[c]:
            yield a, c
            a, c = a + 1, c + 1
        while a < b and c < d and one[b - 1] == other[d - 1]:
            b, d = b - 1, d - 1
            yield b, d
        if a == b or c == d:
            continue
        pins: list[tuple[int, int]] = []
        while level < len(_RUNS) and not pins:
            pins = _pins(one, other, (a, b, c, d), _RUNS[level])
            level += 1
        if not pins:
            yield from _common(one, other, (a, b, c, d))
            continue
        yield from pins
        for i, j in [*pins, (b, d)]:
            gaps.append((a, i, c, j, level - 1))
            a, c = i + 1, j + 1


def _pins(
    one: Sequence[str], other: Sequence[str], gap: tuple[int, int, int, int], run: int
) -> list[tuple[int, int]]:
    """Where runs of `run` words begin that occur once on each side, in the order of both."""
    a, b, c, d = gap
    here = _once(one, a, b, run)
    there = _once(other, c, d, run)
    both = sorted((place, there[said]) for said, place in here.items() if said in there)
    return _rising(both)


def _once(said: Sequence[str], low: int, high: int, run: int) -> dict[tuple[str, ...], int]:
    runs = [tuple(said[i : i + run]) for i in range(low, high - run + 1)]
    counts = Counter(runs)
    return {words_: low + i for i, words_ in enumerate(runs) if counts[words_] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence of `pairs` in which the second rises too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(j)
            ends.append(index)
        else:
            tails[at], ends[at] = j, index
    chain: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _common(
    one: Sequence[str], other: Sequence[str], gap: tuple[int, int, int, int]
) -> Iterator[tuple[int, int]]:
    """A longest common subsequence of a gap; of one too large, nothing."""
    from rapidfuzz.distance import LCSseq

    a, b, c, d = gap
    if (b - a) * (d - c) > _LARGEST_GAP:
        return
    for step in LCSseq.opcodes(one[a:b], other[c:d]):
        if step.tag == "equal":
            size = step.src_end - step.src_start
            yield from ((a + step.src_start + n, c + step.dest_start + n) for n in range(size))


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two texts are the same words.

    `here` and `there` are the spans of the words of each, and `pairs` takes the index of a word of
    the first to that of the same word of the second.
    """

    here: Sequence[Span]
    there: Sequence[Span]
    pairs: Mapping[int, int]

    @property
    def equal(self) -> float:
        """The share, 0 to 1, of the shorter text's words that stand in the other one.

        Above about a half it is the same talk; of two talks it stays below a tenth.
        """
        return len(self.pairs) / max(1, min(len(self.here), len(self.there)))

    def after(self, offset: int) -> int | None:
        """Where the first word from `offset` of the first text on that both have begins in the
        second; None when none follows."""
        index = bisect_left(self.here, offset, key=lambda span: span.start)
        while index < len(self.here):
            if index in self.pairs:
                return self.there[self.pairs[index]].start
            index += 1
        return None


@lru_cache(maxsize=4)
def align(one: str, other: str) -> Alignment:
    """The alignment of two texts.

    The latest are remembered: what was aligned before a transaction is at hand within it.
    """
    mine, here = spoken(one)
    theirs, there = spoken(other)
    found = blocks(mine, theirs)
    return Alignment(here, there, {i + n: j + n for i, j, size in found for n in range(size)})
