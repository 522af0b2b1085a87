"""The jump list: the places that reading went away from, and back to. No widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Protocol

from reader.errors import ReaderError
from reader.library import Place


class Keeper(Protocol):
    """What remembers a jump list, as `reader.library.jumps.Jumps` does."""

    def load(self) -> tuple[list[Place], list[Place]]: ...
    def keep(self, behind: Sequence[Place], ahead: Sequence[Place]) -> None: ...


class Trail:
    """The places behind and those ahead of the present one, on either side the nearest last.

    They are read when they are first needed, and kept at once. Where they cannot be, going back
    and forward works as long as the program runs.
    """

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._sides: tuple[list[Place], list[Place]] | None = None
        self._resting = False

    def _read(self) -> tuple[list[Place], list[Place]]:
        if self._sides is None:
            self._sides = [], []
            with suppress(ReaderError):
                self._sides = self._keeper.load()
        return self._sides

    def _keep(self) -> None:
        with suppress(ReaderError):
            self._keeper.keep(*self._read())

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Within it nothing that is left is remembered."""
        self._resting = True
        try:
            yield
        finally:
            self._resting = False

    def leave(self, place: Place) -> None:
        """Remember `place`; what was ahead is ahead no longer."""
        if self._resting:
            return
        behind, ahead = self._read()
        if behind[-1:] != [place]:
            behind.append(place)
        ahead.clear()
        self._keep()

    def back(self, here: Place) -> Place | None:
        """Go back from `here`: the place before, if there is one."""
        return self._go(here, *self._read())

    def on(self, here: Place) -> Place | None:
        """Go forward again from `here`: the place that was last gone back from, if there is one."""
        behind, ahead = self._read()
        return self._go(here, ahead, behind)

    def _go(self, here: Place, source: list[Place], target: list[Place]) -> Place | None:
        while source:
            place = source.pop()
            if place != here:
                target.append(here)
                self._keep()
                return place
        return None

    def swap(self, here: Place) -> Place | None:
        """The place before the last jump, if there is one; `here` takes its place."""
        behind, _ = self._read()
        if not behind:
            return None
        place, behind[-1] = behind[-1], here
        self._keep()
        return place
