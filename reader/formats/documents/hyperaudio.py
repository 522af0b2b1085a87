"""Hyperaudio: HTML in which every word is a span with its milliseconds, `data-m` and `data-d`.

A span of class `speaker` names who speaks; `<p>` parts paragraphs
(https://github.com/hyperaudio/hyperaudio-lite).
"""

from __future__ import annotations

import re
from typing import Any

from reader.formats.captions.flowing import Said, flow
from reader.formats.documents.htmltree import classes, meta_of, parse_html, words_of
from reader.formats.json.data import number
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import Transcript

_TIMED = re.compile(r"<(?:span|a)\s[^<>]{0,300}?\bdata-m\s?=", re.IGNORECASE)


def _score(page: Page) -> float:
    """Certain by two timed words."""
    return (
        1.0 if sum(1 for _, _ in zip(range(2), _TIMED.finditer(page.text), strict=False)) else 0.0
    )


def _parse(page: Page) -> Transcript:
    root = parse_html(page)
    said: list[Said] = []
    speaker: str | None = None
    opens = paragraph = False
    before = " "
    for element in root.iter():
        if element.tag in ("p", "h5", "section"):
            paragraph, before = True, " "
        if element.get("data-m") is None or element.find(".//*[@data-m]") is not None:
            continue
        text = words_of(element)
        if "speaker" in classes(element):
            label = text.strip().strip("[]").rstrip(":").strip()
            speaker, opens = (somebody(label) if label else None), True
        elif text.strip():
            start, end = _times(element)
            glued = not (before[-1:].isspace() or text[:1].isspace())
            unnamed = opens and speaker is None
            said.append(Said(start, end, speaker, text, unnamed, paragraph, glued))
            opens = paragraph = False
        before = (text + (element.tail or "")) or before
    return flow(said, meta_of(root))


def _times(word: Any) -> tuple[float | None, float | None]:
    start, length = number(word.get("data-m")), number(word.get("data-d"))
    if start is None:
        return None, None
    return start / 1000, (start + max(0.0, length or 0.0)) / 1000


FORMAT = Format(
    name="hyperaudio",
    title="Hyperaudio (HTML, a span a word)",
    example='<p><span data-m="0" data-d="0" class="speaker">[Ada] </span>'
    '<span data-m="40" data-d="200">Is </span><span data-m="240" data-d="200">it </span>'
    '<span data-m="440" data-d="300">lit?</span></p>',
    score=_score,
    parse=_parse,
)
