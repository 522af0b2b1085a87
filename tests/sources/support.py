"""A web server that behaves as it is told, and feeds of invented talk."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape, quoteattr

Handler = BaseHTTPRequestHandler
Answer = bytes | str | Callable[[Handler], None]

TALK = """\
Oda Lind: Welcome back to the boathouse, where we talk about knot number {n} that nobody needs.
Pell Arrow: Somebody needs it. I needed number {n} on Tuesday when the door came off the hinge.
Oda Lind: Then we begin with the one you used. Tell us what it is called, and where it is from.
Pell Arrow: My aunt called it the {n}th thought. I have never found it in a book.
"""


def talk(n: int = 1) -> str:
    """A transcript of two people, a little different for each `n`."""
    return TALK.format(n=n)


def vtt(n: int = 1, cues: int = 40) -> str:
    """A transcript with a cue every ten seconds."""
    lines = ["WEBVTT", ""]
    for i in range(cues):
        begin, end = (f"00:{t // 60:02}:{t % 60:02}.000" for t in (10 * i, 10 * i + 9))
        lines += [
            f"{begin} --> {end}",
            f"<v Oda Lind>Sentence {i} of talk {n} is about the tide.",
            "",
        ]
    return "\n".join(lines)


def podcast_json(n: int = 1) -> str:
    """A transcript in the JSON of the podcast namespace."""
    segments = [
        {
            "speaker": "Oda Lind" if i % 2 else "Pell Arrow",
            "startTime": 5.0 * i,
            "endTime": 5.0 * i + 4,
            "body": f"Sentence {i} of talk {n} is said by somebody with a name.",
        }
        for i in range(20)
    ]
    return json.dumps({"version": "1.0.0", "segments": segments})


@dataclass
class Web:
    """The server: `pages` by their paths, and the requests it was sent."""

    pages: dict[str, Answer] = field(default_factory=dict)
    etags: bool = True
    """Whether documents have an ETag, and a request that knows it is answered by 304."""
    asked: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    base: str = ""

    def url(self, path: str) -> str:
        """The address of `path`."""
        return self.base + path

    def count(self, path: str) -> int:
        """How often `path` was asked for."""
        return self.asked.count(path)


def serve(web: Web) -> ThreadingHTTPServer:
    """Start a server for `web` on a free port of this machine."""
    lock = threading.Lock()

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with lock:
                web.asked.append(self.path)
                web.headers.append(dict(self.headers))
                web.at_once += 1
                web.most_at_once = max(web.most_at_once, web.at_once)
            try:
                answer = web.pages.get(self.path)
                if callable(answer):
                    answer(self)
                else:
                    send(self, answer, etags=web.etags)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                with lock:
                    web.at_once -= 1

        def send_response(self, code: int, message: str | None = None) -> None:
            web.statuses.append(code)
            super().send_response(code, message)

        def log_message(self, format: str, *args: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            return

    server = Server(("127.0.0.1", 0), Answering)
    web.base = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    ).start()
    return server


def send(
    handler: Handler,
    body: bytes | str | None,
    status: int = 200,
    *,
    etags: bool = True,
    **headers: str,
) -> None:
    """Answer with `body`; without one, that it is not there."""
    data = body.encode() if isinstance(body, str) else body
    if data is None:
        status, data = 404, b"not here"
    etag = f'"{hash(data) & 0xFFFFFFFF:x}"'
    if status == 200 and etags and handler.headers.get("If-None-Match") == etag:
        status, data = 304, b""
    handler.send_response(status)
    if etags and status in (200, 304):
        handler.send_header("ETag", etag)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def raw(data: bytes, *, reset: bool = False) -> Callable[[Handler], None]:
    """An answer of just these bytes, after which the connection is closed, or reset."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(data)
        handler.wfile.flush()
        if reset:
            linger = b"\x01\0\0\0\0\0\0\0"
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.close_connection = True
        handler.connection.close()

    return answer


def moved(to: str, status: int = 302) -> Callable[[Handler], None]:
    """A redirect."""
    return lambda handler: send(handler, b"", status, etags=False, Location=to)


def item(n: int, *transcripts: tuple[str, str], more: str = "") -> str:
    """An item of a feed with `transcripts`: their addresses and types."""
    offered = "".join(
        f"<podcast:transcript url={quoteattr(url)} type={quoteattr(kind)}/>"
        for url, kind in transcripts
    )
    return (
        f"<item><title>{n}: Knot {n}</title><itunes:title>Knot {n}</itunes:title>"
        f"<guid isPermaLink='false'>knot-{n}</guid><itunes:episode>{n}</itunes:episode>"
        f"<link>/episodes/{n}</link><pubDate>Tue, {n % 27 + 1:02} Mar 2023 06:00:00 +0000</pubDate>"
        f"<enclosure url='/audio/{n}.mp3' type='audio/mpeg' length='1'/>{offered}{more}</item>"
    )


def rss(*items: str, title: str = "The Boathouse", more: str = "") -> str:
    """A podcast feed."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:podcast="https://podcastindex.org/namespace/1.0" '
        'xmlns:psc="http://podlove.org/simple-chapters">'
        f"<channel><title>{escape(title)}</title><language>en</language>{more}"
        f"{''.join(items)}</channel></rss>"
    )
