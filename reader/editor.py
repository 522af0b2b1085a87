"""Writing a text in the user's own editor, and having the terminal back whatever it does there."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from reader.errors import ReaderError

USUAL = ("nano", "vi")
"""The editors that are looked for where the environment names none."""

_PLAIN = "".join(f"\x1b[?{mode}l" for mode in (1049, 1000, 1002, 1003, 1006, 2004, 1))
_PLAIN += "\x1b>\x1b[?25h\x1b[0m"
"""Back to the first screen, without the mouse, bracketed paste and the keypad's own codes, with a
cursor and without colours (XTerm Control Sequences)."""


def command(env: Mapping[str, str] = os.environ) -> list[str]:
    """The editor that `VISUAL` or `EDITOR` names, with its arguments, or one that is usual.

    Raises `ReaderError` when it is not there.
    """
    named = env.get("VISUAL", "").strip() or env.get("EDITOR", "").strip()
    path = env.get("PATH", os.defpath)
    try:
        words = shlex.split(named)
    except ValueError as error:
        raise ReaderError(
            f"EDITOR cannot be understood: {error}", hint=f"it says {named}"
        ) from error
    for name in words[:1] or USUAL:
        if found := shutil.which(os.path.expanduser(name), path=path):
            return [found, *words[1:]]
    raise ReaderError(
        f"there is no editor “{words[0]}”" if words else "there is no editor",
        hint="set EDITOR to the one you use, such as nano",
    )


def edit(text: str, env: Mapping[str, str] = os.environ) -> str:
    """What becomes of `text` in the user's editor, which has the terminal meanwhile.

    It is in a file of the user's alone, as Markdown, that is gone afterwards. Raises `ReaderError`
    when the editor cannot be run or fails; what it wrote by then stays in that file.
    """
    words = command(env)
    name = Path(words[0]).name
    handle, place = tempfile.mkstemp(prefix="reader-note-", suffix=".md")
    file, keep = Path(place), False
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as opened:
            opened.write(f"{text}\n" if text else "")
        before = file.read_bytes()
        with _lent():
            code = subprocess.run(
                [*words, place], env=dict(env), preexec_fn=_own_signals
            ).returncode
        after = file.read_bytes()
        if code != 0:
            keep = after != before
            kept = f"what it wrote is in {place}" if keep else "the text is as it was"
            ended = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
            raise ReaderError(f"{name} {ended}", hint=kept)
        return text if after == before else after.decode("utf-8", "replace").rstrip()
    except OSError as error:
        raise ReaderError(f"{name} cannot be used: {error.strerror or error}") from error
    finally:
        if not keep:
            file.unlink(missing_ok=True)


@contextlib.contextmanager
def _lent() -> Iterator[None]:
    """Lend the terminal: keys that interrupt are the editor's, and all is put right afterwards."""
    wanted = {"SIGINT": signal.SIG_IGN, "SIGQUIT": signal.SIG_IGN}
    wanted |= {"SIGTSTP": signal.SIG_DFL, "SIGCONT": signal.SIG_DFL}
    there = {getattr(signal, name): does for name, does in wanted.items() if hasattr(signal, name)}
    before = {number: signal.signal(number, does) for number, does in there.items()}
    try:
        with _as_it_was():
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _as_it_was() -> Iterator[None]:
    """The terminal is afterwards as it was: its line discipline, its modes, and whose it is."""
    try:
        import termios
    except ImportError:
        yield
        return
    try:
        terminal = sys.stdin.fileno()
        modes = termios.tcgetattr(terminal)
    except (OSError, ValueError, AttributeError, termios.error):
        yield
        return
    try:
        yield
    finally:
        stopped = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        with contextlib.suppress(OSError):
            os.tcsetpgrp(terminal, os.getpgrp())
        with contextlib.suppress(OSError, termios.error):
            termios.tcsetattr(terminal, termios.TCSADRAIN, modes)
            os.write(terminal, _PLAIN.encode())
        signal.signal(signal.SIGTTOU, stopped)


def _own_signals() -> None:
    """Give a new process the signals that are ignored here meanwhile."""
    for name in ("SIGINT", "SIGQUIT"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
