"""What goes out: highlights in reading order, each beside its episode and text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import groupby

from reader.library import Bookmark, Episode, Highlight, Note
from reader.transcript import Transcript


@dataclass(frozen=True)
class Marked:
    """One episode and those of its highlights that go out, in reading order.

    `page` is the web address of the episode; `read` brings its text, and `link` tells the address
    of a highlight's words. `note` is the one on the episode as a whole, if it goes out, and so do
    `bookmarks`.
    """

    episode: Episode
    highlights: tuple[Highlight, ...]
    page: str | None
    read: Callable[[], Transcript]
    link: Callable[[Transcript, Highlight], str | None]
    note: Note | None = None
    bookmarks: tuple[Bookmark, ...] = ()

    @cached_property
    def transcript(self) -> Transcript:
        """The text, read when it is asked for."""
        return self.read()

    @cached_property
    def links(self) -> dict[str, str]:
        """The addresses of the words, by a highlight's id, of those that have one."""
        found = ((each.id, self.link(self.transcript, each)) for each in self.highlights)
        return {id: link for id, link in found if link}

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the text in UTF-8, in hexadecimal: the same text has the same one."""
        return digest(self.transcript.text)


Load = Callable[[int, tuple[Highlight, ...]], Marked]
"""What brings an episode, by its id, with those of its highlights that go out."""


@dataclass(frozen=True)
class Notebook:
    """Some highlights, episode by episode. It can be gone through more than once, and holds no more
    than one text at a time. `made` is the moment, ISO 8601 in UTC; `seen` tells the revisions of
    the highlights by their ids; `noted` are episodes whose note and bookmarks go out, with or
    without highlights."""

    highlights: tuple[Highlight, ...]
    load: Load
    made: str
    seen: Callable[[], Mapping[str, Mapping[str, int]]] = dict
    noted: frozenset[int] = frozenset()

    def __iter__(self) -> Iterator[Marked]:
        grouped = groupby(self.highlights, key=lambda each: each.episode)
        marked = {episode: tuple(group) for episode, group in grouped}
        for episode in sorted(self.episodes):
            yield self.load(episode, marked.get(episode, ()))

    @property
    def episodes(self) -> set[int]:
        """The ids of the episodes that it is of."""
        return {each.episode for each in self.highlights} | self.noted

    @property
    def single(self) -> bool:
        """Whether all of it is of one episode."""
        return len(self.episodes) == 1

    def of(self, episode: int) -> Notebook:
        """The part of it that is of one episode."""
        chosen = tuple(each for each in self.highlights if each.episode == episode)
        return Notebook(chosen, self.load, self.made, self.seen, self.noted & {episode})


def digest(text: str) -> str:
    """The SHA-256 of `text` in UTF-8, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
