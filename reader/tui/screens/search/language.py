"""How to ask: the query language on one page."""

from __future__ import annotations

from textual.content import Content

from reader.search.guide import LANGUAGE
from reader.tui.screens.dialogs import Leaflet

_WIDTH = 28


class Language(Leaflet):
    """Each way to ask, with what it finds."""

    def __init__(self) -> None:
        super().__init__("How to ask", _table())


def _table() -> Content:
    lines = []
    for examples, finds in LANGUAGE:
        *before, last = _rows(examples)
        lines += [Content.styled(f"{row:>{_WIDTH}}", "$text-accent") for row in before]
        lines.append(Content.assemble((f"{last:>{_WIDTH}}  ", "$text-accent"), (finds, "$text")))
    return Content("\n").join(lines)


def _rows(examples: tuple[str, ...]) -> list[str]:
    """The examples, as many on a line as it holds."""
    rows = [examples[0]]
    for example in examples[1:]:
        if len(rows[-1]) + len(example) + 3 <= _WIDTH:
            rows[-1] += f"   {example}"
        else:
            rows.append(example)
    return rows
