"""The command palette: every action of the registry by its title, with its keys."""

from __future__ import annotations

from functools import partial
from typing import cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.actions import Action
from reader.tui.room import Room

_KEYS = 12
"""The cells of the keys before a title."""


class ActionCommands(Provider):
    """Offers the actions that are possible where the palette was opened, and those of the page."""

    @property
    def _app(self) -> Room:
        return cast(Room, self.app)

    def _offered(self) -> list[Action]:
        return self._app.offered

    def _line(self, action: Action, title: Content) -> Content:
        """The title of `action`, with its key before it."""
        bound = self._app.keys_for(action.name)
        return Content.assemble((f"{bound:>{_KEYS}}  ", "$text-accent"), title)

    async def discover(self) -> Hits:
        for action in self._offered():
            run = partial(self._app.run_action_by_name, action.name)
            line = self._line(action, Content(action.title))
            yield DiscoveryHit(line, run, text=action.title)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action in self._offered():
            score = matcher.match(action.title)
            if score > 0:
                run = partial(self._app.run_action_by_name, action.name)
                line = self._line(action, matcher.highlight(action.title))
                yield Hit(score, line, run, text=action.title)
