"""Rich Text Format: control words, groups and escapes, read for their text.

Characters are bytes of the code page of their font (`\\'e9`) or Unicode (`\\u233?`) with a
fallback, which is skipped. Tables of fonts, colours and styles, pictures, headers and whatever a
group marks as optional (`\\*`) are left out (Rich Text Format Specification 1.9.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from reader.errors import FormatError
from reader.formats.clean import clean
from reader.formats.documents.paper import read_paper
from reader.formats.page import Format, Page
from reader.transcript import Meta, Transcript

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z0-9])|([{}])|"
    rb"([^\\{}\r\n]+)|[\r\n\\]"
)
_SIGNS = {
    "par": "\n\n",
    "sect": "\n\n",
    "page": "\n",
    "line": "\n",
    "row": "\n",
    "nestrow": "\n",
    "tab": "\t",
    "cell": "\t",
    "nestcell": "\t",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
_SYMBOLS = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
_SILENT = frozenset(
    """fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator pict object
    objdata header headerl headerr headerf footer footerl footerr footerf footnote annotation
    themedata colorschememapping datastore xmlnstbl latentstyles filetbl fldinst bkmkstart bkmkend
    pntext listtext private info nonshppict atnid atnauthor template revtbl""".split()
)
_ABOUT = ("title", "subject", "doccomm")
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_DEEPEST = 2_000
_MOST = 2_500_000
"""The most words, signs and stretches of text of a file that is read."""


@dataclass(frozen=True)
class _State:
    """What holds within a group."""

    silent: bool = False
    font: int = -1
    fallback: int = 1
    about: str = ""
    table: bool = False


@dataclass
class _Reader:
    """Walks the tokens of a file."""

    page_code: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    about: dict[str, list[str]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    state: _State = field(default_factory=_State)
    outer: list[_State] = field(default_factory=list)
    skip: int = 0
    held: bytearray = field(default_factory=bytearray)

    def read(self, data: bytes) -> None:
        """Read all of `data`."""
        place = count = 0
        while match := _TOKEN.match(data, place):
            place, count = match.end(), count + 1
            if count > _MOST:
                raise FormatError("the RTF is too large")
            word, value, code, symbol, brace, plain = match.groups()
            if code:
                self._bytes(bytes([int(code, 16)]))
                continue
            if plain:
                self._bytes(plain)
                continue
            self._flush()
            if brace:
                self._group(brace == b"{")
            elif word == b"bin":
                place += max(0, int(value or 0))
            elif word:
                self._word(word.decode(), int(value) if value else None)
            elif symbol:
                self._symbol(symbol.decode("latin-1"))
        self._flush()

    def _group(self, opens: bool) -> None:
        if opens:
            if len(self.outer) >= _DEEPEST:
                raise FormatError("the RTF is nested too deeply")
            self.outer.append(self.state)
        elif self.outer:
            self.state = self.outer.pop()
        self.skip = 0

    def _word(self, word: str, value: int | None) -> None:
        if word == "fonttbl":
            self.state = replace(self.state, silent=True, table=True)
        elif word in _ABOUT:
            self.state = replace(self.state, silent=True, about=word)
        elif word in _SILENT:
            self.state = replace(self.state, silent=True)
        elif word in ("f", "deff") and value is not None:
            self.state = replace(self.state, font=value)
        elif word == "fcharset" and self.state.table:
            self.fonts[self.state.font] = _CHARSETS.get(value or 0, "")
        elif word == "ansicpg" and value:
            self.page_code = f"cp{value}"
        elif word == "mac":
            self.page_code = "mac_roman"
        elif word == "uc":
            self.state = replace(self.state, fallback=max(0, value or 0))
        elif word == "u" and value is not None:
            self._say(chr(value % 65_536))
            self.skip = self.state.fallback
        elif word in _SIGNS:
            self._say(_SIGNS[word])

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self.state = replace(self.state, silent=True)
        else:
            self._say(_SYMBOLS.get(symbol, ""))

    def _bytes(self, said: bytes) -> None:
        skipped = min(self.skip, len(said))
        self.skip -= skipped
        self.held += said[skipped:]

    def _flush(self) -> None:
        if self.held:
            code = self.fonts.get(self.state.font) or self.page_code
            said, self.held = bytes(self.held), bytearray()
            try:
                self._say(said.decode(code, "replace"))
            except LookupError:
                self._say(said.decode("cp1252", "replace"))

    def _say(self, text: str) -> None:
        if self.state.about:
            self.about.setdefault(self.state.about, []).append(text)
        elif not self.state.silent:
            self.text.append(text)


def _score(page: Page) -> float:
    """Certain by its signature."""
    return 1.0 if page.data[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf") else 0.0


def _parse(page: Page) -> Transcript:
    reader = _Reader()
    reader.read(page.data)
    about = {key: clean(_paired("".join(said))).strip() for key, said in reader.about.items()}
    meta = Meta(
        title=about.get("title") or None,
        description=about.get("doccomm") or about.get("subject") or None,
    )
    lines = [line.strip() for line in clean(_paired("".join(reader.text))).split("\n")]
    return read_paper(lines, page.name, meta)


def _paired(text: str) -> str:
    """`text` with its halves of surrogate pairs put together."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


FORMAT = Format(
    name="rtf",
    title="Rich Text Format (.rtf)",
    example="{\\rtf1\\ansi Ada: Is the lamp lit?\\par Ben: It is, in the caf\\'e9.\\par}",
    score=_score,
    parse=_parse,
)
