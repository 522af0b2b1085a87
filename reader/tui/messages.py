"""What widgets tell the screen: one small message for each intent."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class CaretMoved(Message):
    """The caret stands at the character `offset`. Of a burst, the last counts."""

    offset: int

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, CaretMoved)


@dataclass
class Departed(Message):
    """The caret went far, from the character `offset` to `arrived`, perhaps as one step of some."""

    offset: int
    arrived: int
    stepping: bool = False


@dataclass
class EpisodeChosen(Message):
    """Open this episode, on the page in use or, `beside` it, on the other."""

    episode: int
    beside: bool = False


@dataclass
class EpisodesFinished(Message):
    """The user is done with these episodes, or not yet."""

    episodes: tuple[int, ...]
    done: bool


@dataclass
class EpisodesRemoved(Message):
    """Take these episodes out of the library."""

    episodes: tuple[int, ...]


@dataclass
class PaneDragged(Message):
    """An edge of a pane, `left`, `right`, `top` or `bottom`, is dragged to a cell of the screen."""

    pane: str
    edge: str
    x: int
    y: int


@dataclass
class LeafDragged(Message):
    """The line between two pages is dragged to a column of the screen."""

    x: int


@dataclass
class PanesChanged(Message):
    """How panes are arranged has changed, which is to be remembered."""


@dataclass
class PlaceChosen(Message):
    """Go to the character `offset` of the open episode."""

    offset: int


@dataclass
class SpeakerChosen(Message):
    """Step to the next turn of `name`; None is whoever is not named."""

    name: str | None


@dataclass
class SpeakerFiltered(Message):
    """Show the turns of `name` only, or, chosen again, those of everybody."""

    name: str


@dataclass
class RoleChanged(Message):
    """Make `name` the host, a guest or neither, whichever comes next."""

    name: str


@dataclass
class HighlightChosen(Message):
    """Go to this highlight."""

    id: str


@dataclass
class HighlightEdited(Message):
    """Write the note of this highlight."""

    id: str


@dataclass
class HighlightDeleted(Message):
    """Put this highlight in the trash."""

    id: str


@dataclass
class HighlightConfirmed(Message):
    """This highlight, which was moved, is in its place."""

    id: str


@dataclass
class EpisodeNoteEdited(Message):
    """Write the note on the open episode as a whole."""


@dataclass
class EpisodeNoteDeleted(Message):
    """Put the note on the open episode in the trash."""
