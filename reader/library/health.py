"""Whether the file of a library is sound."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

from reader.library.records import Problem, checksum, digest


def problems(connection: sqlite3.Connection, file: Path) -> list[Problem]:
    """What is wrong with `file`: SQLite's own check, then the checksums of every highlight, note
    and bookmark, and of every version's text, layers and original bytes.
    """
    connection.execute("BEGIN")
    try:
        return [
            *_damage(connection, file),
            *_changed(connection),
            *_texts(connection),
            *_empty(connection),
        ]
    finally:
        connection.execute("ROLLBACK")


def _damage(connection: sqlite3.Connection, file: Path) -> list[Problem]:
    rows = connection.execute("PRAGMA integrity_check")
    return [Problem(str(row[0]), str(file), False) for row in rows if row[0] != "ok"]


def _changed(connection: sqlite3.Connection) -> list[Problem]:
    return [
        Problem(f"a {table} is not as it was written", row["id"], False)
        for table in ("highlight", "note", "bookmark")
        for row in map(dict, connection.execute(f"SELECT * FROM {table}"))
        if checksum(row) != row["checksum"]
    ]


def _texts(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Read as bytes, because damaged text may be no text at all."""
    found = connection.execute(
        "SELECT version.id, version.episode, CAST(text AS BLOB), CAST(layers AS BLOB), "
        "original, sha256, checksum FROM version"
    )
    for id, episode, text, layers, original, sha256, kept in found:
        where = f"version {id} of episode {episode}"
        if digest(text, layers) != kept:
            yield Problem("the text of an episode is not as it was kept", where, False)
        if _sha256(original) != sha256:
            yield Problem("the original of an episode is not as it was kept", where, False)


def _sha256(original: bytes) -> str | None:
    """The digest of what `original` holds, compressed; None where that is damaged."""
    try:
        return hashlib.sha256(zlib.decompress(original)).hexdigest()
    except zlib.error:
        return None


def _empty(connection: sqlite3.Connection) -> list[Problem]:
    rows = connection.execute(
        "SELECT title FROM episode WHERE deleted_at IS NULL "
        "AND version NOT IN (SELECT id FROM version)"
    )
    return [Problem("an episode has no text", row["title"], False) for row in rows]
