"""Manners in a real terminal: its title, going to the shell and back, little of everything."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from reader.library import Library
from reader.session import Session
from reader.settings.config import Paths
from reader.sources import sources
from reader.tui.pace import Pace
from reader.tui.title import titled

from .test_terminal import Terminal, disk, terminal

__all__ = ["disk", "terminal"]


def test_what_is_left_is_estimated_from_what_went_before() -> None:
    clock = iter([0.0, 0.5, 10.0, 10.0, 20.0, 20.0])
    pace = Pace(lambda: next(clock))
    assert pace.say(5, 100) == "5 of 100"
    assert pace.say(250, 1150) == "250 of 1,150 · 0:36 left"
    assert pace.say(1150, 1150) == "1,150 of 1,150"


def test_a_title_acts_on_nothing() -> None:
    said = titled("a\x07b\x1b]52;c;x\x07\n\x9d" + "long " * 100)
    assert said.startswith("\x1b]2;a")
    assert said.endswith("…\x07")
    assert all(ord(character) >= 32 for character in said[4:-1])
    assert len(said) < 140


def process_state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


def test_to_the_shell_and_back_and_the_title(terminal: Terminal, disk: Library) -> None:
    terminal.tmux("select-pane", "-T", "untouched")
    terminal.shell("set -m; echo monitored", "monitored")
    terminal.start(shows="knots")
    terminal.wait(lambda: terminal.value("pane_title").endswith(" — reader"))
    assert terminal.value("pane_title").startswith("knots")
    (program,) = terminal.programs
    terminal.press("C-z")
    terminal.wait(lambda: process_state(program) == "T")
    terminal.wait(lambda: terminal.value("alternate_on") == "0")
    assert terminal.value("mouse_any_flag") == "0"
    terminal.wait(lambda: terminal.value("pane_title") == "untouched")
    terminal.shell("echo in the shell", "in the shell")
    terminal.type("fg")
    terminal.press("Enter")
    terminal.wait(lambda: terminal.value("alternate_on") == "1")
    terminal.see("Welcome back to the boathouse")
    terminal.wait(lambda: terminal.value("pane_title").startswith("knots"))
    assert terminal.value("mouse_any_flag") == "1"
    terminal.press("j", "q")
    terminal.wait(lambda: terminal.value("alternate_on") == "0")
    terminal.wait(lambda: terminal.value("pane_title") == "untouched")
    terminal.start(shows="knots")
    (program,) = terminal.programs
    os.kill(program, signal.SIGTERM)
    terminal.wait(lambda: terminal.value("pane_title") == "untouched")


def test_little_of_everything(terminal: Terminal) -> None:
    command = f"LANG=C LC_ALL=C NO_COLOR=1 {sys.executable} -m reader --library L"
    terminal.shell(command, "knots")
    terminal.see("Welcome")
    coloured = subprocess.run(
        ["tmux", "-S", terminal._socket, "capture-pane", "-p", "-e"],
        capture_output=True,
        check=True,
    ).stdout
    assert b"\x1b[3" not in coloured.replace(b"\x1b[39", b"").replace(b"\x1b[3m", b"")
    assert b"\x1b[4" in coloured
    for width, height in [(20, 5), (1, 1), (20, 5), (300, 80), (20, 5)] * 4:
        terminal.tmux("resize-window", "-x", str(width), "-y", str(height))
    terminal.press("j", "\\")
    terminal.tmux("resize-window", "-x", "80", "-y", "24")
    terminal.see("≈")
    terminal.press("q")
    terminal.wait(lambda: not terminal.programs)
    assert "Traceback" not in terminal.screen


def test_what_another_process_adds_shows_by_itself(terminal: Terminal) -> None:
    terminal.start(shows="knots")
    terminal.see("last added")
    oars = terminal.folder / "oars.txt"
    oars.write_text("Ann: Two oars are better than one oar.", encoding="utf-8")
    other = Session(Paths(terminal.folder / "L", terminal.folder / "config"))
    (source,) = sources([str(oars)])
    other.add(source)
    other.library.close()
    terminal.see("1 more episode in the library")
    terminal.see("7 · last added")
