"""How the page looks: its density, clean reading, and who is in focus."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from reader.errors import ReaderError
from reader.settings import config
from reader.tui.page.layout import DENSITIES
from reader.tui.page.page import Page
from reader.tui.screens.reading.core import ReadingCore

_DENSITY = {
    "comfortable": "Comfortable: a line between paragraphs",
    "compact": "Compact: a line between turns",
    "dense": "Dense: names in the text",
}


class Appearance(ReadingCore):
    """What the user changes about the look of the text, without touching it."""

    def do_density(self) -> None:
        """Set the text in the next density, and keep that."""
        following = (DENSITIES.index(self.page.density) + 1) % len(DENSITIES)
        density = DENSITIES[following]
        for page in self.query(Page):
            page.density = density
        self.session.settings = replace(self.session.settings, density=density)
        with suppress(ReaderError):
            config.save(self.session.paths, "density", density)
        self.room.tell(_DENSITY[density])

    def do_clean(self) -> None:
        """Leave out fillers and false starts, or show them again."""
        clean = not self.page.clean
        for page in self.query(Page):
            page.clean = clean
        key = self.room.keys_for("clean")
        self.room.tell(f"Without fillers; {key} shows them" if clean else "Every word as it is")
