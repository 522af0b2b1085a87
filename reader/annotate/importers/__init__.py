"""Highlights of other programs, and of other libraries: one module a format.

A file is known by what is in it, whatever its name. One bad record never stops the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from reader.annotate.importers import hypothesis_json, own, readwise, refi, webannotation
from reader.annotate.importers.anchoring import anchored, quoted
from reader.annotate.importers.records import Origin, Problem, Read, Record
from reader.errors import ReaderError

__all__ = ["Origin", "Problem", "Read", "Record", "anchored", "quoted", "read"]

_HINT = "reader's JSON, Web Annotations, hypothes.is JSON, Readwise CSV and .qdpx can be read"

_DOCUMENTS: tuple[tuple[str, Callable[[Any], bool], Callable[[Any], Iterator[Read]]], ...] = (
    ("json", own.claims, own.read),
    ("jsonld", webannotation.claims, webannotation.read),
    ("hypothesis", hypothesis_json.claims, hypothesis_json.read),
)


def read(data: bytes) -> tuple[str, Iterator[Read]]:
    """The name of the format that `data` is in, and its records, each of them or what is wrong.

    Raises `ReaderError` for what is in none of the formats.
    """
    if refi.claims(data):
        return "qdpx", refi.read(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReaderError("this is no text in UTF-8", hint=_HINT) from error
    if text.lstrip()[:1] in ("{", "["):
        document = _document(text)
        for name, claims, reading in _DOCUMENTS:
            if claims(document):
                return name, reading(document)
    elif readwise.claims(text):
        return "readwise", readwise.read(text)
    raise ReaderError("no format of highlights is recognised", hint=_HINT)


def _document(text: str) -> Any:
    """The JSON that `text` is, or the list of what its lines are. Raises `ReaderError`."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ReaderError("the JSON is nested too deeply") from error
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        rows = [_line(line) for line in lines]
        if len(rows) < 2 or not isinstance(rows[0], dict):
            raise ReaderError(f"this is no JSON: {error}") from error
        return rows


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
