"""The searches that the user made, and those that they saved under a name."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from reader.library import journal
from reader.library.damage import told

MOST_REMEMBERED = 200
"""So many searches without a name are kept, the latest."""


@dataclass(frozen=True, slots=True)
class Search:
    """A query, when it was last used (ISO 8601 in UTC), and the name it is saved under, if any."""

    query: str
    name: str
    used: str


@told
class Searches:
    """The part of a library that remembers queries. `connection` gives that of the thread."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    def saved(self) -> list[Search]:
        """Those with a name, by their names."""
        return self._all("name != '' ORDER BY lower(name), query")

    def recent(self, limit: int = MOST_REMEMBERED) -> list[Search]:
        """Those without a name, the latest first."""
        return self._all("name = '' ORDER BY used DESC", limit)

    def _all(self, which: str, limit: int = -1) -> list[Search]:
        rows = self._connection().execute(
            f"SELECT query, name, used FROM search WHERE {which} LIMIT ?", (limit,)
        )
        return [Search(*row) for row in rows]

    def note(self, query: str) -> None:
        """Remember that `query` was used just now."""
        self._write(query, "")

    def save(self, query: str, name: str) -> None:
        """Keep `query` under `name`. A name means one query: another of that name is nameless then,
        and so is this one without a name."""
        connection = self._connection()
        with journal.transaction(connection):
            connection.execute("UPDATE search SET name = '' WHERE name = ?", (name,))
            connection.execute("UPDATE search SET name = '' WHERE query = ?", (query,))
            self._write(query, name)

    def forget(self, query: str) -> None:
        """Remember it no longer."""
        connection = self._connection()
        with journal.transaction(connection):
            connection.execute("DELETE FROM search WHERE query = ?", (query,))

    def _write(self, query: str, name: str) -> None:
        connection = self._connection()
        with journal.transaction(connection):
            connection.execute(
                "INSERT INTO search (query, name, used) VALUES (?, ?, ?) ON CONFLICT (query) DO "
                "UPDATE SET used = excluded.used, "
                "name = CASE excluded.name WHEN '' THEN name ELSE excluded.name END",
                (query, name, journal.now()),
            )
            connection.execute(
                "DELETE FROM search WHERE name = '' AND query NOT IN "
                "(SELECT query FROM search WHERE name = '' ORDER BY used DESC LIMIT ?)",
                (MOST_REMEMBERED,),
            )
