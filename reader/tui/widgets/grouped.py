"""A list of entries under headings, of which only the entries can be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from textual.message import Message

from reader.tui.widgets.rows import Piece, RowList

Item = TypeVar("Item")


class Grouped(RowList, Generic[Item]):
    """Entries of one line each, under headings. A subclass says in `entry` what each shows."""

    class Moved(Message):
        """The cursor is on another entry."""

    class Picked(Message):
        """The entry under the cursor was chosen."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: list[Any] = []
        self._heads: set[int] = set()

    def entry(self, item: Item, width: int) -> Sequence[Piece]:
        """The line of one entry."""
        raise NotImplementedError

    def fill_groups(self, groups: Mapping[str, Sequence[Item]]) -> None:
        """Show these entries, each group under its heading. The cursor stays on its entry."""
        before = self.at_cursor
        self._entries, self._heads = [], set()
        for head, items in groups.items():
            self._heads |= {len(self._entries)}
            self._entries += [head, *items]
        heights = [2 if i in self._heads and i else 1 for i in range(len(self._entries))]
        places = {id(item): i for i, item in enumerate(self._entries)}
        self.fill(heights, cursor=places.get(id(before), 1))
        if self.count:
            self.move_cursor(self.cursor)

    @property
    def at_cursor(self) -> Item | None:
        """The entry under the cursor."""
        if not self._entries or self.cursor in self._heads:
            return None
        found: Item = self._entries[self.cursor]
        return found

    def row(self, index: int, width: int) -> Sequence[Sequence[Piece]]:
        item = self._entries[index]
        if index in self._heads:
            head: list[Piece] = [(item, "strong")]
            return [[], head] if index else [head]
        return [self.entry(item, width)]

    def move_cursor(self, index: int) -> None:
        """Put the cursor on an entry, past a heading in the way it goes."""
        index = max(0, min(index, self.count - 1))
        if index in self._heads:
            index += -1 if 0 < index < self.cursor else 1
        super().move_cursor(index)
        if self.count and index == 1:
            self.bring(0)
        self.post_message(self.Moved())

    def chosen(self, index: int) -> None:
        self.move_cursor(index)
        self.post_message(self.Picked())
