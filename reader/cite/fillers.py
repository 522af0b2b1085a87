"""The sounds of hesitation that a clean copy leaves out, by language: “uh”, « euh », „ähm“.

What fills a pause in one language is a word in another (`er` is German for *he*, `um` Portuguese
for *a*), so they are looked for only in the language in which something is said.
"""

from __future__ import annotations

import re
from functools import cache

from reader.segment import WORD
from reader.transcript import Transcript

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
