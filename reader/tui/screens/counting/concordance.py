"""The concordance on the screen: every occurrence on a line, the matches one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.widget import Widget

from reader.errors import ReaderError
from reader.transcript import Moment
from reader.tui.room import Room
from reader.tui.screens.counting.counted import Counted, Leaving
from reader.tui.text import cut, spell_clock, visible
from reader.tui.widgets.rows import Piece, RowList

if TYPE_CHECKING:
    from reader.search.counting.concordance import Concordance as Found
    from reader.search.counting.concordance import Line, Order

_BLOCK = 64
"""So many lines are read together."""

_MOST_KEPT = 32
"""So many blocks stay in memory."""

_COPIED = 1_000
"""So many lines are copied at most."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")

_WIDE = 110
_ROOMS = {"title": 24, "date": 10, "time": 8, "speaker": 11}


class Lines(RowList):
    """The lines of a concordance, read as they come into view."""

    @dataclass
    class Chosen(Message):
        """Go to the place of this line."""

        line: Line

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._found: Found | None = None
        self._sort: Order = "time"
        self._blocks: dict[int, list[Line]] = {}

    def list_lines(self, found: Found | None, sort: Order, cursor: int) -> None:
        """Show `found` in this order, with the cursor on that line."""
        self._found, self._sort = found, sort
        self._blocks.clear()
        self.fill_evenly(found.total if found else 0, cursor=cursor)
        if self.count:
            self.move_cursor(self.cursor)

    def on_resize(self) -> None:
        super().on_resize()
        self._blocks.clear()

    def chosen(self, index: int) -> None:
        line = self.line(index)
        if line is not None:
            self.post_message(self.Chosen(line))

    def line(self, index: int) -> Line | None:
        """The line of that number; None where its episode has changed since."""
        number, place = divmod(index, _BLOCK)
        if number not in self._blocks:
            while len(self._blocks) >= _MOST_KEPT:
                del self._blocks[next(iter(self._blocks))]
            self._blocks[number] = self._read(number)
        lines = self._blocks[number]
        return lines[place] if place < len(lines) else None

    def _read(self, number: int) -> list[Line]:
        if self._found is None:
            return []
        try:
            return self._found.lines(
                self._sort, limit=_BLOCK, offset=number * _BLOCK, width=max(20, self.size.width)
            )
        except ReaderError as error:
            cast(Room, self.app).tell(str(error), severity="warning")
            return []

    # -- drawing -----------------------------------------------------------------------------

    def row(self, index: int, width: int) -> Sequence[Sequence[Piece]]:
        line = self.line(index)
        if line is None:
            return ([("…", "dim")],)
        head = [self._cell(name, line) for name in self._columns(width)]
        room = width - sum(cell_len(text) for text, _ in head)
        match = cut(visible(line.match), max(8, room // 2))
        before = room * 9 // 20
        left = _end(visible(line.left), before)
        space = " " * (before - cell_len(left))
        right = _beginning(visible(line.right), room - before - match.cells)
        pieces = [*head, (space, ""), *self._side(left, last=True), (match.text, "found")]
        return ([*pieces, *self._side(right, last=False)],)

    def _columns(self, width: int) -> list[str]:
        if width >= _WIDE:
            return ["title", "date", "time", "speaker"]
        return ["time", "date" if self._sort == "date" else "speaker"]

    def _cell(self, name: str, line: Line) -> Piece:
        room, style = _ROOMS[name], "dim"
        match name:
            case "time":
                shown = spell_clock(Moment(line.time, line.time_exact))
                return f"{shown:>{room}}  ", "time"
            case "speaker":
                text = line.speaker or ("" if self.size.width >= _WIDE else line.title)
                style = self.speaker_style(line.episode, line.speaker) or "dim"
            case "date":
                text = line.date or ""
            case _:
                text = line.title
        shown_ = cut(visible(text), room)
        return shown_.text + " " * (room + 2 - shown_.cells), style

    def _side(self, text: str, *, last: bool) -> list[Piece]:
        """The words beside the match; the one that the lines are sorted by stands out."""
        words = list(_WORD.finditer(text)) if self._sort == ("left" if last else "right") else []
        if not words:
            return [(text, "")]
        begin, end = words[-1 if last else 0].span()
        return [(text[:begin], ""), (text[begin:end], "accent"), (text[end:], "")]


class Concordance(Counted):
    """Every occurrence of a query, in lines."""

    about = "Every occurrence of what is typed, a line each, with the words around it."

    heading = "Every occurrence"
    lead = "Sorted"
    ways = (
        ("time", "as spoken"),
        ("left", "word before"),
        ("right", "word after"),
        ("speaker", "speaker"),
        ("date", "newest first"),
    )
    ask = "A word or a phrase: every place where it is said"
    empty = 'Type a word, a "phrase" or begin*, then Enter · speaker:name for one voice'

    _found: Found | None = None

    @property
    def way(self) -> str:
        return self.view.sort

    @way.setter
    def way(self, way: str) -> None:
        self.view.sort = cast("Order", way)

    def body(self) -> Widget:
        return Lines(id="answer")

    def hints(self) -> str:
        return self.hint(
            ("choose", "opens"),
            ("by-next", "sorts"),
            ("search", "asks"),
            ("trends", "plots"),
            ("copy-table", "copies"),
            ("save-table", "CSV"),
            ("focus-page", "closes"),
        )

    def reckon(self, query: str, way: str) -> Found:
        known = self._found
        if known is None or self._asked != query:
            known = self.session.index.concordance(query)
        known.lines(cast("Order", way), limit=1)
        self._asked = query
        return known

    _asked = ""

    def show(self, answer: Found | None) -> str:
        self._found = answer
        self.query_one(Lines).list_lines(answer, self.view.sort, self.view.at)
        if answer is None:
            return ""
        if not answer.total:
            return "Nothing is said like that · / asks anew"
        times = "occurrence" if answer.total == 1 else "occurrences"
        episodes = answer.episodes()
        return f"{answer.total:,} {times} in {episodes:,} episode{'s' if episodes != 1 else ''}"

    # -- keys --------------------------------------------------------------------------------

    def do_trends(self) -> None:
        """How often that is said, as a plot."""
        self._keep_place()
        self.dismiss(Leaving(screen="trends"))

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        self._keep_place()
        self.dismiss(Leaving(line=message.line))

    def _keep_place(self) -> None:
        self.view.at = self.query_one(Lines).cursor

    def on_unmount(self, event: events.Unmount) -> None:
        self._found = None

    # -- taking it along ---------------------------------------------------------------------

    def sheet(self) -> Iterator[str]:
        from reader.search.counting.concordance import Line
        from reader.search.counting.sheets import AT_ONCE, sheet

        found, sort = self._found, self.view.sort
        if found is None:
            return iter(())
        lines = (
            line
            for low in range(0, found.total, AT_ONCE)
            for line in found.lines(sort, limit=AT_ONCE, offset=low)
        )
        return sheet(Line, lines)

    def as_text(self) -> str:
        lines = self._found.lines(self.view.sort, limit=_COPIED) if self._found else []
        left = max((cell_len(line.left) for line in lines), default=0)
        return "\n".join(
            f"{' ' * (left - cell_len(line.left))}{line.left}{line.match}{line.right}"
            f"  ({_source(line)})"
            for line in lines
        )


def _source(line: Line) -> str:
    time = spell_clock(Moment(line.time, line.time_exact))
    return ", ".join(fact for fact in (line.speaker, line.title, time) if fact)


def _end(text: str, cells: int) -> str:
    """The last words of `text` that fit in `cells`."""
    kept = text[-cells:] if cells else ""
    while kept and cell_len(kept) > cells:
        kept = kept[1:]
    whole = len(kept) == len(text) or text[-len(kept) - 1] == " "
    return kept if whole or " " not in kept.strip() else kept[kept.index(" ") :].lstrip()


def _beginning(text: str, cells: int) -> str:
    """The first words of `text` that fit in `cells`."""
    kept = text[:cells]
    while kept and cell_len(kept) > cells:
        kept = kept[:-1]
    whole = len(kept) == len(text) or text[len(kept)] == " "
    return kept if whole or " " not in kept.strip() else kept[: kept.rindex(" ")]
