"""Measure the first readable page of a transcript of one long line, and a held key.

    python tests/bench/first_page.py [RUNS]

The text is made up, 125 KB on one line. A hello-world application of Textual is started in turn
with reader, so that both meet the same machine; the ratio of their medians is what counts. The
time on the processor says the same where the machine is busy with other things.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
from pathlib import Path

from pty_driver import Driven

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SIZE = 125_000
PRESSES, RATE = 150, 30.0
OPENING = "This is where the page begins, and it can be read."


Start = tuple[float, float]
"""The seconds until the first page, by the clock and on the processor."""


def text() -> str:
    """One line of about 125 KB of invented words."""
    chance = random.Random(7)
    words = "the tide a harbour wall rope knot boat gull kettle of and in it was we said".split()
    sentences = [OPENING]
    size = len(OPENING)
    while size < SIZE:
        sentence = " ".join(chance.choices(words, k=chance.randint(4, 22))).capitalize() + "."
        sentences.append(sentence)
        size += len(sentence) + 1
    return " ".join(sentences)


def environment(home: Path) -> dict[str, str]:
    """A home of its own, and nothing of the terminal this runs in."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    own = {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    return {**kept, **own, "PYTHONPATH": str(ROOT), "SSH_TTY": "/dev/null"}


def spread(values: list[float]) -> str:
    """The median and the ends, in milliseconds."""
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle * 1000:6.0f} ms  ({low * 1000:.0f} to {high * 1000:.0f})"


def main(runs: int) -> None:
    """Measure `runs` times and print the medians and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        env = environment(home)
        (home / "line.txt").write_text(text(), encoding="utf-8")
        reader = [sys.executable, "-m", "reader", "--library", str(home / "library")]
        hello = [sys.executable, str(HERE / "hello.py")]
        floor: list[Start] = []
        again: list[Start] = []
        added: list[Start] = []
        for run in range(runs + 1):
            for command, shows, times in (
                (hello, "Hello there, world", floor),
                ([*reader, str(home / "line.txt")], OPENING, added),
                (reader, OPENING, again),
            ):
                driven = Driven(command, env)
                took = driven.until(shows)
                if run:
                    times.append((took, driven.processor))
                driven.settle(0.5)
                driven.close()
        for number, kind in enumerate(("by the clock", "on the processor")):
            base = statistics.median(start[number] for start in floor)
            print(kind)
            for name, starts in (("hello", floor), ("first page", again), ("with a file", added)):
                values = [start[number] for start in starts]
                ratio = statistics.median(values) / base if base else 0.0
                print(f"  {name:<12} {spread(values)}  × {ratio:.2f}")
        driven = Driven(reader, env)
        driven.until(OPENING)
        driven.settle(1.5)
        singles = [driven.press("j") for _ in range(40)]
        held = [driven.hold("j", PRESSES, RATE) for _ in range(3)]
        driven.close()
        print(f"one j          {spread(singles)}")
        print(f"j held, lag    {spread(held)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
