"""Showing the timeline, where there is room for it, and hiding it."""

from __future__ import annotations

from contextlib import suppress

from reader.errors import ReaderError
from reader.tui.screens.reading.core import ReadingCore

_HIGH = 36
"""Screens of so many lines have the timeline, unless the user said otherwise."""
_STATE = "timeline"


class Timing(ReadingCore):
    """The timeline over each page."""

    _wants_timeline: bool | None = None
    """Whether the user wants it, if that was ever said."""

    def recall_timeline(self) -> None:
        """Find whether it was wanted when that was last said, perhaps in an earlier run."""
        with suppress(ReaderError):
            state = self.session.library.state.get(_STATE)
            self._wants_timeline = state if isinstance(state, bool) else None

    def fit_timeline(self, height: int) -> None:
        """Show the timelines if they are wanted, or, where that was never said, fit."""
        wanted = self._wants_timeline
        shown = height >= _HIGH if wanted is None else wanted
        for leaf in self.leaves:
            leaf.timeline.display = shown
            leaf.set_class(shown, "-timed")

    def do_toggle_timeline(self) -> None:
        """Show the timeline and go there, or hide it. That is remembered."""
        self._wants_timeline = not self.leaf.timeline.display
        self.fit_timeline(self.app.size.height)
        self.set_focus(self.leaf.timeline if self._wants_timeline else self.page)
        with suppress(ReaderError):
            self.session.library.state.put(_STATE, self._wants_timeline)
