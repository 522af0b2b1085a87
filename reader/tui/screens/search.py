"""Search as you type, over the whole library."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option
from textual.worker import Worker, get_current_worker

from reader.errors import QueryError, ReaderError
from reader.session import Session
from reader.transcript import Moment
from reader.tui.layout import wrap
from reader.tui.screens.dialogs import Dialog, typed
from reader.tui.text import cut, spell_clock, visible

if TYPE_CHECKING:
    from reader.search import Hit, Results

_MOST = 60
_LEAST_LETTERS = 2
_REST = 0.5
"""After so many seconds without a key what is typed is taken for the whole query."""
_TIME_CELLS = 9
_LONGEST_SPEAKER = 12
_HELP = '"exact words"   speaker:name   date:2022..2024   OR   NOT   begin*'


@dataclass(frozen=True, slots=True)
class Found:
    """What the search ended with: its query, the hits, and which of them was chosen."""

    query: str
    hits: Sequence[Hit]
    chosen: int


class Search(Dialog[Found]):
    """A line to type in and the hits below it, grouped by episode."""

    def __init__(self, session: Session, query: str = "") -> None:
        super().__init__()
        self._session, self._query = session, query
        self._hits: list[Hit] = []
        self._shown_query = ""
        self._waiting = 0
        self._awaited: str | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog search"):
            yield Input(
                self._query, placeholder="Search every transcript", id="query", compact=True
            )
            yield Label(Content(_HELP), id="answer", classes="dialog-hint")
            yield OptionList(id="hits", compact=True)

    def on_mount(self) -> None:
        if self._query:
            self._ask(self._query)
        self.watch(self.app, "indexing", self._ask_again, init=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.value != self._awaited:
            self._awaited = None
        self._ask(event.value)

    def _ask_again(self, indexing: bool) -> None:
        """Ask the same once indexing has ended."""
        if not indexing:
            self._ask(self.query_one("#query", Input).value)

    def _ask(self, query: str) -> None:
        if len(query.strip()) < _LEAST_LETTERS:
            self._list(query)
            self._say(_HELP)
        else:
            self._search(query)

    @work(thread=True, exclusive=True, exit_on_error=False, group="search", description="search")
    def _search(self, query: str) -> None:
        """Show what answers to a query half written, and else, when it rests, to it as it is."""
        worker = get_current_worker()
        if self._answer(worker, query, typing=True):
            time.sleep(_REST)
            if not worker.is_cancelled:
                self._answer(worker, query, typing=False)

    def _answer(self, worker: Worker[None], query: str, *, typing: bool) -> bool:
        """Show what answers to `query`, or why it cannot be asked.

        Returns whether nothing does though all is indexed, so that it may be asked otherwise.
        """
        try:
            results = self._session.index.search(query, limit=_MOST, typing=typing)
            waiting = self._session.index.pending()
        except ReaderError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._refuse, query, str(error))
            return isinstance(error, QueryError)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, query, results, waiting)
        return not results.total and not waiting

    def _refuse(self, query: str, reason: str) -> None:
        if self.is_attached and query == self.query_one("#query", Input).value:
            self._list(query)
            self._say(reason)

    def _show(self, query: str, results: Results, waiting: int) -> None:
        """List `results`, unless the query has moved on since; `waiting` episodes are not in them.

        What waits is then indexed. It is not begun again while as many wait as at the last answer:
        what cannot be indexed is not tried for ever.
        """
        if not self.is_attached or query != self.query_one("#query", Input).value:
            return
        self._list(query, results.hits)
        elsewhere = self.hint(("input-concordance", "in lines"), ("input-trends", "plots"))
        self._say(_summary(results, waiting) + (f" · {elsewhere}" if results.total else ""))
        if waiting and waiting != self._waiting:
            self.room.update_index()
        self._waiting = waiting
        if self._awaited == query:
            self._choose_highlighted()

    def _list(self, query: str, found: Sequence[Hit] = ()) -> None:
        """List `found`, the answer to `query`; asked again, the hit that was chosen stays so."""
        options = self.query_one("#hits", OptionList)
        chosen = self._place_chosen() if query == self._shown_query else None
        options.clear_options()
        self._shown_query, self._hits = query, []
        width = max(40, options.size.width - 2)
        names = min(max((cell_len(h.speaker or "") for h in found), default=0), _LONGEST_SPEAKER)
        groups = groupby(_together(found), key=lambda hit: hit.episode)
        for _, hits in ((key, list(group)) for key, group in groups):
            options.add_option(Option(_head(hits), disabled=True))
            for hit in hits:
                options.add_option(Option(_line(hit, width, names), id=str(len(self._hits))))
                self._hits.append(hit)
        if self._hits:
            places = [(hit.episode, hit.start) for hit in self._hits]
            best = found[0].episode, found[0].start
            at = places.index(chosen if chosen in places else best)
            options.highlighted = options.get_option_index(str(at))

    def _place_chosen(self) -> tuple[int, int] | None:
        """The episode and offset of the hit that is highlighted."""
        options = self.query_one("#hits", OptionList)
        option = options.highlighted_option
        if option is None or option.id is None:
            return None
        hit = self._hits[int(option.id)]
        return hit.episode, hit.start

    def _say(self, line: str) -> None:
        self.query_one("#answer", Label).update(Content(visible(line)))

    # -- keys --------------------------------------------------------------------------------

    def do_input_list_down(self) -> None:
        self.query_one("#hits", OptionList).action_cursor_down()

    def do_input_list_up(self) -> None:
        self.query_one("#hits", OptionList).action_cursor_up()

    def do_input_concordance(self) -> None:
        """Every occurrence of what is typed, in lines."""
        self._leave_for("concordance")

    def do_input_trends(self) -> None:
        """How often what is typed is said."""
        self._leave_for("trends")

    def _leave_for(self, action: str) -> None:
        self.room.last_query = self.query_one("#query", Input).value.strip()
        self.dismiss(None)
        self.app.call_later(self.room.run_action_by_name, action)

    do_list_down = do_input_list_down
    do_list_up = do_input_list_up

    async def do_input_done(self) -> None:
        """Go to the chosen hit; before the answer is there, as soon as it is."""
        box = self.query_one("#query", Input)
        await typed(box)
        if self._shown_query == box.value:
            self._choose_highlighted()
        else:
            self._awaited = box.value

    def _choose_highlighted(self) -> None:
        option = self.query_one("#hits", OptionList).highlighted_option
        if option is not None:
            self._choose(option.id)

    do_choose = do_input_done

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._choose(event.option.id)

    def _choose(self, id: str | None) -> None:
        if id is not None:
            self.dismiss(Found(self._shown_query, self._hits, int(id)))


def _summary(results: Results, waiting: int) -> str:
    wait = f" · {waiting:,} episode{'s wait' if waiting != 1 else ' waits'} to be indexed"
    wait = wait if waiting else ""
    if not results.total:
        hint = f" · did you mean {results.suggestion}?" if results.suggestion else ""
        return f"Nothing found{hint}{wait}"
    shown = f", the best {len(results.hits)} shown" if results.total > len(results.hits) else ""
    passages = "passage" if results.total == 1 else "passages"
    return f"{results.total:,} {passages}{shown} · {results.took_ms:.0f} ms{wait}"


def _together(hits: Sequence[Hit]) -> list[Hit]:
    """The hits with those of one episode side by side, in the order of the text, and the episode
    of the best one first.
    """
    order = {episode: i for i, episode in enumerate(dict.fromkeys(hit.episode for hit in hits))}
    return sorted(hits, key=lambda hit: (order[hit.episode], hit.start))


def _head(hits: Sequence[Hit]) -> Content:
    date = f"  {hits[0].date}" if hits[0].date else ""
    return Content.assemble(
        (visible(hits[0].title), "bold $text-accent"),
        (f"{date}  · {len(hits)}", "$reader-dim"),
    )


def _line(hit: Hit, width: int, names: int) -> Content:
    """When and who, and beside it the words around the first match, on two lines at most.

    `names` is the room that names take, in cells.
    """
    when = spell_clock(Moment(hit.time, hit.time_exact)).rjust(_TIME_CELLS)
    who = cut(visible(hit.speaker or ""), names)
    indent = _TIME_CELLS + 2 + names + (1 if names else 0)
    room = max(24, width - indent)
    start, end = (offset - hit.start for offset in hit.snippet(room * 2 - 6))
    shown = Content(
        ("…" if start else "") + visible(hit.text[start:end]) + ("…" if end < len(hit.text) else "")
    )
    shift = hit.start + start - (1 if start else 0)
    for begin, stop in hit.matches:
        if begin >= hit.start + start and stop <= hit.start + end:
            shown = shown.stylize("bold $text-warning", begin - shift, stop - shift)
    lines = [shown[low:high] for low, high in wrap(shown.plain, 0, len(shown.plain), room)]
    head = Content.assemble(
        (f"{when}  ", "$reader-dim"),
        (who.text + " " * (indent - _TIME_CELLS - 2 - who.cells), "$text-primary"),
    )
    return Content("\n" + " " * indent).join([head + lines[0], *lines[1:3]]) if lines else head
