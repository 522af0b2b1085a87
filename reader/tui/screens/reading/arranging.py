"""The panes around the page: which are shown, how large they are, and what is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from textual.widget import AwaitMount, Widget

from reader.errors import ReaderError
from reader.tui.messages import PaneDragged, PanesChanged
from reader.tui.screens.reading.splitting import Splitting

SIDE = ("episodes", "speakers", "times")
"""The panes of the column at the left, from its top."""
PANES = (*SIDE, "notes")
_WIDTH = 34
_LEAST_WIDTH, _LEAST_HEIGHT = 18, 4
_LEAST_PAGE, _GOOD_PAGE = 40, 74
"""The cells of the page below which panes give way: those that were asked for, and others."""
_NARROW = 100
"""A screen of fewer cells has one pane at a time."""
_STEP = 2
_STATE = "panes"


class Arranging(Splitting):
    """The actions that show, hide and resize panes."""

    _chosen_panes: dict[str, bool] | None = None
    """Which panes the user wants, if that was ever said."""
    _last_pane = "episodes"
    """The pane that was used last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._widths: dict[str, int] = {}
        self._heights: dict[str, int] = {}

    # -- what is shown -----------------------------------------------------------------------

    def _pane(self, name: str) -> Widget:
        return self.query_one(f"#{name}")

    def _shows(self, name: str) -> bool:
        pane = self._pane(name)
        side = self.query_one("#side")
        return bool(pane.display and (name == "notes" or side.display))

    def _arrange(self, wanted: Mapping[str, bool]) -> None:
        """Show and hide panes; the column at the left goes when it is empty."""
        for name, shown in wanted.items():
            self._pane(name).display = shown
        self.query_one("#side").display = any(self._pane(name).display for name in SIDE)
        self.episodes_pane.line.set_class(not self.episodes_pane.display, "-away")
        self._size_panes()
        if self.focused is not None and not self.focused.focusable:
            self.set_focus(self.page)

    def _fit_panes(self, width: int) -> None:
        """Show the panes that the user has chosen, or all, as far as `width` has room for them."""
        chosen = self._chosen_panes
        wanted = chosen or dict.fromkeys(PANES, not self.session.settings.plain)
        room = width - self._pages * (_LEAST_PAGE if chosen else _GOOD_PAGE)
        side_width, notes_width = self._width("side"), self._width("notes")
        side = any(wanted[name] for name in SIDE) and room >= side_width
        notes = wanted["notes"] and room >= notes_width + (side_width if side else 0)
        self._arrange({**{name: wanted[name] and side for name in SIDE}, "notes": notes})

    @property
    def _pages(self) -> int:
        """How many pages lie beside each other."""
        return len(self.leaves) if self.beside else 1

    def _choose_panes(self, wanted: Mapping[str, bool]) -> None:
        """Arrange the panes as the user wants them, and remember that."""
        self._arrange(wanted)
        self._chosen_panes = {name: self._shows(name) for name in PANES}
        if self.size.width >= _NARROW:
            self._remember()

    def _toggle(self, name: str) -> None:
        if self._shows(name):
            self._choose_panes({name: False})
            self.set_focus(self.page)
            return
        others = {}
        if self.size.width < _NARROW:
            others = {other: False for other in PANES if other != name}
        elif name in SIDE and not self.query_one("#side").display:
            others = {other: False for other in SIDE if other != name}
        self._choose_panes({**others, name: True})
        self.set_focus(self._pane(name))

    def do_toggle_episodes(self) -> None:
        self._toggle("episodes")

    def do_toggle_speakers(self) -> None:
        self._toggle("speakers")

    def do_toggle_times(self) -> None:
        self._toggle("times")

    def do_toggle_notes(self) -> None:
        self._toggle("notes")

    def do_toggle_panes(self) -> None:
        """Only the page, or every pane that there is room for."""
        shown = any(self._shows(name) for name in PANES)
        side = not shown
        notes = not shown and self.size.width >= _NARROW
        self._choose_panes({**dict.fromkeys(SIDE, side), "notes": notes})
        self.set_focus(self.page)

    # -- from one to another -----------------------------------------------------------------

    def do_next_pane(self) -> None:
        self._cycle(1)

    def do_previous_pane(self) -> None:
        self._cycle(-1)

    def _cycle(self, step: int) -> None:
        stops: list[Widget] = [self._pane(name) for name in SIDE if self._shows(name)]
        stops += [leaf.page for leaf in self.leaves if leaf.display]
        if self._shows("notes"):
            stops.append(self.notes_pane)
        if len(stops) == 1:
            self._toggle(self._last_pane)
            return
        for leaf in (leaf for leaf in self.leaves if leaf.display and leaf.timeline.display):
            stops.insert(stops.index(leaf.page), leaf.timeline)
        here = stops.index(self.focused) if self.focused in stops else stops.index(self.page)
        self.set_focus(stops[(here + step) % len(stops)])

    def do_focus_page(self) -> AwaitMount | None:
        """Back to the page. Where the screen is narrow, it gets all of it."""
        if self.focused is self.episodes_pane and self.episodes_pane.let_go():
            return None
        if self.focused is not self.page and self.size.width < _NARROW:
            self._choose_panes(dict.fromkeys(PANES, False))
        self.set_focus(self.page)
        return None

    # -- how large they are ------------------------------------------------------------------

    def _width(self, column: str) -> int:
        return self._widths.get(column, _WIDTH)

    def _size_panes(self) -> None:
        """Give columns and panes the sizes that the user gave them, as far as there is room."""
        for column in ("side", "notes"):
            if column in self._widths:
                self.query_one(f"#{column}").styles.width = self._widths[column]
        stack = [self._pane(name) for name in SIDE if self._pane(name).display]
        for pane in stack:
            height = self._heights.get(str(pane.id))
            last = pane is stack[-1] and bool(self._heights)
            pane.styles.height = "1fr" if last else height

    def _column_of(self, pane: str) -> str:
        return "side" if pane in SIDE else "notes"

    def _widen(self, column: str, width: int) -> None:
        """Make a column `width` cells wide, as far as it leaves the page its least."""
        other = "notes" if column == "side" else "side"
        shown = self.query_one(f"#{other}").display
        taken = self.query_one(f"#{other}").outer_size.width if shown else 0
        most = self.app.size.width - taken - self._pages * _LEAST_PAGE
        self._widths[column] = max(_LEAST_WIDTH, min(width, most))
        self._size_panes()

    def _heighten(self, name: str, height: int) -> None:
        """Make a pane of the left column `height` lines high, as far as the others keep theirs."""
        stack = [other for other in SIDE if self._pane(other).display]
        if name not in stack[:-1]:
            return
        for other in stack[:-1]:
            self._heights.setdefault(other, self._pane(other).outer_size.height)
        rest = sum(self._heights[other] for other in stack[:-1] if other != name)
        most = self.query_one("#side").size.height - rest - _LEAST_HEIGHT
        self._heights[name] = max(_LEAST_HEIGHT, min(height, most))
        self._size_panes()

    def _pane_at_hand(self) -> str | None:
        """The pane that a size is meant for: the one with the focus, else the one used last."""
        focused = self.focused.id if self.focused is not None else None
        pane = focused if focused in PANES else self._last_pane
        return pane if self._shows(pane) else next(filter(self._shows, PANES), None)

    def do_pane_wider(self) -> None:
        self._resize_by(_STEP, 0)

    def do_pane_narrower(self) -> None:
        self._resize_by(-_STEP, 0)

    def do_pane_taller(self) -> None:
        self._resize_by(0, _STEP)

    def do_pane_shorter(self) -> None:
        self._resize_by(0, -_STEP)

    def _resize_by(self, columns: int, lines: int) -> None:
        if self.other is not None and self.other.display and self.focused is self.page:
            self.resize_page(columns, lines)
            return
        name = self._pane_at_hand()
        if name is None:
            raise ReaderError("no pane is shown")
        if columns:
            column = self._column_of(name)
            self._widen(column, self.query_one(f"#{column}").outer_size.width + columns)
        stack = [other for other in SIDE if self._pane(other).display]
        if lines and name in stack[:-1]:
            self._heighten(name, self._pane(name).outer_size.height + lines)
        elif lines and name in stack[1:]:
            above = stack[-2]
            self._heighten(above, self._pane(above).outer_size.height - lines)
        self._remember()

    def on_pane_dragged(self, message: PaneDragged) -> None:
        """Have the border follow the mouse."""
        pane = self._pane(message.pane)
        stack = [name for name in SIDE if self._pane(name).display]
        at = stack.index(message.pane) if message.pane in stack else -1
        if message.pane == "notes" and message.edge == "left":
            self._widen("notes", pane.region.right - message.x)
        elif message.pane != "notes" and message.edge == "right":
            self._widen("side", message.x - pane.region.x + 1)
        elif at >= 0 and message.edge == "bottom":
            self._heighten(message.pane, message.y - pane.region.y + 1)
        elif at > 0 and message.edge == "top":
            above = stack[at - 1]
            self._heighten(above, message.y - self._pane(above).region.y)

    # -- what is remembered ------------------------------------------------------------------

    def on_panes_changed(self, message: PanesChanged) -> None:
        self._remember()

    def _remember(self) -> None:
        """Keep how the panes are arranged for the next run. Reading goes on where that fails."""
        state = {
            "shown": self._chosen_panes,
            "widths": self._widths,
            "heights": self._heights,
            "episodes": self.episodes_pane.remembered,
            "times": self.times_pane.by,
        }
        with suppress(ReaderError):
            self.session.library.state.put(_STATE, state)

    def _recall(self) -> None:
        """Arrange the panes as they were in the run before, as far as that makes sense."""
        try:
            state = self.session.library.state.get(_STATE)
        except ReaderError:
            return
        if not isinstance(state, dict):
            return
        shown = state.get("shown")
        if isinstance(shown, dict) and self.app.size.width >= _NARROW:
            self._chosen_panes = {name: bool(shown.get(name, True)) for name in PANES}
        self._widths = _sizes(state.get("widths"), ("side", "notes"), _LEAST_WIDTH)
        self._heights = _sizes(state.get("heights"), SIDE, _LEAST_HEIGHT)
        if isinstance(state.get("episodes"), dict):
            self.episodes_pane.recall(state["episodes"])
        self.times_pane.recall(state.get("times"))


def _sizes(given: object, names: tuple[str, ...], least: int) -> dict[str, int]:
    """The sizes in `given` of what has these names."""
    if not isinstance(given, dict):
        return {}
    return {n: max(least, given[n]) for n in names if isinstance(given.get(n), int)}
