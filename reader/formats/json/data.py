"""JSON from anywhere: loaded without a traceback, and its values taken for what they should be.

The values of a document may be of any type, whatever a service promises; each function here
answers with what it can read and with nothing for the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

from reader.formats.clean import clean, decode_entities
from reader.formats.text.labels import somebody

LATEST = 10_000_000.0
"""A time of more seconds than this (115 days) is no place in a recording."""

_LOOKS = re.compile(r'\s*+(?:\[\s*+){0,4}(?:\{\s*+(?:"|\}|//|/\*)|\[\s*+\])')
_CLOCK = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-9]{1,2})(?:[.,]([0-9]{1,9}))?$")
_SPAN = re.compile(r"PT(?:([0-9]{1,5})H)?(?:([0-9]{1,7})M)?(?:([0-9.]{1,20})S)?$")
_DIGITS = re.compile(r"[0-9]{1,4}$")


def looks_like_json(text: str) -> bool:
    """Whether `text` begins as JSON with objects does, broken or not."""
    return bool(_LOOKS.match(text))


def load(text: str) -> Any:
    """The JSON object or array that `text` is, several in a row as an array; None if it is none."""
    text = text.strip()
    if not text.startswith(("{", "[")):
        return None
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    at = 0
    try:
        while at < len(text):
            value, at = decoder.raw_decode(text, at)
            if not isinstance(value, dict | list):
                return None
            values.append(value)
            while at < len(text) and text[at].isspace():
                at += 1
    except (ValueError, RecursionError):
        return None
    return values[0] if len(values) == 1 else values


def what_is_wrong(text: str) -> str:
    """Why `text` is not JSON, in a few words with the line."""
    try:
        json.JSONDecoder(strict=False).raw_decode(text.lstrip())
    except RecursionError:
        return "it is nested too deeply"
    except json.JSONDecodeError as error:
        skipped = text[: len(text) - len(text.lstrip())].count("\n")
        return f"{error.msg}, in line {error.lineno + skipped}"
    except ValueError:
        return "a number in it is too long"
    return "something follows it"


def get(value: Any, *path: str | int) -> Any:
    """What stands at `path`, keys and indices, below `value`; None where there is no such place."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step] if -len(value) <= step < len(value) else None
        else:
            return None
    return value


def rows(value: Any) -> list[dict[str, Any]]:
    """The objects of the array `value`; none if it is no array."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def words(value: Any) -> str:
    """The string `value`, clean and with its character references decoded; "" if it is none."""
    return decode_entities(_printable(value)) if isinstance(value, str) else ""


def line(value: Any) -> str | None:
    """The string `value`, clean, as one line; None if it is empty or none."""
    return " ".join(words(value).split()) or None


def number(value: Any) -> float | None:
    """The number `value`, or the number that the string is; None if it is none, or not finite."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value[:40] if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return found if isfinite(found) else None


def seconds(value: Any, unit: float = 1.0) -> float | None:
    """A time in seconds, or None: so many `unit` seconds, or `1:02:03.5`, `PT1M3.5S`, `3.5s`."""
    if isinstance(value, str):
        text = value.strip()
        if match := _CLOCK.match(text):
            hours, minutes, whole = (int(group or 0) for group in match.groups()[:3])
            return _place(hours * 3600 + minutes * 60 + float(f"{whole}.{match.group(4) or 0}"))
        if len(text) > 2 and (match := _SPAN.match(text)):
            h, m, s = (number(group or 0) or 0.0 for group in match.groups())
            return _place(h * 3600 + m * 60 + s)
        if text.endswith("s"):
            return _place(number(text[:-1]))
    found = number(value)
    return None if found is None else _place(found * unit)


def _place(found: float | None) -> float | None:
    if found is None or not -LATEST < found < LATEST:
        return None
    return round(found, 6)


def speaker(value: Any) -> str | None:
    """Who speaks, by a name, a number or an object with a name; None for nobody named.

    A service's number or letter becomes a label: `Speaker 0`, `Speaker A`.
    """
    if isinstance(value, dict):
        named = (value.get(key) for key in ("name", "display_name", "label", "id"))
        return next((found for each in named if (found := speaker(each))), None)
    if isinstance(value, int) and not isinstance(value, bool):
        return f"Speaker {value}" if 0 <= value < 10_000 else None
    label = line(value)
    if label is None or len(label) > 200:
        return None
    if _DIGITS.match(label) or (len(label) == 1 and label.isalpha()):
        return f"Speaker {label}"
    if label.lower().startswith("speaker ") and not label[8:].strip("?"):
        return None
    return None if label in ("UU", "?", "None", "null") else somebody(label)


def strings(value: Any) -> Iterator[str]:
    """The strings of an array of strings, or of objects with names, each as a line."""
    for each in value if isinstance(value, list) else [value]:
        if found := line(each.get("name") if isinstance(each, dict) else each):
            yield found


def _printable(text: str) -> str:
    return text if text.isascii() and text.isprintable() else clean(text)
