"""The choice of a colour, by the names that the user gave the colours."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from reader.library import COLOURS
from reader.tui.screens.dialogs import Choice
from reader.tui.text import visible


def colour_choice(names: Mapping[str, str]) -> Choice:
    """A dialog that asks for a colour; where it has a name of the user's, that comes first."""
    options = []
    for colour in COLOURS:
        name = visible(names.get(colour, ""))
        line = Content.assemble(
            ("┃ ", f"$reader-list-{colour}"),
            name or colour.capitalize(),
            (f"  {colour}" if name else "", "$reader-dim"),
        )
        options.append((colour, line))
    return Choice("Colour", options)
