"""What the search index asks of the library, and what it keeps there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reader.errors import NotFound
from reader.library import log, texts
from reader.library.damage import told
from reader.library.records import Highlight


@dataclass(frozen=True, slots=True)
class Opening:
    """The note on an episode as a whole, as something that is marked at the first words of its
    text. `start` is their offset, `created` ISO 8601 in UTC.
    """

    episode: int
    note: str
    created: str
    start: int
    colour: str = ""
    tags: tuple[str, ...] = ()
    state: str = "anchored"

    @property
    def end(self) -> int:
        """The offset after the first character."""
        return self.start + 1


@told
class Searched:
    """A library as it is searched."""

    @property
    def _connection(self) -> sqlite3.Connection:
        raise NotImplementedError

    def text(self, id: int) -> str:
        """The episode's text. Raises `NotFound`."""
        found = texts.text(self._connection, id)
        if found is None:
            raise NotFound(f"there is no episode {id}", hint="`reader ls` lists them")
        return found

    def words(self, ids: Sequence[int]) -> list[int]:
        """How many words each of these episodes has; 0 for one that is not there."""
        return texts.words(self._connection, ids)

    def excerpts(self, spans: Sequence[tuple[int, int, int]]) -> list[str | None]:
        """For each (episode, start, end) that piece of its text; None where it is not there."""
        return texts.excerpts(self._connection, spans)

    def marks(self) -> list[Highlight | Opening]:
        """Every highlight, and every note on an episode where its text begins."""
        rows = self._connection.execute(
            "SELECT note.episode, note.text, note.created, "
            "json_extract(version.layers, '$.paragraphs[0]') AS first FROM note "
            "JOIN episode ON episode.id = note.episode "
            "JOIN version ON version.id = episode.version "
            "WHERE highlight IS NULL AND note.deleted_at IS NULL AND episode.deleted_at IS NULL"
        )
        opened = [
            Opening(row["episode"], row["text"], row["created"], json.loads(row["first"])[0])
            for row in rows
            if row["first"]
        ]
        return [*self.highlights(), *opened]

    def highlights(self, episode: int | None = None) -> list[Highlight]:
        """The highlights of one episode, or of all that are in the library, in reading order."""
        raise NotImplementedError

    def changed_since(self, seq: int) -> tuple[int, list[int]]:
        """The newest number of the change log, and the episodes changed after `seq`."""
        return log.changed_since(self._connection, seq)

    def forget_changes(self, seq: int) -> None:
        """Drop the entries up to `seq` after which the same episode changed again by `seq`.

        The newest of each episode is kept, so that `changed_since` answers as before.
        """
        log.forget_changes(self._connection, seq)

    def index_state(self) -> dict[str, str]:
        """What the search index has noted about itself."""
        return log.index_state(self._connection)

    def note_index_state(self, values: Mapping[str, Any]) -> None:
        """Keep notes about the search index."""
        log.note_index_state(self._connection, values)
