"""What screens, dialogs and the palette ask of the application around them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from rich.style import Style

from reader.actions import Action
from reader.keys import Keymap, Sequence_
from reader.tui.hues import Hues

if TYPE_CHECKING:
    from reader.clipboard import Copied


class Room(Protocol):
    """The application, as its screens see it."""

    @property
    def palette(self) -> Mapping[str, Style]:
        """The styles of what lines of text are made of, by name, in the theme in use."""

    hues: Hues
    """The hues of speakers."""

    keymap_: Keymap
    """The keymap in use."""

    last_query: str
    """What was searched for last."""

    pressed: Sequence_
    """The keys that ran the last action. Of an action of several keys, they may say which one of
    some things is meant."""

    performed: str
    """The action that was done last, by its name."""

    offered: list[Action]
    """The actions that the palette offers."""

    indexing: bool
    """Whether the index is just being brought up to date."""

    title: str
    """The title of the window."""

    @property
    def key_place(self) -> str:
        """Where keys go now, as `actions.CHAINS` names it."""

    def keys_for(self, action: str) -> str:
        """The first keys that run `action`, as people read them, or nothing."""

    def tell(self, text: str, *, severity: str = "information", timeout: float = 4) -> None:
        """Show a line for a while. It is never read as markup."""

    def telling(self) -> AbstractContextManager[None]:
        """Within it, what the library or the user's wish refuses becomes a line on the screen."""

    def put_out(self, text: str) -> Copied:
        """Copy `text`; where no clipboard takes it, it is shown. Raises `ReaderError`."""

    def emit(self, text: str) -> None:
        """Write an escape sequence of our own making to the terminal."""

    def update_index(self) -> object:
        """Index what has changed, away from the page."""

    def stop_indexing(self) -> bool:
        """Stop indexing where it takes long. False where it does not go on or not for long."""

    async def run_action_by_name(self, name: str) -> None:
        """Do an action chosen by its name, on the page if nothing else can."""
