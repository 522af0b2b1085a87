"""SAMI captions: `<SYNC Start=1000><P Class=ENCC>text`, milliseconds, in loose HTML.

A cue lasts until the next `SYNC` of its class; one that holds only `&nbsp;` clears the screen.
Where several classes (languages) are given, the first is read.
Source: Microsoft, "Understanding SAMI 1.0".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from reader.formats.captions.flowing import Said, ended_by_the_next, flow
from reader.formats.captions.voices import voiced
from reader.formats.clean import decode_entities
from reader.formats.page import Format, Page
from reader.transcript import Meta, Transcript

_TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]{0,30})((?:\s[^<>]{0,400})?)/?>")
_COMMENT = re.compile(r"<!--|-->")
_START = re.compile(r"\sstart\s{0,3}=\s{0,3}[\"']?(-?[0-9]{1,12})", re.IGNORECASE)
_END = re.compile(r"\send\s{0,3}=\s{0,3}[\"']?([0-9]{1,12})", re.IGNORECASE)
_CLASS = re.compile(r"\sclass\s{0,3}=\s{0,3}[\"']?([\w-]{1,60})", re.IGNORECASE)
_TITLE = re.compile(r"<title>([^<]{1,400})</title>", re.IGNORECASE)
_LANGUAGE = r"\.{}\s{{0,5}}\{{[^{{}}]{{0,400}}?lang\s{{0,4}}:\s{{0,4}}([A-Za-z-]{{2,12}})"


def _score(page: Page) -> float:
    """Certain by the root element `SAMI`."""
    return 1.0 if page.text.lstrip()[:6].lower() == "<sami>" else 0.0


def _parse(page: Page) -> Transcript:
    text = page.text
    found = list(_cues(_uncommented(text)))
    spoken = [name for name, cue in found if cue.text.strip()]
    counts = Counter(spoken)
    first = next((name for name in spoken if name), "")
    main = first if counts[first] * 2 > max(counts.values(), default=0) else ""
    chosen = [cue for name, cue in found if not main or name in (main, "")]
    said, roles = voiced(ended_by_the_next(chosen))
    title = _TITLE.search(text)
    language = re.search(_LANGUAGE.format(re.escape(main)), text[:20_000]) if main else None
    meta = Meta(
        title=" ".join(decode_entities(title.group(1)).split()) or None if title else None,
        language=language.group(1) if language else None,
    )
    left = len(counts.keys() - {main, ""}) if main else 0
    warnings = (f"{left} more in other languages are not read",) if left else ()
    return replace(flow(said, meta.over(roles)), warnings=warnings)


def _uncommented(text: str) -> str:
    """`text` without comments."""
    kept: list[str] = []
    at, inside = 0, False
    for match in _COMMENT.finditer(text):
        if inside != (match.group() == "-->"):
            continue
        if not inside:
            kept.append(text[at : match.start()])
        at, inside = match.end(), not inside
    return "".join([*kept, text[at:]])


def _cues(text: str) -> Iterator[tuple[str, Said]]:
    """The class and the words of each paragraph, from the beginning of the body on."""
    start: float | None = None
    end: float | None = None
    name = ""
    words: list[str] = []
    silent = True
    at = 0
    for match in _TAG.finditer(text):
        words.append("" if silent else text[at : match.start()])
        at = match.end()
        tag, rest = match.group(1).lower(), match.group(2)
        if tag in ("sync", "p", "/sync", "/body"):
            if not silent:
                yield name, Said(start, end, None, _words(words))
            words = []
            silent = tag != "p" and tag != "sync"
        if tag == "sync":
            start, end = _milliseconds(_START.search(rest)), _milliseconds(_END.search(rest))
            name = ""
        elif tag == "p":
            given = _CLASS.search(rest)
            name = given.group(1) if given else ""
        elif tag == "br":
            words.append("\n")
    if not silent:
        yield name, Said(start, end, None, _words([*words, text[at:]]))


def _milliseconds(match: re.Match[str] | None) -> float | None:
    return int(match.group(1)) / 1000 if match else None


def _words(pieces: list[str]) -> str:
    """Line breaks count only where a tag sets them."""
    lines = "".join(piece if piece == "\n" else re.sub(r"\s", " ", piece) for piece in pieces)
    return decode_entities(lines)


FORMAT = Format(
    name="sami",
    title="SAMI captions (SMI)",
    example="<SAMI><BODY><SYNC Start=1000><P Class=ENCC>Is the lamp lit?\n"
    "<SYNC Start=2500><P Class=ENCC>It is.</BODY></SAMI>",
    score=_score,
    parse=_parse,
)
