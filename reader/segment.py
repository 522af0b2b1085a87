"""Where words and sentences begin and end. Pure functions over a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.transcript import Span

WORD = re.compile(r"\w+(?:['’.\-]\w+)*")
"""A word as a reader moves over it: apostrophes, inner dots and hyphens belong to it."""

ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr vs etc inc ltd co no vol fig e.g i.e u.s u.k a.m p.m ph.d".split()
)
"""Words after which a full stop does not end a sentence."""

_LONGEST_ABBREVIATION = 12
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s|$)|[。！？]+[」』”’）]*")


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The words of `text[start:end]`, as spans of the whole text."""
    for match in WORD.finditer(text, start, len(text) if end is None else end):
        yield Span(match.start(), match.end())


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The sentences of `text[start:end]`, without the white space around them.

    A sentence ends at `.`, `!`, `?` or `…` before white space, unless the stop belongs to an
    abbreviation or an initial; and at the full stops of Chinese and Japanese.
    """
    stop = len(text) if end is None else end
    begin = start
    for match in _END.finditer(text, start, stop):
        if match.group().startswith(".") and _abbreviated(text, begin, match.start()):
            continue
        span = stripped(text, begin, match.end())
        if span is not None:
            yield span
        begin = match.end()
    span = stripped(text, begin, stop)
    if span is not None:
        yield span


def stripped(text: str, start: int, end: int) -> Span | None:
    """`[start, end)` without the white space at either side, or None if nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _abbreviated(text: str, begin: int, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to an abbreviation or to an initial."""
    low = stop
    while low > begin and stop - low < _LONGEST_ABBREVIATION and not text[low - 1].isspace():
        low -= 1
    word = text[low:stop].lstrip("\"'“‘([")
    return word.lower() in ABBREVIATIONS or (len(word) == 1 and word.isupper() and word != "I")


_KNOWN_BY = (160, 80, 40, 20)
"""So many characters a place is known by, the more the surer."""


def same_place(before: str, after: str, offset: int) -> int:
    """Where the place at `offset` of the text `before` is in the text `after`.

    It is known by the characters that follow it, or that come before it; of several such places
    the nearest counts. Where there is none it is as far into the text as it was.
    """
    if before.startswith(after[: offset + _KNOWN_BY[0]]):
        return min(offset, len(after))
    for length in _KNOWN_BY:
        for low, high in ((offset, offset + length), (offset - length, offset)):
            words = before[max(0, low) : high]
            if len(words) < length:
                continue
            found = _nearest(after, words, low)
            if found is not None:
                return found + offset - low
    return len(after) * offset // max(1, len(before))


def _nearest(text: str, words: str, offset: int) -> int | None:
    """Where `words` stand in `text` nearest to `offset`."""
    places = [text.find(words, max(0, offset)), text.rfind(words, 0, offset + len(words))]
    return min((at for at in places if at >= 0), key=lambda at: abs(at - offset), default=None)
