"""EBU STL, the subtitles that broadcasters exchange: a binary file of blocks.

A block of 1024 bytes tells of the programme; blocks of 128 bytes follow, each a subtitle or a part
of one: number, times as hours, minutes, seconds and frames, and 112 bytes of text with codes for
the rows, the colours and the end. Letters are those of ISO 6937, where an accent precedes its
letter, or of a part of ISO 8859. Where the rows are coloured, another colour is another speaker.
Source: EBU Tech 3264 (1991), https://tech.ebu.ch/docs/tech/tech3264.pdf.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from reader.errors import FormatError
from reader.formats.captions.flowing import Said, flow
from reader.formats.captions.voices import voiced
from reader.formats.clean import clean
from reader.formats.page import Format, Page
from reader.transcript import BREAK, Meta, Transcript

_HEAD = 1024
_BLOCK = 128
_TEXT = 16
"""In a block of text, what is shown begins at this byte."""

_RATE = re.compile(rb"STL([0-9]{2})\.[0-9]{2}")
_LAST, _USER = 0xFF, 0xFE
"""The number of the last block of a subtitle, and that of blocks with something else."""

_NEW_ROW, _UNUSED, _WHITE = 0x8A, 0x8F, 7
_ALPHABETS = {b"01": "iso8859-5", b"02": "iso8859-6", b"03": "iso8859-7", b"04": "iso8859-8"}
_CODE_PAGES = frozenset([b"437", b"850", b"860", b"863", b"865"])
_LANGUAGES = (
    "sq br ca hr cy cs da de en es eo et eu fo fr fy ga gd gl is it se la lv lb lt hu mt nl no oc "
    "pl pt ro rm sr sk sl fi sv tr"
).split()
"""Languages by their number, from 1."""

_UPPER = (
    "\xa0¡¢£$¥#§¤‘“«←↑→↓"
    "°±²³×µ¶·÷’”»¼½¾¿"
    "                "
    "―¹®©™♪      ⅛⅜⅝⅞"
    "ΩÆĐªĦ ĲĿŁØŒºÞŦŊŉ"
    "ĸæđðħıĳŀłøœßþŧŋ\xad"
)
"""ISO 6937 from 0xA0 on. Below it is ASCII: 0x24 is the dollar as in its later edition."""

_ACCENTS = dict(
    zip(
        b"\xc1\xc2\xc3\xc4\xc5\xc6\xc7\xc8\xca\xcb\xcd\xce\xcf",
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u0327\u030b\u0328\u030c",
        strict=True,
    )
)


def _score(page: Page) -> float:
    """Certain by the name of the format and its frames a second, the fourth byte on."""
    return 1.0 if _RATE.match(page.data, 3) and len(page.data) >= _HEAD else 0.0


def _parse(page: Page) -> Transcript:
    head = page.data[:_HEAD]
    match = _RATE.match(head, 3)
    rate = int(match.group(1)) if match else 0
    if not rate:
        raise FormatError("this is no EBU STL", hint="its fourth byte begins STL25.01 or STL30.01")
    begin = _digits(head[256:264], rate)
    cues = list(_cues(page.data[_HEAD:], rate, head[12:14]))
    earliest = min((cue.start for cue in cues if cue.start is not None), default=0.0)
    if 0 < begin <= earliest:
        cues = [_earlier(cue, begin) for cue in cues]
    said, roles = voiced(cues)
    return flow(said, _meta(head).over(roles))


def _digits(code: bytes, rate: int) -> float:
    """The seconds of a time code in eight digits; 0 where it is none."""
    if not code.isdigit():
        return 0.0
    return _seconds([int(code[at : at + 2]) for at in range(0, 8, 2)], rate)


def _seconds(code: Sequence[int], rate: int) -> float:
    hours, minutes, seconds, frames = code
    return round(hours * 3600 + minutes * 60 + seconds + frames / rate, 3)


def _earlier(cue: Said, by: float) -> Said:
    start, end = (None if time is None else round(time - by, 3) for time in (cue.start, cue.end))
    return cue._replace(start=start, end=end)


def _cues(data: bytes, rate: int, alphabet: bytes) -> Iterator[Said]:
    """The subtitles; a change of colour is told by `>>`, as captions in text have it."""
    text = b""
    colour = _WHITE
    for at in range(0, len(data) - _BLOCK + 1, _BLOCK):
        block = data[at : at + _BLOCK]
        part, comment = block[3], block[15] == 1
        if part == _USER or comment:
            continue
        text += block[_TEXT:].partition(bytes([_UNUSED]))[0]
        if part != _LAST:
            continue
        rows = []
        for row in text.split(bytes([_NEW_ROW])):
            words = " ".join(_letters(row, alphabet).split())
            own = _colour(row)
            if words:
                rows.append(f">> {words}" if own != colour else words)
                colour = own
        start, end = _seconds(block[5:9], rate), _seconds(block[9:13], rate)
        yield Said(start, end, None, "\n".join(rows))
        text = b""


def _colour(row: bytes) -> int:
    """The last colour that is set before the first letter of a `row`; each row begins white."""
    blank = re.match(rb"[\x00-\x20\x80-\x89\x8b-\x9f]*", row)
    codes = [code for code in (blank.group() if blank else b"") if code <= _WHITE]
    return codes[-1] if codes else _WHITE


def _letters(row: bytes, alphabet: bytes) -> str:
    """The letters of a `row`; its codes are blanks."""
    if alphabet in _ALPHABETS:
        plain = re.sub(rb"[\x00-\x1f\x80-\x9f]", b" ", row)
        return clean(plain.decode(_ALPHABETS[alphabet], "replace"))
    letters: list[str] = []
    accent = ""
    for code in row:
        if 0xC0 <= code <= 0xCF:
            accent = _ACCENTS.get(code, "")
            continue
        letter = chr(code) if 0x20 <= code < 0x7F else _UPPER[code - 0xA0] if code >= 0xA0 else " "
        letters.append(letter + accent if letter.isalpha() else letter)
        accent = ""
    return clean(unicodedata.normalize("NFC", "".join(letters)))


def _meta(head: bytes) -> Meta:
    """What the first block says: titles, language, publisher; of translated titles, if alone."""
    page = f"cp{head[:3].decode('ascii')}" if head[:3] in _CODE_PAGES else "cp850"

    def field(start: int, end: int) -> str:
        return " ".join(clean(head[start:end].decode(page, "replace")).split())

    programme = field(16, 48) or field(80, 112)
    episode = field(48, 80) or field(112, 144)
    number = int(head[14:16], 16) if re.fullmatch(rb"[0-9A-Fa-f]{2}", head[14:16]) else 0
    told = (("Publisher", field(277, 309)), ("Translator", field(144, 176)))
    return Meta(
        title=episode or programme or None,
        show=programme if episode and programme else None,
        language=_LANGUAGES[number - 1] if 0 < number <= len(_LANGUAGES) else None,
        front=BREAK.join(f"{key}: {value}" for key, value in told if value),
    )


FORMAT = Format(
    name="ebu-stl",
    title="EBU STL subtitles, binary (STL)",
    example="a file of blocks, of which the first begins with a code page and STL25.01",
    score=_score,
    parse=_parse,
)
