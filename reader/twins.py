"""Two transcripts of one talk: knowing them by their words, and having them lend each other layers.

Pure. One may have the names, another the times, a third the punctuation; together they have all.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from heapq import nsmallest
from itertools import islice

from reader.align import Alignment, align, words
from reader.repair import within
from reader.transcript import Cue, Heading, Transcript, Turn

SAME_TALK = 0.5
"""From this share of equal words on, two transcripts are of one talk; two talks stay below 0.1."""

SAME_WORDS = 0.9
"""From this resemblance on, two texts are the same words but for a few spellings."""

_SHINGLE = 4
_SKETCH = 96
_BLOCK = 50_000
"""So many words are looked at together."""
LEAST_SHARED = 6
"""Two sketches that share fewer numbers are not worth comparing word by word."""


def sketch(text: str) -> list[int]:
    """Some numbers that texts of the same words share: the least hashes of runs of four words.

    A. Broder, "On the resemblance and containment of documents", 1997.
    """
    said, rest = words(text), list[str]()
    least: set[int] = set()
    while block := list(islice(said, _BLOCK)):
        block = rest + block
        ends = range(_SHINGLE, len(block) + 1)
        runs = {" ".join(block[end - _SHINGLE : end]) for end in ends}
        least |= {zlib.crc32(run.encode("utf-8", "replace")) for run in runs}
        least, rest = set(nsmallest(_SKETCH, least)), block[1 - _SHINGLE :]
    return sorted(least)


def resemblance(one: Iterable[int], other: Iterable[int]) -> float:
    """The share, 0 to 1, of runs of words that two texts have in common, told by their sketches."""
    mine, theirs = set(one), set(other)
    least = nsmallest(_SKETCH, mine | theirs)
    return sum(number in mine and number in theirs for number in least) / max(1, len(least))


def combined(parts: Sequence[Transcript]) -> tuple[int, Transcript]:
    """Which of `parts`, transcripts of one talk, has the best text, and it with the layers that the
    others lend it.

    That is the one whose sentences end most often as speech does; of equals the one with the most
    layers of its own, then the first.
    """
    best = max(range(len(parts)), key=lambda index: (_punctuated(parts[index]), _has(parts[index])))
    whole = parts[best]
    for index, part in enumerate(parts):
        if index != best:
            whole = lend(whole, part)
    return best, whole


def _punctuated(transcript: Transcript) -> float:
    """How often sentences end, from 0 to 1, in tenths: less is no difference."""
    ends = sum(transcript.text.count(mark) for mark in ".?!。？！")
    return round(min(1.0, 12 * ends / max(1, transcript.words)), 1)


def _has(transcript: Transcript) -> tuple[int, int]:
    """How many layers it has, and how fine its times are."""
    layers = (transcript.speakers, transcript.cues, transcript.headings)
    return sum(map(bool, layers)), len(transcript.cues)


def lend(base: Transcript, other: Transcript) -> Transcript:
    """`base`, with the names and times of `other` where it has none of its own.

    The text of `base` stays as it is. Turns come with the names; a time holds for just the words
    that both texts have.
    """
    named = not base.speakers and bool(other.speakers)
    timed = not base.cues and bool(other.cues)
    if not (named or timed):
        return replace(base, meta=base.meta.over(other.meta))
    alignment = align(other.text, base.text)
    turns = _turns(base, other, alignment) if named else base.turns
    cues = _cues(other, alignment) if timed else ()
    return replace(
        base,
        turns=turns,
        paragraphs=within(base.paragraphs, turns) if named else base.paragraphs,
        cues=cues or base.cues,
        pins=() if cues else base.pins,
        headings=base.headings or _headings(other, alignment),
        meta=base.meta.over(other.meta),
    )


def _turns(base: Transcript, other: Transcript, alignment: Alignment) -> tuple[Turn, ...]:
    """The turns of `other` in the text of `base`: each begins with the first word both have."""
    begins: list[tuple[int, str | None]] = []
    for turn in other.turns:
        start = alignment.after(turn.start)
        if start is None:
            break
        if begins and start <= begins[-1][0]:
            begins[-1] = (begins[-1][0], turn.speaker)
        else:
            begins.append((start, turn.speaker))
    if not begins:
        return base.turns
    begins[0] = (base.turns[0].start, begins[0][1])
    ends = [start for start, _ in begins[1:]] + [base.turns[-1].end]
    return tuple(
        Turn(start, start + len(base.text[start:end].rstrip()), speaker)
        for (start, speaker), end in zip(begins, ends, strict=True)
    )


def _cues(other: Transcript, alignment: Alignment) -> tuple[Cue, ...]:
    """The cues of `other` over the words that `base` has too, with their times there.

    A cue begins and ends with words whose times `other` knows exactly: no estimate is lent.
    """
    cues: list[Cue] = []
    for cue in other.cues:
        first = bisect_left(alignment.here, cue.start, key=lambda span: span.start)
        last = bisect_left(alignment.here, cue.end, key=lambda span: span.start)
        both = [index for index in range(first, last) if index in alignment.pairs]
        times = ((index, other.time_at(alignment.here[index].start)) for index in both)
        begun = next(((index, time.seconds) for index, time in times if time.exact), None)
        if begun is None:
            continue
        index, time = begun
        start = alignment.there[alignment.pairs[index]].start
        if cues and start < cues[-1].end:
            continue
        later = reversed(both[both.index(index) :])
        ends = ((last, other.time_until(alignment.here[last].end)) for last in later)
        shut = next(((last, until.seconds) for last, until in ends if until.exact), begun)
        end = alignment.there[alignment.pairs[shut[0]]].end
        cues.append(Cue(start, end, time, max(time, shut[1])))
    return tuple(cues)


def _headings(other: Transcript, alignment: Alignment) -> tuple[Heading, ...]:
    """The headings of `other` in the text of `base`."""
    moved = ((alignment.after(heading.start), heading) for heading in other.headings)
    return tuple(
        replace(heading, start=start, end=start) for start, heading in moved if start is not None
    )
