"""Bringing the index up to the library: the one place that writes its files."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from reader import pool
from reader.errors import LibraryError, NotFound
from reader.search.files import Damaged, guarded, prune
from reader.search.passages import readings
from reader.search.segments import arrays
from reader.search.segments.build import Builder, Head, Tables
from reader.search.segments.merge import mergeable, merged
from reader.search.segments.segment import Segment
from reader.search.shelf import Kept, Shelf, State

FIRST, MOST = 100_000, 2_000_000
"""So many words are brought to the disk at first, and at a time at most; it grows in between."""

WORTH = 500_000
"""For fewer words no other process is started."""

PATIENCE = 5.0
"""How many seconds one writer waits for another."""

Progress = Callable[[int, int], None]
"""Is told how many episodes are done, of how many."""

Opener = Callable[[], Shelf]
"""Opens the same library in another process."""

LOCK = "lock"


class Updater:
    """Writes the index of `shelf` in `folder`."""

    def __init__(self, folder: Path, shelf: Shelf, opener: Opener | None) -> None:
        self.folder, self._shelf, self._opener = folder, shelf, opener

    def update(
        self, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> int:
        """See `Index.update`."""
        with self._writing(cancelled) as mine:
            if not mine:
                return 0
            try:
                return self._apply(self._sound(), progress, cancelled)
            except Damaged:
                return self._anew(progress, cancelled)

    def rebuild(
        self, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> int:
        """See `Index.rebuild`."""
        with self._writing() as mine:
            if not mine:
                raise _busy(self.folder)
            return self._anew(progress, cancelled)

    def repair(self, failed: State) -> None:
        """Make the index again, unless it has changed since it was in the state that `failed`."""
        with self._writing() as mine:
            if not mine:
                raise _busy(self.folder)
            if State.of(self._shelf).there(self.folder) == failed:
                self._anew(None, None)

    @contextmanager
    def _writing(self, cancelled: Callable[[], bool] | None = None) -> Iterator[bool]:
        """Whether this is the one writer, for as long as the block lasts."""
        from whoosh.util.filelock import FileLock, try_for

        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(str(self.folder / LOCK))
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

    # -- states ------------------------------------------------------------------------------

    def _sound(self) -> State:
        """The state of an index whose files are there, freed of leavings; a new one if need be."""
        state = State.of(self._shelf).there(self.folder)
        if not state.generation:
            return self._begin()
        folder = self._at(state)
        try:
            for each in state.segments:
                arrays.Arrays(folder / each.name, (each.size, each.checksum))
            prune(folder, {each.name for each in state.segments})
        except Damaged:
            return self._begin()
        return state

    def _begin(self) -> State:
        """Start an empty index in a new folder, and delete all others without opening them."""
        old = State.of(self._shelf).generation
        with guarded():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            numbers = [int(path.name) for path in self.folder.iterdir() if path.name.isdecimal()]
            new = State(generation=max([old, *numbers]) + 1)
            self._at(new).mkdir(mode=0o700)
            new.note(self._shelf)
            prune(self.folder, {LOCK, str(new.generation)})
        return new

    def _anew(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> int:
        try:
            return self._apply(self._begin(), progress, cancelled)
        except Damaged as error:
            raise LibraryError(
                f"the search index cannot be made: {error}",
                where=str(self.folder),
                hint="is the disk full or failing?",
            ) from error

    def _at(self, state: State) -> Path:
        return self.folder / str(state.generation)

    # -- writing -----------------------------------------------------------------------------

    def _apply(
        self, state: State, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> int:
        newest, waiting, known = state.waiting(self._shelf)
        done, count = set(known), 0
        old = self._contents(state)
        for ids, built in self._built(waiting, self._at(state)):
            done.update(ids)
            count += len(ids)
            segments = (*_without(state.segments, old, ids), *built)
            state = State(state.generation, state.seq, newest, tuple(sorted(done)), segments)
            if count == len(waiting):
                state = State(state.generation, newest, newest, (), segments)
            self._settle(state)
            if progress:
                progress(count, len(waiting))
            if cancelled and cancelled():
                return count
        self._tidy(state, cancelled)
        return count

    def _built(
        self, waiting: Sequence[int], folder: Path
    ) -> Iterator[tuple[Sequence[int], list[Kept]]]:
        """The episodes in groups, each with the segments made of it."""
        words = self._shelf.words(waiting)
        groups = list(_groups(waiting, words))
        processes = min(pool.cores(), 1 + sum(words) // WORTH) if self._opener else 1
        if processes == 1 or len(groups) == 1:
            yield from ((ids, build(self._shelf, folder, ids)) for ids in groups)
            return
        assert self._opener is not None
        at = 0
        for results in pool.Pool(partial(_build, self._opener, folder), groups, processes):
            for result in results:
                ids = groups[at]
                at += 1
                # What goes wrong in another process goes wrong here with its right error.
                if isinstance(result, Exception):
                    result = build(self._shelf, folder, ids)
                yield ids, result

    def _contents(self, state: State) -> dict[str, frozenset[int]]:
        """By the name of a segment, the episodes in it."""
        found = {}
        for each in state.segments:
            segment = self._open(state, each)
            found[each.name] = frozenset(segment.episodes.tolist()) - segment.gone
        return found

    def _open(self, state: State, kept: Kept) -> Segment:
        path = self._at(state) / kept.name
        return Segment(arrays.Arrays(path, (kept.size, kept.checksum)), kept.gone)

    def _settle(self, state: State) -> None:
        """Make `state` the one that counts, and drop the changes that are no longer needed."""
        state.note(self._shelf)
        self._shelf.forget_changes(state.target)

    def _tidy(self, state: State, cancelled: Callable[[], bool] | None) -> None:
        """Merge what should be, and delete what no longer counts."""
        while not (cancelled and cancelled()):
            opened = {each.name: self._open(state, each) for each in state.segments}
            sizes = ((name, segment.size, segment.count) for name, segment in opened.items())
            names = mergeable(sizes)
            if not names:
                break
            tables = merged([segment for name, segment in opened.items() if name in names])
            new = [_written(self._at(state), tables)] if len(tables["start"]) else []
            at = min(i for i, each in enumerate(state.segments) if each.name in names)
            kept = [each for each in state.segments if each.name not in names]
            segments = (*kept[:at], *new, *kept[at:])
            state = State(state.generation, state.seq, state.target, state.applied, segments)
            self._settle(state)
        prune(self._at(state), {each.name for each in state.segments})


def _groups(ids: Sequence[int], words: Sequence[int]) -> Iterator[list[int]]:
    """The episodes in groups of about so many words as are brought to the disk at a time."""
    most, size, group = FIRST, 0, list[int]()
    for id, count in zip(ids, words, strict=True):
        if group and size + count > most:
            yield group
            most, size, group = min(MOST, 2 * most), 0, []
        group.append(id)
        size += count
    if group:
        yield group


def _without(
    segments: Sequence[Kept], contents: dict[str, frozenset[int]], ids: Sequence[int]
) -> list[Kept]:
    """The segments, the episodes `ids` gone from each that has them."""
    kept = []
    for each in segments:
        gone = contents.get(each.name, frozenset()) & frozenset(ids)
        kept.append(each._replace(gone=tuple(sorted({*each.gone, *gone}))) if gone else each)
    return kept


def _build(opener: Opener, folder: Path, ids: Sequence[int]) -> list[Kept]:
    return build(opener(), folder, ids)


def build(shelf: Shelf, folder: Path, ids: Sequence[int]) -> list[Kept]:
    """Write segments with the episodes `ids` as the library has them; no longer all, perhaps."""
    made, builder = [], Builder()
    for id in ids:
        try:
            episode, transcript = shelf.episode(id), shelf.transcript(id)
        except NotFound:
            continue
        head = Head(episode.title, episode.show, episode.date)
        passages = deque(readings(transcript))
        builder.add(id, head, passages)
        while passages:
            made.append(_written(folder, builder.tables()))
            builder = Builder()
            builder.add(id, head, passages)
    if builder.episodes:
        made.append(_written(folder, builder.tables()))
    return made


def _written(folder: Path, tables: Tables) -> Kept:
    name = f"{secrets.token_hex(8)}.segment"
    size, checksum = arrays.write(folder / name, tables)
    return Kept(name, size, checksum)


def _busy(folder: Path) -> LibraryError:
    return LibraryError(
        "the search index is just being written", where=str(folder), hint="try again later"
    )
