"""Passages: the pieces of a transcript that a search finds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from reader.repair import Shown
from reader.search.analysis import Word, words
from reader.segment import sentences, stripped
from reader.transcript import Span, Transcript

MOST_WORDS = 150
"""No passage has more words than this."""

_APART = "\x00"
"""A word that no text and no query has."""


@dataclass(frozen=True, slots=True)
class Passage(Span):
    """A paragraph of one turn, or a piece of a long one. `turn` counts from 1."""

    turn: int
    speaker: str | None


def passages(transcript: Transcript) -> Iterator[Passage]:
    """The passages of `transcript`, in order.

    A paragraph of more than `MOST_WORDS` words is cut at the ends of sentences, and where a
    sentence is longer than that, between words. Every word lies in exactly one passage.
    """
    for paragraph in transcript.paragraphs:
        turn = transcript.turn_index(paragraph.start)
        speaker = transcript.turns[turn].speaker if transcript.turns else None
        for piece in _pieces(transcript.text, paragraph):
            yield Passage(piece.start, piece.end, turn + 1, speaker)


def readings(transcript: Transcript) -> Iterator[tuple[Passage, list[str]]]:
    """The passages of `transcript`, each with its words, folded, for the index.

    A passage that has been corrected is there as it is in the text, and after `_APART` as it is
    shown, so that either spelling finds it and no phrase runs from one into the other.
    """
    shown = Shown(transcript)
    for passage in passages(transcript):
        said = [word.text for word in words(transcript.text, passage.start, passage.end)]
        if is_corrected(transcript, passage):
            span = shown.span(passage)
            right = words(shown.transcript.text, span.start, span.end)
            said += [_APART, *(word.text for word in right)]
        yield passage, said


def is_corrected(transcript: Transcript, span: Span) -> bool:
    """Whether a correction touches `span`."""
    return any(correction.overlaps(span) for correction in transcript.corrections)


def _pieces(text: str, paragraph: Span) -> Iterator[Span]:
    found = list(words(text, paragraph.start, paragraph.end))
    start = paragraph.start
    for first in _cuts(text, paragraph, found):
        end = _gap(text, found, first)
        piece = stripped(text, start, end)
        if piece is not None:
            yield piece
        start = end
    piece = stripped(text, start, paragraph.end)
    if piece is not None and found:
        yield piece


def _cuts(text: str, paragraph: Span, found: list[Word]) -> Iterator[int]:
    """The indexes of the words that begin a further piece."""
    if len(found) <= MOST_WORDS:
        return
    starts = [word.start for word in found]
    begins = sentences(text, paragraph.start, paragraph.end)
    beginnings = {bisect_left(starts, sentence.start) for sentence in begins}
    at = 0
    while len(found) - at > MOST_WORDS:
        reach = range(at + MOST_WORDS, at, -1)
        cut = next((index for index in reach if index in beginnings), None)
        if cut is None:
            spaced = (i for i in reach if not text[found[i - 1].end : starts[i]].strip())
            cut = next((i for i in spaced if starts[i] > found[i - 1].end), at + MOST_WORDS)
        yield cut
        at = cut


def _gap(text: str, found: list[Word], index: int) -> int:
    """Where to cut before the word at `index`: after the white space that precedes it."""
    low, high = found[index - 1].end, found[index].start
    for offset in range(high, low, -1):
        if text[offset - 1].isspace():
            return offset
    return high
