"""Getting text out of a terminal, by the surest way there is, and saying what really happened.

Inside tmux its paste buffer; on this machine the system's own tool, with its exit code checked;
else OSC 52, which a terminal may ignore without a word. Always a file as well.
"""

from __future__ import annotations

import base64
import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reader import files
from reader.errors import ReaderError

TIMEOUT = 2.0
"""Seconds that a tool may take."""

OSC_LIMIT = 74_000
"""Bytes of text beyond which terminals cut OSC 52 off or drop it."""

PLATFORM = sys.platform
"""The platform, as `sys.platform` names it."""

_CHUNK = 240
_WITHOUT = ("linux", "dumb")
"""Terminals, as TERM names them, that have no clipboard."""
_SSH = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of the text.

    `method` is `tmux`, the tool's name, `windows`, `terminal` or `file`; `certain` is whether it
    answered that it took the text; `message` is one line for the user; `file` is where the text is
    kept in any case.
    """

    method: str
    certain: bool
    message: str
    file: Path


def copy(
    text: str,
    *,
    keep: Path,
    emit: Callable[[str], None] | None = None,
    env: Mapping[str, str] = os.environ,
) -> Copied:
    """Put `text` on the clipboard, and into the file `keep`.

    `emit` writes to the terminal and is None where there is none; `env` tells where the program
    runs. Lone surrogates become U+FFFD. Raises `ReaderError` when there is no text, or when nothing
    took it and the file cannot be written.
    """
    if not text:
        raise ReaderError("there is nothing to copy", hint="select some words first")
    data = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
    trouble = _keep(data, keep)
    sent = _to_tmux(data, env) or _to_tool(data, env) or _to_terminal(data, emit, env)
    if sent is not None:
        method, certain, message = sent
        if trouble is not None:
            message = f"{message}; {keep} cannot be written: {trouble}"
        return Copied(method, certain, _line(message), keep)
    if trouble is not None:
        raise ReaderError(
            f"no clipboard answered, and the text cannot be kept: {trouble}",
            where=str(keep),
            hint="free some space or check the folder's permissions",
        )
    return Copied("file", True, _line(f"Kept in {keep}: no clipboard answered"), keep)


_Sent = tuple[str, bool, str]


def _to_tmux(data: bytes, env: Mapping[str, str]) -> _Sent | None:
    """`load-buffer -w` also hands the text to the outer terminal; tmux before 3.2 lacks it."""
    if not env.get("TMUX"):
        return None
    for options in (["-w", "-"], ["-"]):
        if _run(["tmux", "load-buffer", *options], data, env):
            return "tmux", True, "Copied to the tmux buffer"
    return None


def _to_tool(data: bytes, env: Mapping[str, str]) -> _Sent | None:
    """The tools of this machine; over SSH they would fill the clipboard of the wrong one."""
    if any(env.get(name) for name in _SSH):
        return None
    if PLATFORM == "win32" and _to_windows(data.decode()):
        return "windows", True, "Copied to the clipboard"
    for command, encoded in _tools(data, env):
        if _run(command, encoded, env):
            return command[0], True, f"Copied to the clipboard ({command[0]})"
    return None


def _tools(data: bytes, env: Mapping[str, str]) -> Iterator[tuple[list[str], bytes]]:
    """The commands that may work here, with their input. `clip.exe` reads UTF-16."""
    yield ["pbcopy"], data
    if env.get("WAYLAND_DISPLAY"):
        yield ["wl-copy", "--type", "text/plain;charset=utf-8"], data
    if env.get("DISPLAY"):
        yield ["xclip", "-selection", "clipboard", "-in"], data
        yield ["xsel", "--clipboard", "--input"], data
    yield ["clip.exe"], data.decode().encode("utf-16-le")


def _to_windows(text: str) -> bool:
    """Whether the clipboard of Windows took it, through its own interface."""
    import pyperclip

    try:
        pyperclip.copy(text)
    except (pyperclip.PyperclipException, OSError):
        return False
    return True


def _run(command: list[str], data: bytes, env: Mapping[str, str]) -> bool:
    """Whether `command` took `data` and ended with exit code 0 in time.

    Its output goes nowhere: `xclip` stays behind to serve the selection and would hold a pipe open.
    A session of its own lets it outlive the terminal, and lets all of it be killed when it hangs.
    """
    path = shutil.which(command[0], path=env.get("PATH", os.defpath))
    if path is None:
        return False
    try:
        process = subprocess.Popen(
            [path, *command[1:]],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(env),
            start_new_session=True,
        )
    except OSError:
        return False
    with process:
        try:
            process.communicate(data, timeout=TIMEOUT)
        except (subprocess.TimeoutExpired, OSError):
            _kill(process)
            return False
    return process.returncode == 0


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        process.kill()


def _to_terminal(
    data: bytes, emit: Callable[[str], None] | None, env: Mapping[str, str]
) -> _Sent | None:
    """OSC 52, `ESC ] 52 ; c ; base64 BEL` (XTerm Control Sequences). No terminal answers to it."""
    if emit is None or env.get("TERM") in _WITHOUT:
        return None
    sequence = f"\x1b]52;c;{base64.b64encode(data).decode()}\x07"
    try:
        emit(_for_screen(sequence) if _in_screen(env) else sequence)
    except OSError:
        return None
    if len(data) > OSC_LIMIT:
        size = len(data) // 1000
        return "terminal", False, f"Sent to the terminal ({size} KB, which it may cut or refuse)"
    return "terminal", False, "Sent to the terminal (it may refuse)"


def _in_screen(env: Mapping[str, str]) -> bool:
    return bool(env.get("STY")) and not env.get("TMUX")


def _for_screen(sequence: str) -> str:
    """`sequence` in device control strings, which GNU screen passes on, short enough for it."""
    chunks = (sequence[at : at + _CHUNK] for at in range(0, len(sequence), _CHUNK))
    return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)


def _keep(data: bytes, keep: Path) -> str | None:
    """Write `data` to `keep`, whole or not at all, for the user alone; what went wrong, or None."""
    try:
        files.replace(keep, data, private=True)
    except OSError as error:
        return error.strerror or str(error)
    return None


def _line(message: str) -> str:
    return " ".join(message.split())
