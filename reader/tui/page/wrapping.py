"""Breaking text into lines by the cells its characters take. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len

from reader.segment import stripped
from reader.tui.page.seen import Seen
from reader.tui.text import clusters

_UNEVEN = re.compile(r"[^\x00-\u02ff\u2010-\u2027]")
"""Characters that may take another number of cells than one."""

_WORD = re.compile(r"(\s*)(\S+)")


def wrap(text: str, start: int, end: int, width: int, indent: int = 0) -> Iterator[tuple[int, int]]:
    """`text[start:end]` as lines of at most `width` cells, broken at white space where it has any.

    Yields the span of each line, without the white space at its end; the first line has `indent`
    cells less. Text without spaces between its words, such as Chinese, breaks at any character.
    """
    if _UNEVEN.search(text, start, end):
        yield from _wrap_cells(text, start, end, width, indent)
        return
    if indent:
        match = _lines(max(1, width - indent)).search(text, start, end)
        if match is None:
            return
        yield match.span()
        start = match.end()
    for match in _lines(width).finditer(text, start, end):
        yield match.span()


@lru_cache(maxsize=8)
def _lines(width: int) -> re.Pattern[str]:
    """Matches, greedily, one line of characters that take one cell each."""
    rest = max(0, width - 1)
    return re.compile(rf"\S(?:[^\n]{{0,{rest}}}(?=\s|$)(?<!\s)|[^\s]{{0,{rest}}})")


def _wrap_cells(
    text: str, start: int, end: int, width: int, indent: int
) -> Iterator[tuple[int, int]]:
    line_start = line_end = start
    used = indent
    for match in _WORD.finditer(text, start, end):
        begun = line_end > line_start
        gap = cell_len(match.group(1)) if begun else 0
        size = cell_len(match.group(2))
        if (begun or indent) and used + gap + size <= width:
            line_start = line_start if begun else match.start(2)
            used, line_end, indent = used + gap + size, match.end(), 0
            continue
        word_start = match.start(2)
        if size > width and (begun or indent) and used + gap < width - 1:
            used += gap
            line_start = line_start if begun else word_start
        else:
            if begun:
                yield line_start, line_end
            line_start, used = word_start, 0
        indent = 0
        if size <= width:
            line_end, used = match.end(), size
            continue
        for low, _, cells in clusters(text, word_start, match.end()):
            if used + cells > width:
                yield line_start, low
                line_start, used = low, 0
            used += cells
        line_end = match.end()
    if line_end > line_start:
        yield line_start, line_end


def cells_each(text: str) -> float:
    """About how many cells a character of `text` takes."""
    if text.isascii():
        return 1.0
    step = max(1, len(text) // 16)
    sample = "".join(text[at : at + 500] for at in range(0, len(text), step))
    return max(0.5, cell_len(sample) / len(sample))


def unbroken(seen: Seen, width: int, indent: int) -> Iterator[tuple[int, int]]:
    """The lines of what is `seen`, none of which ends inside a correction.

    A correction longer than a line has one to itself.
    """
    text, at = seen.text, 0
    while at < len(text):
        for start, end in wrap(text, at, len(text), width, indent):
            indent, at = 0, end
            if cut := seen.replaced_over(end):
                at = cut.start if cut.start > start else cut.end
                if line := stripped(text, start, at):
                    yield line.start, line.end
                break
            yield start, end
        else:
            return
