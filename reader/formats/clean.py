"""The sanitiser: what a transcript may not bring to a terminal, a database or a clipboard.

A text from anywhere may hold escape sequences, characters that reorder a line, halves of
surrogate pairs and invisible tags. They are made visible or dropped once, when a text is read.
Every pattern here is linear in the length of the text.
"""

from __future__ import annotations

import html
import re
import unicodedata

MARKS = 8
"""The longest run of combining marks that is kept on one character."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls
    "\u061c\u200e\u200f\ufeff"  # implicit directional marks, byte order mark
    "\u202a-\u202e\u2066-\u2069"  # directional embeddings, overrides and isolates
    "\ud800-\udfff"  # lone surrogates
    "\U000e0000-\U000e007f]"  # tags
)
_DROPPED = re.compile("[\u061c\u200e\u200f\ufeff\U000e0000-\U000e007f]")
_SYMBOLS = re.compile(rf"[^\w\s\x00-\x7f]{{{MARKS + 1},}}")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def clean(text: str) -> str:
    """`text` with `\\n` as its only line break and nothing in it that can act on a terminal.

    C0 controls become their pictures (U+2400 onwards); C1 controls, directional overrides and
    lone surrogates become U+FFFD; byte order marks, implicit directional marks and tag characters
    are dropped; a run of combining marks is cut to `MARKS`. The mandatory breaks of UAX #14
    (CR, VT, FF, NEL, LS, PS) become `\\n`; tabs stay.
    """
    text = _BREAKS.sub("\n", text)
    text = _UNSAFE.sub(lambda match: _visible(match.group()), text)
    return with_few_marks(text)


def with_few_marks(text: str) -> str:
    """`text` with no run of combining marks longer than `MARKS`.

    Clean text needs this again where something was taken out between two runs.
    """
    return text if text.isascii() else _SYMBOLS.sub(lambda match: _capped(match.group()), text)


def decode_entities(text: str) -> str:
    """`text` with its HTML character references (`&amp;`, `&#39;`, `&#x2019;`) decoded, and clean.

    A reference needs its semicolon, so that `AT&T` and `?a=1&copy=2` stay as they are.
    """
    if "&" not in text:
        return text
    return clean(_ENTITY.sub(lambda match: html.unescape(match.group()), text))


def one_line(text: str, most: int) -> str:
    """`text` as one line of at most `most` characters, cut at a word; `…` stands for the rest."""
    folded = " ".join(text.split())
    if len(folded) <= most:
        return folded
    kept = folded[: most - 1]
    if folded[most - 1 : most].strip():
        kept = kept.rpartition(" ")[0] or kept
    return kept.rstrip(" ,;:—–-") + "…"


def _visible(character: str) -> str:
    if character < " ":
        return chr(0x2400 + ord(character))
    if character == "\x7f":
        return "\N{SYMBOL FOR DELETE}"
    return "" if _DROPPED.match(character) else REPLACEMENT


def _capped(symbols: str) -> str:
    """`symbols` with at most `MARKS` combining marks in a row, format characters not counted."""
    kept: list[str] = []
    run = 0
    for character in symbols:
        category = unicodedata.category(character)
        if category[0] == "M":
            run += 1
        elif category != "Cf":
            run = 0
        if run <= MARKS:
            kept.append(character)
    return "".join(kept)
