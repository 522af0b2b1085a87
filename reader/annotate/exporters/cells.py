"""Lines of comma-separated values (RFC 4180)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from reader.annotate.exporters.escapes import guarded


def line(values: Iterable[object]) -> str:
    """One line of `values`. A text is guarded, so that no spreadsheet takes it for a formula."""
    out = StringIO()
    csv.writer(out).writerow([_cell(value) for value in values])
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return round(value, 3)
    return guarded(value) if isinstance(value, str) else value
