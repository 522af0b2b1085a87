"""What the interface remembers from one run to the next, and is no setting."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from reader.library import journal
from reader.library.damage import told


@told
class State:
    """The part of a library that remembers how it was looked at: values by name, kept as JSON.

    `connection` gives that of the thread.
    """

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    def get(self, name: str) -> Any:
        """What is remembered under `name`; None where nothing is, or nothing that can be read."""
        row = (
            self._connection().execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        )
        try:
            return None if row is None else json.loads(row["value"])
        except ValueError:
            return None

    def put(self, name: str, value: Any) -> None:
        """Remember `value` under `name`."""
        connection = self._connection()
        with journal.transaction(connection):
            connection.execute(
                "INSERT INTO state (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, json.dumps(value, ensure_ascii=False)),
            )
