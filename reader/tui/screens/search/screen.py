"""Search as you type, over the whole library: the keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.widget import AwaitMount

from reader.errors import ReaderError
from reader.library import Search as Past
from reader.tui.asking import SORTS
from reader.tui.screens.dialogs import Prompt, typed
from reader.tui.screens.search.searching import Found, Searching
from reader.tui.widgets.hits import Head, HitList, Offer, Row

if TYPE_CHECKING:
    from reader.search import Hit

_LEAST_LETTERS = 2


class Search(Searching):
    """The search screen: what its keys do, in the line and in the list below it."""

    about = "What is typed is searched in every transcript; below are the best places, by episode."

    place = "results"

    # -- keys while typing -------------------------------------------------------------------

    def do_input_list_down(self) -> None:
        self.list.do_list_down()

    def do_input_list_up(self) -> None:
        self.list.do_list_up()

    async def do_input_done(self) -> None:
        """Go to the chosen hit; before the answer is there, as soon as it is."""
        await typed(self.box)
        if self._shown_query == self.box.value:
            self.go()
        else:
            self._awaited = self.box.value

    def go(self) -> None:
        """Do what the row under the cursor means."""
        row = self.list.chosen_row
        if row is not None:
            self._choose(row)

    def do_input_narrow(self) -> None:
        self._narrow("input-narrow")

    def do_input_widen(self) -> None:
        self.do_widen()

    def do_input_sort(self) -> None:
        self.do_by_next()

    def do_input_follow(self) -> None:
        self.do_follow()

    def do_input_save(self) -> AwaitMount | None:
        return self.do_save_search()

    def do_input_help(self) -> AwaitMount:
        return self.do_help()

    def do_input_concordance(self) -> None:
        """Every occurrence of what is typed, in lines."""
        self._leave_for("concordance")

    def do_input_trends(self) -> None:
        """How often what is typed is said."""
        self._leave_for("trends")

    do_concordance = do_input_concordance
    do_trends = do_input_trends

    def _leave_for(self, action: str) -> None:
        self.room.last_query = self.box.value.strip()
        self.dismiss(None)
        self.app.call_later(self.room.run_action_by_name, action)

    # -- keys in the list --------------------------------------------------------------------

    @on(HitList.Chosen)
    def _row_chosen(self, message: HitList.Chosen) -> None:
        self._choose(message.row)

    def _choose(self, row: Row) -> None:
        """Go to a hit, open or fold an episode, or ask what is suggested."""
        match row:
            case Head(episode, whole=whole):
                if not whole:
                    self.asked.opened ^= {episode}
                    self.asked.at = episode, None
                    self.ask(self.box.value)
            case Offer(query=query) | Past(query=query):
                self._put(query)
            case hit:
                self._note()
                hits = [each for group in self._groups() for each in group]
                self.dismiss(Found(replace(self.asked), hits, hits.index(hit)))

    def _groups(self) -> list[Sequence[Hit]]:
        return list(self.answer.hits.values()) if self.answer is not None else []

    def _put(self, query: str) -> None:
        """Ask `query` in place of what is typed."""
        self.asked.within, self.asked.sort = (), None
        self.box.value = query
        self.box.cursor_position = len(query)
        self.set_focus(self.box)

    def _note(self) -> None:
        """Remember the search. It goes on where that cannot be written."""
        with self.room.telling():
            self.session.library.searches.note(self.asked.written())

    def do_search(self) -> None:
        """Ask for something else."""
        self.set_focus(self.box)
        self.box.action_select_all()

    def do_fold(self) -> None:
        """Show only the best of the episode under the cursor."""
        row = self.list.chosen_row
        if row is not None and not isinstance(row, Offer | Past):
            self.asked.opened -= {row.episode}
            self.asked.at = row.episode, None
            self.ask(self.box.value)

    def do_narrow(self) -> None:
        """Narrow to the facet that the key stands at."""
        self._narrow("narrow")

    def _narrow(self, action: str) -> None:
        number = self.room.keymap_.keys_of(action).index(self.room.pressed)
        facets = self.answer.facets() if self.answer is not None else []
        if number < len(facets):
            self._within((*self.asked.within, facets[number][0]))

    def do_widen(self) -> None:
        """Widen again, by what it was narrowed to last."""
        if self.asked.within:
            self._within(self.asked.within[:-1])

    def _within(self, within: tuple[tuple[str, str], ...]) -> None:
        self.asked.within, self.asked.at = within, None
        self.ask(self.box.value)

    def do_by_next(self) -> None:
        self._sort(1)

    def do_by_previous(self) -> None:
        self._sort(-1)

    def _sort(self, step: int) -> None:
        """The next order, or the one before."""
        orders = list(SORTS)
        at = orders.index(self.asked.order) + step
        self.asked.sort = orders[at % len(orders)]  # type: ignore[assignment]
        self.asked.at = None
        self.ask(self.box.value)

    def do_follow(self) -> None:
        """Ask what is suggested."""
        offer = next((row for row in self.list.rows if isinstance(row, Offer)), None)
        if offer is not None:
            self._put(offer.query)

    def do_save_search(self) -> AwaitMount | None:
        """Keep what is asked under a name."""
        if len(self.box.value.strip()) < _LEAST_LETTERS:
            raise ReaderError("there is no search to save")
        query = self.asked.written()

        def save(name: str) -> None:
            name = " ".join(name.split())
            if not name:
                raise ReaderError("a name is needed")
            self.session.library.searches.save(query, name)
            self.room.tell(f"Saved as “{name}”; the empty line lists it")

        prompt = Prompt("Save the search as", value=self.box.value, hint=query, accept=save)
        return self.app.push_screen(prompt)

    def do_delete_item(self) -> None:
        """Forget the search under the cursor."""
        row = self.list.chosen_row
        if isinstance(row, Past):
            self.session.library.searches.forget(row.query)
            self.show_past()

    def do_correct_hit(self) -> AwaitMount | None:
        """Have the name that was misheard shown and found as it was asked for."""
        from reader.tui.screens.reading.correcting import correcting

        hit = self.hit_at_cursor()
        if hit is None:
            return None
        return self.app.push_screen(correcting(self.session, self.box.value, hit, self._changed))

    def do_undo(self) -> None:
        """Take back the latest change to the library."""
        label = self.session.library.undo()
        self.room.tell(f"Undone: {label}" if label else "There is nothing to undo")
        self._changed()

    def _changed(self) -> None:
        """What the library holds has changed: show and index that."""
        self._reload()
        self.ask(self.box.value)

    def do_help(self) -> AwaitMount:
        """How to ask."""
        from reader.tui.screens.search.language import Language

        return self.app.push_screen(Language())
