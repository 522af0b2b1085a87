"""What a citation is made from: the words quoted, who said them, where, and in which episode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reader.cite.links import deep_link, is_video, page_link
from reader.cite.names import Name, parse_name, resolve
from reader.cite.wording import Date, parse_date, spaced
from reader.clock import clock
from reader.errors import ReaderError
from reader.segment import stripped
from reader.transcript import Moment, Span, Transcript

_BREAK = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation in one style.

    `citation` is the text to paste: the quote with its reference, or the entry or note of a
    scholarly style. `in_text` is the form within running text, `quote` the source's own words,
    `locator` the time or the paragraph, `url` the link to the words. `passage` is the quote as it
    stands in running text, with `in_text`, where `citation` does not hold it.
    """

    style: str
    citation: str
    in_text: str
    quote: str
    locator: str
    url: str | None
    passage: str = ""

    @property
    def pasted(self) -> str:
        """All that a writer pastes: the quote with its reference in the text, and below it the
        full reference."""
        return f"{self.passage}\n\n{self.citation}" if self.passage else self.citation


@dataclass(frozen=True, slots=True)
class Said:
    """What one voice says within a quote: its paragraphs. `speaker` is None if nobody is named."""

    speaker: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The facts of one quotation; empty and None are what the source does not say.

    `paragraph` counts from 1. `page` is the address of the episode, `link` that of the words.
    """

    title: str
    show: str
    number: int | None
    date: Date | None
    hosts: tuple[Name, ...]
    guests: tuple[Name, ...]
    medium: str
    page: str | None
    link: str | None
    quote: str
    said: tuple[Said, ...]
    moment: Moment
    paragraph: int | None

    @property
    def speaker(self) -> str:
        """The one who says it all, or nothing."""
        return (self.said[0].speaker or "") if len(self.said) == 1 else ""

    @property
    def locator(self) -> str:
        """The time for readers at their ease: `1:02:03`, or `≈ 1:02:03` when it is estimated."""
        time = clock(self.moment.seconds)
        return time if self.moment.exact else f"≈ {time}"

    def exact_locator(
        self, time: str = "", paragraph: str = "para.", *, padded: bool = False
    ) -> str:
        """The time if the source states it, after `time`; else the paragraph's number.

        `paragraph` is the style's abbreviation before that number, `padded` its form of a time.
        """
        if self.moment.exact:
            return f"{time}{clock(self.moment.seconds, padded=padded)}"
        return f"{paragraph} {self.paragraph}" if self.paragraph else ""


def gather(transcript: Transcript, span: Span) -> Reference:
    """The facts of quoting `span` of `transcript`, without the white space around it.

    Raises `ReaderError` when the span lies outside the text or holds no words.
    """
    text, meta = transcript.text, transcript.meta
    if not 0 <= span.start <= span.end <= len(text):
        raise ReaderError("the words to cite lie outside the text", where=spaced(meta.title))
    held = stripped(text, span.start, span.end)
    if held is None:
        raise ReaderError("there are no words to cite", hint="select some first")
    start = transcript.time_at(held.start)
    paragraph = transcript.paragraph_index(held.start) + 1 if transcript.paragraphs else None
    return Reference(
        title=spaced(meta.title),
        show=spaced(meta.show),
        number=meta.number,
        date=parse_date(meta.date),
        hosts=tuple(parse_name(name) for name in meta.hosts if name.strip()),
        guests=tuple(parse_name(name) for name in meta.guests if name.strip()),
        medium=_medium(transcript),
        page=page_link(meta),
        link=deep_link(meta, start, transcript.time_until(held.end)),
        quote=text[held.start : held.end],
        said=tuple(_voices(transcript, held)),
        moment=start,
        paragraph=paragraph,
    )


def _medium(transcript: Transcript) -> str:
    meta = transcript.meta
    if meta.show or meta.number is not None or meta.hosts:
        return "Audio podcast episode"
    return "Video" if is_video(page_link(meta)) else "Transcript"


def _voices(transcript: Transcript, span: Span) -> Iterator[Said]:
    """Who says what within `span`; turns of one named speaker in a row are one."""
    people = (*transcript.meta.hosts, *transcript.meta.guests)
    pending: Said | None = None
    for speaker, part in _parts(transcript, span):
        words = transcript.text[part.start : part.end]
        paragraphs = tuple(line for piece in _BREAK.split(words) if (line := spaced(piece)))
        if not paragraphs:
            continue
        name = resolve(speaker, people)
        if pending is not None and name is not None and name == pending.speaker:
            pending = Said(name, pending.paragraphs + paragraphs)
            continue
        if pending is not None:
            yield pending
        pending = Said(name, paragraphs)
    if pending is not None:
        yield pending


def _parts(transcript: Transcript, span: Span) -> Iterator[tuple[str | None, Span]]:
    if not transcript.turns:
        yield None, span
        return
    for turn in transcript.turns[transcript.turn_index(span.start) :]:
        if turn.start >= span.end:
            return
        if turn.overlaps(span):
            yield turn.speaker, Span(max(turn.start, span.start), min(turn.end, span.end))
