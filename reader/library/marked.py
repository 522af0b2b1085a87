"""The highlights of a library, and taking changes back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from reader.errors import NotFound, ReaderError
from reader.library import journal
from reader.library.bookmarks import Bookmark
from reader.library.damage import told
from reader.library.notes import taken_away
from reader.library.records import Highlight, Note
from reader.library.reviews import Review


@told
class Marked:
    """A library as it is marked. Every change is on disk when the call returns."""

    @property
    def _connection(self) -> sqlite3.Connection:
        raise NotImplementedError

    # -- highlights --------------------------------------------------------------------------

    def save_highlight(self, highlight: Highlight, label: str = "highlight") -> None:
        """Keep `highlight`, new or changed."""
        self.save_highlights([highlight], label)

    def save_highlights(
        self,
        highlights: Iterable[Highlight],
        label: str,
        notes: Iterable[Note] = (),
        bookmarks: Iterable[Bookmark] = (),
        *,
        reviews: Iterable[Review] = (),
        dropped: Iterable[str] = (),
    ) -> None:
        """Keep several highlights, notes on episodes, bookmarks, and reviews, and take away the
        bookmarks `dropped`, by their ids, as one change."""
        with journal.change(self._connection, label) as change:
            for highlight in highlights:
                change.put("highlight", highlight.row())
            for note in notes:
                change.put("note", note.row())
            for bookmark in bookmarks:
                change.put("bookmark", bookmark.row())
            for review in reviews:
                change.put("review", asdict(review))
            for id in dropped:
                change.drop("bookmark", id)

    def update_highlight(self, id: str, label: str, **values: Any) -> Highlight:
        """Change some values of the highlight with this id, as it is on disk by then.

        Returns what it became. Raises `NotFound`.
        """
        with journal.change(self._connection, label) as change:
            before = self.highlight(id)
            changed = replace(before, **{"modified": journal.now(), **values})
            change.put("highlight", changed.row())
            if before.note and not changed.note:
                change.put("note", taken_away(before).row())
        return changed

    def confirm_highlight(self, id: str) -> Highlight:
        """Say that a highlight that was moved stands where it should.

        Returns it. Raises `NotFound`, and `ReaderError` for one that has no place.
        """
        found = self.highlight(id)
        if found.state == "orphan":
            raise ReaderError("this highlight lost its place", hint="only a moved one is confirmed")
        if found.state == "anchored":
            return found
        return self.update_highlight(id, "confirm a highlight", state="anchored")

    def confirm_highlights(self, episode: int) -> int:
        """Say so of every highlight of an episode that was moved; returns how many."""
        moved = [each for each in self.highlights(episode) if each.state == "moved"]
        stamp = journal.now()
        confirmed = [replace(each, state="anchored", modified=stamp) for each in moved]
        self.save_highlights(confirmed, f"confirm {len(moved)} highlights")
        return len(moved)

    def delete_highlight(self, id: str) -> None:
        """Put the highlight in the trash. Raises `NotFound`."""
        self.update_highlight(id, "delete highlight", deleted_at=journal.now())

    def highlight(self, id: str) -> Highlight:
        """The highlight with this id. Raises `NotFound`."""
        row = self._connection.execute(
            "SELECT * FROM highlight WHERE id = ? AND deleted_at IS NULL", (id,)
        ).fetchone()
        if row is None:
            raise NotFound(f"there is no highlight {id}", hint="`reader notes` lists them")
        return Highlight.of(dict(row))

    def highlights(self, episode: int | None = None) -> list[Highlight]:
        """The highlights of one episode, or of all that are in the library, in reading order."""
        where, values = ("", ()) if episode is None else ("AND highlight.episode = ?", (episode,))
        rows = self._connection.execute(
            "SELECT highlight.* FROM highlight JOIN episode ON episode.id = highlight.episode "
            "WHERE highlight.deleted_at IS NULL AND episode.deleted_at IS NULL "
            f"{where} ORDER BY highlight.episode, start, highlight.created",
            values,
        ).fetchall()
        return [Highlight.of(dict(row)) for row in rows]

    # -- undo --------------------------------------------------------------------------------

    def undo(self) -> str | None:
        """Take back the latest change; returns what it was, or None when there is none."""
        return journal.undo(self._connection)

    def redo(self) -> str | None:
        """Make the change last undone again; returns what it was, or None."""
        return journal.redo(self._connection)

    def latest(self) -> journal.Entry | None:
        """The change that `undo` takes back, whichever process made it."""
        return journal.latest(self._connection)

    def undone(self) -> journal.Entry | None:
        """The change that `redo` makes again."""
        return journal.undone(self._connection)
