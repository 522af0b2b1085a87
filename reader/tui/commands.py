"""The command palette: every action of the registry by its title, with its keys."""

from __future__ import annotations

from functools import partial
from typing import cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from reader.actions import ACTIONS, MODES, Action
from reader.tui.room import Room


class ActionCommands(Provider):
    """Offers the actions that a key could run on the page or anywhere."""

    @property
    def _app(self) -> Room:
        return cast(Room, self.app)

    def _offered(self) -> list[Action]:
        return [a for a in ACTIONS.values() if a.mode in ("everywhere", "page", "select")]

    def _help(self, action: Action) -> str:
        bound = self._app.keys_for(action.name)
        return f"{bound}   {MODES[action.mode].lower()}" if bound else MODES[action.mode].lower()

    async def discover(self) -> Hits:
        for action in self._offered():
            run = partial(self._app.run_action_by_name, action.name)
            yield DiscoveryHit(action.title, run, help=self._help(action))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action in self._offered():
            score = matcher.match(action.title)
            if score > 0:
                run = partial(self._app.run_action_by_name, action.name)
                title = matcher.highlight(action.title)
                yield Hit(score, title, run, help=self._help(action))
