"""The dialog that adds transcripts. It reads them away from the interface."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label
from textual.worker import Worker, WorkerState, get_current_worker

from reader.errors import ReaderError
from reader.session import Addition, Session
from reader.sources import find
from reader.tui.pace import Pace
from reader.tui.screens.dialogs import Dialog, cleaned, typed
from reader.tui.text import visible


class Adding(Dialog[Sequence[Addition]]):
    """Asks for a file or a folder and adds what it holds. Ends with what became of each source.

    Where nothing could be added it stays and says why. What is left in the middle of a folder keeps
    what was added by then.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._additions: list[Addition] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog small"):
            yield Label(Content("Add a transcript"), classes="dialog-title")
            yield Input(id="line")
            hint = "A file or a folder, such as ~/transcripts/interview.txt"
            yield Label(Content(hint), id="hint", classes="dialog-hint")

    async def do_input_done(self) -> None:
        line = self.query_one("#line", Input)
        await typed(line)
        name = cleaned(line.value).strip()
        if not name:
            self.dismiss(None)
        elif name == "-":
            self.refuse("“-” is the standard input, which is the keyboard here: name a file")
        else:
            line.disabled = True
            self._say(f"Reading {Path(name).name} …")
            self._add(name)

    def do_focus_page(self) -> None:
        self.dismiss(list(self._additions))

    do_input_cancel = do_quit = do_focus_page

    @work(
        thread=True,
        exclusive=True,
        exit_on_error=False,
        group="add",
        description="add transcripts",
    )
    def _add(self, name: str) -> None:
        """Add what `name` means, one source after another."""
        worker = get_current_worker()
        stop = self.hint(("focus-page", "stops"))
        found = find([name])
        self._additions = []
        pace = Pace()
        for addition in self._session.add_all(found):
            if worker.is_cancelled:
                return
            self._additions.append(addition)
            done = pace.say(len(self._additions), len(found.sources))
            self.app.call_from_thread(self._say, f"Adding {done} · {stop}")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker.group != "add" or not event.worker.is_finished:
            return
        if event.state == WorkerState.ERROR:
            error = event.worker.error
            self._stay(str(error) if isinstance(error, ReaderError) else f"cannot add: {error}")
        elif any(addition.episode is not None for addition in self._additions):
            self.dismiss(list(self._additions))
        else:
            reasons = [addition.error for addition in self._additions if addition.error]
            self._stay(reasons[0] if reasons else "there is nothing in it that could be added")

    def _say(self, line: str) -> None:
        if self.is_attached:
            self.query_one("#hint", Label).remove_class("error").update(Content(visible(line)))

    def _stay(self, reason: str) -> None:
        """Say why nothing was added, and let the line be mended."""
        line = self.query_one("#line", Input)
        line.disabled = False
        self.set_focus(line)
        self.refuse(reason)
