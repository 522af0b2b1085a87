"""What holds a transcript, wherever it is: `Source`; and what a request for some amounts to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

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


def _nothing() -> None:
    return None


def _no_note(episode: int) -> None:
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
    kind: Literal["file", "remote", "here"] = "here"
    """Whether it is a file, or has to be fetched, or is at hand in this program."""
    facts: Meta = field(default_factory=Meta)
    hints: Meta = field(default_factory=Meta)
    warnings: tuple[str, ...] = ()
    episode: int | None = None
    """The episode whose text this is, where the source knows it."""
    otherwise: Source | None = None
    """Where the same words are to be had in another form, if these cannot be read."""
    fetch: Callable[[], object] = _nothing
    """Has what has to be fetched come, ahead of `read`, and be kept out of memory till then. What
    it raises `read` raises too."""
    format: str | None = None
    """The format in which it is to be read, where that was once chosen."""
    chapters: Callable[[], tuple[Chapter, ...]] = _no_chapters
    """The chapters, once it has been read."""
    kept: Callable[[int], None] = _no_note
    """Told of the episode that was made of it, or is it still, when that is on its way to disk."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed as it was fetched: what it is, and what its server calls its state."""

    url: str
    title: str
    body: Callable[[], bytes]
    etag: str
    modified: str


@dataclass(slots=True)
class Found:
    """The sources that some names mean. `media` counts the recordings that were passed over,
    `feeds` are those among the names, and `notes` are for the user.
    """

    sources: list[Source] = field(default_factory=list)
    media: int = 0
    feeds: list[Subscription] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def gather(parts: Iterable[Found]) -> Found:
    """All that was found in several places."""
    whole = Found()
    for part in parts:
        whole.sources += part.sources
        whole.media += part.media
        whole.feeds += part.feeds
        whole.notes += part.notes
    return whole
