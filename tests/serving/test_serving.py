"""`reader serve`: the interface in a browser, for whoever knows the address, and nobody else."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cli import main
from reader.library import Library
from reader.serving import INSTALL

pytest.importorskip("textual_serve", reason="textual-serve is not installed")

from aiohttp import ClientSession, ClientWebSocketResponse, WSServerHandshakeError

from . import chromium

TALK = """\
Oda Lind: Welcome back to the boathouse, where we talk about knots that nobody needs.
Pell Arrow: Somebody needs them. I needed one on Tuesday when the door came off the hinge.
Oda Lind: Then we begin with the one you used, and with the gulls.
"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a server, and its process."""
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    places = ["--library", str(tmp_path / "library"), "--config", str(tmp_path / "config")]
    main([*places, "add", str(tmp_path / "talk.txt")], standalone_mode=False)
    program = [sys.executable, "-m", "reader", *places, "serve"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.fullmatch(r"reader is at (http://127\.0\.0\.1:\d+/\S{32}/) .*\n", line)
        assert found is not None, line
        yield found[1], server
        server.terminate()
        server.wait()


async def test_only_who_knows_the_address_is_answered(
    served: tuple[str, subprocess.Popen[str]],
) -> None:
    address, _ = served
    base = address.rsplit("/", 2)[0]
    port = base.rsplit(":", 1)[1]
    evil = {"Origin": "http://evil.example"}
    async with ClientSession() as session:

        async def status(url: str, **headers: str) -> int:
            async with session.get(url, headers=headers) as answer:
                return answer.status

        assert await status(address) == 200
        assert await status(f"http://localhost:{port}/{address.split('/')[3]}/") == 200
        assert await status(f"{address}static/js/textual.js") == 200
        for hidden in ("/", "/ws", "/static/js/textual.js", f"/{'x' * 32}/", "/%2e%2e/"):
            assert await status(f"{base}{hidden}") == 404
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1.x:{port}"):
            assert await status(address, Host=host) == 404
        assert await status(address, **evil) == 404
        for headers in (evil, {}, {"Origin": f"http://127.0.0.1:{int(port) ^ 1}"}):
            with pytest.raises(WSServerHandshakeError) as refused:
                await session.ws_connect(f"{address}ws", headers=headers)
            assert refused.value.status == 404
        async with session.get(address) as answer:
            page = await answer.text()
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "googleapis" not in page
        assert f"ws://127.0.0.1:{port}/" in page


def _programs(library: Path) -> list[int]:
    """The processes that show this library."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().split(b"\0")
        except OSError:
            continue
        if str(library).encode() in words and b"serve" not in words:
            found.append(int(entry.parent.name))
    return found


async def _gone(library: Path) -> None:
    """Wait until no process shows this library; fail where one stays."""
    async with asyncio.timeout(chromium.PATIENCE):
        while _programs(library):
            await asyncio.sleep(0.05)


async def _draws(drawn: ClientWebSocketResponse, words: bytes) -> None:
    """Wait until `words` are drawn; fail where they never are."""
    received = b""
    async with asyncio.timeout(chromium.PATIENCE):
        while words not in received:
            message = await drawn.receive()
            received += message.data if isinstance(message.data, bytes) else b""


async def test_what_is_being_written_is_kept_when_the_page_is_closed(
    served: tuple[str, subprocess.Popen[str]], tmp_path: Path
) -> None:
    address, _ = served
    origin = {"Origin": address.rsplit("/", 2)[0]}
    library = Library(tmp_path / "library")
    async with ClientSession() as session:
        drawn = await session.ws_connect(f"{address}ws", headers=origin)
        await _draws(drawn, b"boathouse")
        await drawn.send_json(["stdin", "e"])
        await _draws(drawn, b"Note")
        await drawn.send_json(["stdin", "thought"])
        await _draws(drawn, b"thought")
        await drawn.close()
        await _gone(tmp_path / "library")
    assert [each.note for each in library.highlights()] == ["thought"]
    library.close()


async def test_a_server_that_is_killed_leaves_no_program(
    served: tuple[str, subprocess.Popen[str]], tmp_path: Path
) -> None:
    address, server = served
    base = address.rsplit("/", 2)[0]
    async with ClientSession() as session:
        drawn = await session.ws_connect(f"{address}ws", headers={"Origin": base})
        await _draws(drawn, b"boathouse")
        assert len(_programs(tmp_path / "library")) == 1
        server.kill()
        await asyncio.to_thread(server.wait)
        await _gone(tmp_path / "library")


@pytest.mark.skipif(chromium.PROGRAM is None, reason="Chromium is not installed")
async def test_reading_searching_and_highlighting_in_a_browser(
    served: tuple[str, subprocess.Popen[str]], tmp_path: Path
) -> None:
    address, server = served
    folder = tmp_path / "library"
    async with chromium.opened(address, tmp_path / "browser") as page:
        await page.shows("Welcome back to the boathouse")
        await page.press("/")
        await page.press(*"hinge")
        await page.shows("came off the hinge")
        await page.press("Enter")
        await page.press("Enter")
        await page.press("Enter", "h")
        library = Library(folder)
        async with asyncio.timeout(chromium.PATIENCE):
            while not library.highlights():
                await asyncio.sleep(0.05)
        (marked,) = library.highlights()
        library.close()
        assert "hinge" in marked.quote
        base = address.rsplit("/", 2)[0]
        assert all(url.startswith((base, "data:", "about:")) for url in page.asked)
        assert len(_programs(folder)) == 1
        server.terminate()
        await asyncio.to_thread(server.wait)
        await _gone(folder)


def test_what_is_missing_or_taken_is_told(
    served: tuple[str, subprocess.Popen[str]], tmp_path: Path
) -> None:
    port = re.findall(r":(\d+)/", served[0])[0]
    program = [sys.executable, "-m", "reader", "--library", str(tmp_path / "library")]
    ran = subprocess.run([*program, "serve", "--port", port], capture_output=True, text=True)
    assert ran.returncode == 1
    assert re.fullmatch(r"reader: the port \d+ cannot be had: .*\(--port 0\)\n", ran.stderr)
    assert "transcript-reader[web]" in INSTALL
