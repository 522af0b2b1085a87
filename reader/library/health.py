"""Whether the file of a library is sound."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from reader.library.records import Problem, checksum


def problems(connection: sqlite3.Connection, file: Path) -> list[Problem]:
    """What is wrong with `file`: SQLite's own check, then the checksum of every highlight."""
    connection.execute("BEGIN")
    try:
        return [*_damage(connection, file), *_changed(connection), *_empty(connection)]
    finally:
        connection.execute("ROLLBACK")


def _damage(connection: sqlite3.Connection, file: Path) -> list[Problem]:
    rows = connection.execute("PRAGMA integrity_check")
    return [Problem(str(row[0]), str(file), False) for row in rows if row[0] != "ok"]


def _changed(connection: sqlite3.Connection) -> list[Problem]:
    rows = map(dict, connection.execute("SELECT * FROM highlight"))
    return [
        Problem("a highlight is not as it was written", row["id"], False)
        for row in rows
        if checksum(row) != row["checksum"]
    ]


def _empty(connection: sqlite3.Connection) -> list[Problem]:
    rows = connection.execute(
        "SELECT title FROM episode WHERE deleted_at IS NULL "
        "AND version NOT IN (SELECT id FROM version)"
    )
    return [Problem("an episode has no text", row["title"], False) for row in rows]
