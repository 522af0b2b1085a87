"""The interface in a browser on this machine: textual-serve behind an address that nobody guesses.

For each page that a browser opens, one program of reader runs and draws into it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from reader.errors import ReaderError

_DRIVER = "textual.drivers.web_driver:WebDriver"
_LOOK_SECONDS = 2.0

INSTALL = "pip install 'transcript-reader[web]'"


def is_served() -> bool:
    """Whether this program draws into a page of a browser, for a server above it."""
    return os.environ.get("TEXTUAL_DRIVER") == _DRIVER


def watch(leave: Callable[[], object]) -> None:
    """Call `leave`, from a thread of its own, once the server above this program is gone."""
    server = os.getppid()

    def look() -> None:
        while True:
            time.sleep(_LOOK_SECONDS)
            if os.getppid() != server:
                # While it begins, the program cannot be left yet: a RuntimeError says so.
                with suppress(RuntimeError):
                    leave()
                    return

    threading.Thread(target=look, daemon=True, name="server").start()


def serve(command: list[str], port: int, ready: Callable[[str], None]) -> None:
    """Show what `command` draws to browsers of this machine, until told to end.

    `port` 0 is one that is free; `ready` is called with the address. Raises `ReaderError` when
    textual-serve is not installed or the port cannot be had.
    """
    try:
        from reader.serving.server import run
    except ImportError as error:
        raise ReaderError("textual-serve is not installed", hint=INSTALL) from error
    run(command, port, ready)
