"""What a document from an address is, and what it leads to: feeds, lists of feeds, chapters."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from reader.clock import parse_clock
from reader.errors import ReaderError
from reader.sources.source import Chapter

HEAD = 4096
_ROOT = re.compile(r"<(?:\w{1,20}:|!doctype\s{1,9})?(rss|feed|rdf|opml|html)[\s>]", re.IGNORECASE)
_PROLOG = (("<?", "?>"), ("<!--", "-->"), ("<!DOCTYPE rss", "]>"), ("<!DOCTYPE opml", ">"))
"""What may stand before the first element: how it begins, and how it ends."""
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,2000}>")
_LINK = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([a-z-]{1,20})\s{0,5}=\s{0,5}(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))"""
)
_MOST_CHAPTERS = 2000

_KINDS = {"rss": "feed", "feed": "feed", "rdf": "feed", "opml": "opml", "html": "html"}


def kind(data: bytes) -> str:
    """What `data` is by its first element: `feed`, `opml`, `html`, or empty for anything else."""
    rest = data[:HEAD].replace(b"\0", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe \t\r\n")
    for _ in range(HEAD):
        prolog = next((end for begin, end in _PROLOG if rest.startswith(begin)), None)
        if prolog is None:
            break
        rest = rest.partition(prolog)[2].lstrip()
    match = _ROOT.match(rest)
    return _KINDS[match[1].lower()] if match else ""


class Elements:
    """The elements of XML that are called one of `names`, in any namespace, as each ends.

    Broken XML is read as far as it can be, and is then said to be `broken`. Entities are not
    expanded and nothing is loaded. An element is emptied after it was handed out, so a long
    document needs little memory.
    """

    def __init__(self, data: bytes, *names: str) -> None:
        options: Any = {"recover": True, "resolve_entities": False, "no_network": True}
        self._walk = etree.iterparse(
            BytesIO(data),
            tag=[f"{{*}}{name}" for name in names],
            remove_comments=True,
            remove_pis=True,
            **options,
        )
        self.broken = False

    def __iter__(self) -> Iterator[etree._Element]:
        try:
            for _, element in self._walk:
                yield element
                element.clear(keep_tail=False)
        except etree.XMLSyntaxError:
            self.broken = True
        self.broken = self.broken or len(self._walk.error_log) > 0


def feeds_of_opml(data: bytes) -> list[tuple[str, str]]:
    """Address and title of each feed in an OPML list (http://opml.org/spec2.opml)."""
    found: dict[str, str] = {}
    for outline in Elements(data, "outline"):
        address = (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip()
        if address:
            found.setdefault(address, outline.get("text") or outline.get("title") or "")
    return list(found.items())


def feed_of_page(data: bytes, base: str) -> str | None:
    """The address of the feed that a web page at `base` offers in a `<link rel="alternate">`."""
    for match in _LINK.finditer(data[: 64 * HEAD].decode("latin-1")):
        said = {
            name: html.unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(match[0].lower())
        }
        feed = said.get("type", "") in ("application/rss+xml", "application/atom+xml")
        if feed and "alternate" in said.get("rel", "").split() and said.get("href"):
            place = re.search(re.escape(said["href"]), html.unescape(match[0]), re.IGNORECASE)
            return urljoin(base, place[0] if place else said["href"])
    return None


def plain(text: str, most: int = 4000) -> str:
    """The words of HTML `text`, without its tags, cut after `most` characters."""
    bare = html.unescape(_TAG.sub(" ", text[: 8 * most]))
    words = " ".join(bare.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def chapters_of_json(data: bytes) -> tuple[Chapter, ...]:
    """The chapters of a podcast:chapters file; none where it cannot be understood.

    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
    """
    try:
        listed = json.loads(data.decode("utf-8-sig"))["chapters"]
        shown = [one for one in listed if isinstance(one, dict) and one.get("toc") is not False]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()
    return chapters((str(one.get("startTime", "")), str(one.get("title") or "")) for one in shown)


def chapters(listed: Iterable[tuple[str, str]]) -> tuple[Chapter, ...]:
    """Chapters from their starts, as people or programs write times, and titles; in order."""
    found = []
    for start, title in listed:
        words = plain(title, 300)
        try:
            seconds = parse_clock(start)
        except ReaderError:
            continue
        if words:
            found.append((seconds, words))
    return tuple(sorted(found)[:_MOST_CHAPTERS])
