"""What the command line writes: lines for people, one JSON document for programs.

Whatever comes from a transcript, a file's name or an option goes through `paint`, so that none of
it acts on the terminal.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import shutil
import sys
import time
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import click

from reader.clock import clock

MEASURE = 88
"""The longest line that is printed, in characters."""

LEAST = 12
"""A column of a table is cut to no less than so many cells."""

PLAIN = "reader.plain"
"""The error handler that writes plain characters for those an encoding does not have."""

_PLAINER = dict(zip(map(ord, "≈“”„‘’‚–—−·•▌█░←→↑↓≤≥×"), "~\"\"\"'''----*|#.<>^v<>x", strict=True))
_PLAINER |= {ord("…"): "...", **dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff"), "")}
_BARE = re.compile("[\x7f-\x9f\ud800-\udfff]")


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """What to write in place of characters that cannot be: a like one of ASCII, or `?`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plainer = error.object[error.start : error.end].translate(_PLAINER)
    first = (unicodedata.normalize("NFKD", character)[0] for character in plainer)
    return "".join(each if each.isascii() else "?" for each in first), error.end


codecs.register_error(PLAIN, _plainer)


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
    click.echo(line, file=sys.stdout, color=colour())


def complain(text: object) -> None:
    """Print one harmless line on standard error, as the program's."""
    remark(f"reader: {text}")


def remark(text: object) -> None:
    """Print one harmless line on standard error that is no complaint."""
    from reader.formats.clean import clean

    click.echo(" ".join(clean(str(text)).split()), file=sys.stderr, err=True)


def say_json(value: object) -> None:
    """Print `value` as one JSON document, in UTF-8 whatever the locale."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    text = _BARE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    click.echo(f"{text}\n".encode(), nl=False)


def say_csv(kind: Any, rows: Iterable[Any]) -> None:
    """Print `rows`, each of a `kind` that is counted, as a sheet in UTF-8 whatever the locale."""
    from reader.search.counting.sheets import sheet

    for line in sheet(kind, rows):
        click.echo(line.encode("utf-8", "replace"), nl=False)


def measure() -> int:
    """The width to wrap at: the terminal's, at most `MEASURE`."""
    return max(20, min(shutil.get_terminal_size((80, 24)).columns, MEASURE))


def width() -> int | None:
    """The width of the terminal that is written to; None where it is none."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return max(20, shutil.get_terminal_size((80, 24)).columns) if terminal else None


def shortened(text: str, cells: int) -> str:
    """`text`, cut with `…` where it takes more than `cells`."""
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= cells else set_cell_size(text, cells - 1).rstrip() + "…"


def wrapped(text: str, cells: int) -> list[str]:
    """Painted `text` in lines of at most `cells`, broken between words where they can be."""
    from rich.cells import cell_len

    lines: list[str] = []
    room = 0
    for word in text.split():
        size = cell_len(click.unstyle(word))
        if lines and size < room:
            lines[-1] += f" {word}"
            room -= size + 1
        else:
            lines.append(word)
            room = cells - size
    return lines


def table(
    rows: Iterable[Sequence[object]],
    right: Sequence[int] = (),
    *,
    head: Sequence[str] = (),
    cut: Sequence[int] = (),
) -> None:
    """Print `rows` in aligned columns under `head`; those numbered in `right` are set to the right.

    On a terminal the columns in `cut` are cut until a line fits; if that is not enough, they are
    left out, but for the first. So are columns without contents where there is a head.
    """
    from rich.cells import cell_len

    cells = [[paint("" if cell is None else cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    shown = [index for index, size in enumerate(widths) if size or not head]
    for index in shown if head else ():
        widths[index] = max(widths[index], len(head[index]))
    terminal = width()
    while terminal and sum(widths[i] + 2 for i in shown) - 2 > terminal:
        widest = max(cut, key=lambda index: widths[index], default=None)
        if widest is not None and widths[widest] > LEAST:
            widths[widest] -= 1
        elif len(cut) > 1:
            *cut, last = cut
            shown.remove(last)
        else:
            break
    for number, row in enumerate([head, *cells] if head else cells):
        padded = []
        for index in shown:
            cell = shortened(row[index], widths[index])
            space = " " * (widths[index] - cell_len(cell))
            padded.append(space + cell if index in right else cell + space)
        line = "  ".join(padded).rstrip()
        say(paint(line, dim=True) if head and not number else line)


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
            click.echo(f"{line}\x1b[K", nl=False, file=sys.stderr, color=True)

    def _left(self, done: int, total: int) -> str:
        """How long it will last at the pace so far, once that can be told."""
        spent = time.monotonic() - self._began
        if spent < 3 or not done:
            return ""
        return f"  {clock(spent * (total - done) / done)} left"

    def clear(self) -> None:
        """Take the line away, so that another can be printed in its place."""
        if self._shown:
            self._shown = False
            click.echo("\r\x1b[K", nl=False, file=sys.stderr, color=True)

    def __exit__(self, *error: object) -> None:
        self.clear()
