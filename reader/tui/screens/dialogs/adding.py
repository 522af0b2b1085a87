"""The dialog that adds transcripts. It reads them away from the interface."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, Label
from textual.worker import Worker, WorkerState, get_current_worker

from reader.errors import ReaderError
from reader.session import Addition, Session
from reader.tui.pace import Pace
from reader.tui.screens.dialogs import Dialog, Line, cleaned, typed
from reader.tui.text import visible


class Files(Suggester):
    """Suggests the first file or folder whose path begins with what is typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The whole path, or None."""
        return await asyncio.to_thread(completed, value)


def completed(typed: str) -> str | None:
    """The first path in the order of names that begins with `typed`; a folder's ends with a slash.

    What is hidden is found by its dot, and a name that cannot be shown as it is by nothing.
    """
    folder, begun = os.path.split(typed)
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:
            found = {entry.name: entry.is_dir() for entry in entries}
    except (OSError, ValueError):
        return None
    fitting = (
        name
        for name in sorted(found)
        if name.startswith(begun)
        and (begun or not name.startswith("."))
        and name.isprintable()
        and (name != begun or found[name])
    )
    name = next(fitting, None) if typed else None
    return name and os.path.join(folder, name) + (os.sep if found[name] else "")


class Adding(Dialog[Sequence[Addition]]):
    """Asks for a file, a folder or an address and adds what it holds. Ends with what became of each
    source.

    Where nothing could be added it stays and says why. What is left in the middle of a folder keeps
    what was added by then.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._additions: list[Addition] = []
        self._notes: list[str] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog small"):
            yield Label(Content("Add a transcript"), classes="dialog-title")
            yield Line(id="line", suggester=Files())
            what = "A file, a folder or an address: ~/talks/one.txt · Tab takes what is offered"
            keys = self.hint(("input-done", "adds"), ("input-cancel", "leaves"))
            yield Label(Content(f"{what} · {keys}"), id="hint", classes="dialog-hint")

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
        self._additions, self._notes = [], []
        pace = Pace()
        with self._session.find([name]) as found:
            self._notes = found.notes
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
            reasons += [*self._notes, "there is nothing in it that could be added"]
            self._stay(reasons[0])

    def _say(self, line: str) -> None:
        if self.is_attached:
            self.query_one("#hint", Label).remove_class("error").update(Content(visible(line)))

    def _stay(self, reason: str) -> None:
        """Say why nothing was added, and let the line be mended."""
        line = self.query_one("#line", Input)
        line.disabled = False
        self.set_focus(line)
        self.refuse(reason)
