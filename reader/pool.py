"""Work spread over processes, every result accounted for.

A process that dies, or that takes too long, loses only the item it was at; another takes its place.
Where no process can be started, the work is done here.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AT_ONCE = 2
"""Items that a process has at a time: one at work, and the next."""

WINDOW = 64
"""How far ahead of the first unfinished item the others may be."""

_CONTEXT = multiprocessing.get_context("spawn")


class Lost(Exception):
    """The process at work on an item died, or was ended because it took too long."""


def cores() -> int:
    """How many processor cores this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(eq=False)
class _Worker:
    process: Any
    pipe: Connection
    tasks: deque[int] = field(default_factory=deque)
    since: float = 0.0
    ready: bool = False
    """Whether it has said that it is at work."""


class Pool(Generic[Item, Result]):
    """`work`, a function that can be pickled, over `items` in `processes`.

    Iterating gives lists of results, together in the order of the items; what `work` raises is a
    result too, and so is `Lost`. `seconds` is the longest that one item may take.
    """

    def __init__(
        self,
        work: Callable[[Item], Result],
        items: Sequence[Item],
        processes: int,
        seconds: float = 300.0,
    ) -> None:
        self._work, self._items, self._seconds = work, items, seconds
        self._waiting = deque(range(len(items)))
        self._done: dict[int, Result | Exception] = {}
        self._next = 0
        self._count = min(processes, len(items))
        self._workers: list[_Worker] = []

    def __iter__(self) -> Iterator[list[Result | Exception]]:
        try:
            while self._next < len(self._items):
                self._feed()
                if self._workers:
                    self._collect()
                else:
                    index = self._waiting.popleft()
                    self._done[index] = _result(self._work, self._items[index])
                ready = []
                while self._next in self._done:
                    ready.append(self._done.pop(self._next))
                    self._next += 1
                if ready:
                    self._feed()
                    yield ready
        finally:
            for worker in self._workers:
                worker.process.terminate()
                worker.process.join()
                worker.pipe.close()

    def _feed(self) -> None:
        """Give every process its next items, and start those that are missing."""
        while self._waiting and len(self._workers) < self._count:
            self._workers.append(self._start())
        for worker in self._workers:
            while (
                self._waiting
                and len(worker.tasks) < AT_ONCE
                and self._waiting[0] < self._next + WINDOW
            ):
                index = self._waiting.popleft()
                if not worker.tasks:
                    worker.since = time.monotonic()
                worker.tasks.append(index)
                try:
                    worker.pipe.send((index, self._items[index]))
                except OSError:
                    break

    def _start(self) -> _Worker:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=_serve, args=(theirs, self._work), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _collect(self) -> None:
        """Take what has come, and find out who is gone."""
        busy = {worker.pipe: worker for worker in self._workers if worker.tasks}
        for pipe in wait(list(busy), timeout=1.0):
            worker = busy[pipe]  # type: ignore[index]
            try:
                index, result = pickle.loads(worker.pipe.recv_bytes())
            except Exception:
                self._lose(worker, "the process at work on it failed")
                continue
            worker.since = time.monotonic()
            if not worker.ready:
                worker.ready = True
            elif index == worker.tasks[0]:
                self._done[worker.tasks.popleft()] = result
            else:
                self._lose(worker, "its result was mixed up with another")
        for worker in list(self._workers):
            if worker.tasks and time.monotonic() - worker.since > self._seconds:
                self._lose(worker, f"it took more than {self._seconds:g} s")

    def _lose(self, worker: _Worker, why: str) -> None:
        """Give up `worker` and the item it was at; its next one is for another.

        One that was never ready has lost nothing, and is not replaced.
        """
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        if worker.ready:
            self._done[worker.tasks.popleft()] = Lost(why)
        else:
            self._count -= 1
        self._waiting.extendleft(reversed(worker.tasks))


def _result(work: Callable[[Item], Result], item: Item) -> Result | Exception:
    try:
        return work(item)
    except Exception as error:
        return Lost(f"{type(error).__name__}: {error}")


def _serve(pipe: Connection, work: Callable[[Any], Any]) -> None:
    """Do what comes through `pipe` until it closes. An interrupt is for the parent to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pipe.send_bytes(pickle.dumps((None, None)))
        while True:
            index, item = pipe.recv()
            pipe.send_bytes(pickle.dumps((index, _result(work, item)), pickle.HIGHEST_PROTOCOL))
    except (EOFError, OSError):
        return
