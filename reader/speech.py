"""How much is said: words counted, in scripts with spaces between them and without. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

WORDS_PER_MINUTE = 150
"""The speech rate assumed where a transcript has no times and no known length."""

CHARACTERS_PER_MINUTE = 240
"""The same for the characters of Chinese and Japanese.

Lee and Chan, "Chinese speaking times", International Journal of Industrial Ergonomics 31 (2003),
313-321, measured 224 ms a character in Mandarin news and 231 ms in Cantonese, some 265 a minute;
talk, with its pauses, is taken to be a tenth slower.
"""

_CHARACTER = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Han, kana and bopomofo, as the inside of a character class: written without spaces."""

_RUN = "\u0e01-\u0edf\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f"
"""Thai, Lao, Burmese and Khmer: alphabets written without spaces."""

_RUN_WORD = 5
"""The letters and marks of an average word in those alphabets."""


_STRETCH = 1 << 16
"""Words are counted in stretches of so many characters: a list of all of them takes much room."""


class _Scripts:
    """Patterns for scripts. Each is compiled when a text first needs it: that takes long."""

    @cached_property
    def characters(self) -> re.Pattern[str]:
        return re.compile(f"[{_CHARACTER}]+")

    @cached_property
    def runs(self) -> re.Pattern[str]:
        return re.compile(f"[{_RUN}]+")

    @cached_property
    def spaced(self) -> re.Pattern[str]:
        return re.compile(rf"[^\W{_CHARACTER}{_RUN}]+")

    @cached_property
    def unspaced(self) -> re.Pattern[str]:
        return re.compile(f"[{_CHARACTER}{_RUN}]")


_SCRIPTS = _Scripts()


def count_words(text: str) -> int:
    """How many words `text` has: what stands between white space.

    Where a script sets no spaces they are counted as word processors do: each character of
    Chinese and Japanese is one; in Thai, Lao, Burmese and Khmer, every five letters.
    """
    return sum(counts(text))


def amount(text: str) -> float:
    """How much is said in `text`, in words of which `WORDS_PER_MINUTE` are spoken."""
    return weighed(*counts(text))


def is_spaced(text: str) -> bool:
    """Whether no script in `text` is one that is written without spaces between words."""
    return text.isascii() or not _SCRIPTS.unspaced.search(text)


def weighed(words: int, characters: int) -> float:
    """How much is said in so many words and characters, as `counts` counts them."""
    return words + characters * (WORDS_PER_MINUTE / CHARACTERS_PER_MINUTE)


def counts(text: str) -> tuple[int, int]:
    """The words of `text` that are spaced or letters, and the characters of Chinese and Japanese.

    Linear in the length of `text`; the counts of texts joined by white space add up.
    """
    words = characters = 0
    if is_spaced(text):
        if len(text) <= _STRETCH:
            return len(text.split()), 0
        for start, end in _stretches(text):
            words += len(text[start:end].split())
        return words, 0
    for piece in text.split():
        if is_spaced(piece):
            words += 1
            continue
        characters += sum(map(len, _SCRIPTS.characters.findall(piece)))
        words += len(_SCRIPTS.spaced.findall(piece))
        words += sum(-(-len(run) // _RUN_WORD) for run in _SCRIPTS.runs.findall(piece))
    return words, characters


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """`text` in stretches of some length that cut no word in two."""
    start = 0
    while start < len(text):
        end = start + _STRETCH
        while end < len(text) and not text[end].isspace():
            end += 1
        yield start, end
        start = end
