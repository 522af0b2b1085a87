"""The notebook: what its keys do, in the line and in the list below it."""

from __future__ import annotations

from textual import on

from reader.notebook import GROUPS, Entry, Facet, Group
from reader.tui.screens.dialogs import typed
from reader.tui.screens.notebook.ordering import Ordering
from reader.tui.widgets.entries import EntryList


class Notebook(Ordering):
    """All that was marked in the library, to look through and to put in order."""

    about = (
        "Everything you marked. What is done is done to the rows that are picked; without any, to "
        "the one under the cursor, and from a heading to all below it. It is one change to undo."
    )

    # -- keys while typing -------------------------------------------------------------------

    def do_input_list_down(self) -> None:
        self.list.do_list_down()

    def do_input_list_up(self) -> None:
        self.list.do_list_up()

    async def do_input_done(self) -> None:
        """Go to the chosen entry."""
        await typed(self.box)
        row = self.list.chosen_row
        if isinstance(row, Entry):
            self.dismiss(row)
        else:
            self.set_focus(self.list)

    def do_input_cancel(self) -> None:
        """Back to the list."""
        self.set_focus(self.list)

    def do_input_narrow(self) -> None:
        self._narrow("input-narrow")

    def do_input_widen(self) -> None:
        self.do_widen()

    def do_input_sort(self) -> None:
        self.do_by_next()

    def do_search(self) -> None:
        """Ask for something else."""
        self.set_focus(self.box)
        self.box.action_select_all()

    # -- looking through ---------------------------------------------------------------------

    @on(EntryList.Chosen)
    def _row_chosen(self, message: EntryList.Chosen) -> None:
        """Go to an entry; fold a heading, or open it."""
        if isinstance(message.row, Entry):
            self.dismiss(message.row)
        else:
            self.view.folded ^= {message.row.key}
            self.show_rows()

    def do_fold(self) -> None:
        """Fold the heading above the cursor."""
        for index in range(self.list.cursor, -1, -1):
            row = self.list.rows[index]
            if isinstance(row, Group):
                self.view.folded |= {row.key}
                self.view.at = row.key
                self.show_rows()
                return

    def do_by_next(self) -> None:
        self._group(1)

    def do_by_previous(self) -> None:
        self._group(-1)

    def _group(self, step: int) -> None:
        """The next way to group, or the one before. From the top it begins at the top again, else
        the cursor stays on its entry."""
        ways = list(GROUPS)
        self.view.by = ways[(ways.index(self.view.by) + step) % len(ways)]
        self.view.folded.clear()
        here = self.entry_here()
        self.view.at = here.id if here is not None and self.list.cursor > 1 else ""
        self.show_rows()

    def do_narrow(self) -> None:
        """Narrow to the facet that the key stands at."""
        self._narrow("narrow")

    def _narrow(self, action: str) -> None:
        number = self.room.keymap_.keys_of(action).index(self.room.pressed)
        if number < len(self.facets):
            self._within((*self.view.within, self.facets[number][0]))

    def do_widen(self) -> None:
        """Widen again, by what it was narrowed to last."""
        if self.view.within:
            self._within(self.view.within[:-1])

    def _within(self, within: tuple[Facet, ...]) -> None:
        self.view.within = within
        self.ask()

    # -- picking -----------------------------------------------------------------------------

    _anchor = 0
    """The row that was picked last."""

    def do_pick_row(self) -> None:
        """Pick the row, or let it go; of a heading, all below it. Then the next row."""
        ids = self.ids_at(self.list.cursor)
        self.view.picked = (
            self.view.picked - ids if ids <= self.view.picked else self.view.picked | ids
        )
        self._anchor = self.list.cursor
        self.list.move_cursor(self.list.cursor + 1)
        self._show_picked()

    def do_pick_range(self) -> None:
        """Pick from the row picked last to here."""
        low, high = sorted((self._anchor, self.list.cursor))
        rows = self.list.rows[low : high + 1]
        self.view.picked |= {row.id for row in rows if isinstance(row, Entry)}
        self._show_picked()

    def do_pick_all(self) -> None:
        """Pick all that is shown; where it is picked, nothing."""
        ids = {each.id for each in self.shown}
        self.view.picked = set() if ids <= self.view.picked else self.view.picked | ids
        self._show_picked()

    def _show_picked(self) -> None:
        self.list.picked = self.view.picked
        self.list.refresh()
        self.tell()
