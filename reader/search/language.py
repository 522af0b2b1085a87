"""The query language.

    query  = both ("OR" both)*
    both   = part (["AND"] part)*
    part   = ("NOT" | "-") part | [field ":"] value
    value  = ["=" | "~"] word | word"*" | ["~"] '"' words '"' ["~" number] | "/" pattern "/"
           | "(" query ")"

`AND`, `OR` and `NOT` are operators in capitals only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from math import inf
from typing import NamedTuple, get_args

from reader.clock import parse_clock
from reader.errors import QueryError, ReaderError
from reader.search.analysis import words
from reader.search.dates import days
from reader.search.query import (
    And,
    Exchange,
    Kind,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Run,
    Slot,
    Turn,
    Where,
    runs,
)
from reader.search.results import Sort

HAS = ("highlight", "note", "tag")
"""What `has:` may ask for."""

IS = ("moved", "orphan")
"""What `is:` may ask for: a highlight that is to be confirmed, or lost its place."""

SORTS: tuple[Sort, ...] = get_args(Sort)

FIELDS = tuple(
    "speaker episode show date year in has is tag note colour marked question answer turn "
    "sort".split()
)
"""The fields a query may name."""

_ALIASES = {"by": "speaker", "color": "colour"}
_INNER = ("question", "answer", "turn")
"""The fields whose value is a query."""

LONGEST_QUERY = 10_000
DEEPEST = 40
MOST_SLOTS = 1_000
FARTHEST = 250
"""Words may be asked for so near to one another at most."""


class Question(NamedTuple):
    """A query as it is understood; `sort` is the order it asks for, if any."""

    node: Node
    sort: Sort | None


def parse(query: str, *, typing: bool = False) -> Node:
    """The tree of `query`; see `read`."""
    return read(query, typing=typing).node


def read(query: str, *, typing: bool = False, bare: bool = False) -> Question:
    """What `query` asks.

    Unquoted words go by their stem, and a word of several parts (`don't`, `GPT-3`) is the run of
    them; quoted words, and those after `=`, stand as they are, whatever their case and accents.
    With `typing` the last word may be half written, quotes and brackets may be open, and an
    operator may wait for its other side. With `bare` it may say only what to leave out. Raises
    `QueryError`, with the offset in the query, for what cannot be understood.
    """
    if len(query) > LONGEST_QUERY:
        raise QueryError(
            f"the search has {len(query):,} characters",
            position=LONGEST_QUERY,
            hint=f"{LONGEST_QUERY:,} are the most",
        )
    parser = _Parser(query, typing)
    node = parser.whole()
    if node is None:
        raise QueryError("the search is empty", hint="type a word")
    if not bare and not _seeks(node):
        raise QueryError(
            "the search says only what to leave out", hint="add a word that is to be found"
        )
    if sum(len(run.slots) for run in runs(node, every=True)) > MOST_SLOTS:
        raise QueryError("the search has too many words", hint=f"{MOST_SLOTS:,} are the most")
    return Question(node, parser.sort)


def _seeks(node: Node) -> bool:
    match node:
        case And(those) | Or(those):
            return any(_seeks(part) for part in those)
        case Turn(part):
            return _seeks(part)
        case Exchange(question, answer):
            return all(part is None or _seeks(part) for part in (question, answer))
        case Not():
            return False
    return True


@dataclass(frozen=True, slots=True)
class _Token:
    """`mark` is what stands before it, `=` or `~`; `within` the number after a quotation."""

    kind: str
    text: str
    start: int
    end: int
    mark: str = ""
    within: int | None = None


_QUOTES = '"“”„'
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<sound>~?)[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)
        (?P<shut>[{_QUOTES}](?:~(?P<within>[0-9]{{1,9}})(?![^\s)]))?|$)
    |/(?P<pattern>(?:[^/\\]|\\.)+)/(?=[\s)]|$)
    |(?P<not>-)(?=[^\s\-)])
    |(?P<field>[A-Za-z]+):(?=[^\s)]|$)
    |(?P<mark>[=~](?=\w))?(?P<word>[^\s(){_QUOTES}]+)""",
    re.VERBOSE,
)
_OPERATORS = {"AND": "and", "OR": "or", "NOT": "not"}


def _tokens(query: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(query):
        kind, at = match.lastgroup or "", match.span()
        if kind == "space":
            continue
        if kind == "shut":
            kind = "quoted" if match["shut"] else "unclosed"
            within = int(match["within"]) if match["within"] else None
            yield _Token(kind, match["quoted"], *at, match["sound"], within)
        elif kind == "word":
            mark = match["mark"] or ""
            kind = kind if mark else _OPERATORS.get(match["word"], kind)
            yield _Token(kind, match["word"], *at, mark)
        else:
            yield _Token(kind, match[kind], *at)


class _Parser:
    """Reads the tokens from left to right. A part without a word in it is None, and left out."""

    def __init__(self, query: str, typing: bool) -> None:
        self.query, self.typing = query, typing
        self.tokens: Sequence[_Token] = list(_tokens(query))
        self.at = 0
        self.depth = 0
        self.sort: Sort | None = None

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
        those = [self.both(name)]
        while self.peek() == "or":
            self.operator()
            those.append(self.both(name))
        return _joined(Or, those)

    def both(self, name: str) -> Node | None:
        those: list[Node | None] = []
        while (kind := self.peek()) not in ("", "close", "or"):
            if kind == "and":
                self.operator()
            else:
                those.append(self.part(name))
        return _joined(And, _exchanged(those))

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
            case "pattern" if not name:
                return Pattern(token.text)
            case "unclosed" if not self.typing:
                raise self.error("the quotation mark is never closed", token, 'add a "')
            case "word" if _known(token.text.removesuffix(":")) and token.text.endswith(":"):
                if self.typing and self.at == len(self.tokens):
                    return None
                raise self.error(
                    f"nothing follows {token.text}", token, "leave no space after the colon"
                )
        return self.condition(name, token) if name else self.run(token)

    def field(self, token: _Token) -> Node | None:
        name = _known(token.text)
        if not name:
            near = get_close_matches(token.text, FIELDS, n=1)
            known = ", ".join(f"{known}:" for known in FIELDS)
            hint = f"did you mean {near[0]}:? " if near else ""
            raise self.error(f"there is no field “{token.text}”", token, f"{hint}there are {known}")
        if self.peek() in ("", "close", "and", "or", "not", "field"):
            if self.typing and self.peek() == "":
                return None
            raise self.error(f"nothing follows {token.text}:", token)
        if name not in _INNER:
            return self.value(name)
        node = self.value("")
        match name:
            case _ if node is None:
                return None
            case "question":
                return Exchange(node, None)
            case "answer":
                return Exchange(None, node)
        return Turn(node)

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

    def run(self, token: _Token) -> Node | None:
        slots = self.slots(token, "stem")
        if not slots:
            return None
        if token.within is not None and token.mark != "~":
            if not 0 < token.within <= FARTHEST:
                raise self.error(
                    f"words cannot be within {token.within} of one another",
                    token,
                    f'write a number from 1 to {FARTHEST}, as in "one two"~5',
                )
            return Near(slots, max(token.within, len(slots) - 1))
        return Run(slots)

    def condition(self, name: str, token: _Token) -> Node | None:
        if name in ("date", "year", "marked"):
            span = days(token.text, whole_years=name == "year")
            example = "2022 or 2022..2024" if name == "year" else "2022, 2022-10-27 or 2022..2024"
            return self.known(span, token, name, example, lambda: Where(name, days=span))
        if name == "in":
            times = _times(token.text)
            example = "10:00..1:20:00, ..5:00 or 40:00.."
            return self.known(times, token, "span", example, lambda: Where(name, span=times))
        if name in ("has", "is"):
            what, those = token.text.lower(), HAS if name == "has" else IS
            what = what.removesuffix("s") if name == "has" else what
            meant = what if what in those else None
            where = Where(name, (Slot(what, "exact"),))
            return self.known(meant, token, "mark", f" or {name}:".join(those), lambda: where)
        if name == "sort":
            order = next((sort for sort in SORTS if sort == token.text.lower()), None)
            self.known(order, token, "order", " or sort:".join(SORTS), lambda: None)
            self.sort = order or self.sort
            return None
        slots = self.slots(token, "stem" if name == "note" else "exact")
        return Where(name, slots) if slots else None

    def known(
        self, value: object, token: _Token, what: str, example: str, make: Callable[[], Node | None]
    ) -> Node | None:
        """What `make` makes where `value` was understood; refuses what was not, unless typed."""
        if value is not None:
            return make()
        if self.typing and self.at == len(self.tokens):
            return None
        name = self.tokens[self.at - 2].text if self.at > 1 else what
        raise self.error(f"“{token.text}” is no {what}", token, f"write {name}:{example}")

    def slots(self, token: _Token, kind: Kind) -> tuple[Slot, ...]:
        """The words of one token; the last may be a prefix, by its `*` or because it is typed."""
        quoted = token.kind in ("quoted", "unclosed")
        offset = token.start + len(token.mark) + quoted
        kind = "sound" if token.mark == "~" else "exact" if quoted or token.mark else kind
        found = [
            Slot(word.text, kind, offset + word.start, offset + word.end)
            for word in words(token.text)
        ]
        star = -1 if quoted else token.text.find("*")
        if star >= 0 and (star != len(token.text) - 1 or not found or not token.text[:-1].strip()):
            raise self.error("a * stands only at the end of a word", token, "as in transist*")
        if star >= 0 and token.mark:
            raise self.error(f"a * does not go with {token.mark}", token)
        if not found:
            return ()
        last = found[-1]
        if star >= 0:
            found[-1] = replace(last, kind="prefix")
        elif self.typing and token.kind != "quoted" and last.end == len(self.query):
            typed: dict[Kind, Kind] = {"stem": "typed", "exact": "prefix"}
            found[-1] = replace(last, kind=typed.get(kind, kind))
        return tuple(found)


def _known(text: str) -> str:
    """The field that `text` names; empty if it names none."""
    name = _ALIASES.get(text.lower(), text.lower())
    return name if name in FIELDS else ""


def _times(text: str) -> tuple[float, float] | None:
    """The seconds of `10:00..20:00`; one side may be left out."""
    low, dots, high = text.partition("..")
    if not dots or not (low or high):
        return None
    try:
        first, last = parse_clock(low) if low else 0.0, parse_clock(high) if high else inf
    except ReaderError:
        return None
    return (first, last) if first <= last else None


def _exchanged(those: Sequence[Node | None]) -> list[Node | None]:
    """The parts, a question and an answer among them made one exchange."""
    asked = [part for part in those if isinstance(part, Exchange) and part.answer is None]
    answered = [part for part in those if isinstance(part, Exchange) and part.question is None]
    if len(asked) != 1 or len(answered) != 1:
        return list(those)
    rest = [part for part in those if part not in (*asked, *answered)]
    return [*rest, Exchange(asked[0].question, answered[0].answer)]


def _joined(kind: type[And] | type[Or], those: Sequence[Node | None]) -> Node | None:
    kept = tuple(part for part in those if part is not None)
    return kept[0] if len(kept) == 1 else kind(kept) if kept else None
