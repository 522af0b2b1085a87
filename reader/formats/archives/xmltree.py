"""XML from anywhere, read without harm: no entity is expanded, nothing is fetched, depth is capped.

`parse_xml` takes bytes, so that their byte order mark and declaration decide on the encoding;
`parse_text` takes text that is decoded already, and reads the entities of its DTD by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.entities import html5
from typing import Any

from reader.errors import FormatError
from reader.formats.clean import clean

LARGEST = 20_000_000
"""Markup of more characters than this is not read."""

MOST_TAGS = 500_000
"""Markup with more tags than this is not read: its tree takes about half a kilobyte for each."""

BLOCKS = frozenset("br eol lb p li item td th tr cell row div l para line".split())
"""Names of elements that a reader sees apart from what stands beside them."""

_ENTITY = re.compile(r"&([A-Za-z][\w.-]{0,40});")
_DECLARATION = re.compile(
    r"<!ENTITY\s{1,9}([A-Za-z][\w.-]{0,40})\s{1,9}([\"'])([^\"'<&]{0,40}|&#\w{1,8};)\2"
)
_OWN = frozenset(["amp", "lt", "gt", "quot", "apos"])

_ROOT = re.compile(
    r"(?:\s|<\?[^>]{0,400}\?>|<!--(?:(?!-->).){0,2000}-->|<!DOCTYPE[^>\[]{0,400}(?:\[[^\]]{0,9000}\])?\s?>)*"
    r"<(?:[\w.-]{1,40}:)?([\w.-]{1,60})[\s/>]",
    re.DOTALL,
)


def root_name(text: str) -> str:
    """The name of the root element, without its prefix; "" if `text` does not begin as XML does."""
    match = _ROOT.match(text[:20_000])
    return match.group(1) if match else ""


def parse_xml(data: bytes) -> tuple[Any, tuple[str, ...]]:
    """The root element of `data`, an `lxml` element, and what was doubtful.

    XML that is not well-formed is read as far as it makes sense. Raises `FormatError` when it
    makes none, and when it is too large or nested too deeply.
    """
    from lxml import etree

    check_size(len(data), data.count(b"<"))
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormatError("the XML cannot be read", hint=str(error)[:80]) from None
    if root is None:
        raise FormatError("the XML cannot be read")
    fatal = [entry for entry in parser.error_log if entry.level_name == "FATAL"]
    check_limits(parser)
    if not fatal:
        return root, ()
    return root, (f"the XML is broken at line {fatal[0].line}: read as far as it makes sense",)


def parse_text(text: str) -> tuple[Any, tuple[str, ...]]:
    """The root element of the XML in `text`, and what was doubtful, as `parse_xml` has them.

    The document type is left out, and with it all that it could fetch. Entities that it gives a
    few characters, and those of HTML, are decoded; a name that nothing explains stays as it is.
    """
    text = text.lstrip()
    if text.startswith("<?xml"):
        text = text.partition("?>")[2].lstrip()
    head, doctype, rest = _split_doctype(text)
    meant = {name: value for name, _, value in _DECLARATION.findall(doctype)}
    whole = head + _decoded(rest, meant)
    return parse_xml(whole.encode("utf-8", "replace"))


def check_size(length: int, tags: int = 0) -> None:
    """Raise `FormatError` where markup is so large that its tree would take too much memory."""
    if length > LARGEST or tags > MOST_TAGS:
        limits = f"at most {LARGEST // 10**6} MB and {MOST_TAGS:,} tags are read"
        raise FormatError("the markup is too large", hint=limits)


def check_limits(parser: Any) -> None:
    """Raise `FormatError` where `parser` had to stop at what no transcript needs."""
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise FormatError("the markup is nested too deeply, or a part of it is too large")


def text_of(element: Any) -> str:
    """All the text in `element`, clean; a blank stands around what is in `BLOCKS`."""
    pieces: list[str] = []
    _gather(element, pieces)
    return clean("".join(pieces))


def _gather(element: Any, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        gap = " " if local(child) in BLOCKS else ""
        pieces.append(gap)
        _gather(child, pieces)
        pieces.append(gap + (child.tail or ""))


def innermost(root: Any, name: str) -> list[Any]:
    """The descendants of `root` called `name`, in any namespace, that hold none of their kind."""
    found = list(named(root, name))
    outer: set[Any] = set()
    for each in found:
        above = (ancestor for ancestor in each.iterancestors() if local(ancestor) == name)
        outer.update([ancestor] if (ancestor := next(above, None)) is not None else [])
    return [each for each in found if each not in outer]


def _split_doctype(text: str) -> tuple[str, str, str]:
    """`text` before its document type, the document type, and what follows."""
    start = text.find("<!DOCTYPE", 0, 5_000)
    if start < 0:
        return text[:0], "", text
    bracket, close = text.find("[", start), text.find(">", start)
    if 0 <= bracket < close:
        close = text.find(">", max(text.find("]", bracket), bracket))
    if close < 0:
        return "", "", text
    return text[:start], text[start : close + 1], text[close + 1 :]


def _decoded(text: str, meant: dict[str, str]) -> str:
    """`text` with its named entities decoded, but for XML's own and what CDATA sections hold."""

    def decoded(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in _OWN:
            return match.group()
        return meant.get(name) or escape(html5.get(name + ";", match.group()), quote=False)

    check_size(len(text) + 40 * text.count("&") if meant else len(text))
    first, *sections = text.split("<![CDATA[")
    parts = [_ENTITY.sub(decoded, first)]
    for section in sections:
        data, end, rest = section.partition("]]>")
        parts += ["<![CDATA[", data, end, _ENTITY.sub(decoded, rest)]
    return "".join(parts)


def local(element: Any) -> str:
    """The name of `element` without its namespace; "" for a comment or an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """The value of the attribute called `name` in any namespace."""
    value = element.get(name)
    if value is not None:
        return str(value)
    found = (v for key, v in element.attrib.items() if key.rpartition("}")[2] == name)
    return next(map(str, found), None)


def named(element: Any, name: str) -> Iterator[Any]:
    """The descendants of `element` called `name` in any namespace, in the order of the document."""
    return (each for each in element.iter() if local(each) == name)
