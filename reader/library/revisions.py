"""Which machine changed what how often, so that two libraries can be brought together.

Each highlight, bookmark and note on an episode has a version vector (D. S. Parker et al.,
"Detection of Mutual Inconsistency in Distributed Systems", 1983): for each machine how many of its
changes are in it. Triggers of the schema count; undo and the trash are counted as changes too.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from reader.errors import LibraryError
from reader.library import journal
from reader.library.bookmarks import Bookmark
from reader.library.damage import told
from reader.library.records import Highlight, Note

Seen = dict[str, int]
"""For each machine, how many of its changes of a thing are known."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What tells an episode from others; `digest` is the SHA-256 of the text that is shown."""

    uid: str
    title: str
    show: str
    url: str
    media: str
    digest: str


@told
class Revisions:
    """The revisions of what is marked in a library, whose connection `connect` gives."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect

    def machine(self) -> str:
        """The id under which changes in this library are counted."""
        return str(self._connect().execute("SELECT id FROM machine").fetchone()["id"])

    def settle(self, file: Path) -> None:
        """Take a new id where `file` is a copy of the library that had the present one."""
        host = _host(file)
        with suppress(sqlite3.OperationalError, LibraryError):
            row = self._connect().execute("SELECT host FROM machine").fetchone()
            if row["host"] != host:
                if row["host"]:
                    self.renew()
                self._connect().execute("UPDATE machine SET host = ?", (host,))

    def renew(self) -> str:
        """Count under a new id from now on: what the old one counted is no longer sure."""
        id = f"m{secrets.token_hex(8)}"
        with journal.transaction(self._connect()):
            self._connect().execute("UPDATE machine SET id = ?", (id,))
        return id

    def all(self) -> dict[str, Seen]:
        """By id, the revisions of all that was ever changed, what is deleted included."""
        rows = self._connect().execute("SELECT id, seen FROM revision")
        return {row["id"]: json.loads(row["seen"]) for row in rows}

    def put(self, seen: Mapping[str, Mapping[str, int]]) -> None:
        """Say which revisions, by id, are in the library now."""
        with journal.transaction(self._connect()):
            self._connect().executemany(
                "INSERT INTO revision (id, seen) VALUES (?, ?) "
                "ON CONFLICT (id) DO UPDATE SET seen = excluded.seen",
                [(id, json.dumps(dict(each), sort_keys=True)) for id, each in seen.items()],
            )

    def highlights(self) -> list[Highlight]:
        """Every highlight, also those in the trash and those of episodes that were removed."""
        rows = self._connect().execute("SELECT * FROM highlight ORDER BY id")
        return [Highlight.of(dict(row)) for row in rows]

    def held(self) -> dict[str, Highlight | Note | Bookmark]:
        """By id, every highlight, every note on an episode as a whole and every bookmark, also
        those in the trash and those of episodes that were removed."""
        connection = self._connect()
        notes = connection.execute("SELECT * FROM note WHERE highlight IS NULL")
        places = connection.execute("SELECT * FROM bookmark")
        held: list[Highlight | Note | Bookmark] = [
            *self.highlights(),
            *(Note.of(dict(row)) for row in notes),
            *(Bookmark.of(dict(row)) for row in places),
        ]
        return {each.id: each for each in held}

    def facts(self, episodes: Iterable[int]) -> dict[int, Facts]:
        """What tells these episodes from others, also of removed ones."""
        known = {}
        for id in episodes:
            row = (
                self._connect()
                .execute(
                    "SELECT uid, title, show, url, media, version.text FROM episode "
                    "LEFT JOIN version ON version.id = episode.version WHERE episode.id = ?",
                    (id,),
                )
                .fetchone()
            )
            if row is not None:
                text = (row["text"] or "").encode("utf-8", "surrogatepass")
                known[id] = Facts(
                    uid=row["uid"],
                    title=row["title"],
                    show=row["show"] or "",
                    url=row["url"] or "",
                    media=row["media"] or "",
                    digest=sha256(text).hexdigest(),
                )
        return known

    def awaited(self) -> dict[str, Any]:
        """By id, what came before its episode, as it was kept."""
        rows = self._connect().execute("SELECT id, line FROM awaited")
        return {row["id"]: json.loads(row["line"]) for row in rows}

    def wait(self, lines: Mapping[str, Any]) -> None:
        """Keep something, by id, until its episode is there; None is no longer to be kept."""
        with journal.transaction(self._connect()):
            for id, line in lines.items():
                self._connect().execute("DELETE FROM awaited WHERE id = ?", (id,))
                if line is not None:
                    self._connect().execute(
                        "INSERT INTO awaited (id, line) VALUES (?, ?)", (id, json.dumps(line))
                    )


def _host(file: Path) -> str:
    """What a copy of `file`, here or on another machine, does not share with it."""
    name = os.uname().nodename
    with suppress(OSError):
        name = Path("/etc/machine-id").read_text(encoding="ascii").strip() or name
    return f"{name}:{file.stat().st_ino}"
