"""The sources of an episode: usually one; several where they are known to be of one recording.

Each has the version that was last read from it. The text of an episode with several sources is one
of these versions, or a version of its own that has the layers of all.
"""

from __future__ import annotations

import posixpath
import sqlite3
import uuid
from dataclasses import dataclass

from reader.align import words
from reader.library.journal import Change
from reader.library.prepared import Prepared
from reader.twins import SAME_WORDS, resemblance


@dataclass(frozen=True, slots=True)
class Origin:
    """A source of `episode`: what was last read from `location` is the version `version`.

    That was made for the episode `owner`, another one where two were merged. `sha256` is the digest
    of its bytes, `format` what they were read as and `asked` what the user wants them read as, if
    they said so. `gone` says that the episode was removed.
    """

    id: str
    episode: int
    location: str
    version: int
    asked: str
    owner: int
    sha256: str
    format: str
    gone: bool


_ORIGINS = """
SELECT source.*, version.episode AS owner, version.sha256, version.format,
       episode.deleted_at IS NOT NULL AS gone
  FROM source JOIN episode ON episode.id = source.episode
              JOIN version ON version.id = source.version
 WHERE (deleted_at IS NULL OR deleted_at != added)
"""
"""An episode whose adding was undone is none."""


def known(
    connection: sqlite3.Connection, digest: str, location: str, episode: int | None
) -> Origin | None:
    """The source that is meant: one of `episode`, else one of these bytes, else that at `location`.

    Those in the library go before those that were removed, the latest of these first.
    """
    row = connection.execute(
        f"{_ORIGINS} AND source.id IN ("
        "    SELECT id FROM source WHERE episode = ?1"
        "    UNION SELECT source.id FROM source JOIN version ON version.id = source.version"
        "           WHERE sha256 = ?2"
        "    UNION SELECT id FROM source WHERE location = ?3 AND location != '') "
        "ORDER BY deleted_at IS NOT NULL, episode.id = ?1 DESC, sha256 = ?2 DESC, "
        "location = ?3 DESC, deleted_at DESC, episode.id LIMIT 1",
        (episode, digest, location),
    ).fetchone()
    return None if row is None else _origin(row)


def of(connection: sqlite3.Connection, episode: int) -> list[Origin]:
    """The sources of an episode; first the one whose text it shows."""
    rows = connection.execute(
        f"{_ORIGINS} AND episode.id = ? ORDER BY version.sha256 = "
        "(SELECT sha256 FROM version AS shown WHERE shown.id = episode.version) DESC, source.rowid",
        (episode,),
    )
    return [_origin(row) for row in rows]


def beside(connection: sqlite3.Connection, location: str, prepared: Prepared) -> Origin | None:
    """A source that holds the same words in another form: in the same folder, under the same name
    but for the extension.
    """
    stem = _stem(location)
    rows = connection.execute(
        f"{_ORIGINS} AND deleted_at IS NULL AND location > ? AND location < ? "
        "ORDER BY source.rowid",
        (f"{stem}.", f"{stem}/"),
    ).fetchall()
    for origin in map(_origin, rows if stem else ()):
        if _stem(origin.location) == stem and _same_words(connection, origin.version, prepared):
            return origin
    return None


def put(
    change: Change, episode: int, location: str, version: int, asked: str, id: str | None = None
) -> None:
    """Note that `version` was read from `location`, a source of `episode`: the one with this `id`,
    or a new one.
    """
    row = {"id": id or str(uuid.uuid4()), "episode": episode, "location": location}
    change.put("source", {**row, "version": version, "asked": asked})


def asked(connection: sqlite3.Connection) -> dict[str, str]:
    """By location, the formats in which the user wants sources read."""
    rows = connection.execute("SELECT location, asked FROM source WHERE asked != ''")
    return {row["location"]: row["asked"] for row in rows}


def alike(connection: sqlite3.Connection, episode: int, least: int) -> list[int]:
    """The other episodes whose texts share `least` or more numbers of their sketches with that of
    this one, the most alike first.
    """
    found = connection.execute(
        "SELECT episode.id FROM sketch AS mine "
        "JOIN sketch AS theirs ON theirs.number = mine.number "
        "JOIN episode ON episode.version = theirs.version "
        "WHERE mine.version = (SELECT version FROM episode WHERE id = ?) "
        "AND episode.id != ? AND episode.deleted_at IS NULL "
        "GROUP BY episode.id HAVING count(*) >= ? ORDER BY count(*) DESC, episode.id",
        (episode, episode, least),
    )
    return [row["id"] for row in found]


def _origin(row: sqlite3.Row) -> Origin:
    return Origin(**{**dict(row), "gone": bool(row["gone"])})


def _stem(location: str) -> str:
    """The path of a file without its extension; nothing for what is no file, or has none."""
    stem, extension = posixpath.splitext(location)
    return stem if extension and location.startswith(("/", "file:///")) else ""


def _same_words(connection: sqlite3.Connection, version: int, prepared: Prepared) -> bool:
    rows = connection.execute("SELECT number FROM sketch WHERE version = ?", (version,))
    numbers = [row["number"] for row in rows]
    if numbers or prepared.sketch:
        return resemblance(numbers, prepared.sketch) >= SAME_WORDS
    row = connection.execute("SELECT text FROM version WHERE id = ?", (version,)).fetchone()
    return list(words(row["text"])) == list(words(prepared.text))
