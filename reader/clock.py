"""Times as people write them, and back. Pure functions over seconds."""

from __future__ import annotations

import re

from reader.errors import ReaderError

_COLONS = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,5}):([0-9]{1,2}(?:[.,][0-9]{1,9})?)")
_UNITS = re.compile(
    r"(?=[0-9])(?:([0-9]{1,4})h)?\s*(?:([0-9]{1,5})m)?\s*(?:([0-9]{1,7}(?:\.[0-9]{1,9})?)s?)?",
    re.IGNORECASE,
)


def clock(seconds: float, *, millis: bool = False, padded: bool = False) -> str:
    """`seconds` as `1:02:03`, or as `2:03` below an hour; a part of a second is cut off.

    With `millis` three decimals are kept: `1:02:03.250`. With `padded` the form is always that of
    the style manuals, two digits each: `01:02:03`. A negative time is shown as zero.
    """
    thousandths = max(0, round(seconds * 1000))
    whole, rest = divmod(thousandths, 1000)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    if padded:
        shown = f"{hour:02}:{minute:02}:{second:02}"
    elif hour:
        shown = f"{hour}:{minute:02}:{second:02}"
    else:
        shown = f"{minute}:{second:02}"
    return f"{shown}.{rest:03}" if millis else shown


def parse_clock(text: str) -> float:
    """The seconds that `text` means: `1:02:03`, `62:03`, `3723`, `1h2m3s`, with decimals or not.

    Raises `ReaderError` when it is not a time.
    """
    stripped = text.strip()
    if match := _COLONS.fullmatch(stripped):
        hours, minutes, seconds = match.groups(default="0")
        second = float(seconds.replace(",", "."))
        if second < 60 and (match[1] is None or int(minutes) < 60):
            return int(hours) * 3600 + int(minutes) * 60 + second
    elif match := _UNITS.fullmatch(stripped):
        hours, minutes, seconds = match.groups(default="0")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    raise ReaderError(f"{stripped[:40]!r} is not a time", hint="write it as 1:02:03, 62:03 or 3723")
