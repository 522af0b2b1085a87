"""Captions saved as text, without times: `- ` at each change of speaker, an empty line after each
cue, as subtitle sites give them.
"""

from __future__ import annotations

import re

from reader.formats.captions.flowing import Said, flow
from reader.formats.captions.voices import voiced
from reader.formats.page import Format, Page
from reader.formats.text.layout import Layout
from reader.transcript import Transcript

_MARK = re.compile(r"(?:^|\n\n)- \S")
_FEW = 3
_SPARSE = 5000


def _score(page: Page) -> float:
    """By the marks that open a block, where most blocks stop in the middle of a sentence."""
    marks = sum(1 for _ in _MARK.finditer(page.text))
    if marks < _FEW or marks * _SPARSE < len(page.text.split()):
        return 0.0
    layout = Layout.of(page.plain)
    return 0.85 if layout.wrapped and not layout.spaced else 0.0


def _parse(page: Page) -> Transcript:
    blocks = page.plain.strip().split("\n\n")
    said, roles = voiced([Said(None, None, None, block) for block in blocks])
    return flow(said, roles)


FORMAT = Format(
    name="dashes",
    title="Captions as text with - at each change of speaker",
    example="- Is the lamp\n\nlit tonight?\n\n- It is, and\n\nit will be.\n\n- Good, then\n\nwe go",
    score=_score,
    parse=_parse,
)
