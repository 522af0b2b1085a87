"""Keeping a prepared transcript: whose text it is, its rows, and the facts of its episode.

A fact is the user's once they state it: from then on it is noted in the column `stated`, and what a
later version of the source says of itself does not touch it.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterable

from reader.errors import ReaderError
from reader.library import journal, origins, rows
from reader.library.journal import Change
from reader.library.prepared import Prepared
from reader.transcript import Meta


def insert(
    connection: sqlite3.Connection,
    change: Change,
    prepared: Prepared,
    source: str,
    meta: Meta,
    asked: str = "",
) -> int:
    """A new episode of `prepared`, with the facts that the user states in `meta`; `asked` is the
    format in which they want it read, if they said so.

    When that is undone it is removed, at the moment at which it was added. Returns its id.
    """
    _sound(meta)
    stamp, facts = journal.now(), meta.over(prepared.meta)
    row = {
        "uid": str(uuid.uuid4()),
        "source": source,
        "version": 0,
        "format": prepared.format,
        "added": stamp,
        "modified": stamp,
        "deleted_at": None,
        **rows.meta_row(facts),
        "title": facts.title or prepared.title,
        "stated": json.dumps(sorted(rows.said(meta))),
    }
    marks = ", ".join("?" for _ in row)
    cursor = connection.execute(
        f"INSERT INTO episode ({', '.join(row)}) VALUES ({marks})", tuple(row.values())
    )
    episode = int(cursor.lastrowid or 0)
    version = insert_version(connection, episode, prepared, stamp)
    connection.execute("UPDATE episode SET version = ? WHERE id = ?", (version, episode))
    whole = {"id": episode, **row, "version": version}
    change.created("episode", whole, {**whole, "deleted_at": stamp})
    origins.put(change, episode, source, version, asked)
    return episode


def insert_version(
    connection: sqlite3.Connection, episode: int, prepared: Prepared, stamp: str
) -> int:
    """The row of a version, and the numbers of its sketch. Returns its id."""
    row = {"episode": episode, "created": stamp, **prepared.row()}
    cursor = connection.execute(
        f"INSERT INTO version ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
        tuple(row.values()),
    )
    version = int(cursor.lastrowid or 0)
    connection.executemany(
        "INSERT INTO sketch (version, number) VALUES (?, ?)",
        [(version, number) for number in prepared.sketch],
    )
    return version


def state(change: Change, id: int, meta: Meta, without: Iterable[str] = ()) -> bool:
    """Give the episode the facts that the user states in `meta`, and take those named in `without`
    away; what is in neither stays.

    Returns whether that changed anything. Raises `ReaderError` for a fact that cannot be.
    """
    _sound(meta)
    nothing, none = rows.meta_row(Meta()), set(without)
    if "title" in none:
        raise ReaderError("an episode needs a title", hint="give another")
    row = change.row("episode", id)
    stated = {**{name: nothing[name] for name in sorted(none)}, **rows.said(meta)}
    if all(row[name] == value for name, value in stated.items()):
        return False
    own = json.dumps(sorted({*json.loads(row["stated"]), *stated}))
    change.update("episode", id, modified=journal.now(), **{**stated, "stated": own})
    return True


def hear(change: Change, id: int, meta: Meta) -> None:
    """Give the episode the facts that its source says of itself, but for those the user stated.

    What the source says nothing of stays; what stands before the spoken words is always its own.
    """
    own = json.loads(change.row("episode", id)["stated"])
    heard = {name: value for name, value in rows.said(meta).items() if name not in own}
    change.update("episode", id, **{**heard, "front": meta.front})


def fill(change: Change, id: int, meta: Meta) -> None:
    """Give the episode the facts in `meta` that it lacks, but for those the user took away."""
    row = change.row("episode", id)
    own, nothing = json.loads(row["stated"]), rows.meta_row(Meta())
    lacking = {
        name: value
        for name, value in rows.said(meta).items()
        if row[name] == nothing[name] and name not in own
    }
    change.update("episode", id, **lacking)


def _sound(meta: Meta) -> None:
    if meta.duration is not None and meta.duration <= 0:
        raise ReaderError("an episode lasts longer than nothing")
