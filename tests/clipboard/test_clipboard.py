"""Copying: with stand-ins on the path, and for real through tmux and an X server."""

from __future__ import annotations

import base64
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyperclip
import pytest

from reader import clipboard
from reader.clipboard import OSC_LIMIT, Copied, copy
from reader.errors import ReaderError

TEXT = "“Café” — 潮 … it's\nwater"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def keep(tmp_path: Path) -> Path:
    return tmp_path / "state" / "last-copy.txt"


@pytest.fixture
def tool(tmp_path: Path) -> Callable[..., Path]:
    """A maker of stand-ins: `tool("xclip", 'exit 1')` puts one in the folder it returns."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def make(name: str, does: str = "") -> Path:
        path = folder / name
        got = folder / f"{name}.got"
        path.write_text(f"#!/bin/sh\n{does or f'/bin/cat > {got}'}\n")
        path.chmod(0o755)
        return folder

    return make


def got(folder: Path, name: str) -> bytes:
    return (folder / f"{name}.got").read_bytes()


def test_with_nothing_at_hand_the_file_holds_it(keep: Path, tmp_path: Path) -> None:
    copied = copy(TEXT, keep=keep, env={"PATH": str(tmp_path)})
    assert copied == Copied("file", True, f"Kept in {keep}: no clipboard answered", keep)
    assert keep.read_text(encoding="utf-8") == TEXT
    assert stat.S_IMODE(keep.stat().st_mode) == 0o600
    assert stat.S_IMODE(keep.parent.stat().st_mode) == 0o700
    assert [path.name for path in keep.parent.iterdir()] == ["last-copy.txt"]


def test_the_file_is_replaced_whole_and_stays_private(keep: Path, tmp_path: Path) -> None:
    keep.parent.mkdir()
    keep.write_text("something longer that was copied before")
    keep.chmod(0o644)
    copy("new", keep=keep, env={"PATH": str(tmp_path)})
    assert keep.read_text() == "new"
    assert stat.S_IMODE(keep.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "display", "encoding"),
    [
        ("pbcopy", {}, "utf-8"),
        ("wl-copy", {"WAYLAND_DISPLAY": "wayland-0"}, "utf-8"),
        ("xclip", {"DISPLAY": ":7"}, "utf-8"),
        ("xsel", {"DISPLAY": ":7"}, "utf-8"),
        ("clip.exe", {}, "utf-16-le"),
    ],
)
def test_a_tool_gets_the_bytes(
    keep: Path, tool: Callable[..., Path], name: str, display: dict[str, str], encoding: str
) -> None:
    folder = tool(name)
    sent: list[str] = []
    copied = copy(TEXT, keep=keep, emit=sent.append, env={"PATH": str(folder), **display})
    assert copied == Copied(name, True, f"Copied to the clipboard ({name})", keep)
    assert got(folder, name) == TEXT.encode(encoding)
    assert keep.read_text(encoding="utf-8") == TEXT
    assert sent == []


def test_a_tool_that_fails_is_not_believed(keep: Path, tool: Callable[..., Path]) -> None:
    tool("wl-copy", "/bin/cat >/dev/null; echo cannot >&2; exit 1")
    folder = tool("xclip")
    env = {"PATH": str(folder), "WAYLAND_DISPLAY": "stale", "DISPLAY": ":7"}
    assert copy(TEXT, keep=keep, env=env).method == "xclip"
    tool("xclip", "exit 1")
    sent: list[str] = []
    assert copy(TEXT, keep=keep, emit=sent.append, env=env).method == "terminal"
    assert copy(TEXT, keep=keep, env=env).method == "file"
    assert len(sent) == 1


def test_without_a_display_its_tools_are_not_tried(keep: Path, tool: Callable[..., Path]) -> None:
    tool("wl-copy")
    folder = tool("xclip")
    assert copy(TEXT, keep=keep, env={"PATH": str(folder)}).method == "file"
    assert not list(folder.glob("*.got"))


def test_a_tool_that_hangs_is_given_up_and_killed(
    keep: Path, tool: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "TIMEOUT", 0.3)
    folder = tool("xclip", "echo $$ > $0.pid; /bin/sleep 300; exit 0")
    copied = copy(TEXT * 20_000, keep=keep, env={"PATH": str(folder), "DISPLAY": ":7"})
    assert copied.method == "file"
    pid = int((folder / "xclip.pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"])
def test_over_ssh_the_tools_of_that_machine_are_left_alone(
    keep: Path, tool: Callable[..., Path], name: str
) -> None:
    folder = tool("xclip")
    sent: list[str] = []
    env = {"PATH": str(folder), "DISPLAY": ":7", name: "10.0.0.1 1 10.0.0.2 22"}
    copied = copy(TEXT, keep=keep, emit=sent.append, env=env)
    assert (copied.method, copied.certain) == ("terminal", False)
    assert not list(folder.glob("*.got"))


def test_the_terminal_gets_osc_52_and_nobody_says_copied(keep: Path, tmp_path: Path) -> None:
    sent: list[str] = []
    copied = copy(TEXT, keep=keep, emit=sent.append, env={"PATH": str(tmp_path)})
    encoded = base64.b64encode(TEXT.encode()).decode()
    assert sent == [f"\x1b]52;c;{encoded}\x07"]
    assert copied == Copied("terminal", False, "Sent to the terminal (it may refuse)", keep)
    assert keep.read_text(encoding="utf-8") == TEXT


def test_a_long_text_comes_with_a_warning(keep: Path, tmp_path: Path) -> None:
    env = {"PATH": str(tmp_path)}
    short = copy("x" * OSC_LIMIT, keep=keep, emit=lambda _: None, env=env)
    assert short.message == "Sent to the terminal (it may refuse)"
    long = copy("x" * 93_500, keep=keep, emit=lambda _: None, env=env)
    assert long.message == "Sent to the terminal (93 KB, which it may cut or refuse)"


def test_under_screen_it_goes_in_chunks_that_join_to_the_same(keep: Path, tmp_path: Path) -> None:
    sent: list[str] = []
    env = {"PATH": str(tmp_path), "STY": "12.pts-0", "TERM": "screen"}
    copy(TEXT * 50, keep=keep, emit=sent.append, env=env)
    (wrapped,) = sent
    chunks = wrapped.removeprefix("\x1bP").removesuffix("\x1b\\").split("\x1b\\\x1bP")
    assert len(chunks) > 2
    assert max(map(len, chunks)) <= 240
    encoded = base64.b64encode((TEXT * 50).encode()).decode()
    assert "".join(chunks) == f"\x1b]52;c;{encoded}\x07"


def test_a_terminal_that_is_gone_is_not_counted(keep: Path, tmp_path: Path) -> None:
    def gone(_: str) -> None:
        raise OSError("closed")

    assert copy(TEXT, keep=keep, emit=gone, env={"PATH": str(tmp_path)}).method == "file"


def test_an_old_tmux_without_the_option(keep: Path, tool: Callable[..., Path]) -> None:
    folder = tool("tmux", '[ "$2" = -w ] && exit 1; /bin/cat > "$0.got"')
    copied = copy(TEXT, keep=keep, env={"PATH": str(folder), "TMUX": "/nowhere,1,0"})
    assert copied == Copied("tmux", True, "Copied to the tmux buffer", keep)
    assert got(folder, "tmux") == TEXT.encode()


def test_a_dead_tmux_falls_through_to_the_tool(keep: Path, tool: Callable[..., Path]) -> None:
    tool("tmux", "exit 1")
    folder = tool("pbcopy")
    env = {"PATH": str(folder), "TMUX": "/nowhere,1,0"}
    assert copy(TEXT, keep=keep, env=env).method == "pbcopy"


def test_windows_goes_through_its_own_interface(
    keep: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(clipboard, "PLATFORM", "win32")
    monkeypatch.setattr(pyperclip, "copy", taken.append)
    assert copy(TEXT, keep=keep, env={"PATH": str(tmp_path)}).method == "windows"
    assert taken == [TEXT]

    def refuse(_: str) -> None:
        raise pyperclip.PyperclipException("busy")

    monkeypatch.setattr(pyperclip, "copy", refuse)
    assert copy(TEXT, keep=keep, env={"PATH": str(tmp_path)}).method == "file"


def test_lone_surrogates_do_not_stop_it(keep: Path, tool: Callable[..., Path]) -> None:
    folder = tool("pbcopy")
    assert copy("a\ud800b", keep=keep, env={"PATH": str(folder)}).certain
    assert got(folder, "pbcopy").decode() == "a\ufffdb"


def test_no_text_is_one_clear_line(keep: Path) -> None:
    with pytest.raises(ReaderError, match="nothing to copy"):
        copy("", keep=keep, env={})
    assert not keep.exists()


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, tool: Callable[..., Path]) -> None:
    (tmp_path / "state").write_text("not a folder")
    keep = tmp_path / "state" / "last-copy.txt"
    folder = tool("pbcopy")
    copied = copy(TEXT, keep=keep, env={"PATH": str(folder)})
    assert copied.method == "pbcopy"
    assert "cannot be written" in copied.message
    with pytest.raises(ReaderError, match="no clipboard answered") as caught:
        copy(TEXT, keep=keep, env={"PATH": str(tmp_path)})
    assert str(keep) in str(caught.value)
    assert "\n" not in str(caught.value)


# -- for real --------------------------------------------------------------------------------

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
needs_x = pytest.mark.skipif(
    shutil.which("Xvfb") is None or shutil.which("xclip") is None,
    reason="Xvfb and xclip are not both installed",
)


class Tmux:
    """A tmux server on a socket of its own."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.folder = name, folder
        inherited = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder)}
        self.env = {**inherited, "TMUX_TMPDIR": str(folder), "TERM": "xterm-256color"}
        self.env["LC_ALL"] = "C.UTF-8"

    def __call__(self, *arguments: str) -> str:
        command = ["tmux", "-L", self.name, "-f", os.devnull, *arguments]
        return subprocess.run(
            command, env=self.env, capture_output=True, text=True, timeout=20, check=False
        ).stdout

    def buffer_becomes(self, text: str) -> bool:
        return until(lambda: self("show-buffer") == text)


def until(holds: Callable[[], bool]) -> bool:
    for _ in range(200):
        if holds():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Tmux]]:
    folder = tmp_path_factory.mktemp("t")
    folder.chmod(0o700)
    started: list[Tmux] = []

    def start(name: str) -> Tmux:
        started.append(Tmux(folder, name))
        return started[-1]

    yield start
    for server in started:
        server("kill-server")


@needs_tmux
def test_tmux_has_it_in_its_buffer(keep: Path, servers: Callable[[str], Tmux]) -> None:
    tmux = servers("one")
    tmux("new-session", "-d", "-x", "80", "-y", "24", "cat")
    tmux("set-buffer", "sentinel")
    env = {**tmux.env, "TMUX": tmux("display-message", "-p", "#{socket_path},#{pid},0").strip()}
    copied = copy(TEXT, keep=keep, env=env)
    assert (copied.method, copied.certain) == ("tmux", True)
    assert tmux("show-buffer") == TEXT


@needs_tmux
def test_from_a_pane_it_reaches_the_terminal_outside(
    keep: Path, tmp_path: Path, servers: Callable[[str], Tmux]
) -> None:
    outer, inner = servers("outer"), servers("inner")
    script = tmp_path / "copies.py"
    script.write_text(
        "from pathlib import Path\n"
        "from reader.clipboard import copy\n"
        f"print(copy({TEXT!r}, keep=Path({str(keep)!r})).method, flush=True)\n"
        "input()\n"
    )
    outer("new-session", "-d", "-x", "80", "-y", "24", "cat")
    outer("set-option", "-g", "set-clipboard", "on")
    outer("set-buffer", "sentinel")
    python = f"env PYTHONPATH={ROOT} {sys.executable} {script}"
    attach = f"env -u TMUX tmux -L inner -f {os.devnull} new-session 'sleep 60'"
    outer("new-window", attach)
    assert until(lambda: "sleep" in inner("list-panes", "-F", "#{pane_current_command}"))
    inner("set-option", "-s", "terminal-features[9]", "*:clipboard")
    assert until(lambda: inner("list-clients") != "")
    inner("detach-client")
    outer("new-window", f"env -u TMUX tmux -L inner -f {os.devnull} attach-session")
    assert until(lambda: inner("list-clients") != "")
    inner("new-window", python)
    assert inner.buffer_becomes(TEXT)
    assert outer.buffer_becomes(TEXT)


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "320x240x8", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    if not number:
        server.kill()
        server.wait()
        pytest.skip("Xvfb does not start here")
    yield f":{number}"
    server.terminate()
    server.wait()


@needs_x
def test_an_x_server_hands_it_back(keep: Path, display: str) -> None:
    env = {"PATH": os.environ["PATH"], "DISPLAY": display}
    assert copy("sentinel", keep=keep, env=env).method == "xclip"
    assert copy(TEXT, keep=keep, env=env).method == "xclip"
    back = subprocess.run(
        ["xclip", "-selection", "clipboard", "-out"],
        env=env,
        capture_output=True,
        timeout=20,
        check=True,
    )
    assert back.stdout == TEXT.encode()


@pytest.mark.skipif(shutil.which("xclip") is None, reason="xclip is not installed")
def test_a_dead_display_is_not_believed(keep: Path, tmp_path: Path) -> None:
    xclip = shutil.which("xclip")
    assert xclip is not None
    folder = tmp_path / "only"
    folder.mkdir()
    (folder / "xclip").symlink_to(xclip)
    copied = copy(TEXT, keep=keep, env={"PATH": str(folder), "DISPLAY": ":4321"})
    assert copied.method == "file"
    assert keep.read_text(encoding="utf-8") == TEXT
