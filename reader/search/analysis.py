"""Words as the index knows them: found in a text, folded, and cut to their stems.

The same functions read transcripts and queries, so the two cannot disagree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

LONGEST = 64
"""How many characters of a word count; what follows is not told apart."""

_UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_UNSPACED += "\u1100-\u11ff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_SYLLABLE = "[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?"
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0963\u0970-\u0d7f\u0e31-\u0e3a\u0e47-\u0e4e"
)
_WORD = re.compile(
    rf"{_SYLLABLE}|[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:[{_MARKS}]+[^\W_{_UNSPACED}]*)*"
)


_PARTED = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
"""What each character of ASCII becomes so that white space parts words, and nothing else does."""


class Word(NamedTuple):
    """A folded word, and the span `[start, end)` of the text it was found in."""

    text: str
    start: int
    end: int


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """The words of `text[start:end]`, with offsets in the whole text.

    A word is a run of letters and digits with their combining marks. Apostrophes and hyphens part
    words (`don't` is `don`, `t`); a Han, kana or Hangul character is a word by itself, as Chinese
    and Japanese put no space between words, and Korean none before what is added to one.
    """
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield Word(fold(match.group()), match.start(), match.end())


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of `text` are, as `words` finds them."""
    return (match.span() for match in _WORD.finditer(text))


def tokens(text: str) -> list[str]:
    """The words of `text` as `words` finds them, unfolded."""
    return text.translate(_PARTED).split() if text.isascii() else _WORD.findall(text)


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """`word` without case, accents and compatibility forms: `Café` and `cafe` become one."""
    if word.isascii():
        return word.lower()[:LONGEST]
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return (plain or word).casefold()[:LONGEST]


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The stem of a folded word, by the Snowball stemmer for English.

    https://snowballstem.org/algorithms/english/stemmer.html. A word with a letter outside ASCII is
    its own stem.
    """
    return str(_stemmer().stemWord(word)) if word.isascii() else word


@cache
def _stemmer() -> Any:
    from Stemmer import Stemmer

    return Stemmer("english")
