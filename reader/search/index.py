"""The index: derived from the library, kept beside it, and made anew whenever it is in doubt."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import LibraryError, NotFound
from reader.search.answer import Found, Sort, facets, hits, ordered
from reader.search.evaluate import Described, Evaluator
from reader.search.files import Damaged, Seen, guarded, prune, verify
from reader.search.matches import marks_in
from reader.search.passages import passages, readings
from reader.search.query import And, Node, Where, parse
from reader.search.regex import Scan
from reader.search.results import Results
from reader.search.shelf import EpisodeFacts, Shelf, State, Texts
from reader.search.suggest import corrected
from reader.transcript import Span

if TYPE_CHECKING:
    from reader.search.whoosh_store import Head, Snapshot, Writer

BATCH = 2_000_000
"""After so many characters of text the index is brought to the disk."""

PATIENCE = 5.0
"""How many seconds one writer waits for another."""

Progress = Callable[[int, int], None]
"""Is told how many episodes are done, of how many."""

_LOCK = "lock"


class Index:
    """The search index of `shelf`, in `folder`. Making one costs nothing.

    May be used from several threads and processes: one at a time writes, and nobody waits to read.
    The index's folder and the checksums of its files are noted in the library itself, and nothing
    else is ever opened. Where a file is not as it was written, the whole is made again.
    """

    def __init__(self, folder: Path, shelf: Shelf) -> None:
        self.folder, self._shelf = folder, shelf
        self._texts = Texts(shelf)
        self._seen: Seen = {}
        self._heads: tuple[object, dict[int, Head]] = (None, {})

    # -- keeping up ---------------------------------------------------------------------------

    def pending(self) -> int:
        """How many episodes wait to be indexed."""
        return len(self._state().waiting(self._shelf)[1])

    def fresh(self) -> bool:
        """Whether the index knows all that is in the library."""
        return self.pending() == 0

    def blank(self) -> bool:
        """Whether no episode was ever indexed, so that nothing can be found."""
        state = self._state()
        return not state.seq and not state.applied

    def check(self) -> None:
        """Look whether the index can be read and is as it was written. Nothing is changed.

        An index that is not there is in order: it is made when it is wanted. Raises `LibraryError`.
        """
        from reader.search.whoosh_store import Snapshot

        state = self._state()
        while state.files:
            try:
                snapshot = Snapshot(self._generation(state), state.files, {})
                snapshot.heads()
                snapshot.close()
                return
            except Damaged as error:
                failed, state = state, self._state()
                if state == failed:
                    raise _ruined(self.folder, error) from error

    def update(
        self,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> int:
        """Bring the index up to the library. Returns how many episodes were indexed.

        It is on disk in batches, so what is stopped goes on from the last of them. Where another
        thread or process writes for longer than `PATIENCE` it does nothing, and `pending` tells
        what is left. Raises `LibraryError` when the disk refuses.
        """
        with self._writing(cancelled) as mine:
            if not mine:
                return 0
            try:
                return self._apply(self._sound(), progress, cancelled)
            except Damaged:
                return self._anew(progress, cancelled)

    def rebuild(
        self,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> int:
        """Make the index again from the library. Returns how many episodes were indexed.

        Raises `LibraryError` when another thread or process is writing, or the disk refuses.
        """
        with self._writing() as mine:
            if not mine:
                raise _busy(self.folder)
            return self._anew(progress, cancelled)

    @contextmanager
    def _writing(self, cancelled: Callable[[], bool] | None = None) -> Iterator[bool]:
        """Whether this is the one writer, for as long as the block lasts."""
        from whoosh.util.filelock import FileLock, try_for

        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(str(self.folder / _LOCK))
            try_for(lambda: lock.acquire() or (cancelled and cancelled()), timeout=PATIENCE)
            mine = bool(lock.locked)
        except OSError as error:
            raise LibraryError(
                f"cannot use the index's folder: {error.strerror}", where=str(self.folder)
            ) from error
        try:
            yield mine
        finally:
            if mine:
                lock.release()

    def _state(self) -> State:
        """The state as noted, or a fresh one when the folder it names is not there."""
        state = State.of(self._shelf)
        if state.files and self._generation(state).is_dir():
            return state
        return State(generation=state.generation)

    def _generation(self, state: State) -> Path:
        return self.folder / str(state.generation)

    def _sound(self) -> State:
        """The state of an index whose files are right, freed of leavings; a new one if need be."""
        state = self._state()
        try:
            if state.files:
                verify(self._generation(state), state.files, self._seen)
                prune(self._generation(state), state.files)
                return state
        except Damaged:
            pass
        return self._begin(state)

    def _begin(self, state: State) -> State:
        """Start an empty index in a new folder, and delete all others without opening them."""
        from reader.search.whoosh_store import create

        with guarded():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            numbers = [int(path.name) for path in self.folder.iterdir() if path.name.isdecimal()]
        new = State(generation=max([state.generation, *numbers]) + 1)
        manifest = create(self._generation(new))
        new = State(generation=new.generation, files=manifest).note(self._shelf)
        prune(self.folder, {_LOCK, str(new.generation)})
        return new

    def _anew(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> int:
        try:
            return self._apply(self._begin(self._state()), progress, cancelled)
        except Damaged as error:
            raise LibraryError(
                f"the search index cannot be made: {error}",
                where=str(self.folder),
                hint="is the disk full or failing?",
            ) from error

    def _apply(
        self, state: State, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> int:
        newest, waiting, done = state.waiting(self._shelf)
        fresh = not state.applied and not state.seq
        at = 0
        while at < len(waiting) and not (cancelled and cancelled()):
            with self._changing(state) as writer:
                size, first = 0, at
                while at < len(waiting) and size < BATCH:
                    size += self._write(writer, waiting[at], fresh)
                    at += 1
                    if progress:
                        progress(at, len(waiting))
                    if cancelled and cancelled():
                        break
                manifest = writer.commit()
            done = (*done, *waiting[first:at])
            state = State(state.generation, state.seq, newest, done, manifest)
            if at == len(waiting):
                state = State(state.generation, newest, newest, (), manifest)
            self._settle(state)
        return at

    def _settle(self, state: State) -> None:
        """Make `state` the one that counts, and drop the files and changes it no longer needs."""
        state.note(self._shelf)
        prune(self._generation(state), state.files)
        self._shelf.forget_changes(state.target)

    @contextmanager
    def _changing(self, state: State) -> Iterator[Writer]:
        from reader.search.whoosh_store import Writer

        writer = Writer(self._generation(state), state.files)
        try:
            yield writer
        except BaseException:
            with suppress(Damaged, LibraryError):
                writer.cancel()
            raise

    def _write(self, writer: Writer, id: int, fresh: bool) -> int:
        """Put the episode as it now is into the index. Returns its size in characters."""
        from reader.search.whoosh_store import Head

        if not fresh:
            writer.drop(id)
        try:
            episode, transcript = self._shelf.episode(id), self._shelf.transcript(id)
        except NotFound:
            return 0
        head = Head(episode.title, episode.show, episode.date)
        writer.add(id, head, readings(transcript))
        return len(transcript.text)

    # -- searching ----------------------------------------------------------------------------

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        offset: int = 0,
        sort: Sort = "relevance",
        typing: bool = False,
        episode: int | None = None,
        regex: bool = False,
    ) -> Results:
        """The passages that answer `query`, of which `limit` from `offset` on are cut out.

        The answer is from the index as it is: `fresh` tells whether it knows everything, and
        `update` makes it so. With `typing` the query may be half written (see `query.parse`). With
        `regex` it is a Python regular expression, looked for in every passage of the library
        without the index. `episode` keeps to one episode.

        Raises `QueryError` for a query that cannot be understood, `LibraryError` when the index is
        in ruins and cannot be made again.
        """
        began = time.perf_counter()
        self._texts.refresh()
        if regex:
            return self._by_pattern(query, limit, offset, sort, episode, began)
        node = parse(query, typing=typing)
        asked = node if episode is None else And((node, Where("episode", id=episode)))
        found, episodes, suggestion = self._found(asked, query, suggest=not typing)
        rows = ordered(found, sort, episodes)[max(offset, 0) :][: max(limit, 0)]
        made = hits(rows, self._texts, lambda text, row: marks_in(node, text, row.span))
        took = (time.perf_counter() - began) * 1000
        return Results(query, len(found), took, suggestion, facets(found, episodes), made)

    def _found(
        self, node: Node, query: str, *, suggest: bool
    ) -> tuple[list[Found], dict[int, Head], str | None]:
        state = self._state()
        if not state.files:
            return [], {}, None
        try:
            return self._look(state, node, query, suggest)
        except Damaged:
            state = self._state()
        try:
            return self._look(state, node, query, suggest)
        except Damaged:
            self._repair(state)
        try:
            return self._look(self._state(), node, query, suggest)
        except Damaged as error:
            raise _ruined(self.folder, error) from error

    def _look(
        self, state: State, node: Node, query: str, suggest: bool
    ) -> tuple[list[Found], dict[int, Head], str | None]:
        from reader.search.whoosh_store import Snapshot

        snapshot = Snapshot(self._generation(state), state.files, self._seen)
        try:
            episodes = self._episodes(state, snapshot)
            evaluator = Evaluator(snapshot, episodes)
            found = []
            for passage, score in evaluator.scores(node).items():
                place = snapshot.place(passage)
                found.append(Found(place.episode, place.start, place.end, place.speaker, score))
            better = corrected(query, node, snapshot) if suggest and not found else None
            if better is not None and not evaluator.scores(parse(better)):
                better = None
            return found, episodes, better
        finally:
            snapshot.close()

    def _episodes(self, state: State, snapshot: Snapshot) -> dict[int, Head]:
        """What the episodes in the index say of themselves, read once for each of its states."""
        known, heads = self._heads
        if known != state:
            heads = snapshot.heads()
            self._heads = (state, heads)
        return heads

    def _repair(self, failed: State) -> None:
        """Make the index again, unless it has changed since it failed."""
        with self._writing() as mine:
            if not mine:
                raise _busy(self.folder)
            if self._state() == failed:
                self._anew(None, None)

    def _by_pattern(
        self, pattern: str, limit: int, offset: int, sort: Sort, episode: int | None, began: float
    ) -> Results:
        ids = self._shelf.episode_ids() if episode is None else [episode]
        episodes: dict[int, Described] = {}
        places: dict[Found, list[Span]] = {}
        with Scan(pattern) as scan:
            for id in ids:
                known = self._read(id)
                if known is None:
                    continue
                episodes[id], found = known
                for row, spans in zip(
                    found, scan.matches([text for _, text in found]), strict=True
                ):
                    if spans:
                        start = row[0].start
                        places[row[0]] = [Span(start + low, start + high) for low, high in spans]
        rows = ordered(places, sort, episodes)[max(offset, 0) :][: max(limit, 0)]
        made = hits(rows, self._texts, lambda _, row: places[row])
        took = (time.perf_counter() - began) * 1000
        return Results(pattern, len(places), took, None, facets(places, episodes), made)

    def _read(self, id: int) -> tuple[EpisodeFacts, list[tuple[Found, str]]] | None:
        """An episode and its passages with their texts, straight from the library."""
        try:
            episode, transcript = self._shelf.episode(id), self._shelf.transcript(id)
        except NotFound:
            return None
        return episode, [
            (Found(id, p.start, p.end, p.speaker, 0.0), transcript.text[p.start : p.end])
            for p in passages(transcript)
        ]


def _ruined(folder: Path, error: Damaged) -> LibraryError:
    return LibraryError(
        f"the search index cannot be read: {error}",
        where=str(folder),
        hint="`reader reindex` makes it again",
    )


def _busy(folder: Path) -> LibraryError:
    return LibraryError(
        "the search index is just being written", where=str(folder), hint="try again later"
    )
