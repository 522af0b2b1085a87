"""Changing many highlights as one change, and the tags of the whole library."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from reader.errors import NotFound
from reader.library import journal
from reader.library.damage import told
from reader.library.records import Highlight, Note

_LIVE = (
    "FROM highlight JOIN episode ON episode.id = highlight.episode "
    "WHERE highlight.deleted_at IS NULL AND episode.deleted_at IS NULL"
)


@told
class Noted:
    """The part of a library that changes highlights together. `connection` gives that of the
    thread."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    def revise(
        self, ids: Iterable[str], label: str, revised: Callable[[Highlight], Highlight]
    ) -> list[Highlight]:
        """Change the highlights `ids`, each as it is on disk by then, into what `revised` makes of
        it, as one change called `label`.

        Returns what became of those that changed; one that is not there is left out.
        """
        changed = []
        with journal.change(self._connection(), label) as change:
            stamp = journal.now()
            for id in ids:
                row = journal.fetch(self._connection(), "highlight", id)
                if row is None or row["deleted_at"] is not None:
                    continue
                before = Highlight.of(row)
                after = revised(before)
                if after != before:
                    after = replace(after, modified=stamp)
                    change.put("highlight", after.row())
                    changed.append(after)
        return changed

    def delete(
        self, ids: Iterable[str], bookmarks: Iterable[str] = (), notes: Iterable[str] = ()
    ) -> int:
        """Put the highlights `ids` and the `notes` on episodes in the trash, and take `bookmarks`
        away, as one change; each by its id. Returns how many there were."""
        connection, stamp = self._connection(), journal.now()
        with journal.change(connection, "delete highlight") as change:
            kinds = (("highlight", Highlight, ids), ("note", Note, notes))
            for table, kind, those in kinds:
                for id in those:
                    row = journal.fetch(connection, table, id)
                    if row is not None and row["deleted_at"] is None:
                        gone = replace(kind.of(row), deleted_at=stamp, modified=stamp)
                        change.put(table, gone.row())
            for id in bookmarks:
                change.drop("bookmark", id)
            count = len(change.rows)
            if count != 1:
                change.label = f"delete {count} highlights"
        return count

    def tags(self) -> dict[str, int]:
        """Every tag with how many highlights have it, the most frequent first."""
        rows = self._connection().execute(f"SELECT tags {_LIVE} AND tags != '[]'")
        counts = Counter(tag for row in rows for tag in json.loads(row["tags"]))
        return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0].casefold())))

    def rename_tag(self, old: str, new: str) -> int:
        """Call the tag `old` by the name `new` everywhere, and those under it accordingly.

        Where a highlight has both, one stays. Case counts in neither. Returns how many highlights
        changed; raises `NotFound` when none has it.
        """
        ids = [row["id"] for row in self._connection().execute(f"SELECT highlight.id {_LIVE}")]

        def revised(each: Highlight) -> Highlight:
            return replace(each, tags=renamed(each.tags, old, new))

        changed = self.revise(ids, f"rename the tag {old} {new}", revised)
        if not changed and not any(_under(tag, old) for tag in self.tags()):
            raise NotFound(f"nothing is tagged “{old}”", hint="`reader tags` lists the tags")
        return len(changed)


def renamed(tags: Iterable[str], old: str, new: str) -> tuple[str, ...]:
    """`tags` with `old`, and what is under it, called by the name `new`; each comes once."""
    kept: dict[str, str] = {}
    for tag in tags:
        name = new + tag[len(old) :] if _under(tag, old) else tag
        kept.setdefault(name.casefold(), name)
    return tuple(kept.values())


def _under(tag: str, above: str) -> bool:
    """Whether `tag` is `above` or under it."""
    own, other = tag.casefold(), above.casefold()
    return own == other or own.startswith(f"{other}/")
