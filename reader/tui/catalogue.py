"""The catalogue: the episodes of a library as a list or a tree, sorted and filtered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reader.library import Listed

GROUPINGS = {
    "none": "all in one list",
    "show": "by show",
    "year": "by year",
    "speaker": "by speaker",
    "tag": "by tag",
}
"""What episodes are grouped by, and how that is called."""

SORTS = {
    "added": "last added",
    "date": "newest",
    "title": "A to Z",
    "read": "last read",
    "length": "longest",
}
"""The orders of episodes, and how they are called."""

_WITHOUT = {"show": "no show", "year": "no date", "speaker": "nobody named", "tag": "no tag"}
"""What a group is called whose episodes lack what the others are grouped by."""


@dataclass(frozen=True, slots=True)
class Group:
    """A branch of the tree: its name, the ids of its episodes, and whether they are listed."""

    name: str
    title: str
    episodes: tuple[int, ...]
    unfolded: bool


Row = Group | int
"""A branch, or the id of an episode."""


class Catalogue:
    """Episodes, and the order in which they are listed."""

    def __init__(self) -> None:
        self._listed: dict[int, Listed] = {}
        self._words: dict[int, str] = {}
        self.grouping = "none"
        self.sort = "added"
        self.filter = ""
        """Words that all have to be in what is known of an episode."""
        self.unfolded: set[str] = set()
        """The names of the branches whose episodes are listed."""

    def __len__(self) -> int:
        return len(self._listed)

    def __getitem__(self, id: int) -> Listed:
        return self._listed[id]

    def __contains__(self, id: object) -> bool:
        return id in self._listed

    def __iter__(self) -> Iterator[Listed]:
        return iter(self._listed.values())

    def fill(self, listed: Iterable[Listed]) -> None:
        """The episodes are now these."""
        self._listed = {episode.id: episode for episode in listed}
        self._words.clear()

    def renew(self, listed: Iterable[Listed]) -> None:
        """Of these episodes something else is known now."""
        for episode in listed:
            self._listed[episode.id] = episode
            self._words.pop(episode.id, None)

    def rows(self) -> list[Row]:
        """The branches in order, each followed by its episodes where it is unfolded."""
        key, backwards = _ORDERS[self.sort]
        newest = sorted(self._found(), key=lambda episode: -episode.id)
        found = sorted(newest, key=key, reverse=backwards)
        if self.grouping == "none":
            return [episode.id for episode in found]
        rows: list[Row] = []
        for name, episodes in _grouped(found, self.grouping):
            unfolded = bool(self.filter) or name in self.unfolded
            title = name or _WITHOUT[self.grouping]
            rows.append(Group(name, title, tuple(episodes), unfolded))
            if unfolded:
                rows += episodes
        return rows

    def groups_of(self, id: int) -> Sequence[str]:
        """The names of the branches that the episode is in."""
        known = self._listed.get(id)
        if known is None or self.grouping == "none":
            return ()
        return _KEYS[self.grouping](known) or ("",)

    def cycle_grouping(self, step: int = 1) -> None:
        """Group by the next."""
        names = list(GROUPINGS)
        self.grouping = names[(names.index(self.grouping) + step) % len(names)]
        self.unfolded.clear()

    def cycle_sort(self, step: int = 1) -> None:
        """Sort by the next."""
        names = list(SORTS)
        self.sort = names[(names.index(self.sort) + step) % len(names)]

    def _found(self) -> Collection[Listed]:
        wanted = self.filter.casefold().split()
        if not wanted:
            return self._listed.values()
        return [e for e in self._listed.values() if all(w in self._known(e) for w in wanted)]

    def _known(self, episode: Listed) -> str:
        """What an episode is found by."""
        words = self._words.get(episode.id)
        if words is None:
            number = "" if episode.number is None else f"#{episode.number}"
            parts = [episode.title, episode.show or "", number, episode.date or ""]
            tags = (f"#{tag}" for tag in episode.tags)
            words = "\n".join([*parts, *episode.speakers, *tags]).casefold()
            self._words[episode.id] = words
        return words


def _grouped(episodes: Iterable[Listed], grouping: str) -> list[tuple[str, list[int]]]:
    """The branches in order, each with its episodes in theirs; those without come last."""
    key, branches = _KEYS[grouping], dict[str, list[int]]()
    for episode in episodes:
        for name in key(episode) or ("",):
            branches.setdefault(name, []).append(episode.id)
    ordered = sorted(branches, key=str.casefold, reverse=grouping == "year")
    return [(name, branches[name]) for name in sorted(ordered, key=lambda name: not name)]


_KEYS: dict[str, Callable[[Listed], Sequence[str]]] = {
    "show": lambda episode: (episode.show,) if episode.show else (),
    "year": lambda episode: (episode.date[:4],) if episode.date else (),
    "speaker": lambda episode: episode.speakers,
    "tag": lambda episode: episode.tags,
}

_ORDERS: dict[str, tuple[Callable[[Listed], Any], bool]] = {
    "added": (lambda episode: episode.id, True),
    "date": (lambda episode: episode.date or "", True),
    "title": (lambda episode: episode.title.casefold(), False),
    "read": (lambda episode: episode.read or "", True),
    "length": (lambda episode: episode.duration, True),
}
"""By what each order sorts, and whether it begins with the greatest; the newer goes first where
that is the same."""
