"""A recording that is played by mpv, and what is told to it by its JSON IPC.

https://mpv.io/manual/stable/#json-ipc: a command and an answer a line, over a pair of sockets of
which mpv inherits one (`--input-ipc-client`). No name in the file system leads to it. mpv ends when
the other one is closed, which the system does whenever this process ends, however it ends.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from reader.errors import ReaderError

SPEEDS = (0.5, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
"""The speeds that can be chosen; 1 is as it was spoken."""

PROGRAM = "mpv"

_PAGES = ("yt-dlp", "youtube-dl")
"""What mpv finds the recording in a page with."""

_OPTIONS = (
    "--no-terminal",
    "--no-video",
    "--force-window=no",
    "--idle=no",
    "--load-scripts=no",
    "--no-input-default-bindings",
    "--no-resume-playback",
    "--save-position-on-quit=no",
)

_WATCHED = ("time-pos", "pause", "speed")

_LONGEST = 1 << 20
"""No line of mpv's that is believed has more bytes."""

_ENDING = 1.0
"""So many seconds mpv has to end by itself."""


class Player:
    """One recording that is being played.

    `changed` is called, in the event loop, when something of it has: `time` in seconds (None until
    it plays), `paused`, `speed`, and at last `ended`, with what went wrong in `error`, if anything.
    """

    def __init__(self, changed: Callable[[Player], None]) -> None:
        self._changed = changed
        self._process: subprocess.Popen[bytes] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._task: asyncio.Task[None] | None = None
        self._seeking = True
        self._hint = ""
        self.time: float | None = None
        self.paused = False
        self.speed = 1.0
        self.ended = False
        self.error = ""

    async def play(self, media: str, start: float, speed: float = 1.0) -> None:
        """Play `media`, as `recording` gives it, from `start` in seconds.

        Raises `ReaderError` when mpv is not installed or does not start.
        """
        program = shutil.which(PROGRAM)
        if program is None:
            hint = "to listen, install mpv: `apt install mpv`, `brew install mpv`"
            raise ReaderError("mpv is not installed", hint=hint)
        self.speed = speed
        if media.startswith("http") and not any(map(shutil.which, _PAGES)):
            self._hint = " (of a page such as YouTube's, mpv finds it with yt-dlp alone)"
        ours, theirs = socket.socketpair()
        with theirs:
            options = [f"--start={max(0.0, start):.3f}", f"--speed={speed}"]
            client = f"--input-ipc-client=fd://{theirs.fileno()}"
            try:
                self._process = subprocess.Popen(
                    [program, *_OPTIONS, *options, client, "--", media],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            except OSError as error:
                ours.close()
                raise ReaderError(f"mpv does not start: {error.strerror}") from error
        reader, self._writer = await asyncio.open_unix_connection(sock=ours, limit=_LONGEST)
        for number, name in enumerate(_WATCHED, 1):
            self._tell("observe_property", number, name)
        self._task = asyncio.create_task(self._listen(reader))

    # -- what is told to mpv -----------------------------------------------------------------

    def pause(self, paused: bool) -> None:
        """Rest, or go on."""
        self.paused = paused
        self._tell("set_property", "pause", paused)

    def seek(self, time: float) -> None:
        """Go on from `time`, in seconds."""
        self._seeking, self.time = True, time
        self._tell("seek", max(0.0, time), "absolute+exact")

    def hasten(self, step: int) -> None:
        """Play at the next higher speed of `SPEEDS`, or with -1 at the next lower."""
        others = [each for each in SPEEDS if step * (each - self.speed) > 1e-6]
        if others:
            self.speed = min(others, key=lambda each: abs(each - self.speed))
            self._tell("set_property", "speed", self.speed)

    async def stop(self) -> None:
        """End the playing; when this returns, no process is left of it."""
        self._hang_up()
        if self._task is not None and self._task is not asyncio.current_task():
            await self._task
        await asyncio.to_thread(self._reap)

    def end(self) -> None:
        """The same at once, where nothing can be waited for."""
        self._hang_up()
        self._reap()

    def _tell(self, *command: Any) -> None:
        if self._writer is not None and not self._writer.is_closing():
            line = json.dumps({"command": command})
            self._writer.write(f"{line}\n".encode())

    def _hang_up(self) -> None:
        if self._writer is not None:
            self._tell("quit")
            with suppress(OSError, RuntimeError):
                self._writer.close()

    def _reap(self) -> None:
        """Wait until mpv has ended; make it, if it does not."""
        if self._process is None:
            return
        try:
            self._process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    # -- what mpv tells ----------------------------------------------------------------------

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        """Take in what mpv tells until it has ended."""
        with suppress(OSError, ValueError):
            while line := await reader.readline():
                with suppress(ValueError, RecursionError):
                    told = json.loads(line)
                    if isinstance(told, dict):
                        self._take(told)
        told_to = self._writer is None or self._writer.is_closing()
        if self._writer is not None:
            with suppress(OSError):
                self._writer.close()
        await asyncio.to_thread(self._reap)
        if not told_to and self._process is not None and self._process.returncode < 0:
            self.error = self.error or "mpv has ended of itself"
        self.ended = True
        self._changed(self)

    def _take(self, told: dict[str, Any]) -> None:
        event, name, data = told.get("event"), told.get("name"), told.get("data")
        if event == "playback-restart":
            self._seeking = False
        elif event == "end-file" and told.get("reason") == "error":
            why = told.get("file_error") or "mpv refuses it"
            self.error = f"it cannot be played: {why}{self._hint}"
        elif event != "property-change":
            return
        elif name == "time-pos" and isinstance(data, int | float):
            if self._seeking:
                return
            self.time = float(data)
        elif name == "pause" and isinstance(data, bool):
            self.paused = data
        elif name == "speed" and isinstance(data, int | float):
            self.speed = float(data)
        self._changed(self)
