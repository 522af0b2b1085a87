"""Counting: the concordance and the trends, from the page and back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import AwaitMount

from reader.tui.screens.reading.finding import Finding

if TYPE_CHECKING:
    from reader.tui.screens.counting.counted import Leaving, View


class Counting(Finding):
    """The actions that count every occurrence of what is sought."""

    _view: View | None = None

    def do_concordance(self) -> AwaitMount:
        """Every occurrence of what was sought last, in lines; where it was left, if that is so."""
        from reader.tui.screens.counting.concordance import Concordance

        screen = Concordance(self.session, self._viewed())
        return self.app.push_screen(screen, self._leave_counting)

    def do_trends(self) -> AwaitMount:
        """How often what was sought last is said."""
        from reader.tui.screens.counting.trends import Trends

        return self.app.push_screen(Trends(self.session, self._viewed()), self._leave_counting)

    def _viewed(self) -> View:
        """How it was looked at last; another query begins anew, in the same order."""
        from reader.tui.screens.counting.counted import View

        view = self._view = self._view or View()
        if view.query != self.room.last_query:
            view.query, view.at = self.room.last_query, 0
        return view

    def _leave_counting(self, leaving: Leaving | None) -> None:
        if leaving is None:
            return
        if leaving.screen == "trends":
            self.do_trends()
        elif leaving.screen == "concordance":
            self.do_concordance()
        elif leaving.line is not None:
            line = leaving.line
            with self.room.telling():
                self.go_to_match(line.episode, line.start, self.room.last_query)
                back = self.room.keys_for("concordance")
                if back:
                    self.room.tell(f"{back} goes back to the lines")
