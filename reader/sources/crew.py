"""Threads that fetch ahead of what is being stored."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

from reader.sources.source import Source

Result = TypeVar("Result")

HANDS = 8
"""Threads. Most of them wait for a slot of the client, which keeps to fewer at a time."""

AHEAD = 8
"""How many sources are on their way at most."""


class Crew:
    """Threads that end with the program, whatever they are waiting for. It is a context."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._over = False
        for _ in range(HANDS):
            threading.Thread(target=self._work, daemon=True).start()

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *error: object) -> None:
        self._over = True
        for _ in range(HANDS):
            self._queue.put(None)

    def start(self, work: Callable[[], Result]) -> Future[Result]:
        """Have `work` done, sooner or later."""
        future: Future[Result] = Future()
        self._queue.put((future, work))
        return future

    def _work(self) -> None:
        while (order := self._queue.get()) is not None:
            future, work = order
            if self._over:
                continue
            try:
                future.set_result(work())
            except BaseException as error:
                future.set_exception(error)


def ahead(sources: Iterable[Source]) -> Iterator[Source]:
    """The `sources` in their order, each already being fetched when it is handed out."""
    with Crew() as crew:
        running: deque[Source] = deque()
        for source in sources:
            running.append(replace(source, read=partial(_read, crew.start(source.fetch), source)))
            if len(running) >= AHEAD:
                yield running.popleft()
        yield from running


def _read(fetched: Future[object], source: Source) -> bytes:
    fetched.result()
    return source.read()
