"""Changes that can be undone: each is the rows it touched, as they were and as they became."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from reader.errors import LibraryError

TABLES = frozenset("episode source speaker_name amendment highlight note bookmark review".split())
"""The tables whose rows a change may touch. Each has the primary key `id`."""

WRITER = uuid.uuid4().hex
"""What this process signs its changes with."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as the journal tells of it: what it was, when (ISO 8601 in UTC), and whether this
    process made it.
    """

    label: str
    at: str
    own: bool


def now() -> str:
    """The present moment, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything inside happens, on disk, or nothing of it does.

    Within another transaction it is on disk when that one ends. Raises `LibraryError` when SQLite
    refuses: the disk is full, or another writes for too long.
    """
    begin, keep, discard = (
        ("SAVEPOINT inner", "RELEASE inner", "ROLLBACK TO inner")
        if connection.in_transaction
        else ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
    )
    try:
        connection.execute(begin)
        try:
            yield
            connection.execute(keep)
        except BaseException:
            if connection.in_transaction:
                connection.execute(discard)
            raise
    except sqlite3.Error as error:
        raise LibraryError(f"the library cannot be written: {error}") from error


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is read inside is of one moment; others write on. Raises `LibraryError`."""
    if connection.in_transaction:
        yield
        return
    try:
        connection.execute("BEGIN")
        try:
            yield
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise LibraryError(f"the library cannot be read: {error}") from error


class Change:
    """The rows one user action writes, and what it is called. Made by `change`."""

    def __init__(self, connection: sqlite3.Connection, label: str) -> None:
        self._connection = connection
        self.label = label
        self.rows: list[tuple[str, Any, Row | None, Row | None]] = []

    @property
    def connection(self) -> sqlite3.Connection:
        """The database as it is within the change."""
        return self._connection

    def row(self, table: str, key: Any) -> Row:
        """The row with the `id` `key` as it is now. Raises `KeyError` without one."""
        row = fetch(self._connection, table, key)
        if row is None:
            raise KeyError(key)
        return row

    def put(self, table: str, row: Mapping[str, Any]) -> None:
        """Write `row`, whole, in place of the one with the same `id`."""
        self._record(table, row["id"], dict(row))

    def update(self, table: str, key: Any, **values: Any) -> None:
        """Change some columns of the row with the `id` `key`. Raises `KeyError` without one."""
        self._record(table, key, {**self.row(table, key), **values})

    def drop(self, table: str, key: Any) -> None:
        """Remove the row with the `id` `key`, if there is one."""
        self._record(table, key, None)

    def created(self, table: str, row: Row, absent: Row) -> None:
        """Note that `row` was inserted, and what it becomes when that is undone."""
        self.rows.append((table, row["id"], absent, row))

    def _record(self, table: str, key: Any, after: Row | None) -> None:
        before = fetch(self._connection, table, key)
        if before != after:
            write(self._connection, table, key, after)
            self.rows.append((table, key, before, after))


@contextmanager
def change(connection: sqlite3.Connection, label: str = "") -> Iterator[Change]:
    """One undoable change, in one transaction. What was undone before can no longer be redone.

    Where it depends on what is found, its `label` may be set within.
    """
    with transaction(connection):
        changes = Change(connection, label)
        yield changes
        if changes.rows:
            connection.execute("DELETE FROM journal WHERE undone = 1")
            connection.execute(
                "INSERT INTO journal (at, label, rows, writer) VALUES (?, ?, ?, ?)",
                (now(), changes.label, json.dumps(changes.rows, ensure_ascii=False), WRITER),
            )


_LATEST, _UNDONE = "undone = 0 ORDER BY id DESC", "undone = 1 ORDER BY id ASC"


def undo(connection: sqlite3.Connection) -> str | None:
    """Take back the latest change. Returns its label, or None when there is none."""
    return _step(connection, _LATEST, before=True)


def redo(connection: sqlite3.Connection) -> str | None:
    """Make the change last undone again. Returns its label, or None when there is none."""
    return _step(connection, _UNDONE, before=False)


def latest(connection: sqlite3.Connection) -> Entry | None:
    """The change that `undo` takes back."""
    return _entry(connection, _LATEST)


def undone(connection: sqlite3.Connection) -> Entry | None:
    """The change that `redo` makes again."""
    return _entry(connection, _UNDONE)


def _entry(connection: sqlite3.Connection, which: str) -> Entry | None:
    row = connection.execute(
        f"SELECT label, at, writer FROM journal WHERE {which} LIMIT 1"
    ).fetchone()
    return row and Entry(row["label"], row["at"], row["writer"] == WRITER)


def forget(connection: sqlite3.Connection, gone: Callable[[str, Any, list[Row]], bool]) -> None:
    """Take out of every change the rows that are `gone`, told by table, key and what the row was
    and became: no undo or redo brings them back. A change without any rows left is no change.
    """
    for entry in connection.execute("SELECT id, rows FROM journal").fetchall():
        rows = json.loads(entry["rows"])
        kept = [each for each in rows if not gone(each[0], each[1], [r for r in each[2:] if r])]
        if not kept:
            connection.execute("DELETE FROM journal WHERE id = ?", (entry["id"],))
        elif len(kept) < len(rows):
            connection.execute(
                "UPDATE journal SET rows = ? WHERE id = ?",
                (json.dumps(kept, ensure_ascii=False), entry["id"]),
            )


def _step(connection: sqlite3.Connection, which: str, *, before: bool) -> str | None:
    with transaction(connection):
        entry = connection.execute(
            f"SELECT id, label, rows FROM journal WHERE {which} LIMIT 1"
        ).fetchone()
        if entry is None:
            return None
        rows = json.loads(entry["rows"])
        for table, key, old, new in reversed(rows) if before else rows:
            write(connection, table, key, old if before else new)
        connection.execute("UPDATE journal SET undone = ? WHERE id = ?", (int(before), entry["id"]))
        return str(entry["label"])


def fetch(connection: sqlite3.Connection, table: str, key: Any) -> Row | None:
    """The row of `table` with the `id` `key`."""
    _check(table)
    row = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (key,)).fetchone()
    return None if row is None else dict(row)


def write(connection: sqlite3.Connection, table: str, key: Any, row: Row | None) -> None:
    """Make the row of `table` with the `id` `key` be `row`, or not be."""
    _check(table)
    if row is None:
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (key,))
        return
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" for _ in row)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in row if name != "id")
    connection.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({marks}) "
        f"ON CONFLICT (id) DO UPDATE SET {updates}",
        tuple(row.values()),
    )


def _check(table: str) -> None:
    if table not in TABLES:
        raise ValueError(f"{table} is not journalled")
