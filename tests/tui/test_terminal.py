"""The real program in a real terminal, tmux: the whole road, rude ends, and hostile text."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.library import Highlight, Library
from reader.transcript import Span

from .support import KNOTS, TIDE

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

PATIENCE = 30.0
"""Seconds to wait for what must happen before a test fails."""

HOSTILE = (
    "Ann: Before \x1b]52;c;cHduZWQ=\x07 and \x1b]2;pwned\x07 and \x1b]0;pwned\x1b\\ after.\n"
    "Bob: \x1bPtmux;\x1b\x1b]52;c;cHduZWQ=\x07\x1b\\ \x9d52;c;cHduZWQ=\x9c \x1bkpwned\x1b\\ end.\n"
) * 3


class Terminal:
    """A tmux server of its own with one pane, in which a shell runs in a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._socket = str(folder / "tmux")
        home = {"HOME": str(folder), "PATH": os.environ["PATH"], "TERM": "xterm-256color"}
        home |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PS1": "$ ", "SHELL": "/bin/sh"}
        home |= {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            home[f"XDG_{name}_HOME"] = str(folder / name.lower())
        self._env = home
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "36", "/bin/sh")
        self.tmux("set-option", "-g", "set-clipboard", "on")
        self.tmux("set-option", "-g", "allow-passthrough", "on")
        self.tmux("set-option", "-g", "remain-on-exit", "on")
        self.wait(lambda: "$" in self.screen)

    def tmux(self, *args: str) -> str:
        """Run a tmux command; returns what it prints."""
        done = subprocess.run(
            ["tmux", "-S", self._socket, *args], env=self._env, capture_output=True, text=True
        )
        return done.stdout

    @property
    def screen(self) -> str:
        """What the pane shows."""
        return self.tmux("capture-pane", "-p")

    def value(self, name: str) -> str:
        """A variable of the pane, by tmux's name for it."""
        return self.tmux("display-message", "-p", f"#{{{name}}}").strip()

    @property
    def buffer(self) -> str:
        """The paste buffer."""
        return self.tmux("show-buffer")

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names."""
        for key in keys:
            self.tmux("send-keys", key)
            time.sleep(0.15)

    def leave(self, text: str) -> None:
        """Close with Escape what shows `text`. A key too soon after Escape would mean Alt."""
        self.press("Escape")
        self.wait(lambda: text not in self.screen)

    def type(self, text: str) -> None:
        """Type `text` as it is."""
        self.tmux("send-keys", "-l", text)
        time.sleep(0.15)

    def wait(self, done: Callable[[], object]) -> None:
        """Wait until `done` is true."""
        end = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < end, f"waited in vain; the screen:\n{self.screen}"
            time.sleep(0.1)

    def see(self, text: str) -> None:
        """Wait until the screen shows `text`."""
        self.wait(lambda: text in self.screen)

    def shell(self, command: str, shows: str) -> None:
        """Run `command` in the pane's shell and wait until the screen shows something."""
        self.type(f"clear; {command}")
        self.press("Enter")
        self.see(shows)

    def start(self, *args: str, shows: str) -> None:
        """Start the program in the pane, and wait for its first page."""
        self.shell(" ".join([sys.executable, "-m", "reader", "--library", "L", *args]), shows)
        self.wait(lambda: self.value("alternate_on") == "1")

    @property
    def programs(self) -> list[int]:
        """The processes of the program that were started here."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                environ = (entry / "environ").read_bytes()
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if f"HOME={self.folder}\0".encode() in environ and b"\0reader\0" in command:
                found.append(int(entry.name))
        return sorted(found)

    def kill(self) -> None:
        """Kill the program, and begin anew with a shell."""
        (program,) = self.programs
        os.kill(program, signal.SIGKILL)
        self.wait(lambda: not self.programs)
        self.tmux("respawn-pane", "-k", "-c", str(self.folder), "/bin/sh")
        self.shell("echo again", "again")

    def close(self) -> None:
        """End the server, the shell, and whatever was left behind."""
        self.tmux("kill-server")
        for process in self.programs:
            os.kill(process, signal.SIGKILL)


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    """A terminal whose shell stands in a folder with the library `L`."""
    if not Path("/proc/self/environ").exists():
        pytest.skip("processes are found through /proc")
    (folder / "library").rename(folder / "L")
    made = Terminal(folder)
    made.shell(f"cd {folder}; echo ready", "ready")
    yield made
    made.close()


@pytest.fixture
def disk(terminal: Terminal) -> Iterator[Library]:
    """The library of the terminal, through an object of its own."""
    library = Library(terminal.folder / "L")
    yield library
    library.close()


def test_the_whole_road(terminal: Terminal, disk: Library) -> None:
    terminal.start(shows="knots")
    terminal.press("/")
    terminal.type("harbour wall")
    terminal.see("passages")
    terminal.press("Enter")
    terminal.see("match")
    terminal.press("g")
    terminal.see("Go to")
    terminal.type("1:02:00")
    terminal.press("Enter")
    terminal.see("1:02:00 /")
    terminal.press("Enter", "h")
    terminal.wait(lambda: disk.highlights(TIDE))
    (highlight,) = disk.highlights(TIDE)
    assert highlight.quote == "Sentence number 372 is about the tide and the harbour wall."
    terminal.press("e")
    terminal.see("Markdown")
    terminal.type("The tide turns.")
    terminal.leave("Markdown")
    assert disk.highlights(TIDE)[0].note == "The tide turns."
    terminal.press("c")
    terminal.see("BibTeX")
    terminal.press("Enter")
    terminal.see("Copied to the tmux buffer")
    assert "Sentence number 372 is about the tide" in terminal.buffer
    assert "tide" in terminal.buffer.splitlines()[-1]
    terminal.leave("BibTeX")
    terminal.press("q")
    terminal.wait(lambda: terminal.value("alternate_on") == "0")
    assert terminal.value("mouse_any_flag") == "0"
    terminal.start(shows="1:02:0")
    terminal.press("4")
    terminal.see("The tide turns.")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_and_leaves_the_terminal_clean(terminal: Terminal, name: str) -> None:
    terminal.start(shows="knots")
    assert terminal.value("mouse_any_flag") == "1"
    (program,) = terminal.programs
    os.kill(program, getattr(signal, name))
    terminal.wait(lambda: not terminal.programs)
    terminal.wait(lambda: terminal.value("alternate_on") == "0")
    for flag in ("mouse_any_flag", "mouse_sgr_flag", "mouse_button_flag", "keypad_flag"):
        assert terminal.value(flag) == "0", flag
    assert terminal.value("cursor_flag") == "1"
    terminal.shell("echo back again", "back again")
    assert "Traceback" not in terminal.screen


def test_a_signal_keeps_the_reading_place(terminal: Terminal, disk: Library) -> None:
    terminal.start(shows="knots")
    terminal.press("G")
    terminal.see("100%")
    (program,) = terminal.programs
    os.kill(program, signal.SIGTERM)
    terminal.wait(lambda: not terminal.programs)
    last = disk.last_read()
    assert last is not None
    assert disk.episode(last).place


def test_a_terminal_that_is_closed_leaves_no_process_behind(terminal: Terminal) -> None:
    terminal.start(shows="knots")
    assert terminal.programs
    terminal.tmux("kill-server")
    terminal.wait(lambda: not terminal.programs)


def test_a_kill_loses_no_highlight(terminal: Terminal, disk: Library) -> None:
    terminal.start(shows="knots")
    terminal.press("Enter", "h")
    terminal.wait(lambda: disk.highlights())
    terminal.kill()
    kept = disk.highlights()
    assert len(kept) == 1
    terminal.start(shows="knots")
    terminal.press("4")
    terminal.see(kept[0].quote.split()[0])


def test_all_that_was_marked_is_there_after_a_kill(terminal: Terminal, disk: Library) -> None:
    terminal.start(shows="knots")
    terminal.press("g")
    terminal.see("Go to")
    terminal.type("0%")
    terminal.press("Enter", "V", "V", "h")
    terminal.wait(lambda: disk.highlights(KNOTS))
    (bare,) = disk.highlights(KNOTS)
    assert [turn.speaker for turn in disk.transcript(KNOTS).turns if turn.overlaps(span(bare))] == [
        "Oda Lind",
        "Pell Arrow",
    ]
    terminal.press("t")
    terminal.see("Tags")
    terminal.type("rope/knots")
    terminal.press("Enter")
    terminal.wait(lambda: disk.highlights(KNOTS)[0].tags)
    terminal.press("e")
    terminal.see("Markdown")
    terminal.type("Two *voices*.")
    terminal.leave("Markdown")
    (whole,) = disk.highlights(KNOTS)
    assert (whole.tags, whole.note) == (("rope/knots",), "Two *voices*.")
    terminal.press("c")
    terminal.see("BibTeX")
    buffers = set()
    for _ in range(3):
        terminal.press("Enter")
        terminal.see("Copied to the tmux buffer")
        buffers.add(terminal.buffer)
        terminal.press("Down")
    terminal.leave("BibTeX")
    assert len(buffers) == 3
    assert all("Nobody ties them" in cited and "off its hinge" in cited for cited in buffers)
    terminal.press("u", "u")
    terminal.wait(lambda: disk.highlights(KNOTS)[0].tags == ())
    terminal.kill()
    assert [whole.id] == [each.id for each in disk.highlights(KNOTS)]
    assert [cited.episode for cited in disk.citations.all()] == [KNOTS]
    terminal.start(shows="knots")
    terminal.press("U", "U")
    terminal.wait(lambda: disk.highlights(KNOTS) == [whole])
    terminal.press("4")
    terminal.see("Two *voices*.")
    terminal.see("rope/knots")


def span(highlight: Highlight) -> Span:
    return Span(highlight.start, highlight.end)


def test_a_note_is_written_in_the_editor_whatever_that_does(
    terminal: Terminal, disk: Library
) -> None:
    editor = terminal.folder / "editor"
    editor.write_text(
        "#!/bin/sh\nstty raw -echo\nprintf '\\033[?1049h\\033[?1003h\\033[?25l'\n"
        'if grep -q fails "$1"; then kill -9 $$; fi\necho "from the editor" >> "$1"\n',
        encoding="utf-8",
    )
    editor.chmod(0o755)
    terminal.shell(f"export EDITOR={editor}; echo exported", "exported")
    terminal.start(shows="knots")
    terminal.press("e")
    terminal.see("Markdown")
    terminal.type("first")
    terminal.press("C-o")
    terminal.wait(lambda: [h.note for h in disk.highlights()] == ["first\nfrom the editor"])
    terminal.see("knots")
    terminal.press("E")
    terminal.see("Note on the episode")
    terminal.type("it fails")
    terminal.press("C-o")
    terminal.see("ended by signal 9")
    terminal.leave("Note on the episode")
    note = disk.notes.all()[0]
    assert note.text == "it fails"
    terminal.press("q")
    terminal.wait(lambda: terminal.value("alternate_on") == "0")
    for flag in ("mouse_any_flag", "mouse_sgr_flag", "keypad_flag"):
        assert terminal.value(flag) == "0", flag
    terminal.shell("echo back again", "back again")


def test_hostile_text_reaches_neither_the_clipboard_nor_the_title(terminal: Terminal) -> None:
    terminal.tmux("set-buffer", "sentinel")
    terminal.tmux("select-pane", "-T", "untouched")
    (terminal.folder / "evil.txt").write_text(HOSTILE, encoding="utf-8")
    terminal.start("evil.txt", shows="Before")
    terminal.press("i")
    terminal.see("Source")
    terminal.leave("Source")
    terminal.press("h", "e")
    terminal.see("Markdown")
    terminal.tmux("set-buffer", "-b", "rude", "\x1b]2;pwned\x07\x1b]52;c;cHduZWQ=\x07")
    terminal.tmux("paste-buffer", "-p", "-b", "rude")
    time.sleep(0.5)
    terminal.leave("Markdown")
    terminal.press("c")
    terminal.see("BibTeX")
    terminal.leave("BibTeX")
    terminal.press("/")
    terminal.type("before")
    terminal.see("passages")
    terminal.press("Enter")
    terminal.see("match")
    assert "pwned" not in terminal.value("pane_title")
    assert "pwned" not in terminal.value("window_name")
    terminal.tmux("delete-buffer", "-b", "rude")
    assert terminal.buffer == "sentinel"


@pytest.mark.parametrize("stream", ["</dev/null", ">out", "<&-"])
def test_without_a_terminal_there_is_one_line_and_exit_2(terminal: Terminal, stream: str) -> None:
    terminal.shell(
        f"{sys.executable} -m reader --library L {stream} 2>err; echo left with $?",
        "left with 2",
    )
    said = (terminal.folder / "err").read_text(encoding="utf-8")
    assert len(said.splitlines()) == 1
    assert "needs a terminal" in said
    assert not terminal.programs


def test_a_wrong_keymap_is_told_and_the_program_starts_with_the_default(terminal: Terminal) -> None:
    maps = terminal.folder / "config" / "reader" / "keymaps"
    maps.mkdir(parents=True)
    (maps / "mine.toml").write_text('[page]\nline-down = "j"\nfly = "f"\n', encoding="utf-8")
    (maps.parent / "config.toml").write_text('keymap = "mine"\n', encoding="utf-8")
    terminal.start(shows="mine.toml:3")
    terminal.press("q")
    terminal.wait(lambda: not terminal.programs)
    assert "Traceback" not in terminal.screen


def test_a_library_that_is_no_library_is_one_line(terminal: Terminal) -> None:
    folder = terminal.folder / "broken"
    folder.mkdir()
    name = next((terminal.folder / "L").glob("*.db*"), None) or next(
        file for file in (terminal.folder / "L").iterdir() if file.is_file()
    )
    (folder / name.name).write_bytes(b"this is not a database " * 100)
    terminal.shell(f"{sys.executable} -m reader --library broken; echo left with $?", "left with 1")
    assert "Traceback" not in terminal.screen
    assert terminal.value("alternate_on") == "0"


def test_it_fits_a_terminal_that_changes_its_size(terminal: Terminal) -> None:
    terminal.start(shows="knots")
    for width, height in [(40, 10), (200, 50), (80, 24)]:
        terminal.tmux("resize-window", "-x", str(width), "-y", str(height))
        terminal.press("j")
    terminal.see("knots")
    assert terminal.programs


def test_a_note_is_kept_when_the_terminal_is_closed(terminal: Terminal, disk: Library) -> None:
    terminal.start(shows="knots")
    terminal.press("e")
    terminal.see("Markdown")
    terminal.type("half a thought")
    terminal.see("half a thought")
    terminal.tmux("kill-server")
    terminal.wait(lambda: not terminal.programs)
    assert [highlight.note for highlight in disk.highlights()] == ["half a thought"]
