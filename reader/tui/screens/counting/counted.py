"""What the screens share that count every occurrence of a query: its line, its order, its sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import AwaitMount, Widget
from textual.widgets import Input, Label
from textual.worker import get_current_worker

from reader.errors import ReaderError
from reader.session import Session
from reader.tui.screens.dialogs import Dialog, Prompt, typed
from reader.tui.text import visible

if TYPE_CHECKING:
    from reader.search.counting.concordance import Line, Order
    from reader.search.counting.trends import By


@dataclass
class View:
    """What was counted last, and how it was looked at: it is kept while the program runs.

    `at` is the number of the line under the cursor.
    """

    query: str = ""
    sort: Order = "time"
    by: By = "year"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where to go from here: to the place of a line, or to `screen`."""

    line: Line | None = None
    screen: str = ""


class Counted(Dialog[Leaving]):
    """A line for the query, the ways to look at what it finds, and what is found.

    A subclass says what the `ways` are, each with its title, makes the `body`, reckons away from
    the interface in `reckon` and shows what came of it in `show`.
    """

    ways: Sequence[tuple[str, str]] = ()
    heading = ""
    """What stands on the border."""
    lead = ""
    """What stands before the ways."""
    ask = ""
    """What the empty line asks for."""
    empty = ""
    """What to do where nothing is asked yet."""

    def __init__(self, session: Session, view: View) -> None:
        super().__init__()
        self.session, self.view = session, view
        self.answered = False
        self._waiting = 0

    # -- for subclasses ----------------------------------------------------------------------

    @property
    def way(self) -> str:
        """The way in use."""
        raise NotImplementedError

    @way.setter
    def way(self, way: str) -> None:
        raise NotImplementedError

    def body(self) -> Widget:
        """What shows the answer."""
        raise NotImplementedError

    def reckon(self, query: str, way: str) -> Any:
        """The answer. Called in a thread; may raise `ReaderError`."""
        raise NotImplementedError

    def show(self, answer: Any) -> str:
        """Show the answer, or None for none; returns what to say of it."""
        raise NotImplementedError

    def hints(self) -> str:
        """The keys of the screen."""
        raise NotImplementedError

    def sheet(self) -> Iterator[str]:
        """The answer as lines of a file of comma-separated values."""
        raise NotImplementedError

    def as_text(self) -> str:
        """The answer as text in columns."""
        raise NotImplementedError

    # -- the parts ---------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog counted") as dialog:
            dialog.border_title = self.heading
            yield Input(visible(self.view.query), placeholder=self.ask, id="query", compact=True)
            yield Label(id="ways")
            yield self.body()
            yield Label(id="hint", classes="dialog-hint")

    def on_mount(self) -> None:
        """Answer what was asked last; else wait for a query."""
        self._tell_ways("")
        self.query_one("#hint", Label).update(Content(self.hints()))
        self.show(None)
        self.watch(self.app, "indexing", self._ask_again, init=False)
        if self.view.query:
            self.set_focus(self.query_one("#answer"))
            self._answer(self.view.query, self.way)
        else:
            self.set_focus(self.query_one("#query"))
            self._tell_ways(self.empty)

    def _tell_ways(self, said: str, *, refused: bool = False) -> None:
        """Show the ways, the one in use apart, and what is `said` of the answer."""
        titles = [
            Content.styled(title, "bold $text-accent" if way == self.way else "$reader-dim")
            for way, title in self.ways
        ]
        ways = Content.styled(f"{self.lead} ", "$reader-dim") + Content.styled(
            " · ", "$reader-dim"
        ).join(titles)
        told = Content.styled(visible(said), "$text-error" if refused else "$reader-dim")
        self.query_one("#ways", Label).update(Content("\n").join([ways, told]))

    # -- asking ------------------------------------------------------------------------------

    async def do_input_done(self) -> None:
        """Answer what is typed."""
        box = self.query_one("#query", Input)
        await typed(box)
        query = " ".join(box.value.split())
        if query:
            self.view.query, self.view.at = query, 0
            self.room.last_query = query
            self._answer(query, self.way)

    def do_input_cancel(self) -> None:
        """Back to the answer; where there is none, back to the page."""
        if self.answered:
            self.query_one("#query", Input).value = self.view.query
            self.set_focus(self.query_one("#answer"))
        else:
            self.dismiss(None)

    def do_search(self) -> None:
        """Ask for something else."""
        box = self.query_one("#query", Input)
        self.set_focus(box)
        box.action_select_all()

    def do_by_next(self) -> None:
        self._turn(1)

    def do_by_previous(self) -> None:
        self._turn(-1)

    def _turn(self, step: int) -> None:
        ways = [way for way, _ in self.ways]
        self.way = ways[(ways.index(self.way) + step) % len(ways)]
        self.view.at = 0
        self._tell_ways("")
        if self.view.query:
            self._answer(self.view.query, self.way)

    def _ask_again(self, indexing: bool) -> None:
        """Ask the same once indexing has ended, if some episodes were not in the answer."""
        if not indexing and self._waiting:
            self.show(None)
            self._answer(self.view.query, self.way)

    @work(thread=True, exclusive=True, exit_on_error=False, group="count", description="count")
    def _answer(self, query: str, way: str) -> None:
        worker = get_current_worker()
        try:
            answer = self.reckon(query, way)
            waiting = self.session.index.pending()
        except ReaderError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._refuse, str(error))
        else:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show, answer, waiting)

    def _refuse(self, reason: str) -> None:
        if self.is_attached:
            self.answered = False
            self.show(None)
            self._tell_ways(reason, refused=True)
            self.set_focus(self.query_one("#query"))

    def _show(self, answer: Any, waiting: int) -> None:
        """Show the answer; `waiting` episodes are not in it. What waits is then indexed, but not
        begun again while as many wait as at the last answer.
        """
        if self.is_attached:
            if waiting and waiting != self._waiting:
                self.room.update_index()
            self._waiting = waiting
            wait = f" · {waiting:,} episode{'s wait' if waiting != 1 else ' waits'} to be indexed"
            self.answered = True
            self._tell_ways(self.show(answer) + (wait if waiting else ""))
            self.set_focus(self.query_one("#answer"))

    # -- taking it along ---------------------------------------------------------------------

    def do_copy_table(self) -> None:
        """Copy what is counted as text."""
        if self.answered:
            with self.room.telling():
                self.room.tell(self.room.put_out(self.as_text()).message)

    def do_save_table(self) -> AwaitMount | None:
        """Write what is counted to a file of comma-separated values."""
        if not self.answered:
            return None
        words = "-".join("".join(c if c.isalnum() else " " for c in self.view.query).split())
        name = f"{words[:40] or 'words'}-{self.way}.csv"
        prompt = Prompt("Write as CSV to", value=name, hint=str(Path.cwd()), accept=_free)
        return self.app.push_screen(prompt, self._save)

    def _save(self, name: str | None) -> None:
        if name:
            self._write(name)

    @work(thread=True, exit_on_error=False, group="save", description="write the sheet")
    def _write(self, name: str) -> None:
        path = Path(name).expanduser()
        try:
            with path.open("x", encoding="utf-8", newline="", errors="replace") as file:
                file.writelines(self.sheet())
            told, severity = f"Written: {path}", "information"
        except OSError as error:
            told, severity = f"{path}: {(error.strerror or str(error)).lower()}", "warning"
        except ReaderError as error:
            told, severity = str(error), "warning"
        self.app.call_from_thread(self.room.tell, told, severity=severity)


def _free(name: str) -> None:
    if not name.strip():
        raise ReaderError("the file needs a name")
    path = Path(name).expanduser()
    if path.exists():
        raise ReaderError("there is a file of that name already")
    if not path.parent.is_dir():
        raise ReaderError(f"there is no folder {path.parent}")
