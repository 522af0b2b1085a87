"""A text and nothing else on Textual's line interface: what scrolling costs at the least.

python tests/bench/bare_viewer.py FILE
"""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import ClassVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

WIDTH = 74
FIRST = 200


class Viewer(ScrollView, can_focus=True):
    """Shows lines; the first of them before the first picture, all others when it is up."""

    BINDINGS: ClassVar[list[BindingType]] = [("j", "down")]

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.lines: list[str] = textwrap.wrap(text[: FIRST * WIDTH], WIDTH)

    def on_mount(self) -> None:
        self.virtual_size = Size(WIDTH, len(self.text) // WIDTH)

    def render_line(self, y: int) -> Strip:
        y += self.scroll_offset.y
        line = self.lines[y] if y < len(self.lines) else ""
        return Strip([Segment(line)]).adjust_cell_length(self.size.width)

    def action_down(self) -> None:
        self.scroll_to(y=self.scroll_offset.y + 1, animate=False)


class Bare(App[None]):
    """The viewer on a whole screen."""

    def compose(self) -> ComposeResult:
        yield Viewer(Path(sys.argv[1]).read_text(encoding="utf-8"))

    def on_mount(self) -> None:
        self.query_one(Viewer).focus()


if __name__ == "__main__":
    Bare().run()
