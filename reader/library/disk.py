"""The library's folder and its connection to SQLite."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from reader.errors import LibraryError

BUSY_SECONDS = 10.0


def private_folder(path: Path) -> Path:
    """Make `path` a folder that only its owner can enter, and return it."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"cannot make the folder: {error.strerror or error}",
            where=str(path),
            hint="choose another with --library DIR",
        ) from error
    return path


def connect(file: Path) -> sqlite3.Connection:
    """Open (or make) the database at `file`, durable and private.

    Raises `LibraryError` when it cannot be opened or is no database.
    """
    try:
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
        use_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except (OSError, sqlite3.Error) as error:
        reason, hint = _understood(error, file)
        raise LibraryError(
            f"cannot open the library: {reason}", where=str(file), hint=hint
        ) from error
    return connection


_ROOM = 256 * 1024
"""A disk with fewer bytes free is full: SQLite then fails in many ways."""


def _understood(error: Exception, file: Path) -> tuple[str, str]:
    """Why the library cannot be opened, and what to do."""
    name = getattr(error, "sqlite_errorname", "")
    if isinstance(error, PermissionError) or name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return (
            "you may not write there",
            "it is written while you read: --library DIR chooses another",
        )
    with suppress(OSError):
        if shutil.disk_usage(file.parent).free < _ROOM:
            return "the disk is full", "make room on it; all that was kept is there"
    return str(error), "`reader doctor` examines it; --library DIR chooses another"


def use_wal(connection: sqlite3.Connection) -> None:
    """Put the database into WAL mode, waiting for others that are at work on a new one.

    SQLite does not wait by itself here: its busy handler is not asked when the mode changes
    (https://www.sqlite.org/wal.html, "Sometimes Queries Return SQLITE_BUSY In WAL Mode").
    """
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.02)
