"""The library: one folder, one SQLite file, and what can be asked of it."""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.errors import LibraryError, NotFound, ReaderError
from reader.library import (
    amendments,
    disk,
    health,
    journal,
    keeping,
    layers,
    log,
    naming,
    places,
    rows,
    schema,
    speakers,
)
from reader.library.damage import told
from reader.library.feeds import Feeds
from reader.library.prepared import Prepared, prepare
from reader.library.records import Added, Contents, Episode, Highlight, Problem
from reader.repair import Amendment, amend
from reader.transcript import Meta, Speaker, Transcript

FILE = "library.sqlite3"

NOTHING = Meta()
"""What a user states who states nothing."""

Carry = Callable[[list[Highlight], Transcript, Transcript, int], list[Highlight]]
"""Highlights of an old text, that text, the new one and its version: the highlights in the new."""


_CURRENT = (
    "FROM episode JOIN version ON version.id = episode.version "
    "WHERE episode.id = ? AND episode.deleted_at IS NULL"
)
_TEXT = f"SELECT version.text {_CURRENT}"
_WORDS = f"SELECT version.words {_CURRENT}"
_EXCERPT = f"SELECT substr(version.text, ?, ?) AS excerpt {_CURRENT}"


@told
class Library:
    """A library in `folder`, made there if need be.

    One object may be used from several threads; each has a connection of its own. Every method
    that writes has its change on disk when it returns. Raises `LibraryError` when the folder or
    file cannot be used, and so does every method.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = disk.private_folder(folder)
        self.file = folder / FILE
        self._local = threading.local()
        self.feeds = Feeds(lambda: self._connection)
        try:
            schema.migrate(self._connection)
        except sqlite3.Error as error:
            raise LibraryError(
                f"cannot open the library: {error}", where=str(self.file), hint="reader doctor"
            ) from error

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = disk.connect(self.file)
        return connection

    def close(self) -> None:
        """Close this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    # -- episodes ----------------------------------------------------------------------------

    def add(
        self,
        original: bytes,
        transcript: Transcript,
        *,
        source: str,
        title: str,
        carry: Carry | None = None,
    ) -> Added:
        """Keep `transcript`, parsed from the bytes `original` of `source`.

        `source` is a path or a URL, or empty where it has none; `title` is used where the
        transcript has none. The same bytes, read as the same format, are `unchanged`; others from
        a known source are a new version of that episode. `carry` takes the highlights over into it
        in the same change; names given to turns follow where the words are the same.
        """
        return self.store(prepare(original, transcript, title), source=source, carry=carry)

    def store(
        self,
        prepared: Prepared,
        *,
        source: str,
        carry: Carry | None = None,
        episode: int | None = None,
        meta: Meta = NOTHING,
        reread: bool = True,
    ) -> Added:
        """`add` for a transcript that was prepared, as one change.

        `episode` says whose text it is, if known, and `meta` what the user states of it. Without
        `reread` the same bytes are unchanged as whatever format they were read. One that had been
        removed comes back with its highlights, and is `added`.
        """
        with journal.change(self._connection) as change:
            found = keeping.known(self._connection, prepared.sha256, source, episode)
            if found is None:
                id = keeping.insert(self._connection, change, prepared, source, meta)
                change.label = f"add {self.episode(id).title}"
                return Added("added", id)
            id, gone = found["id"], found["deleted_at"] is not None
            if gone:
                change.update("episode", id, deleted_at=None)
            stated = self._state(change, id, meta)
            same = found["sha256"] == prepared.sha256
            if same and (found["format"] == prepared.format or not reread):
                what, carried = "edit", self.highlights(id) if gone else []
            else:
                keeping.hear(change, id, prepared.meta)
                what, carried = "update", self._renew(change, id, prepared, carry)
            change.label = f"{'add' if gone else what} {self.episode(id).title}"
            changed = "updated" if stated or what == "update" else "unchanged"
            return Added("added" if gone else changed, id, tuple(carried))

    def together(self) -> AbstractContextManager[None]:
        """What is written in this context is on disk when it ends, all of it or nothing.

        A call that fails within takes back only what it wrote itself.
        """
        return journal.transaction(self._connection)

    def _renew(
        self, change: journal.Change, id: int, prepared: Prepared, carry: Carry | None
    ) -> list[Highlight]:
        """Make `prepared` the text of the episode. Returns its highlights as they stand in it."""
        old, previous, highlights = self.transcript(id), self.episode(id), self.highlights(id)
        stamp = journal.now()
        version = keeping.insert_version(self._connection, id, prepared, stamp)
        change.update("episode", id, version=version, format=prepared.format, modified=stamp)
        given = amendments.of(self._connection, previous.version)
        amendments.put(change, id, version, speakers.carry(given, old, prepared.transcript()))
        if not (carry and highlights):
            return []
        carried = carry(highlights, old, self.transcript(id), version)
        for highlight in carried:
            change.put("highlight", highlight.row())
        return carried

    def alike(self, id: int, least: int) -> list[int]:
        """The other episodes whose texts share `least` or more numbers of their sketches with that
        of this one, the most alike first."""
        found = self._connection.execute(
            "SELECT episode.id FROM sketch AS mine "
            "JOIN sketch AS theirs ON theirs.number = mine.number "
            "JOIN episode ON episode.version = theirs.version "
            "WHERE mine.version = (SELECT version FROM episode WHERE id = ?) "
            "AND episode.id != ? AND episode.deleted_at IS NULL "
            "GROUP BY episode.id HAVING count(*) >= ? ORDER BY count(*) DESC, episode.id",
            (id, id, least),
        )
        return [row["id"] for row in found]

    def merge(self, id: int, into: int, prepared: Prepared, carry: Carry) -> Added:
        """Make the episode `id` a part of the episode `into`, whose new version is `prepared`.

        The highlights of both go over into it. Raises `NotFound`.
        """
        gone, stays = self.episode(id), self.episode(into)
        with journal.change(self._connection, f"merge {gone.title} into {stays.title}") as change:
            highlights, old = self.highlights(id), self.transcript(id)
            own = (json.loads(change.row("episode", each)["stated"]) for each in (id, into))
            stated = json.dumps(sorted({name for names in own for name in names}))
            carried = self._renew(change, into, prepared, carry)
            new = self.transcript(into)
            for highlight in carry(highlights, old, new, self.episode(into).version):
                change.put("highlight", replace(highlight, episode=into).row())
            change.update("episode", into, **{**rows.said(prepared.meta), "stated": stated})
            change.update("episode", id, deleted_at=journal.now())
        return Added("updated", into, tuple(carried))

    def episodes(self) -> list[Episode]:
        """Every episode, in the order in which they were added."""
        listed = self._connection.execute(f"{rows.EPISODES} ORDER BY episode.id").fetchall()
        names = speakers.names(self._connection)
        changed = {
            row["version"]
            for row in self._connection.execute("SELECT DISTINCT version FROM amendment")
        }
        return [
            rows.episode(
                row,
                self.speakers(row["id"])
                if row["version"] in changed
                else speakers.load(row["voices"], names.get(row["id"], {})),
            )
            for row in listed
        ]

    def episode(self, id: int) -> Episode:
        """The episode with this id. Raises `NotFound`."""
        row = self._connection.execute(f"{rows.EPISODES} AND episode.id = ?", (id,)).fetchone()
        if row is None:
            raise NotFound(f"there is no episode {id}", hint="`reader ls` lists them")
        return rows.episode(row, self.speakers(id))

    def episode_ids(self) -> list[int]:
        """The ids of the episodes, in the order in which they were added."""
        listed = self._connection.execute(
            "SELECT id FROM episode WHERE deleted_at IS NULL ORDER BY id"
        )
        return [row["id"] for row in listed]

    def find(self, name: str) -> Episode:
        """The episode that `name` means: its id, its title, or an unambiguous part of the title.

        Raises `NotFound` when none or more than one answers.
        """
        listed = self._connection.execute(
            "SELECT id, title FROM episode WHERE deleted_at IS NULL ORDER BY id"
        )
        return self.episode(naming.meant(name, listed, "episode", "`reader ls` lists them"))

    def edit(self, id: int, meta: Meta) -> bool:
        """Give the episode the facts that `meta` states; what it leaves out stays.

        Returns whether that changed anything. Raises `NotFound`, and `ReaderError` for a fact that
        cannot be.
        """
        with journal.change(self._connection, f"edit {self.episode(id).title}") as change:
            return self._state(change, id, meta)

    def _state(self, change: journal.Change, id: int, meta: Meta) -> bool:
        if meta.duration is None:
            return keeping.state(change, id, meta)
        with self._followed(change, id):
            return keeping.state(change, id, meta)

    def remove(self, id: int) -> None:
        """Take the episode out of the library. `undo` brings it back with all its notes."""
        episode = self.episode(id)
        with journal.change(self._connection, f"remove {episode.title}") as change:
            change.update("episode", id, deleted_at=journal.now())

    # -- texts -------------------------------------------------------------------------------

    def transcript(self, id: int, version: int | None = None) -> Transcript:
        """The episode's text with its layers and the user's names. Raises `NotFound`."""
        episode = self._connection.execute("SELECT * FROM episode WHERE id = ?", (id,)).fetchone()
        row = (
            episode
            and self._connection.execute(
                "SELECT id, text, layers, format FROM version WHERE id = ? AND episode = ?",
                (version or episode["version"], id),
            ).fetchone()
        )
        if row is None:
            raise NotFound(f"there is no episode {id}", hint="`reader ls` lists them")
        transcript = layers.load(row["text"], row["layers"], rows.meta(episode), row["format"])
        named = transcript.named(speakers.names_in(self._connection, id))
        return amend(named, amendments.of(self._connection, row["id"]))

    def text(self, id: int) -> str:
        """The episode's text. Raises `NotFound`."""
        row = self._connection.execute(_TEXT, (id,)).fetchone()
        if row is None:
            raise NotFound(f"there is no episode {id}", hint="`reader ls` lists them")
        return str(row["text"])

    def words(self, ids: Sequence[int]) -> list[int]:
        """How many words each of these episodes has; 0 for one that is not there."""
        found = [self._connection.execute(_WORDS, (id,)).fetchone() for id in ids]
        return [row["words"] if row else 0 for row in found]

    def excerpts(self, spans: Sequence[tuple[int, int, int]]) -> list[str | None]:
        """For each (episode, start, end) that piece of its text; None where it is not there."""
        found = [
            self._connection.execute(_EXCERPT, (start + 1, end - start, id)).fetchone()
            for id, start, end in spans
        ]
        return [row["excerpt"] if row else None for row in found]

    def contents(self, id: int) -> Contents:
        """What the episode's current version consists of. Raises `NotFound`."""
        row = self._connection.execute(
            "SELECT json_array_length(layers, '$.paragraphs') AS paragraphs, "
            "json_array_length(layers, '$.cues') AS cues, "
            "json_extract(layers, '$.warnings') AS warnings FROM version WHERE id = ?",
            (self.episode(id).version,),
        ).fetchone()
        return Contents(row["paragraphs"], row["cues"], tuple(json.loads(row["warnings"])))

    def original(self, id: int) -> bytes:
        """The bytes from which the episode's current version was read. Raises `NotFound`."""
        row = self._connection.execute(
            "SELECT original FROM version WHERE id = ?", (self.episode(id).version,)
        ).fetchone()
        return zlib.decompress(row["original"])

    # -- speakers ----------------------------------------------------------------------------

    def speakers(self, id: int) -> tuple[Speaker, ...]:
        """The named speakers of an episode in the order in which they first speak.

        Raises `NotFound`.
        """
        row = self._connection.execute(
            "SELECT version.id, version.voices FROM version "
            "JOIN episode ON episode.version = version.id WHERE episode.id = ?",
            (id,),
        ).fetchone()
        if row is None or amendments.of(self._connection, row["id"]):
            return self.transcript(id).speakers
        return speakers.load(row["voices"], speakers.names_in(self._connection, id))

    def rename_speaker(self, old: str, new: str, episodes: Iterable[int] | None = None) -> int:
        """Call the speaker `old` by the name `new`, in `episodes` or everywhere.

        Naming one like another merges them. The label in the source is kept. Returns how many
        episodes changed; raises `NotFound` when nobody is called `old`, and `ReaderError` when that
        is the new name too.
        """
        new = " ".join(new.split())
        if not new:
            raise NotFound("a speaker needs a name")
        if old == new:
            raise ReaderError(f"“{old}” is that name already", hint="give another")
        wanted = None if episodes is None else set(episodes)
        chosen = [
            episode
            for episode in self.episodes()
            if (wanted is None or episode.id in wanted) and old in episode.speakers
        ]
        if not chosen:
            raise NotFound(f"nobody is called “{old}”", hint="`reader speakers` lists the names")
        with journal.change(self._connection, f"call {old} {new}") as change:
            for episode in chosen:
                with self._followed(change, episode.id):
                    speakers.rename(self._connection, change, episode.id, old, new)
        return len(chosen)

    def assign_speaker(self, id: int, turns: Iterable[int], *names: str | None) -> None:
        """Say who speaks in `turns` (indices from 0): `names` by turns; None is nobody named.

        Raises `NotFound` for a turn that is not there.
        """
        transcript = self.transcript(id)
        chosen = sorted(set(turns))
        for turn in chosen:
            if not 0 <= turn < len(transcript.turns):
                count = len(transcript.turns)
                raise NotFound(f"there is no turn {turn + 1}", hint=f"it has {count}")
        given = [" ".join((name or "").split()) for name in names] or [""]
        label = f"name a speaker {', '.join(given) or 'nobody'}"
        self.amend(id, speakers.assign(transcript.turns, chosen, given), label)

    # -- amendments --------------------------------------------------------------------------

    def amendments(self, id: int) -> list[Amendment]:
        """What was put right in the episode's current version, in the order of the text."""
        return amendments.of(self._connection, self.episode(id).version)

    def amend(
        self,
        id: int,
        given: Iterable[Amendment],
        label: str,
        *,
        without: Iterable[Amendment] = (),
    ) -> None:
        """Put something right in the current version of an episode, or no longer, as one change.

        Raises `NotFound`.
        """
        with journal.change(self._connection, label) as change, self._followed(change, id):
            version = self.episode(id).version
            amendments.drop(change, version, without)
            amendments.put(change, id, version, given)

    # -- highlights --------------------------------------------------------------------------

    def save_highlight(self, highlight: Highlight, label: str = "highlight") -> None:
        """Keep `highlight`, new or changed."""
        self.save_highlights([highlight], label)

    def save_highlights(self, highlights: Iterable[Highlight], label: str) -> None:
        """Keep several highlights as one change."""
        with journal.change(self._connection, label) as change:
            for highlight in highlights:
                change.put("highlight", highlight.row())

    def update_highlight(self, id: str, label: str, **values: Any) -> Highlight:
        """Change some values of the highlight with this id, as it is on disk by then.

        Returns what it became. Raises `NotFound`.
        """
        with journal.change(self._connection, label) as change:
            changed = replace(self.highlight(id), **{"modified": journal.now(), **values})
            change.put("highlight", changed.row())
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

    def delete_highlight(self, id: str) -> None:
        """Put the highlight in the trash. Raises `NotFound`."""
        self.update_highlight(id, "delete highlight", deleted_at=journal.now())

    @contextmanager
    def _followed(self, change: journal.Change, id: int) -> Iterator[None]:
        """The episode's highlights follow what is changed of its turns and times within."""
        version = self.episode(id).version
        held = [h for h in self.highlights(id) if h.version == version and h.state != "orphan"]
        before = self.transcript(id) if held else None
        yield
        if before is not None:
            places.follow(change, held, before, self.transcript(id))

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

    # -- undo, places ------------------------------------------------------------------------

    def undo(self) -> str | None:
        """Take back the latest change; returns what it was, or None when there is none."""
        return journal.undo(self._connection)

    def redo(self) -> str | None:
        """Make the change last undone again; returns what it was, or None."""
        return journal.redo(self._connection)

    def keep_place(self, episode: int, offset: int) -> None:
        """Remember that reading stands at the character `offset` of `episode`."""
        with journal.transaction(self._connection):
            self._connection.execute(
                "INSERT INTO place (episode, offset, modified) VALUES (?, ?, ?) "
                "ON CONFLICT (episode) DO UPDATE SET offset = excluded.offset, "
                "modified = excluded.modified",
                (episode, offset, journal.now()),
            )

    def last_read(self) -> int | None:
        """The episode that was read last, if it is still there."""
        row = self._connection.execute(
            "SELECT place.episode FROM place JOIN episode ON episode.id = place.episode "
            "WHERE episode.deleted_at IS NULL ORDER BY place.modified DESC LIMIT 1"
        ).fetchone()
        return None if row is None else int(row["episode"])

    # -- the change log ----------------------------------------------------------------------

    def changed_since(self, seq: int) -> tuple[int, list[int]]:
        """The newest number of the change log, and the episodes changed after `seq`."""
        return log.changed_since(self._connection, seq)

    def forget_changes(self, seq: int) -> None:
        """Drop the entries up to `seq` after which the same episode changed again by `seq`.

        The newest of each episode is kept, so that `changed_since` answers as before.
        """
        log.forget_changes(self._connection, seq)

    def index_state(self) -> dict[str, str]:
        """What the search index has noted about itself."""
        return log.index_state(self._connection)

    def note_index_state(self, values: Mapping[str, Any]) -> None:
        """Keep notes about the search index."""
        log.note_index_state(self._connection, values)

    # -- health ------------------------------------------------------------------------------

    def problems(self) -> list[Problem]:
        """What is wrong with the file: SQLite's own check, then the checksums of what it holds."""
        return health.problems(self._connection, self.file)
