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


class Undrawn(LineFilter):
    """Leaves no drawing character on the screen: a screen reader would spell each of them."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """`segments` with spaces for lines, bars and dots that are drawn."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(segment.text.translate(_DRAWN), segment.style)
            for segment in segments
        ]


_DRAWN = dict.fromkeys([*range(0x2500, 0x2600), *range(0x2800, 0x2900)], " ") | {
    ord("▸"): ">",
    ord("▾"): "v",
    ord("●"): "*",
    ord("◐"): "~",
    ord("✓"): "x",
    ord("⇄"): "=",
    ord("◉"): "+",
    ord("⋯"): " ",
    ord("✎"): " ",
}
"""Box drawing, block elements, geometric shapes and Braille patterns."""
