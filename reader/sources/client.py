"""A small, wary client for http and https.

It asks politely (who it is, only for what has changed, few requests at a time) and believes
nothing: not the length that is announced, not the type, not where a redirect leads.
"""

from __future__ import annotations

import re
import ssl
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import certifi
import httpcore

from reader import __version__
from reader.errors import ReaderError
from reader.sources.guard import Clock, Forbidden, Guard
from reader.sources.spool import Spool

_AGAIN = frozenset({429, 500, 502, 503, 504})
"""Answers after which it is worth to ask once more."""

_MOVED = frozenset({301, 302, 303, 307, 308})
_HOST = re.compile(r"[A-Za-z0-9._:-]{1,253}")
_SAFE = "%/:=&?~#+!$,;'@()*[]"


class FetchError(ReaderError):
    """What an address holds cannot be had."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What is allowed, and how much of it."""

    allow_private: bool = False
    """Whether private, loopback, link-local and multicast addresses may be connected to."""
    most_bytes: int = 64 * 1024 * 1024
    """The largest answer, also after it was decompressed."""
    most_text: int = 16 * 1024 * 1024
    """The largest transcript; in memory one takes about ten times as much, while it is read."""
    seconds: float = 120.0
    """The longest that a fetch may take in all."""
    idle: float = 20.0
    """The longest that nothing may come."""
    redirects: int = 5
    parallel: int = 4
    per_host: int = 2
    pause: float = 1.0
    """Seconds before it asks once more, where the server does not say how many."""
    patience: int = 5
    """A host that fails so often in a row is not asked again."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server calls the state of a document (RFC 9110, section 8.8); empty if nothing."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was fetched from `url`, which is where the redirects led.

    `body` is None where the document is as the validators that were sent say.
    """

    url: str
    body: Spool | None
    validators: Validators = Validators()

    @property
    def data(self) -> bytes | None:
        """The document itself, read when it is asked for."""
        return None if self.body is None else self.body.read()


class Client:
    """Fetches documents under a policy. Safe to share between threads; close it at the end."""

    def __init__(self, policy: Policy | None = None) -> None:
        self.policy = policy or Policy()
        self._clock = Clock()
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trust(),
            max_connections=self.policy.parallel,
            keepalive_expiry=10.0,
            network_backend=Guard(self._clock, allow_private=self.policy.allow_private),
        )
        self._slots = threading.BoundedSemaphore(self.policy.parallel)
        self._host_slots: dict[str, threading.BoundedSemaphore] = defaultdict(
            lambda: threading.BoundedSemaphore(self.policy.per_host)
        )
        self._failures: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def get(
        self, address: str, validators: Validators | None = None, *, most: int | None = None
    ) -> Answer:
        """Fetch `address`, if it is not as `validators` say, and has no more than `most` bytes.

        Raises `FetchError`.
        """
        url = normal(address)
        self._clock.left = self.policy.seconds
        for _ in range(self.policy.redirects + 1):
            reply = self._ask_twice(url, validators or Validators(), most or self.policy.most_bytes)
            if reply.status == 304 and validators:
                return Answer(url, None, validators)
            if reply.status not in _MOVED:
                return _answer(url, reply)
            if not reply.location:
                raise FetchError("it has moved, and the server does not say where", where=url)
            url = normal(urljoin(url, reply.location), within=address)
        raise FetchError(f"it was redirected more than {self.policy.redirects} times", where=url)

    def _ask_twice(self, url: str, validators: Validators, most: int) -> _Reply:
        """Ask, and once more if the server is in trouble or the connection breaks."""
        try:
            reply = self._ask(url, validators, most)
            pause = self.policy.pause if reply.wait is None else reply.wait
            if reply.status not in _AGAIN or pause > 10 * self.policy.pause:
                return reply
        except _Broken:
            pause = self.policy.pause
        time.sleep(pause)
        try:
            return self._ask(url, validators, most)
        except _Broken as error:
            raise FetchError(str(error), where=url) from error

    def _ask(self, url: str, validators: Validators, most: int) -> _Reply:
        host = urlsplit(url).hostname or ""
        with self._lock:
            slots, failures = self._host_slots[host], self._failures[host]
        if failures >= self.policy.patience:
            raise FetchError(f"not asked: {host} has failed {failures} times in a row", where=url)
        with slots, self._slots:
            try:
                with self._clock.running():
                    reply = self._exchange(url, _headers(url, validators), most)
            except Forbidden as error:
                hint = "--allow-private lets it through"
                raise FetchError(str(error), where=url, hint=hint) from error
            except (httpcore.TimeoutException, httpcore.NetworkError) as error:
                self._count(host, failures + 1)
                raise self._broken(error) from error
            except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
                self._count(host, failures + 1)
                raise _Broken(f"the server speaks no proper HTTP: {error}") from error
        self._count(host, 0)
        return reply

    def _count(self, host: str, failures: int) -> None:
        with self._lock:
            self._failures[host] = failures

    def _broken(self, error: Exception) -> Exception:
        if isinstance(error, httpcore.ConnectTimeout):
            return _Broken("the host does not answer")
        if isinstance(error, httpcore.TimeoutException):
            limit = self.policy.idle if self._clock.left > 0 else self.policy.seconds
            return FetchError(f"the answer was not there after {limit:g} s")
        said = str(error) or "it was cut off"
        return _Broken(f"the connection failed: {said}")

    def _exchange(self, url: str, headers: list[tuple[str, str]], most: int) -> _Reply:
        idle = self.policy.idle
        timeouts = {"connect": idle, "read": idle, "write": idle, "pool": idle}
        options = {"timeout": timeouts}
        place = _place(url)
        with self._pool.stream("GET", place, headers=headers, extensions=options) as response:
            said = {
                name.decode("latin-1").lower(): value.decode("latin-1").strip()
                for name, value in response.headers
            }
            body = Spool()
            if response.status == 200:
                encoding = said.get("content-encoding", "").lower()
                body = _body(response.iter_stream(), encoding, most, url)
            return _Reply(response.status, said, body)


class _Broken(Exception):
    """The exchange failed in a way that may not last."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """One answer of a server; its `headers` by their names in lower case."""

    status: int
    headers: dict[str, str]
    body: Spool

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @property
    def wait(self) -> float | None:
        """The seconds that the server asks to wait."""
        said = self.headers.get("retry-after", "")
        return float(said) if said.isdecimal() and len(said) < 6 else None


def normal(address: str, within: str = "") -> str:
    """`address` in the form that is sent: its host in ASCII, without a fragment.

    Raises `FetchError` when it is no address of http or https, or holds a password; `within` is
    the address that led to it.
    """
    where = within or address
    try:
        parts = urlsplit(address.strip())
        port = f":{parts.port}" if parts.port else ""
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
    except (ValueError, UnicodeError) as error:
        raise FetchError(f"this is no address: {error}", where=where) from error
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        led = f"it leads to {address[:80]}, and " if within else ""
        raise FetchError(f"{led}only http and https are fetched", where=where)
    if not _HOST.fullmatch(host):
        raise FetchError("this is no address: it names no host", where=where)
    if "@" in parts.netloc:
        raise FetchError("an address with a name or password in it is not fetched", where=where)
    host = f"[{host}]" if ":" in host else host
    path, query = quote(parts.path or "/", safe=_SAFE), quote(parts.query, safe=_SAFE)
    return urlunsplit((scheme, f"{host}{port}", path, query, ""))


def _place(url: str) -> httpcore.URL:
    """`url` in parts, as httpcore leaves what follows a semicolon out of one that it parses."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return httpcore.URL(
        scheme=parts.scheme, host=parts.hostname or "", port=parts.port, target=target
    )


def _trust() -> ssl.SSLContext:
    """The certificates of the system and of Mozilla."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _headers(url: str, validators: Validators) -> list[tuple[str, str]]:
    headers = [
        ("Host", urlsplit(url).netloc),
        ("User-Agent", f"reader/{__version__}"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip"),
    ]
    if validators.etag:
        headers.append(("If-None-Match", validators.etag))
    if validators.modified:
        headers.append(("If-Modified-Since", validators.modified))
    return headers


def _answer(url: str, reply: _Reply) -> Answer:
    if reply.status != 200:
        what = {
            401: "it wants a password",
            403: "the server refuses it",
            404: "it is not there",
            410: "it is gone",
            429: "the server asks to wait",
        }.get(reply.status, "the server does not give it")
        raise FetchError(f"{what} ({reply.status})", where=url)
    names = ("etag", "last-modified")
    said = (reply.headers.get(name, "") for name in names)
    etag, modified = (v if v.isascii() and v.isprintable() and len(v) < 512 else "" for v in said)
    return Answer(url, reply.body, Validators(etag, modified))


def too_large(url: str, most: int) -> FetchError:
    """That there is more at `url` than `most` bytes."""
    size = f"{most >> 20} MB" if most >> 20 else f"{most} bytes"
    return FetchError(f"it is larger than {size}", where=url)


def _body(chunks: Iterable[bytes], encoding: str, most: int, url: str) -> Spool:
    """The chunks, decompressed, as far as they are no more than `most` bytes."""
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"it comes encoded as {encoding[:20]}, which nobody asked for", where=url)
    inflate = _Inflate() if encoding not in ("", "identity") else None
    body = Spool()
    for chunk in chunks:
        for piece in inflate(chunk) if inflate else (chunk,):
            body.write(piece)
            if body.size > most:
                raise too_large(url, most)
    if inflate and not inflate.whole:
        raise FetchError("it ends too early, or is not compressed as the server says", where=url)
    return body


class _Inflate:
    """Decompresses gzip or zlib data, a little at a time."""

    LITTLE = 256 * 1024
    """The bytes of a piece at most."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=47)
        self._failed = False
        self._begun = False

    @property
    def whole(self) -> bool:
        """Whether what came was sound and complete."""
        return not self._failed and (self._inner.eof or not self._begun)

    def __call__(self, data: bytes) -> Iterator[bytes]:
        """What `data` goes on with, in pieces; nothing more once it was not sound."""
        piece = b""
        try:
            while (data or len(piece) == self.LITTLE) and not self._failed:
                if self._inner.eof:
                    if not data:
                        return
                    self._inner = zlib.decompressobj(wbits=47)
                self._begun = True
                piece = self._inner.decompress(data, self.LITTLE)
                yield piece
                data = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail
        except zlib.error:
            self._failed = True
