"""What a citation is made from: the words quoted, who said them, where, and in which episode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.cite.kinds import KINDS, OTHER, interviewed, kind_of
from reader.cite.links import Links, deep_link, links_to, page_link, site
from reader.cite.names import Name, parse_name
from reader.cite.quoting import Said, chosen, exact, voices
from reader.cite.wording import Date, parse_date, spaced
from reader.clock import clock
from reader.transcript import Moment, Span, Transcript


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation in one style.

    `citation` is the text to paste: the quote with its reference, or the entry or note of a
    scholarly style. `in_text` is the form within running text, `quote` the source's own words,
    `locator` the time or the paragraph, `url` the link to the words. `passage` is the quote as it
    stands in running text, with `in_text`, where `citation` does not hold it. `note` is the full
    note of a style that has notes, `bibliography` the entry of one that has a bibliography.
    """

    style: str
    citation: str
    in_text: str
    quote: str
    locator: str
    url: str | None
    passage: str = ""
    note: str = ""
    bibliography: str = ""

    @property
    def pasted(self) -> str:
        """All that a writer pastes: the quote with its reference in the text, and below it the
        full reference."""
        return f"{self.passage}\n\n{self.citation}" if self.passage else self.citation


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a writer wants of a citation, beside its style.

    `clean` leaves fillers out and says so. `accessed` is the day (ISO 8601) on which the source was
    consulted, for styles that state it; `ordinal` the number of the source in a numbered style;
    `template` the user's own style. `uid` and `mark` name the episode in links that reader follows.
    """

    clean: bool = False
    accessed: str | None = None
    ordinal: int = 1
    template: str = ""
    uid: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The facts of one quotation; empty and None are what the source does not say.

    `paragraph` counts from 1. `page` is the address of the episode, `link` that of the words, and
    `links` all that lead to them. `edited` says that the words of `said` are not exactly the
    source's.
    """

    title: str
    show: str
    number: int | None
    season: int | None
    date: Date | None
    kind: str
    hosts: tuple[Name, ...]
    guests: tuple[Name, ...]
    page: str | None
    link: str | None
    links: Links
    quote: str
    said: tuple[Said, ...]
    moment: Moment
    paragraph: int | None
    edited: bool = False
    accessed: Date | None = None
    ordinal: int = 1
    template: str = ""

    @property
    def medium(self) -> str:
        """What a bibliography calls the medium."""
        return KINDS.get(self.kind, OTHER)

    @property
    def speaker(self) -> str:
        """The one who says it all, or nothing."""
        return (self.said[0].speaker or "") if len(self.said) == 1 else ""

    @property
    def authors(self) -> tuple[Name, ...]:
        """Those under whose names the work is listed: who answers an interview, who lectures, whose
        programme it is, the channel of a video by nobody else; nobody for a hearing."""
        if self.kind == "hearing":
            return ()
        if interviewed(self.kind):
            return self.guests
        if self.kind == "lecture":
            return self.guests or self.hosts
        if self.kind == "video" and self.show and not (self.hosts or self.guests):
            return (Name(self.show),)
        return self.hosts or self.guests

    @property
    def role(self) -> str:
        """`host` or `guest`, where a bibliography says which the authors of a programme are."""
        if self.kind not in ("", "podcast") or not self.authors:
            return ""
        return "host" if self.hosts else "guest"

    @property
    def interviewers(self) -> tuple[Name, ...]:
        """Who asks, in an interview."""
        return self.hosts if interviewed(self.kind) else ()

    @property
    def container(self) -> str:
        """What the work is a part of: a show, a series, a collection; for a video its site."""
        if self.kind != "video":
            return self.show
        return site(self.page) or (self.show if self.hosts or self.guests else "")

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


NO_WISHES = Wishes()


def gather(transcript: Transcript, spans: Sequence[Span], wishes: Wishes = NO_WISHES) -> Reference:
    """The facts of quoting `spans` of `transcript`, without the white space around them.

    Raises `ReaderError` when one lies outside the text, or there are no words in them.
    """
    meta, held = transcript.meta, chosen(transcript, spans)
    start = transcript.time_at(held[0].start)
    until = transcript.time_until(held[-1].end)
    paragraph = transcript.paragraph_index(held[0].start) + 1 if transcript.paragraphs else None
    quote = exact(transcript, held)
    said = tuple(voices(transcript, held))
    clean = tuple(voices(transcript, held, clean=True)) if wishes.clean else said
    first = transcript.text[held[0].start : held[0].end]
    return Reference(
        title=spaced(meta.title),
        show=spaced(meta.show),
        number=meta.number,
        season=meta.season,
        date=parse_date(meta.date),
        kind=kind_of(transcript),
        hosts=tuple(parse_name(name) for name in meta.hosts if name.strip()),
        guests=tuple(parse_name(name) for name in meta.guests if name.strip()),
        page=page_link(meta),
        link=deep_link(meta, start, until, format=transcript.format),
        links=links_to(
            meta,
            start,
            until,
            first,
            format=transcript.format,
            uid=wishes.uid,
            mark=wishes.mark,
        ),
        quote=quote,
        said=clean,
        moment=start,
        paragraph=paragraph,
        edited=clean != said,
        accessed=parse_date(wishes.accessed),
        ordinal=wishes.ordinal,
        template=wishes.template,
    )
