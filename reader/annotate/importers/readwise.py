"""The sheets of Readwise: what it takes, and what it gives (https://readwise.io/export)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO

from reader.annotate.exporters.escapes import unguarded
from reader.annotate.importers.records import (
    LONGEST,
    Origin,
    Problem,
    Read,
    Record,
    Unusable,
    parse_moment,
)

_TAGS = re.compile(r"(?:\.[^\s.]\S{0,200}(?:[ \t]+|(?=\n)|\Z))+")


def claims(sheet: str) -> bool:
    """Whether the first line of `sheet` is one of this format."""
    head = next(csv.reader([sheet.split("\n", 1)[0]]), [])
    return "highlight" in (_key(cell) for cell in head)


def read(sheet: str) -> Iterator[Read]:
    """The records of `sheet`, one a line; what cannot be one is passed over."""
    before = csv.field_size_limit(LONGEST)
    try:
        rows = csv.reader(StringIO(sheet.replace("\0", "\N{REPLACEMENT CHARACTER}"), newline=""))
        head = [_key(cell) for cell in next(rows, [])]
        for number, row in _counted(rows):
            if isinstance(row, str):
                yield Problem(f"row {number}", row)
            elif any(row):
                yield _read(f"row {number}", dict(zip(head, map(unguarded, row), strict=False)))
    finally:
        csv.field_size_limit(before)


def _counted(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | str]]:
    """The rows after the head, counted from 1; in place of one that is broken what is wrong."""
    number = 0
    while True:
        number += 1
        try:
            yield number, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, str(error)


def _read(where: str, row: Mapping[str, str]) -> Read:
    try:
        return _record(where, row)
    except Unusable as error:
        return Problem(where, str(error))


def _record(where: str, row: Mapping[str, str]) -> Record:
    quote = row.get("highlight", "")
    if not quote.strip():
        raise Unusable("it has no words")
    tags, note = _note(row.get("note", ""))
    more = [tag.strip() for tag in row.get("tags", "").split(",") if tag.strip()]
    location = row.get("location", "").strip()
    moment = parse_moment(row.get("date") or row.get("highlighted at") or "")
    return Record(
        where,
        Origin(title=row.get("title") or row.get("book title") or "", url=row.get("url", "")),
        quote=quote,
        start=int(location) if re.fullmatch(r"[0-9]{1,15}", location) else None,
        colour=row.get("color", "").casefold() or None,
        tags=(*tags, *more),
        note=note,
        created=moment,
        modified=moment,
    )


def _note(text: str) -> tuple[list[str], str]:
    """The tags at the head of a note's first line, each after a full stop, and the rest of it."""
    found = _TAGS.match(text)
    tags = found.group().split() if found else []
    return [tag[1:] for tag in tags], text[found.end() if found else 0 :].removeprefix("\n")


def _key(cell: str) -> str:
    return cell.strip("\ufeff \t\r\n").casefold()
