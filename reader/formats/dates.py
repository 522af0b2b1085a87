"""Dates and lengths as people write them."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    month[:length]: number
    for number, month in enumerate(
        """january february march april may june july august september october november
        december""".split(),
        1,
    )
    for length in (3, 4, len(month))
}
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:T[0-9:.]{4,12}Z?)?$")
_DAY_NAME = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s")
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?$")
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{2})(?:\.[0-9]{1,3})?$")
_SPOKEN = re.compile(r"([0-9]{1,6})(?:\.[0-9]{1,6})?\s?(s|sec|seconds?|m|min|minutes?)?$")


def iso_date(text: str) -> str | None:
    """`text` as an ISO 8601 date if it is a date and nothing else, without a day if it has none.

    Reads `2022-10-27`, `October 27, 2022`, `27 Oct 2022`, `Thursday, October 27th 2022`,
    `October 2022`. A date in numbers with slashes is ambiguous and is not read.
    """
    text = text.strip().lower()
    if len(text) > 40:
        return None
    if match := _ISO.match(text.upper()):
        return _valid(*match.groups())
    words = _DAY_NAME.sub("", text, count=1).replace(",", " ").split()
    words = [word for word in words if word not in ("the", "of")]
    if not 2 <= len(words) <= 3 or not re.fullmatch("[0-9]{4}", words[-1]):
        return None
    months = [number for word in words if (number := _MONTHS.get(word.rstrip(".")))]
    days = [match.group(1) for word in words[:-1] if (match := _ORDINAL.match(word))]
    if len(months) != 1 or len(days) != len(words) - 2:
        return None
    return _valid(words[-1], str(months[0]), days[0] if days else None)


def _valid(year: str, month: str | None, day: str | None) -> str | None:
    try:
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return None
    return whole[: 10 if day else 7 if month else 4]


def seconds(text: str) -> float | None:
    """A length (`1:07:35`, `231s`, `95 minutes`) in seconds, or None."""
    text = text.strip().lower()
    if match := _CLOCK.match(text):
        hours, minutes, rest = (int(group or 0) for group in match.groups())
        return float(hours * 3600 + minutes * 60 + rest)
    if match := _SPOKEN.match(text):
        return float(match.group(1)) * (60 if (match.group(2) or "s")[0] == "m" else 1)
    return None
