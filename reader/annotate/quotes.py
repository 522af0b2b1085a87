"""Finding a quote in a text: as it stands, else whatever its case, white space and marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from reader.errors import ReaderError
from reader.transcript import Span

CONTEXT = 32
"""How many characters on either side of a quote a highlight remembers."""

_NEAREST = 16
"""So many characters of a context are looked for together with the quote."""

_FAR = 0x2E80
"""Where the scripts begin that do not put spaces between words (CJK and beyond)."""

_MARKS = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without the differences that do not matter, and where each character came from.

    White space is one space and a row of dashes one hyphen; case and compatibility forms are folded
    (Unicode NFKD), quotes are straight, invisible characters are gone. `origins[i]` is the offset
    in the source of the character at `i`; one more entry holds the source's length.
    """

    text: str
    origins: tuple[int, ...]

    def source(self, start: int, end: int) -> Span:
        """The span of the source that `[start, end)` of the folded text came from."""
        return Span(self.origins[start], self.origins[end - 1] + 1)

    def whole(self, start: int, end: int) -> bool:
        """Whether `[start, end)` begins and ends between characters of the source."""
        if start and self.origins[start - 1] == self.origins[start]:
            return False
        if end == len(self.text):
            return True
        return self.origins[end - 1] != self.origins[end] and not unicodedata.combining(
            self.text[end]
        )


def fold(text: str) -> Folded:
    """`text` folded for comparison."""
    kept: list[str] = []
    origins: list[int] = []
    for offset, char in enumerate(text):
        if char.isspace():
            if not kept or kept[-1] != " ":
                kept.append(" ")
                origins.append(offset)
            continue
        plain = _MARKS.get(char)
        if plain is None:
            plain = char.lower() if char.isascii() else _folded_char(char)
        if plain == "-" and kept and kept[-1] == "-":
            continue
        kept.extend(plain)
        origins.extend([offset] * len(plain))
    origins.append(len(text))
    return Folded("".join(kept), tuple(origins))


_folded_whole = lru_cache(maxsize=2)(fold)


def occurrences(text: str, quote: str) -> list[Span]:
    """Where `quote` stands in `text`, in order: exactly, or if nowhere exactly, when folded.

    Places where it is whole words come alone if there are any: `art` is not looked for in `start`.
    """
    if not quote.strip():
        return []
    exact = [Span(at, at + len(quote)) for at in _all(text, quote)]
    return _at_words(text, exact or _folded(text, quote))


def find_quote(text: str, quote: str, *, near: int | None = None) -> Span | None:
    """The span of `text` that holds `quote`, or None if none does.

    Differences of case, white space, curly and straight quotes, and dashes count only if some place
    has the quote exactly. Of several places the nearest to the offset `near` is meant; without it
    `ReaderError` is raised, saying how many there are.
    """
    found = occurrences(text, quote)
    if near is None and len(found) > 1:
        raise ReaderError(
            f"the quote occurs {len(found)} times: {_shown(quote)}",
            hint="give more of the words around it, or the turn it is in",
        )
    return min(found, key=lambda span: distance(span, near or 0), default=None)


def distance(span: Span, offset: int) -> tuple[int, int]:
    """How far `offset` is from `span`: in characters outside it, then from its start."""
    outside = max(span.start - offset, offset - span.end + 1, 0)
    return outside, abs(span.start - offset)


def agreement(text: str, span: Span, prefix: str, suffix: str) -> tuple[int, int]:
    """How many characters before and after `span` agree with `prefix` and `suffix`, when folded."""
    before = fold(text[max(0, span.start - 2 * CONTEXT) : span.start]).text
    after = fold(text[span.end : span.end + 2 * CONTEXT]).text
    return _common(fold(prefix).text[::-1], before[::-1]), _common(fold(suffix).text, after)


def surrounded(text: str, quote: str, prefix: str, suffix: str) -> Span | None:
    """The one place in `text` where `quote` stands between the nearest words of both its contexts,
    when all is folded; None when there is none, or more."""
    before, after = fold(prefix).text[-_NEAREST:], fold(suffix).text[:_NEAREST]
    said = fold(quote).text
    if len(before) < _NEAREST or len(after) < _NEAREST:
        return None
    folded = _folded_whole(text)
    places = list(islice(_all(folded.text, before + said + after), 2))
    if len(places) != 1:
        return None
    start = places[0] + len(before)
    return folded.source(start, start + len(said))


def _folded_char(char: str) -> str:
    plain = unicodedata.normalize("NFKD", char).casefold()
    return unicodedata.normalize("NFKD", plain)


def _all(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _folded(text: str, quote: str) -> list[Span]:
    haystack, needle = _folded_whole(text), fold(quote).text.strip()
    if not needle:
        return []
    starts = _all(haystack.text, needle)
    ranges = ((at, at + len(needle)) for at in starts)
    return [haystack.source(*range_) for range_ in ranges if haystack.whole(*range_)]


def _at_words(text: str, spans: list[Span]) -> list[Span]:
    """Those of `spans` that cut no word in two, or all of them if each does."""
    return [s for s in spans if not _inside(text, s.start) and not _inside(text, s.end)] or spans


def _inside(text: str, offset: int) -> bool:
    sides = text[max(0, offset - 1) : offset + 1]
    return 0 < offset < len(text) and all(c.isalnum() and ord(c) < _FAR for c in sides)


def _common(one: str, other: str) -> int:
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))


def _shown(quote: str) -> str:
    line = " ".join(quote.split())
    return f"“{line[:40]}…”" if len(line) > 41 else f"“{line}”"
