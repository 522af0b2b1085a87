"""The library's folder and its connection to SQLite."""

from __future__ import annotations

import os
import sqlite3
import time
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
        raise LibraryError(
            f"cannot open the library: {error}",
            where=str(file),
            hint="`reader doctor` examines it; --library DIR chooses another",
        ) from error
    return connection


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
