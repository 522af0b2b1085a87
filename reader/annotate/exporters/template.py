"""Templates: a subset of Mustache (https://mustache.github.io/mustache.5.html) with filters.

    {{name}}                  a field, made harmless for the kind of file
    {{name|filter|filter}}    a field through filters, from left to right
    {{#name}} … {{/name}}     for each of a list, `{{.}}` being it, or if the field says something
    {{^name}} … {{/name}}     if it says nothing
    {{! words }}              a comment

A line that holds only one of the last four leaves nothing behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from reader.annotate.exporters import escapes
from reader.errors import ReaderError

Fields = Mapping[str, Any]
"""What a template may name. A value is a text, a list of texts or of `Fields`, or a function that
gives a list."""

_TAG = re.compile(r"\{\{([#^/!]?)([^{}]{0,200})\}\}")
_ALONE = re.compile(r"^[ \t]*(\{\{[#^/!][^{}]{0,200}\}\})[ \t]*\n", re.MULTILINE)
_DEEPEST = 20

ESCAPES: Mapping[str, Callable[[str], str]] = {
    ".md": escapes.markdown,
    ".html": escapes.html,
    ".org": escapes.org,
    ".txt": escapes.plain,
}
"""How fields are made harmless, by the suffix of a template."""

BARE: Mapping[str, Callable[[str], str]] = {
    "raw": escapes.plain,
    "yaml": escapes.yaml,
    "tag": escapes.tag,
}
"""The filters that take the place of the file's own way to make a field harmless."""

SHAPES: Mapping[str, Callable[[str], str]] = {
    "line": lambda text: " ".join(text.split()),
    "quote": lambda text: "\n".join(f"> {line}".rstrip() for line in text.split("\n")),
    "indent": lambda text: text.replace("\n", "\n  "),
}
"""The filters that lay a field out."""


@dataclass(slots=True)
class _Section:
    name: str
    inverted: bool
    line: int
    parts: list[str | _Field | _Section] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    filters: tuple[str, ...]
    line: int


class Template:
    """A template by its file's `name`, whose suffix says how fields are made harmless."""

    def __init__(self, name: str, text: str) -> None:
        """Raises `ReaderError`, with the line, for a template that cannot be understood."""
        self.name, self.suffix = name, PurePath(name).suffix
        if self.suffix not in ESCAPES:
            known = ", ".join(ESCAPES)
            raise ReaderError("this is no kind of template", where=name, hint=f"known: {known}")
        self._escape = ESCAPES[self.suffix]
        self._root = _Section("", False, 1)
        self._parse(text.replace("\r\n", "\n"))

    @property
    def whole(self) -> bool:
        """Whether it goes through all episodes, rather than being for one."""
        return any(isinstance(part, _Section) and part.name == "episodes" for part in _all(self))

    def render(self, fields: Fields) -> Iterator[str]:
        """The pieces of the text that it makes of `fields`. Raises `ReaderError` for a field that
        it names and that there is not."""
        return self._rendered(self._root.parts, (fields,))

    def _parse(self, text: str) -> None:
        lines = _line_counter(text)
        alone = {match.start(1): match.span() for match in _ALONE.finditer(text)}
        stack, at = [self._root], 0
        for match in _TAG.finditer(text):
            start, end = alone.get(match.start(), match.span())
            stack[-1].parts.append(text[at:start])
            at = end
            self._take(stack, match[1], match[2].strip(), lines(match.start()))
        stack[-1].parts.append(text[at:])
        if len(stack) > 1:
            raise self._error(f"{{{{#{stack[-1].name}}}}} is not closed", stack[-1].line)

    def _take(self, stack: list[_Section], mark: str, content: str, line: int) -> None:
        """Add a tag to the innermost open section, or open or close one."""
        if mark == "!":
            return
        if mark == "/":
            if len(stack) == 1 or stack[-1].name != content:
                raise self._error(f"{{{{/{content}}}}} closes nothing", line)
            stack.pop()
        elif mark:
            section = _Section(content, mark == "^", line)
            stack[-1].parts.append(section)
            stack.append(section)
            if len(stack) > _DEEPEST:
                raise self._error("sections lie too deep in one another", line)
        else:
            name, *filters = (part.strip() for part in content.split("|"))
            for each in filters:
                if each not in BARE and each not in SHAPES:
                    known = ", ".join([*BARE, *SHAPES])
                    raise self._error(f"there is no filter “{each}”", line, f"known: {known}")
            stack[-1].parts.append(_Field(name, tuple(filters), line))

    def _rendered(
        self, parts: Iterable[str | _Field | _Section], scopes: tuple[Any, ...]
    ) -> Iterator[str]:
        for part in parts:
            if isinstance(part, str):
                yield part
            elif isinstance(part, _Field):
                yield self._filled(part, self._value(part.name, scopes, part.line))
            else:
                yield from self._section(part, scopes)

    def _section(self, part: _Section, scopes: tuple[Any, ...]) -> Iterator[str]:
        value = self._value(part.name, scopes, part.line)
        items = value() if callable(value) else value
        if part.inverted:
            if not items:
                yield from self._rendered(part.parts, scopes)
        elif callable(value) or isinstance(items, list | tuple):
            for item in items:
                yield from self._rendered(part.parts, (*scopes, item))
        elif items:
            yield from self._rendered(part.parts, scopes)

    def _value(self, name: str, scopes: tuple[Any, ...], line: int) -> Any:
        if name == ".":
            return scopes[-1]
        for scope in reversed(scopes):
            if isinstance(scope, Mapping) and name in scope:
                return scope[name]
        known = sorted({each for scope in scopes if isinstance(scope, Mapping) for each in scope})
        raise self._error(f"there is no field “{name}” here", line, f"known: {', '.join(known)}")

    def _filled(self, part: _Field, value: Any) -> str:
        if isinstance(value, list | tuple | Mapping) or callable(value):
            hint = f"{{{{#{part.name}}}}} … {{{{/{part.name}}}}} goes through it"
            raise self._error(f"“{part.name}” is a list", part.line, hint)
        text = "" if value is None else str(value)
        bare = any(name in BARE for name in part.filters)
        for name in part.filters:
            if name == "line":
                text = SHAPES["line"](text)
            elif name in BARE:
                text = BARE[name](text)
        if not bare:
            text = self._escape(text)
        for name in part.filters:
            if name in SHAPES and name != "line":
                text = SHAPES[name](text)
        return text

    def _error(self, what: str, line: int, hint: str = "") -> ReaderError:
        return ReaderError(what, where=f"{self.name}:{line}", hint=hint)


def _all(template: Template) -> Iterator[str | _Field | _Section]:
    """Every part of `template`, those within sections included."""
    waiting: list[str | _Field | _Section] = list(template._root.parts)
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, _Section):
            waiting += part.parts


def _line_counter(text: str) -> Callable[[int], int]:
    """What tells the line of an offset, if it is asked in order."""
    seen, line = 0, 1

    def lines(offset: int) -> int:
        nonlocal seen, line
        line += text.count("\n", seen, offset)
        seen = offset
        return line

    return lines
