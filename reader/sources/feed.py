"""A podcast feed and those of its episodes that carry a transcript.

RSS 2.0 and Atom, with the podcast namespace (https://podcasting2.org/podcast-namespace), the one
of iTunes, and Podlove Simple Chapters (https://podlove.org/simple-chapters).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml import etree

from reader.clock import parse_clock
from reader.errors import FormatError, ReaderError
from reader.sources import markup
from reader.sources.source import Chapter
from reader.transcript import Meta

_TYPES = (
    ("application/json", "json"),
    ("text/vtt", "vtt"),
    ("srt", "srt"),
    ("subrip", "srt"),
    ("text/html", "html"),
    ("text/plain", "txt"),
)
"""The types of transcripts, best first, and their usual extensions.

JSON names the speakers, VTT may, SRT has times; a page or a text has the least
(https://podcasting2.org/docs/podcast-namespace/tags/transcript).
"""

_SPACES = (
    ("itunes", "itunes"),
    ("podcast", "podcast"),
    ("simple-chapters", "psc"),
    ("purl.org/dc/", "dc"),
    ("rss/1.0/modules/content", "content"),
    ("search.yahoo.com", "media"),
)
"""What the address of a namespace contains, and the prefix that is usual for it."""

_COMPANY = re.compile(
    r"\b(?:podcasts?|media|network|studios?|radio|productions?|inc|llc|ltd|gmbh|fm|news|"
    r"university|institute|foundation|magazine|press|the|show|team|company|group|public)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [\w.'’-]+){1,3}")


class Offer(NamedTuple):
    """A transcript that a feed offers: `json`, `vtt`, `srt`, `html`, `txt`, or an unknown kind."""

    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Item:
    """An episode of a feed. `transcripts` are the best first."""

    guid: str
    facts: Meta
    transcripts: tuple[Offer, ...]
    chapters: tuple[Chapter, ...] = ()
    chapters_at: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, and its episodes in its own order; `sound` is false for broken XML."""

    title: str
    items: tuple[Item, ...]
    sound: bool = True


class _Fields:
    """The children of an element by their name, `itunes:title`; a plain one has no prefix."""

    def __init__(self, element: etree._Element) -> None:
        self._children: dict[str, list[etree._Element]] = defaultdict(list)
        for child in element:
            if isinstance(child.tag, str):
                self._children[_name(child.tag)].append(child)

    def all(self, name: str) -> list[etree._Element]:
        """The children with this name."""
        return self._children.get(name, [])

    def text(self, *names: str) -> str:
        """The words of the first child with one of these names that has some."""
        for name in names:
            for child in self.all(name):
                words = "".join(map(str, child.itertext())).strip()
                if words:
                    return words
        return ""


def _name(tag: str) -> str:
    space, _, local = tag.rpartition("}")
    if not space:
        return local.lower()
    prefix = next((prefix for part, prefix in _SPACES if part in space.lower()), "")
    return f"{prefix}:{local.lower()}" if prefix else local.lower()


def read(data: bytes, base: str) -> Feed:
    """The feed in `data`, which was fetched from `base`. Raises `FormatError` when it is none.

    Broken XML is read as far as it goes.
    """
    listed: list[tuple[Item, bool]] = []
    show: Meta | None = None
    elements = markup.Elements(data, "item", "entry", "channel", "feed")
    for element in elements:
        fields = _Fields(element)
        if _name(str(element.tag)) in ("item", "entry"):
            listed.append((_item(fields, base), bool(_persons(fields))))
        else:
            show = show or _show(fields)
    if not listed and show is None:
        raise FormatError("this is no feed that can be read", where=base)
    show = show or Meta()
    items = tuple(_within(item, show, own) for item, own in listed)
    return Feed(show.show or "", items, sound=not elements.broken)


def _show(channel: _Fields) -> Meta:
    """What the feed says of all its episodes."""
    hosts, guests = _roles(_persons(channel))
    author = channel.text("itunes:author")
    return Meta(
        show=markup.plain(channel.text("title"), 300) or None,
        language=channel.text("language")[:20] or None,
        hosts=hosts or _people(author),
        guests=guests,
    )


def _within(item: Item, show: Meta, own_persons: bool) -> Item:
    """`item` with what its feed says. If it has persons of its own, the feed's guests are none."""
    if own_persons:
        show = replace(show, guests=())
    return replace(item, facts=item.facts.over(show))


def _item(fields: _Fields, base: str) -> Item:
    hosts, guests = _roles(_persons(fields))
    title = markup.plain(fields.text("itunes:title", "title"), 300)
    transcripts = _transcripts(fields, base)
    link = fields.text("link") or _atom_link(fields, "alternate")
    facts = Meta(
        title=title or None,
        number=_number(fields.text("itunes:episode", "podcast:episode")),
        season=_number(fields.text("itunes:season", "podcast:season")),
        date=_date(fields.text("pubdate", "published", "dc:date", "updated")),
        url=_address(base, link),
        media=_media(fields, base),
        hosts=hosts or _people(fields.text("itunes:author")),
        guests=guests,
        duration=_seconds(fields.text("itunes:duration")),
        description=markup.plain(
            fields.text("itunes:summary", "description", "summary", "content:encoded")
        )
        or None,
    )
    chapters_at = next((child.get("url") for child in fields.all("podcast:chapters")), None)
    return Item(
        guid=fields.text("guid", "id") or link or title or "".join(o.url for o in transcripts),
        facts=facts,
        transcripts=transcripts,
        chapters=_chapters(fields),
        chapters_at=_address(base, chapters_at or ""),
    )


def _transcripts(fields: _Fields, base: str) -> tuple[Offer, ...]:
    ranked = []
    for place, child in enumerate(fields.all("podcast:transcript")):
        address = _address(base, child.get("url") or "")
        if address:
            captions = (child.get("rel") or "").lower() == "captions"
            ranked.append((_rank(child.get("type") or "", address), captions, place, address))
    kinds = [*(usual for _, usual in _TYPES), ""]
    return tuple(Offer(address, kinds[rank]) for rank, _, _, address in sorted(ranked))


def _rank(kind: str, address: str) -> int:
    """The place of a type in `_TYPES`; the extension of the address where it is not among them."""
    extension = re.split(r"[?#]", address)[0].rpartition(".")[2].lower()
    for rank, (part, _) in enumerate(_TYPES):
        if part in kind.lower():
            return rank
    known = [rank for rank, (_, usual) in enumerate(_TYPES) if usual == extension]
    return known[0] if known else len(_TYPES)


def _address(base: str, href: str) -> str | None:
    """`href` as an absolute address of http or https."""
    try:
        address = urljoin(base, href.strip()) if href.strip() else ""
    except ValueError:
        return None
    return address if address.lower().startswith(("http://", "https://")) else None


def _media(fields: _Fields, base: str) -> str | None:
    enclosed = next((child.get("url") for child in fields.all("enclosure")), None)
    return _address(base, enclosed or _atom_link(fields, "enclosure"))


def _atom_link(fields: _Fields, rel: str) -> str:
    for child in fields.all("link"):
        if (child.get("rel") or "alternate") == rel and child.get("href"):
            return child.get("href") or ""
    return ""


def _chapters(fields: _Fields) -> tuple[Chapter, ...]:
    listed = (child for group in fields.all("psc:chapters") for child in group)
    return markup.chapters((one.get("start") or "", one.get("title") or "") for one in listed)


def _persons(fields: _Fields) -> list[tuple[str, str]]:
    """Role and name of each podcast:person; who has no role is a host."""
    found = []
    for child in fields.all("podcast:person"):
        name = markup.plain("".join(map(str, child.itertext())), 100)
        group = (child.get("group") or "cast").lower()
        if name and group == "cast":
            found.append(((child.get("role") or "host").lower(), name))
    return found


def _roles(persons: list[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The hosts and the guests among `persons`."""
    hosts = dict.fromkeys(name for role, name in persons if "host" in role)
    return tuple(hosts), tuple(dict.fromkeys(name for role, name in persons if role == "guest"))


def _people(author: str) -> tuple[str, ...]:
    """The names in `author` if it names people; a company hosts nothing."""
    names = [name.strip() for name in re.split(r", | & | and ", author[:200]) if name.strip()]
    people = all(_PERSON.fullmatch(name) and not _COMPANY.search(name) for name in names)
    return tuple(dict.fromkeys(names)) if people else ()


def _number(text: str) -> int | None:
    match = re.match(r"[0-9]{1,9}(?![0-9.])", text)
    return int(match[0]) if match else None


def _seconds(text: str) -> float | None:
    try:
        return parse_clock(text) or None
    except ReaderError:
        return None


def _date(text: str) -> str | None:
    """The day, ISO 8601, of a date of RFC 5322 or ISO 8601."""
    for understand in (_iso, parsedate_to_datetime):
        try:
            return understand(text).date().isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _iso(text: str) -> Any:
    return datetime.fromisoformat(text)
