"""The command search: passages that answer a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli import records
from reader.cli.base import State, examples, json_option, with_state
from reader.cli.episodes import index_what_waits
from reader.cli.output import complain, measure, paint, say, say_json, shortened, width, wrapped
from reader.cli.show import shown_time
from reader.errors import LibraryError, ReaderError
from reader.transcript import Moment

if TYPE_CHECKING:
    from reader.search import Hit, Results, Sort
    from reader.session import Session

LENGTH = 220
"""How many characters of a passage are printed."""


@click.command(
    epilog=examples(
        "reader search next word",
        "reader search 'memory AND palace'",
        "reader search '\"the words stay\" speaker:ada'",
        "reader search 'compos* date:2024 -opera' --sort date",
        "reader search --regex '\\b19[0-9]{2}\\b' --json",
    )
)
@click.argument("words", metavar="QUERY…", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(0, 10_000), default=20, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many hits.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "time", "date"]),
)
@click.option("--regex", is_flag=True, help="The query is a Python regular expression.")
@json_option
@with_state
def search(
    state: State,
    words: tuple[str, ...],
    limit: int,
    offset: int,
    sort: Sort | None,
    regex: bool,
    as_json: bool,
) -> None:
    """Find passages: words by their stem, =exact words, "phrases", "near words"~5, prefix*,
    ~names as they may have been misheard, /patterns/, AND OR NOT, and the fields speaker: show:
    episode: date: year: in: has: tag: note: colour: question: answer: turn: sort:."""
    session = state.session
    make_ready(session)
    query = " ".join(words)
    found = session.index.search(
        query, limit=limit, offset=offset, sort=sort, regex=regex, hear=not regex
    )
    if as_json:
        say_json(records.results(found))
    else:
        _print(found)


def make_ready(session: Session) -> None:
    """Bring the index up to date; where that cannot be, say how many episodes are left out.

    Raises `LibraryError` when they are all.
    """
    reason = "the search index is just being written; try again later"
    try:
        index_what_waits(session)
    except ReaderError as error:
        reason = str(error)
    waiting = session.index.pending()
    if not waiting:
        return
    episodes = f"{waiting:,} episode{'s' if waiting != 1 else ''}"
    if session.index.blank():
        raise LibraryError(f"nothing can be searched, {episodes} not indexed: {reason}")
    complain(f"{episodes} not indexed, and not searched: {reason}")


def _print(found: Results) -> None:
    total = f"{found.total:,} passage{'s' if found.total != 1 else ''}"
    hint = f"; did you mean “{found.suggestion}”?" if found.suggestion else ""
    if found.also:
        hint += f"; also heard as {', '.join(found.also)}: search for ~{found.query}"
    say(paint(f"{total}{hint}", dim=True))
    episodes: dict[int, list[Hit]] = {}
    for hit in found.hits:
        episodes.setdefault(hit.episode, []).append(hit)
    for id, hits in episodes.items():
        title, number = paint(hits[0].title), f" ({id})"
        terminal = width()
        title = shortened(title, terminal - len(number)) if terminal else title
        say()
        say(f"{paint(title, bold=True)}{number}")
        for hit in hits:
            facts = [hit.speaker, shown_time(Moment(hit.time, hit.time_exact)), f"turn {hit.turn}"]
            say(paint("  " + " · ".join(str(fact) for fact in facts if fact), dim=True))
            for line in wrapped(snippet(hit), measure() - 4):
                say(f"    {line}")


def snippet(hit: Hit) -> str:
    """The words around the best match of `hit`, painted, on one line; the matches are bold."""
    begin, end = (offset - hit.start for offset in hit.snippet(LENGTH))
    parts, last = [], begin
    for match in hit.matches:
        start, stop = match[0] - hit.start, match[1] - hit.start
        if last <= start and stop <= end:
            parts += [paint(hit.text[last:start]), paint(hit.text[start:stop], bold=True)]
            last = stop
    parts.append(paint(hit.text[last:end]))
    whole = " ".join("".join(parts).split())
    return f"{'… ' if begin else ''}{whole}{' …' if end < len(hit.text) else ''}"
