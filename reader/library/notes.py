"""Notes on episodes as a whole: each episode has one or none, in Markdown."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import replace

from reader.errors import NotFound
from reader.library import journal
from reader.library.damage import told
from reader.library.journal import Change
from reader.library.records import Highlight, Note


@told
class Notes:
    """The part of a library that keeps them. `connection` gives that of the thread."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    def of(self, episode: int) -> Note | None:
        """The note on an episode, if there is one."""
        return standing(self._connection(), episode)

    def all(self) -> list[Note]:
        """The notes on all episodes that are in the library, in the order of their ids."""
        rows = self._connection().execute(
            "SELECT note.* FROM note JOIN episode ON episode.id = note.episode "
            "WHERE note.deleted_at IS NULL AND episode.deleted_at IS NULL ORDER BY note.episode"
        )
        return [Note.of(dict(row)) for row in rows]

    def met(self, episode: int, text: str, modified: str | None) -> Note | None:
        """The note on an episode as it is to be when another library's, of the moment `modified`,
        says `text`: both, each of their words once. None where it says so already.
        """
        before, text = self.of(episode), text.strip()
        if not text or (before is not None and text in before.text):
            return None
        stamp = journal.now()
        if before is None:
            return Note(str(uuid.uuid4()), episode, text, modified or stamp, modified or stamp)
        whole = text if before.text in text else joined(before.text, text)
        return replace(before, text=whole, modified=stamp)

    def write(self, episode: int, text: str, *, modified: str | None = None) -> Note | None:
        """Have the note on an episode say `text`; without any it goes to the trash.

        `modified` is when that was written, where it was not now. Returns the note there is now.
        Raises `NotFound` for an episode that is not there.
        """
        connection, text = self._connection(), text.strip()
        with journal.change(connection) as change:
            title = connection.execute(
                "SELECT title FROM episode WHERE id = ? AND deleted_at IS NULL", (episode,)
            ).fetchone()
            if title is None:
                raise NotFound(f"there is no episode {episode}", hint="`reader ls` lists them")
            before = standing(connection, episode)
            if (before.text if before else "") != text:
                what = "note on" if text else "delete the note on"
                change.label = f"{what} {title['title']}"
                put(change, episode, before, text, modified or journal.now())
        return self.of(episode)


def standing(connection: sqlite3.Connection, episode: int) -> Note | None:
    """The note on an episode that is not in the trash."""
    row = connection.execute(
        "SELECT * FROM note WHERE episode = ? AND highlight IS NULL AND deleted_at IS NULL",
        (episode,),
    ).fetchone()
    return None if row is None else Note.of(dict(row))


def put(change: Change, episode: int, before: Note | None, text: str, stamp: str) -> None:
    """Write `text` in place of the note `before`, at the moment `stamp`; no text takes it away."""
    if before is None:
        change.put("note", Note(str(uuid.uuid4()), episode, text, stamp, stamp).row())
    elif text:
        change.put("note", replace(before, text=text, modified=stamp).row())
    else:
        change.put("note", replace(before, deleted_at=stamp).row())


def absorbed(connection: sqlite3.Connection, change: Change, id: int, into: int) -> None:
    """Let the note on the episode `id`, which becomes a part of `into`, be one on that."""
    gone, stays = standing(connection, id), standing(connection, into)
    if gone is not None:
        put(change, into, stays, joined(stays.text if stays else "", gone.text), journal.now())


def joined(*texts: str) -> str:
    """Several notes as one, each once, with an empty line between them."""
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def taken_away(highlight: Highlight) -> Note:
    """The note of a highlight, on its way to the trash."""
    stamp = journal.now()
    return Note(
        id=str(uuid.uuid4()),
        episode=highlight.episode,
        text=highlight.note,
        created=highlight.created,
        modified=highlight.modified,
        highlight=highlight.id,
        deleted_at=stamp,
    )
