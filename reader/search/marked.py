"""Which highlights answer to a query: the same language, asked of what the user marked.

Words are sought in the quote, the note and the tags, and each as the beginning of a word, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from reader.errors import QueryError
from reader.search.analysis import fold, tokens
from reader.search.dates import day_of
from reader.search.matches import Sought
from reader.search.query import (
    And,
    Exchange,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Run,
    Slot,
    Turn,
    Where,
)
from reader.search.shelf import Marking


class Noted(Marking, Protocol):
    """Something marked with its words, and what is known of its episode; `kind` is `highlight`,
    `bookmark` or `note`."""

    @property
    def kind(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def speaker(self) -> str | None: ...
    @property
    def time(self) -> float: ...
    @property
    def title(self) -> str: ...
    @property
    def show(self) -> str | None: ...
    @property
    def date(self) -> str | None: ...
    @property
    def words(self) -> Sequence[str]: ...


def all_words(quote: str, note: str, tags: Sequence[str]) -> list[str]:
    """The words of a highlight, an empty one between its parts, so that no phrase crosses them."""
    listed = tokens(quote)
    for part in (note, *tags):
        if part:
            listed += ["", *tokens(part)]
    return listed


def condition(node: Where, colours: Mapping[str, str]) -> Callable[[Marking], bool]:
    """Whether a highlight meets a condition on what was marked; `colours` are the user's names."""
    sought = Sought(node.slots)
    match node.field, node.slots[0].word if node.slots else "":
        case "tag", _ if node.name is not None:
            above = f"{node.name.casefold()}/"
            return lambda mark: any(f"{tag.casefold()}/".startswith(above) for tag in mark.tags)
        case "tag", _:
            return lambda mark: any(sought.within(tokens(tag)) for tag in mark.tags)
        case "note", _:
            return lambda mark: sought.within(tokens(mark.note))
        case "colour", _:
            known = {colour: tokens(name) for colour, name in colours.items()}
            return lambda mark: (
                sought.within([mark.colour]) or sought.within(known.get(mark.colour, ()))
            )
        case "has", "highlight":
            return lambda mark: bool(mark.colour)
        case "has", "note":
            return lambda mark: bool(mark.note)
        case "has", "tag":
            return lambda mark: bool(mark.tags)
        case "is", state:
            return lambda mark: mark.state == state
        case "marked", _ if node.days is not None:
            days = node.days
            return lambda mark: (day := day_of(mark.created)) is not None and days.covers(day)
    return lambda mark: True


Test = Callable[[Noted], bool]


def answers(node: Node, colours: Mapping[str, str]) -> Test:
    """Whether a highlight answers to `node`. Raises `QueryError` for what asks of turns alone."""
    match node:
        case And(those):
            every = [answers(part, colours) for part in those]
            return lambda mark: all(test(mark) for test in every)
        case Or(those):
            some = [answers(part, colours) for part in those]
            return lambda mark: any(test(mark) for test in some)
        case Not(part):
            inner = answers(part, colours)
            return lambda mark: not inner(mark)
        case Run(slots):
            run = Sought(tuple(map(_begun, slots)))
            return lambda mark: run.within(mark.words)
        case Near(slots, within):
            near = Sought(slots)
            return lambda mark: near.together(mark.words, within)
        case Where():
            return _where(node, colours)
        case Turn(part):
            return answers(part, colours)
        case Pattern():
            raise QueryError("highlights are not searched by patterns", hint="write the words")
        case Exchange():
            raise QueryError("question: and answer: ask of turns", hint="write the words alone")
    raise QueryError("this is not asked of highlights", hint="write the words")


def _begun(slot: Slot) -> Slot:
    """A word asked for by its stem, also as the beginning of one."""
    return replace(slot, kind="typed") if slot.kind == "stem" else slot


def _where(node: Where, colours: Mapping[str, str]) -> Test:
    sought = Sought(node.slots)

    def named(value: Callable[[Noted], str | None]) -> Test:
        if node.name is not None:
            name = fold(node.name)
            return lambda mark: fold(value(mark) or "") == name
        return lambda mark: sought.within(tokens(value(mark) or ""))

    match node.field:
        case "speaker":
            return named(lambda mark: mark.speaker)
        case "show":
            return named(lambda mark: mark.show)
        case "episode" if node.id is None and _number(node) is not None:
            id, title = _number(node), named(lambda mark: mark.title)
            return lambda mark: mark.episode == id or title(mark)
        case "episode":
            return named(lambda mark: mark.title)
        case "date" | "year" if node.days is not None:
            days = node.days
            return lambda mark: (day := day_of(mark.date)) is not None and days.covers(day)
        case "in" if node.span is not None:
            low, high = node.span
            return lambda mark: low <= mark.time <= high
    return condition(node, colours)


def _number(node: Where) -> int | None:
    one = len(node.slots) == 1 and node.slots[0].word.isdecimal()
    return int(node.slots[0].word) if one else None
