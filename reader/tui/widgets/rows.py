"""A list of rows that draws only what is on the screen, so that its length does not matter."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.tui.page.wrapping import wrap
from reader.tui.room import Room
from reader.tui.text import cut, visible, with_keys

Piece = tuple[str, str]
"""A text and the name of its style in the palette, or nothing."""


class RowList(ScrollView, can_focus=True):
    """Rows of one or several lines, one of which is under the cursor.

    A subclass says what each row shows in `row`, and what choosing one does in `chosen`.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    RowList { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    """

    empty = ""
    """What an empty list says; for the name of an action in braces stand its keys."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cursor = 0
        self.current: int | None = None
        self._tops: Sequence[int] = [0]
        self._base_style: Style | None = None

    # -- for subclasses ----------------------------------------------------------------------

    def row(self, index: int, width: int) -> Sequence[Sequence[Piece]]:
        """The lines of the row `index`, each as pieces of text."""
        raise NotImplementedError

    def chosen(self, index: int) -> None:
        """The user has chosen the row `index`."""

    # -- the rows ----------------------------------------------------------------------------

    def fill(self, heights: Sequence[int], *, cursor: int | None = None) -> None:
        """There are now `len(heights)` rows of these many lines."""
        self._stack([0, *accumulate(heights)], cursor)

    def fill_evenly(self, count: int, *, cursor: int | None = None) -> None:
        """There are now `count` rows of one line."""
        self._stack(range(count + 1), cursor)

    def _stack(self, tops: Sequence[int], cursor: int | None) -> None:
        self._tops = tops
        self.cursor = max(0, min(self.cursor if cursor is None else cursor, self.count - 1))
        self.virtual_size = Size(self.size.width, self._tops[-1])
        self.refresh()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._tops) - 1

    def move_cursor(self, index: int) -> None:
        """Put the cursor on a row and bring it into view."""
        if self.count:
            self.cursor = max(0, min(index, self.count - 1))
            self.bring(self.cursor)
            self.refresh()

    def bring(self, index: int) -> None:
        """Scroll so that the row `index` is in view."""
        top, bottom = self._tops[index], self._tops[index + 1]
        height = max(1, self.size.height)
        y = self.scroll_offset.y
        y = min(top, max(y, bottom - height))
        if y != self.scroll_offset.y:
            self.scroll_to(y=y, animate=False, force=True)

    def set_current(self, index: int | None) -> None:
        """Mark the row at which the page is; while the list is not in use it keeps it in view."""
        if index == self.current:
            return
        self.current = index
        if index is not None and not self.has_focus and index < self.count:
            self.cursor = index
            self.bring(index)
        self.refresh()

    # -- drawing -----------------------------------------------------------------------------

    @property
    def _ink(self) -> Style:
        """What a line is drawn with where nothing else is said."""
        if self._base_style is None:
            self._base_style = self.rich_style
        return self._base_style

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._base_style = None

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if not self.count:
            told = with_keys(self.empty, cast(Room, self.app).keys_for)
            words = "".join(text for text, _ in told)
            said = [words[a:b] for a, b in wrap(words, 0, len(words), width)]
            dim = self._ink + self.piece_style("dim")
            segment = Segment(said[y] if y < len(said) else "", dim)
            return Strip([segment]).adjust_cell_length(width, self._ink)
        if line >= self._tops[-1]:
            return Strip.blank(width, self._ink)
        index = bisect_right(self._tops, line) - 1
        lines = self.row(index, width)
        number = line - self._tops[index]
        pieces = lines[number] if number < len(lines) else ()
        over = self._over(index)
        segments, room = [], width
        for text, style in pieces:
            piece = cut(visible(text), room)
            segments.append(Segment(piece.text, self._ink + self.piece_style(style) + over))
            room -= piece.cells
            if room <= 0:
                break
        return Strip(segments).adjust_cell_length(width, self._ink + over)

    def _over(self, index: int) -> Style:
        """What is laid over the pieces of a row, and so stronger than their own colours."""
        over = Style.null()
        if index == self.current:
            over += self.piece_style("here")
        if index == self.cursor and self.has_focus:
            over += self.piece_style("cursor")
        return over

    def piece_style(self, name: str) -> Style:
        """The style called `name` in the palette of the theme in use; no name is no style."""
        return cast(Room, self.app).palette[name] if name else Style.null()

    def speaker_style(self, episode: int, name: str | None) -> str:
        """The name of the style of a speaker of `episode`, as on its page."""
        return cast(Room, self.app).hues.style(episode, name)

    # -- what the user does ------------------------------------------------------------------

    def do_list_down(self, count: int = 1) -> None:
        self.move_cursor(self.cursor + count)

    def do_list_up(self, count: int = 1) -> None:
        self.move_cursor(self.cursor - count)

    def do_list_page_down(self) -> None:
        self.move_cursor(self._row_at(self._tops[self.cursor] + self.size.height - 1))

    def do_list_page_up(self) -> None:
        self.move_cursor(self._row_at(self._tops[self.cursor] - self.size.height + 1))

    def do_list_top(self) -> None:
        self.move_cursor(0)

    def do_list_bottom(self, count: int | None = None) -> None:
        self.move_cursor((count or self.count) - 1)

    def do_choose(self) -> None:
        if self.count:
            self.chosen(self.cursor)

    def _row_at(self, line: int) -> int:
        return bisect_right(self._tops, max(0, line)) - 1

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, self._tops[-1])

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None:
            return
        line = place.y + self.scroll_offset.y
        if self.count and line < self._tops[-1]:
            self.cursor = self._row_at(line)
            self.refresh()
            self.chosen(self.cursor)
