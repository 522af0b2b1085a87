"""Links into a recording: where a reader of the citation can hear the words."""

from __future__ import annotations

import math
import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from reader.transcript import Meta, Moment

_MEDIA = (".mp3", ".m4a", ".aac", ".ogg", ".opus", ".wav", ".flac", ".mp4", ".m4v", ".webm", ".mov")
_YOUTUBE = ("youtube.com", "youtube-nocookie.com", "youtu.be")
_VIDEO = (*_YOUTUBE, "vimeo.com")
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


def deep_link(meta: Meta, start: Moment, end: Moment) -> str | None:
    """The address of the words spoken from `start` to `end`, else of the episode, else None.

    YouTube takes `t` in seconds; a media file takes a fragment, `#t=start,end` (W3C Media Fragments
    URI 1.0, section 4.2.1). An estimated time is never put into an address.
    """
    page, media = safe_url(meta.url), safe_url(meta.media)
    if start.exact:
        for url in (page, media):
            if url and _is_youtube(url):
                return _at_youtube(url, start.seconds)
        recording = media or (page if page and _is_media(page) else None)
        if recording:
            return _at_fragment(recording, start.seconds, end.seconds)
    return page or media


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


def _at_youtube(url: str, seconds: float) -> str:
    parts = urlsplit(url)
    kept = [item for item in parts.query.split("&") if item and item.split("=")[0] not in _CLOCKS]
    query = "&".join([*kept, f"t={int(seconds)}"])
    return urlunsplit(parts._replace(query=query, fragment=""))


_CLOCKS = frozenset(("t", "start", "end", "time_continue"))


def _at_fragment(url: str, start: float, end: float) -> str:
    first = int(start)
    last = max(first + 1, math.ceil(round(end, 3)))
    return urlunsplit(urlsplit(url)._replace(fragment=f"t={first},{last}"))
