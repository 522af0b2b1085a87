"""Searching as one types: the line, the answer to it, and the place of the chosen hit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label

from reader import keys
from reader.errors import QueryError, ReaderError
from reader.library import Search as Past
from reader.session import Session
from reader.tui.asking import Answer, Asked, ask, reconsider
from reader.tui.screens.dialogs import Dialog
from reader.tui.screens.search.answers import complaint, opening, place, rows, summary
from reader.tui.widgets.facets import Facets, chips
from reader.tui.widgets.hits import Head, HitList, Offer, Row
from reader.tui.widgets.preview import Preview

if TYPE_CHECKING:
    from reader.search import Hit

_LEAST_LETTERS = 2
PAUSE, REST = 0.02, 0.4
"""After so many seconds without a key it is asked what is typed, and whether it is the whole."""
_BREATH = 0.15
"""After so many more the whole of a large library is asked."""
_AGAIN = 1.5
"""While episodes wait to be indexed, the same is asked again after so many seconds."""
_MOST_PAST = 12
_LINE_KEYS = (
    ("input-help", "how to ask"),
    ("input-sort", "sorts"),
    ("input-save", "saves"),
    ("input-concordance", "every occurrence"),
    ("input-cancel", "closes"),
)
_LIST_KEYS = (
    ("by-next", "sorts"),
    ("search", "asks"),
    ("save-search", "saves"),
    ("help", "how to ask"),
    ("focus-page", "closes"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What the search ended with: what was asked, the hits, and which of them was chosen."""

    asked: Asked
    hits: Sequence[Hit]
    chosen: int

    @property
    def query(self) -> str:
        """What was typed."""
        return self.asked.query


class Searching(Dialog[Found]):
    """A line to type in, the hits below it grouped by episode, and the place of the chosen one.

    `reload` is called when the library was changed from here. With `back` the list is in use from
    the beginning, at the row where `asked` left it.
    """

    def __init__(
        self, session: Session, asked: Asked, reload: Callable[[], object], *, back: bool = False
    ) -> None:
        super().__init__()
        self.session, self.asked = session, asked
        self._reload, self._back = reload, back
        self.answer: Answer | None = None
        self._shown_query = ""
        self._waiting = 0
        self._awaited: str | None = None

    # -- the parts ---------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog search") as dialog:
            dialog.border_title = "Search"
            yield Input(
                self.asked.query, placeholder="Search every transcript", id="query", compact=True
            )
            yield Label(id="answer")
            with Horizontal(id="found"):
                yield HitList(id="hits")
                yield Preview(id="place")
            yield Facets(id="facets")
            yield Label(id="keys", classes="dialog-hint")

    @property
    def box(self) -> Input:
        """The line to type in."""
        return self.query_one("#query", Input)

    @property
    def list(self) -> HitList:
        """The hits."""
        return self.query_one("#hits", HitList)

    def on_mount(self) -> None:
        self.ask(self.asked.query)
        self.watch(self.app, "indexing", self._ask_again, init=False)
        if self._back:
            self.call_after_refresh(self.set_focus, self.list)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The line and the list have keys of their own."""
        self._tell()

    def on_resize(self, event: events.Resize) -> None:
        """Show the place beside the list, or below it, where there is room for both."""
        wide, high = event.size.width >= 120, event.size.height >= 36
        self.set_class(wide, "-beside")
        self.set_class(high and not wide, "-below")
        self.call_after_refresh(self._tell)

    # -- asking ------------------------------------------------------------------------------

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        # What was typed is told letter by letter, some of it when more is there already.
        if self.box.value != self._awaited:
            self._awaited = None
        if event.value != self.asked.query:
            self.asked.query, self.asked.opened, self.asked.at = event.value, frozenset(), None
            if "sort:" in event.value:
                self.asked.sort = None
        self.ask(event.value)

    def _ask_again(self, indexing: bool) -> None:
        """Ask the same once indexing has ended."""
        if not indexing:
            self.ask(self.box.value)

    def ask(self, query: str) -> None:
        """Look for what answers to `query`, or for past searches where too little is typed."""
        if len(query.strip()) < _LEAST_LETTERS:
            self.workers.cancel_group(self, "search")
            self.answer, self._shown_query = None, query
            self.show_past()
        else:
            self._search(replace(self.asked, query=query))

    @work(exclusive=True, exit_on_error=False, group="search", description="search")
    async def _search(self, asked: Asked) -> None:
        """Show what answers to a query half written, and when it rests, what else may be meant."""
        await asyncio.sleep(PAUSE)
        answer = await asyncio.to_thread(ask, self.session, asked, newest=True)
        self._show(answer)
        if answer.partial:
            await asyncio.sleep(_BREATH)
            answer = await asyncio.to_thread(ask, self.session, asked)
            self._show(answer)
        await asyncio.sleep(REST)
        whole = await asyncio.to_thread(reconsider, self.session, answer)
        if whole != answer:
            self._show(whole)
        if answer.waiting and self.room.indexing:
            await asyncio.sleep(_AGAIN)
            self.ask(asked.query)

    def _show(self, answer: Answer) -> None:
        """Show an answer, unless the query has moved on since.

        What waits is then indexed. It is not begun again while as many wait as at the last answer:
        what cannot be indexed is not tried for ever.
        """
        query = answer.asked.query
        if not self.is_attached or query != self.box.value:
            return
        if answer.error is not None and not isinstance(answer.error, QueryError):
            answer = replace(answer, waiting=0)
        self.answer, self._shown_query = answer, query
        self._show_rows()
        self._tell()
        if answer.waiting and answer.waiting != self._waiting:
            self.room.update_index()
        self._waiting = answer.waiting
        if self._awaited == query:
            self._awaited = None
            self.go()

    # -- the list ----------------------------------------------------------------------------

    def _show_rows(self) -> None:
        """List the answer, with the cursor where it was, or on the best hit."""
        answer = self.answer
        assert answer is not None
        listed = rows(answer)
        wanted = self.asked.at
        if wanted is None and answer.best is not None:
            wanted = answer.best.episode, answer.best.start
        places = [place(row) for row in listed]
        cursor = places.index(wanted) if wanted in places and wanted else 0
        self.list.list_rows(listed, cursor, answer.notes)

    def show_past(self) -> None:
        """List the searches that were saved, and the latest ones."""
        past: list[Row] = []
        with self.room.telling():
            searches = self.session.library.searches
            past = [*searches.saved(), *searches.recent(_MOST_PAST)]
        self.list.empty = ""
        self.list.list_rows(past, 0)
        self._tell()

    @on(HitList.Moved)
    def _moved(self) -> None:
        row = self.list.chosen_row
        if self.answer is not None and row is not None and self.answer.results is not None:
            here, best = place(row), self.answer.best
            at_best = best is not None and here == (best.episode, best.start)
            self.asked.at = None if at_best else here
        self._preview(self.hit_at_cursor())

    def hit_at_cursor(self) -> Hit | None:
        """The hit under the cursor; of a heading, the first one below it."""
        row = self.list.chosen_row
        if isinstance(row, Head) and self.answer is not None:
            return next(iter(self.answer.hits.get(row.episode, ())), None)
        return None if row is None or isinstance(row, Offer | Past) else row  # type: ignore[return-value]

    @work(exclusive=True, exit_on_error=False, group="preview", description="preview")
    async def _preview(self, hit: Hit | None) -> None:
        """Show the place of `hit`, where there is room for that."""
        preview, transcript = self.query_one(Preview), None
        if hit is not None and preview.display and preview.size.width:
            try:
                transcript = await asyncio.to_thread(self.session.library.transcript, hit.episode)
            except ReaderError:
                transcript = None
        preview.show(transcript, hit)

    # -- what is said ------------------------------------------------------------------------

    def _tell(self) -> None:
        """Say what was found, narrowed to what and in which order, and what it can be to."""
        width = self.box.size.width
        label = self.query_one("#answer", Label)
        answer = self.answer
        if answer is None:
            label.update(Content.styled(opening(self.list.count, self.hint), "$reader-dim"))
        elif answer.error is not None:
            scrolled = int(self.box.scroll_offset.x)
            label.update(complaint(answer.error, width, scrolled))
        else:
            widen = "input-widen" if self.box.has_focus else "widen"
            within = chips(answer.asked.within, self.room.keys_for(widen))
            label.update(within + Content.styled(summary(answer), "$reader-dim"))
        keymap, typing = self.room.keymap_, self.box.has_focus
        numbers = [keys.show(k) for k in keymap.keys_of("input-narrow" if typing else "narrow")]
        facets = answer.facets() if answer is not None else []
        self.query_one(Facets).show(facets, numbers, width, roomy=self.size.height >= 32)
        self._tell_keys()

    def _tell_keys(self) -> None:
        """Say which keys there are, as many as there is room for."""
        offered = any(isinstance(row, Offer) for row in self.list.rows)
        corrects = "~" in self.asked.query
        if self.box.has_focus:
            named = [
                self.hint(("input-done", "opens")),
                self.hint(("input-follow", "asks that")) if offered else "",
                "Tab the list",
                self._numbers("input-narrow"),
                *(self.hint(each) for each in _LINE_KEYS),
            ]
        else:
            named = [
                self.hint(("choose", "opens")),
                self.hint(("follow", "asks that")) if offered else "",
                self.hint(("correct-hit", "corrects")) if corrects else "",
                self._numbers("narrow"),
                *(self.hint(each) for each in _LIST_KEYS),
            ]
        line, width = "", self.box.size.width
        for part in filter(None, named):
            longer = f"{line} · {part}" if line else part
            line = longer if len(longer) <= width else line
        self.query_one("#keys", Label).update(Content(line))

    def _numbers(self, action: str) -> str:
        """The keys of the facets, and what they do."""
        numbers = self.room.keymap_.keys_of(action)
        if not numbers or self.answer is None or not self.answer.facets():
            return ""
        return f"{keys.show(numbers[0])}–{keys.show(numbers[-1])} narrow"

    # -- for subclasses ----------------------------------------------------------------------

    def go(self) -> None:
        """Do what the row under the cursor means."""
        raise NotImplementedError
