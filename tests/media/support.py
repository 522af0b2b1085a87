"""A sound that was never recorded, and a program that says it is mpv."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

PATIENCE = 30.0
"""How many seconds anything may take before a test fails."""

FAKE = """\
import json, os, select, socket, sys

line = sys.argv[1:]
with open(os.environ["FAKE_MPV_LOG"], "a") as log:
    log.write(json.dumps([os.getpid(), *line]) + "\\n")
options = dict(each[2:].partition("=")[::2] for each in line[: line.index("--")])
link = socket.socket(fileno=int(options["input-ipc-client"].removeprefix("fd://")))
time, paused, speed, rest = float(options["start"]), False, float(options["speed"]), b""


def tell(**said):
    link.sendall(json.dumps(said).encode() + b"\\n")


def change(name, data):
    tell(event="property-change", name=name, data=data)


if line[-1].endswith("bad.mp3"):
    tell(event="end-file", reason="error", file_error="loading failed")
    sys.exit(2)
link.sendall(b"no JSON\\n[1]\\n")
change("time-pos", None)
tell(event="playback-restart")
change("time-pos", time)
while True:
    if select.select([link], [], [], 0.02)[0]:
        data = link.recv(65536)
        if not data:
            break
        *whole, rest = (rest + data).split(b"\\n")
        for command in (json.loads(each)["command"] for each in whole):
            if command[0] == "quit":
                sys.exit()
            if command[0] == "seek":
                change("time-pos", time + 0.01)
                time = command[1]
                tell(event="playback-restart")
                change("time-pos", time)
            if command[:2] == ["set_property", "pause"]:
                paused = command[2]
                change("pause", paused)
            if command[:2] == ["set_property", "speed"]:
                speed = command[2]
                change("speed", speed)
    elif not paused:
        time += 0.25
        change("time-pos", time)
"""


def fake_mpv(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the program first on the path. Returns the file in which it notes how it was called."""
    program, log = folder / "bin" / "mpv", folder / "mpv.log"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable} -ES\n{FAKE}", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("FAKE_MPV_LOG", str(log))
    return log


def sound(file: Path, seconds: int = 20) -> Path:
    """A file of quiet."""
    with wave.open(str(file), "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(8000)
        written.writeframes(bytes(16000 * seconds))
    return file


async def until(reached: Callable[[], bool]) -> None:
    """Wait until something is so; fail where it never is."""
    async with asyncio.timeout(PATIENCE):
        while not reached():
            await asyncio.sleep(0.01)


def runs(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")
