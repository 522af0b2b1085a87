"""The trash: what was deleted, to be brought back or deleted for ever."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from reader.errors import ReaderError
from reader.library import Library, Trashed
from reader.notebook import tending
from reader.tui.screens.dialogs import Choice, Dialog
from reader.tui.text import cut, visible

_MOST = 400
"""Of more things only so many are listed."""


class TrashScreen(Dialog[None]):
    """Lists what was deleted, the last first. `changed` is called when something came back."""

    def __init__(self, library: Library, changed: Callable[[], object]) -> None:
        super().__init__()
        self._library, self._changed = library, changed
        self._things: list[Trashed] = []
        self._marked: set[str] = set()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall"):
            yield Label(id="title", classes="dialog-title")
            yield OptionList(id="things")
            yield Label(id="hint", classes="dialog-hint")

    def on_mount(self) -> None:
        self._list(0)

    def on_resize(self) -> None:
        self._list(self._cursor)

    @property
    def _cursor(self) -> int:
        return self.query_one(OptionList).highlighted or 0

    def _list(self, cursor: int) -> None:
        """Show what is in the trash now, the row `cursor` being at hand."""
        self._things = self._library.trash.all()
        self._marked &= {each.id for each in self._things}
        title, options = self.query_one("#title", Label), self.query_one(OptionList)
        count, marked = len(self._things), len(self._marked)
        chosen = f" · {marked:,} picked" if marked else ""
        title.update(Content(f"Trash · {counted(count)}{chosen}" if count else "Trash"))
        width = max(20, options.size.width - 6)
        options.clear_options()
        for each in self._things[:_MOST]:
            options.add_option(Option(_shown(each, each.id in self._marked, width)))
        if self._things:
            options.highlighted = min(cursor, count - 1)
        self._hint()

    def _hint(self) -> None:
        keys = self.hint(
            ("choose", "brings back"),
            ("pick-item", "picks"),
            ("delete-item", "for ever"),
            ("trash", "empties"),
            ("focus-page", "closes"),
        )
        closes = self.hint(("focus-page", "closes"))
        nothing = f"What you delete lies here until you empty it · {closes}"
        label = self.query_one("#hint", Label)
        label.remove_class("error").update(Content(keys if self._things else nothing))

    def _meant(self) -> list[Trashed]:
        """What is marked, else what is at hand."""
        if self._marked:
            return [each for each in self._things if each.id in self._marked]
        return self._things[self._cursor : self._cursor + 1]

    # -- what the user does ------------------------------------------------------------------

    def do_list_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def do_list_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def do_list_top(self) -> None:
        self.query_one(OptionList).action_first()

    def do_list_bottom(self) -> None:
        self.query_one(OptionList).action_last()

    def do_list_page_down(self) -> None:
        self.query_one(OptionList).action_page_down()  # type: ignore[no-untyped-call]

    def do_list_page_up(self) -> None:
        self.query_one(OptionList).action_page_up()  # type: ignore[no-untyped-call]

    def do_pick_item(self) -> None:
        """Mark what is at hand, or no longer, and go on to the next."""
        for each in self._things[self._cursor : self._cursor + 1]:
            self._marked ^= {each.id}
            self._list(self._cursor + 1)

    def do_choose(self) -> None:
        """Bring back what is marked, or what is at hand."""
        things, cursor = self._meant(), self._cursor
        if not things:
            return
        try:
            count = tending.restore(self._library, things)
        except ReaderError as error:
            self.refuse(error)
            return
        self._changed()
        self._list(cursor)
        self.query_one("#hint", Label).update(Content(f"Brought back: {counted(count)}"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.do_choose()

    def do_delete_item(self) -> None:
        """Ask whether what is marked, or at hand, shall be deleted for ever."""
        self._ask(self._meant())

    def do_trash(self) -> None:
        """Ask whether all shall be deleted for ever."""
        self._ask(self._things)

    def _ask(self, things: Sequence[Trashed]) -> None:
        if not things:
            return

        def purge(answer: str | None) -> None:
            if answer == "delete":
                with self.room.telling():
                    self._library.trash.purge(things)
                    self._changed()
            self._list(self._cursor)

        one = f"{things[0].kind} {_quoted(things[0], 30)}" if len(things) == 1 else ""
        what = f"the {one}" if one else f"all {counted(len(things))}"
        options = [
            ("keep", Content("Keep")),
            ("delete", Content("Delete for ever; no undo brings it back")),
        ]
        self.app.push_screen(Choice(f"Delete {what} for ever?", options), purge)


def counted(number: int) -> str:
    """So many things, in words."""
    return f"{number:,} thing{'' if number == 1 else 's'}"


def _quoted(thing: Trashed, cells: int) -> str:
    words = cut(visible(" ".join(thing.text.split())), cells).text
    return f"“{words}”"


def _shown(thing: Trashed, marked: bool, width: int) -> Content:
    """Something in the trash, on two lines."""
    mark = "✓ " if marked else "  "
    when = datetime.fromisoformat(thing.deleted_at.replace("Z", "+00:00")).astimezone()
    of = f" · {visible(thing.title)}" if thing.kind != "episode" else ""
    takes = f" · with {thing.marks} highlights" if thing.marks > 1 else ""
    note = f" · {visible(' '.join(thing.note.split()))}" if thing.note else ""
    facts = cut(f"  {thing.kind} · {when:%Y-%m-%d %H:%M}{of}{takes}{note}", width).text
    words = _quoted(thing, width - 4) if thing.kind == "highlight" else _plain(thing, width - 2)
    return Content.assemble((mark, "$text-accent"), words, "\n", (facts, "$reader-dim"))


def _plain(thing: Trashed, cells: int) -> str:
    return cut(visible(" ".join(thing.text.split())), cells).text
