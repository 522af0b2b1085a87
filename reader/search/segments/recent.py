"""What was made of the index's arrays last, kept for the next query."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from reader.search.segments.arrays import Array

MOST = 48 << 20
"""So many bytes are kept."""


class Recent:
    """Arrays by key, of which those not asked for longest are dropped. Safe between threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._size = most, 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Array] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Array]) -> Array:
        """The array of that key, made if it is not here."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._size += made.nbytes
            while self._size > self._most:
                _, dropped = self._kept.popitem(last=False)
                self._size -= dropped.nbytes
        return made
