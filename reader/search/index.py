"""The index: derived from the library, kept beside it, and made anew whenever it is in doubt."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from reader.errors import LibraryError, NotFound, QueryError
from reader.search.dates import days
from reader.search.files import Damaged
from reader.search.language import Question, parse, read
from reader.search.matches import Marker
from reader.search.query import And, Node, Pattern, Where
from reader.search.results import Results, Sort
from reader.search.shelf import Shelf, State, Texts
from reader.search.suggest import corrected

if TYPE_CHECKING:
    from reader.search.counting.concordance import Concordance
    from reader.search.counting.keyness import Keyword
    from reader.search.counting.occurrences import Said
    from reader.search.counting.trends import By, Trend
    from reader.search.snapshot import Opened, Snapshot
    from reader.search.update import Opener, Progress, Updater

T = TypeVar("T")


_EVERY = 1 << 30
"""More than there can be of anything."""

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

    def call_colours(self, names: Mapping[str, str]) -> None:
        """Find highlights also by the names that the user gave to their colours."""
        self._texts.colours = names

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
        hear: bool = False,
        within: Sequence[tuple[str, str]] = (),
        each: int | None = None,
        newest: bool = False,
        facets: bool = True,
    ) -> Results:
        """The passages that answer `query`, of which `limit` from `offset` on are cut out.

        The answer is from the index as it is: `fresh` tells whether it knows everything, and
        `update` makes it so. Without `sort` it stands in the order that the query asks for, by
        relevance if it asks for none. With `typing` the query may be half written (see
        `language.read`). With `regex` it is a Python regular expression. `episode` keeps to one
        episode. With `hear` a search that finds little also tells under which spellings a name may
        have been misheard, which takes a quarter of a second the first time. `within` narrows the
        answer: pairs of `speaker`, `show`, `year` or `tag` and exactly the value it is to have.
        With `each`, no more hits than that are given of any one episode; the counts are of all.
        With `newest` a large library is looked at only as far as that is quick, the episodes
        indexed last first, and the answer tells if it is `partial`. Without `facets` the passages
        are counted, but not by their speakers, shows, years and episodes.

        Raises `QueryError` for a query that cannot be understood, `LibraryError` when the index is
        in ruins and cannot be made again.
        """
        began = time.perf_counter()
        self._texts.refresh()
        question = Question(Pattern(query), None) if regex else read(query, typing=typing)
        order = sort or question.sort or "relevance"
        suggest = not (typing or regex)
        narrowed = tuple(_exactly(*pair) for pair in within)
        if episode is not None:
            narrowed += (Where("episode", id=episode),)
        asked = _Asked(
            query,
            question.node,
            narrowed,
            limit,
            offset,
            order,
            suggest,
            hear,
            each,
            newest,
            facets,
        )
        return self._sound(lambda state: self._look(state, asked, began))

    def having(self, words: str) -> list[int]:
        """The episodes, by id, that may have these `words` one after another: those in which they
        are found, and those that wait to be indexed."""
        from reader.search.analysis import tokens

        said = " ".join(tokens(words))
        found: set[int] = set()
        if said and not self.blank():
            answer = self.search(f'"{said}"', limit=_EVERY, sort="time", each=1, facets=False)
            found = {hit.episode for hit in answer.hits}
        return sorted(found | self._stale())

    # -- counting -----------------------------------------------------------------------------

    def concordance(self, query: str, *, regex: bool = False) -> Concordance:
        """Every occurrence of the words that `query` seeks, in the passages that answer it.

        The query is as for `search`, and so is what is raised; one that seeks no words is refused.
        If it asks for an order by date, that is the usual one of the lines.
        """
        from reader.search.counting.concordance import Concordance, Order

        usual: Order = "date" if not regex and read(query).sort == "date" else "time"

        def made(snapshot: Snapshot, said: Sequence[Said], _: Node) -> Concordance:
            return Concordance(snapshot, said, self._texts, self._stale, usual)

        return self._counted(query, regex, made)

    def trends(self, query: str, *, by: By = "year", regex: bool = False) -> tuple[Trend, ...]:
        """How often the words that `query` seeks are said, for every 10,000 words of each year,
        show, speaker or episode, as far as they meet the query's conditions. See `trends.trends`.
        """
        from reader.search.counting.trends import scope, trends

        def made(snapshot: Snapshot, said: Sequence[Said], node: Node) -> tuple[Trend, ...]:
            among = scope(node)
            if among is None:
                return trends(snapshot, said, None, by)
            with Marker(among) as marker:
                return trends(snapshot, said, snapshot.found(among, marker, self._texts), by)

        return self._counted(query, regex, made)

    def keywords(self, *, by: By, name: str | int, limit: int = 50) -> tuple[Keyword, ...]:
        """The words that set a speaker, a show, a year or an episode (by its id) apart from the
        rest of the library. Raises `NotFound` where nothing is said by one of that `name`. See
        `keyness.keywords`.
        """
        from reader.search.counting.keyness import condition, keywords

        self._texts.refresh()
        node = condition(by, name)

        def look(state: State) -> tuple[Keyword, ...]:
            snapshot = self._snapshot(state)
            with Marker(node) as marker:
                found = snapshot.found(node, marker, self._texts)
            if not any(len(part.passages) for part in found):
                lists = "speakers" if by == "speaker" else "ls"
                raise NotFound(f"there is no {by} “{name}”", hint=f"`reader {lists}` lists them")
            return tuple(keywords(snapshot, found)[:limit])

        return self._sound(look)

    def collocates(self, query: str, *, window: int = 5, limit: int = 50) -> tuple[Keyword, ...]:
        """The words that stand near to those that `query` seeks, at most `window` words away, more
        often than elsewhere. See `keyness.collocates`.
        """
        from reader.search.counting.keyness import collocates

        def made(snapshot: Snapshot, said: Sequence[Said], _: Node) -> tuple[Keyword, ...]:
            return tuple(collocates(snapshot, said, window)[:limit])

        return self._counted(query, False, made)

    def _counted(
        self, query: str, regex: bool, make: Callable[[Snapshot, Sequence[Said], Node], T]
    ) -> T:
        """What is made of the occurrences of what `query` seeks."""
        from reader.search.counting.occurrences import occurrences

        self._texts.refresh()
        node: Node = Pattern(query) if regex else parse(query)

        def look(state: State) -> T:
            snapshot = self._snapshot(state)
            resolved = snapshot.ear.resolved(node)
            with Marker(resolved) as marker:
                if not (marker.sought or marker.patterns):
                    raise QueryError("the search names no word", hint="add one that is said")
                found = snapshot.found(resolved, marker, self._texts)
                return make(snapshot, occurrences(snapshot, found, marker, self._texts), node)

        return self._sound(look)

    def _stale(self) -> frozenset[int]:
        """The episodes of which the library knows better than the index."""
        return frozenset(self._state().waiting(self._shelf)[1])

    # -- whatever is asked --------------------------------------------------------------------

    def _sound(self, look: Callable[[State], T]) -> T:
        """The answer; where a file turns out to be damaged, from an index made again."""
        state = self._state()
        try:
            return look(state)
        except Damaged:
            state = self._state()
        try:
            return look(state)
        except Damaged:
            self._updater.repair(state)
        try:
            return look(self._state())
        except Damaged as error:
            raise _ruined(self.folder, error) from error

    def _look(self, state: State, asked: _Asked, began: float) -> Results:
        from reader.search.answer import Ranking, hits

        whole = self._snapshot(state)
        snapshot = whole.newest if asked.newest else whole
        node = snapshot.ear.resolved(asked.node)
        with Marker(node) as marker:
            sought = And((node, *asked.within)) if asked.within else node
            ranking = Ranking(snapshot, snapshot.found(sought, marker, self._texts))
            chosen = ranking if asked.each is None else ranking.leading(asked.each, asked.sort)
            rows = chosen.rows(asked.sort, asked.offset, asked.limit)
            _, waiting, _ = state.waiting(self._shelf)
            made = hits(rows, snapshot.heads, self._texts, frozenset(waiting), marker)
        better: str | None = None
        also: tuple[str, ...] = ()
        if asked.suggest and not len(ranking):
            better = self._better(asked, snapshot)
        if asked.hear and len(ranking) < _FEW:
            also = snapshot.ear.also(asked.node)
        took = (time.perf_counter() - began) * 1000
        falls = {} if asked.each is None else ranking.falls({hit.episode for hit in made})
        return Results(
            query=asked.query,
            total=len(ranking),
            took_ms=took,
            suggestion=better,
            facets=ranking.facets() if asked.facets else {},
            hits=made,
            also=also,
            episodes=ranking.episodes() if asked.facets else 0,
            falls=falls,
            partial=snapshot is not whole,
        )

    def _better(self, asked: _Asked, snapshot: Snapshot) -> str | None:
        """The query with its words corrected, if that finds anything."""
        better = corrected(asked.query, asked.node, snapshot)
        if better is None:
            return None
        try:
            node = parse(better)
        except QueryError:
            return None
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
    """One question, and the conditions that narrow its answer."""

    query: str
    node: Node
    within: tuple[Where, ...]
    limit: int
    offset: int
    sort: Sort
    suggest: bool
    hear: bool
    each: int | None
    newest: bool
    facets: bool


def _exactly(field: str, value: str) -> Where:
    """The condition that a facet has this value."""
    if field == "year":
        return Where(field, days=days(value, whole_years=True))
    return Where(field, name=value)


def _ruined(folder: Path, error: Damaged) -> LibraryError:
    return LibraryError(
        f"the search index cannot be read: {error}",
        where=str(folder),
        hint="`reader reindex` makes it again",
    )
