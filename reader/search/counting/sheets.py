"""What was counted as a sheet of comma-separated values (RFC 4180), for other programs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import fields
from io import StringIO

from reader.search.counting.concordance import Line
from reader.search.counting.keyness import Keyword
from reader.search.counting.trends import Trend

AT_ONCE = 1_000
"""So many lines of a concordance are read together for a sheet."""


def sheet(
    kind: type[Line | Trend | Keyword], rows: Iterable[Line | Trend | Keyword]
) -> Iterator[str]:
    """The lines of the sheet of `rows`, each of this `kind`: first the names of its columns.

    What a row does not have is left empty; seconds, rates and scores have three decimals. A text
    that a spreadsheet would take for a formula gets an apostrophe before it
    (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    names = [field.name for field in fields(kind)]
    yield _line(names)
    for row in rows:
        yield _line([_plain(getattr(row, name)) for name in names])


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return round(value, 3) if isinstance(value, float) else value


def _line(values: Iterable[object]) -> str:
    line = StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()
