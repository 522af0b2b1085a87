"""Small pieces of text on the screen: what is shown of a character, a name, a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len, get_character_cell_size

from reader.clock import clock
from reader.transcript import Moment

_CONTROLS = {code: 0x2400 + code for code in range(32)} | {
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD),
}


_OPENING = 5
"""So many words of a quote say which it is."""

_JOINER = "\N{ZERO WIDTH JOINER}"


def visible(text: str, *, lines: bool = False) -> str:
    """`text` with every control character made visible, so that none reaches the terminal.

    With `lines`, the ends of lines stay what they are.
    """
    if text.isascii() and text.isprintable():
        return text
    if lines:
        return "\n".join(line.translate(_CONTROLS) for line in text.split("\n"))
    return text.translate(_CONTROLS)


def raised(text: str) -> str:
    """`text` with a capital letter at its beginning, where that is one character too."""
    first = text[:1].upper()
    return first + text[1:] if len(first) == 1 else text


_ACTION = re.compile(r"\{([a-z-]+)\}")


def with_keys(text: str, keys_for: Callable[[str], str]) -> list[tuple[str, bool]]:
    """`text` in pieces, and of each whether it is a key: for the name of an action in braces stand
    the keys that `keys_for` gives it, or its name where it has none."""
    return [
        ((keys_for(piece) or f"“{piece}”") if index % 2 else piece, bool(index % 2))
        for index, piece in enumerate(_ACTION.split(text))
    ]


_written_as = "clock"


def write_times(form: str) -> None:
    """Write times everywhere as the setting `times` says: `clock`, `minutes` or `seconds`."""
    global _written_as
    _written_as = form


def spell_seconds(seconds: float) -> str:
    """A time as the user wants it written: `1:02:03`, `62:03` or `3723 s`."""
    whole = max(0, round(seconds * 1000)) // 1000
    if _written_as == "seconds":
        return f"{whole} s"
    if _written_as == "minutes":
        return f"{whole // 60}:{whole % 60:02}"
    return clock(seconds)


def opening(quote: str) -> str:
    """The first words of a quote, in quotation marks."""
    words = visible(quote).split()
    return f"“{' '.join(words[:_OPENING])}{' …' if len(words) > _OPENING else ''}”"


def spell_clock(moment: Moment) -> str:
    """A time as it is read, with `≈` before one that is estimated."""
    return f"{'' if moment.exact else '≈'}{spell_seconds(moment.seconds)}"


@dataclass(frozen=True, slots=True)
class Cut:
    """The beginning of a text: what is left of it, its cells, and its characters in the source."""

    text: str
    cells: int
    characters: int


def cut(text: str, cells: int) -> Cut:
    """As much of `text` as fits in `cells`, with an ellipsis where something is left out."""
    if text.isascii() and len(text) <= cells:
        return Cut(text, len(text), len(text))
    used = kept = kept_cells = 0
    for low, high, size in clusters(text, 0, len(text)):
        if used + size > cells:
            return Cut(f"{text[:kept]}…", kept_cells + 1, low) if cells > 0 else Cut("", 0, low)
        used += size
        if used < cells:
            kept, kept_cells = high, used
    return Cut(text, used, len(text))


def clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The characters of `text[start:end]` as they are seen, each a span and its cells.

    Marks, joiners and variation selectors stay with what they belong to.
    """
    size = get_character_cell_size(text[start]) if start < end else 0
    while start < end:
        stop, following = start + 1, 0
        while stop < end:
            following = get_character_cell_size(text[stop])
            if following and text[stop - 1] != _JOINER:
                break
            stop += 1
        yield start, stop, size if stop == start + 1 else cell_len(text[start:stop])
        start, size = stop, following
