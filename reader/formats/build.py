"""From words in the order of the source to a `Transcript`.

A family tells the builder who speaks, where paragraphs break and what is said; the builder folds
white space, cuts what is too long to read at sentence ends, and counts offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from reader.formats.asides import find_asides
from reader.formats.clean import one_line, with_few_marks
from reader.segment import sentences
from reader.speech import amount, is_spaced
from reader.transcript import BREAK, Cue, Heading, Meta, Span, Transcript, Turn

LONGEST = 150
"""A paragraph of more words is cut, at sentence ends where it has any.

Words are counted here by `reader.speech`: 150 are 240 characters of Chinese.
"""

ENOUGH = 80
"""A paragraph that is being cut ends at the first sentence end after so many words."""

SHORTEST = 40
"""The fewest words of a paragraph that ends at a pause; a shorter rest joins what precedes it."""

PAUSE = 2.0
"""Seconds of silence between two cues at which a paragraph may end."""

_LONGEST_NAME = 200

_WORD = re.compile(r"\S+")


@dataclass
class _Stretch:
    """Words without a break in the source. `turn` counts the changes of speaker before it."""

    turn: int
    speaker: str | None
    said: list[str] = field(default_factory=list)
    length: int = 0
    cues: list[Cue] = field(default_factory=list)
    pauses: list[int] = field(default_factory=list)
    titles: list[tuple[str, int]] = field(default_factory=list)

    def add(self, words: str, glued: bool = False) -> Span:
        gap = "" if glued or not self.length else " "
        start = self.length + len(gap)
        self.said.append(gap + words)
        self.length = start + len(words)
        return Span(start, self.length)


class Builder:
    """Gathers turns, paragraphs and cues in the order of the source.

    Without any call of `turn`, every paragraph is a turn of its own with nobody named. `asides`
    holds what the source marks up as no speech, in brackets.
    """

    def __init__(self) -> None:
        self._stretches: list[_Stretch] = []
        self._turn = 0
        self._speaker: str | None = None
        self._broken = True
        self._silent_from: float | None = None
        self._titles: list[tuple[str, int]] = []
        self.asides: set[str] = set()

    def turn(self, speaker: str | None = None) -> None:
        """Let what follows be a new turn, of `speaker` or of nobody named.

        A name of more than 200 characters, which a damaged source can have, is cut.
        """
        self._turn += 1
        self._speaker = one_line(speaker, _LONGEST_NAME) if speaker else speaker
        self._broken = True

    def paragraph(self, text: str = "") -> None:
        """Let what follows, first `text`, be a new paragraph of the same turn."""
        self._broken = True
        self.say(text)

    def heading(self, title: str, level: int = 1) -> None:
        """Let what follows, in a new paragraph, be a chapter or section called `title`."""
        if title := " ".join(title.split()):
            self._titles.append((title, level))
            self._broken = True

    def say(self, text: str, glued: bool = False) -> None:
        """Add the words of `text`, if any, to the paragraph; `glued`: with no space before them."""
        words = with_few_marks(" ".join(text.split()))
        if words:
            self._stretch().add(words, glued)

    def cue(self, text: str, time: float, time_end: float, glued: bool = False) -> None:
        """Add the words of `text`, spoken from `time` to `time_end` seconds."""
        words = with_few_marks(" ".join(text.split()))
        if not words:
            return
        stretch = self._stretch()
        span = stretch.add(words, glued)
        stretch.cues.append(Cue(span.start, span.end, time, time_end))
        if self._silent_from is not None and time - self._silent_from >= PAUSE:
            stretch.pauses.append(span.start)
        self._silent_from = time_end if time_end > time else None

    def build(self, meta: Meta | None = None) -> Transcript:
        """The transcript of all that was added."""
        texts: list[str] = []
        paragraphs: list[Span] = []
        turns: list[Turn] = []
        cues: list[Cue] = []
        titles: list[tuple[int, str, int]] = []
        last_turn = 0
        for stretch in self._stretches:
            text = "".join(stretch.said)
            pieces = split(text, stretch.pauses)
            first = len(paragraphs)
            for piece in pieces:
                start = paragraphs[-1].end + len(BREAK) if paragraphs else 0
                texts.append(text[piece.start : piece.end])
                paragraphs.append(Span(start, start + len(piece)))
                if stretch.turn and stretch.turn == last_turn:
                    start = turns.pop().start
                turns.append(Turn(start, paragraphs[-1].end, stretch.speaker))
                last_turn = stretch.turn
            cues.extend(_moved(stretch.cues, pieces, paragraphs[first:]))
            titles.extend((paragraphs[first].start, *title) for title in stretch.titles)
        whole = BREAK.join(texts)
        return Transcript(
            text=whole,
            turns=tuple(turns),
            paragraphs=tuple(paragraphs),
            cues=tuple(cues),
            headings=_headings(titles, len(whole)),
            asides=find_asides(whole, cues, self.asides),
            meta=meta or Meta(),
        )

    def _stretch(self) -> _Stretch:
        if self._broken:
            self._stretches.append(_Stretch(self._turn, self._speaker, titles=self._titles))
            self._titles = []
            self._broken = False
        return self._stretches[-1]


def split(text: str, pauses: Sequence[int] = ()) -> list[Span]:
    """Paragraphs of a single-spaced `text`, most of them of 40 to 150 words.

    They end at sentence ends, sooner where a pause (an offset at which speech resumes) follows.
    A sentence of more than 150 words is cut at its pauses, then into parts of about 100 words.
    """
    whole = Span(0, len(text))
    if _size(text, whole, is_spaced(text)) <= LONGEST:
        return [whole]
    resumed = frozenset(pauses)
    paragraphs: list[list[_Unit]] = []
    count = 0.0
    for unit in _units(text, pauses):
        limit = SHORTEST if unit.span.start in resumed else ENOUGH
        if paragraphs and count < limit and count + unit.words <= LONGEST:
            paragraphs[-1].append(unit)
            count += unit.words
        else:
            paragraphs.append([unit])
            count = unit.words
    _fill_last(paragraphs)
    return [Span(units[0].span.start, units[-1].span.end) for units in paragraphs]


class _Unit(NamedTuple):
    """What is not cut any further: a sentence, or a part of a very long one."""

    span: Span
    words: float


def _fill_last(paragraphs: list[list[_Unit]]) -> None:
    """Join a short last paragraph to the one before it, or move sentences over from there."""
    if len(paragraphs) < 2:
        return
    *_, before, rest = paragraphs
    left, right = (sum(unit.words for unit in units) for units in (before, rest))
    if right < SHORTEST and left + right <= LONGEST:
        before.extend(paragraphs.pop())
        return
    while right < SHORTEST and left - before[-1].words >= SHORTEST:
        left, right = left - before[-1].words, right + before[-1].words
        rest.insert(0, before.pop())


def _units(text: str, pauses: Sequence[int]) -> Iterator[_Unit]:
    """The sentences of `text`, those too long for a paragraph in parts."""
    spaced = is_spaced(text)
    for sentence in sentences(text):
        unit = _Unit(sentence, _size(text, sentence, spaced))
        if unit.words <= LONGEST:
            yield unit
            continue
        inside = pauses[bisect_right(pauses, sentence.start) : bisect_right(pauses, sentence.end)]
        edges = [sentence.start, *inside, sentence.end + 1]
        for start, following in pairwise(edges):
            for part in _parts(text, Span(start, following - 1)):
                yield _Unit(part, _size(text, part, spaced))


def _size(text: str, span: Span, spaced: bool) -> float:
    """How much is said in a `span` of a single-spaced `text`, in words as `amount` has them."""
    if spaced:
        return text.count(" ", span.start, span.end) + 1
    return amount(text[span.start : span.end])


def _parts(text: str, span: Span) -> Iterator[Span]:
    """`span` in equal parts of about 100 words, or whole if a paragraph can hold it."""
    words = list(_WORD.finditer(text, span.start, span.end))
    count = len(words)
    parts = 1 if count <= LONGEST else -(-count // 100)
    for index in range(parts):
        first, last = count * index // parts, count * (index + 1) // parts - 1
        yield Span(words[first].start(), words[last].end())


def _headings(titles: Sequence[tuple[int, str, int]], end: int) -> tuple[Heading, ...]:
    """Headings over what they head: each up to the next of its own level or a higher one."""
    headings: list[Heading] = []
    ends: dict[int, int] = {}
    for start, title, level in reversed(titles):
        until = min((ends[above] for above in ends if above <= level), default=end)
        headings.append(Heading(start, until, level, title))
        ends[level] = start
    return tuple(reversed(headings))


def _moved(cues: Sequence[Cue], pieces: Sequence[Span], spans: Sequence[Span]) -> Iterator[Cue]:
    """`cues` over a stretch, as cues over the text in which its `pieces` stand at `spans`."""
    starts = [piece.start for piece in pieces]

    def moved(offset: int) -> int:
        index = bisect_right(starts, offset) - 1
        return spans[index].start + offset - starts[index]

    for cue in cues:
        yield Cue(moved(cue.start), moved(cue.end - 1) + 1, cue.time, cue.time_end)
