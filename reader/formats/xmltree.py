"""XML from anywhere, read without harm: no entity is expanded, nothing is fetched, depth is capped.

A page is parsed as bytes, so that its byte order mark and declaration decide on the encoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reader.errors import FormatError

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
    makes none.
    """
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormatError("the XML cannot be read", hint=str(error)[:80]) from None
    if root is None:
        raise FormatError("the XML cannot be read")
    fatal = [entry for entry in parser.error_log if entry.level_name == "FATAL"]
    if not fatal:
        return root, ()
    return root, (f"the XML is broken at line {fatal[0].line}: read as far as it makes sense",)


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
