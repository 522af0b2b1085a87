"""The application: keys to actions, background work, and a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import inspect
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.style import Style
from textual import events, work
from textual.content import Content
from textual.dom import DOMNode
from textual.filter import LineFilter, NoColor
from textual.reactive import var
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.widgets import Input
from textual.worker import get_current_worker

from reader import keys
from reader.actions import ACTIONS
from reader.errors import ReaderError
from reader.session import Session
from reader.tui import colours
from reader.tui.commands import ActionCommands
from reader.tui.harmless import Harmless, Undrawn
from reader.tui.hues import Hues
from reader.tui.pace import Pace
from reader.tui.preferences import Preferences
from reader.tui.screens.dialogs import Dialog, Leaflet
from reader.tui.screens.reading.screen import Reading
from reader.tui.teaching import Teaching
from reader.tui.text import visible
from reader.tui.title import GIVE_BACK, KEEP, has_title, titled
from reader.tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from reader.clipboard import Copied

_ALWAYS = ("quit", "suspend", "help", "input-help", "note-help")
"""What can be done within a dialog too that knows nothing of it."""

_LONG = 1.0
"""What has taken so many seconds can be stopped with Escape."""
_WORTH_TELLING = 5.0
"""Of what took so many seconds it is said that it is done."""


class ReaderApp(Preferences, Teaching):
    """reader in the terminal.

    A key is fed to the keymap's machine; the action it means is done by the nearest widget around
    the focus that has a method of its name, `do_…`.
    """

    TITLE = "reader"
    CSS_PATH = "reader.tcss"
    COMMANDS = {ActionCommands}
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (104, "-middle"), (136, "-wide")]

    indexing = var(False)
    """Whether the index is just being brought up to date."""

    def __init__(
        self, session: Session, *, open_episode: int | None = None, demo: bool = False
    ) -> None:
        self._mixed: tuple[str, dict[str, str]] | None = None
        self._palette: dict[str, Style] | None = None
        super().__init__()
        self.session = session
        self.hues = Hues(session.library)
        self.demo = demo
        self.begin_with_settings()
        self.reading = Reading(session, open_episode=open_episode)
        self.last_query = ""
        self.performed = ""
        self.pressed: keys.Sequence_ = ()
        self._title_given_back = False
        self._index_again = False
        self._index_pace = Pace()
        self._index_failure: str | None = None
        self._harmless, self._undrawn = Harmless(), Undrawn()

    def get_css_variables(self) -> dict[str, str]:
        theme = super().get_css_variables()
        if self._mixed is None or self._mixed[0] != self.theme:
            self._mixed = (self.theme, colours.variables(theme))
            self._palette = None
        return {**theme, **self._mixed[1]}

    @property
    def palette(self) -> dict[str, Style]:
        """The styles of what lines of text are made of, by name, in the theme in use."""
        if self._palette is None:
            self._palette = colours.palette(self.get_css_variables(), plain=self.no_color)
        return self._palette

    def get_line_filters(self) -> Sequence[LineFilter]:
        plain = [NoColor()] if self.no_color else []
        undrawn = [self._undrawn] if self.session.settings.plain else []
        return [*super().get_line_filters(), *plain, *undrawn, self._harmless]

    def get_default_screen(self) -> Screen[None]:
        return self.reading

    def on_mount(self) -> None:
        self.begin_with_theme()
        if self.session.settings.plain:
            self.emit("\x1b[?25h")
        self._end_on_signals()
        self.app_resume_signal.subscribe(self, lambda _: self._come_back())
        self.call_after_refresh(self.update_index)

    def on_ready(self) -> None:
        """The first page is shown: where the collector rests, let it go on from here."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.tell_mistakes()
        if self.demo:
            self.begin_tour_once()

    def _end_on_signals(self) -> None:
        """Leave by the front door when told to end: the terminal is given back as it was."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGQUIT"):
            number = getattr(signal, name, None)
            if number is not None:
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.do_quit)

    # -- keys --------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded and await self._feed(event):
            return
        await super().on_event(event)

    async def _feed(self, event: events.Key) -> bool:
        """Do what the key means in the keymap. False when it means nothing here."""
        name = keys.key_name(event.key, event.character)
        if (take_key := getattr(self.screen, "take_key", None)) is not None:
            take_key(name)
            return True
        place = self.key_place
        typed = bool(event.character and event.character.isprintable())
        if place in keys.TYPED and typed and "+" not in event.key:
            return False
        step = self.machine.feed(place, name)
        self.reading.show_pending(step)
        if step.action is None:
            return step.used
        self.pressed = step.keys
        return await self.perform(step.action, count=step.count, argument=step.argument)

    @property
    def key_place(self) -> str:
        """Where keys go now, as `actions.CHAINS` names it."""
        focused = self.focused
        if isinstance(focused, Input):
            return "input"
        if isinstance(self.screen, Dialog):
            return self.screen.place
        if isinstance(focused, Timeline):
            return "timeline"
        if self.screen is self.reading and focused in (None, self.reading.page):
            if self.reading.page.labels:
                return "jump"
            return "select" if self.reading.page.selection is not None else "page"
        return "list"

    async def perform(
        self, action: str, *, count: int | None = None, argument: str | None = None
    ) -> bool:
        """Do `action`, where the focus is. False when nothing there can.

        The method that does it has a parameter `count` or `argument` if it makes use of them.
        """
        method = self._method(action)
        if method is None:
            return False
        if self.leaves_tour(action):
            return True
        given = {"count": count, "argument": argument}
        takes = inspect.signature(method).parameters
        self.performed = action
        with self.telling():
            result = method(**{n: v for n, v in given.items() if v is not None and n in takes})
            if inspect.isawaitable(result):
                await result
        self.reading.point_panes()
        self.saw(action)
        return True

    def _method(self, action: str) -> Callable[..., Any] | None:
        name = f"do_{action.replace('-', '_')}"
        node: DOMNode | None = self.focused or self.screen
        while node is not None:
            method: Callable[..., Any] | None = getattr(node, name, None)
            if method is not None:
                return method
            if isinstance(node, Dialog):
                return getattr(self, name, None) if action in _ALWAYS else None
            node = node.parent
        return None

    # -- actions of the whole program --------------------------------------------------------

    def do_quit(self) -> None:
        """Leave. The reading place is kept, and what is being written."""
        self._put_away()
        self.exit()

    def on_exit_app(self) -> None:
        """The program is ended from without, as when its page in a browser is closed."""
        self._put_away()

    _left = False
    """Whether what is being written was kept, as the program ends."""

    def _put_away(self) -> None:
        if self._left:
            return
        self._left = True
        for screen in self.screen_stack:
            if isinstance(screen, Dialog):
                screen.leave()
        self.reading.keep_place()

    def do_suspend(self) -> None:
        """Go back to the shell; its `fg` comes back here."""
        if not hasattr(os, "getsid") or os.getpgrp() == os.getsid(0):
            raise ReaderError("there is no shell to go back to")
        self.reading.keep_place()
        if has_title():
            self.emit(GIVE_BACK)
            self._title_given_back = True
        self.action_suspend_process()

    def watch_title(self, title: str) -> None:
        """Have the window of the terminal say what is read."""
        if has_title() and not self.is_headless:
            self.emit(titled(title))

    def _come_back(self) -> None:
        """Draw everything and say what is read, whatever another program has left there."""
        self.refresh(layout=True)
        if self._title_given_back:
            self._title_given_back = False
            self.emit(KEEP)
        self.watch_title(self.title)

    @property
    def failure(self) -> Exception | None:
        """What nothing foresaw, and ended the program."""
        return self._exception

    def _fatal_error(self) -> None:
        """End without the picture of Textual's own: `run` raises what failed."""
        self.bell()
        self._close_messages_no_wait()

    async def action_quit(self) -> None:
        """Leave, by the key that Textual itself binds."""
        self.do_quit()

    def do_keys(self) -> AwaitMount:
        """All keys, and other keys for an action."""
        from reader.tui.screens.settings.keyboard import Keyboard

        return self.push_screen(Keyboard())

    def do_settings(self) -> AwaitMount:
        """The settings."""
        from reader.tui.screens.settings.screen import Chosen

        return self.push_screen(Chosen())

    async def run_action_by_name(self, name: str) -> None:
        """Do an action chosen by its name, on the page if nothing else can."""
        if ACTIONS[name].mode in ("page", "select"):
            self.reading.set_focus(self.reading.page)
        if not await self.perform(name):
            self.tell(f"{ACTIONS[name].title}: not from here")

    def tell(self, text: str, *, severity: str = "information", timeout: float = 4) -> None:
        """Show a line for a while, in place of the one before. It is never read as markup."""
        self.call_later(self.clear_notifications)
        self.notify(text, severity=severity, timeout=timeout, markup=False)  # type: ignore[arg-type]

    @contextlib.contextmanager
    def telling(self) -> Iterator[None]:
        """Within it, what the library or the user's wish refuses becomes a line on the screen."""
        try:
            yield
        except ReaderError as error:
            self.tell(str(error), severity="warning", timeout=8)

    def put_out(self, text: str) -> Copied:
        """Copy `text`; where no clipboard takes it, it is shown. Raises `ReaderError`."""
        copied = self.session.copy(text, self.emit)
        if copied.method == "file":
            self.do_last_copy()
        return copied

    def do_last_copy(self) -> AwaitMount:
        """Show what was copied last, to be selected by the terminal's own means."""
        file = self.session.paths.last_copy
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise ReaderError("nothing was copied yet") from error
        where = Content.styled(f"{file} keeps it.\n\n", "$reader-dim")
        body = where + Content(visible(text, lines=True))
        return self.push_screen(Leaflet("What was copied last", body))

    def emit(self, text: str) -> None:
        """Write an escape sequence of our own making to the terminal."""
        if self._driver is not None:
            self._driver.write(text)
            self._driver.flush()

    # -- the index, in the background --------------------------------------------------------

    def update_index(self) -> None:
        """Index what has changed, away from the page, until nothing waits.

        Where that is going on already it goes on, and looks once more at its end.
        """
        self._index_again = self.indexing
        if not self.indexing:
            self.indexing = True
            self._index_pace = Pace()
            self._index()

    def stop_indexing(self) -> bool:
        """Stop what takes long; what is indexed by now stays so. False where nothing does."""
        if not self.indexing or self._index_pace.elapsed < _LONG:
            return False
        self.workers.cancel_group(self, "index")
        self.indexing = self._index_again = False
        self.reading.show_progress("", 0, 0)
        self.tell("Indexing has stopped. It goes on with the next change or start")
        return True

    @work(thread=True, exit_on_error=False, group="index", description="bring the index up to date")
    def _index(self) -> None:
        worker, index, failure = get_current_worker(), self.session.index, None

        def progress(done: int, total: int) -> None:
            if not worker.is_cancelled:
                self.call_from_thread(self.reading.show_progress, "Indexing", done, total)

        try:
            while not worker.is_cancelled and index.pending():
                index.update(progress, lambda: worker.is_cancelled)
        except ReaderError as error:
            failure = str(error)
        finally:
            if not worker.is_cancelled:
                self.call_from_thread(self._indexed, failure)

    def _indexed(self, failure: str | None) -> None:
        """Go on where more has changed, else rest. What failed is said, though not twice."""
        self.reading.show_progress("", 0, 0)
        if failure and failure != self._index_failure:
            self.tell(failure, severity="warning")
        self._index_failure = failure
        if self._index_again:
            self._index_again = False
            self._index()
            return
        self.indexing = False
        if not failure and self._index_pace.elapsed > _WORTH_TELLING:
            self.tell("The index is up to date: searches find everything")
