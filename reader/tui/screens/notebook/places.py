"""The list of bookmarks and marks of a library."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import AwaitMount
from textual.widgets import Label

from reader.library import Bookmark, Library
from reader.transcript import Moment
from reader.tui.screens.dialogs import Dialog, Prompt
from reader.tui.text import cut, spell_clock
from reader.tui.widgets.rows import Piece, RowList

_TIME_CELLS = 10


class PlaceList(RowList):
    """Bookmarks, under the title of their episode."""

    empty = "No bookmark yet. On the page, {bookmark} sets one."

    def __init__(self, choose: Callable[[Bookmark], object], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choose = choose
        self.bookmarks: Sequence[Bookmark] = ()
        self._titles: dict[int, str] = {}

    def show(self, bookmarks: Sequence[Bookmark], titles: dict[int, str]) -> None:
        """List `bookmarks`, those of an episode one after the other; `titles` are by episode."""
        self.bookmarks, self._titles = bookmarks, titles
        self.fill([2 if self._first(index) else 1 for index in range(len(bookmarks))])

    def _first(self, index: int) -> bool:
        """Whether no bookmark of the same episode comes before."""
        before = self.bookmarks[index - 1].episode if index else 0
        return self.bookmarks[index].episode != before

    @property
    def at_cursor(self) -> Bookmark | None:
        """The bookmark under the cursor."""
        return self.bookmarks[self.cursor] if self.bookmarks else None

    def row(self, index: int, width: int) -> Sequence[Sequence[Piece]]:
        bookmark = self.bookmarks[index]
        when = spell_clock(Moment(bookmark.time, bookmark.time_exact)).rjust(_TIME_CELLS)
        lost = "not in this text  " if bookmark.state == "orphan" else ""
        name = f"{bookmark.name}  " if bookmark.name else ""
        words = " ".join(bookmark.quote.split())
        line: list[Piece] = [
            (f" {bookmark.sign} ", "accent"),
            (f"{when}  ", "time"),
            (lost, "dim"),
            (name, "strong"),
            (words, "dim" if name else ""),
        ]
        title = cut(self._titles.get(bookmark.episode, ""), width - 1).text
        return [[(title, "strong")], line] if self._first(index) else [line]

    def chosen(self, index: int) -> None:
        self._choose(self.bookmarks[index])


class Places(Dialog[Bookmark]):
    """All bookmarks and marks: those of the open episode first, then the others'."""

    def __init__(self, library: Library, episode: int, reload: Callable[[], object]) -> None:
        super().__init__()
        self._library, self._episode, self._reload = library, episode, reload
        self.list = PlaceList(self.dismiss, id="places")

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide"):
            yield Label(Content("Bookmarks and marks"), classes="dialog-title")
            yield self.list
            yield Label(id="hint", classes="dialog-hint")

    def on_mount(self) -> None:
        """List them, with the cursor on the first."""
        self._fill()

    def _fill(self) -> None:
        titles = {each.id: each.title for each in self._library.episodes()}
        bookmarks = self._library.bookmarks.all()
        bookmarks.sort(key=lambda each: each.episode != self._episode)
        self.list.show(bookmarks, titles)
        keys = [("choose", "goes there"), ("edit-item", "names"), ("delete-item", "deletes")]
        keys += [("undo", "takes back"), ("focus-page", "closes")]
        made = [
            ("bookmark", "bookmarks a place"),
            ("set-mark", "and a letter marks it"),
        ]
        self.query_one("#hint", Label).update(Content(self.hint(*(keys if bookmarks else made))))

    def do_edit_item(self) -> AwaitMount | None:
        """Name the bookmark under the cursor."""
        bookmark = self.list.at_cursor
        if bookmark is None:
            return None

        def name(answer: str) -> None:
            self._library.bookmarks.rename(bookmark.id, " ".join(answer.split()))
            self._changed()

        prompt = Prompt("Name of the bookmark", value=bookmark.name, accept=name)
        return self.app.push_screen(prompt)

    def do_delete_item(self) -> None:
        """Take the bookmark under the cursor away."""
        bookmark = self.list.at_cursor
        if bookmark is not None:
            self._library.bookmarks.remove(bookmark.id)
            self._changed()

    def do_undo(self) -> None:
        """Take back the latest change to the library."""
        label = self._library.undo()
        self.room.tell(f"Undone: {label}" if label else "There is nothing to undo")
        self._changed()

    def _changed(self) -> None:
        self._reload()
        self._fill()
