"""The machine that follows keys through a keymap: counts, sequences, and a key as argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.actions import ACTIONS, CHAINS
from reader.keys.keymap import COUNTS, DIGITS, TYPED, Keymap
from reader.keys.names import Sequence_

MOST = 9999
"""The highest count; what is typed beyond that stays at it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one key led to.

    Either an `action` and the `keys` that ran it, with the `count` before them and, where the
    action takes one more key, that key as its `argument`; or `pending` keys and what may `follow`
    them, or the action that `wants` one more key; or only a count so far; or nothing.
    """

    action: str | None = None
    keys: Sequence_ = ()
    pending: Sequence_ = ()
    follow: Mapping[Sequence_, str] = field(default_factory=dict)
    count: int | None = None
    argument: str | None = None
    wants: str | None = None

    @property
    def begun(self) -> bool:
        """Whether more keys are to come."""
        return bool(self.pending) or (self.count is not None and self.action is None)

    @property
    def used(self) -> bool:
        """Whether the key meant something."""
        return self.action is not None or self.begun


class Machine:
    """Follows keys through a keymap: a count, a sequence, and the one key that some actions take.

    There is no time-out: an unknown key ends what was begun and is taken for itself, and Escape
    only ends it.
    """

    def __init__(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self._reach = {place: keymap.reach(place) for place in CHAINS}
        self._bound = {place: {keys[0] for keys in reach} for place, reach in self._reach.items()}
        self.forget()

    def forget(self) -> None:
        """Drop what was begun."""
        self._pending: Sequence_ = ()
        self._count: int | None = None
        self._wants: str | None = None

    def feed(self, place: str, key: str) -> Step:
        """Take one key pressed in `place`."""
        begun = bool(self._pending) or self._count is not None
        if begun and key == "escape" and not self._continues(place, key):
            self.forget()
            return Step()
        if self._wants is not None:
            return self._done(self._wants, (*self._pending, key), key)
        digit = self._digit(place, key)
        if digit is not None:
            self._count = min(10 * (self._count or 0) + digit, MOST)
            return Step(count=self._count)
        return self._sequence(place, key)

    def _sequence(self, place: str, key: str) -> Step:
        keys, reach = (*self._pending, key), self._reach[place]
        if (action := reach.get(keys)) is not None:
            if not ACTIONS[action].takes:
                return self._done(action, keys)
            self._pending, self._wants = keys, action
            return Step(pending=keys, count=self._count, wants=action)
        follow = {full: action for full, action in reach.items() if full[: len(keys)] == keys}
        if follow:
            self._pending = keys
            return Step(pending=keys, follow=follow, count=self._count)
        broken = bool(self._pending)
        self.forget()
        return self.feed(place, key) if broken else Step()

    def _continues(self, place: str, key: str) -> bool:
        """Whether `key` goes on with the sequence that was begun."""
        keys = (*self._pending, key)
        return bool(self._pending) and any(k[: len(keys)] == keys for k in self._reach[place])

    def _done(self, action: str, keys: Sequence_, argument: str | None = None) -> Step:
        step = Step(action, keys, count=self._count, argument=argument)
        self.forget()
        return step

    def _digit(self, place: str, key: str) -> int | None:
        """The digit by which `key` begins or goes on with a count in `place`, if it does.

        A count is begun by no zero, nor by a key that is bound there.
        """
        if self._pending or place in TYPED:
            return None
        digit = key.removeprefix("alt+")
        if digit not in DIGITS:
            return None
        if self._count is None:
            before = COUNTS[self.keymap.counts]
            if before is None or key != before + digit or digit == "0" or key in self._bound[place]:
                return None
        return int(digit)
