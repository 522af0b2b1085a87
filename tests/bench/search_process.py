"""One engine in a process of its own, so that its memory and its caches are its own.

    python -m tests.bench.search_process ENGINE FOLDER MATERIAL

It reads requests as lines of JSON and answers each with one line. Nothing of an engine is imported
before it is asked for.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
EVERY = 0.1
"""Seconds from one look at the memory to the next."""

KEYS = 2
"""A query is asked from so many letters on."""

MARK, LETTERS = "quoxelbrim", "abcdefghijklmnopqrstuvwxyz"
"""A word that no transcript has; with a letter more, another for every episode added."""

EPISODE = 100_000
"""The bytes of an episode that is added."""

SOON = 60.0
"""Seconds in which an added episode must be found."""


class Worker:
    """Answers the requests. Times are in milliseconds where not said otherwise."""

    def __init__(self, name: str, folder: Path, material: Path) -> None:
        from tests.bench.search_engines import ENGINES
        from tests.bench.search_library import Material

        self.material = Material(material)
        self.engine: Any = ENGINES[name](folder)
        self.rows: list[Any] = []
        self.asked: list[Any] = []

    def load(self, part: float | None) -> int:
        """Have the passages in memory; with `part`, the first of them, so many MB. Returns their
        bytes."""
        size = 0
        for row in self.material.rows():
            if part is not None and size >= part * 1e6:
                break
            self.rows.append(row)
            size += len(row.text.encode())
        return size

    def build(self) -> dict[str, float]:
        """Index everything anew: the `seconds`, and the `bytes` on disk after it."""
        seconds = self.engine.build(self.material, self.rows)
        return {"seconds": seconds, "bytes": self.engine.size()}

    def open(self) -> None:
        """Get ready to be asked the mixed queries."""
        from tests.bench.search_queries import queries

        self.engine.open()
        self.asked = [self.engine.phrased(query) for query in queries(self.material).mixed]

    def mixed(self) -> list[tuple[float, int] | None]:
        """For each mixed query the time and the total; None for what the engine cannot do."""
        return [None if asked is None else self._timed(asked) for asked in self.asked]

    def _timed(self, asked: Any) -> tuple[float, int]:
        began = time.perf_counter()
        total, _ = self.engine.ask(asked)
        return (time.perf_counter() - began) * 1000, total

    def typed(self) -> list[tuple[float, float]]:
        """For each keystroke of the typed queries the time by the clock, and what the engine
        says it took. One mixed query is asked before them."""
        from tests.bench.search_queries import queries

        self.engine.ask(self.asked[0])
        took = []
        for text in queries(self.material).typed:
            for length in range(KEYS, len(text) + 1):
                began = time.perf_counter()
                results = self.engine.index.search(text[:length], typing=True, newest=True)
                took.append(((time.perf_counter() - began) * 1000, results.took_ms))
        return took

    def add(self, times: int) -> list[float]:
        """Add an episode of about 100 KB, so many times: until a search finds it, the library's own
        work not counted."""
        return [self._added(number) for number in range(times)]

    def _added(self, number: int) -> float:
        from reader import formats

        mark = MARK + LETTERS[number]
        data = self._episode(number, mark).encode()
        transcript = formats.parse(data, f"added {number}.txt", None)
        self.engine.library.add(
            data, transcript, source=f"added {number}.txt", title=f"Added {number}"
        )
        began = time.perf_counter()
        self.engine.index.update()
        while not self.engine.index.search(mark).total:
            if time.perf_counter() - began > SOON:
                raise SystemExit("an added episode is not found")
        return (time.perf_counter() - began) * 1000

    def _episode(self, number: int, mark: str) -> str:
        """Paragraphs of the library in another order, from a different place for each number."""
        said, size = [mark], 0
        for place, row in enumerate(self.material.rows()):
            if place % 7 == number % 7 and place > number:
                said.append(row.text)
                size += len(row.text.encode()) + 2
            if size >= EPISODE:
                break
        return "\n\n".join(said)

    def modules(self) -> list[str]:
        """What is imported once a query was answered, in that order."""
        self.open()
        self.engine.ask(self.asked[0])
        return list(sys.modules)

    def first(self, modules: list[str], asked: str) -> dict[str, float]:
        """The times to `import` these modules, then to `open`, and to answer the first `query`."""
        began = time.perf_counter()
        for name in modules:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        imported = time.perf_counter()
        self.engine.open()
        opened = time.perf_counter()
        self.engine.ask(asked)
        answered = time.perf_counter()
        return {
            "import": (imported - began) * 1000,
            "open": (opened - imported) * 1000,
            "query": (answered - opened) * 1000,
        }


class Process:
    """A worker as its parent has it. Watches the memory of it and its children, on Linux."""

    def __init__(self, name: str, folder: Path, material: Path) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, name, str(folder), str(material)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self.peaks: dict[int, int] = {}
        self._together = 0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look_often, daemon=True)
        self._watch.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, request: str, **values: Any) -> Any:
        """The worker's answer to a request."""
        assert self._process.stdin
        assert self._process.stdout
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps({"do": request, **values}) + "\n")
            self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} failed while it was asked to {request}")
        return json.loads(line)

    @property
    def peak(self) -> int:
        """The most resident bytes of the process itself, files mapped into memory included."""
        self._look()
        return self.peaks.get(self._process.pid, 0)

    @property
    def children(self) -> list[int]:
        """The same of each of its children."""
        return [peak for pid, peak in self.peaks.items() if pid != self._process.pid]

    @property
    def together(self) -> int:
        """The most bytes that it and its children had at one time, shared ones counted once."""
        self._look()
        return self._together

    def now(self, field: str) -> int:
        """A field of the process's status in bytes, such as `RssAnon`."""
        return _status(self._process.pid, field)

    def close(self) -> None:
        """End the process."""
        self._over.set()
        self._watch.join()
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()

    def _look_often(self) -> None:
        while not self._over.wait(EVERY):
            self._look()

    def _look(self) -> None:
        """Note the peaks so far, and what all use together."""
        pids = list(_family(self._process.pid))
        for pid in pids:
            self.peaks[pid] = max(self.peaks.get(pid, 0), _status(pid, "VmHWM"))
        used = sum(_status(pid, "Pss", "smaps_rollup") for pid in pids)
        self._together = max(self._together, used)


def _family(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for parent in found:
        for path in Path(f"/proc/{parent}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found.extend(map(int, path.read_text().split()))
    return found


def _status(pid: int, field: str, file: str = "status") -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) * 1024
    return 0


def main(name: str, folder: str, material: str) -> None:
    """Answer requests until there are no more."""
    worker = Worker(name, Path(folder), Path(material))
    for line in sys.stdin:
        request = json.loads(line)
        answer = getattr(worker, request.pop("do"))(**request)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
