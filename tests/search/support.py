"""Small libraries for the tests of search, and a search of them by brute force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reader.errors import NotFound
from reader.search import Index
from reader.transcript import BREAK, Cue, Span, Transcript, Turn

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def talk(*turns: tuple[str | None, str], timed: bool = False) -> Transcript:
    """A transcript of these (speaker, text), one paragraph each; with cues ten seconds apart."""
    text, spans = "", []
    for speaker, said in turns:
        start = len(text) + len(BREAK) if text else 0
        text = f"{text}{BREAK}{said}" if text else said
        spans.append(Turn(start, start + len(said), speaker))
    cues = tuple(Cue(t.start, t.end, 10.0 * i, 10.0 * i + 9) for i, t in enumerate(spans))
    return Transcript(
        text=text,
        turns=tuple(spans),
        paragraphs=tuple(Span(turn.start, turn.end) for turn in spans),
        cues=cues if timed else (),
    )


@dataclass(frozen=True)
class Facts:
    id: int
    title: str
    show: str | None = None
    number: int | None = None
    date: str | None = None


@dataclass(frozen=True)
class Mark:
    episode: int
    start: int
    end: int
    colour: str = "yellow"
    tags: tuple[str, ...] = ()
    note: str = ""
    created: str = "2026-01-01T00:00:00Z"
    state: str = "anchored"


class FakeShelf:
    """A library in memory."""

    def __init__(self) -> None:
        self.kept: dict[int, tuple[Facts, Transcript]] = {}
        self.log: list[int] = []
        self.notes: dict[str, str] = {}
        self.read: list[int] = []
        self.marked: list[Mark] = []

    def put(self, id: int, transcript: Transcript, **facts: Any) -> None:
        facts.setdefault("title", f"Episode {id}")
        self.kept[id] = (Facts(id, **facts), transcript)
        self.log.append(id)

    def remove(self, id: int) -> None:
        del self.kept[id]
        self.log.append(id)

    def rename(self, id: int, old: str, new: str) -> None:
        facts, transcript = self.kept[id]
        self.kept[id] = (facts, transcript.named({old: new}))
        self.log.append(id)

    def retitle(self, id: int, **facts: Any) -> None:
        known, transcript = self.kept[id]
        self.kept[id] = (replace(known, **facts), transcript)
        self.log.append(id)

    def transcript(self, id: int, /) -> Transcript:
        self.read.append(id)
        return self._get(id)[1]

    def episode(self, id: int, /) -> Facts:
        return self._get(id)[0]

    def text(self, id: int, /) -> str:
        return self._get(id)[1].text

    def words(self, ids: Sequence[int], /) -> list[int]:
        return [self.kept[id][1].words if id in self.kept else 0 for id in ids]

    def excerpts(self, spans: Sequence[tuple[int, int, int]], /) -> list[str | None]:
        return [
            self.kept[id][1].text[start:end] if id in self.kept else None
            for id, start, end in spans
        ]

    def marks(self) -> list[Mark]:
        return self.marked

    def _get(self, id: int) -> tuple[Facts, Transcript]:
        if id not in self.kept:
            raise NotFound(f"there is no episode {id}")
        return self.kept[id]

    def episode_ids(self) -> list[int]:
        return sorted(self.kept)

    def changed_since(self, seq: int, /) -> tuple[int, list[int]]:
        latest = {id: at for at, id in enumerate(self.log, 1) if at > seq}
        ids = sorted(latest, key=lambda id: latest[id])
        return (max(latest.values()) if latest else seq), ids

    def index_state(self) -> Mapping[str, str]:
        return dict(self.notes)

    def note_index_state(self, values: Mapping[str, Any], /) -> None:
        self.notes.update({key: str(value) for key, value in values.items()})

    def forget_changes(self, seq: int, /) -> None:
        """Keep everything: what this log may forget changes no answer."""


def plain_words(text: str) -> list[str]:
    """The words of an ASCII text, small."""
    return re.findall(r"[a-z0-9]+", text.lower())


def holds(said: str, wanted: Iterable[str]) -> bool:
    """Whether the words `wanted` stand one after another in `said`."""
    found, sought = plain_words(said), list(wanted)
    return any(found[i : i + len(sought)] == sought for i in range(len(found) - len(sought) + 1))


def everything(index: Index, query: str, **options: Any) -> set[tuple[int, int]]:
    """The (episode, turn) of every hit, after checking that the total is their number."""
    results = index.search(query, limit=10_000, **options)
    assert results.total == len(results.hits)
    return {(hit.episode, hit.turn) for hit in results.hits}
