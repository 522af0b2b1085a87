"""Highlights that lie over one another: which one keys mean, and whether two become one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.widget import AwaitMount

from reader.library import Highlight
from reader.transcript import Span
from reader.tui.screens.dialogs import Choice
from reader.tui.screens.reading.core import ReadingCore
from reader.tui.text import opening


class Overlaps(ReadingCore):
    """Which of several highlights is at hand; new ones over old ones."""

    _chosen: str | None = None
    """The id of the one that was chosen among several."""

    def highlights_here(self) -> list[Highlight]:
        """The highlights that hold the caret, the shortest first."""
        at = [
            h for h in self.highlights if h.state != "orphan" and h.start <= self.page.caret < h.end
        ]
        return sorted(at, key=lambda h: (h.end - h.start, h.start, h.created))

    def highlight_here(self) -> Highlight | None:
        """The one that was chosen of those here, else the shortest."""
        here = self.highlights_here()
        return next((h for h in here if h.id == self._chosen), here[0] if here else None)

    def point_panes(self) -> None:
        """Mark also which highlight is at hand."""
        super().point_panes()
        here = self.highlight_here()
        several = here is not None and len(self.highlights_here()) > 1
        self.page.put_at_hand(here.id if here is not None and several else None)
        if here is not None:
            self.notes_pane.point_at(here.id)

    def do_cycle_highlight(self) -> None:
        """Have the next of the highlights here at hand."""
        here = self.highlights_here()
        if len(here) < 2:
            self.room.tell("There is one highlight here" if here else "There is no highlight here")
            return
        ids = [h.id for h in here]
        current = self.highlight_here()
        index = (ids.index(current.id) + 1) % len(ids) if current is not None else 0
        self._chosen = ids[index]
        self.point_panes()
        self.room.tell(f"{index + 1} of {len(ids)}: {opening(here[index].quote)}")

    def over(self, span: Span, then: Callable[[Sequence[Highlight]], object]) -> AwaitMount | None:
        """Go on with `then`, told which highlights the one of `span` is to become one with.

        Where it lies over some, the user is asked.
        """
        from reader.annotate import overlapping

        below = overlapping(self.highlights, span)
        if not below:
            then(())
            return None

        def go_on(answer: str | None) -> None:
            if answer is not None:
                with self.room.telling():
                    then(below if answer == "merge" else ())

        what = opening(below[0].quote) if len(below) == 1 else f"{len(below)} highlights"
        each = "both" if len(below) == 1 else "all"
        options = [
            ("keep", _option(f"Keep {each}", "each with its own note, tags and colour")),
            ("merge", _option("Merge", f"the words, notes and tags of {each} in one")),
        ]
        return self.app.push_screen(Choice(f"This lies over {what}", options), go_on)


def _option(name: str, means: str) -> Content:
    return Content.assemble((name, "bold"), f": {means}")
