"""Looking through the notebook: the line, what answers to it, and the place of the chosen entry."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Label

from reader import keys
from reader.errors import QueryError, ReaderError
from reader.notebook import GROUPS, Entry, Facet, Group, choose, entries, facets, grouped
from reader.session import Session
from reader.settings.colouring import colour_names
from reader.tui.screens.dialogs import Dialog
from reader.tui.screens.search.answers import complaint
from reader.tui.widgets.entries import EntryList
from reader.tui.widgets.facets import Facets, chips
from reader.tui.widgets.preview import Preview

_PAUSE = 0.02
"""After so many seconds without a key what is typed is asked."""

_LINE_KEYS = (
    ("input-done", "opens"),
    ("input-cancel", "to the list"),
)
_LIST_KEYS = (
    ("choose", "opens"),
    ("search", "asks"),
    ("by-next", "groups"),
    ("focus-page", "closes"),
    ("help", "keys"),
    ("pick-row", "picks"),
    ("tag-rows", "tags"),
    ("colour-rows", "colours"),
    ("edit-item", "note"),
    ("delete-item", "deletes"),
    ("copy-table", "copies"),
    ("export-rows", "writes"),
    ("rename-tag", "renames a tag"),
    ("undo", "takes back"),
)
_OF_STATE = {
    "moved": (("choose", "opens"), ("confirm-item", "it is in its place")),
    "orphan": (("choose", "opens"), ("attach-orphan", "gives it a place")),
}
"""What is done first to a highlight that was moved or lost its place."""


@dataclass
class Browsed:
    """How the notebook was looked at last; kept while the program runs.

    `at` is the row under the cursor: the id of an entry or the key of a heading. `picked` are ids
    of entries, `folded` keys of headings, `all` what was read last.
    """

    query: str = ""
    within: tuple[Facet, ...] = ()
    by: str = "episode"
    at: str = ""
    picked: set[str] = field(default_factory=set)
    folded: set[str] = field(default_factory=set)
    all: Sequence[Entry] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry stands, as the preview asks."""

    start: int
    end: int
    place: int
    matches: tuple[tuple[int, int], ...]


class Browsing(Dialog[Entry]):
    """A line to type in, what was marked below it under headings, and the place of the chosen one.

    `reload` is called when the library was changed from here.
    """

    place = "notebook"

    def __init__(self, session: Session, view: Browsed, reload: Callable[[], object]) -> None:
        super().__init__()
        self.session, self.view, self._reload = session, view, reload
        self.colours = colour_names(session.settings)
        self.all = view.all
        self.shown: Sequence[Entry] = []
        self._facets: Sequence[tuple[Facet, int]] = ()
        self._error: ReaderError | None = None
        self._read = bool(view.all)

    # -- the parts ---------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog search notebook") as dialog:
            dialog.border_title = "Notebook"
            yield Input(
                self.view.query,
                placeholder="Quotes, notes and tags; tag: colour: speaker: note: marked: is:orphan",
                id="query",
                compact=True,
            )
            yield Label(id="answer")
            with Horizontal(id="found"):
                yield EntryList(id="hits")
                yield Preview(id="place")
            yield Facets(id="facets")
            yield Label(id="keys", classes="dialog-hint")

    @property
    def box(self) -> Input:
        """The line to type in."""
        return self.query_one("#query", Input)

    @property
    def list(self) -> EntryList:
        """The rows."""
        return self.query_one("#hits", EntryList)

    def first(self) -> Widget:
        """The list: most who come here look through it."""
        return self.list

    def on_mount(self) -> None:
        self.query_one("#answer", Label).update(Content.styled("Reading …", "$reader-dim"))
        self.ask()
        self.read()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The line and the list have keys of their own."""
        self.tell()

    def on_resize(self, event: events.Resize) -> None:
        """Show the place beside the list where there is room for both."""
        self.set_class(event.size.width >= 120, "-beside")
        self.call_after_refresh(self.tell)

    # -- asking ------------------------------------------------------------------------------

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        if event.value != self.view.query:
            self.view.query = event.value
            self.ask()

    def ask(self) -> None:
        """Choose anew from what was read."""
        if self._read:
            self._choose()

    @work(exclusive=True, exit_on_error=False, group="notebook", description="read the notebook")
    async def read(self) -> None:
        """Read all that was marked, and show what answers."""
        try:
            self.all = self.view.all = await asyncio.to_thread(entries, self.session.library)
        except ReaderError as error:
            self._error = error
        self._read = True
        known = {each.id for each in self.all}
        self.view.picked &= known
        self._choose()

    @work(exclusive=True, exit_on_error=False, group="choose", description="choose entries")
    async def _choose(self) -> None:
        """Show what answers to a query that may be half written."""
        await asyncio.sleep(_PAUSE)
        query, within, listed = self.view.query, self.view.within, self.all
        try:
            shown, offered = await asyncio.to_thread(self._chosen, listed, query, within)
        except QueryError as error:
            self._error = error
            self.tell()
            return
        if self.is_attached and (query, within) == (self.view.query, self.view.within):
            self.shown, self._facets, self._error = shown, offered, None
            self.show_rows()

    def _chosen(
        self, listed: Sequence[Entry], query: str, within: Sequence[Facet]
    ) -> tuple[Sequence[Entry], Sequence[tuple[Facet, int]]]:
        shown = choose(listed, query, within, self.colours, typing=True)
        return shown, facets(shown, within)

    # -- the list ----------------------------------------------------------------------------

    def show_rows(self) -> None:
        """List what answers under its headings, with the cursor where it was."""
        view = self.view
        rows = grouped(self.shown, view.by, view.folded, self.colours)
        self.list.by, self.list.folded, self.list.picked = view.by, view.folded, view.picked
        self.list.colours = self.colours
        nothing = "Nothing is marked yet. On the page, {highlight} marks the sentence."
        self.list.empty = "" if self.all else nothing
        names = [row.key if isinstance(row, Group) else row.id for row in rows]
        first = 1 if len(rows) > 1 else 0
        self.list.list_rows(rows, names.index(view.at) if view.at in names else first)
        self.tell()

    @on(EntryList.Moved)
    def _moved(self) -> None:
        row = self.list.chosen_row
        if row is not None:
            self.view.at = row.key if isinstance(row, Group) else row.id
        self._tell_keys(self.box.size.width)
        self._preview(self.entry_here())

    def entry_here(self) -> Entry | None:
        """The entry under the cursor; of a heading, the first one below it."""
        rows = self.list.rows[self.list.cursor : self.list.cursor + 2]
        return next((row for row in rows if isinstance(row, Entry)), None)

    @work(exclusive=True, exit_on_error=False, group="preview", description="preview")
    async def _preview(self, entry: Entry | None) -> None:
        """Show the place of `entry` and its note, where there is room for that."""
        preview, transcript = self.query_one(Preview), None
        if entry is None or not (preview.display and preview.size.width):
            preview.show(None, None)
            return
        if entry.state != "orphan":
            try:
                transcript = await asyncio.to_thread(self.session.library.transcript, entry.episode)
            except ReaderError:
                transcript = None
        above = [(entry.note, "accent")] if entry.note else []
        if entry.tags:
            above.append((" ".join(f"#{tag}" for tag in entry.tags), "dim"))
        if transcript is None:
            above += [("These words are not in the present text:", "dim"), (entry.quote, "")]
            preview.show(None, None, above)
        else:
            at, end = entry.start, max(entry.end, entry.start + 1)
            preview.show(transcript, _Place(at, end, at, ((at, entry.end),)), above)

    # -- what is said ------------------------------------------------------------------------

    def tell(self) -> None:
        """Say how much is shown, how it is grouped, and what it can be narrowed to."""
        label, width = self.query_one("#answer", Label), self.box.size.width
        if isinstance(self._error, QueryError):
            label.update(complaint(self._error, width, int(self.box.scroll_offset.x)))
        elif self._error is not None:
            label.update(complaint(self._error, width, 0))
        elif self._read:
            widen = "input-widen" if self.box.has_focus else "widen"
            named = [(kind, self.colours.get(value, value)) for kind, value in self.view.within]
            within = chips(named, self.room.keys_for(widen))
            label.update(within + Content.styled(self._summary(), "$reader-dim"))
        keymap, typing = self.room.keymap_, self.box.has_focus
        numbers = [keys.show(k) for k in keymap.keys_of("input-narrow" if typing else "narrow")]
        offered = [((kind, self.colours.get(v, v)), n) for (kind, v), n in self._facets]
        self.query_one(Facets).show(offered, numbers, width, roomy=self.size.height >= 32)
        self._tell_keys(width)

    def _summary(self) -> str:
        shown, total = len(self.shown), len(self.all)
        count = f"{shown:,} of {total:,}" if shown != total else f"{total:,}"
        picked = len(self.view.picked)
        parts = [f"{count} marked place{'s' if total != 1 else ''}", GROUPS[self.view.by]]
        if picked:
            parts.append(f"{picked:,} picked")
        return " · ".join(parts)

    def _tell_keys(self, width: int) -> None:
        """Say which keys there are, as many as there is room for."""
        here = self.entry_here() if self.shown else None
        first = _OF_STATE.get(here.state if here else "", ())
        listed = dict.fromkeys((*first, *_LIST_KEYS))
        named = [self.hint(each) for each in (_LINE_KEYS if self.box.has_focus else listed)]
        line = ""
        for part in filter(None, named):
            longer = f"{line} · {part}" if line else part
            line = longer if len(longer) <= width else line
        self.query_one("#keys", Label).update(Content(line))

    @property
    def facets(self) -> Sequence[tuple[Facet, int]]:
        """What the list can be narrowed to, with counts."""
        return self._facets
