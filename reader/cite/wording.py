"""The small change of citations: quotation marks, stops, dates, titles, escapes."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9])")
_MLA_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&~|$]")
_MARKDOWN_START = re.compile(r"(?:[#+=-]|[0-9]+[.)])")


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a month or a year."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def month_name(self) -> str:
        """`March`, or nothing."""
        return calendar.month_name[self.month] if self.month else ""

    @property
    def day_first(self) -> str:
        """`25 March 2023`"""
        return " ".join(str(part) for part in (self.day, self.month_name, self.year) if part)

    @property
    def month_first(self) -> str:
        """`March 25, 2023`"""
        if self.day:
            return f"{self.month_name} {self.day}, {self.year}"
        return " ".join(part for part in (self.month_name, str(self.year)) if part)

    @property
    def year_first(self) -> str:
        """`2023, March 25`"""
        rest = " ".join(str(part) for part in (self.month_name, self.day) if part)
        return ", ".join(part for part in (str(self.year), rest) if part)

    @property
    def day_and_month(self) -> str:
        """`25 March`, or nothing."""
        return " ".join(str(part) for part in (self.day, self.month_name) if part)

    @property
    def legal(self) -> str:
        """`Mar. 25, 2023`, months as The Bluebook (T12) and IEEE abbreviate them."""
        month = _MLA_MONTHS[self.month - 1] if self.month else ""
        if self.day:
            return f"{month} {self.day}, {self.year}"
        return " ".join(part for part in (month, str(self.year)) if part)

    @property
    def iso(self) -> str:
        """`2023-03-25`, `2023-03` or `2023`"""
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part))
        return "-".join(parts)

    @property
    def abbreviated(self) -> str:
        """`25 Mar. 2023`, as the MLA Handbook abbreviates months."""
        month = _MLA_MONTHS[self.month - 1] if self.month else ""
        return " ".join(str(part) for part in (self.day, month, self.year) if part)


def parse_date(text: str | None) -> Date | None:
    """The date at the head of an ISO 8601 text, as far as it is one; None when it is not."""
    match = _DATE.match((text or "").strip())
    if match is None or match[1] == "0000":
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if not 1 <= month <= 12:
        return Date(year)
    try:
        datetime.date(year, month, day)
    except ValueError:
        return Date(year, month)
    return Date(year, month, day)


def spaced(text: str | None) -> str:
    """`text` on one line, with single spaces."""
    return " ".join((text or "").split())


def inner(text: str) -> str:
    """`text` as it stands within double quotation marks: its own double marks become single."""
    text = re.sub(r"(?:^|(?<=[\s(\[—–‘'-]))\"(?=\S)", "‘", text)
    return text.replace("“", "‘").replace("”", "’").replace('"', "’")


def quoted(text: str, stop: str = "") -> str:
    """`text` in double quotation marks, with `stop` inside them unless a stop is there already."""
    held = inner(text)
    return f"“{ended(held, stop) if stop else held}”"


def single(text: str) -> str:
    """`text` in single quotation marks, as British styles have it; its own marks are double."""
    opened = re.sub(r"(?:^|(?<=[\s(\[—–-]))\"(?=\S)", "“", text)
    return f"‘{opened.replace(chr(34), '”')}’"


def ended(text: str, stop: str = ".") -> str:
    """`text` with `stop` at its end, unless it ends a sentence already."""
    return text if not text or text.rstrip("”’\"'")[-1:] in ".?!…" else f"{text}{stop}"


def commas(*parts: str) -> str:
    """The parts that are not empty, in a row; a comma after a quotation goes inside its marks."""
    kept = [part for part in parts if part]
    row = [f"{part[:-1]},”" if part.endswith("”") else f"{part}," for part in kept[:-1]]
    return " ".join([*row, *kept[-1:]])


def short_title(title: str) -> str:
    """The head of a title: what stands before a colon, a dash, a bar or a bracket.

    Beyond eight words only the first five are kept.
    """
    head = re.split(r"(?<=[?!])\s|:\s|\s[–—|-]\s|\s[(\[]", title, maxsplit=1)[0].strip(" :–—|-,")
    words = (head or title).split()
    return " ".join(words if len(words) <= 8 else words[:5]).rstrip(",;:")


def markdown(text: str) -> str:
    """`text` with everything escaped that Markdown would read as a mark (CommonMark 2.4)."""
    escaped = _MARKDOWN.sub(r"\\\g<0>", text)
    if match := _MARKDOWN_START.match(escaped):
        last = match.end() - 1
        return f"{escaped[:last]}\\{escaped[last:]}"
    return escaped
