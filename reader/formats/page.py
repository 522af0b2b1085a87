"""What a family of formats is given, and what it is: `Page` and `Format`."""

from __future__ import annotations

import codecs
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reader.errors import FormatError
from reader.formats.clean import clean, decode_entities
from reader.formats.codepages import code_page, title
from reader.formats.json.data import load
from reader.transcript import Transcript

_MARKED = (
    (BOM_UTF8, "utf-8"),
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks and what they announce; UTF-32 stands before UTF-16, whose mark begins it."""

_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
)
_DECLARED = re.compile(
    rb"<\?xml[^<>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{3,30})|"
    rb"<meta\s[^<>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{3,30})",
    re.IGNORECASE,
)
_CHARSETS = re.compile(
    r"iso-?8859-?\d|latin-?\d|windows-12\d\d|cp12\d\d|koi8|mac|shift_?jis|euc-|gb|big5|iso-2022-jp|"
    r"tis-620",
    re.IGNORECASE,
)
_WEB = re.compile(r"(?:iso-?8859-?1|latin-?1)$", re.IGNORECASE)
"""Declared as Latin-1, text is Windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels)."""

_RUBBISH = re.compile("[\x00-\x06\x0e-\x14\x16-\x1a\x1c-\x1f\x7f\ufffd]")
"""What text has none of, but for U+0015, which stands around the times of CHAT."""

_RUBBISH_SHARE = 0.05

_SAMPLE = 4_000
_NEARLY, _MOSTLY, _SPACES, _STRAY = 0.98, 0.7, 0.05, 0.005
"""Shares of zeros among the bytes at one place of each unit: in UTF-32, nearly all of the highest
and most of the next; in UTF-16, those of a space in twenty letters among the high ones, and hardly
any of the low ones."""


@dataclass(frozen=True)
class Page:
    """The bytes of one source and the clean text in them.

    `name` is the file's name or its address, and only a hint for metadata. A family that is not
    text looks at `data` alone; reading `text` raises `FormatError` when there is none.
    """

    data: bytes
    name: str = ""

    @cached_property
    def _decoded(self) -> tuple[str, tuple[str, ...]]:
        text, warnings = decode(self.data)
        return clean(text), warnings

    @property
    def text(self) -> str:
        """The whole text, clean, with `\\n` as its only line break."""
        return self._decoded[0]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was doubtful in decoding the bytes, if they were read as text."""
        return self._decoded[1] if "_decoded" in self.__dict__ else ()

    @cached_property
    def plain(self) -> str:
        """The text with its HTML character references decoded."""
        return decode_entities(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of `plain`, without white space at either end."""
        return [line.strip() for line in self.plain.split("\n")]

    @cached_property
    def json(self) -> Any:
        """The JSON object or array that the page is, or None; its strings are not yet clean."""
        return load(self.text)


@dataclass(frozen=True, slots=True)
class Format:
    """A family of formats: `score` says from 0 to 1 how surely a page is one, `parse` reads it."""

    name: str
    title: str
    example: str
    score: Callable[[Page], float]
    parse: Callable[[Page], Transcript]


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of `data`, and what was doubtful.

    A byte order mark decides; else, where zeros stand as in UTF-16 or UTF-32, that; else it is
    UTF-8; else what an XML or HTML page declares; else, if
    hardly anything of it is UTF-8, one of the old code pages; else each byte that is not UTF-8 is
    taken for Windows-1252. Raises `FormatError` when `data` is no text.
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise FormatError(f"this is {what}, not text", hint="save it as plain text")
    text, warnings = _unicode(data)
    rubbish = len(_RUBBISH.findall(text))
    if rubbish > 3 and rubbish > _RUBBISH_SHARE * len(text):
        raise FormatError("this is not text", hint="save it as plain text in UTF-8")
    return text, warnings


def _unicode(data: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            if encoding != "utf-8":
                return text, ()
            data = data[len(mark) :]
            break
    else:
        if wide := _wide(data):
            return data.decode(wide, "replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        if charset := _declared(data):
            return data.decode(charset, "replace"), ()
        text = data.decode("utf-8", "surrogateescape")
    count = sum(map(len, re.findall("[\udc80-\udcff]+", text)))
    if count > sum(1 for character in text if character > "\x7f") - count:
        page = code_page(data)
        return data.decode(page, "replace"), (
            f"not all is UTF-8: read as {title(page)} ({count} bytes)",
        )
    fixed = re.sub("[\udc80-\udcff]+", lambda match: _windows(match.group()), text)
    return fixed, (f"not all is UTF-8: read as Windows-1252 ({count} bytes)",)


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 if `data` is that without a mark: by which bytes of each unit are zero.

    Text has no zeros in one byte a letter. In UTF-32 the highest byte always is zero, and the next
    nearly; in UTF-16, the high byte of every space, digit and line break.
    """
    sample = data[: min(len(data), _SAMPLE) // 4 * 4]
    if len(sample) < 8 or 0 not in sample:
        return None
    zeros = [sample[place::4].count(0) / (len(sample) // 4) for place in range(4)]
    for lowest, high, highest, name in ((0, 2, 3, "utf-32-le"), (3, 1, 0, "utf-32-be")):
        if zeros[highest] > _NEARLY and zeros[high] > _MOSTLY and zeros[lowest] < 1 - _NEARLY:
            return name
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if min(even, odd) > _STRAY or max(even, odd) < _SPACES:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _declared(data: bytes) -> str | None:
    """The 8-bit or East Asian charset that an XML or HTML page declares, if Python knows it."""
    match = _DECLARED.search(data, 0, 4_000)
    name = (match.group(1) or match.group(2)).decode("ascii") if match else ""
    if not _CHARSETS.match(name):
        return None
    try:
        return "cp1252" if _WEB.match(name) else codecs.lookup(name).name
    except LookupError:
        return None


def _windows(stray: str) -> str:
    return stray.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
