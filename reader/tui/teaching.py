"""Help in context, the palette's actions, and the tour: what the program says about itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import AwaitMount

from reader import keys
from reader.actions import ACTIONS, CHAINS, Action
from reader.errors import ReaderError
from reader.keys import Keymap, Sequence_
from reader.session import Session
from reader.tui.tour import Tour
from reader.tui.widgets.card import Card

if TYPE_CHECKING:
    from reader.tui.screens.reading.screen import Reading

_PALETTE = ("everywhere", "page", "select")
"""The modes whose actions the palette always offers."""


class Teaching(App[None]):
    """An application that says what can be done in it, and shows it when asked."""

    session: Session
    reading: Reading
    keymap_: Keymap
    offered: list[Action]
    """What the palette offers: all that was possible where it was opened."""
    _tour: Tour | None = None

    # -- help --------------------------------------------------------------------------------

    def _method(self, action: str) -> Callable[..., Any] | None:
        """What does `action` where the focus is."""
        raise NotImplementedError

    @property
    def key_place(self) -> str:
        """Where keys go now, as `actions.CHAINS` names it."""
        raise NotImplementedError

    def tell(self, text: str, *, severity: str = "information", timeout: float = 4) -> None:
        """Show a line for a while."""
        raise NotImplementedError

    def keys_for(self, action: str) -> str:
        """The first keys that run `action`, as people read them, or nothing."""
        bound = self.keymap_.keys_of(action)
        return keys.show(bound[0]) if bound else ""

    def possible(self) -> list[Action]:
        """The actions that can be done where the focus is, those of the nearest mode first."""
        modes = CHAINS[self.key_place]
        actions = [a for mode in modes for a in ACTIONS.values() if a.mode == mode]
        return [action for action in actions if self._method(action.name) is not None]

    def about_here(self) -> str:
        """What the widget with the focus says of itself, or the nearest one around it."""
        node: DOMNode | None = self.focused or self.screen
        while node is not None:
            if said := getattr(node, "about", ""):
                return str(said)
            node = node.parent
        return ""

    def do_help(self) -> AwaitMount:
        """What can be done where the focus is."""
        from reader.tui.screens.dialogs.help import Help

        bound: dict[str, list[Sequence_]] = {}
        for sequence, action in self.keymap_.reach(self.key_place).items():
            bound.setdefault(action, []).append(sequence)
        order = {name: self.keymap_.keys_of(name) for name in bound}
        shown = {name: [k for k in order[name] if k in found] for name, found in bound.items()}
        others = " · ".join(
            f"{self.keys_for(name)} {does}"
            for name, does in (
                ("palette", "every action by name"),
                ("keys", "all keys, and changing them"),
                ("tour", "the tour"),
            )
            if self.keys_for(name)
        )
        return self.push_screen(Help(self.about_here(), self.possible(), shown, others))

    do_input_help = do_note_help = do_help

    def do_palette(self) -> None:
        """Every action by name."""
        others = [a for a in ACTIONS.values() if a.mode in _PALETTE]
        self.offered = list(dict.fromkeys([*self.possible(), *others]))
        self.action_command_palette()

    # -- the tour ----------------------------------------------------------------------------

    def do_tour(self) -> None:
        """Begin the tour, or go on with it; while it is there, leave it."""
        if self._tour is not None:
            self._leave_tour()
        elif not self.session.library.episodes():
            hint = f"{self.keys_for('add')} adds one, or `reader demo` has five"
            raise ReaderError("the tour needs a transcript", hint=hint)
        else:
            self._tour = Tour.begun(self.session.paths.library)
            self._show_card()

    def begin_tour_once(self) -> None:
        """Begin the tour unless it was ever begun in this library."""
        if not Tour.was_begun(self.session.paths.library) and self.session.library.episodes():
            self.do_tour()

    def leaves_tour(self, action: str) -> bool:
        """Leave the tour where `action` says so: going back to the page from the page itself."""
        at_page = self.focused is self.reading.page
        leaves = self._tour is not None and action == "focus-page" and at_page
        if leaves:
            self._leave_tour()
        return leaves

    def saw(self, action: str) -> None:
        """The user has just done `action`: the tour may go on."""
        if self._tour is not None and action != "tour":
            self._tour.saw(action)
            self.call_after_refresh(self._show_card)

    def _leave_tour(self) -> None:
        if self._tour is not None:
            over, self._tour = self._tour.over, None
            for screen in self.screen_stack:
                screen.query(Card).remove()
                screen.remove_class("-touring")
            if not over:
                self.tell(f"{self.keys_for('tour')} goes on with the tour")

    def _show_card(self) -> None:
        """Show the present step on whatever screen is in front, and on the page."""
        if self._tour is None:
            return
        screens: set[Screen[Any]] = {self.reading, self.screen}
        for screen in screens:
            cards = screen.query(Card)
            card = cards.first() if cards else Card()
            if not cards:
                screen.mount(card)
            card.show(self._tour, self.keys_for)
            screen.add_class("-touring")
