"""Which words of one text are which words of another: one alignment of two transcripts. Pure.

Words that occur once in both texts, in runs of four, then two, then one, pin the texts together
(patience diff, Bram Cohen: https://bramcohen.livejournal.com/73318.html); what lies between two
pins is compared word by word as a longest common subsequence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reader.transcript import Span

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_RUNS = (4, 2, 1)
_LOOK, _NEIGHBOURS, _DRIFT = 200, 6, 2
_SEED, _LIKE = 3, 0.6
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

    def carried(self, span: Span) -> tuple[Span, float, bool] | None:
        """Where `span` of the first text stands in the second, the share of its words there, and
        whether there is no doubt: it has as many words as before, and its neighbours stand by it.

        Words at its edges that have changed are taken along, as far as their neighbours show where
        they stood. None when no word of it is in the second text, or its words are scattered there.
        """
        first = bisect_right(self.here, span.start, key=lambda word: word.end)
        last = bisect_left(self.here, span.end, key=lambda word: word.start)
        runs = _together(
            [(index, self.pairs[index], 1) for index in range(first, last) if index in self.pairs]
        )
        if not runs:
            return None
        (begin, low, _), (end, high, size) = runs[0], runs[-1]
        end, high = end + size - 1, high + size - 1
        before, sure = self._edge(begin, begin - first, -1)
        after, clear = self._edge(end, last - 1 - end, 1)
        share = sum(size for *_, size in runs) / (last - first)
        low, high = low - before, high + after
        same = sure and clear and high - low == last - 1 - first
        led = self._led(first, low, -1), self._led(last - 1, high, 1)
        clear = same and all(led)
        return Span(self.there[low].start, self.there[high].end), share, clear

    def between(self, span: Span) -> tuple[Span, float] | None:
        """What stands in the second text where `span` of the first stood, and the share of its
        words there: as many words, with the same two words before and after them.

        None where those are not found so, or no word is in `span`.
        """
        first = bisect_right(self.here, span.start, key=lambda word: word.end)
        last = bisect_left(self.here, span.end, key=lambda word: word.start)
        low, high = self.pairs.get(first - 1), self.pairs.get(last)
        if first == last or low is None or high is None or high - low - 1 != last - first:
            return None
        if self.pairs.get(first - 2) != low - 1 or self.pairs.get(last + 1) != high + 1:
            return None
        by = low + 1 - first
        equal = sum(self.pairs.get(index) == index + by for index in range(first, last))
        there = Span(self.there[low + 1].start, self.there[high - 1].end)
        return there, equal / (last - first)

    def _led(self, here: int, there: int, step: int) -> bool:
        """Whether one of the next words in the direction of `step` stands about as far from
        `there` as it does from `here`, or the text ends."""
        if not (0 <= here + step < len(self.here)):
            return True
        near = ((n, self.pairs.get(here + step * n)) for n in range(1, _NEIGHBOURS + 1))
        return any(pair is not None and 0 < step * (pair - there) <= n + _DRIFT for n, pair in near)

    def _edge(self, index: int, count: int, step: int) -> tuple[int, bool]:
        """How many words of the second text stand for the `count` unpaired ones that follow the
        word `index` in the direction of `step`: as many as there is room for, in proportion; and
        whether there is room for all that are unpaired, and no more.
        """
        if not count:
            return 0, True
        limit, end = (-1, -1) if step < 0 else (len(self.here), len(self.there))
        reach = range(index + step, max(-1, min(limit, index + step * _LOOK)), step)
        beyond = next((other for other in reach if other in self.pairs), None)
        mine = abs((limit if beyond is None else beyond) - index) - 1
        theirs = abs((end if beyond is None else self.pairs[beyond]) - self.pairs[index]) - 1
        room = min(count, theirs) if theirs >= mine else round(count * theirs / mine)
        return room, theirs == mine

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


def _together(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Runs of equal words, `(index in one, index in other, length)`, joined where they meet, and
    without those at the ends that stand farther off in the other than their length makes up for.
    """
    joined: list[tuple[int, int, int]] = []
    for one, other, size in runs:
        if (
            joined
            and joined[-1][0] + joined[-1][2] == one
            and joined[-1][1] + joined[-1][2] == other
        ):
            joined[-1] = (*joined[-1][:2], joined[-1][2] + size)
        else:
            joined.append((one, other, size))
    while len(joined) > 1 and _away(joined[0], joined[1]) > joined[0][2]:
        del joined[0]
    while len(joined) > 1 and _away(joined[-2], joined[-1]) > joined[-1][2]:
        del joined[-1]
    return joined


def _away(before: tuple[int, int, int], after: tuple[int, int, int]) -> int:
    """How many words more are between two runs in the other than in the one."""
    one = after[0] - before[0] - before[2]
    return after[1] - before[1] - before[2] - one


class Seeker:
    """Finds in `text` what is nearly a quote, wherever it stands."""

    def __init__(self, text: str) -> None:
        self._words, self._spans = spoken(text)
        self._runs: dict[tuple[str, ...], list[int]] = {}
        for size in (1, _SEED):
            for at in range(len(self._words) - size + 1):
                self._runs.setdefault(tuple(self._words[at : at + size]), []).append(at)

    def find(self, quote: str) -> tuple[Span, float] | None:
        """Where most of the words of `quote` stand in order, and the share of them there.

        Runs of words that are rare in the text say where to look (seed and extend, as BLAST does:
        S. Altschul et al., 1990). None when it is nowhere, or as well in two places.
        """
        found = self._likely(quote)
        if not found or found[0][0] < _LIKE:
            return None
        share, low, high = found[0]
        rivals = (one for one in found[1:] if one[1] > high or one[2] < low)
        if any(other >= share - _CLEAR for other, *_ in rivals):
            return None
        return self._span(low, high), share

    def places(self, quote: str, most: int) -> list[tuple[Span, float]]:
        """Where at least some of the words of `quote` stand in order, the best places first, and
        the share of them there. No two overlap.
        """
        chosen: list[tuple[float, int, int]] = []
        for share, low, high in self._likely(quote):
            apart = all(low > other[2] or high < other[1] for other in chosen)
            if share >= _ALIKE and apart and len(chosen) < most:
                chosen.append((share, low, high))
        return [(self._span(low, high), share) for share, low, high in chosen]

    def _likely(self, quote: str) -> list[tuple[float, int, int]]:
        """The share of the words of `quote` wherever it may begin, from which word to which."""
        said = list(words(quote))
        return sorted((self._matched(said, begin) for begin in self._begins(said)), reverse=True)

    def _span(self, low: int, high: int) -> Span:
        return Span(self._spans[low].start, self._spans[high].end)

    def _begins(self, said: list[str]) -> set[int]:
        """Where the quote may begin, by its rarest runs of words, or its rarest words."""
        for size, most in ((_SEED, 8), (1, 4)):
            seeds = [
                (len(places), at, places)
                for at in range(len(said) - size + 1)
                if (places := self._runs.get(tuple(said[at : at + size])))
            ]
            if seeds:
                rarest = sorted(seeds)[:most]
                return {max(0, place - at) for _, at, places in rarest for place in places[:_TRIED]}
        return set()

    def _matched(self, said: list[str], begin: int) -> tuple[float, int, int]:
        """The share of the words that stand in order near `begin`, from where to where."""
        from rapidfuzz.distance import LCSseq

        low = max(0, begin - _MARGIN)
        there = self._words[low : begin + len(said) + _MARGIN + len(said) // 4]
        equal = (step for step in LCSseq.opcodes(said, there) if step.tag == "equal")
        runs = _together([(s.src_start, s.dest_start, s.src_end - s.src_start) for s in equal])
        if not runs:
            return 0.0, begin, begin
        (first, start, _), (last, end, _) = runs[0], runs[-1]
        start = max(0, start - first)
        end = min(len(there), end + len(said) - last) - 1
        return sum(size for *_, size in runs) / len(said), low + start, low + end


_ALIKE, _CLEAR, _TRIED, _MARGIN = 0.3, 0.1, 30, 6
