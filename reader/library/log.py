"""The change log, from which the search index learns what to read again, and the index's notes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from reader.library import journal


def changed_since(connection: sqlite3.Connection, seq: int) -> tuple[int, list[int]]:
    """The newest number of the change log, and the episodes changed after `seq`."""
    rows = connection.execute(
        "SELECT episode, max(seq) AS seq FROM change_log WHERE seq > ? "
        "GROUP BY episode ORDER BY max(seq)",
        (seq,),
    ).fetchall()
    return (rows[-1]["seq"] if rows else seq), [row["episode"] for row in rows]


def forget_changes(connection: sqlite3.Connection, seq: int) -> None:
    """Drop the entries up to `seq` but for the newest of each episode."""
    with journal.transaction(connection):
        connection.execute(
            "DELETE FROM change_log WHERE seq <= ?1 AND seq NOT IN "
            "(SELECT max(seq) FROM change_log WHERE seq <= ?1 GROUP BY episode)",
            (seq,),
        )


def index_state(connection: sqlite3.Connection) -> dict[str, str]:
    """What the search index has noted about itself."""
    rows = connection.execute("SELECT key, value FROM index_state").fetchall()
    return {row["key"]: row["value"] for row in rows}


def note_index_state(connection: sqlite3.Connection, values: Mapping[str, Any]) -> None:
    """Keep notes about the search index."""
    with journal.transaction(connection):
        connection.executemany(
            "INSERT INTO index_state (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [(key, str(value)) for key, value in values.items()],
        )
