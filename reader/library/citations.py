"""What was cited, for which episodes facts were asked, and which episode an address means."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.errors import NotFound
from reader.library import journal
from reader.library.damage import told
from reader.transcript import Span

MARK = 16
"""So many hexadecimal digits of the SHA-256 of a source tell it from others."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that was cited, as `spans` of offsets in the text of `version`, and when last."""

    episode: int
    version: int
    spans: tuple[Span, ...]
    style: str
    at: str


@told
class Citations:
    """The citations of a library, whose connection `connect` gives. Each method may raise
    `LibraryError`."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect

    def note(self, episode: int, version: int, spans: Sequence[Span], style: str) -> None:
        """Remember that `spans` were cited; the same ones are remembered once."""
        places = json.dumps([[span.start, span.end] for span in spans])
        connection = self._connect()
        with journal.transaction(connection):
            known = connection.execute(
                "SELECT id FROM cited WHERE episode = ? AND version = ? AND spans = ?",
                (episode, version, places),
            ).fetchone()
            connection.execute(
                "INSERT INTO cited (id, episode, version, spans, style, at) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
                "SET style = excluded.style, at = excluded.at",
                (
                    known["id"] if known else str(uuid.uuid4()),
                    *(episode, version, places, style, journal.now()),
                ),
            )

    def all(self) -> list[Cited]:
        """What was cited of episodes that are in the library, in the order of the first time."""
        rows = self._connect().execute(
            "SELECT cited.* FROM cited JOIN episode ON episode.id = cited.episode "
            "WHERE episode.deleted_at IS NULL ORDER BY cited.rowid"
        )
        return [
            Cited(
                row["episode"],
                row["version"],
                tuple(Span(*pair) for pair in json.loads(row["spans"])),
                row["style"],
                row["at"],
            )
            for row in rows
        ]

    def forget(self, episode: int | None = None) -> int:
        """Forget what was cited, of one episode or of all. Returns how many passages that were."""
        where, values = ("", ()) if episode is None else (" WHERE episode = ?", (episode,))
        connection = self._connect()
        with journal.transaction(connection):
            return connection.execute(f"DELETE FROM cited{where}", values).rowcount

    def was_asked(self, episode: int) -> bool:
        """Whether the facts that a citation of the episode lacks were asked for."""
        found = self._connect().execute("SELECT 1 FROM facts_asked WHERE episode = ?", (episode,))
        return found.fetchone() is not None

    def note_asked(self, episode: int) -> None:
        """Remember that they were."""
        connection = self._connect()
        with journal.transaction(connection):
            connection.execute(
                "INSERT OR REPLACE INTO facts_asked (episode, at) VALUES (?, ?)",
                (episode, journal.now()),
            )

    def mark(self, episode: int) -> str:
        """What another library knows the episode's source by: the head of its SHA-256."""
        row = self._connect().execute(
            "SELECT sha256 FROM version JOIN episode ON episode.version = version.id "
            "WHERE episode.id = ?",
            (episode,),
        )
        found = row.fetchone()
        return "" if found is None else str(found["sha256"])[:MARK]

    def located(self, uid: str, mark: str = "") -> int:
        """The episode with this `uid`, else one that has or had a source of this `mark`.

        Raises `NotFound`.
        """
        connection = self._connect()
        row = connection.execute(
            "SELECT id FROM episode WHERE uid = ? AND deleted_at IS NULL", (uid,)
        ).fetchone()
        if row is None and len(mark) == MARK:
            row = connection.execute(
                "SELECT episode.id FROM version JOIN episode ON episode.id = version.episode "
                "WHERE substr(sha256, 1, ?) = ? AND deleted_at IS NULL ORDER BY episode.id",
                (MARK, mark.lower()),
            ).fetchone()
        if row is None:
            hint = "add its transcript first"
            raise NotFound("the episode of this link is not in the library", hint=hint)
        return int(row["id"])
