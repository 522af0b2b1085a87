"""What the library hands out: plain records, complete in themselves."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from typing import Any

COLOURS = ("yellow", "green", "blue", "pink", "orange")
"""The colours a highlight may have; the first is the default."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode as lists show it. `duration` is in seconds, `date` ISO 8601.

    `speakers` are the names as the user sees them, in the order in which they first speak;
    `words`, `turns`, `duration` and `times` are those of the current version of the text.
    """

    id: int
    uid: str
    title: str
    show: str | None
    number: int | None
    season: int | None
    date: str | None
    url: str | None
    media: str | None
    hosts: tuple[str, ...]
    guests: tuple[str, ...]
    language: str | None
    description: str | None
    front: str
    kind: str | None
    format: str
    source: str
    version: int
    words: int
    turns: int
    duration: float
    times: str
    speakers: tuple[str, ...]
    highlights: int
    added: str
    place: int | None


@dataclass(frozen=True, slots=True)
class Highlight:
    """A marked span, with all that is needed to find it again in another version of the text.

    `start` and `end` are character offsets in the text of `version`; `quote` is the text between
    them and `prefix` and `suffix` up to 32 characters on either side. `time` and `time_end` are
    seconds. `state` is `anchored`, `moved` (found elsewhere, to be confirmed) or `orphan`; `score`
    is the share of the quote's words found there. Times of day are ISO 8601 in UTC.
    """

    id: str
    episode: int
    version: int
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    time: float
    time_end: float
    time_exact: bool
    speaker: str | None
    colour: str
    tags: tuple[str, ...]
    note: str
    created: str
    modified: str
    deleted_at: str | None = None
    state: str = "anchored"
    score: float = 1.0

    def row(self) -> dict[str, Any]:
        """The record as a row of its table, with its checksum."""
        row = {field.name: getattr(self, field.name) for field in fields(self)}
        row["tags"] = json.dumps(self.tags, ensure_ascii=False)
        row["time_exact"] = int(self.time_exact)
        row["checksum"] = checksum(row)
        return row

    @classmethod
    def of(cls, row: dict[str, Any]) -> Highlight:
        """The record that `row` holds."""
        values = {name: row[name] for name in _COLUMNS}
        values["tags"] = tuple(json.loads(values["tags"])) if values["tags"] != "[]" else ()
        values["time_exact"] = bool(values["time_exact"])
        return cls(**values)


_COLUMNS = tuple(field.name for field in fields(Highlight))
"""The columns of a highlight."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note on an episode as a whole, in Markdown. With `highlight`, the id of one, it is what was
    written there and taken away. Times of day are ISO 8601 in UTC.
    """

    id: str
    episode: int
    text: str
    created: str
    modified: str
    highlight: str | None = None
    deleted_at: str | None = None

    def row(self) -> dict[str, Any]:
        """The record as a row of its table, with its checksum."""
        row = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**row, "checksum": checksum(row)}

    @classmethod
    def of(cls, row: dict[str, Any]) -> Note:
        """The record that `row` holds."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})


def checksum(row: dict[str, Any]) -> str:
    """A digest over every column of `row` but `checksum`: a flipped bit does not pass unseen."""
    kept = {key: value for key, value in row.items() if key != "checksum"}
    canonical = json.dumps(kept, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def digest(*parts: bytes) -> str:
    """The SHA-256 of the lengths and contents of `parts`, in hexadecimal."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(b"%d:" % len(part))
        whole.update(part)
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one source: `status` is `added`, `updated` or `unchanged`.

    `carried` are the highlights of an updated episode as they stand in its new text, and those that
    came back with an episode that had been removed. `lost` says in a few words each what had been
    put right and has no place in the new text; the version before keeps it. `beside` is a source of
    the same words, whose episode this one became a source of.
    """

    status: str
    episode: int
    carried: tuple[Highlight, ...] = ()
    lost: tuple[str, ...] = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What the current version of a text consists of, and what was doubtful in reading it."""

    paragraphs: int = 0
    cues: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of a health check: what is wrong, and whether it can be repaired."""

    what: str
    where: str
    repairable: bool
