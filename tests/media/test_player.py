"""mpv plays, tells where it is, and is never left behind: the real one, and one that is made up."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reader.errors import ReaderError
from reader.media import SPEEDS, Player

from .support import fake_mpv, runs, sound, until

MPV = shutil.which("mpv")
KINDS = [
    "fake",
    pytest.param("real", marks=pytest.mark.skipif(MPV is None, reason="mpv is not installed")),
]


@pytest.fixture(params=KINDS)
def mpv(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Which mpv is found; the real one plays to nowhere."""
    if request.param == "fake":
        fake_mpv(tmp_path, monkeypatch)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "mpv.conf").write_text("ao=null\n", encoding="utf-8")
    monkeypatch.setenv("MPV_HOME", str(tmp_path / "home"))
    return str(request.param)


def silent(player: Player) -> None:
    """Nobody listens to what the player tells."""


def pid(player: Player) -> int:
    assert player._process is not None
    return player._process.pid


async def test_it_plays_rests_seeks_hastens_and_leaves_nothing(mpv: str, tmp_path: Path) -> None:
    told: list[float | None] = []
    player = Player(lambda player: told.append(player.time))
    await player.play(str(sound(tmp_path / "a.wav")), 5.0, 1.5)
    await until(lambda: (player.time or 0) > 5.3)
    assert min(time for time in told if time is not None) >= 4.9
    assert player.speed == 1.5
    player.pause(True)
    player.seek(12.0)
    await until(lambda: not player._seeking)
    assert abs((player.time or 0) - 12.0) < 0.6
    player.hasten(1)
    assert player.speed == 1.75
    for _ in SPEEDS:
        player.hasten(-1)
    assert player.speed == SPEEDS[0]
    player.pause(False)
    await until(lambda: (player.time or 0) > 12.8)
    process = pid(player)
    assert runs(process)
    await player.stop()
    assert player.ended
    assert not player.error
    assert not runs(process)
    player.pause(True)
    await player.stop()


async def test_what_cannot_be_played_is_told(mpv: str, tmp_path: Path) -> None:
    player = Player(silent)
    (tmp_path / "bad.mp3").write_text("no sound")
    await player.play(str(tmp_path / "bad.mp3"), 0.0)
    await until(lambda: player.ended)
    assert player.error.startswith("it cannot be played: ")
    assert not runs(pid(player))


async def test_a_player_that_dies_is_told(mpv: str, tmp_path: Path) -> None:
    player = Player(silent)
    await player.play(str(sound(tmp_path / "a.wav")), 0.0)
    await until(lambda: player.time is not None)
    os.kill(pid(player), signal.SIGKILL)
    await until(lambda: player.ended)
    assert player.error == "mpv has ended of itself"


async def test_of_an_address_it_is_said_what_pages_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_mpv(tmp_path, monkeypatch)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    player = Player(silent)
    await player.play("https://127.0.0.1:9/bad.mp3", 0.0)
    await until(lambda: player.ended)
    assert "loading failed" in player.error
    assert "yt-dlp" in player.error


async def test_it_ends_at_once_where_nothing_can_be_waited_for(mpv: str, tmp_path: Path) -> None:
    player = Player(silent)
    await player.play(str(sound(tmp_path / "a.wav")), 0.0)
    player.end()
    assert not runs(pid(player))
    await until(lambda: player.ended)


LISTENER = """\
import asyncio, sys
from reader.media import Player

async def main():
    player = Player(lambda player: None)
    await player.play(sys.argv[1], 0.0)
    while player.time is None:
        await asyncio.sleep(0.01)
    print(player._process.pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
async def test_it_does_not_outlive_a_reader_that_is_killed(
    mpv: str, tmp_path: Path, ending: signal.Signals
) -> None:
    program = [sys.executable, "-c", LISTENER, str(sound(tmp_path / "a.wav", 60))]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:
        assert reader.stdout is not None
        line = await asyncio.to_thread(reader.stdout.readline)
        process = int(line)
        assert runs(process)
        os.kill(reader.pid, ending)
    await until(lambda: not runs(process))


async def test_the_name_of_a_recording_is_no_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = fake_mpv(tmp_path, monkeypatch)
    player = Player(silent)
    await player.play("--script=evil.lua", 1.0)
    await player.stop()
    _, *line = json.loads(log.read_text())
    assert line[-2:] == ["--", "--script=evil.lua"]
    assert {"--no-terminal", "--no-video", "--load-scripts=no"} <= set(line)
    assert not any(each.startswith("--input-ipc-server") for each in line)


async def test_one_that_does_not_listen_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mpv").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "mpv").chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("reader.media.mpv._ENDING", 0.05)
    player = Player(silent)
    await player.play("x.mp3", 0.0)
    await player.stop()
    assert not runs(pid(player))


async def test_without_mpv_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReaderError, match=r"mpv is not installed \(to listen, install mpv"):
        await Player(silent).play("x.mp3", 0.0)


def test_the_speeds_hold_the_one_as_spoken() -> None:
    assert 1.0 in SPEEDS
    assert list(SPEEDS) == sorted(SPEEDS)
