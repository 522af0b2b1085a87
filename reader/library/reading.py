"""How far each episode was read: the places, what is left, and which are done."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from reader.library import journal, speakers
from reader.library.damage import told

_END_SECONDS, _END_SHARE = 10.0, 0.02
"""An episode is done where less than this is left."""

_LISTED = """
SELECT episode.id, episode.title, episode.show, episode.number, episode.date, episode.added,
       episode.duration, version.length, version.times, version.words, version.voices,
       place.offset, place.left, place.modified AS read, finished.at AS finished
  FROM episode
  JOIN version ON version.id = episode.version
  LEFT JOIN place ON place.episode = episode.id
  LEFT JOIN finished ON finished.episode = episode.id
 WHERE episode.deleted_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """One episode as a long list shows it.

    `duration` and `left`, what is still to be read, are in seconds; `left` is None where that is
    not known. `read` is when it was last open, ISO 8601 in UTC, and `begun` whether reading stands
    anywhere but at its beginning. `tags` are those of its highlights, and `marks` where these lie,
    each a share of the whole from 0 to 1.
    """

    id: int
    title: str
    show: str | None
    number: int | None
    date: str | None
    added: str
    duration: float
    times: str
    words: int
    highlights: int
    speakers: tuple[str, ...]
    tags: tuple[str, ...]
    marks: tuple[float, ...]
    read: str | None
    left: float | None
    begun: bool
    done: bool


@told
class Reading:
    """The part of a library that remembers reading. `connection` gives that of the thread."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    def listed(self, episodes: Collection[int] | None = None) -> list[Listed]:
        """Every episode, or only those with these ids, in the order in which they were added."""
        connection = self._connection()
        some = "" if episodes is None else f"IN ({', '.join(str(int(id)) for id in episodes)})"
        names, marks = speakers.names(connection), _marks(connection, some)
        assigned = _assigned(connection, some)
        listed = []
        where = f"AND episode.id {some}" if some else ""
        for row in connection.execute(f"{_LISTED} {where} ORDER BY episode.id"):
            id = row["id"]
            marked = marks.get(id, _Marks())
            duration = (row["times"] != "exact" and row["duration"]) or row["length"]
            known = names.get(id, {})
            voices = dict.fromkeys(known.get(v[0], v[0]) for v in json.loads(row["voices"]))
            listed.append(
                Listed(
                    id=id,
                    title=row["title"],
                    show=row["show"],
                    number=row["number"],
                    date=row["date"],
                    added=row["added"],
                    duration=duration,
                    times=row["times"],
                    words=row["words"],
                    highlights=marked.count,
                    speakers=tuple(voices | assigned.get(id, {})),
                    tags=tuple(sorted(marked.tags)),
                    marks=tuple(min(1.0, t / duration) if duration else 0.0 for t in marked.times),
                    read=row["read"],
                    left=row["left"],
                    begun=bool(row["offset"]),
                    done=row["finished"] is not None,
                )
            )
        return listed

    def keep(self, episode: int, offset: int, left: float | None, length: float | None) -> None:
        """Remember that reading stands at the character `offset` of `episode`, with `left` of its
        `length` to come, in seconds. Who comes to the end is done with it.
        """
        ended = left is not None and length is not None and is_end(left, length)
        connection = self._connection()
        with journal.transaction(connection):
            before = connection.execute(
                "SELECT offset FROM place WHERE episode = ?", (episode,)
            ).fetchone()
            connection.execute(
                "INSERT INTO place (episode, offset, left, modified) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (episode) DO UPDATE SET offset = excluded.offset, "
                "left = excluded.left, modified = excluded.modified",
                (episode, offset, left, journal.now()),
            )
            if ended and offset > (before["offset"] if before is not None else 0):
                self._finish([episode])

    def finish(self, episodes: Iterable[int], done: bool = True) -> None:
        """Say that the user is done with `episodes`, or not yet."""
        connection = self._connection()
        with journal.transaction(connection):
            if done:
                self._finish(episodes)
            else:
                connection.executemany(
                    "DELETE FROM finished WHERE episode = ?", [(id,) for id in episodes]
                )

    def _finish(self, episodes: Iterable[int]) -> None:
        self._connection().executemany(
            "INSERT OR IGNORE INTO finished (episode, at) VALUES (?, ?)",
            [(id, journal.now()) for id in episodes],
        )

    def first(self) -> int | None:
        """The episode that was added first, if there is any."""
        row = (
            self._connection()
            .execute("SELECT id FROM episode WHERE deleted_at IS NULL ORDER BY id LIMIT 1")
            .fetchone()
        )
        return None if row is None else int(row["id"])

    def last(self) -> int | None:
        """The episode that was read last, if it is still there."""
        row = (
            self._connection()
            .execute(
                "SELECT place.episode FROM place JOIN episode ON episode.id = place.episode "
                "WHERE episode.deleted_at IS NULL ORDER BY place.modified DESC LIMIT 1"
            )
            .fetchone()
        )
        return None if row is None else int(row["episode"])

    def signature(self) -> tuple[object, ...]:
        """What changes whenever episodes, texts, names, highlights, bookmarks or notes do."""
        connection = self._connection()
        newest = connection.execute("SELECT max(seq) FROM change_log").fetchone()[0]
        marks = connection.execute(
            "SELECT count(*), group_concat(checksum) FROM highlight WHERE deleted_at IS NULL"
        ).fetchone()
        notes = connection.execute("SELECT count(*), max(modified) FROM note").fetchone()
        places = connection.execute(
            "SELECT count(*), max(modified), total(offset) FROM bookmark"
        ).fetchone()
        return (newest, *marks, *notes, *places)


def is_end(left: float, length: float) -> bool:
    """Whether with `left` of `length` seconds to come an episode is as good as read."""
    return left <= max(_END_SECONDS, _END_SHARE * length)


@dataclass(slots=True)
class _Marks:
    """Of the highlights of one episode how many there are, their tags, and the seconds at which
    those begin that have a place."""

    count: int = 0
    tags: set[str] = field(default_factory=set)
    times: list[float] = field(default_factory=list)


def _marks(connection: sqlite3.Connection, episodes: str) -> dict[int, _Marks]:
    """The highlights of each episode that has some."""
    found: dict[int, _Marks] = {}
    where = f"AND episode {episodes}" if episodes else ""
    for row in connection.execute(
        f"SELECT episode, tags, time, state FROM highlight WHERE deleted_at IS NULL {where}"
    ):
        marks = found.setdefault(row["episode"], _Marks())
        marks.count += 1
        if row["tags"] != "[]":
            marks.tags.update(json.loads(row["tags"]))
        if row["state"] != "orphan":
            marks.times.append(max(0.0, row["time"]))
    return found


def _assigned(connection: sqlite3.Connection, episodes: str) -> dict[int, dict[str, None]]:
    """For each episode where turns were named one by one, those names."""
    found: dict[int, dict[str, None]] = {}
    where = f"AND episode.id {episodes}" if episodes else ""
    for row in connection.execute(
        "SELECT amendment.episode, value FROM amendment "
        "JOIN episode ON episode.version = amendment.version "
        f"WHERE amendment.kind = 'speaker' AND value != '' {where} GROUP BY 1, 2"
    ):
        found.setdefault(row["episode"], {})[row["value"]] = None
    return found
