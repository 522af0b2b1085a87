"""Links into a recording: where a reader of the citation can hear the words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from reader.clock import clock, parse_clock
from reader.errors import ReaderError
from reader.transcript import Meta, Moment

_MEDIA = (".mp3", ".m4a", ".aac", ".ogg", ".opus", ".wav", ".flac", ".mp4", ".m4v", ".webm", ".mov")
_YOUTUBE = ("youtube.com", "youtube-nocookie.com", "youtu.be")
_VIDEO = (*_YOUTUBE, "vimeo.com")
_PLAYERS = (*_VIDEO, "open.spotify.com", "podcasts.apple.com", "overcast.fm", "pca.st")
"""Sites that play what was said, and do not show it."""

_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]")
_UNWISE = {ord(char): f"%{ord(char):02X}" for char in '<>"{}|\\^`'}


def safe_url(url: str | None) -> str | None:
    """`url` when it is a web address (`http` or `https`, with a host), else None.

    Characters that no address may hold (RFC 3986, section 2) are percent-encoded; an address with
    white space or control characters inside is refused.
    """
    stripped = (url or "").strip()
    if not stripped or _UNSAFE.search(stripped):
        return None
    parts = _split(stripped)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return stripped.translate(_UNWISE)


def page_link(meta: Meta) -> str | None:
    """The address of the episode as a whole: its page, else its recording."""
    return safe_url(meta.url) or safe_url(meta.media)


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of some words: in the recording, on the page that has them, and in reader.

    None is what there is no address for.
    """

    media: str | None = None
    words: str | None = None
    reader: str | None = None

    @property
    def best(self) -> str | None:
        """The one that most people can follow."""
        return self.media or self.words or self.reader


def links_to(
    meta: Meta,
    start: Moment,
    end: Moment,
    words: str,
    *,
    format: str = "",
    uid: str = "",
    mark: str = "",
) -> Links:
    """The addresses of `words`, spoken from `start` to `end`.

    `uid` and `mark` are the episode's in the library, for `address`; `format` is that in which it
    was read.
    """
    page = safe_url(meta.url)
    deep = deep_link(meta, start, end, format=format)
    readable = page and not (_is_media(page) or _on(page, _PLAYERS))
    return Links(
        media=deep if start.exact and deep not in (page, safe_url(meta.media)) else None,
        words=text_link(page, words) if page and readable else None,
        reader=address(uid, start.seconds, mark) if uid else None,
    )


def deep_link(meta: Meta, start: Moment, end: Moment, *, format: str = "") -> str | None:
    """The address of the words spoken from `start` to `end`, else of the episode, else None.

    Where the episode's page is one of a service that takes a time, it is the service's; a page
    that was published with Podlove, as its `format` says, takes `#t=` (Podlove Deep Linking), and
    so does a media file (W3C Media Fragments URI 1.0, section 4.2.1). An estimated time is never
    put into an address.
    """
    page, media = safe_url(meta.url), safe_url(meta.media)
    if not start.exact:
        return page or media
    for url in (page, media):
        timed = _at_service(url, start.seconds) if url else None
        if timed:
            return timed
    if page and format.startswith("podlove") and not _is_media(page):
        return _with_fragment(page, f"t={clock(start.seconds, padded=True)}")
    recording = media or (page if page and _is_media(page) else None)
    return _at_fragment(recording, start.seconds, end.seconds) if recording else page


def text_link(page: str, words: str) -> str:
    """The address of `words` on a web page: a text fragment (WICG Scroll to Text Fragment).

    Of many words only the first and the last stand in it, and so they must where the words go over
    the end of a paragraph. Every character that is not plainly itself is percent-encoded in UTF-8,
    and so are `-`, `,` and `&`, which have a meaning there.
    """
    pieces = words.split()
    if len(pieces) > _WHOLE or "\n" in words.strip():
        near = min(_NEAR, max(1, len(pieces) // 2))
        lines = [line.split() for line in words.strip().splitlines() if line.strip()]
        ends = (lines[0][:near], lines[-1][-near:])
        text = ",".join(_encoded(" ".join(end)) for end in ends)
    else:
        text = _encoded(" ".join(pieces))
    fragment = urlsplit(page).fragment.partition(":~:")[0]
    return _with_fragment(page, f"{fragment}:~:text={text}")


_WHOLE, _NEAR = 12, 5
"""Up to so many words are in an address as a whole; of more, so many at either end."""


def _encoded(text: str) -> str:
    return quote(text, safe="", errors="replace").replace("-", "%2D")


# -- links that reader follows -----------------------------------------------------------------

SCHEME = "reader://"


@dataclass(frozen=True, slots=True)
class Address:
    """What a link of reader's own means: an episode, and a time in seconds."""

    uid: str
    seconds: float
    mark: str = ""


def address(uid: str, seconds: float, mark: str = "") -> str:
    """`reader://5f0c…@1:02:03.250?source=…`: the episode `uid` at a time.

    `mark` is the head of the digest of its source, by which another library knows the episode.
    """
    time = clock(seconds, millis=True).removesuffix(".000")
    return f"{SCHEME}{quote(uid, safe='')}@{time}" + (f"?source={mark}" if mark else "")


def parse_address(link: str) -> Address:
    """What `link` means, which begins with `reader://`. Raises `ReaderError` where it is none."""
    match = _ADDRESS.fullmatch(link.strip())
    if match is None:
        hint = "such as reader://EPISODE@1:02:03"
        raise ReaderError(f"“{link.strip()[:80]}” is no link of reader's", hint=hint)
    seconds = parse_clock(match["time"]) if match["time"] else 0.0
    return Address(unquote(match["uid"]), seconds, match["mark"] or "")


_ADDRESS = re.compile(
    r"reader://(?P<uid>[\w.%-]{1,120})(?:@(?P<time>[0-9:.]{1,20}))?/?"
    r"(?:\?source=(?P<mark>[0-9a-fA-F]{1,64}))?",
    re.ASCII | re.IGNORECASE,
)


# -- services ----------------------------------------------------------------------------------


def site(url: str | None) -> str:
    """The name of the video site at `url`, or nothing."""
    if url is None:
        return ""
    return "YouTube" if _on(url, _YOUTUBE) else "Vimeo" if _on(url, ("vimeo.com",)) else ""


def is_video(url: str | None) -> bool:
    """Whether `url` is one video on a video site."""
    return url is not None and _on(url, _VIDEO)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _on(url: str, sites: tuple[str, ...]) -> bool:
    parts = _split(url)
    host = (parts.hostname or "") if parts else ""
    return any(host == site or host.endswith(f".{site}") for site in sites)


def _is_youtube(url: str) -> bool:
    if not _on(url, _YOUTUBE):
        return False
    parts = urlsplit(url)
    if (parts.hostname or "").endswith("youtu.be"):
        return len(parts.path) > 1
    return parts.path.startswith(("/watch", "/live/", "/embed/", "/shorts/"))


def _is_media(url: str) -> bool:
    return urlsplit(url).path.lower().endswith(_MEDIA)


def _at_service(url: str, seconds: float) -> str | None:
    """`url` at a second, where it is an episode at a service that takes a time; else None."""
    path = urlsplit(url).path
    for host, begins, timed in _SERVICES:
        if _on(url, (host,)) and path.startswith(begins):
            return timed(url, int(seconds))
    return _in_query(url, int(seconds)) if _is_youtube(url) else None


def _in_query(url: str, seconds: int) -> str:
    parts = urlsplit(url)
    kept = [item for item in parts.query.split("&") if item and item.split("=")[0] not in _CLOCKS]
    query = "&".join([*kept, f"t={seconds}"])
    return urlunsplit(parts._replace(query=query, fragment=""))


_CLOCKS = frozenset(("t", "start", "end", "time_continue"))


def _in_path(url: str, seconds: int) -> str:
    parts = urlsplit(url)
    episode = parts.path.split("/")[1]
    return urlunsplit(parts._replace(path=f"/{episode}/{clock(seconds)}", query="", fragment=""))


def _in_fragment(url: str, seconds: int) -> str:
    return _with_fragment(url, f"t={seconds}s")


_SERVICES: tuple[tuple[str, str, Callable[[str, int], str]], ...] = (
    ("open.spotify.com", "/episode/", _in_query),
    ("podcasts.apple.com", "/", _in_query),
    ("overcast.fm", "/+", _in_path),
    ("pca.st", "/", _in_query),
    ("vimeo.com", "/", _in_fragment),
)
"""Services, how the path of an episode begins there, and how an address takes a second."""


def _at_fragment(url: str, start: float, end: float) -> str:
    first = int(start)
    last = max(first + 1, math.ceil(round(end, 3)))
    return _with_fragment(url, f"t={first},{last}")


def _with_fragment(url: str, fragment: str) -> str:
    return urlunsplit(urlsplit(url)._replace(fragment=fragment))
