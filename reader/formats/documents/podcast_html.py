"""Podcasting 2.0 transcripts in HTML: `<cite>` who, `<time>` when, `<p>` what.

Any of the three may be left out: who spoke last goes on
(https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md).
"""

from __future__ import annotations

import re

from reader.formats.captions.flowing import Said, ended_by_the_next, flow
from reader.formats.documents.htmltree import meta_of, parse_html, words_of
from reader.formats.json.data import seconds
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import Transcript

_CITED = re.compile(r"</cite>\s{0,20}<(?:time|p)\b|</time>\s{0,20}<p\b", re.IGNORECASE)


def _score(page: Page) -> float:
    """Certain where nearly all paragraphs with words follow a `<cite>` or a `<time>`."""
    if "<" not in page.text[:2_000] or not ("<cite" in page.text or "<time" in page.text):
        return 0.0
    cited = sum(1 for _ in _CITED.finditer(page.text))
    empty = len(re.findall(r"<p>\s{0,20}</p>", page.text))
    return 1.0 if cited and 2 * cited >= page.text.count("<p") - empty else 0.0


def _parse(page: Page) -> Transcript:
    root = parse_html(page)
    said: list[Said] = []
    speaker: str | None = None
    time: float | None = None
    opens = False
    for element in root.iter("cite", "time", "p"):
        text = " ".join(words_of(element).split())
        if element.tag == "cite":
            label = text.rstrip(":").rstrip()
            who = somebody(label) if label else None
            opens, speaker = who is None and speaker is not None, who
        elif element.tag == "time":
            time = seconds(text)
        elif text:
            said.append(Said(time, None, speaker, text, turn=opens))
            time, opens = None, False
    return flow(ended_by_the_next(said), meta_of(root))


FORMAT = Format(
    name="podcast-html",
    title="Podcasting 2.0 HTML",
    example="<cite>Ada:</cite>\n<time>0:00</time>\n<p>Is the lamp lit?</p>",
    score=_score,
    parse=_parse,
)
