"""Passages: the pieces of a transcript that a search finds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from reader.repair import Shown
from reader.search.analysis import Word, tokens, words
from reader.segment import sentences, stripped
from reader.transcript import Span, Transcript

MOST_WORDS = 150
"""No passage has more words than this."""

_MOST_CORRECTED = 120
"""Nor one of a paragraph with corrections, as it is read twice."""

APART = "\x00"
"""A word that no text and no query has."""


@dataclass(frozen=True, slots=True)
class Passage(Span):
    """A paragraph of one turn, or a piece of a long one. `turn` counts from 1."""

    turn: int
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Reading(Passage):
    """A passage as the index reads it: the `second` at which it begins, and its words unfolded.

    A passage that has been corrected is read as it is in the text, and after `APART` as it is
    shown, so that either spelling finds it and no phrase runs from one into the other.
    """

    second: float
    exact: bool
    corrected: bool
    words: list[str]


def passages(transcript: Transcript) -> Iterator[Passage]:
    """The passages of `transcript`, in order.

    A paragraph of more than `MOST_WORDS` words is cut at the ends of sentences, and where a
    sentence is longer than that, between words. Every word lies in exactly one passage.
    """
    for piece, turn, speaker, _ in _spoken(transcript):
        yield Passage(piece.start, piece.end, turn, speaker)


def readings(transcript: Transcript) -> Iterator[Reading]:
    """The passages of `transcript` as the index reads them."""
    shown = Shown(transcript) if transcript.corrections else None
    for piece, turn, speaker, said in _spoken(transcript):
        moment = transcript.time_at(piece.start)
        corrected = shown is not None and is_corrected(transcript, piece)
        if shown is not None and corrected:
            span = shown.span(piece)
            said = [*said, APART, *tokens(shown.transcript.text[span.start : span.end])]
        yield Reading(
            piece.start, piece.end, turn, speaker, moment.seconds, moment.exact, corrected, said
        )


def _spoken(transcript: Transcript) -> Iterator[tuple[Span, int, str | None, list[str]]]:
    """Each passage with the number of its turn, its speaker and its words."""
    text, turns = transcript.text, transcript.turns
    for paragraph in transcript.paragraphs:
        turn = transcript.turn_index(paragraph.start)
        speaker = turns[turn].speaker if turns else None
        corrected = bool(transcript.corrections) and is_corrected(transcript, paragraph)
        for piece, said in _pieces(text, paragraph, _MOST_CORRECTED if corrected else MOST_WORDS):
            yield piece, turn + 1, speaker, said


def is_corrected(transcript: Transcript, span: Span) -> bool:
    """Whether a correction touches `span`."""
    return any(correction.overlaps(span) for correction in transcript.corrections)


def _pieces(text: str, paragraph: Span, most: int) -> Iterator[tuple[Span, list[str]]]:
    """The pieces of at most `most` words, without white space around them, with their words."""
    said = tokens(text[paragraph.start : paragraph.end])
    if len(said) <= most:
        piece = stripped(text, paragraph.start, paragraph.end)
        if piece is not None and said:
            yield piece, said
        return
    found = list(words(text, paragraph.start, paragraph.end))
    start = paragraph.start
    for end in (*_cuts(text, paragraph, found, most), paragraph.end):
        piece = stripped(text, start, end)
        if piece is not None:
            yield piece, tokens(text[piece.start : piece.end])
        start = end


def _cuts(text: str, paragraph: Span, found: list[Word], most: int) -> Iterator[int]:
    """The offsets at which further pieces begin."""
    starts = [word.start for word in found]
    begins = sentences(text, paragraph.start, paragraph.end)
    beginnings = {bisect_left(starts, sentence.start) for sentence in begins}
    at = 0
    while len(found) - at > most:
        reach = range(at + most, at, -1)
        cut = next((index for index in reach if index in beginnings), None)
        if cut is None:
            spaced = (i for i in reach if not text[found[i - 1].end : starts[i]].strip())
            cut = next((i for i in spaced if starts[i] > found[i - 1].end), at + most)
        yield _gap(text, found, cut)
        at = cut


def _gap(text: str, found: list[Word], index: int) -> int:
    """Where to cut before the word at `index`: after the white space that precedes it."""
    low, high = found[index - 1].end, found[index].start
    for offset in range(high, low, -1):
        if text[offset - 1].isspace():
            return offset
    return high
