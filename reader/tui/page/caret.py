"""Moving over a text by words and sentences, and selections of whole words. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.segment import WORD, sentences
from reader.transcript import Span, Transcript

_BETWEEN = re.compile(r"[^\w'’.\-]")
"""What no word has inside it."""

_STRIDE = 200


def word_at(text: str, offset: int) -> Span:
    """The word at `offset`, else the next one, else the last; an empty span without any."""
    offset = min(max(offset, 0), len(text))
    for match in WORD.finditer(text, _clear(text, offset)):
        if match.end() > offset:
            return Span(*match.span())
    return previous_word(text, len(text))


def _clear(text: str, offset: int) -> int:
    """An offset, `offset` or a little before it, at which no word is cut.

    Looks back in strides that double, so that a text without a space is read once.
    """
    stride, high = _STRIDE, offset
    while high > 0:
        low = max(0, high - stride)
        if ends := [match.end() for match in _BETWEEN.finditer(text, low, high)]:
            return ends[-1]
        high, stride = low, 2 * stride
    return 0


def next_word(text: str, offset: int) -> Span:
    """The first word that begins after the one at `offset`; the last word stays."""
    here = word_at(text, offset)
    match = WORD.search(text, here.end)
    return Span(*match.span()) if match else here


def previous_word(text: str, offset: int) -> Span:
    """The last word that begins before `offset`; the first word stays."""
    low = offset
    while low > 0:
        high, low = low, _clear(text, max(0, low - _STRIDE))
        last = None
        for match in WORD.finditer(text, low):
            if match.start() >= high:
                break
            last = match
        if last is not None:
            return Span(*last.span())
    first = WORD.search(text)
    return Span(*first.span()) if first else Span(0, 0)


def word_within(text: str, start: int, end: int, offset: int) -> int | None:
    """Where the last word before `offset` begins of those that begin in `text[start:end]`.

    Without one before it, the first of them; None when no word begins there.
    """
    here = word_at(text, start)
    chosen: int | None = None
    for match in WORD.finditer(text, max(start, here.end) if here.start < start else start, end):
        if chosen is None or match.start() <= offset:
            chosen = match.start()
    return chosen


def sentence_at(transcript: Transcript, offset: int) -> Span:
    """The sentence at `offset`, within its paragraph; an empty span without any text."""
    if not transcript.paragraphs:
        return Span(0, 0)
    paragraph = transcript.paragraphs[transcript.paragraph_index(offset)]
    chosen: Span | None = None
    for sentence in sentences(transcript.text, paragraph.start, paragraph.end):
        if chosen is None or sentence.start <= offset:
            chosen = sentence
    return chosen or paragraph


def next_sentence(transcript: Transcript, offset: int, count: int = 1) -> Span:
    """The sentence `count` after the one at `offset`, or the last one there is."""
    found = here = sentence_at(transcript, offset)
    if not transcript.paragraphs:
        return here
    for paragraph in transcript.paragraphs[transcript.paragraph_index(here.start) :]:
        for sentence in sentences(transcript.text, paragraph.start, paragraph.end):
            if sentence.start > here.start:
                found, count = sentence, count - 1
                if not count:
                    return found
    return found


def previous_sentence(transcript: Transcript, offset: int, count: int = 1) -> Span:
    """The beginning of the sentence at `offset`, or from there the sentence before it; and so
    `count` times, or back to the first one.
    """
    found = here = sentence_at(transcript, offset)
    if not transcript.paragraphs:
        return here
    if here.start < offset:
        count -= 1
    for index in range(transcript.paragraph_index(here.start), -1, -1):
        if not count:
            break
        paragraph = transcript.paragraphs[index]
        within = sentences(transcript.text, paragraph.start, paragraph.end)
        for sentence in reversed([each for each in within if each.start < here.start]):
            found, count = sentence, count - 1
            if not count:
                break
    return found


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection of whole words: it was begun at `anchor` and reaches to `head`."""

    anchor: Span
    head: Span

    @property
    def span(self) -> Span:
        """What is selected."""
        return Span(min(self.anchor.start, self.head.start), max(self.anchor.end, self.head.end))

    def to(self, head: Span) -> Selection:
        """The same, reaching to `head`."""
        return Selection(self.anchor, head)

    def swapped(self) -> Selection:
        """The same span, whose other end moves."""
        return Selection(self.head, self.anchor)
