"""A program in a pseudo-terminal of its own: when what it writes arrives."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence

_CSI = re.compile(rb"\x1b\[[0-9;:?<>=]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -~]")
_ASKED = re.compile(rb"\x1b\[\?(\d+)\$p")
_BEGIN, _END = b"\x1b[?2026h", b"\x1b[?2026l"


class Driven:
    """Runs a command in a terminal of `size` (columns, rows); every time is in seconds."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = (120, 40)
    ) -> None:
        self.received = b""
        self.began = time.perf_counter()
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), dict(env))
        columns, rows = size
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, patience: float) -> bool:
        """Take what has come, waiting at most `patience`. False when nothing has."""
        if not select.select([self._handle], [], [], patience)[0]:
            return False
        try:
            piece = os.read(self._handle, 1 << 16)
        except OSError:
            return False
        self.received += piece
        for mode in _ASKED.findall(piece):
            known = b"2" if mode == b"2026" else b"0"
            os.write(self._handle, b"\x1b[?" + mode + b";" + known + b"$y")
        return True

    def until(self, text: str, patience: float = 30.0) -> float:
        """Wait for `text`, and all of the frame it is in; returns the time since the start."""
        end = time.perf_counter() + patience
        while time.perf_counter() < end:
            if self.read(0.05):
                shown = self.received
                if shown.rfind(_BEGIN) > shown.rfind(_END):
                    continue
                if text.encode() in _CSI.sub(b"", shown):
                    return time.perf_counter() - self.began
        raise TimeoutError(f"“{text}” never came: {_CSI.sub(b'', self.received)[-400:]!r}")

    @property
    def processor(self) -> float:
        """How long the program's main thread has run on a processor; 0 where nothing tells."""
        try:
            with open(f"/proc/{self.pid}/schedstat", encoding="ascii") as file:
                return int(file.read().split()[0]) / 1e9
        except OSError:
            return 0.0

    @property
    def burnt(self) -> float:
        """The time that all threads of the program have run on a processor."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:
            user, system = file.read().rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    @property
    def peak(self) -> float:
        """The most memory that the program has had, in MB."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as file:
            found = re.search(r"VmHWM:\s+(\d+)", file.read())
        return int(found[1]) / 1024 if found else 0.0

    def settle(self, quiet: float) -> float:
        """Wait until nothing came for `quiet`; returns when the last of it came."""
        last = time.perf_counter()
        while self.read(quiet):
            last = time.perf_counter()
        return last

    def hold(self, key: str, times: int, rate: float) -> float:
        """Press `key` at `rate` a second; returns from the last press to the last answer to it."""
        begin = time.perf_counter()
        pressed = begin
        for count in range(times):
            while (left := begin + count / rate - time.perf_counter()) > 0:
                self.read(left)
            os.write(self._handle, key.encode())
            pressed = time.perf_counter()
        return max(0.0, self.settle(0.4) - pressed)

    def press(self, key: str) -> float:
        """Press `key` once; returns how long until the last answer to it."""
        pressed = time.perf_counter()
        os.write(self._handle, key.encode())
        return max(0.0, self.settle(0.15) - pressed)

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._handle)
