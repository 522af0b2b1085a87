"""What every kind of JSON shares: how one becomes a `Format`, and words set into their text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from reader.errors import FormatError
from reader.formats.captions.flowing import Said
from reader.formats.json.data import get, rows, what_is_wrong
from reader.formats.page import Format, Page
from reader.transcript import Transcript

_HEAD = 200
"""What an array is, its first so many values tell."""

_SLACK = 60
"""A word is looked for within so many characters of where the one before it ended."""

_FOUND = 0.75
"""The share of words that must be found in a text for the text to be taken."""

_CLOSING = frozenset(".,!?;:…%)]}»”。，、！？；：」』）")


def kind(
    name: str,
    title: str,
    example: str,
    known: Callable[[Any], Any],
    read: Callable[[Any], Transcript],
) -> Format:
    """The family of JSON documents that are `known` by their keys and that `read` reads."""

    def score(page: Page) -> float:
        document = page.json
        head = document[:_HEAD] if isinstance(document, list) else document
        return 1.0 if head is not None and known(head) else 0.0

    def parse(page: Page) -> Transcript:
        if page.json is None:
            raise FormatError("this is not JSON", hint=what_is_wrong(page.text))
        if not score(page):
            raise FormatError(
                f"this JSON lacks the keys of {name}", hint="let the format be found by the content"
            )
        try:
            return read(page.json)
        except RecursionError:
            raise FormatError("this JSON is nested too deeply") from None

    return Format(name, title, example, score, parse)


def joined(words: Sequence[Said]) -> list[Said]:
    """`words` as one text: a stop alone stands right behind the word before it."""
    return [
        word._replace(glued=True) if word.text and set(word.text) <= _CLOSING else word
        for word in words
    ]


def with_stops(words: Iterable[Said]) -> list[Said]:
    """`words` in which a stop that is glued to the word before it is a part of that word."""
    whole: list[Said] = []
    for word in words:
        stop = word.text.strip()
        if whole and word.glued and stop and set(stop) <= _CLOSING:
            whole[-1] = whole[-1]._replace(text=whole[-1].text.rstrip() + stop)
        else:
            whole.append(word)
    return whole


def in_text(text: str, words: Sequence[Said]) -> list[Said]:
    """`words` as they stand in the `text` they make up: with its spaces, stops and capitals.

    Each piece is a word with what follows it up to the next, so that together they are the whole
    text, once. Where too few of the words are found in the text, they are `joined` instead, or the
    text is one piece if it says much more than they do; where there are none, it has no times.
    """
    text = " ".join(text.split())
    sought = [word for word in words if word.text and not word.text.isspace()]
    if not sought:
        return [Said(None, None, None, text)]
    if not text:
        return joined(sought)
    lower = text.lower() if len(text.lower()) == len(text) else text
    found: list[tuple[int, Said]] = []
    at = 0
    for word in sought:
        bare = " ".join(word.text.split()).lower()
        place = _place(lower, bare, at)
        if place >= 0:
            found.append((place, word))
            at = place + len(bare)
    if len(found) < _FOUND * len(sought) or len(text) - at > _SLACK + len(text) // 4:
        if sum(len(word.text) + 1 for word in sought) < _FOUND * len(text):
            return [Said(sought[0].start, sought[-1].end, sought[0].speaker, text)]
        return joined(sought)
    return _pieces(text, found)


def _pieces(text: str, found: Sequence[tuple[int, Said]]) -> list[Said]:
    starts = [0, *(place for place, _ in found[1:])]
    ends = [*starts[1:], len(text)]
    return [
        word._replace(
            text=text[start:end].rstrip(), glued=start > 0 and not text[start - 1].isspace()
        )
        for (_, word), start, end in zip(found, starts, ends, strict=True)
    ]


def _place(text: str, word: str, start: int) -> int:
    """Where `word` stands in `text` soon after `start`, if it can be where no word is broken."""
    stop = start + _SLACK + len(word)
    first = place = text.find(word, start, stop)
    while place > 0 and _inside(text, place):
        place = text.find(word, place + 1, stop)
    return place if place >= 0 else first


def _inside(text: str, place: int) -> bool:
    return text[place].isascii() and text[place].isalnum() and text[place - 1].isalnum()


def cued(text: str, spoken: Sequence[Said]) -> list[Said]:
    """`spoken` in their `text`; a single one without words of its own takes the whole of it."""
    if len(spoken) == 1 and not spoken[0].text:
        return [spoken[0]._replace(text=text)]
    return in_text(text, spoken)


class Turns:
    """Who speaks when, from spans apart from the words: a word is of the last that began."""

    def __init__(self, spans: Iterable[tuple[float | None, str | None]]) -> None:
        known = sorted(
            ((start, name) for start, name in spans if start is not None), key=lambda span: span[0]
        )
        self._starts = [start for start, _ in known]
        self._names = [name for _, name in known]

    def index(self, time: float | None) -> int:
        """The number of spans that began by `time`, less one; the first holds what precedes it."""
        return max(0, bisect_right(self._starts, time or 0.0) - 1)

    def named(self, index: int) -> str | None:
        """Who speaks in the span with that number."""
        return self._names[index] if self._names else None

    def at(self, time: float | None) -> str | None:
        """Who speaks at `time`."""
        return self.named(self.index(time))


def alternative(row: Any) -> dict[str, Any]:
    """The best alternative of a service's result, the first; empty if there is none."""
    return next(iter(rows(get(row, "alternatives"))), {})
