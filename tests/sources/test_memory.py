"""Large answers wait on disk, not in memory."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import ReaderError
from reader.sources.client import Client, FetchError, Policy, _Inflate
from reader.sources.spool import FEW, Spool

from .support import Handler, Web, item, rss, send, vtt

MB = 1 << 20
MOST = 300
"""Megabytes that the program may take."""

PROGRAM = """
import re, sys
from reader.cli import main
code = 0
try:
    main(sys.argv[1:])
except SystemExit as stop:
    code = stop.code
status = open("/proc/self/status").read()
print("PEAK", int(re.search(r"VmHWM:\\s+([0-9]+)", status)[1]) // 1024, file=sys.stderr)
sys.exit(code)
"""


def large(size: int) -> Callable[[Handler], None]:
    """An answer of `size` bytes of zeros that is sent without being made first."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(size))
        handler.end_headers()
        for _ in range(size // MB):
            handler.wfile.write(bytes(MB))

    return answer


def bomb(size: int) -> Callable[[Handler], None]:
    """A small answer that becomes `size` bytes."""
    data = gzip.compress(bytes(size), 9)
    return lambda handler: send(handler, data, etags=False, Content_Encoding="gzip")


def program(folder: Path, *args: str) -> tuple[list[dict[str, object]], int]:
    """What `reader add` printed, and how many megabytes it took at most."""
    if not os.path.exists("/proc/self/status"):
        pytest.skip("the peak of a process is not told here")
    options = ["--library", str(folder / "library"), "--config", str(folder / "config")]
    command = [sys.executable, "-c", PROGRAM, *options, "add", "--allow-private", "--json", *args]
    ran = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    added = json.loads(ran.stdout)["added"]
    return added, int(ran.stderr.rpartition("PEAK")[2])


def test_a_feed_of_large_transcripts_takes_little_memory(web: Web, tmp_path: Path) -> None:
    for n in range(6):
        web.pages[f"/{n}.txt"] = large(60 * MB)
    web.pages["/6.txt"], web.pages["/7.txt"] = large(15 * MB), bomb(60 * MB)
    web.pages["/8.vtt"] = vtt(8)
    items = [item(n, (f"/{n}.txt", "text/plain")) for n in range(8)]
    web.pages["/feed.xml"] = rss(*items, item(8, ("/8.vtt", "text/vtt")))
    added, peak = program(tmp_path, web.url("/feed.xml"))
    assert [one["status"] for one in added] == ["failed"] * 8 + ["added"]
    large_ones = [one for one in added if "larger than 16 MB" in str(one["error"])]
    assert len(large_ones) == 7
    assert peak < MOST


def test_many_large_addresses_take_little_memory(web: Web, tmp_path: Path) -> None:
    for n in range(7):
        web.pages[f"/{n}"] = large(15 * MB) if n == 3 else large(60 * MB)
    added, peak = program(tmp_path, *(web.url(f"/{n}") for n in range(7)))
    assert {one["status"] for one in added} == {"failed"}
    assert peak < MOST


def test_what_is_inflated_comes_in_small_pieces() -> None:
    data = gzip.compress(bytes(5 * MB)) + gzip.compress(b"and more")
    inflate = _Inflate()
    pieces = [piece for n in range(0, len(data), 1000) for piece in inflate(data[n : n + 1000])]
    assert b"".join(pieces) == bytes(5 * MB) + b"and more"
    assert max(map(len, pieces)) <= _Inflate.LITTLE
    assert inflate.whole


def test_a_spool_holds_what_was_written() -> None:
    for size in (0, 10, FEW, FEW + 1, 3 * MB):
        spool, data = Spool(), bytes(n % 251 for n in range(size))
        for at in range(0, size, 4096):
            spool.write(data[at : at + 4096])
        assert (spool.size, spool.read(), spool.read(7)) == (size, data, data[:7])


def test_no_room_for_an_answer_is_one_line(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Spool, piece: bytes) -> None:
        raise ReaderError("there is no room to keep it: no space left on device")

    monkeypatch.setattr(Spool, "write", full)
    web.pages["/1.vtt"] = vtt(1)
    client = Client(Policy(allow_private=True))
    with pytest.raises(ReaderError, match="no room"):
        client.get(web.url("/1.vtt"))
    client.close()


def test_a_caller_may_want_less_than_the_policy_allows(web: Web) -> None:
    web.pages["/1"] = b"x" * 2000
    client = Client(Policy(allow_private=True))
    with pytest.raises(FetchError, match="larger than 1000 bytes"):
        client.get(web.url("/1"), most=1000)
    assert client.get(web.url("/1"), most=2000).data == b"x" * 2000
    client.close()
