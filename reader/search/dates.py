"""Dates that may be known only to the year or month, as spans of days."""

from __future__ import annotations

import re
from typing import NamedTuple

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


class Days(NamedTuple):
    """From the day `first` to the day `last`, both included, as ISO 8601 writes days."""

    first: str
    last: str

    def covers(self, other: Days) -> bool:
        """Whether all of `other` lies within this."""
        return self.first <= other.first and other.last <= self.last


def days(text: str, *, whole_years: bool = False) -> Days | None:
    """The days that `text` means: `2022`, `2022-10`, `2022-10-27`, or `a..b` with either end open.

    None when it means none, or ends before it begins. With `whole_years` it may hold only years.
    """
    low, dots, high = text.partition("..")
    first = _single(low, whole_years) if low else Days("0000-01-01", "")
    last = _single(high, whole_years) if high else Days("", "9999-12-31")
    if not dots:
        return first if low else None
    if first is None or last is None or not (low or high):
        return None
    return Days(first.first, last.last) if first.first <= last.last else None


def day_of(date: str | None) -> Days | None:
    """The days an episode's ISO 8601 date may mean; None when it has none."""
    return _single((date or "")[:10], False)


def _single(text: str, whole_years: bool) -> Days | None:
    match = _DATE.fullmatch(text)
    if match is None or (whole_years and match[2]):
        return None
    year, month, day = match[1], match[2], match[3]
    return Days(f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or '31'}")
