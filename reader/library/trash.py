"""The trash: what was deleted and can be brought back, until it is deleted for ever."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reader.errors import NotFound
from reader.library import journal, notes, texts
from reader.library.bookmarks import Carry
from reader.library.damage import told
from reader.library.journal import Change, Row
from reader.library.records import Highlight, Note


@dataclass(frozen=True, slots=True)
class Trashed:
    """Something in the trash. `kind` is `highlight`, `note` or `episode`; `text` is its quote, its
    words or its title, `title` that of its episode; `deleted_at` is ISO 8601 in UTC.

    A `note` is that of the highlight; `marks` is how many highlights an episode takes along.
    """

    id: str
    kind: str
    text: str
    episode: int
    title: str
    deleted_at: str
    note: str = ""
    marks: int = 0


_TRASHED = """
SELECT highlight.id, 'highlight' AS kind, quote AS text, episode, title,
       highlight.deleted_at, highlight.note AS note, 0 AS marks
  FROM highlight JOIN episode ON episode.id = highlight.episode
 WHERE highlight.deleted_at IS NOT NULL AND episode.deleted_at IS NULL
UNION ALL
SELECT note.id, 'note', text, note.episode, title, note.deleted_at, '', 0
  FROM note JOIN episode ON episode.id = note.episode
 WHERE note.deleted_at IS NOT NULL AND episode.deleted_at IS NULL
UNION ALL
SELECT episode.uid, 'episode', title, episode.id, title, episode.deleted_at, '',
       (SELECT count(*) FROM highlight
         WHERE highlight.episode = episode.id AND highlight.deleted_at IS NULL)
  FROM episode
 WHERE deleted_at IS NOT NULL AND deleted_at != added
   AND EXISTS (SELECT 1 FROM source WHERE source.episode = episode.id)
"""
"""An episode whose adding was undone was not deleted, nor one that became a part of another."""


@told
class Trash:
    """The part of a library that was deleted. `connection` gives that of the thread."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    def all(self) -> list[Trashed]:
        """Everything in the trash, what was deleted last first."""
        rows = self._connection().execute(f"{_TRASHED} ORDER BY deleted_at DESC").fetchall()
        return [Trashed(**dict(row)) for row in rows]

    def find(self, name: str) -> Trashed:
        """What has an id that begins with `name`, or is the episode of that number.

        Raises `NotFound` when nothing has, or more than one thing.
        """
        found = [
            each
            for each in self.all()
            if (name and each.id.startswith(name))
            or (each.kind == "episode" and str(each.episode) == name)
        ]
        if len(found) != 1:
            many = "more than one thing" if found else "nothing"
            raise NotFound(f"{many} in the trash has the id “{name}”", hint="`reader trash`")
        return found[0]

    def restore(self, things: Iterable[Trashed], carry: Carry) -> int:
        """Bring `things` back as one change; returns how many. What is back already stays so.

        `carry` takes a highlight over into the text that its episode has now. A note that another
        one has taken the place of is joined to that.
        """
        count = 0
        with journal.change(self._connection()) as change:
            for thing in things:
                count += bool(_RESTORE[thing.kind](self._connection(), change, thing, carry))
                change.label = f"restore {_named(thing)}"
            if count > 1:
                change.label = f"restore {count} things from the trash"
        return count

    def purge(self, things: Iterable[Trashed]) -> int:
        """Delete `things` for ever, with all that belongs to them; returns how many.

        No undo brings them back: the changes that were about them are forgotten.
        """
        connection = self._connection()
        with journal.transaction(connection):
            there = {(each.kind, each.id) for each in self.all()}
            gone = [each for each in things if (each.kind, each.id) in there]
            marks = {each.id for each in gone if each.kind == "highlight"}
            written = {each.id: each.text for each in gone if each.kind == "note"}
            episodes = _whole(connection, {e.episode for e in gone if e.kind == "episode"})

            def lost(table: str, key: Any, rows: list[Row]) -> bool:
                if table == "episode":
                    return key in episodes
                if table == "highlight" and any(row["note"] in taken.get(key, ()) for row in rows):
                    return True
                theirs = any(row.get("episode") in episodes for row in rows)
                return theirs or key in marks or key in written

            marks |= _marked(connection, episodes)
            taken = _taken(connection, written)
            for table, column, ids in (
                ("highlight", "id", marks),
                ("note", "highlight", marks),
                ("note", "id", written),
                ("review", "id", marks),
            ):
                _delete(connection, table, column, ids)
            _purge_episodes(connection, episodes)
            journal.forget(connection, lost)
        return len(gone)


def _named(thing: Trashed) -> str:
    return {"highlight": "a highlight", "note": "a note"}.get(thing.kind, thing.title)


def _restore_episode(
    connection: sqlite3.Connection, change: Change, thing: Trashed, carry: Carry
) -> bool:
    if change.row("episode", thing.episode)["deleted_at"] is None:
        return False
    change.update("episode", thing.episode, deleted_at=None)
    return True


def _restore_highlight(
    connection: sqlite3.Connection, change: Change, thing: Trashed, carry: Carry
) -> bool:
    row = journal.fetch(connection, "highlight", thing.id)
    if row is None or row["deleted_at"] is None:
        return False
    back = replace(Highlight.of(row), deleted_at=None, modified=journal.now())
    version = int(change.row("episode", back.episode)["version"])
    if back.version != version and back.state != "orphan":
        old = texts.shown(connection, back.episode, back.version)
        new = texts.shown(connection, back.episode)
        if old is not None and new is not None:
            (back,) = carry([back], old, new, version)
    change.put("highlight", back.row())
    return True


def _restore_note(
    connection: sqlite3.Connection, change: Change, thing: Trashed, carry: Carry
) -> bool:
    row = journal.fetch(connection, "note", thing.id)
    if row is None or row["deleted_at"] is None:
        return False
    note, stamp = Note.of(row), journal.now()
    if note.highlight is None:
        stands = notes.standing(connection, note.episode)
        if stands is None:
            change.put("note", replace(note, deleted_at=None, modified=stamp).row())
            return True
        notes.put(change, note.episode, stands, notes.joined(stands.text, note.text), stamp)
    else:
        marked = journal.fetch(connection, "highlight", note.highlight)
        if marked is None or marked["deleted_at"] is not None:
            raise NotFound("the highlight of this note is not there", hint="restore it first")
        whole = notes.joined(marked["note"], note.text)
        change.put("highlight", replace(Highlight.of(marked), note=whole, modified=stamp).row())
    change.drop("note", note.id)
    return True


_RESTORE = {
    "episode": _restore_episode,
    "highlight": _restore_highlight,
    "note": _restore_note,
}


def _taken(connection: sqlite3.Connection, notes: Mapping[str, str]) -> dict[str, set[str]]:
    """By highlight, what of `notes`, by their ids, was taken away from it."""
    taken: dict[str, set[str]] = {}
    for id, text in notes.items():
        row = journal.fetch(connection, "note", id)
        if row is not None and row["highlight"] is not None:
            taken.setdefault(row["highlight"], set()).add(text)
    return taken


def _whole(connection: sqlite3.Connection, episodes: set[int]) -> set[int]:
    """`episodes`, and those that became a part of one of them."""
    parts = connection.execute(
        "SELECT source.episode AS whole, version.episode AS part "
        "FROM source JOIN version ON version.id = source.version "
        "JOIN episode ON episode.id = version.episode WHERE episode.deleted_at IS NOT NULL"
    ).fetchall()
    return episodes | {row["part"] for row in parts if row["whole"] in episodes}


def _marked(connection: sqlite3.Connection, episodes: set[int]) -> set[str]:
    """The highlights of `episodes`."""
    found = (
        connection.execute("SELECT id FROM highlight WHERE episode = ?", (episode,))
        for episode in episodes
    )
    return {row["id"] for rows in found for row in rows}


def _purge_episodes(connection: sqlite3.Connection, episodes: set[int]) -> None:
    for table in (
        "highlight",
        "note",
        "bookmark",
        "amendment",
        "speaker_name",
        "source",
        "place",
        "cited",
        "finished",
    ):
        _delete(connection, table, "episode", episodes)
    _delete(connection, "facts_asked", "episode", episodes)
    kept = "SELECT id FROM version WHERE episode = ?"
    for episode in episodes:
        connection.execute(f"DELETE FROM sketch WHERE version IN ({kept})", (episode,))
    _delete(connection, "version", "episode", episodes)
    _delete(connection, "episode", "id", episodes)


def _delete(
    connection: sqlite3.Connection, table: str, column: str, values: Collection[Any]
) -> None:
    connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(v,) for v in values])
