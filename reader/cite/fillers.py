"""The sounds of hesitation that a clean copy leaves out, by language: “uh”, « euh », „ähm“.

What fills a pause in one language is a word in another (`er` is German for *he*, `um` Portuguese
for *a*), so they are looked for only in the language in which something is said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate

from reader.segment import WORD
from reader.transcript import Span, Transcript

_SOUNDS = {
    "en": r"u+h+m?|u+m+|e+r+m?|hm+|mm+",
    "de": r"ä+h+m?|ö+h+m?|e+h?m|h+m+|mhm",
    "nl": r"e+h+m?|u+h+m?|h+m+",
    "fr": r"e+u+h+|h?e+u+h?|h+m+",
    "es": r"e+h+m?|e+m+|h+m+",
    "it": r"e+h+m?|u+h+m?|h+m+|mm+",
    "pt": r"h?ã+h?|a+h+[mn]|e+h+|h+u+m+|h+m+",
    "sv": r"ö+h+m?|ä+h+m?|e+h+m?|h+m+",
    "da": r"ø+h+m?|e+h+m?|h+m+",
    "no": r"ø+h+m?|e+h+m?|h+m+",
    "ru": r"э+м*|хм+|м{2,}",
}
_PHRASES = {
    "en": "you know|I mean",
    "de": "sozusagen|weißt du|wissen Sie",
    "nl": "weet je",
    "fr": "tu sais|vous savez|tu vois|vous voyez",
    "es": "o sea|sabes",
    "it": "cioè|sai",
    "pt": "sabe|quer dizer",
}
"""What fills a pause only between two commas."""

_ANY = r"u+h+m+|h+m+"
"""What is a word in no language."""

_COMMON = {
    "en": "the and of to that is you",
    "de": "der die das und ist nicht ich",
    "nl": "het een van en niet dat ik",
    "fr": "le les et est des pas je",
    "es": "el los que y es una por",
    "it": "il che di è non per un",
    "pt": "o que não uma os é do",
    "sv": "och att det är som inte jag",
    "da": "og at det er ikke jeg af",
    "no": "og at det er ikke jeg av",
    "ru": "и в не что на я это",
}
_LEAST = 0.06
"""The least share of the commonest words of a language in what is said in it."""

_DOUBLED = re.compile(
    r"\b(\w++(?:['’]\w++)?+(?:\s\w++(?:['’]\w++)?+){0,2}?)(?:,?\s\1\b(?!['’-]))++", re.IGNORECASE
)
"""One to three words said again at once."""

_BEGUN = re.compile(r"\b(\w{1,20})--?,?\s(?=\1\w)", re.IGNORECASE)
"""A word that breaks off and is begun again: “th- that”."""

_MEANT = frozenset("had that very no bye ha die der das sie nous vous sehr".split())
"""Words that people double on purpose, or that grammar doubles."""

_LINKS = frozenset("and or by to after upon et y e und oder en og och".split())
"""Words that say things over and over: what ends with one is meant."""

_OPENING = 20_000
"""A language is told by so many characters."""


@cache
def fillers(language: str | None) -> re.Pattern[str]:
    """What to leave out of something said in `language`, with the comma that goes with it.

    `language` is a code such as `en` or `pt-BR`; in one that is not known, the sounds that are a
    word in none. A measure (`35 mm`) is no sound.
    """
    code = (language or "").lower().replace("_", "-").partition("-")[0]
    sounds, phrases = _SOUNDS.get(code, _ANY), _PHRASES.get(code)
    sound = rf",?\s?\b(?<![0-9] )(?:{sounds})\b(?!['’-])(?:,(?=\s)|(?=[.?!…]))?"
    return re.compile(sound + (rf"|,\s?(?:{phrases})(?=,)" if phrases else ""), re.IGNORECASE)


def hidden(text: str, start: int, end: int, sounds: re.Pattern[str]) -> list[Span]:
    """What a clean copy leaves out of the paragraph `text[start:end]`: spans of `text`, in order.

    These are `sounds` (see `fillers`), words that break off and are begun again, and words said
    twice at once. White space and commas go with them at the beginning and the end. A paragraph of
    nothing else stays as it is.
    """
    gone = _merged(match.span() for match in sounds.finditer(text, start, end))
    for pattern in (_BEGUN, _DOUBLED):
        gone = _merged([*gone, *_in_the_rest(text, start, end, gone, pattern)])
    gone = _edges(text, start, end, gone)
    left, at = [], start
    for low, high in [*gone, (end, end)]:
        left.append(text[at:low])
        at = high
    if gone and not any(character.isalnum() for character in "".join(left)):
        return []
    return [Span(low, high) for low, high in gone]


def _in_the_rest(
    text: str, start: int, end: int, gone: list[tuple[int, int]], pattern: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """What `pattern` leaves out of the text without what is `gone` already."""
    edges = [start, *(edge for span in gone for edge in span), end]
    kept = list(zip(edges[::2], edges[1::2], strict=True))
    rest = "".join(text[low:high] for low, high in kept)
    places = [0, *accumulate(high - low for low, high in kept)]
    for match in pattern.finditer(rest):
        said = match[1].lower()
        linked = len(said.split()) > 1 and said.split()[-1] in _LINKS
        if pattern is _DOUBLED and (said in _MEANT or linked):
            continue
        low, high = match.span() if pattern is _BEGUN else (match.end(1), match.end())
        first = bisect_right(places, low) - 1
        last = bisect_right(places, high - 1) - 1
        yield kept[first][0] + low - places[first], kept[last][0] + high - places[last]


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """`spans` in order; those that meet are one."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        elif low < high:
            merged.append((low, high))
    return merged


def _edges(text: str, start: int, end: int, gone: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`gone`, with the white space and commas between it and either end of the paragraph."""
    if gone and not text[start : gone[0][0]].strip(" ,\n"):
        low, high = gone[0]
        while high < end and text[high] in " ,\n":
            high += 1
        gone = [(start, high), *gone[1:]]
    if gone and not text[gone[-1][1] : end].strip(" ,\n"):
        low, high = gone[-1]
        while low > start and text[low - 1] in " ,\n":
            low -= 1
        gone = [*gone[:-1], (low, end)]
    return _merged(gone)


def language_of(transcript: Transcript) -> str | None:
    """The language that `transcript` states, or else the one of a few that is plain to see."""
    return transcript.meta.language or told(transcript.text)


def told(text: str) -> str | None:
    """The language of `text` by its commonest words, or None."""
    words = [word.casefold() for word in WORD.findall(text[:_OPENING])]
    counts = {
        code: sum(map(frozenset(common.split()).__contains__, words))
        for code, common in _COMMON.items()
    }
    best = max(counts, key=lambda code: counts[code])
    return best if words and counts[best] >= _LEAST * len(words) else None
