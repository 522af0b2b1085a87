"""The card at the bottom of the screen on which a step of the tour stands."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.widgets import Static

from reader.tui.text import visible
from reader.tui.tour import STEPS, Tour


class Card(Static):
    """What the tour tells now. It takes no keys."""

    DEFAULT_CSS = """
    Card { dock: bottom; height: auto; padding: 0 2; }
    """

    def show(self, tour: Tour, keys_for: Callable[[str], str]) -> None:
        """Show the present step of `tour`."""
        number = f"  {tour.at + 1} of {len(STEPS)}"
        leave = "" if tour.over else f"   {keys_for('tour')} leaves, and goes on later"
        told = tour.told(keys_for)
        head = Content.assemble(
            (tour.step.title, "bold $text-accent"), (number + leave, "$reader-dim")
        )
        said = Content.assemble(
            *((visible(text), "bold $text-accent" if key else "") for text, key in told)
        )
        self.update(Content("\n").join([head, said]))
