"""The reading room: the interface in the terminal, on Textual."""

from __future__ import annotations

import gc
import os
import sys

from reader.errors import ReaderError
from reader.serving import is_served, watch
from reader.session import Session
from reader.settings.config import is_calm


def run(session: Session, *, open_episode: int | None = None, demo: bool = False) -> int:
    """Open the interface on `session` and return the exit code when it is left.

    `open_episode` is the id of the episode to begin with; without one it is the last that was
    read. Raises `ReaderError` where there is no terminal to open it in, and whatever made the
    interface end that nothing there foresaw.
    """
    if not is_served() and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ReaderError(
            "the interface needs a terminal",
            hint="`reader show`, `search` and `cite` work without one",
        )
    # Starting makes much that stays, so the collector has nothing to find: it rests until the
    # first page is shown.
    gc.disable()
    if is_calm(session.settings.motion, os.environ):
        os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    try:
        from reader.tui import title
        from reader.tui.app import ReaderApp

        app = ReaderApp(session, open_episode=open_episode, demo=demo)
        served = is_served()
        if served:
            watch(lambda: app.call_from_thread(app.do_quit))
        with title.kept(None if served else sys.__stdout__):
            app.run()
        if app.failure is not None:
            raise app.failure
    finally:
        gc.enable()
    return app.return_code or 0
