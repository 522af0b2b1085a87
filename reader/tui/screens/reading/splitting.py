"""Two pages: two episodes, or two places of one, beside each other or one above the other."""

from __future__ import annotations

from textual.widgets import Input

from reader.errors import ReaderError
from reader.tui.messages import LeafDragged
from reader.tui.page.leaf import Leaf
from reader.tui.screens.reading.core import ReadingCore

BESIDE = 104
"""A screen of fewer cells has the pages one above the other."""
_LEAST_LINES = 16
"""Below so many lines there is no room for one page above another."""
_LEAST_PAGE, _LEAST_PART = 30, 5
"""The columns and the lines that each of two pages keeps."""


class Splitting(ReadingCore):
    """The actions of a second page. All other actions are done on the page in use."""

    _apart: float | None = None
    """How many seconds the other page is ahead of the one in use, while they are linked."""

    @property
    def other(self) -> Leaf | None:
        """The leaf that is not in use, if there are two."""
        return next((leaf for leaf in self.leaves if leaf is not self.leaf), None)

    _lay_beside = True
    """Whether the pages lay beside each other when they were last arranged."""

    # -- two and one -------------------------------------------------------------------------

    async def do_split_page(self) -> None:
        """A second page with the same episode; where there are two, only the one in use."""
        if (other := self.other) is not None:
            await self._close(other)
        elif self.episode is not None:
            await self.open_beside(self.episode.id, self.page.caret)

    async def open_beside(self, episode: int, offset: int | None = None) -> None:
        """Open an episode on the other page, made if need be, and go there.

        Raises `NotFound`, and `ReaderError` where there is no room for two.
        """
        self.session.library.episode(episode)
        if self.other is None:
            await self._part()
        else:
            self.use(self.other)
        self.open(episode, offset)
        self.set_focus(self.page)

    async def _part(self) -> None:
        if not self.has_room_for_two:
            raise ReaderError("there is no room for two pages", hint="make the terminal larger")
        leaf = Leaf(like=self.leaf)
        self.leaves.append(leaf)
        await self.query_one("#leaves").mount(leaf)
        self.watch(leaf.page, "scroll_y", lambda: self._scrolled(leaf), init=False)
        self.use(leaf)

    async def _close(self, leaf: Leaf) -> None:
        """Close `leaf`; the other gets its room."""
        self.keep_place()
        self._apart = None
        self.leaves.remove(leaf)
        await leaf.remove()
        self._arrange_leaves()
        self.set_focus(self.page)
        self._say_linked()

    def use(self, leaf: Leaf) -> None:
        """From now on actions are done on `leaf`, and the panes show its episode."""
        if leaf is not self.leaf:
            self.keep_place()
            if self._apart is not None:
                self._apart = -self._apart
            self.leaf = leaf
            self.query_one("#find", Input).remove_class("-open")
        self._arrange_leaves()
        self._say_linked()
        self.leaf_changed()

    def do_other_page(self) -> None:
        """Go to the other page."""
        if self.other is None:
            key = self.room.keys_for("split-page")
            raise ReaderError("there is one page only", hint=f"{key} opens a second")
        self.use(self.other)
        self.set_focus(self.page)

    # -- where they lie ----------------------------------------------------------------------

    @property
    def beside(self) -> bool:
        """Whether two pages lie beside each other, not one above the other."""
        return self.app.size.width >= BESIDE

    @property
    def has_room_for_two(self) -> bool:
        """Whether the screen has room for two pages."""
        return self.beside or self.app.size.height >= _LEAST_LINES

    def _arrange_leaves(self) -> None:
        """Show both pages, or, where there is no room, the one in use."""
        two = len(self.leaves) > 1
        for leaf in self.leaves:
            if not two or self.beside != self._lay_beside:
                leaf.styles.width = leaf.styles.height = None
            leaf.display = leaf is self.leaf or self.has_room_for_two
            leaf.set_class(two and leaf is not self.leaf, "-resting")
            leaf.heading.lit = two and leaf is self.leaf
        self._lay_beside = self.beside
        self.query_one("#leaves").set_class(two, "-two")

    def resize_page(self, columns: int, lines: int) -> None:
        """Make the page in use larger by so many columns, or lines where one is above the other."""
        first = self.leaves[0]
        sign = 1 if self.leaf is first else -1
        before, added = (
            (first.outer_size.width, columns) if self.beside else (first.outer_size.height, lines)
        )
        self._divide(before + sign * added)

    def _divide(self, size: int) -> None:
        """Give the first page `size` columns, or lines, of those that there are."""
        whole = self.query_one("#leaves").size
        total, least = (whole.width, _LEAST_PAGE) if self.beside else (whole.height, _LEAST_PART)
        size = max(least, min(size, total - least))
        for leaf, share in zip(self.leaves, (size, total - size), strict=True):
            leaf.styles.width = f"{share}fr" if self.beside else None
            leaf.styles.height = None if self.beside else f"{share}fr"

    def on_leaf_dragged(self, message: LeafDragged) -> None:
        """Have the line between the pages follow the mouse."""
        if len(self.leaves) > 1 and self.beside:
            self._divide(message.x - self.query_one("#leaves").region.x)

    # -- linked ------------------------------------------------------------------------------

    def do_link_pages(self) -> None:
        """Scroll both pages together by time, or each by itself again.

        Two texts stand at the same time; two places of one stay as far apart as they are.
        """
        if self.other is None:
            self.do_other_page()
        elif self._apart is not None:
            self._apart = None
            self.room.tell("Each page scrolls by itself")
        else:
            self._apart = self._between(self.other)
            self.keep_together()
            self.room.tell("Both pages scroll together, by time")
        self._say_linked()

    def _between(self, other: Leaf) -> float:
        """The seconds from the caret in use to that of `other` in the same episode, else 0."""
        if self.episode is None or other.episode is None or self.episode.id != other.episode.id:
            return 0.0
        here, there = (leaf.page for leaf in (self.leaf, other))
        return (
            there.transcript.time_at(there.caret).seconds
            - here.transcript.time_at(here.caret).seconds
        )

    def _say_linked(self) -> None:
        for leaf in self.leaves:
            leaf.heading.sign = "" if self._apart is None else "⇄ "

    def _scrolled(self, leaf: Leaf) -> None:
        if leaf is self.leaf:
            self.keep_together()

    def keep_together(self) -> None:
        """Take the other page, while it is linked, to the time of the one in use.

        That of the caret, or of the middle of the page where the caret is out of sight.
        """
        other = self.other
        if self._apart is None or other is None or not self.page.transcript.text:
            return
        here, there = self.page, other.page
        if not there.transcript.text or there.selection is not None:
            return
        place, share = here.in_sight
        seconds = here.transcript.time_at(place).seconds + self._apart
        there.stand_at(there.transcript.offset_at(max(0.0, seconds)), share)
        other.timeline.point()
