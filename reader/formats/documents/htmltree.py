"""HTML as a tree, by lxml, forgiving as browsers are: lines, tables, what a page says of itself.

What only steers, adorns or advertises is left out: scripts, forms, navigation, what is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reader.errors import FormatError
from reader.formats.archives.xmltree import check_limits, check_size, root_name
from reader.formats.clean import clean
from reader.formats.dates import iso_date
from reader.formats.page import Page
from reader.transcript import Meta

_FURNITURE = frozenset(
    """head script style noscript template nav aside form button select option input textarea svg
    iframe dialog object embed canvas map audio video datalist""".split()
)
_ROLES = frozenset("navigation banner contentinfo search complementary dialog menu".split())
_PARAGRAPHS = frozenset(
    "p h1 h2 h3 h4 h5 h6 blockquote ul ol dl table pre figure hr section article main".split()
)
_LINES = frozenset("div li dt dd tr br center dir address header footer tbody thead body".split())
_OPENERS = frozenset(
    """html head body p div span h1 h2 h3 cite table article section main ul ol blockquote pre font
    meta title b time""".split()
)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_DOCTYPE = re.compile(
    r"\s{0,99}(?:<!--.{0,900}?-->\s{0,99})?<!doctype html", re.IGNORECASE | re.DOTALL
)
_PLAYERS = re.compile(
    r"youtu\.?be|vimeo|soundcloud|spotify|podcasts\.apple|/embed/|player", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
_DOCTYPE = re.compile(
    r"\s{0,99}(?:<!--.{0,900}?-->\s{0,99})?<!doctype html", re.IGNORECASE | re.DOTALL
)
_PLAYER = re.compile(r"youtube|youtu\.be|vimeo|soundcloud|spotify|player", re.IGNORECASE)
_DEEPEST = 300


def looks_like_html(page: Page) -> bool:
    """Whether `page` begins as HTML does and holds more than a few tags."""
    head = page.text[:20_000]
    name = root_name(head).lower()
    if name == "html" or _DOCTYPE.match(head):
        return True
    lines = head.count("\n") + 1
    return name in _OPENERS and sum(1 for _ in _TAG.finditer(head)) >= max(3, lines / 4)


def parse_html(page: Page) -> Any:
    """The root of `page`. Raises `FormatError` when it is too large or nested too deeply."""
    from lxml import etree

    check_size(len(page.text), page.text.count("<"))
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    text = re.sub(r"^\s{0,99}<\?xml[^>]{0,400}\?>", "", page.text, count=1)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    check_limits(parser)
    if root is None:
        raise FormatError("there is nothing in this HTML")
    return root


def words_of(element: Any) -> str:
    """The text of `element`, clean, with white space as it stands."""
    return clean("".join(element.itertext()))


def classes(element: Any) -> frozenset[str]:
    """The classes of `element`, in small letters."""
    return frozenset((element.get("class") or "").lower().split())


def lines_of(root: Any) -> list[str]:
    """The lines of a page, an empty one between paragraphs, furniture left out."""
    body = next((each for each in root.iter("body")), root)
    pieces = "".join(_pieces(_main(body), False, 0))
    lines = (clean(line) for line in pieces.split("\n"))
    return [
        "\t".join(" ".join(part.split()) for part in line.split("\t")).strip() for line in lines
    ]


def _pieces(element: Any, kept: bool, depth: int) -> Iterator[str]:
    """The text within `element`; `\\n` ends a line, two a paragraph. In what is `kept`, all do."""
    kept = kept or element.tag == "pre"
    yield _folded(element.text, kept)
    for child in element:
        around = "\n\n" if child.tag in _PARAGRAPHS else "\n" if child.tag in _LINES else ""
        yield around
        if not _is_furniture(child) and depth < _DEEPEST:
            yield from _pieces(child, kept, depth + 1)
        yield "\t" if child.tag in ("td", "th") else around if child.tag != "br" else ""
        yield _folded(child.tail, kept)


def _folded(text: str | None, kept: bool) -> str:
    """`text` with its line breaks as blanks, as HTML has it, unless they are `kept`."""
    return (text or "") if kept else re.sub(r"[\r\n]+", " ", text or "")


def _is_furniture(element: Any) -> bool:
    if element.tag in _FURNITURE or element.get("hidden") is not None:
        return True
    if element.get("role") in _ROLES or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def _main(body: Any) -> Any:
    """The element that the page calls its main part, if it holds most of the words."""
    total = len(words_of(body))
    for name in ("article", "main"):
        found = max(body.iter(name), key=lambda each: len(words_of(each)), default=None)
        if found is not None and 2 * len(words_of(found)) > total:
            return found
    return body


def rows_of(table: Any) -> list[list[str]]:
    """The cells of each row of `table`, as one line each."""
    rows: list[list[str]] = []
    for row in [*table.iter("tr"), *table.findall("thead")]:
        cells = [" ".join(words_of(cell).split()) for cell in row if cell.tag in ("td", "th")]
        if row.tag == "thead":
            rows.insert(0, cells)
        else:
            rows.append(cells)
    return [cells for cells in rows if any(cells)]


def meta_of(root: Any) -> Meta:
    """What the head of a page and its markup say of the episode."""
    said = {
        (each.get("property") or each.get("name") or each.get("itemprop") or "").lower(): value
        for each in root.iter("meta")
        if (value := " ".join(clean(each.get("content") or "").split()))
    }
    titles = (
        " ".join(words_of(each).split()) for name in ("title", "h1") for each in root.iter(name)
    )
    title = said.get("og:title") or next((title for title in titles if title), None)
    dated = (
        said.get("article:published_time") or said.get("datepublished") or said.get("date") or ""
    )
    links = (each.get("href") for each in root.iter("link") if each.get("rel") == "canonical")
    sources = [each.get("src") for name in ("audio", "source", "video") for each in root.iter(name)]
    sources += [src for each in root.iter("iframe") if _PLAYER.search(src := each.get("src") or "")]
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return Meta(
        title=None if (title or "").lower() in ("", "transcript", "untitled") else title,
        show=said.get("og:site_name"),
        date=iso_date(dated[:10]) or iso_date(dated),
        url=clean(next((url for url in links if url), "")) or said.get("og:url"),
        media=said.get("og:audio") or clean(next((url for url in sources if url), "")) or None,
        language=clean(language or "") or None,
        description=said.get("og:description") or said.get("description"),
    )
