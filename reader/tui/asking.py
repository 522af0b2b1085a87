"""Asking the index as somebody types: what is asked, and what comes back. No widget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from reader.errors import QueryError, ReaderError
from reader.library import Highlight
from reader.session import Session

if TYPE_CHECKING:
    from reader.search import Hit, Results
    from reader.search.results import Sort
    from reader.search.shelf import Marking

Facet = tuple[str, str]
"""What an answer can be narrowed to: `speaker`, `show`, `year` or `tag`, and its value."""

KINDS = ("speaker", "show", "year", "tag")

SORTS: Mapping[str, str] = {
    "relevance": "best first",
    "time": "as spoken",
    "date": "newest first",
}
"""Each order and what it is called."""

EACH = 3
"""So many hits of each episode are shown at first."""

MOST_FACETS = 9
_MOST_HITS, _MOST_OF_ONE = 60, 500
_FEW = 5
"""A search that finds fewer may have been for something else."""


@dataclass
class Asked:
    """What is asked and how its answer is looked at; kept while the program runs.

    `within` is what it is narrowed to, `opened` are the episodes of which every hit is shown, and
    `at` is the row under the cursor: an episode and an offset, or None for its heading.
    """

    query: str = ""
    within: tuple[Facet, ...] = ()
    sort: Sort | None = None
    opened: frozenset[int] = frozenset()
    at: tuple[int, int | None] | None = None

    @property
    def order(self) -> Sort:
        """The order of the answer: as it was chosen, else as the query says."""
        from reader.search.language import read

        try:
            said = read(self.query, typing=True).sort
        except QueryError:
            said = None
        return self.sort or said or "relevance"

    def written(self) -> str:
        """The same as one query, its facets and its order written out."""
        parts = [f'{kind}:"{value}"' for kind, value in self.within]
        if self.sort is not None:
            parts.append(f"sort:{self.sort}")
        query = " ".join(self.query.split())
        if parts and " " in query:
            query = f"({query})"
        return " ".join([query, *parts])


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one question, or the `error` why nothing did.

    `hits` are those of each episode, in the order of its text, and the episode of the first hit
    first; `best` is that hit. `waiting` episodes are not in the index yet. `notes` are what the
    user wrote on the passages, by episode and offset; `noted` counts the notes with the words.
    """

    asked: Asked
    results: Results | None = None
    hits: Mapping[int, Sequence[Hit]] = field(default_factory=dict)
    best: Hit | None = None
    waiting: int = 0
    tags: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    noted: int = 0
    error: ReaderError | None = None

    @property
    def partial(self) -> bool:
        """Whether only the newest part of a large library was looked at."""
        return self.results is not None and self.results.partial

    @property
    def doubtful(self) -> bool:
        """Whether something else may have been meant."""
        few = self.results is None or self.results.total < _FEW
        return few and not (self.waiting or self.partial)

    def facets(self) -> list[tuple[Facet, int]]:
        """What it can be narrowed to, with counts: of each kind the most frequent, by kinds."""
        if self.results is None:
            return []
        counts = {**self.results.facets, "tag": self.tags}
        chosen = {kind for kind, _ in self.asked.within}
        total = self.results.total
        offered = [
            [((kind, value), n) for value, n in counts.get(kind, {}).items() if n < total]
            for kind in KINDS
            if kind not in chosen or kind == "tag"
        ]
        ranks = [facet for rank in zip_longest(*offered) for facet in rank if facet is not None]
        kept = [each for each in ranks if each[0] not in self.asked.within][:MOST_FACETS]
        return sorted(kept, key=lambda each: KINDS.index(each[0][0]))


def ask(session: Session, asked: Asked, *, newest: bool = False) -> Answer:
    """The answer to a query that may be half written; with `newest` at once, of a large library
    from its newest part only.
    """
    index = session.index
    try:
        results = index.search(
            asked.query,
            limit=_MOST_HITS,
            sort=asked.sort,
            typing=True,
            within=asked.within,
            each=EACH,
            newest=newest,
        )
        hits: dict[int, Sequence[Hit]] = {}
        for hit in results.hits:
            hits[hit.episode] = [*hits.get(hit.episode, ()), hit]
        for episode in asked.opened & hits.keys():
            hits[episode] = all_of(session, asked, episode, _MOST_OF_ONE)
        hits = {id: sorted(each, key=lambda hit: hit.start) for id, each in hits.items()}
        best = results.hits[0] if results.hits else None
        return Answer(asked, results, hits, best, index.pending())
    except ReaderError as error:
        return Answer(asked, error=error)


def all_of(session: Session, asked: Asked, episode: int, limit: int) -> Sequence[Hit]:
    """The first `limit` hits in one episode, in the order of its text."""
    found = session.index.search(
        asked.query,
        episode=episode,
        limit=limit,
        sort="time",
        typing=True,
        within=asked.within,
        facets=False,
    )
    return found.hits


def reconsider(session: Session, answer: Answer) -> Answer:
    """The same, asked as a whole query: with other spellings where little was found, with its
    tags, and refused where it cannot be understood and nothing was found.
    """
    asked, index = answer.asked, session.index
    try:
        if answer.doubtful:
            whole = index.search(asked.query, limit=0, within=asked.within, hear=True)
            if answer.results is not None:
                also, suggestion = whole.also, whole.suggestion
                results = replace(answer.results, also=also, suggestion=suggestion)
                answer = replace(answer, results=results)
        marks = session.library.marks()
        tags = _tags(session, asked, marks) if answer.hits else {}
        noted = _noted(session, asked.query, marks)
        return replace(answer, tags=tags, notes=_notes(answer, marks), noted=noted)
    except ReaderError as error:
        found = answer.results is not None and answer.results.total
        return answer if found else Answer(asked, waiting=answer.waiting, error=error)


def _notes(answer: Answer, marks: Iterable[Marking]) -> dict[tuple[int, int], str]:
    """What the user wrote on each of the passages that are shown."""
    noted: dict[int, list[Marking]] = {}
    for mark in marks:
        if mark.note and mark.state != "orphan" and mark.episode in answer.hits:
            noted.setdefault(mark.episode, []).append(mark)
    return {
        (hit.episode, hit.start): mark.note
        for hits in answer.hits.values()
        for hit in hits
        for mark in reversed(noted.get(hit.episode, ()))
        if mark.start < hit.end and hit.start < mark.end
    }


def _noted(session: Session, query: str, marks: Iterable[Marking]) -> int:
    """How many notes hold the words of `query`; none where it asks for more than words."""
    from reader.notebook import Of, choose, highlighted, noted

    if ":" in query or "/" in query:
        return 0
    placed = (mark for mark in marks if mark.note and mark.state != "orphan")
    listed = [highlighted(mark, Of("")) for mark in placed if isinstance(mark, Highlight)]
    listed += [noted(note, Of("")) for note in session.library.notes.all()]
    try:
        return len(choose(listed, f"note:({query})"))
    except QueryError:
        return 0


def _tags(session: Session, asked: Asked, marks: Iterable[Marking]) -> dict[str, int]:
    """How many passages of the answer have each of the tags used most."""
    used = Counter(tag for mark in marks for tag in mark.tags)
    counts = {
        tag: session.index.search(
            asked.query, limit=0, typing=True, within=(*asked.within, ("tag", tag)), facets=False
        ).total
        for tag, _ in used.most_common(MOST_FACETS)
    }
    return {tag: count for tag, count in counts.items() if count}
