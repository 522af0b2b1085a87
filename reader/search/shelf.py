"""What searching needs of a library, and what it remembers of it."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from reader.errors import NotFound
from reader.transcript import Transcript

FORMAT = 4
"""The number of the way passages, words and fields are written; another one means a rebuild."""

_KEY = "index"

NAMELESS: Mapping[str, str] = MappingProxyType({})
"""No names for colours."""


class EpisodeFacts(Protocol):
    """What an episode says of itself."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def show(self) -> str | None: ...
    @property
    def number(self) -> int | None: ...
    @property
    def date(self) -> str | None: ...


class Marking(Protocol):
    """A highlight, or a note on an episode as a whole, as far as searches ask. The note stands at
    the beginning of the text and has no colour.
    """

    @property
    def episode(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def colour(self) -> str: ...
    @property
    def tags(self) -> Sequence[str]: ...
    @property
    def note(self) -> str: ...
    @property
    def created(self) -> str: ...
    @property
    def state(self) -> str: ...


class Shelf(Protocol):
    """The library, as the index sees it. `transcript`, `text` and `episode` raise `NotFound`."""

    def transcript(self, id: int, /) -> Transcript: ...
    def text(self, id: int, /) -> str: ...
    def episode(self, id: int, /) -> EpisodeFacts: ...
    def episode_ids(self) -> list[int]: ...
    def marks(self) -> Sequence[Marking]: ...
    def words(self, ids: Sequence[int], /) -> list[int]:
        """How many words each of these episodes has; 0 for one that is not there."""
        ...

    def excerpts(self, spans: Sequence[tuple[int, int, int]], /) -> list[str | None]:
        """For each (episode, start, end) that piece of its text; None where it is not there."""
        ...

    def changed_since(self, seq: int, /) -> tuple[int, list[int]]: ...
    def index_state(self) -> Mapping[str, str]: ...
    def note_index_state(self, values: Mapping[str, Any], /) -> None: ...
    def forget_changes(self, seq: int, /) -> None: ...


class Kept(NamedTuple):
    """A segment's file, by name, size in bytes and checksum, and the episodes no longer in it."""

    name: str
    size: int
    checksum: int
    gone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """How far the index has come, kept in the library.

    Every change up to `seq` of the change log is in the index, and of the changes up to `target`
    those of the episodes `applied`. `generation` names the index's folder and `segments` are what
    is in it; generation 0 has no folder.
    """

    generation: int = 0
    seq: int = 0
    target: int = 0
    applied: tuple[int, ...] = ()
    segments: tuple[Kept, ...] = ()

    @classmethod
    def of(cls, shelf: Shelf) -> State:
        """The state noted in `shelf`; a fresh one when there is none that can be used."""
        try:
            values = json.loads(shelf.index_state().get(_KEY, "{}"))
            if values.pop("format", None) != FORMAT:
                return cls()
            values["applied"] = tuple(values["applied"])
            values["segments"] = tuple(
                Kept(str(name), int(size), int(checksum), tuple(map(int, gone)))
                for name, size, checksum, gone in values["segments"]
            )
            return cls(**values)
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls()

    def there(self, folder: Path) -> State:
        """This, or a fresh one when `folder` has no such index."""
        if self.generation and not (folder / str(self.generation)).is_dir():
            return State()
        return self

    def note(self, shelf: Shelf) -> State:
        """Keep this in `shelf`, at once and whole. Returns it."""
        values = {"format": FORMAT, **asdict(self)}
        shelf.note_index_state({_KEY: json.dumps(values, separators=(",", ":"))})
        return self

    def waiting(self, shelf: Shelf) -> tuple[int, list[int], tuple[int, ...]]:
        """The newest number of the change log, the episodes to be indexed, and those that are."""
        newest, changed = shelf.changed_since(self.seq)
        if not self.applied:
            return newest, changed, ()
        _, again = shelf.changed_since(self.target)
        done = frozenset(self.applied) - frozenset(again)
        return newest, [id for id in changed if id not in done], tuple(sorted(done))


class Texts:
    """The episodes last looked at, with their transcripts; forgotten when the library changes."""

    MOST = 24

    def __init__(self, shelf: Shelf) -> None:
        self._shelf, self.colours = shelf, NAMELESS
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, tuple[EpisodeFacts, Transcript]] = OrderedDict()
        self._seq = 0

    def refresh(self) -> None:
        """Forget the episodes that have changed."""
        with self._lock:
            self._seq, changed = self._shelf.changed_since(self._seq)
            for id in changed:
                self._kept.pop(id, None)

    def excerpts(self, spans: Sequence[tuple[int, int, int]]) -> list[str | None]:
        """For each (episode, start, end) that piece of its text; None where it is not there."""
        return self._shelf.excerpts(spans)

    def marks(self) -> Sequence[Marking]:
        """Every highlight, and every note on an episode."""
        return self._shelf.marks()

    def text(self, id: int) -> str:
        """The text of an episode; none of one that is not there."""
        try:
            return self._shelf.text(id)
        except NotFound:
            return ""

    def get(self, id: int) -> tuple[EpisodeFacts, Transcript] | None:
        """The episode with this id and its transcript; None when it is not in the library."""
        with self._lock:
            seq = self._seq
            if id in self._kept:
                self._kept.move_to_end(id)
                return self._kept[id]
        try:
            found = self._shelf.episode(id), self._shelf.transcript(id)
        except NotFound:
            return None
        with self._lock:
            if seq == self._seq:
                self._kept[id] = found
            if len(self._kept) > self.MOST:
                self._kept.popitem(last=False)
        return found
