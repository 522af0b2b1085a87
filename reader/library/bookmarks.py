"""Bookmarks and named marks: places in the texts that the user comes back to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from reader.errors import NotFound
from reader.library import journal
from reader.library.damage import told
from reader.library.records import COLOURS, Highlight, checksum
from reader.transcript import Transcript

Carry = Callable[[list[Highlight], Transcript, Transcript, int], list[Highlight]]
"""Highlights of an old text, that text, the new one and its version: the highlights in the new."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """The place at the character `offset` in the text of `version`.

    A `letter` makes it a named mark: a small one is that of its episode, a capital one that of the
    whole library. `quote` are the words that begin there and `prefix` and `suffix` what stands
    around them, by which the place is found again in another text; where it is not, `state` is
    `orphan`. `time` is in seconds. Times of day are ISO 8601 in UTC.
    """

    id: str
    episode: int
    version: int
    offset: int
    quote: str
    prefix: str
    suffix: str
    time: float
    time_exact: bool
    created: str
    modified: str
    letter: str = ""
    name: str = ""
    state: str = "anchored"

    @property
    def sign(self) -> str:
        """The character that stands for it: its letter, or a lozenge."""
        return self.letter or "◆"

    def row(self) -> dict[str, Any]:
        """The record as a row of its table, with its checksum."""
        row = {field.name: getattr(self, field.name) for field in fields(self)}
        row["time_exact"] = int(self.time_exact)
        row["checksum"] = checksum(row)
        return row

    @classmethod
    def of(cls, row: dict[str, Any]) -> Bookmark:
        """The record that `row` holds."""
        values = {field.name: row[field.name] for field in fields(cls)}
        values["time_exact"] = bool(values["time_exact"])
        return cls(**values)

    @classmethod
    def at(cls, highlight: Highlight, letter: str = "", name: str = "") -> Bookmark:
        """A bookmark where `highlight` begins, of the same id, known by its words."""
        return cls(
            id=highlight.id,
            episode=highlight.episode,
            version=highlight.version,
            offset=highlight.start,
            quote=highlight.quote,
            prefix=highlight.prefix,
            suffix=highlight.suffix,
            time=highlight.time,
            time_exact=highlight.time_exact,
            created=highlight.created,
            modified=highlight.modified,
            letter=letter,
            name=name,
            state="orphan" if highlight.state == "orphan" else "anchored",
        )


@told
class Bookmarks:
    """The bookmarks and marks of a library, whose connection `connect` gives.

    Each method that writes is one change, which can be undone. Each may raise `LibraryError`.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect

    def all(self, episode: int | None = None) -> list[Bookmark]:
        """Those of one episode, or of all that are in the library, in reading order."""
        where, values = ("", ()) if episode is None else ("AND episode.id = ?", (episode,))
        rows = self._connect().execute(
            "SELECT bookmark.* FROM bookmark JOIN episode ON episode.id = bookmark.episode "
            f"WHERE episode.deleted_at IS NULL {where} "
            "ORDER BY bookmark.episode, offset, letter, bookmark.created",
            values,
        )
        return [Bookmark.of(dict(row)) for row in rows]

    def named(self, letter: str, episode: int) -> Bookmark | None:
        """The mark of this `letter`: a capital one wherever it is, a small one in `episode`."""
        within = None if letter.isupper() else episode
        return next((each for each in self.all(within) if each.letter == letter), None)

    def save(self, bookmarks: Iterable[Bookmark], label: str = "bookmark") -> None:
        """Keep `bookmarks`, new or changed. A mark takes its letter from the one that had it."""
        connection = self._connect()
        with journal.change(connection, label) as change:
            for bookmark in bookmarks:
                before = bookmark.letter and self.named(bookmark.letter, bookmark.episode)
                if before and before.id != bookmark.id:
                    change.drop("bookmark", before.id)
                change.put("bookmark", bookmark.row())

    def rename(self, id: str, name: str) -> None:
        """Call a bookmark by a name, or by none. Raises `NotFound`."""
        connection = self._connect()
        with journal.change(connection, "name a bookmark") as change:
            row = journal.fetch(connection, "bookmark", id)
            if row is None:
                raise NotFound("this bookmark is there no longer")
            renamed = replace(Bookmark.of(row), name=name, modified=journal.now())
            change.put("bookmark", renamed.row())

    def remove(self, id: str) -> None:
        """Take a bookmark away."""
        with journal.change(self._connect(), "remove a bookmark") as change:
            change.drop("bookmark", id)


def of(connection: sqlite3.Connection, episode: int) -> list[Bookmark]:
    """The bookmarks of one episode, in reading order."""
    rows = connection.execute(
        "SELECT * FROM bookmark WHERE episode = ? ORDER BY offset, created", (episode,)
    )
    return [Bookmark.of(dict(row)) for row in rows]


def follow(change: journal.Change, bookmarks: Iterable[Bookmark], after: Transcript) -> None:
    """Have `bookmarks` say when their words are spoken, as the transcript says it now."""
    for bookmark in bookmarks:
        moment = after.time_at(bookmark.offset)
        if (moment.seconds, moment.exact) != (bookmark.time, bookmark.time_exact):
            timed = replace(bookmark, time=moment.seconds, time_exact=moment.exact)
            change.put("bookmark", timed.row())


def take_over(
    change: journal.Change,
    episode: int,
    version: int,
    held: Sequence[Bookmark],
    texts: tuple[Transcript, Transcript],
    carry: Carry,
) -> None:
    """Give `held` their places in another text, that of `version` of `episode`, as `carry` finds
    those of highlights of the same words. `texts` are the old one and the new.

    What has no place there keeps all it had. A letter that is taken in the episode is let go.
    """
    found = carry([_as_highlight(each) for each in held], *texts, version)
    taken = {each.letter for each in of(change.connection, episode)} - {
        each.letter for each in held if each.episode == episode
    }
    for bookmark, there in zip(held, found, strict=True):
        letter = "" if bookmark.letter.islower() and bookmark.letter in taken else bookmark.letter
        moved = replace(bookmark, episode=episode, letter=letter, state="orphan")
        if there.state != "orphan":
            moved = replace(
                moved,
                version=version,
                state="anchored",
                offset=there.start,
                quote=there.quote,
                prefix=there.prefix,
                suffix=there.suffix,
                time=there.time,
                time_exact=there.time_exact,
            )
        change.put("bookmark", moved.row())


def _as_highlight(bookmark: Bookmark) -> Highlight:
    """A highlight of the words that begin at `bookmark`."""
    return Highlight(
        id=bookmark.id,
        episode=bookmark.episode,
        version=bookmark.version,
        start=bookmark.offset,
        end=bookmark.offset + len(bookmark.quote),
        quote=bookmark.quote,
        prefix=bookmark.prefix,
        suffix=bookmark.suffix,
        time=bookmark.time,
        time_end=bookmark.time,
        time_exact=bookmark.time_exact,
        speaker=None,
        colour=COLOURS[0],
        tags=(),
        note="",
        created=bookmark.created,
        modified=bookmark.modified,
        state=bookmark.state,
    )
