"""The texts of an episode: as they were read, as the user put them right, and from one to the next.

A version is never changed. Another one becomes the text of its episode by taking over all that the
user added to the one before it.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.align import align
from reader.library import amendments, bookmarks, keeping, layers, origins, rows, speakers
from reader.library.bookmarks import Carry
from reader.library.journal import Change, now
from reader.library.prepared import Prepared, prepare
from reader.library.records import Highlight
from reader.repair import amend
from reader.segment import same_place
from reader.transcript import Meta, Transcript
from reader.transfer import described, transfer
from reader.twins import combined


@dataclass(frozen=True, slots=True)
class Renewed:
    """What became of the user's additions to an episode whose text is another now.

    `lost` says in a few words each what was put right before and has no place in it.
    """

    highlights: tuple[Highlight, ...] = ()
    lost: tuple[str, ...] = ()


def shown(connection: sqlite3.Connection, id: int, version: int | None = None) -> Transcript | None:
    """The episode's text with the user's names and amendments, the current one or `version`."""
    episode = connection.execute("SELECT * FROM episode WHERE id = ?", (id,)).fetchone()
    row = (
        episode
        and connection.execute(
            "SELECT id, text, layers, format FROM version WHERE id = ? AND episode = ?",
            (version or episode["version"], id),
        ).fetchone()
    )
    if row is None:
        return None
    transcript = layers.load(row["text"], row["layers"], rows.meta(episode), row["format"])
    named = transcript.named(speakers.names_in(connection, id))
    return amend(named, amendments.of(connection, row["id"]))


def plain(connection: sqlite3.Connection, version: int) -> Transcript:
    """The text of `version` as it was read, without facts of its episode."""
    row = connection.execute(
        "SELECT text, layers, format FROM version WHERE id = ?", (version,)
    ).fetchone()
    return layers.load(row["text"], row["layers"], Meta(), row["format"])


def in_force(connection: sqlite3.Connection, id: int) -> list[Highlight]:
    """The highlights of the episode `id` that are not in the trash, in reading order."""
    found = connection.execute(
        "SELECT * FROM highlight WHERE deleted_at IS NULL AND episode = ? ORDER BY start, created",
        (id,),
    ).fetchall()
    return [Highlight.of(dict(row)) for row in found]


def renew(
    connection: sqlite3.Connection,
    change: Change,
    id: int,
    version: int,
    carry: Carry | None,
    absorbed: int | None = None,
) -> Renewed:
    """Make `version` the text of the episode `id`, with all that the user added to the one before.

    What was added to the episode `absorbed`, which becomes a part of this one, is taken over too.
    """
    taken = [(each, _version(change, each)) for each in (id, absorbed) if each is not None]
    taken = [(each, old) for each, old in taken if old != version]
    before = [
        (shown(connection, each), in_force(connection, each), bookmarks.of(connection, each))
        for each, _ in taken
    ]
    if _version(change, id) != version:
        row = connection.execute("SELECT format FROM version WHERE id = ?", (version,)).fetchone()
        change.update("episode", id, version=version, format=row["format"], modified=now())
    lost = [line for _, old in taken for line in _amend(connection, change, id, old, version)]
    after = shown(connection, id)
    carried: list[Highlight] = []
    for old, highlights, held in before:
        if carry and (highlights or held) and old is not None and after is not None:
            carried += carry(highlights, old, after, version)
            bookmarks.take_over(change, id, version, held, (old, after), carry)
    for highlight in carried:
        change.put("highlight", replace(highlight, episode=id).row())
    if taken and taken[0][0] == id:
        _read_on(connection, id, before[0][0], after)
    return Renewed(tuple(carried), tuple(lost))


def _read_on(
    connection: sqlite3.Connection, id: int, old: Transcript | None, new: Transcript | None
) -> None:
    """Have reading stand where it stood in the `old` text."""
    row = connection.execute("SELECT offset FROM place WHERE episode = ?", (id,)).fetchone()
    if row is not None and old is not None and new is not None:
        offset = same_place(old.text, new.text, row["offset"])
        connection.execute("UPDATE place SET offset = ? WHERE episode = ?", (offset, id))


def _version(change: Change, id: int) -> int:
    return int(change.row("episode", id)["version"])


def _amend(
    connection: sqlite3.Connection, change: Change, id: int, old: int, version: int
) -> list[str]:
    """Take over the amendments of one version into another; returns those that have no place."""
    given = amendments.of(connection, old)
    if not given:
        return []
    before = plain(connection, old)
    kept, lost = transfer(given, before, plain(connection, version))
    amendments.put(change, id, version, kept)
    return [described(amendment, before) for amendment in lost]


def replaced(
    connection: sqlite3.Connection, change: Change, origin: origins.Origin, prepared: Prepared
) -> int:
    """Keep `prepared` as what the source `origin` holds now.

    The facts of the episode are those of its own first source; the others give what it lacks.
    Returns the version that is to be the text of its episode: this or, where it has more sources,
    the one in which they are combined.
    """
    id = origin.episode
    version = keeping.insert_version(connection, id, prepared, now())
    change.update("source", origin.id, version=version)
    alone = len(origins.of(connection, id)) == 1
    first = alone or origin.location == change.row("episode", id)["source"]
    (keeping.hear if first else keeping.fill)(change, id, prepared.meta)
    if alone:
        return version
    _amend(connection, change, id, origin.version, version)
    return together(connection, change, id)


def attached(
    connection: sqlite3.Connection,
    change: Change,
    id: int,
    location: str,
    prepared: Prepared,
    asked: str,
) -> int:
    """Keep `prepared`, from `location`, as one more source of the episode `id`.

    Returns the version that is to be the text of the episode.
    """
    version = keeping.insert_version(connection, id, prepared, now())
    origins.put(change, id, location, version, asked)
    keeping.fill(change, id, prepared.meta)
    return together(connection, change, id)


def absorbed(
    connection: sqlite3.Connection, change: Change, id: int, into: int, carry: Carry | None
) -> Renewed:
    """Make the episode `id`, with all that is its own, a part of the episode `into`.

    A fact that the user stated of one of them goes before what the other's source says.
    """
    for origin in origins.of(connection, id):
        change.update("source", origin.id, episode=into)
    gone, stays = (change.row("episode", each) for each in (id, into))
    said, own = (set(json.loads(row["stated"])) for row in (gone, stays))
    keeping.fill(change, into, rows.meta(gone))
    facts = {name: gone[name] for name in sorted(said - own)}
    change.update("episode", into, **{**facts, "stated": json.dumps(sorted(said | own))})
    version = together(connection, change, into)
    renewed = renew(connection, change, into, version, carry, absorbed=id)
    change.update("episode", id, deleted_at=now())
    return renewed


def together(connection: sqlite3.Connection, change: Change, id: int) -> int:
    """The version in which all sources of the episode `id` are combined: that of one of them where
    the others have nothing to lend it, the current one where nothing is new, or one made now.
    """
    parts = origins.of(connection, id)
    texts = _texts(connection, parts)
    best, whole = combined(texts)
    base, text = parts[best], texts[best]
    own = (whole.turns, whole.cues, whole.headings) == (text.turns, text.cues, text.headings)
    if own and base.owner == id:
        return base.version
    original = connection.execute(
        "SELECT original FROM version WHERE id = ?", (base.version,)
    ).fetchone()["original"]
    made = prepare(zlib.decompress(original), whole, "")
    current = _version(change, id)
    row = connection.execute("SELECT text, layers FROM version WHERE id = ?", (current,)).fetchone()
    if (row["text"], row["layers"]) == (made.text, made.layers):
        return current
    return keeping.insert_version(connection, id, made, now())


def _texts(connection: sqlite3.Connection, parts: list[origins.Origin]) -> list[Transcript]:
    """The text of each source, as the user put it right before others came to it."""
    found = (shown(connection, part.owner, part.version) for part in parts)
    return [text for text in found if text is not None]


def rehearse_absorbing(connection: sqlite3.Connection, id: int, into: int) -> None:
    """Align now what `absorbed` will align, so that it is at hand within a transaction."""
    combined(_texts(connection, origins.of(connection, into) + origins.of(connection, id)))


def rehearse(connection: sqlite3.Connection, origin: origins.Origin, prepared: Prepared) -> None:
    """Align now what `replaced` and `renew` will align for `prepared`, so that it is at hand when
    they do it within a transaction (`reader.align` remembers).
    """
    new = prepared.transcript()
    current = connection.execute(
        "SELECT version FROM episode WHERE id = ?", (origin.episode,)
    ).fetchone()["version"]
    for version in {origin.version, current}:
        transfer(amendments.of(connection, version), plain(connection, version), new)
    if in_force(connection, origin.episode) or bookmarks.of(connection, origin.episode):
        align(plain(connection, current).text, new.text)
    others = [part for part in origins.of(connection, origin.episode) if part.id != origin.id]
    if others:
        combined([new, *_texts(connection, others)])


_CURRENT = (
    "FROM episode JOIN version ON version.id = episode.version "
    "WHERE episode.id = ? AND episode.deleted_at IS NULL"
)


def text(connection: sqlite3.Connection, id: int) -> str | None:
    """The text of an episode."""
    row = connection.execute(f"SELECT version.text {_CURRENT}", (id,)).fetchone()
    return None if row is None else str(row["text"])


def words(connection: sqlite3.Connection, ids: Sequence[int]) -> list[int]:
    """How many words each of these episodes has; 0 for one that is not there."""
    select = f"SELECT version.words {_CURRENT}"
    found = [connection.execute(select, (id,)).fetchone() for id in ids]
    return [row["words"] if row else 0 for row in found]


def excerpts(
    connection: sqlite3.Connection, spans: Sequence[tuple[int, int, int]]
) -> list[str | None]:
    """For each (episode, start, end) that piece of its text; None where it is not there."""
    select = f"SELECT substr(version.text, ?, ?) AS excerpt {_CURRENT}"
    found = [
        connection.execute(select, (start + 1, end - start, id)).fetchone()
        for id, start, end in spans
    ]
    return [row["excerpt"] if row else None for row in found]
