"""Which highlights were looked at again, and when each is next."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass

from reader.library import journal
from reader.library.damage import told


@dataclass(frozen=True, slots=True)
class Review:
    """Where a highlight stands among those that come back.

    `id` is the highlight's; `step` its place in the row of intervals; `seen` and `due` are the days
    (ISO 8601) on which it was looked at last and is next. One that is not `due` comes no more.
    """

    id: str
    step: int
    seen: str
    due: str | None


@told
class Reviews:
    """The part of a library that remembers reviews. `connection` gives that of the thread."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    def all(self) -> dict[str, Review]:
        """Every review by the id of its highlight; one never looked at has none."""
        rows = self._connection().execute("SELECT id, step, seen, due FROM review")
        return {row["id"]: Review(*row) for row in rows}

    def keep(self, review: Review) -> None:
        """Remember `review`, in place of the one before. `undo` takes it back."""
        with journal.change(self._connection(), "review a highlight") as change:
            change.put("review", asdict(review))
