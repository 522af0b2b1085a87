"""The figures as Markdown: side by side, by kind of query, and beside what is demanded."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TypeVar

from tests.bench.search_library import Facts
from tests.bench.search_measures import Alone, Asked, Built, percentile
from tests.bench.search_queries import KINDS, Query

P95 = 0.95
T = TypeVar("T")
NOTHING = "–"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine(facts: Facts) -> str:
    """On what, of what and with what it is measured, in a few lines."""
    tick = time.get_clock_info("perf_counter").resolution
    versions = [f"Python {platform.python_version()}", f"SQLite {_sqlite()}"]
    for package in ("numpy", "tantivy", "whoosh-reloaded"):
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return (
        f"{facts.episodes:,} episodes, {facts.passages:,} passages, {facts.text / 1e6:.1f} MB of "
        f"text, a library of {facts.file / 1e6:.1f} MB; {os.cpu_count()} cores; "
        f"{', '.join(versions)}; the clock's resolution is {tick * 1e9:.0f} ns."
    )


def load() -> str:
    """How busy the machine is; what else is at work on it disturbs short times most."""
    loads = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"The load of the last 1, 5 and 15 minutes: {loads}."


def _sqlite() -> str:
    import sqlite3

    return sqlite3.sqlite_version


def side_by_side(built: Mapping[str, Built], asked: Mapping[str, Asked], facts: Facts) -> str:
    """A column for each engine. `*` marks what was measured on a part of the library only."""

    def row(title: str, cell: Callable[[str], str]) -> list[str]:
        return [title, *(cell(name) for name in built)]

    def times(title: str, when: str, share: float | None) -> list[str]:
        def cell(name: str) -> str:
            took = _known(getattr(asked[name], when))
            value = statistics.median(took) if share is None else percentile(took, share)
            return f"{value:.2f}{_star(built[name])}"

        return row(title, cell)

    kept = facts.kept / facts.text
    rows = [
        row("indexing, MB/s", lambda n: f"{built[n].speed:.2f}{_star(built[n])}"),
        row("index ÷ text", lambda n: f"{_share(built[n]):.2f}{_star(built[n])}"),
        row("with the text", lambda n: f"{_share(built[n]) + kept * (n == 'ours'):.2f}"),
        times("query, warm: median, ms", "warm", None),
        times("query, warm: p95, ms", "warm", P95),
        times("query, warm: worst, ms", "warm", 1.0),
        times("query, cold: median, ms", "cold", None),
        times("query, cold: p95, ms", "cold", P95),
        row("warm rounds", lambda n: str(asked[n].rounds)),
        row("queries it can do", lambda n: str(len(_known(asked[n].totals)))),
        row("passages found in all", lambda n: f"{sum(_known(asked[n].totals)):,}"),
        row("memory, indexing: itself, MB", lambda n: _mb(built[n].peak)),
        row("memory, indexing: its largest child, MB", lambda n: _mb(built[n].children)),
        row("memory, indexing: all together, MB", lambda n: _mb(built[n].together)),
        row("memory, searching, MB", lambda n: _mb(asked[n].peak)),
        row("of it without mapped files, MB", lambda n: _mb(asked[n].anonymous)),
    ]
    return table(["", *built], rows)


def by_kind(queries: Sequence[Query], asked: Mapping[str, Asked]) -> str:
    """The median and the worst of each kind of query, warm, in milliseconds."""
    rows = []
    for kind in KINDS:
        places = [number for number, query in enumerate(queries) if query.kind == kind]
        cells = [kind]
        for each in asked.values():
            took = _known(each.warm[place] for place in places)
            cells.append(f"{statistics.median(took):.2f} / {max(took):.2f}" if took else NOTHING)
        rows.append(cells)
    return table(["median / worst, ms", *asked], rows)


def demanded(built: Mapping[str, Built], asked: Mapping[str, Asked], own: Alone) -> str:
    """What is measured beside its bound. A ratio is ours ÷ the peer's, over the queries that both
    can do; keystrokes are timed by the clock."""
    rows: list[list[str]] = []

    def hold(title: str, value: float, bound: float, unit: str = "", least: bool = False) -> None:
        met = value >= bound if least else value <= bound
        sign = "≥" if least else "≤"
        cells = [title, f"{value:.3g}{unit}", f"{sign} {bound:g}{unit}", "✓" if met else "✗"]
        rows.append(cells)

    for name, factor in (("FTS5", 0.5), ("Whoosh", 20)):
        if name in built:
            title = f"indexing, MB/s, ours ÷ {name}{_star(built[name])}"
            hold(title, built["ours"].speed / built[name].speed, factor, least=True)
    hold("index ÷ text", _share(built["ours"]), 0.8)
    for name, factor in (("FTS5", 0.2), ("tantivy", 10), ("Whoosh", 0.03)):
        if name in asked:
            title = f"query p95, warm, ours ÷ {name}{_star(built[name])}"
            hold(title, _ratio(asked["ours"], asked[name]), factor)
    hold("keystroke p95", percentile(own.clock, P95), 20, " ms")
    hold("add an episode of 100 KB, median", statistics.median(own.added), 100, " ms")
    opening = [one + other for one, other in zip(own.opens, own.firsts, strict=True)]
    hold("open + first query over the imports, median", statistics.median(opening), 50, " ms")
    peak = max(own.peak, asked["ours"].peak)
    hold("memory while searching and typing", peak / 1e6, 300, " MB")
    return table(["", "measured", "bound", ""], rows)


def ours(own: Alone) -> str:
    """The spread of what is asked of our index only, in milliseconds."""
    names = {
        "keystroke, by the clock": own.clock,
        "keystroke, as stated": own.stated,
        "add an episode": own.added,
        "imports": own.imports,
        "opening": own.opens,
        "first query": own.firsts,
    }
    rows = [[name, str(len(values)), *_spread(values)] for name, values in names.items()]
    return "\n\n".join(
        (
            table(["ours alone, ms", "n", "p50", "p95", "max"], rows),
            f"While typing the process has at most {_mb(own.peak)} MB in memory, and "
            f"{_mb(own.anonymous)} MB without mapped files.",
        )
    )


def _spread(values: Sequence[float]) -> Iterator[str]:
    for value in (statistics.median(values), percentile(values, P95), max(values)):
        yield f"{value:.2f}"


def _ratio(own: Asked, peer: Asked) -> float:
    pairs = [
        (one, other)
        for one, other in zip(own.warm, peer.warm, strict=True)
        if one is not None and other is not None
    ]
    return percentile([one for one, _ in pairs], P95) / percentile([p for _, p in pairs], P95)


def _known(values: Iterable[T | None]) -> list[T]:
    return [value for value in values if value is not None]


def _share(built: Built) -> float:
    return built.bytes / built.text


def _star(built: Built) -> str:
    return "*" if built.part else ""


def _mb(size: int) -> str:
    return f"{size / 1e6:.0f}"
