"""Feeds and many files from the command line."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from reader.cli import main
from reader.library import Library, schema
from reader.sources import client

from .support import Web, item, rss, talk, vtt

Run = Callable[..., Result]
KEYS = (
    "source status episode id format title show number season date url speakers turns paragraphs "
    "cues words times carried moved orphaned warnings error"
).split()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(client, "Policy", partial(client.Policy, pause=0.01))

    def run(*args: str) -> Result:
        options = ["--library", str(tmp_path / "library"), "--config", str(tmp_path)]
        result = CliRunner().invoke(main, [*options, *args])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def url(web: Web) -> str:
    web.pages["/1.vtt"], web.pages["/2.vtt"] = vtt(1), vtt(2)
    web.pages["/feed.xml"] = rss(
        item(1, ("/1.vtt", "text/vtt")), item(2, ("/2.vtt", "text/vtt")), item(3)
    )
    return web.url("/feed.xml")


def added(result: Result) -> list[dict[str, Any]]:
    document = json.loads(result.stdout)
    assert list(document) == ["added"]
    for one in document["added"]:
        assert list(one) == KEYS
    return list(document["added"])


def test_a_feed_is_added_listed_updated_and_forgotten(run: Run, web: Web, url: str) -> None:
    ran = run("add", url, "--allow-private")
    assert (ran.exit_code, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert all(line.startswith("added  ") for line in lines[:2])
    assert lines[2] == "The Boathouse: 2 of 3 episodes carry a transcript"
    assert "The Boathouse  2 episodes" in run("feeds").stdout
    (feed,) = json.loads(run("feeds", "--json").stdout)["feeds"]
    assert list(feed) == ["id", "title", "url", "episodes", "added", "checked"]
    assert (feed["title"], feed["url"], feed["episodes"]) == ("The Boathouse", url, 2)
    assert [one["status"] for one in added(run("update", "--allow-private", "--json"))] == [
        "unchanged",
        "unchanged",
    ]
    web.pages["/2.vtt"] = vtt(22)
    changed = added(run("update", "boat", "--allow-private", "--json"))
    assert [one["status"] for one in changed] == ["unchanged", "updated"]
    assert json.loads(run("search", '"talk 22"', "--json").stdout)["total"] > 0
    assert run("feeds", "rm", "boat").exit_code == 0
    assert "No feed is followed" in run("feeds").stdout
    assert added(run("update", "--json")) == []
    assert len(json.loads(run("ls", "--json").stdout)["episodes"]) == 2


def test_the_facts_of_an_addition(run: Run, web: Web, url: str) -> None:
    first, _ = added(run("add", url, "--allow-private", "--json"))
    assert (first["source"], first["status"], first["format"]) == (
        web.url("/1.vtt"),
        "added",
        "vtt",
    )
    assert (first["title"], first["show"], first["number"]) == ("Knot 1", "The Boathouse", 1)
    assert (first["date"], first["url"]) == ("2023-03-02", web.url("/episodes/1"))
    assert (first["cues"], first["times"], first["speakers"]) == (40, "exact", ["Oda Lind"])
    assert first["episode"] == first["id"] == 1


def test_failures_are_a_line_each_and_the_rest_is_kept(run: Run, web: Web, url: str) -> None:
    del web.pages["/1.vtt"]
    ran = run("add", url, web.url("/none"), "--allow-private", "--json")
    assert ran.exit_code == 1
    assert [one["status"] for one in added(ran)] == ["failed", "added", "failed"]
    assert ran.stderr.splitlines() == [
        f"reader: {web.url('/1.vtt')}: it is not there (404)",
        f"reader: {web.url('/none')}: it is not there (404)",
    ]


def test_a_feed_takes_no_title_and_is_then_not_followed(run: Run, url: str) -> None:
    ran = run("add", url, "--allow-private", "--title", "One")
    assert ran.exit_code == 2
    assert json.loads(run("feeds", "--json").stdout) == {"feeds": []}


def test_private_addresses_need_a_word(run: Run, web: Web, url: str) -> None:
    ran = run("add", url)
    assert ran.exit_code == 1
    assert "--allow-private" in ran.stderr
    assert web.asked == []
    assert run("update", "nothing").exit_code == 1


def test_a_library_from_before_feeds_is_brought_up(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    connection = sqlite3.connect(tmp_path / "library" / "library.sqlite3")
    connection.executescript(schema.MIGRATIONS[0])
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    library = Library(tmp_path / "library")
    assert library.feeds.all() == []
    library.feeds.follow("http://h.example/f", "F", b"<rss/>", '"e"', "")
    feed = library.feeds.find("F")
    assert (feed.etag, feed.checked, library.feeds.body(feed.url)) == ('"e"', None, b"<rss/>")
    library.close()


# -- many files --------------------------------------------------------------------------------


def many(folder: Path, count: int) -> str:
    folder.mkdir()
    for n in range(count):
        (folder / f"{n:04}.txt").write_text(talk(n))
    return str(folder)


def test_a_summary_by_format(run: Run, tmp_path: Path) -> None:
    folder = many(tmp_path / "talks", 30)
    for name, data in (("a.vtt", vtt()), ("empty.txt", ""), ("b.mp3", "x"), ("c.png", "x")):
        (tmp_path / "talks" / name).write_text(data)
    ran = run("add", folder)
    assert ran.exit_code == 1
    *_, counts, first, second = ran.stdout.splitlines()
    assert counts == "31 added · 1 failed · 2 recordings and pictures passed over"
    assert (first.split(), second.split()) == (["named", "30"], ["vtt", "1"])
    assert len(ran.stderr.splitlines()) == 1


def command(tmp_path: Path, *args: str) -> list[str]:
    options = ["--library", str(tmp_path / "library"), "--config", str(tmp_path)]
    return [sys.executable, "-m", "reader", *options, *args]


ENV = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "TERM": "xterm"}


def test_a_terminal_sees_a_bar_and_no_line_for_each(tmp_path: Path) -> None:
    folder = many(tmp_path / "talks", 400)
    master, slave = pty.openpty()
    process = subprocess.Popen(
        command(tmp_path, "add", folder), stdin=slave, stdout=slave, stderr=slave, env=ENV
    )
    os.close(slave)
    written = b""
    while True:
        try:
            written += os.read(master, 65536)
        except OSError:
            break
    os.close(master)
    assert process.wait() == 0
    shown = written.decode()
    assert "400 added" in shown
    assert "Adding" in shown
    assert re.search(r"[█░]{24} \d+/400", shown)
    assert shown.count("Oda Lind") == 0
    assert shown.count("\r\x1b[K") <= 2, "the bar stays until the work is done"


def test_ctrl_c_keeps_what_was_added(tmp_path: Path) -> None:
    folder = many(tmp_path / "talks", 1500)
    process = subprocess.Popen(
        command(tmp_path, "add", folder),
        env={**ENV, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first = [process.stdout.readline() for _ in range(5)]
    process.send_signal(signal.SIGINT)
    rest, error = process.communicate()
    assert process.returncode == 130
    told = len(first) + len(rest.splitlines())
    assert re.search(r"interrupted: \d+ of 1500 are done, and kept", error)
    assert "Traceback" not in error
    library = Library(tmp_path / "library")
    kept = len(library.episodes())
    library.close()
    assert told <= kept < 1500


def test_a_kill_keeps_what_was_told_and_leaves_no_process(tmp_path: Path) -> None:
    folder = many(tmp_path / "talks", 1500)
    process = subprocess.Popen(
        command(tmp_path, "add", folder),
        env={**ENV, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    first = [process.stdout.readline() for _ in range(30)]
    process.kill()
    process.communicate()
    library = Library(tmp_path / "library")
    names = {Path(episode.source).name for episode in library.episodes()}
    assert library.problems() == []
    library.close()
    assert {line.split("  ")[1] for line in first} <= names
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a process is left behind")
