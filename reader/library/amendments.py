"""Amendments on disk: what the user has put right in a version of a text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from reader.library.journal import Change
from reader.repair import Amendment


def of(connection: sqlite3.Connection, version: int) -> list[Amendment]:
    """The amendments to one version, in the order of the text."""
    rows = connection.execute(
        'SELECT start, "end", kind, value FROM amendment WHERE version = ? ORDER BY start, kind',
        (version,),
    )
    return [Amendment(row["start"], row["end"], row["kind"], row["value"]) for row in rows]


def put(change: Change, episode: int, version: int, amendments: Iterable[Amendment]) -> None:
    """Keep `amendments`; one of the same kind at the same place gives way."""
    for given in amendments:
        values = {"kind": given.kind, "start": given.start, "end": given.end, "value": given.value}
        change.put(
            "amendment",
            {"id": _id(version, given), "episode": episode} | {"version": version} | values,
        )


def drop(change: Change, version: int, amendments: Iterable[Amendment]) -> None:
    """Forget `amendments`."""
    for given in amendments:
        change.drop("amendment", _id(version, given))


def _id(version: int, amendment: Amendment) -> str:
    return f"{version}/{amendment.kind}/{amendment.start}"
