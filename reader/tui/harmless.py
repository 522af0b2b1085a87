"""The last gate before the terminal."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from reader.tui.text import visible


class Harmless(LineFilter):
    """Lets no control character out, whichever widget drew it and wherever its text came from."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """`segments` with every control character made visible."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            segment if segment.control else Segment(visible(segment.text), segment.style)
            for segment in segments
        ]
