"""What the command line writes: lines for people, one JSON document for programs.

Whatever comes from a transcript, a file's name or an option goes through `paint`, so that none of
it acts on the terminal.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
from collections.abc import Iterable, Sequence
from typing import Any

import click

MEASURE = 88
"""The longest line that is printed, in characters."""

_BARE = re.compile("[\x7f-\x9f\ud800-\udfff]")


def colour() -> bool:
    """Whether standard output is a terminal that may be coloured (https://no-color.org)."""
    out = sys.stdout
    terminal = out is not None and out.isatty() and os.environ.get("TERM") != "dumb"
    return terminal and not os.environ.get("NO_COLOR")


def paint(text: object, **style: Any) -> str:
    """`text` made harmless, in the click `style` where there is colour."""
    from reader.formats.clean import clean

    harmless = clean(str(text))
    return click.style(harmless, **style) if style and colour() else harmless


def say(line: str = "") -> None:
    """Print a line made of painted parts on standard output."""
    click.echo(line, color=colour())


def complain(text: object) -> None:
    """Print one harmless line on standard error."""
    from reader.formats.clean import clean

    click.echo(f"reader: {' '.join(clean(str(text)).split())}", err=True)


def say_json(value: object) -> None:
    """Print `value` as one JSON document, in UTF-8 whatever the locale."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    text = _BARE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    click.echo(f"{text}\n".encode(), nl=False)


def measure() -> int:
    """The width to wrap at: the terminal's, at most `MEASURE`."""
    return max(20, min(shutil.get_terminal_size((80, 24)).columns, MEASURE))


def table(rows: Iterable[Sequence[object]], right: Sequence[int] = ()) -> None:
    """Print `rows` in aligned columns; those numbered in `right` are set to the right."""
    from rich.cells import cell_len

    cells = [[paint("" if cell is None else cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = [
            " " * (width - cell_len(cell)) + cell
            if index in right
            else cell + " " * (width - cell_len(cell))
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        say("  ".join(padded).rstrip())


class Progress:
    """A count on standard error, only on a terminal and only once the work lasts.

    It is a context, and is called with what is done and what there is in all.
    """

    PATIENCE = 0.7
    """Seconds before it shows itself."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._began = time.monotonic()
        self._due = self._began + self.PATIENCE
        self._shown = False

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int, total: int) -> None:
        """Show how far it is."""
        if self._terminal and time.monotonic() >= self._due:
            self._due = time.monotonic() + 0.1
            self._shown = True
            filled = 24 * done // max(1, total)
            bar = "█" * filled + "░" * (24 - filled)
            line = f"\r{self._doing} {bar} {done}/{total}{self._left(done, total)}"
            click.echo(f"{line}\x1b[K", nl=False, err=True, color=True)

    def _left(self, done: int, total: int) -> str:
        """How long it will last at the pace so far, once that can be told."""
        spent = time.monotonic() - self._began
        if spent < 3 or not done:
            return ""
        minutes, seconds = divmod(round(spent * (total - done) / done), 60)
        return f"  {minutes}:{seconds:02} left"

    def clear(self) -> None:
        """Take the line away, so that another can be printed in its place."""
        if self._shown:
            self._shown = False
            click.echo("\r\x1b[K", nl=False, err=True, color=True)

    def __exit__(self, *error: object) -> None:
        self.clear()
