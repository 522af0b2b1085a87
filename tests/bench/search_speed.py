"""Measure searching beside SQLite FTS5, tantivy and stock Whoosh, in one run.

    python -m tests.bench.search_speed [--size MB] [--repeat N] [--quick] [--work DIR] …

What is counted for each engine is told in `search_engines`, what is asked in `search_queries`, and
in which order in `search_measures`; each engine is at work in a process of its own. The library is
an archive of transcripts beside the checkout. It is read in and cut into passages once for a
working folder, so that a second run with the same `--work` begins at once.

With `--repeat N` the library is N times as large, every copy with words changed, and only our index
is measured unless `--engines` names others. The peers need `pip install --group bench`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.bench import search_report
from tests.bench.search_engines import ENGINES, missing
from tests.bench.search_library import prepare
from tests.bench.search_measures import alone, ask, build
from tests.bench.search_queries import queries

ARCHIVE = Path(__file__).resolve().parents[3] / "shared" / "scale" / "library-100mb.tar.xz"
SLOW, SLOW_ROUNDS, SLOW_PART = "Whoosh", 1, 8.0
"""Whoosh is asked once warm, and with `--quick` it indexes 8 MB only."""


def options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.search_speed", description="measure searching beside others"
    )
    parser.add_argument("--archive", type=Path, default=ARCHIVE, help="a tar of transcripts")
    parser.add_argument("--work", type=Path, help="a folder that keeps what is prepared")
    parser.add_argument("--size", type=float, metavar="MB", help="take a part of the library")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="the library N times")
    parser.add_argument("--engines", help=f"of {','.join(ENGINES)}, separated by commas")
    parser.add_argument("--rounds", type=int, default=5, help="warm rounds of the queries")
    parser.add_argument("--quick", action="store_true", help="Whoosh gets a part of the library")
    parser.add_argument("--reuse", action="store_true", help="take indexes built by earlier runs")
    given = parser.parse_args()
    chosen = given.engines or ("ours" if given.repeat > 1 else ",".join(ENGINES))
    wanted = {name.strip().casefold() for name in chosen.split(",")}
    given.engines = [name for name in ENGINES if name.casefold() in wanted]
    if len(given.engines) != len(wanted):
        parser.error(f"--engines are {','.join(ENGINES)}")
    if given.rounds < 1 or given.repeat < 1:
        parser.error("--rounds and --repeat are 1 or more")
    return given


def measure(given: argparse.Namespace, work: Path) -> None:
    """Measure all that is asked for, and print each table as soon as it is known."""
    material = prepare(given.archive, work, given.size, given.repeat)
    facts, mixed = material.facts, queries(material).mixed
    print(f"{search_report.machine(facts)} {search_report.load()}\n", flush=True)
    built = {}
    for name in given.engines:
        part = SLOW_PART if given.quick and name == SLOW else None
        built[name] = build(name, material, part, given.reuse)
    rounds = {name: SLOW_ROUNDS if name == SLOW else given.rounds for name in built}
    asked = ask(given.engines, material, rounds)
    print(f"{search_report.side_by_side(built, asked, facts)}\n", flush=True)
    for name, each in built.items():
        if each.part:
            print(f"\\* {name} indexed {each.text / 1e6:.1f} MB only.\n")
    print(f"{search_report.by_kind(mixed, asked)}\n", flush=True)
    if "ours" in built:
        own = alone(material, min(given.rounds, 3))
        print(f"{search_report.ours(own)}\n")
        print(f"{search_report.demanded(built, asked, own)}\n")
    print(search_report.load())


def main() -> None:
    """Measure, or say in one line why not."""
    given = options()
    if not given.archive.exists():
        print(f"skipped: there is no library to measure on at {given.archive}")
        return
    if line := missing(given.engines):
        raise SystemExit(line)
    if given.work is not None:
        measure(given, given.work.resolve())
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(given, Path(folder))


if __name__ == "__main__":
    main()
