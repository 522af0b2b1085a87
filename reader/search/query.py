"""What is asked for, as a small tree. `reader.search.language` reads it from a query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from reader.search.analysis import stem
from reader.search.dates import Days

Kind = Literal["exact", "stem", "prefix", "typed", "sound", "any"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One word asked for: `exact`, by `stem`, by `prefix`, `typed` (by stem or prefix), by its
    `sound`, or `any` of some `words`.

    `start` and `end` are offsets in the query.
    """

    word: str
    kind: Kind
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    words: frozenset[str] = frozenset()

    def accepts(self, word: str) -> bool:
        """Whether `word`, folded, is a word asked for; by its sound, only the word itself."""
        match self.kind:
            case "exact" | "sound":
                return word == self.word
            case "stem":
                return stem(word) == stem(self.word)
            case "prefix":
                return word.startswith(self.word)
            case "typed":
                return word.startswith(self.word) or stem(word) == stem(self.word)
            case "any":
                return word in self.words


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand one after another in a passage; most often just one."""

    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Words in any order, the last at most `within` words after the first."""

    slots: tuple[Slot, ...]
    within: int


@dataclass(frozen=True, slots=True)
class Rated:
    """Runs of which any will do, each with how good it is, from 0 to 1."""

    runs: tuple[tuple[Run, float], ...]


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on who speaks, on the episode, on the time, or on what the user marked: by its
    words, its days, its seconds `[low, high]`, the episode's id, or exactly its name."""

    field: str
    slots: tuple[Slot, ...] = ()
    days: Days | None = None
    id: int | None = None
    span: tuple[float, float] | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class And:
    """Passages that answer to every part."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Passages that answer to any part."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Passages that do not answer to the part."""

    part: Node


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression to be found in a passage."""

    expression: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Passages of turns that answer to the part as a whole."""

    part: Node


@dataclass(frozen=True, slots=True)
class Exchange:
    """Passages that answer to `answer`, in a turn after another's that answers to `question`."""

    question: Node | None
    answer: Node | None


Node = Run | Near | Rated | Where | And | Or | Not | Pattern | Turn | Exchange

_APART = tuple("e co re pre non anti post multi semi sub inter self o d".split())
"""Beginnings of words that many write apart, with a hyphen or with an apostrophe."""

_LEFT = (4, 3)
"""So many letters are left after a beginning of one letter, and after a longer one."""


def parts(node: Node, *, every: bool = False, here: bool = False) -> Iterator[Node]:
    """`node` and all that is in it and is to be found; with `every`, what is to be left out too.

    With `here` only what is to be found in the passages themselves, and not the question before.
    """
    yield node
    inner: tuple[Node | None, ...] = ()
    match node:
        case And(those) | Or(those):
            inner = those
        case Rated(runs):
            inner = tuple(run for run, _ in runs)
        case Turn(part):
            inner = (part,)
        case Exchange(question, answer):
            inner = (answer,) if here else (question, answer)
        case Not(part) if every:
            inner = (part,)
    for each in inner:
        if each is not None:
            yield from parts(each, every=every, here=here)


def runs(node: Node, *, every: bool = False) -> Iterator[Run | Near]:
    """The words to be found; with `every`, those to be left out too."""
    return (part for part in parts(node, every=every) if isinstance(part, Run | Near))


def patterns(node: Node) -> Iterator[str]:
    """The regular expressions to be found in the passages that answer `node`."""
    return (part.expression for part in parts(node, here=True) if isinstance(part, Pattern))


def sought(node: Node) -> Iterator[Run | Near]:
    """The words to be found in the passages that answer `node`, in each way they may be written."""
    for part in parts(node, here=True):
        match part:
            case Run(slots):
                yield from map(Run, spellings(slots))
            case Near():
                yield part
            case And(those):
                pairs = (met(one, other) for one, other in pairwise(those))
                yield from (Run(joined) for joined in pairs if joined)


def spellings(slots: tuple[Slot, ...]) -> Iterator[tuple[Slot, ...]]:
    """The ways in which a word of some parts may be written: `GPT-4`, `GPT4`; `e-mail`, `email`;
    `O'Brien`, `obrien`; `3,500`, `3500`."""
    yield slots
    if any(slot.kind not in ("stem", "typed") for slot in slots):
        return
    first, last = slots[0], slots[-1]
    if len(slots) > 1:
        yield (Slot("".join(slot.word for slot in slots), last.kind, first.start, last.end),)
        return
    word = first.word
    cut = next(
        (at for at in range(1, len(word)) if word[at].isdigit() != word[at - 1].isdigit()), 0
    )
    if cut and word.isascii():
        yield _cut(first, cut)
    if len(word) > 3 and word.isdecimal():
        yield _thousands(first)
    for beginning in _APART:
        if word.startswith(beginning) and len(word) - len(beginning) >= _LEFT[len(beginning) > 1]:
            yield _cut(first, len(beginning))


def _cut(slot: Slot, at: int) -> tuple[Slot, Slot]:
    one = Slot(slot.word[:at], "exact", slot.start, slot.end)
    return one, Slot(slot.word[at:], slot.kind, slot.start, slot.end)


def _thousands(slot: Slot) -> tuple[Slot, ...]:
    """A number in groups of three digits."""
    cuts = [0, *range(len(slot.word) % 3 or 3, len(slot.word), 3), len(slot.word)]
    groups = [slot.word[low:high] for low, high in pairwise(cuts)]
    exact = (Slot(group, "exact", slot.start, slot.end) for group in groups[:-1])
    return *exact, Slot(groups[-1], slot.kind, slot.start, slot.end)


def met(one: Node, other: Node) -> tuple[Slot, ...] | None:
    """Letters and the digits after them as one word: `gpt 4` may be written `gpt4`."""
    match one, other:
        case Run((Slot(kind="stem") as first,)), Run((Slot(kind="stem" | "typed") as last,)):
            if first.word.isalpha() and last.word.isdecimal():
                return (Slot(first.word + last.word, last.kind, first.start, last.end),)
    return None
