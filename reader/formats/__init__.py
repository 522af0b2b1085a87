"""Bytes to `Transcript`: what a transcript looks like on paper, found by its content.

A family of formats is one module that offers a `FORMAT`: a `score` of how surely a page is one,
and a `parse`. It is added here, and gets a fixture in `tests/formats/fixtures/`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from reader.errors import FormatError
from reader.formats.archives import (
    akomantoso,
    chat,
    congress,
    corpora,
    elan,
    hansard,
    hansard_au,
    ohms,
    podlove_xml,
    salt,
    spacelog,
    tei,
    textgrid,
    transcriber,
)
from reader.formats.captions import (
    ass,
    ebu_stl,
    lrc,
    microdvd,
    sami,
    sbv,
    scc,
    srt,
    subviewer,
    ttml,
    vtt,
)
from reader.formats.clean import one_line
from reader.formats.documents import (
    html_pages,
    hyperaudio,
    noscribe,
    pdf,
    podcast_html,
    rtf,
    webpage,
    word,
)
from reader.formats.json import families as json_families
from reader.formats.page import Format, Page
from reader.formats.text import (
    chevrons,
    dashes,
    markdown,
    named,
    named_times,
    prose,
    tables,
    timed_lines,
    whisper,
    whisper_tsv,
    zoom_chat,
)
from reader.formats.text.header import meta_of_name
from reader.segment import WORD
from reader.transcript import Transcript

__all__ = ["FORMATS", "Format", "Page", "detect", "parse"]

FORMATS: tuple[Format, ...] = (
    pdf.FORMAT,
    word.FORMAT,
    rtf.FORMAT,
    ebu_stl.FORMAT,
    hansard.FORMAT,
    hansard_au.FORMAT,
    akomantoso.FORMAT,
    tei.FORMAT,
    ohms.FORMAT,
    podcast_html.FORMAT,
    hyperaudio.FORMAT,
    noscribe.FORMAT,
    congress.FORMAT,
    html_pages.FORMAT,
    transcriber.FORMAT,
    elan.FORMAT,
    textgrid.FORMAT,
    chat.FORMAT,
    salt.FORMAT,
    *json_families.FORMATS,
    podlove_xml.FORMAT,
    *whisper_tsv.FORMATS,
    vtt.FORMAT,
    srt.FORMAT,
    ass.FORMAT,
    ttml.FORMAT,
    sami.FORMAT,
    scc.FORMAT,
    subviewer.FORMAT,
    sbv.FORMAT,
    microdvd.FORMAT,
    lrc.FORMAT,
    whisper.FORMAT,
    *corpora.FORMATS,
    spacelog.FORMAT,
    zoom_chat.FORMAT,
    tables.FORMAT,
    named_times.FORMAT,
    markdown.FORMAT,
    timed_lines.FORMAT,
    webpage.FORMAT,
    dashes.FORMAT,
    chevrons.FORMAT,
    named.FORMAT,
    prose.FORMAT,
)
"""The known families. Those that are sure by a signature come first; prose takes what is left."""

_SURE = 0.5
"""A family that wins with a lower score is a guess, and the transcript says so."""

_LONGEST_TITLE = 250
"""A title of more characters is cut; the name of a file is no longer."""


def parse(data: bytes, name: str = "", format: str | None = None) -> Transcript:
    """The transcript in `data`, read as `format` or as what it looks like.

    `name`, a file's name or an address, only fills a missing title and number. Raises
    `FormatError` when the bytes are no text, hold no words, or `format` is unknown.
    """
    page = Page(data, name)
    warnings: tuple[str, ...] = ()
    with _collector_at_rest():
        if format is None:
            family, score = detect(page)
            if score < _SURE:
                warnings = (f"not sure of the format: read as {family.title.lower()}",)
        else:
            family = _named(format)
        transcript = family.parse(page)
    if not WORD.search(transcript.text):
        raise FormatError("there are no words in it", hint=f"it was read as {family.name}")
    meta = transcript.meta.over(meta_of_name(name))
    title, show = (
        one_line(said, _LONGEST_TITLE) if said else said for said in (meta.title, meta.show)
    )
    return replace(
        transcript,
        format=family.name,
        meta=replace(meta, title=title, show=show),
        warnings=(*page.warnings, *warnings, *transcript.warnings),
    )


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No garbage is collected meanwhile: parsing makes many objects and next to no cycles, and to
    look for those takes up to a third of its time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def detect(page: Page, families: tuple[Format, ...] = FORMATS) -> tuple[Format, float]:
    """Which family `page` most looks like, and how surely, 0 to 1; the first that is certain.

    Raises `FormatError` when the page is no text.
    """
    best, high = families[-1], 0.0
    for family in families:
        score = family.score(page)
        if score > high:
            best, high = family, score
        if high >= 1.0:
            break
    return best, high


def _named(format: str) -> Format:
    for family in FORMATS:
        if family.name == format:
            return family
    known = ", ".join(family.name for family in FORMATS)
    raise FormatError(f"there is no format called {format!r}", hint=f"there are {known}")
