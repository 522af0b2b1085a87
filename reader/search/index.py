"""The index: derived from the library, kept beside it, and made anew whenever it is in doubt."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import LibraryError
from reader.search.files import Damaged
from reader.search.language import Question, parse, read
from reader.search.matches import Marker
from reader.search.query import And, Node, Pattern, Where
from reader.search.results import Results, Sort
from reader.search.shelf import Shelf, State, Texts
from reader.search.suggest import corrected

if TYPE_CHECKING:
    from reader.search.snapshot import Opened, Snapshot
    from reader.search.update import Opener, Progress, Updater


_FEW = 5
"""A search that finds fewer passages may be for a name that was misheard."""


class Index:
    """The search index of `shelf`, in `folder`. Making one costs nothing.

    May be used from several threads and processes: one at a time writes, and nobody waits to read.
    The index's folder and the checksums of its files are noted in the library itself, and nothing
    else is ever opened. Where a file is not as it was written, the whole is made again. With
    `opener`, which opens the same shelf in another process, several of them write.
    """

    def __init__(self, folder: Path, shelf: Shelf, opener: Opener | None = None) -> None:
        self.folder, self._shelf, self._opener = folder, shelf, opener
        self._texts = Texts(shelf)
        self._files: Opened | None = None

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
        from reader.search.snapshot import Opened

        state = self._state()
        while state.generation:
            try:
                for segment in Opened().snapshot(self._at(state), state.segments).segments:
                    segment.arrays.check_all()
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
        thread or process writes for long it does nothing, and `pending` tells what is left. Raises
        `LibraryError` when the disk refuses.
        """
        return self._updater.update(progress, cancelled)

    def rebuild(
        self,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> int:
        """Make the index again from the library. Returns how many episodes were indexed.

        Raises `LibraryError` when another thread or process is writing, or the disk refuses.
        """
        return self._updater.rebuild(progress, cancelled)

    @property
    def _updater(self) -> Updater:
        from reader.search.update import Updater

        return Updater(self.folder, self._shelf, self._opener)

    def _state(self) -> State:
        return State.of(self._shelf).there(self.folder)

    def _at(self, state: State) -> Path:
        return self.folder / str(state.generation)

    # -- searching ----------------------------------------------------------------------------

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        offset: int = 0,
        sort: Sort | None = None,
        typing: bool = False,
        episode: int | None = None,
        regex: bool = False,
    ) -> Results:
        """The passages that answer `query`, of which `limit` from `offset` on are cut out.

        The answer is from the index as it is: `fresh` tells whether it knows everything, and
        `update` makes it so. Without `sort` it stands in the order that the query asks for, by
        relevance if it asks for none. With `typing` the query may be half written (see
        `language.read`). With `regex` it is a Python regular expression. `episode` keeps to one
        episode.

        Raises `QueryError` for a query that cannot be understood, `LibraryError` when the index is
        in ruins and cannot be made again.
        """
        began = time.perf_counter()
        self._texts.refresh()
        question = Question(Pattern(query), None) if regex else read(query, typing=typing)
        order = sort or question.sort or "relevance"
        asked = _Asked(query, question.node, episode, limit, offset, order, not (typing or regex))
        return self._sound(asked, began)

    def _sound(self, asked: _Asked, began: float) -> Results:
        """The answer; where a file turns out to be damaged, from an index made again."""
        state = self._state()
        try:
            return self._look(state, asked, began)
        except Damaged:
            state = self._state()
        try:
            return self._look(state, asked, began)
        except Damaged:
            self._updater.repair(state)
        try:
            return self._look(self._state(), asked, began)
        except Damaged as error:
            raise _ruined(self.folder, error) from error

    def _look(self, state: State, asked: _Asked, began: float) -> Results:
        from reader.search.answer import Ranking, hits

        snapshot = self._snapshot(state)
        node = snapshot.ear.resolved(asked.node)
        with Marker(node) as marker:
            here = asked.episode
            sought = node if here is None else And((node, Where("episode", id=here)))
            ranking = Ranking(snapshot, snapshot.found(sought, marker, self._texts))
            rows = ranking.rows(asked.sort, asked.offset, asked.limit)
            _, waiting, _ = state.waiting(self._shelf)
            made = hits(rows, snapshot.heads, self._texts, frozenset(waiting), marker)
        better: str | None = None
        also: tuple[str, ...] = ()
        if asked.suggest and not len(ranking):
            better = self._better(asked, snapshot)
        if asked.suggest and len(ranking) < _FEW:
            also = snapshot.ear.also(asked.node)
        took = (time.perf_counter() - began) * 1000
        facets = ranking.facets()
        return Results(asked.query, len(ranking), took, better, facets, made, also)

    def _better(self, asked: _Asked, snapshot: Snapshot) -> str | None:
        """The query with its words corrected, if that finds anything."""
        better = corrected(asked.query, asked.node, snapshot)
        if better is None:
            return None
        node = parse(better)
        with Marker(node) as marker:
            found = snapshot.found(snapshot.ear.resolved(node), marker, self._texts)
        return better if any(len(part.passages) for part in found) else None

    def _snapshot(self, state: State) -> Snapshot:
        from reader.search.snapshot import Opened

        if self._files is None:
            self._files = Opened()
        return self._files.snapshot(self._at(state), state.segments)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question, within an episode perhaps."""

    query: str
    node: Node
    episode: int | None
    limit: int
    offset: int
    sort: Sort
    suggest: bool


def _ruined(folder: Path, error: Damaged) -> LibraryError:
    return LibraryError(
        f"the search index cannot be read: {error}",
        where=str(folder),
        hint="`reader reindex` makes it again",
    )
