"""The query language: what is asked for, as a small tree.

    query  = both ("OR" both)*
    both   = part (["AND"] part)*
    part   = ("NOT" | "-") part | [field ":"] value
    value  = word | word"*" | '"' words '"' | "/" pattern "/" | "(" query ")"

`AND`, `OR` and `NOT` are operators in capitals only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from reader.errors import QueryError
from reader.search.analysis import stem, words
from reader.search.dates import Days, days

FIELDS = ("speaker", "episode", "show", "date", "year")
"""The fields a query may name."""

LONGEST_QUERY = 10_000
DEEPEST = 40
MOST_SLOTS = 1_000

Kind = Literal["exact", "stem", "prefix", "typed"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One word asked for: `exact`, by `stem`, by `prefix`, or `typed` (by stem or prefix).

    `start` and `end` are offsets in the query.
    """

    word: str
    kind: Kind
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def accepts(self, word: str) -> bool:
        """Whether `word`, folded, is a word asked for."""
        match self.kind:
            case "exact":
                return word == self.word
            case "stem":
                return stem(word) == stem(self.word)
            case "prefix":
                return word.startswith(self.word)
            case "typed":
                return word.startswith(self.word) or stem(word) == stem(self.word)


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand one after another in a passage; most often just one."""

    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on who speaks or on the episode: by its words, its days, or its id."""

    field: str
    slots: tuple[Slot, ...] = ()
    days: Days | None = None
    id: int | None = None


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


Node = Run | Where | And | Or | Not | Pattern


def parse(query: str, *, typing: bool = False) -> Node:
    """The tree of `query`.

    Unquoted words go by their stem, and a word of several parts (`don't`, `GPT-3`) is the run of
    them; quoted words stand as they are, whatever their case and accents. With `typing` the last
    word may be half written, quotes and brackets may be open, and an operator may wait for its
    other side. Raises `QueryError`, with the offset in the query, for what cannot be understood.
    """
    if len(query) > LONGEST_QUERY:
        raise QueryError(
            f"the search has {len(query):,} characters",
            position=LONGEST_QUERY,
            hint=f"{LONGEST_QUERY:,} are the most",
        )
    node = _Parser(query, typing).whole()
    if node is None:
        raise QueryError("the search is empty", hint="type a word")
    if not _seeks(node):
        raise QueryError(
            "the search says only what to leave out", hint="add a word that is to be found"
        )
    if sum(len(run.slots) for run in runs(node, every=True)) > MOST_SLOTS:
        raise QueryError("the search has too many words", hint=f"{MOST_SLOTS:,} are the most")
    return node


def runs(node: Node, *, every: bool = False) -> Iterator[Run]:
    """The runs of words to be found; with `every`, those to be left out too."""
    match node:
        case Run():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from runs(part, every=every)
        case Not(part) if every:
            yield from runs(part, every=every)


def patterns(node: Node) -> Iterator[str]:
    """The regular expressions to be found."""
    match node:
        case Pattern(expression):
            yield expression
        case And(parts) | Or(parts):
            for part in parts:
                yield from patterns(part)


def _seeks(node: Node) -> bool:
    match node:
        case And(parts) | Or(parts):
            return any(_seeks(part) for part in parts)
        case Not():
            return False
    return True


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


_QUOTES = '"“”„'
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)(?P<shut>[{_QUOTES}]|$)
    |/(?P<pattern>(?:[^/\\]|\\.)+)/(?=[\s)]|$)
    |(?P<not>-)(?=[^\s\-)])
    |(?P<field>[A-Za-z]+):(?=[^\s)]|$)
    |(?P<word>[^\s(){_QUOTES}]+)""",
    re.VERBOSE,
)
_OPERATORS = {"AND": "and", "OR": "or", "NOT": "not"}


def _tokens(query: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or ""
        if kind == "space":
            continue
        if kind == "shut":
            kind = "quoted" if match["shut"] else "unclosed"
            yield _Token(kind, match["quoted"], match.start(), match.end())
        elif kind == "word":
            kind = _OPERATORS.get(match["word"], kind)
            yield _Token(kind, match["word"], match.start(), match.end())
        else:
            yield _Token(kind, match[kind], match.start(), match.end())


class _Parser:
    """Reads the tokens from left to right. A part without a word in it is None, and left out."""

    def __init__(self, query: str, typing: bool) -> None:
        self.query, self.typing = query, typing
        self.tokens: Sequence[_Token] = list(_tokens(query))
        self.at = 0
        self.depth = 0

    def whole(self) -> Node | None:
        node = self.either("")
        if self.at < len(self.tokens):
            raise self.error("a closing bracket without an opening one", self.tokens[self.at])
        return node

    def peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def error(self, what: str, token: _Token, hint: str = "") -> QueryError:
        return QueryError(
            f"{what}, at character {token.start + 1}", position=token.start, hint=hint
        )

    def either(self, name: str) -> Node | None:
        parts = [self.both(name)]
        while self.peek() == "or":
            self.operator()
            parts.append(self.both(name))
        return _joined(Or, parts)

    def both(self, name: str) -> Node | None:
        parts: list[Node | None] = []
        while (kind := self.peek()) not in ("", "close", "or"):
            if kind == "and":
                self.operator()
            else:
                parts.append(self.part(name))
        return _joined(And, parts)

    def operator(self) -> None:
        """Pass AND or OR; refuse one with nothing to its left or right."""
        before = self.tokens[self.at - 1].kind if self.at else ""
        token, after = self.take(), self.peek()
        waiting = after == "" and not self.typing
        if before in ("", "open") or waiting or after in ("close", "and", "or"):
            raise self.error(
                f"{token.text} needs something on both sides",
                token,
                f"the word itself is written {token.text.lower()}",
            )

    def part(self, name: str) -> Node | None:
        negative, token = False, None
        while self.peek() == "not":
            token = self.take()
            negative = not negative
        if token is not None and self.peek() in ("", "close", "and", "or"):
            if self.typing and self.peek() == "":
                return None
            raise self.error(f"{token.text} needs something to leave out", token)
        node = self.value(name)
        return Not(node) if negative and node is not None else node

    def value(self, name: str) -> Node | None:
        token = self.take()
        match token.kind:
            case "field":
                return self.field(token)
            case "open":
                return self.group(name, token)
            case "pattern":
                return Pattern(token.text)
            case "unclosed" if not self.typing:
                raise self.error("the quotation mark is never closed", token, 'add a "')
        return self.condition(name, token) if name else self.run(token)

    def field(self, token: _Token) -> Node | None:
        name = token.text.lower()
        if name not in FIELDS:
            known = ", ".join(f"{known}:" for known in FIELDS)
            raise self.error(f"there is no field “{token.text}”", token, f"there are {known}")
        if self.peek() in ("", "close", "and", "or", "not", "field"):
            if self.typing and self.peek() == "":
                return None
            raise self.error(f"nothing follows {token.text}:", token)
        return self.value(name)

    def group(self, name: str, token: _Token) -> Node | None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error("the brackets are too deep", token, f"{DEEPEST} levels are the most")
        node = self.either(name)
        if self.peek() == "close":
            self.take()
        elif not self.typing:
            raise self.error("the bracket is never closed", token, "add a )")
        self.depth -= 1
        return node

    def run(self, token: _Token) -> Run | None:
        slots = self.slots(token, "stem")
        return Run(slots) if slots else None

    def condition(self, name: str, token: _Token) -> Node | None:
        if name in ("date", "year"):
            span = days(token.text, whole_years=name == "year")
            if span is not None:
                return Where(name, days=span)
            if self.typing and self.at == len(self.tokens):
                return None
            example = "2022 or 2022..2024" if name == "year" else "2022, 2022-10-27 or 2022..2024"
            raise self.error(f"“{token.text}” is no {name}", token, f"write {name}:{example}")
        slots = self.slots(token, "exact")
        return Where(name, slots) if slots else None

    def slots(self, token: _Token, kind: Kind) -> tuple[Slot, ...]:
        """The words of one token; the last may be a prefix, by its `*` or because it is typed."""
        quoted = token.kind in ("quoted", "unclosed")
        offset = token.start + quoted
        found = [
            Slot(word.text, "exact" if quoted else kind, offset + word.start, offset + word.end)
            for word in words(token.text)
        ]
        star = -1 if quoted else token.text.find("*")
        if star >= 0 and (star != len(token.text) - 1 or not found or not token.text[:-1].strip()):
            raise self.error("a * stands only at the end of a word", token, "as in transist*")
        if not found:
            return ()
        last = found[-1]
        if star >= 0:
            found[-1] = replace(last, kind="prefix")
        elif self.typing and token.kind != "quoted" and last.end == len(self.query):
            found[-1] = replace(last, kind="typed" if last.kind == "stem" else "prefix")
        return tuple(found)


def _joined(kind: type[And] | type[Or], parts: Sequence[Node | None]) -> Node | None:
    kept = tuple(part for part in parts if part is not None)
    return kept[0] if len(kept) == 1 else kind(kept) if kept else None
