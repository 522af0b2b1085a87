"""The library: one folder, one SQLite file, and what can be asked of it."""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from reader.errors import LibraryError, NotFound, ReaderError
from reader.library import (
    amendments,
    backups,
    bookmarks,
    disk,
    health,
    journal,
    keeping,
    naming,
    origins,
    places,
    rows,
    schema,
    speakers,
    texts,
)
from reader.library.bookmarks import Bookmarks, Carry
from reader.library.citations import Citations
from reader.library.damage import told
from reader.library.feeds import Feeds
from reader.library.jumps import Jumps
from reader.library.marked import Marked
from reader.library.noted import Noted
from reader.library.notes import Notes, absorbed
from reader.library.prepared import Prepared, prepare
from reader.library.reading import Reading
from reader.library.records import Added, Contents, Episode, Problem
from reader.library.reviews import Reviews
from reader.library.revisions import Revisions
from reader.library.searched import Searched
from reader.library.searches import Searches
from reader.library.state import State
from reader.library.trash import Trash
from reader.repair import Amendment, kept
from reader.transcript import Meta, Speaker, Transcript

FILE = "library.sqlite3"

NOTHING = Meta()
"""What a user states who states nothing."""


@told
class Library(Marked, Searched):
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
        self.searches = Searches(lambda: self._connection)
        self.citations = Citations(lambda: self._connection)
        self.reading = Reading(lambda: self._connection)
        self.state = State(lambda: self._connection)
        self.notes = Notes(lambda: self._connection)
        self.trash = Trash(lambda: self._connection)
        self.bookmarks = Bookmarks(lambda: self._connection)
        self.jumps = Jumps(lambda: self._connection)
        self.noted = Noted(lambda: self._connection)
        self.reviews = Reviews(lambda: self._connection)
        self.revisions = Revisions(lambda: self._connection)
        try:
            schema.migrate(self._connection)
            self.revisions.settle(self.file)
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
        in the same change; what was put right follows where the words are the same.
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
        asked: str = "",
    ) -> Added:
        """`add` for a transcript that was prepared, as one change.

        `episode` says whose text it is, if known, and `meta` what the user states of it. Without
        `reread` the same bytes are unchanged as whatever format they were read; `asked` is the
        format that the user chose, which `asked_formats` remembers. One that had been removed comes
        back with its highlights, and is `added`. A file beside another of the same name, but for
        the extension, and of the same words is one more source of the same episode.
        """
        with journal.change(self._connection) as change:
            found = origins.known(self._connection, prepared.sha256, source, episode)
            if found is None:
                return self._insert(change, prepared, source, meta, asked, carry)
            id, renewed = found.episode, texts.Renewed()
            if found.gone:
                change.update("episode", id, deleted_at=None)
            stated = self._state(change, id, meta)
            if asked and asked != found.asked:
                change.update("source", found.id, asked=asked)
            same = found.sha256 == prepared.sha256
            if same and (found.format == prepared.format or not reread):
                what, carried = "edit", self.highlights(id) if found.gone else []
            else:
                version = texts.replaced(self._connection, change, found, prepared)
                renewed = texts.renew(self._connection, change, id, version, carry)
                what, carried = "update", list(renewed.highlights)
            change.label = f"{'add' if found.gone else what} {self.episode(id).title}"
            status = "updated" if stated or what == "update" else "unchanged"
            return Added("added" if found.gone else status, id, tuple(carried), renewed.lost)

    def _insert(
        self,
        change: journal.Change,
        prepared: Prepared,
        source: str,
        meta: Meta,
        asked: str,
        carry: Carry | None,
    ) -> Added:
        """A source that is not known: a new episode, or a further source of one."""
        beside = origins.beside(self._connection, source, prepared)
        if beside is None:
            id = keeping.insert(self._connection, change, prepared, source, meta, asked)
            change.label = f"add {self.episode(id).title}"
            return Added("added", id)
        id, before = beside.episode, self.episode(beside.episode)
        shown = texts.attached(self._connection, change, id, source, prepared, asked)
        stated = self._state(change, id, meta)
        renewed = texts.renew(self._connection, change, id, shown, carry)
        change.label = f"add a source of {before.title}"
        status = "updated" if stated or shown != before.version else "unchanged"
        return Added(status, id, renewed.highlights, renewed.lost, beside.location)

    def asked_formats(self) -> dict[str, str]:
        """By source, the formats in which the user wants some of them read."""
        return origins.asked(self._connection)

    def sources(self, id: int) -> list[str]:
        """Where the texts of an episode come from, first the one that is shown."""
        return [origin.location for origin in origins.of(self._connection, id)]

    def foresee(self, prepared: Prepared, *, source: str, episode: int | None = None) -> bool:
        """Whether `store` would make a new version of a text that is known.

        If so, the work that this takes is done beforehand as far as it can be, so that `store`
        holds up other writers no longer than it must.
        """
        found = origins.known(self._connection, prepared.sha256, source, episode)
        if found is None or found.sha256 == prepared.sha256:
            return False
        texts.rehearse(self._connection, found, prepared)
        return True

    def together(self) -> AbstractContextManager[None]:
        """What is written in this context is on disk when it ends, all of it or nothing.

        A call that fails within takes back only what it wrote itself.
        """
        return journal.transaction(self._connection)

    def snapshot(self) -> AbstractContextManager[None]:
        """What is read in this context is of one moment, while others write. Nothing is written
        in it.
        """
        return journal.snapshot(self._connection)

    def alike(self, id: int, least: int) -> list[int]:
        """Other episodes whose sketches share `least` numbers with this one's, the most first."""
        return origins.alike(self._connection, id, least)

    def merge(self, id: int, into: int, carry: Carry) -> Added:
        """Make the episode `id` a part of the episode `into`: its sources become sources of that.

        The text is the better one, with the names and times of both (`reader.twins`). The facts
        that `into` lacks, the highlights and what was put right go over into it. Raises `NotFound`.
        """
        gone, stays = self.episode(id), self.episode(into)
        texts.rehearse_absorbing(self._connection, id, into)
        with journal.change(self._connection, f"merge {gone.title} into {stays.title}") as change:
            renewed = texts.absorbed(self._connection, change, id, into, carry)
            absorbed(self._connection, change, id, into)
        return Added("updated", into, renewed.highlights, renewed.lost)

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

    def edit(self, id: int, meta: Meta, without: Collection[str] = ()) -> bool:
        """Give the episode the facts that `meta` states, and take those named in `without` away, as
        `Meta` names them; what is in neither stays.

        Returns whether that changed anything. Raises `NotFound`, and `ReaderError` for a fact that
        cannot be, or cannot be without.
        """
        with journal.change(self._connection, f"edit {self.episode(id).title}") as change:
            return self._state(change, id, meta, without)

    def _state(
        self, change: journal.Change, id: int, meta: Meta, without: Collection[str] = ()
    ) -> bool:
        if meta.duration is None and "duration" not in without:
            return keeping.state(change, id, meta, without)
        with self._followed(change, id):
            return keeping.state(change, id, meta, without)

    def remove(self, id: int) -> None:
        """Take the episode out of the library. `undo` brings it back with all its notes."""
        episode = self.episode(id)
        with journal.change(self._connection, f"remove {episode.title}") as change:
            change.update("episode", id, deleted_at=journal.now())

    # -- texts -------------------------------------------------------------------------------

    def transcript(self, id: int, version: int | None = None) -> Transcript:
        """The episode's text with its layers and the user's names. Raises `NotFound`."""
        found = texts.shown(self._connection, id, version)
        if found is None:
            raise NotFound(f"there is no episode {id}", hint="`reader ls` lists them")
        return found

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
                    speakers.called(change, episode.id, old, new)
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
        others = kept(transcript.turns, chosen, self.amendments(id))
        self.amend(id, [*others, *speakers.assign(transcript.turns, chosen, given)], label)

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
        self.amend_all({id: (given, without)}, label)

    def amend_all(
        self, given: Mapping[int, tuple[Iterable[Amendment], Iterable[Amendment]]], label: str
    ) -> None:
        """Put something right in several episodes, by id, or no longer, as one change: what is
        right from now on, and what no longer is. Raises `NotFound`.
        """
        with journal.change(self._connection, label) as change:
            for id, (right, without) in given.items():
                with self._followed(change, id):
                    version = self.episode(id).version
                    amendments.drop(change, version, without)
                    amendments.put(change, id, version, right)

    @contextmanager
    def _followed(self, change: journal.Change, id: int) -> Iterator[None]:
        """The episode's highlights and bookmarks follow what is changed of its turns and times
        within."""
        version = self.episode(id).version
        held = [h for h in self.highlights(id) if h.version == version and h.state != "orphan"]
        kept = [b for b in bookmarks.of(self._connection, id) if b.state != "orphan"]
        before = self.transcript(id) if held or kept else None
        yield
        if before is not None:
            after = self.transcript(id)
            places.follow(change, held, before, after)
            bookmarks.follow(change, kept, after)

    # -- places ------------------------------------------------------------------------------

    def keep_place(
        self, episode: int, offset: int, left: float | None = None, length: float | None = None
    ) -> None:
        """Remember that reading stands at the character `offset` of `episode`; see `Reading`."""
        self.reading.keep(episode, offset, left, length)

    def last_read(self) -> int | None:
        """The episode that was read last, if it is still there."""
        return self.reading.last()

    def data_version(self) -> int:
        """A number that changes when another connection than this thread's changes the library
        (https://www.sqlite.org/pragma.html#pragma_data_version).
        """
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    # -- health ------------------------------------------------------------------------------

    def back_up(
        self, file: Path, progress: backups.Progress | None = None, *, force: bool = False
    ) -> None:
        """Copy all of the library into a new `file`; see `backups.back_up`."""
        backups.back_up(self._connection, file, progress, force=force)

    def restore(self, file: Path, progress: backups.Progress | None = None) -> Path:
        """Make the library what it was in a backup; see `backups.restore`."""
        kept = backups.restore(self._connection, self.folder, file, progress)
        self.revisions.renew()
        return kept

    def problems(self) -> list[Problem]:
        """What is wrong with the file: SQLite's own check, then the checksums of what it holds."""
        return health.problems(self._connection, self.file)
