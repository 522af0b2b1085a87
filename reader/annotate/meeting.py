"""Two machines' revisions of one highlight brought together, without a word of either being lost.

A revision has a version vector: for each machine how many of its changes it has seen. One that has
seen all that another has comes after it and stands in its place. Where neither has, both sides have
changed: the one changed later keeps its id, and the other stays beside it as a copy, tagged
`conflict`. A deletion gives way to a change. Which wins, and the id of the copy, depend on nothing
but the two, so that every machine comes to the same.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from reader.library import COLOURS, Bookmark

CONFLICT = "conflict"
"""The tag of a copy that is there because both sides had changed a highlight."""

_COPIES = uuid.UUID("7b7d3c53-6c0f-5a7e-8b58-0d5a5c1e9e11")
"""The namespace of the ids of such copies (RFC 9562, version 5)."""


class Said(Protocol):
    """What the user says by a highlight: a record of the library or one that comes in."""

    @property
    def quote(self) -> str: ...
    @property
    def colour(self) -> str | None: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def note(self) -> str: ...
    @property
    def modified(self) -> str | None: ...


def holds(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Whether the revision `one` has seen every change that `other` has."""
    return all(one.get(machine, 0) >= count for machine, count in other.items())


def joined(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """The revision that has seen what either has."""
    return {each: max(one.get(each, 0), other.get(each, 0)) for each in (*one, *other)}


def content(said: Said) -> tuple[str, str, tuple[str, ...], str]:
    """What was said and when; equal for the same revision, whatever text it stands in."""
    tags = tuple(sorted(said.tags))
    return said.modified or "", said.note, tags, said.colour or COLOURS[0]


def alike(one: Said, other: Said) -> bool:
    """Whether nothing would be lost if only one of the two stayed."""
    return one.quote == other.quote and content(one)[1:] == content(other)[1:]


def copy_id(id: str, said: Said) -> str:
    """The id of the copy of `said`, a revision of the highlight `id`: everywhere the same."""
    return str(uuid.uuid5(_COPIES, json.dumps([id, *content(said)])))


def copy_tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    """The tags of a copy."""
    return tuple(dict.fromkeys((*tags, CONFLICT)))


def micros(moment: str | None) -> int:
    """A moment of ISO 8601 as microseconds since 1970; 0 without one."""
    return 0 if moment is None else int(datetime.fromisoformat(moment).timestamp() * 1e6)


def unknown(present: Sequence[Bookmark], bookmarks: Iterable[Bookmark]) -> list[Bookmark]:
    """Those of `bookmarks` that are not among those `present`, by id or by place. One whose letter
    is taken there comes without.
    """
    known = {each.id for each in present} | {(each.episode, each.offset) for each in present}
    letters = {_mark(each) for each in present}
    new = (each for each in bookmarks if known.isdisjoint({each.id, (each.episode, each.offset)}))
    return [replace(each, letter="") if _mark(each) in letters else each for each in new]


def _mark(bookmark: Bookmark) -> tuple[int, str]:
    """What a mark is one of: the letter, a small one within its episode."""
    return bookmark.episode if bookmark.letter.islower() else 0, bookmark.letter
