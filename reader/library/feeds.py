"""Feeds that are followed, and what was fetched from which address."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from reader.errors import NotFound
from reader.library import journal, naming
from reader.library.damage import told


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is followed. Times of day are ISO 8601 in UTC.

    `since` is when the pass through it began that is not yet over, if there is one; `checked` is
    when the last one was over. `episodes` counts those that came from it and are in the library.
    """

    id: int
    url: str
    title: str
    added: str
    since: str | None
    checked: str | None
    etag: str
    modified: str
    episodes: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from an address: the episode it became, and what the server called its state.

    `sha256` is the digest of its bytes, `item` the name that the feed gives the episode. `gone`
    says that the user removed it.
    """

    url: str
    episode: int
    feed: str
    item: str
    etag: str
    modified: str
    sha256: str
    at: str
    gone: bool


_OWNED = """
WITH owned AS (
    SELECT fetched.*, coalesce(
        (SELECT source.episode FROM source JOIN episode ON episode.id = source.episode
          WHERE source.location = fetched.url
          ORDER BY deleted_at IS NOT NULL, deleted_at DESC, source.rowid DESC LIMIT 1),
        fetched.episode) AS owner
      FROM fetched)
"""
"""What was fetched, and whose text that is by now: episodes may have been merged."""

_FEEDS = f"""{_OWNED}
SELECT id, url, title, added, since, checked, etag, modified,
       (SELECT count(DISTINCT episode.id) FROM owned
          JOIN episode ON episode.id = owned.owner
         WHERE owned.feed = feed.url AND episode.deleted_at IS NULL) AS episodes
  FROM feed
"""

_FETCHED = f"""{_OWNED}
SELECT fetched.url, fetched.owner AS episode, fetched.feed, fetched.item, fetched.etag,
       fetched.modified, fetched.sha256, fetched.at,
       episode.id IS NULL OR episode.deleted_at IS NOT NULL AS gone
  FROM owned AS fetched LEFT JOIN episode ON episode.id = fetched.owner
"""


@told
class Feeds:
    """The part of a library that remembers addresses. `connection` gives that of the thread."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    # -- feeds -------------------------------------------------------------------------------

    def all(self) -> list[Feed]:
        """Every feed that is followed, in the order in which they were added."""
        rows = self._connection().execute(f"{_FEEDS} ORDER BY id").fetchall()
        return [Feed(**dict(row)) for row in rows]

    def find(self, name: str) -> Feed:
        """The feed that `name` means: its address, its id, or an unambiguous part of its title.

        Raises `NotFound` when none or more than one answers.
        """
        feeds = {feed.id: feed for feed in self.all()}
        for feed in feeds.values():
            if feed.url == name.strip():
                return feed
        titles = [(feed.id, feed.title) for feed in feeds.values()]
        return feeds[naming.meant(name, titles, "feed", "`reader feeds` lists them")]

    def get(self, url: str) -> Feed | None:
        """The feed at `url`, if it is followed."""
        row = self._connection().execute(f"{_FEEDS} WHERE url = ?", (url,)).fetchone()
        return None if row is None else Feed(**dict(row))

    def body(self, url: str) -> bytes:
        """The feed itself, as it was last fetched. Raises `NotFound` when it is not followed."""
        row = self._connection().execute("SELECT body FROM feed WHERE url = ?", (url,)).fetchone()
        if row is None:
            raise NotFound("this feed is not followed", where=url)
        return zlib.decompress(row["body"])

    def follow(self, url: str, title: str, body: bytes, etag: str, modified: str) -> None:
        """Keep the feed, which was just fetched, and begin a pass through it or go on with one."""
        connection = self._connection()
        with journal.transaction(connection):
            connection.execute(
                "INSERT INTO feed (url, title, added, since, etag, modified, body) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET "
                "title = excluded.title, since = coalesce(since, excluded.since), "
                "etag = excluded.etag, modified = excluded.modified, body = excluded.body",
                (url, title, *[journal.now()] * 2, etag, modified, zlib.compress(body)),
            )

    def finish(self, url: str) -> None:
        """Note that the pass through the feed is over."""
        connection = self._connection()
        with journal.transaction(connection):
            connection.execute(
                "UPDATE feed SET since = NULL, checked = ? WHERE url = ?", (journal.now(), url)
            )

    def forget(self, url: str) -> None:
        """Follow the feed no longer. Its episodes stay."""
        connection = self._connection()
        with journal.transaction(connection):
            connection.execute("DELETE FROM feed WHERE url = ?", (url,))

    # -- what was fetched --------------------------------------------------------------------

    def fetched(self, url: str) -> Fetched | None:
        """What came from `url`."""
        row = self._connection().execute(f"{_FETCHED} WHERE fetched.url = ?", (url,)).fetchone()
        return None if row is None else _fetched(row)

    def fetched_from(self, feed: str) -> list[Fetched]:
        """What came from the addresses that the feed at `feed` names, the oldest first."""
        rows = self._connection().execute(
            f"{_FETCHED} WHERE fetched.feed = ? ORDER BY fetched.at", (feed,)
        )
        return [_fetched(row) for row in rows]

    def note(
        self,
        url: str,
        episode: int,
        *,
        feed: str,
        item: str,
        etag: str,
        modified: str,
        sha256: str,
    ) -> None:
        """Remember that what `url` held became `episode`."""
        connection = self._connection()
        with journal.transaction(connection):
            connection.execute(
                "INSERT OR REPLACE INTO fetched "
                "(url, episode, feed, item, etag, modified, sha256, at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (url, episode, feed, item, etag, modified, sha256, journal.now()),
            )


def _fetched(row: sqlite3.Row) -> Fetched:
    return Fetched(**{**dict(row), "gone": bool(row["gone"])})
