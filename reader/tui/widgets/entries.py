"""What was marked, as rows: headings, and entries with their quote, place, tags and note."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from textual.message import Message

from reader.notebook import Entry, Group, Row
from reader.transcript import Moment
from reader.tui.page.wrapping import wrap
from reader.tui.text import cut, spell_clock, visible
from reader.tui.widgets.rows import Piece, RowList

_QUOTE_LINES = 2
_MOST_OF_QUOTE = 400
_SIGNS = {"bookmark": "◆ ", "note": "✎ "}


class EntryList(RowList):
    """The rows of the notebook. `picked` are the ids of entries to which the next act applies."""

    @dataclass
    class Chosen(Message):
        """Go to what this row means."""

        row: Row

    @dataclass
    class Moved(Message):
        """The cursor is on another row. Of a burst, the last counts."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, EntryList.Moved)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[Row] = []
        self.picked: Collection[str] = ()
        self.folded: Collection[str] = ()
        self.by = "episode"
        self.colours: Mapping[str, str] = {}
        self._depths: list[int] = []

    def list_rows(self, rows: Sequence[Row], cursor: int = 0) -> None:
        """Show `rows`, with the cursor on one of them."""
        self.rows = rows
        self._measure(cursor)
        self.move_cursor(cursor)
        self.post_message(self.Moved())

    @property
    def chosen_row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    def move_cursor(self, index: int) -> None:
        super().move_cursor(index)
        if self.cursor == 1 and isinstance(self.rows[0], Group):
            self.bring(0)
        self.post_message(self.Moved())

    def chosen(self, index: int) -> None:
        self.post_message(self.Chosen(self.rows[index]))

    def on_resize(self) -> None:
        self._measure(self.cursor)
        if self.count:
            self.bring(self.cursor)

    def _measure(self, cursor: int) -> None:
        width = self.scrollable_content_region.width
        depth = 0
        heights, self._depths = [], []
        for row in self.rows:
            if isinstance(row, Group):
                depth = row.depth
                heights.append(1)
            else:
                heights.append(_height(row, width - _indent(depth)))
            self._depths.append(depth)
        self.fill(heights, cursor=cursor)

    def _over(self, index: int) -> Style:
        return self.piece_style("cursor" if index == self.cursor else "")

    # -- drawing -----------------------------------------------------------------------------

    def row(self, index: int, width: int) -> Sequence[Sequence[Piece]]:
        row = self.rows[index]
        if isinstance(row, Group):
            return [_group(row, width, folded=row.key in self.folded)]
        depth = self._depths[index]
        named = "" if self.by == "colour" else self.colours.get(row.colour, "")
        width -= _indent(depth)
        hue = self.speaker_style(row.episode, row.speaker)
        lines = _entry(row, width, self.by, named, hue, picked=row.id in self.picked)
        return [[(" " * _indent(depth), ""), *line] for line in lines]


def _indent(depth: int) -> int:
    return 2 * depth


def _height(entry: Entry, width: int) -> int:
    """The lines of an entry, as `_entry` makes them."""
    quote = 0
    if entry.quote:
        quote = 1 if cell_len(entry.quote[:_MOST_OF_QUOTE]) <= _room(width) else _QUOTE_LINES
    return quote + 1 + bool(entry.note)


def _room(width: int) -> int:
    return max(12, width - 6)


def _group(group: Group, width: int, *, folded: bool) -> list[Piece]:
    """A heading: its name, and how many entries are below it."""
    mark = "▸ " if folded else "▾ "
    count = f"{group.count:,}"
    bar = "┃ " if group.colour else ""
    indent = " " * _indent(group.depth)
    name = cut(visible(group.name), width - len(indent) - len(count) - len(bar) - 5)
    gap = " " * max(1, width - len(indent) - 2 - len(bar) - name.cells - len(count) - 1)
    return [
        (indent, ""),
        (mark, "accent"),
        (bar, group.colour),
        (name.text, "strong"),
        (gap, ""),
        (count, "dim"),
    ]


def _entry(
    entry: Entry, width: int, by: str, named: str, hue: str, *, picked: bool
) -> list[list[Piece]]:
    """The quote of an entry, when, who and where it is said, its colour by the name that the user
    gave it, its tags, and its note's beginning."""
    sign = _SIGNS.get(entry.kind, "┃ " if entry.state == "anchored" else "┊ ")
    edge: list[Piece] = [("● " if picked else "  ", "accent"), (sign, entry.colour or "accent")]
    below: list[Piece] = [("  ", ""), ("  " if entry.kind in _SIGNS else sign, entry.colour)]
    lines = [[*below, (line, "")] for line in _quoted(entry.quote, width)]
    lines.append([*below, *_facts(entry, by, named, hue)])
    if entry.note:
        style = "" if entry.kind == "note" else "accent"
        first = next((line for line in entry.note.splitlines() if line.strip()), "")
        lines.append([*below, ("" if entry.kind in _SIGNS else "✎ ", "accent"), (first, style)])
    if entry.kind == "note":
        lines.reverse()
    lines[0][: len(below)] = edge
    if len(lines) > 1 and sign == "┃ ":
        lines[-1][1] = ("╹ ", entry.colour)
    return lines


def _quoted(quote: str, width: int) -> list[str]:
    room = _room(width)
    text = " ".join(visible(quote[:_MOST_OF_QUOTE]).split())
    if cell_len(quote[:_MOST_OF_QUOTE]) <= room:
        return [text] if text else []
    spans = list(wrap(text, 0, len(text), room))
    lines = [text[start:end] for start, end in spans[:_QUOTE_LINES]]
    if len(spans) > _QUOTE_LINES:
        lines[-1] = cut(lines[-1].rstrip(" .,;:…"), room - 1).text.rstrip("…") + "…"
    return lines


def _facts(entry: Entry, by: str, named: str, hue: str) -> list[Piece]:
    """When and by whom it is said, of which episode, and how it is tagged."""
    if entry.kind == "note":
        return [("on the episode", "dim"), *_titled(entry, by)]
    state = {"orphan": "not in this text  ", "moved": "moved?  "}.get(entry.state, "")
    pieces: list[Piece] = [
        (state, "found"),
        (spell_clock(Moment(entry.time, entry.time_exact)), "time"),
    ]
    if entry.speaker and by != "speaker":
        pieces += [("  ", ""), (entry.speaker, hue)]
    pieces += _titled(entry, by)
    if named:
        pieces.append((f"  {named}", entry.colour))
    if entry.tags:
        pieces.append(("  " + " ".join(f"#{tag}" for tag in entry.tags), "accent"))
    return pieces


def _titled(entry: Entry, by: str) -> list[Piece]:
    return [] if by == "episode" else [("  ", ""), (cut(visible(entry.title), 36).text, "dim")]
