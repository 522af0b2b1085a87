"""The title of the terminal's window, and giving back the one it had.

Sequences of xterm: OSC 2 sets the title, CSI 22 ; 2 t keeps it on a stack and CSI 23 ; 2 t takes it
from there (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html). Terminals that do not know
them pass them over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from reader.tui.text import cut, visible

KEEP = "\x1b[22;2t"
"""Keeps the title that the window has."""
GIVE_BACK = "\x1b[23;2t"
"""Gives the window the title that was kept."""

_LONGEST = 120
_WITHOUT = frozenset({"", "dumb", "linux"})
"""The kinds of terminal that have no title."""


def titled(text: str) -> str:
    """The sequence that sets the title to `text`, of which no character acts on the terminal."""
    return f"\x1b]2;{cut(visible(text), _LONGEST).text}\x07"


def has_title() -> bool:
    """Whether the terminal is of a kind that has a title."""
    return os.environ.get("TERM", "") not in _WITHOUT


@contextmanager
def kept(terminal: TextIO | None) -> Iterator[None]:
    """After what is done within, the window has the title that it had before."""
    _write(terminal, KEEP)
    try:
        yield
    finally:
        _write(terminal, GIVE_BACK)


def _write(terminal: TextIO | None, text: str) -> None:
    if terminal is not None and has_title():
        with suppress(OSError, ValueError):
            terminal.write(text)
            terminal.flush()
