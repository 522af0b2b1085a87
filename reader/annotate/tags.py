"""Tags as a tree: `safety/alignment` is under `safety`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


def levels(tag: str) -> Iterator[str]:
    """`a/b/c` as `a`, `a/b` and `a/b/c`."""
    parts = tag.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))


def sort_key(tag: str) -> list[str]:
    """By this a tag comes before those under it, and those before its next sibling."""
    return tag.casefold().split("/")


@dataclass(frozen=True, slots=True)
class Branch:
    """A tag of the tree. `own` counts the highlights that have it, `count` those that have it or
    one under it, each once."""

    tag: str
    own: int
    count: int

    @property
    def depth(self) -> int:
        """How many tags it is under."""
        return self.tag.count("/")

    @property
    def name(self) -> str:
        """The last part of its name."""
        return self.tag.rpartition("/")[2]


def tree(tagged: Iterable[Sequence[str]]) -> list[Branch]:
    """The branches of the tree that the tags of some highlights make, from the top down.

    Tags that differ by case alone are one, as the first of them is written.
    """
    names: dict[str, str] = {}
    own: dict[str, int] = {}
    counts: dict[str, int] = {}
    for tags in tagged:
        held = {tag.casefold(): tag for tag in tags}
        for key in held:
            own[key] = own.get(key, 0) + 1
        above = {level.casefold(): level for tag in tags for level in levels(tag)}
        for key, level in above.items():
            names.setdefault(key, level)
            counts[key] = counts.get(key, 0) + 1
    ordered = sorted(names, key=sort_key)
    return [Branch(names[key], own.get(key, 0), counts[key]) for key in ordered]


def last_word(line: str) -> str:
    """The tag that is being typed at the end of `line`, without its `#`."""
    return re.split(r"[\s,;]", line)[-1].lstrip("#")


def complete(line: str, known: Mapping[str, int]) -> list[str]:
    """The tags that the end of `line` may become, the likeliest first; `known` counts their use.

    Those come first that begin as is typed, then those of which a level does. Those that stand in
    the line already are left out. With nothing typed, the most used come first.
    """
    typed = last_word(line).casefold()
    before = line[: len(line) - len(typed)] if typed else line
    there = {word.lstrip("#").casefold() for word in re.split(r"[\s,;]+", before)}
    whole = dict(known)
    for tag in known:
        for level in levels(tag):
            whole.setdefault(level, 0)
    found: list[tuple[int, int, list[str], str]] = []
    for tag, count in whole.items():
        key = tag.casefold()
        if key in there or key == typed:
            continue
        if key.startswith(typed):
            found.append((0, -count, sort_key(tag), tag))
        elif any(level.startswith(typed) for level in key.split("/")):
            found.append((1, -count, sort_key(tag), tag))
    return [tag for *_, tag in sorted(found)]


def taken(line: str, tag: str) -> str:
    """`line` with `tag` in place of what is being typed at its end, and a space after it."""
    typed = last_word(line)
    return f"{line[: len(line) - len(typed)]}{tag} "
