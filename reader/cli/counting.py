"""The commands kwic, trends, keywords and collocates: what is said, counted word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from reader.cli.base import WORDS, Misuse, State, examples, json_option, with_state
from reader.cli.output import paint, say, say_csv, say_json, shortened, table, width
from reader.cli.search import make_ready
from reader.cli.show import shown_time
from reader.transcript import Moment

if TYPE_CHECKING:
    from reader.search.counting.concordance import Concordance, Line, Order
    from reader.search.counting.keyness import Keyword
    from reader.search.counting.trends import By, Trend

SHOWN = 100
"""So many lines are printed if nothing else is asked for."""

LEAST, USUAL = 12, 40
"""The characters to either side of an occurrence: no fewer, and where there is no terminal."""

_SPEAKER = 12
_BAR = 30

csv_option = click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values.")
regex_option = click.option(
    "--regex", is_flag=True, help="The query is a Python regular expression."
)
query_argument = click.argument("words", metavar="QUERY…", nargs=-1, required=True)


@click.command(
    epilog=examples(
        "reader kwic memory",
        "reader kwic '\"the words\"' --sort right",
        "reader kwic 'compos* speaker:ada' --sort left --limit 500",
        "reader kwic memory --csv > memory.csv",
    )
)
@query_argument
@click.option(
    "--sort",
    type=click.Choice(["left", "right", "speaker", "date", "time"]),
    help="By the words at one side, by speaker, newest first, or as spoken; the last, if the query"
    " asks for nothing else.",
)
@click.option(
    "--width",
    "around",
    type=click.IntRange(1, 1_000),
    help="Characters to either side; else what the terminal has room for.",
)
@click.option(
    "--limit",
    type=click.IntRange(0),
    help=f"Lines at most: {SHOWN} if not said, and with --csv all.",
)
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many lines.")
@regex_option
@json_option
@csv_option
@with_state
def kwic(
    state: State,
    words: tuple[str, ...],
    sort: Order | None,
    around: int | None,
    limit: int | None,
    offset: int,
    regex: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print the concordance: every occurrence on a line, with the words around it (KWIC)."""
    one_of(as_json, as_csv)
    session = state.session
    make_ready(session)
    query = " ".join(words)
    found = session.index.concordance(query, regex=regex)
    sort = sort or found.usual
    if limit is None:
        limit = found.total if as_csv else SHOWN
    if as_csv:
        from reader.search.counting.concordance import Line

        say_csv(Line, _all(found, sort, limit, offset, around or USUAL))
        return
    side = around or _room(found, sort, limit, offset)
    lines = found.lines(sort, limit=limit, offset=offset, width=side)
    if as_json:
        facts = {"query": query, "total": found.total, "episodes": found.episodes(), "sort": sort}
        say_json({**facts, "lines": _records(lines)})
    else:
        _print_lines(found, lines, side)


def _all(found: Concordance, sort: Order, limit: int, offset: int, around: int) -> Iterator[Line]:
    """The lines, read some at a time."""
    from reader.search.counting.sheets import AT_ONCE

    last = min(found.total, offset + limit)
    for low in range(offset, last, AT_ONCE):
        some = min(AT_ONCE, last - low)
        yield from found.lines(sort, limit=some, offset=low, width=around)


def _room(found: Concordance, sort: Order, limit: int, offset: int) -> int:
    """How many characters there is room for at either side of the occurrences."""
    terminal = width()
    if terminal is None:
        return USUAL
    lines = found.lines(sort, limit=limit, offset=offset, width=1)
    match = max((len(line.match) for line in lines), default=0)
    return max(LEAST, (terminal - sum(_columns(lines)) - match) // 2)


def _columns(lines: Sequence[Line]) -> tuple[int, int, int]:
    """The cells of the columns before the text: the episode, the time and the speaker."""
    from rich.cells import cell_len

    ids = max((len(str(line.episode)) for line in lines), default=0)
    times = max((len(shown_time(Moment(x.time, x.time_exact))) for x in lines), default=0)
    names = max((cell_len(line.speaker or "") for line in lines), default=0)
    return ids + 2, times + 2, min(names, _SPEAKER) + 2 if names else 0


def _print_lines(found: Concordance, lines: Sequence[Line], side: int) -> None:
    from rich.cells import cell_len

    said = f"{found.total:,} occurrence{'s' if found.total != 1 else ''}"
    among = f" in {found.episodes():,} episode{'s' if found.episodes() != 1 else ''}"
    shown = f", {len(lines):,} shown" if len(lines) < found.total else ""
    say(paint(f"{said}{among if found.total else ''}{shown}", dim=True))
    ids, times, names = _columns(lines)
    for line in lines:
        time = shown_time(Moment(line.time, line.time_exact))
        who = shortened(paint(line.speaker or ""), max(names - 2, 0))
        head = f"{line.episode:>{ids - 2}}  {time:>{times - 2}}  "
        head += f"{who}{' ' * (names - cell_len(who))}"
        left = paint(line.left)
        space = " " * max(0, side + 1 - cell_len(left))
        match = paint(line.match, bold=True)
        say(f"{paint(head, dim=True)}{space}{left}{match}{paint(line.right)}".rstrip())


@click.command(
    epilog=examples(
        "reader trends memory",
        "reader trends '\"next word\" OR prediction' --by speaker",
        "reader trends 'memory speaker:ada' --by episode",
        "reader trends memory --by show --csv",
    )
)
@query_argument
@click.option(
    "--by",
    type=click.Choice(["year", "show", "speaker", "episode"]),
    default="year",
    show_default=True,
)
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True)
@regex_option
@json_option
@csv_option
@with_state
def trends(
    state: State,
    words: tuple[str, ...],
    by: By,
    limit: int,
    regex: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print how often something is said, for every 10,000 words.

    They are the words that meet the query's conditions. Years ascend; the others begin with
    those that say it more often than the rest do, the least likely by chance first.
    """
    one_of(as_json, as_csv)
    session = state.session
    make_ready(session)
    query = " ".join(words)
    found = session.index.trends(query, by=by, regex=regex)
    if as_csv:
        from reader.search.counting.trends import Trend

        say_csv(Trend, found)
    elif as_json:
        say_json({"query": query, "by": by, "trends": _records(found)})
    else:
        _print_trends(found, by, limit)


def _print_trends(found: Sequence[Trend], by: By, limit: int) -> None:
    count, words = sum(t.count for t in found), sum(t.words for t in found)
    said = f"{count:,} occurrence{'s' if count != 1 else ''}"
    more = f", the first {limit:,} of {len(found):,} shown" if len(found) > limit else ""
    say(paint(f"{said}{f' in {words:,} words' if words else ''}{more}", dim=True))
    shown = found[:limit]
    highest = max((trend.rate for trend in shown), default=0.0)
    nobody = {"year": "without a date", "show": "without a show", "speaker": "not named"}.get(by)
    rows = [
        (
            trend.name or nobody,
            trend.date,
            f"{trend.count:,}",
            f"{trend.words:,}",
            f"{trend.rate:.1f}",
            bar(trend.rate, highest, _BAR),
        )
        for trend in shown
    ]
    if rows:
        head = (by, "date", "times", "words", "per 10,000", "")
        table(rows, right=(2, 3, 4), head=head, cut=(0, 5))


def bar(value: float, highest: float, cells: int) -> str:
    """A bar as long as `value` is, of `cells` for the highest; of half a cell at least."""
    halves = round(2 * cells * value / highest) if highest else 0
    halves = max(halves, 1) if value else 0
    return "█" * (halves // 2) + "▌" * (halves % 2)


@click.command(
    epilog=examples(
        "reader keywords --speaker ada",
        "reader keywords --year 2023 --limit 20",
        "reader keywords --episode 'part of its title' --json",
    )
)
@click.option("--speaker", type=WORDS, help="The words of this speaker.")
@click.option("--episode", type=WORDS, help="Those of this episode.")
@click.option("--show", type=WORDS, help="Those of this show.")
@click.option("--year", type=WORDS, help="Those of this year, or of years: 2020..2022.")
@click.option("--limit", type=click.IntRange(0, 10_000), default=30, show_default=True)
@json_option
@csv_option
@with_state
def keywords(state: State, /, limit: int, as_json: bool, as_csv: bool, **names: str | None) -> None:
    """Print the words that set a speaker, an episode, a show or a year apart from the rest.

    They are ordered by log-likelihood (Dunning 1993): from 10.8 up, chance is ruled out at the
    level of 0.1 %.
    """
    one_of(as_json, as_csv)
    asked = [(by, name) for by, name in names.items() if name is not None]
    if len(asked) != 1:
        raise Misuse("name one of --speaker, --episode, --show and --year")
    ((by, name),) = asked
    session = state.session
    make_ready(session)
    chosen: str | int = session.library.find(name).id if by == "episode" else name
    found = session.index.keywords(by=by, name=chosen, limit=limit)  # type: ignore[arg-type]
    _give(found, {"by": by, "name": chosen}, "keywords", as_json, as_csv)


@click.command(
    epilog=examples(
        "reader collocates memory",
        "reader collocates '\"reward model\"' --window 3",
        "reader collocates 'memory speaker:ada' --csv",
    )
)
@query_argument
@click.option(
    "--window",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="At most so many words away, within a passage.",
)
@click.option("--limit", type=click.IntRange(0, 10_000), default=30, show_default=True)
@json_option
@csv_option
@with_state
def collocates(
    state: State,
    words: tuple[str, ...],
    window: int,
    limit: int,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print the words that stand near to something more often than elsewhere.

    They are ordered by log-likelihood (Dunning 1993): from 10.8 up, chance is ruled out at the
    level of 0.1 %.
    """
    one_of(as_json, as_csv)
    session = state.session
    make_ready(session)
    query = " ".join(words)
    found = session.index.collocates(query, window=window, limit=limit)
    _give(found, {"query": query, "window": window}, "collocates", as_json, as_csv)


def _give(
    found: Sequence[Keyword], facts: dict[str, Any], name: str, as_json: bool, as_csv: bool
) -> None:
    if as_csv:
        from reader.search.counting.keyness import Keyword

        say_csv(Keyword, found)
    elif as_json:
        say_json({**facts, name: _records(found)})
    elif not found:
        say(paint("no word is more frequent here than elsewhere", dim=True))
    else:
        highest = max(keyword.score for keyword in found)
        rows = [
            (
                keyword.word,
                f"{keyword.count:,}",
                f"{keyword.rate:.1f}",
                f"{keyword.elsewhere:.1f}",
                f"{keyword.score:.1f}",
                bar(keyword.score, highest, _BAR),
            )
            for keyword in found
        ]
        head = ("word", "times", "per 10,000", "elsewhere", "likelihood", "")
        table(rows, right=(1, 2, 3, 4), head=head, cut=(0, 5))


def one_of(as_json: bool, as_csv: bool) -> None:
    """Refuse both shapes at once."""
    if as_json and as_csv:
        raise Misuse("--json and --csv: choose one of them")


def _records(found: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {key: round(v, 3) if isinstance(v, float) else v for key, v in asdict(each).items()}
        for each in found
    ]
