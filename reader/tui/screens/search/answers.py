"""What is said of an answer, and the rows that list it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from reader.errors import QueryError, ReaderError
from reader.library import Search as Past
from reader.tui.asking import EACH, SORTS, Answer
from reader.tui.text import cut, visible
from reader.tui.widgets.hits import Head, Offer, Row

if TYPE_CHECKING:
    from reader.search import Hit

_PLACE = re.compile(r", at character \d+")


def place(row: Row) -> tuple[int, int | None] | None:
    """The episode and offset of a row, if it has one."""
    match row:
        case Head(episode):
            return episode, None
        case Offer() | Past():
            return None
    return row.episode, row.start


def rows(answer: Answer) -> list[Row]:
    """The rows of an answer: what else may be meant, and each episode with its hits."""
    listed: list[Row] = [*_offers(answer)]
    for episode, hits in answer.hits.items():
        listed += [_head(answer, episode, hits), *hits]
    return listed


def _head(answer: Answer, episode: int, hits: Sequence[Hit]) -> Head:
    falls = answer.results.falls.get(episode, ()) if answer.results is not None else ()
    count = max(sum(falls), len(hits))
    opened = episode in answer.asked.opened
    whole = count <= EACH and not opened
    return Head(episode, hits[0].title, hits[0].date or "", count, falls, opened, whole)


def _offers(answer: Answer) -> list[Offer]:
    """Other queries that may be meant."""
    results, query = answer.results, answer.asked.query.strip()
    offers = []
    if results is not None and results.suggestion:
        offers.append(Offer("did you mean", results.suggestion, results.suggestion))
    if results is not None and results.also:
        offers.append(Offer("also heard as", ", ".join(results.also), f"~{query}"))
    if answer.noted:
        count = f"{answer.noted:,} {'note' if answer.noted == 1 else 'notes'}"
        words = f"({query})" if " " in query else query
        offers.append(Offer("✎ in what you wrote", count, f"note:{words}"))
    return offers


def opening(past: int, hint: Callable[..., str]) -> str:
    """What to do with an empty line."""
    how = hint(("input-help", "shows how to ask"))
    if past:
        return " · ".join(["Your searches: ↓ and Enter ask again", how])
    return " · ".join(['Type words, "exact words", speaker:name or ~name', how])


def summary(answer: Answer) -> str:
    """How much was found, in which order, how fast, and what is still to come."""
    results = answer.results
    waiting = answer.waiting
    wait = f" · {waiting:,} episode{'s wait' if waiting != 1 else ' waits'} to be indexed"
    wait = wait if waiting else ""
    further = " so far; looking further …" if answer.partial else ""
    if results is None or not results.total:
        less = "" if further or wait else " · fewer words, or parts of them as in trans*, find more"
        return f"Nothing found{further}{wait}{less}"
    passages = f"{results.total:,} {'passage' if results.total == 1 else 'passages'}"
    episodes = f"{results.episodes:,} {'episode' if results.episodes == 1 else 'episodes'}"
    order = SORTS[answer.asked.order]
    took = further or f" · {order} · {results.took_ms:.0f} ms"
    return f"{passages} in {episodes}{took}{wait}"


def complaint(error: ReaderError, width: int, scrolled: int) -> Content:
    """Why there is no answer, on one line; of a query, with a caret below the place."""
    said = visible(str(error))
    if not isinstance(error, QueryError):
        return Content.styled(cut(said, width).text, "$text-error")
    at = max(0, min(error.position - scrolled, width - 1))
    said = _PLACE.sub("", said)
    line = f"{said.rjust(at - 1)} ^" if len(said) + 1 <= at else f"{' ' * at}^ {said}"
    return Content.styled(cut(line, width).text, "$text-error")
