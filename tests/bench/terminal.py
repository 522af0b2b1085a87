"""Measure what a reader feels, beside peers in the same run: first page, keys, idling, memory.

    python tests/bench/terminal.py [RUNS] [EPISODES]

All texts are made up: one line of 125 KB, and a talk of 10 MB in more than 20,000 turns. The short
one is in a library of EPISODES others (10,000 unless said). The peers are a hello-world application
of Textual, a bare viewer on its line interface, and less where it is installed. Programs take
turns, so that all meet the same machine, and only ratios count. Linux only: it reads /proc.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from first_page import OPENING, environment, text
from pty_driver import Driven

from reader.library import Library
from reader.session import Session
from reader.settings.config import Paths
from reader.sources import sources
from reader.transcript import Meta, Span, Transcript, Turn

HERE = Path(__file__).resolve().parent
LONG = 10_000_000
PRESSES, IDLE = 60, 3.0
WORDS = "the tide a harbour wall rope knot boat gull kettle of and in it was we said".split()


@dataclass
class Program:
    """A program to measure, and what came of it: seconds, and MB."""

    name: str
    command: list[str]
    shows: str
    before: Callable[[], None] = lambda: None
    starts: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)
    idle: float = 0.0
    peak: float = 0.0


def long_talk() -> str:
    """10 MB of invented talk between three people."""
    chance, turns, size = Random(11), [f"Ada: {OPENING}"], 0
    while size < LONG:
        words = " ".join(chance.choices(WORDS, k=chance.randint(20, 110)))
        turns.append(f"{('Ada', 'Ben', 'Cy')[len(turns) % 3]}: {words.capitalize()}.")
        size += len(turns[-1]) + 1
    return "\n".join(turns)


def shelve(folder: Path, text: Path, others: int) -> Callable[[], None]:
    """A library with `text` and so many small episodes; returns what makes it the last read."""
    session = Session(Paths(folder, folder.parent / "config"))
    (source,) = sources([str(text)])
    addition = session.add(source)
    assert addition.episode is not None, addition.error
    id = addition.episode.id
    _fill(session.library, others)
    session.index.update()

    def read_last() -> None:
        session.library.keep_place(id, 0)

    return read_last


def _fill(library: Library, others: int) -> None:
    for number in range(others):
        words = f"Small talk number {number} about ropes."
        whole = Span(0, len(words))
        small = Transcript(
            words,
            (Turn(0, len(words), "Ada"),),
            (whole,),
            meta=Meta(title=f"Episode {number}", show=f"Show {number % 40}", date="2024-05-01"),
        )
        library.add(words.encode(), small, source=f"/made/{number}.txt", title=f"Episode {number}")


def measure(program: Program, env: dict[str, str], *, closely: bool) -> None:
    """Start `program` once; `closely` also presses keys, and looks what it does when left alone."""
    program.before()
    driven = Driven(program.command, env)
    program.starts.append(driven.until(program.shows))
    program.work.append(driven.processor)
    if closely:
        driven.settle(1.5)
        driven.read(2.0)
        program.keys = [driven.press("j") for _ in range(PRESSES)]
        driven.settle(0.5)
        burnt = driven.burnt
        driven.settle(IDLE)
        program.idle = driven.burnt - burnt
        program.peak = driven.peak
    else:
        driven.settle(0.3)
    driven.close()


def report(programs: list[Program]) -> None:
    """Print what was measured, each figure with its ratio to the peer that it is held against."""
    hello, bare = programs[0], programs[2]
    base = statistics.median(hello.starts[1:])
    print(f"{'':<14}{'first page':>18}{'on processor':>14}{'key p50':>16}{'p95':>16}", end="")
    print(f"{'idle':>9}{'memory':>9}")
    work = statistics.median(hello.work[1:]) or 1.0
    middle, high = _ends(bare.keys)
    for program in programs:
        start = statistics.median(program.starts[1:])
        own = statistics.median(program.work[1:]) / work
        p50, p95 = _ends(program.keys)
        print(
            f"{program.name:<14}{start * 1000:8.0f} ms ×{start / base:5.2f}{'×':>9}{own:5.2f}"
            f"{p50 * 1000:7.1f} ms ×{p50 / middle:4.1f}{p95 * 1000:7.1f} ms ×{p95 / high:4.1f}"
            f"{program.idle / IDLE:8.1%}{program.peak:6.0f} MB"
        )


def _ends(keys: list[float]) -> tuple[float, float]:
    ordered = sorted(keys)
    return statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]


def main(runs: int, episodes: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        env = environment(home)
        short, long = home / "short.txt", home / "long.txt"
        short.write_text(text(), encoding="utf-8")
        long.write_text(long_talk(), encoding="utf-8")
        shelves = {n: shelve(home / n, f, k) for n, f, k in _shelves(short, long, episodes)}
        python = sys.executable

        def reader(shelf: str) -> list[str]:
            return [python, "-m", "reader", "--library", str(home / shelf)]

        bare = [python, str(HERE / "bare_viewer.py")]
        programs = [
            Program("hello", [python, str(HERE / "hello.py")], "Hello there, world"),
            Program("reader", reader("short"), OPENING, shelves["short"]),
            Program("bare", [*bare, str(short)], OPENING),
            Program("reader 10 MB", reader("long"), OPENING, shelves["long"]),
            Program("bare 10 MB", [*bare, str(long)], OPENING),
        ]
        if less := shutil.which("less"):
            programs.append(Program("less 10 MB", [less, str(long)], OPENING))
        else:
            print("less is not installed; the others are measured")
        for run in range(runs + 1):
            for program in programs:
                measure(program, env, closely=run == runs)
        report(programs)


def _shelves(short: Path, long: Path, episodes: int) -> list[tuple[str, Path, int]]:
    return [("short", short, episodes), ("long", long, 0)]


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(given[0] if given else 9, given[1] if given[1:] else 10_000)
