"""The client against a server that means no good, or is in trouble."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader import __version__
from reader.sources import guard
from reader.sources.client import Client, FetchError, Policy, Validators, normal

from .support import Handler, Web, moved, raw, send, serve

Fetch = Callable[..., bytes | None]


def quick(**changes: object) -> Policy:
    """A policy for a server on this machine."""
    given = {"allow_private": True, "seconds": 3.0, "idle": 1.0, "pause": 0.01, **changes}
    return Policy(**given)  # type: ignore[arg-type]


@pytest.fixture
def fetch() -> Iterator[Fetch]:
    clients = []

    def fetch(url: str, validators: Validators | None = None, **changes: object) -> bytes | None:
        clients.append(Client(quick(**changes)))
        return clients[-1].get(url, validators).data

    yield fetch
    for client in clients:
        client.close()


def refused(fetch: Fetch, url: str, **changes: object) -> str:
    with pytest.raises(FetchError) as error:
        fetch(url, **changes)
    assert "\n" not in str(error.value)
    return str(error.value)


# -- who is asked ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 "
    "224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1 ::1 :: fe80::1 "
    "fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1 2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 "
    "::127.0.0.1 2002:7f00:1:: 2002:c0a8:1:: 64:ff9b::7f00:1 64:ff9b::a00:1".split(),
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not guard.public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_that_are(address: str) -> None:
    assert guard.public(address)


def test_this_machine_is_only_asked_where_it_is_allowed(web: Web, fetch: Fetch) -> None:
    web.pages["/"] = "words"
    for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1"):
        url = web.url("/").replace("127.0.0.1", host)
        said = refused(fetch, url, allow_private=False)
        assert "not on the public internet" in said or "no host" in said
    assert web.asked == []
    assert fetch(web.url("/")) == b"words"


def test_what_is_checked_is_the_address_that_is_connected_to(
    web: Web, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public when it is first asked for and private the second time."""
    answers = iter(["203.0.112.9", "127.0.0.1", "127.0.0.1"])
    connected = []

    def resolve(host: str, port: int, *args: object, **kwargs: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[str, int], *args: object, **kwargs: object) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(guard.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    said = refused(fetch, "http://rebinding.example/", allow_private=False)
    assert connected == ["203.0.112.9"]
    assert "not on the public internet" in said


def test_of_several_addresses_only_public_ones_are_tried(
    fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = []

    def resolve(host: str, port: int, *args: object, **kwargs: object) -> list[object]:
        hosts = ["127.0.0.1", "203.0.112.9", "10.0.0.1"]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port)) for host in hosts]

    def connect(address: tuple[str, int], *args: object, **kwargs: object) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(guard.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert "the connection failed" in refused(fetch, "http://h.example/", allow_private=False)
    assert set(connected) == {"203.0.112.9"}


def test_a_redirect_does_not_lead_to_this_machine(
    web: Web, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = Web(pages={"/secret": "a secret"})
    server = serve(inside)
    try:
        target = inside.url("/secret").replace("127.0.0.1", "127.0.0.2")
        web.pages["/"] = moved(target)
        monkeypatch.setattr(guard, "public", lambda address: address == "127.0.0.1")
        said = refused(fetch, web.url("/"), allow_private=False)
    finally:
        server.shutdown()
        server.server_close()
    assert "127.0.0.2 is not on the public internet" in said
    assert "--allow-private" in said
    assert inside.asked == []


@pytest.mark.parametrize(
    "to",
    ["file:///etc/passwd", "FILE:///etc/passwd", "ftp://127.0.0.1/x", "gopher://x/", "data:,x"],
)
def test_a_redirect_leads_to_http_only(web: Web, fetch: Fetch, to: str) -> None:
    web.pages["/"] = moved(to)
    said = refused(fetch, web.url("/"))
    assert "only http and https are fetched" in said
    assert web.url("/") in said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("/etc/passwd", "only http and https"),
        ("http://", "names no host"),
        ("http://[::1", "no address"),
        ("http://h:99999/", "no address"),
        ("http://ada:secret@h.example/", "name or password"),
        ("http://a b/", "names no host"),
        (f"http://{'x' * 80}.example/", "no address"),
    ],
)
def test_what_is_no_address(address: str, said: str) -> None:
    with pytest.raises(FetchError, match=said):
        normal(address)


def test_addresses_are_sent_in_ascii() -> None:
    assert normal("HTTP://Bücher.example/Ä b?q=ß#part") == (
        "http://xn--bcher-kva.example/%C3%84%20b?q=%C3%9F"
    )
    assert normal("https://h.example") == "https://h.example/"
    assert normal("http://[2606:4700::1]:8080/a%20b") == "http://[2606:4700::1]:8080/a%20b"
    assert "\r" not in normal("http://h.example/a\r\nX-Evil: 1")


# -- redirects ---------------------------------------------------------------------------------


def test_redirects_are_followed_five_times(web: Web, fetch: Fetch) -> None:
    web.pages["/5"] = "the end"
    for n in range(5):
        web.pages[f"/{n}"] = moved(f"{n + 1}", (301, 302, 303, 307, 308)[n])
    assert fetch(web.url("/0")) == b"the end"
    web.pages["/5"], web.pages["/6"] = moved("/6"), "too far"
    assert "redirected more than 5 times" in refused(fetch, web.url("/0"))


def test_a_loop_and_a_redirect_to_nowhere(web: Web, fetch: Fetch) -> None:
    web.pages["/a"], web.pages["/b"] = moved("/b"), moved("/a")
    assert "redirected" in refused(fetch, web.url("/a"))
    assert len(web.asked) == 6
    web.pages["/c"] = lambda handler: send(handler, b"", 302)
    assert "does not say where" in refused(fetch, web.url("/c"))


# -- how much, and how long --------------------------------------------------------------------


def test_an_endless_answer_is_cut(web: Web, fetch: Fetch) -> None:
    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"words " * 1000)

    web.pages["/"] = endless
    assert "larger than 1 MB" in refused(fetch, web.url("/"), most_bytes=1 << 20)


def test_endless_chunks_and_endless_headers_are_cut(web: Web, fetch: Fetch) -> None:
    def chunks(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            handler.wfile.write(b"400\r\n" + b"w" * 1024 + b"\r\n")

    def headers(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-More: and more\r\n")

    web.pages["/chunks"], web.pages["/headers"] = chunks, headers
    assert "larger than" in refused(fetch, web.url("/chunks"), most_bytes=1 << 16)
    assert "no proper HTTP" in refused(fetch, web.url("/headers"))


def test_a_gzip_bomb_is_not_unpacked(web: Web, fetch: Fetch) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b"\0" * (1 << 20)) for _ in range(200)) + packer.flush()
    assert len(bomb) < 1 << 18
    web.pages["/"] = lambda handler: send(handler, bomb, Content_Encoding="gzip")
    assert "larger than 2 MB" in refused(fetch, web.url("/"), most_bytes=2 << 20)


def test_what_is_compressed_is_unpacked_whole(web: Web, fetch: Fetch) -> None:
    text = b"words and words " * 5000
    packed = {
        "/gzip": (gzip.compress(text), "gzip"),
        "/parts": (gzip.compress(text[:999]) + gzip.compress(text[999:]), "x-gzip"),
        "/zlib": (zlib.compress(text), "deflate"),
        "/plain": (text, "identity"),
    }
    for path, (data, encoding) in packed.items():
        web.pages[path] = lambda h, d=data, e=encoding: send(h, d, Content_Encoding=e)  # type: ignore[misc]
        assert fetch(web.url(path)) == text, path
    broken = {
        "/cut": (gzip.compress(text)[:-20], "gzip", "too early"),
        "/not": (text, "gzip", "not compressed as the server says"),
        "/brotli": (text, "br", "nobody asked for"),
    }
    for path, (data, encoding, said) in broken.items():
        web.pages[path] = lambda h, d=data, e=encoding: send(h, d, Content_Encoding=e)  # type: ignore[misc]
        assert said in refused(fetch, web.url(path))


def test_a_slow_drip_ends(web: Web, fetch: Fetch) -> None:
    def drip(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        while True:
            handler.wfile.write(b"w")
            handler.wfile.flush()
            time.sleep(0.05)

    def headers(handler: Handler) -> None:
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 9999:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(0.05)

    web.pages["/body"], web.pages["/headers"] = drip, headers
    for path in ("/body", "/headers"):
        assert "not there after 0.6 s" in refused(fetch, web.url(path), seconds=0.6, idle=0.5)


def test_redirects_and_second_tries_share_the_time(web: Web, fetch: Fetch) -> None:
    def slow(handler: Handler) -> None:
        time.sleep(0.3)
        moved(handler.path + "x")(handler)

    for n in range(6):
        web.pages["/" + "x" * n] = slow
    assert "not there after 0.8 s" in refused(fetch, web.url("/"), seconds=0.8)
    assert len(web.asked) < 5


def test_silence_ends(web: Web, fetch: Fetch) -> None:
    stop = threading.Event()
    web.pages["/"] = lambda handler: stop.wait(10) and None
    assert "not there after 0.3 s" in refused(fetch, web.url("/"), idle=0.3)
    stop.set()


# -- servers in trouble ------------------------------------------------------------------------


def test_a_server_in_trouble_is_asked_once_more(web: Web, fetch: Fetch) -> None:
    troubles: Iterator[int | None] = iter([500, None, 503, 503])

    def sometimes(handler: Handler) -> None:
        status = next(troubles)
        send(handler, b"words", status or 200, etags=False)

    web.pages["/"] = sometimes
    assert fetch(web.url("/")) == b"words"
    assert "(503)" in refused(fetch, web.url("/"))
    assert len(web.asked) == 4


def test_a_server_that_asks_to_wait_long_is_not_asked_again(web: Web, fetch: Fetch) -> None:
    web.pages["/"] = lambda handler: send(handler, b"", 429, Retry_After="3600")
    assert "asks to wait (429)" in refused(fetch, web.url("/"))
    assert len(web.asked) == 1


def test_a_connection_that_is_reset_is_tried_once_more(web: Web, fetch: Fetch) -> None:
    answers = iter([raw(b"HTTP/1.1 200 OK\r\nContent-Le", reset=True), None])

    def sometimes(handler: Handler) -> None:
        answer = next(answers)
        answer(handler) if answer else send(handler, b"words")

    web.pages["/"] = sometimes
    assert fetch(web.url("/")) == b"words"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nonly this",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nwords\r\n",
        b"\x16\x03\x01 this is not http",
        b"220 ftp.example ready\r\n",
    ],
)
def test_an_answer_that_is_not_whole_is_none(web: Web, fetch: Fetch, answer: bytes) -> None:
    web.pages["/"] = raw(answer)
    assert web.url("/") in refused(fetch, web.url("/"))
    assert len(web.asked) == 2


@pytest.mark.parametrize("status", [401, 403, 404, 410, 418, 204, 206])
def test_other_answers_are_told(web: Web, fetch: Fetch, status: int) -> None:
    web.pages["/"] = lambda handler: send(handler, b"", status, etags=False)
    assert f"({status})" in refused(fetch, web.url("/"))
    assert len(web.asked) == 1


def test_a_host_that_fails_and_fails_is_left_alone(web: Web) -> None:
    web.pages["/"] = raw(b"", reset=True)
    client = Client(quick(patience=4))
    said = []
    for _ in range(5):
        with pytest.raises(FetchError) as error:
            client.get(web.url("/"))
        said.append(str(error.value))
    client.close()
    assert ["not asked: 127.0.0.1 has failed 4 times" in line for line in said] == [
        *[False] * 2,
        *[True] * 3,
    ]
    assert len(web.asked) == 4


def test_nobody_listens(fetch: Fetch) -> None:
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    assert "the connection failed" in refused(fetch, f"http://127.0.0.1:{port}/")


# -- manners -----------------------------------------------------------------------------------


def test_it_says_who_it_is_and_asks_only_for_news(web: Web) -> None:
    web.pages["/"] = "words"
    client = Client(quick())
    first = client.get(web.url("/"))
    again = client.get(web.url("/"), first.validators)
    client.close()
    assert first.validators.etag
    assert (again.data, again.validators) == (None, first.validators)
    assert {sent["User-Agent"] for sent in web.headers} == {f"reader/{__version__}"}
    assert web.headers[1]["If-None-Match"] == first.validators.etag
    assert "Cookie" not in web.headers[1]
    assert web.headers[1]["Host"] == web.base.removeprefix("http://")


def test_the_date_of_a_document_is_sent_back(web: Web, fetch: Fetch) -> None:
    date = "Tue, 07 Mar 2023 06:00:00 GMT"
    web.pages["/"] = lambda handler: send(handler, b"", 304, Last_Modified=date)
    assert fetch(web.url("/"), Validators("", date)) is None
    assert web.headers[0]["If-Modified-Since"] == date
    assert "If-None-Match" not in web.headers[0]


def test_few_requests_at_a_time(web: Web) -> None:
    def slow(handler: Handler) -> None:
        time.sleep(0.05)
        send(handler, b"words")

    web.pages["/"] = slow
    client = Client(quick())
    threads = [threading.Thread(target=client.get, args=(web.url("/"),)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client.close()
    assert len(web.asked) == 12
    assert web.most_at_once == 2


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_certificate_must_be_trusted(
    tmp_path: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    web = Web(pages={"/": "words"})
    server = serve(web)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    url = web.url("/").replace("http://127.0.0.1", "https://localhost")
    try:
        assert "certificate" in refused(fetch, url).lower()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert fetch(url) == b"words"
    finally:
        server.shutdown()
        server.server_close()
