"""What holds a transcript, wherever it is: `Source`; and what a request for some amounts to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reader.transcript import Meta

Chapter = tuple[float, str]
"""A chapter: its start in seconds, and its title."""


class Unchanged(Exception):
    """The source holds what it held when the episode `episode` was last read from it."""

    def __init__(self, episode: int) -> None:
        self.episode = episode
        super().__init__(episode)


def _no_chapters() -> tuple[Chapter, ...]:
    return ()


def _no_note(episode: int | None) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Source:
    """Something that holds a transcript. `location` identifies it, `name` is its file's name.

    What is known from around the transcript: `facts` go before what it says of itself, `hints`
    count where it says nothing.
    """

    location: str
    name: str
    read: Callable[[], bytes]
    """Its bytes. Raises `ReaderError` when they cannot be had, `Unchanged` when they are known."""
    facts: Meta = field(default_factory=Meta)
    hints: Meta = field(default_factory=Meta)
    warnings: tuple[str, ...] = ()
    episode: int | None = None
    """The episode whose text this is, where the source knows it."""
    otherwise: Source | None = None
    """Where the same words are to be had in another form, if these cannot be read."""
    chapters: Callable[[], tuple[Chapter, ...]] = _no_chapters
    """The chapters, once it has been read."""
    kept: Callable[[int | None], None] = _no_note
    """Told of the episode that was made of it, or of none, when that is done."""


@dataclass(slots=True)
class Found:
    """The sources that some names mean. `media` counts the recordings that were passed over,
    `feeds` are the addresses of the feeds among them, and `notes` are for the user.
    """

    sources: list[Source] = field(default_factory=list)
    media: int = 0
    feeds: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
