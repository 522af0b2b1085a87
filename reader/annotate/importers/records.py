"""What comes in: one highlight as a file tells it, before its place in a text is known."""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

Clean = Callable[[str], str]
"""What makes a text harmless."""

LONGEST = 2_000_000
"""No text of a record has more characters."""

_MACHINE = re.compile(r"[a-z0-9]{1,40}")
_MACHINES = 1000

_ID = uuid.UUID("2f0f8f4a-3a80-5a4e-9d0b-64b4a0a9c0de")
"""The namespace of the ids of highlights whose own are no UUIDs (RFC 9562, version 5)."""


class Unusable(Exception):
    """A record that cannot be a highlight; the text says why."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that is passed over: which one, and what is wrong with it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a record says of its episode. `digest` is the SHA-256 of the text, in hexadecimal."""

    uid: str = ""
    digest: str = ""
    title: str = ""
    show: str = ""
    url: str = ""
    media: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One highlight as a file tells it; None and empty are what the file does not say.

    `start` and `end` are character offsets, half-open, `time` and `time_end` seconds, `created` and
    `modified` ISO 8601 in UTC. `seen` is its revision, if it is from a library of reader's.
    One that is `whole` is only the note on its episode as a whole; one with a `letter`, which may
    be empty, is a bookmark, called by its note.
    """

    where: str
    origin: Origin
    quote: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    time: float | None = None
    time_end: float | None = None
    time_exact: bool = False
    speaker: str | None = None
    colour: str | None = None
    tags: tuple[str, ...] = ()
    note: str = ""
    created: str | None = None
    modified: str | None = None
    id: str | None = None
    state: str = "anchored"
    score: float = 1.0
    whole: bool = False
    letter: str | None = None
    seen: dict[str, int] | None = None

    @property
    def uuid(self) -> str:
        """The id if it is a UUID, else one that is always the same for the same record."""
        try:
            return str(uuid.UUID(self.id or ""))
        except ValueError:
            known = self.id or f"{self.start}|{self.time}|{self.quote}|{self.note}"
            origin = self.origin
            return str(uuid.uuid5(_ID, f"{origin.title}|{origin.url}|{known}"))

    def cleaned(self, clean: Clean) -> Record:
        """The record with all its texts made harmless by `clean`, and its tags in our form."""
        own: dict[str, Any] = {name: clean(value) for name, value in _texts(self).items()}
        origin = {name: clean(value) for name, value in _texts(self.origin).items()}
        tags = dict.fromkeys(tag for text in self.tags if (tag := one_tag(clean(text))))
        return replace(self, **own, origin=replace(self.origin, **origin), tags=tuple(tags))


Read = Record | Problem


def _texts(record: Record | Origin) -> dict[str, str]:
    values = {each.name: getattr(record, each.name) for each in fields(record)}
    return {name: value for name, value in values.items() if isinstance(value, str)}


def one_tag(text: str) -> str:
    """`text` as one tag: without a leading `#`, white space and commas in it become hyphens."""
    joined = re.sub(r"[\s,;]+", "-", text.strip().lstrip("#"))
    return "/".join(level for level in joined.split("/") if level.strip("-"))


# -- reading values that may be anything ----------------------------------------------------------

T = TypeVar("T")


def mapping(value: Any, what: str) -> Mapping[str, Any]:
    """`value` if it is an object. Raises `Unusable`."""
    if not isinstance(value, dict):
        raise Unusable(f"{what} is no object")
    return value


def text(source: Mapping[str, Any], key: str) -> str:
    """The text under `key`, or an empty one. Raises `Unusable`."""
    value = source.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unusable(f"“{key}” is no text")
    if len(value) > LONGEST:
        raise Unusable(f"“{key}” is too long")
    return value


def texts(source: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The texts in the list under `key`. Raises `Unusable`."""
    value = source.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Unusable(f"“{key}” is no list of texts")
    return tuple(value)


def offset(source: Mapping[str, Any], key: str) -> int | None:
    """The offset under `key`, if there is one. Raises `Unusable`."""
    value = source.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise Unusable(f"“{key}” is no offset")
    return value


def seconds(source: Mapping[str, Any], key: str) -> float | None:
    """The seconds under `key`, if there are any. Raises `Unusable`."""
    value = source.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unusable(f"“{key}” is no time")
    if not math.isfinite(value) or not 0 <= value < 1e9:
        raise Unusable(f"“{key}” is no time")
    return float(value)


def revision(source: Mapping[str, Any], key: str) -> dict[str, int] | None:
    """The revision under `key`, if there is one. Raises `Unusable`."""
    value = source.get(key)
    if value is None:
        return None
    if not isinstance(value, dict) or len(value) > _MACHINES:
        raise Unusable(f"“{key}” is no revision")
    for name, count in value.items():
        if not _MACHINE.fullmatch(name) or type(count) is not int or not 0 <= count < 2**53:
            raise Unusable(f"“{key}” is no revision")
    return value


def moment(source: Mapping[str, Any], key: str) -> str | None:
    """The moment under `key` in UTC, if there is one. Raises `Unusable`."""
    return parse_moment(text(source, key), key)


def parse_moment(written: str, key: str = "date") -> str | None:
    """A moment of ISO 8601 in UTC; without a zone it is taken to be there. Raises `Unusable`."""
    if not written.strip():
        return None
    try:
        then = datetime.fromisoformat(written.strip())
        if then.tzinfo is None:
            then = then.replace(tzinfo=UTC)
        then = then.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unusable(f"“{key}” is no date and time") from error
    return then.isoformat(timespec="microseconds").replace("+00:00", "Z")
