"""Text in one byte a letter, where nothing says which alphabet the bytes stand for.

It is Windows-1252, unless that cannot be: no language in Latin letters writes most of its words
without one letter of ASCII. Then it is the first of the Cyrillic and Greek code pages in which
capitals stand where capitals stand: at the beginning of a word, or throughout it.
"""

from __future__ import annotations

import re

WESTERN = "cp1252"

_OTHERS = ("cp1251", "koi8-r", "cp1253")
_NAMES = {"cp1252": "Windows-1252", "cp1251": "Windows-1251", "koi8-r": "KOI8-R"}
_WORD = re.compile(r"[^\W\d_]{3,40}")
_ENOUGH = 5
_REGULAR = 0.97
_SAMPLE = 200_000


def code_page(data: bytes) -> str:
    """The name of the code page of `data`, which is not UTF-8, for `bytes.decode`."""
    sample = data[:_SAMPLE]
    words = _WORD.findall(sample.decode(WESTERN, "replace"))
    foreign = sum(1 for word in words if not any(map(str.isascii, word)))
    if foreign < _ENOUGH or foreign * 2 < len(words):
        return WESTERN
    return next((page for page in _OTHERS if _regular(sample, page)), WESTERN)


def title(page: str) -> str:
    """What people call the code page."""
    return _NAMES.get(page, page.replace("cp", "Windows-"))


def _regular(data: bytes, page: str) -> bool:
    """Whether the words of `data`, read as `page`, are lower case but for a first capital, or
    capitals throughout; and some have a capital, as no word of Hebrew read so has."""
    words = [word for word in _WORD.findall(data.decode(page, "replace")) if not word.isascii()]
    regular = sum(1 for word in words if word[1:].islower() or word.isupper())
    capitals = sum(1 for word in words if word[0].isupper())
    return 0 < capitals < len(words) and regular >= _REGULAR * len(words)
