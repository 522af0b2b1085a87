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
from reader.formats.json_data import load
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

    A byte order mark decides; else it is UTF-8; else what an XML or HTML page declares; else, if
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
