"""The places that reading went away from, kept from one start of the program to the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import NamedTuple

from reader.library import journal
from reader.library.damage import told

MOST_JUMPS = 100
"""So many places are kept on either side of the present one."""


class Place(NamedTuple):
    """The character `offset` of an episode's text."""

    episode: int
    offset: int


@told
class Jumps:
    """The jump list of a library, whose connection `connect` gives. May raise `LibraryError`."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect

    def load(self) -> tuple[list[Place], list[Place]]:
        """The places behind and those ahead, on either side the nearest last."""
        sides: tuple[list[Place], list[Place]] = ([], [])
        for row in self._connect().execute("SELECT * FROM jump ORDER BY number"):
            sides[row["ahead"]].append(Place(row["episode"], row["offset"]))
        return sides

    def keep(self, behind: Sequence[Place], ahead: Sequence[Place]) -> None:
        """Remember the places behind and those ahead, of each the nearest `MOST_JUMPS`."""
        rows = [
            (*place, side)
            for side, places in enumerate((behind, ahead))
            for place in places[-MOST_JUMPS:]
        ]
        connection = self._connect()
        with journal.transaction(connection):
            connection.execute("DELETE FROM jump")
            connection.executemany(
                "INSERT INTO jump (episode, offset, ahead) VALUES (?, ?, ?)", rows
            )
