"""Making a text harmless where it is put: nothing of a transcript acts in what is exported.

Each function returns a text that reads as the given one in its target and is nothing but text
there.
"""

from __future__ import annotations

import html as htmllib
import json
import re
import unicodedata

_MARKDOWN = re.compile(
    r"[\\`*_\[\]<>|~$^{}]"
    r"|&(?=#?\w{1,32};)|#(?=\S)|(?<=:):|%(?=%)|=(?==)|(?<=\()\("
    r"|^[-+=#]",
    re.MULTILINE,
)
_MARGIN = re.compile(r"^[^\S\n]{1,1000}", re.MULTILINE)
_ORDERED = re.compile(r"^([0-9]{1,9})([.)])", re.MULTILINE)

_ZERO = "\u200b"
_ORG_LINE = re.compile(r"^([ \t]{0,40})(?=[*#:|%]|[-+]\s|\d{1,9}[.)]\s)", re.MULTILINE)
_ORG_EMPHASIS = re.compile(r"(^|[\s\-({'\"])(?=[*/_=~+]\S)", re.MULTILINE)
_ORG_MARKUP = re.compile(
    r"(?<=\[)(?=\[|fn:|cite|\d)|(?<=\{)(?=\{)|(?<=<)(?=[<\d%\w])|(?<=@)(?=@)|(?<=\\)(?=\w|\(|\[)"
    r"|(?<=\$)(?=\S)|(?<=src)(?=_)|(?<=call)(?=_)|(?<=[A-Za-z])(?=:\S)"
)

_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")

_FORMULA = re.compile(r"'*\s{0,20}[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_GUARDED = re.compile(r"''*\s{0,20}[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")

_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)
_UNNAMED = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|#^\[\]%\u2028\u2029\ud800-\udfff]+")
_LONGEST_NAME = 120


def plain(text: str) -> str:
    """`text` as it is, for templates of plain text."""
    return text


def markdown(text: str) -> str:
    """`text` for CommonMark (https://spec.commonmark.org/0.31.2/#backslash-escapes), and for what
    Obsidian and Logseq add to it: tags, maths, comments, properties and macros. White space at the
    beginning of a line, which would make it code, is left out."""
    text = _MARKDOWN.sub(r"\\\g<0>", _MARGIN.sub("", text))
    return _ORDERED.sub(r"\1\\\2", text)


def html(text: str) -> str:
    """`text` for HTML, in an element or in an attribute with quotes."""
    return htmllib.escape(text)


def org(text: str) -> str:
    """`text` for Org: a zero width space parts what would be markup, a link or a keyword
    (Org manual, "Escape Character")."""
    text = _ORG_LINE.sub(rf"\1{_ZERO}", text)
    text = _ORG_EMPHASIS.sub(rf"\1{_ZERO}", text)
    return _ORG_MARKUP.sub(_ZERO, text)


def yaml(text: str) -> str:
    """`text` as a double-quoted scalar of YAML 1.2 (section 7.3.1), on one line."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _YAML.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)


def guarded(text: str) -> str:
    """`text` for a cell of a sheet: what a spreadsheet would take for a formula gets an apostrophe
    before it (https://owasp.org/www-community/attacks/CSV_Injection)."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` made into `text`."""
    return text[1:] if _GUARDED.match(text) else text


def tag(text: str) -> str:
    """`text` as a tag of Obsidian or Logseq: letters, digits, `-`, `_` and `/` only."""
    return re.sub(r"[^\w/-]+", "-", text).strip("-/") or "tag"


def file_name(title: str, suffix: str) -> str:
    """A name of a file for `title` that every system takes and that leads nowhere else."""
    name = _UNNAMED.sub(" ", unicodedata.normalize("NFC", title))
    name = " ".join(name.split()).strip(". ")
    while len(name.encode("utf-8")) > _LONGEST_NAME:
        name = name[:-1].rstrip(". ")
    if not name or name.split(".")[0].rstrip().casefold() in _RESERVED:
        name = f"_{name}"
    return f"{name}{suffix}"
