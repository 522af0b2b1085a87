"""The pane of all episodes: a list or a tree, sorted, filtered, with how far each was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len
from textual.widgets import Input

from reader.library import Listed
from reader.tui.catalogue import GROUPINGS, SORTS, Catalogue, Group, Row
from reader.tui.messages import EpisodeChosen, EpisodesFinished, EpisodesRemoved, PanesChanged
from reader.tui.strip import falls, spread
from reader.tui.text import cut, spell_seconds, visible
from reader.tui.widgets.panes import Pane
from reader.tui.widgets.rows import Piece

UNREAD, READING, DONE = "●", "◐", "✓"
"""The signs of how far an episode was read."""

_REMEMBERED = 50
"""So many unfolded branches are remembered."""

_STRIP, _LEAST_STRIP = 10, 6
"""The cells of an episode's strip, and those that it has at least."""

_LEAST_FACT = 9
"""What does not fit is cut to no fewer cells."""


class Episodes(Pane):
    """Every episode of the library, by whatever the user groups and sorts them."""

    about = "The episodes of the library."

    empty = "Nothing here yet. {add} adds a transcript."

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.border_title = "Episodes"
        self.catalogue = Catalogue()
        self.line = FilterLine(self)
        self._rows: list[Row] = []
        self._open: int | None = None

    # -- what is listed ----------------------------------------------------------------------

    def show(self, listed: Sequence[Listed], current: int | None) -> None:
        """List these episodes; `current` is the id of the open one."""
        self.catalogue.fill(listed)
        self._arrange()
        self.point(current)

    def renew(self, listed: Sequence[Listed]) -> None:
        """Of these episodes something else is known; each stays where it is listed."""
        self.catalogue.renew(listed)
        self.refresh()

    def point(self, current: int | None) -> None:
        """Mark the open episode, `current`, in the first branch that lists it."""
        self._open = current
        found = (at for at, row in enumerate(self._rows) if self._is_here(row))
        self.set_current(next(found, None))

    def _is_here(self, row: Row) -> bool:
        """Whether the open episode is this one, or in this folded branch."""
        if isinstance(row, Group):
            return not row.unfolded and self._open in row.episodes
        return row == self._open

    def _arrange(self) -> None:
        """Fill the rows anew; the cursor stays on what it is on."""
        held = self._held
        self.current = None
        catalogue = self.catalogue
        self._rows = catalogue.rows()
        found = "No episode has these words."
        self.empty = found if catalogue.filter else type(self).empty
        self.fill([1 if isinstance(row, Group) else 2 for row in self._rows])
        at = next((n for n, row in enumerate(self._rows) if _name(row) == held), None)
        if at is not None:
            self.move_cursor(at)
        self.point(self._open)
        self._entitle()

    def _entitle(self) -> None:
        """Say in the border how many there are, and by what they are listed."""
        catalogue = self.catalogue
        ids = {row for row in self._rows if isinstance(row, int)}
        ids.update(id for row in self._rows if isinstance(row, Group) for id in row.episodes)
        count = f"{len(ids):,} of " if catalogue.filter else ""
        how = "" if catalogue.grouping == "none" else f"{GROUPINGS[catalogue.grouping]}, "
        total = f"{count}{len(catalogue):,}"
        self.border_subtitle = f"{total} · {how}{SORTS[catalogue.sort]}" if len(catalogue) else ""

    @property
    def _held(self) -> str | int | None:
        """The name of what the cursor is on."""
        return _name(self._rows[self.cursor]) if self.cursor < len(self._rows) else None

    @property
    def _chosen(self) -> tuple[int, ...]:
        """The ids of the episodes that the cursor is on: one, or those of a branch."""
        if not self._rows:
            return ()
        row = self._rows[self.cursor]
        return row.episodes if isinstance(row, Group) else (row,)

    # -- drawing -----------------------------------------------------------------------------

    def row(self, index: int, width: int) -> Sequence[Sequence[Piece]]:
        row = self._rows[index]
        if isinstance(row, Group):
            return [self._branch(row, width)]
        return self._episode(row, index, width)

    def _branch(self, group: Group, width: int) -> list[Piece]:
        known = [self.catalogue[id] for id in group.episodes]
        done = sum(episode.done for episode in known)
        count = f" {done:,}/{len(known):,}" if done else f" {len(known):,}"
        title = cut(group.title, max(4, width - 2 - len(count)))
        gap = " " * max(0, width - 2 - title.cells - len(count))
        sign = "▾ " if group.unfolded else "▸ "
        return [(sign, "accent"), (title.text, "strong"), (gap, ""), (count, "dim")]

    def _episode(self, id: int, index: int, width: int) -> list[list[Piece]]:
        episode = self.catalogue[id]
        indent = "" if self.catalogue.grouping == "none" else "  "
        sign, style = _sign(episode)
        faded = episode.done and index != self.cursor
        title = "strong" if index == self.current else "dim" if faded else ""
        return [
            [(f"{indent}{sign} ", style), (episode.title, title)],
            [(f"{indent}  ", ""), *self._about(episode, width - len(indent) - 2)],
        ]

    def _about(self, episode: Listed, width: int) -> list[Piece]:
        """The facts of an episode and its strip, on one line. Where there is no room for all, those
        that say most stay; the date does before the strip only where it gives the order.
        """
        by_date = self.catalogue.sort == "date"
        most = width - _LEAST_STRIP - 1 if _has_strip(episode) and not by_date else width
        facts = [
            visible(episode.date or ""),
            _length(episode),
            f"✎ {episode.highlights}" if episode.highlights else "",
            visible(episode.show or "") if self.catalogue.grouping != "show" else "",
        ]
        said = facts[1]
        if facts[0] and cell_len(longer := f"{facts[0]} · {said}") <= most:
            said = longer
        for fact in filter(None, facts[2:]):
            if (room := most - cell_len(said) - 3) >= min(cell_len(fact), _LEAST_FACT):
                said += f" · {cut(fact, room).text}"
        cells = min(_STRIP, width - cell_len(said) - 1)
        strip = strip_of(episode, cells) if cells >= _LEAST_STRIP else []
        return [(said + " " * (width - len(strip) - cell_len(said)), "dim"), *strip]

    # -- what the user does ------------------------------------------------------------------

    def chosen(self, index: int) -> None:
        row = self._rows[index]
        if isinstance(row, Group):
            self.catalogue.unfolded ^= {row.name}
            self._changed()
        else:
            self.post_message(EpisodeChosen(row))

    def do_split_page(self) -> None:
        """Open the episode on the other page."""
        if self._rows and isinstance(row := self._rows[self.cursor], int):
            self.post_message(EpisodeChosen(row, beside=True))

    def do_group_next(self) -> None:
        """Group the episodes by the next."""
        self.catalogue.cycle_grouping()
        if self._open is not None:
            self.catalogue.unfolded.update(self.catalogue.groups_of(self._open)[:1])
        self._changed()
        if self.current is not None:
            self.move_cursor(self.current)

    def do_by_next(self) -> None:
        self.catalogue.cycle_sort()
        self._changed()

    def do_by_previous(self) -> None:
        self.catalogue.cycle_sort(-1)
        self._changed()

    def do_toggle_done(self) -> None:
        """Say that the episode, or all of the branch, is done, or not yet."""
        if chosen := self._chosen:
            done = not all(self.catalogue[id].done for id in chosen)
            self.post_message(EpisodesFinished(chosen, done))

    def do_delete_item(self) -> None:
        """Take the episode out of the library."""
        if self._rows and isinstance(row := self._rows[self.cursor], int):
            self.post_message(EpisodesRemoved((row,)))

    def do_find(self) -> None:
        """Find episodes by words, as you type."""
        self.line.open()

    def let_go(self) -> bool:
        """List every episode again; False where that is so already."""
        if not self.catalogue.filter:
            return False
        self.line.clear_filter()
        return True

    def filter(self, words: str) -> None:
        """List only the episodes that `words` are said of."""
        if words != self.catalogue.filter:
            self.catalogue.filter = words
            self._arrange()
            if words:
                first = (n for n, row in enumerate(self._rows) if not isinstance(row, Group))
                self.move_cursor(next(first, 0))

    def _changed(self) -> None:
        self._arrange()
        self.post_message(PanesChanged())

    # -- what is remembered ------------------------------------------------------------------

    @property
    def remembered(self) -> dict[str, Any]:
        """How the episodes are listed, as it is remembered."""
        catalogue = self.catalogue
        unfolded = sorted(catalogue.unfolded)[:_REMEMBERED]
        return {"group": catalogue.grouping, "sort": catalogue.sort, "unfolded": unfolded}

    def recall(self, remembered: dict[str, Any]) -> None:
        """List the episodes as it was remembered, as far as that makes sense."""
        if remembered.get("group") in GROUPINGS:
            self.catalogue.grouping = remembered["group"]
        if remembered.get("sort") in SORTS:
            self.catalogue.sort = remembered["sort"]
        if isinstance(names := remembered.get("unfolded"), list):
            self.catalogue.unfolded = {name for name in names if isinstance(name, str)}


class FilterLine(Input):
    """The line below the episodes in which words for finding some are typed."""

    def __init__(self, episodes: Episodes) -> None:
        super().__init__(placeholder="Find an episode", id="filter", compact=True)
        self._episodes = episodes

    def open(self) -> None:
        """Show the line and type into it."""
        self.add_class("-open")
        self.focus()
        self.action_select_all()

    def clear_filter(self) -> None:
        """Forget the words; every episode is listed again."""
        self.remove_class("-open")
        self.value = ""
        self._episodes.filter("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what answers to the words so far."""
        event.stop()
        self._episodes.filter(self.value)
        self.set_class(bool(self.value) and not self._episodes.count, "-nothing")

    def do_input_done(self) -> None:
        """Keep what was found, and go to it."""
        self._episodes.filter(self.value)
        if not self.value.strip():
            self.remove_class("-open")
        self._episodes.focus()

    def do_input_cancel(self) -> None:
        """List every episode again."""
        self.clear_filter()
        self._episodes.focus()

    def do_input_list_down(self) -> None:
        """The next of those that were found."""
        self._episodes.do_list_down()

    def do_input_list_up(self) -> None:
        """The one before."""
        self._episodes.do_list_up()


def _name(row: Row) -> str | int:
    return row.name if isinstance(row, Group) else row


def _sign(episode: Listed) -> tuple[str, str]:
    """The sign of how far an episode was read, and its style."""
    if episode.done:
        return DONE, "dim"
    return (READING, "accent") if episode.begun else (UNREAD, "accent")


def _length(episode: Listed) -> str:
    """How long an episode is, or how much is left of one that was begun."""
    mark = "" if episode.times == "exact" else "≈"
    if episode.begun and not episode.done and episode.left is not None:
        return f"{mark}{spell_seconds(episode.left)} left"
    return f"{mark}{spell_seconds(episode.duration)}"


def _has_strip(episode: Listed) -> bool:
    return bool(episode.marks or episode.begun or episode.done)


def strip_of(episode: Listed, cells: int) -> list[Piece]:
    """An episode from its start to its end: where its highlights lie, and how far it was read.

    Nothing of one that has none and was not begun.
    """
    if not _has_strip(episode):
        return []
    share = 1 - (episode.left or 0.0) / episode.duration if episode.duration else 0.0
    read = cells if episode.done else round(cells * share) if episode.begun else 0
    return [
        (block, "accent" if fall else "dim" if cell < read else "time")
        for cell, (block, fall) in enumerate(spread(falls(episode.marks, cells), cells))
    ]
