"""How long work in the background is still going to take."""

from __future__ import annotations

import time
from collections.abc import Callable

from reader.clock import clock

_SOON = 1.0
"""Nothing is said of what takes no longer than so many seconds."""


class Pace:
    """Estimates what is left of work from how fast it went so far. `now` tells the time."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._begun = now()

    @property
    def elapsed(self) -> float:
        """The seconds since the work began."""
        return self._now() - self._begun

    def left(self, done: int, total: int) -> float | None:
        """The seconds that are left when `done` of `total` is; None where that is not known yet."""
        if not 0 < done <= total or self.elapsed < _SOON:
            return None
        return self.elapsed / done * (total - done)

    def say(self, done: int, total: int) -> str:
        """`120 of 1,150 · 0:42 left`."""
        left = self.left(done, total)
        rest = f" · {clock(round(left))} left" if left is not None and left >= _SOON else ""
        return f"{done:,} of {total:,}{rest}"
