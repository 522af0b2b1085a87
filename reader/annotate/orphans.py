"""Highlights that lost their place: where they may belong, and putting them there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from reader.align import Seeker
from reader.annotate.marking import placed
from reader.errors import ReaderError
from reader.library import Highlight
from reader.segment import sentences, stripped
from reader.transcript import Span, Transcript


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a highlight may belong, and the share of its words that stand there in order;
    none where only the time speaks for it.
    """

    span: Span
    score: float


def candidates(transcript: Transcript, highlight: Highlight, most: int = 5) -> list[Candidate]:
    """The likeliest places of `highlight` in `transcript`, the best first, and no more than `most`.

    They have some of its words in order (`reader.align.Seeker`); the last is the sentence that is
    spoken when its words were.
    """
    if not transcript.text.strip():
        return []
    found = Seeker(transcript.text).places(highlight.quote, most - 1)
    places = [Candidate(span, score) for span, score in found]
    then = _spoken_at(transcript, highlight.time)
    if not any(place.span.overlaps(then) for place in places):
        places.append(Candidate(then, 0.0))
    return places


def _spoken_at(transcript: Transcript, seconds: float) -> Span:
    """The sentence at a time of the recording."""
    offset = transcript.offset_at(min(seconds, transcript.length))
    paragraph = transcript.paragraphs[transcript.paragraph_index(offset)]
    spoken = paragraph
    for sentence in sentences(transcript.text, paragraph.start, paragraph.end):
        if sentence.start <= offset:
            spoken = sentence
    return Span(spoken.start, spoken.end)


def attached(highlight: Highlight, transcript: Transcript, version: int, span: Span) -> Highlight:
    """`highlight` as it stands at `span` of the text of `version`, because the user says so.

    Raises `ReaderError` where there are no words.
    """
    held = stripped(transcript.text, span.start, span.end)
    if held is None:
        raise ReaderError("there are no words to attach it to", hint="select some first")
    now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    there = replace(highlight, version=version, state="anchored", score=1.0, modified=now)
    return placed(there, transcript, held)
