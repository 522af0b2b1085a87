"""The command line as a program: streams, terminals, signals, and what it imports."""

from __future__ import annotations

import json
import os
import pty
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .support import Cli

HOSTILE = (
    "Oda: Look \x1b]52;c;aGk=\x07here \x9b31m and [/] [@click=app.quit]there[/].\nPell: Fine.\n" * 4
)


def in_terminal(cli: Cli, *args: str, **env: str) -> tuple[int, str]:
    """Run on a pseudo-terminal; returns the exit code and all that was written to it."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        cli.command(*args),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**cli.env(TERM="xterm-256color"), **env},
    )
    os.close(slave)
    written = b""
    while True:
        try:
            more = os.read(master, 65536)
        except OSError:
            break
        if not more:
            break
        written += more
    os.close(master)
    return process.wait(), written.decode("utf-8", "replace")


def test_the_version_needs_neither_library_nor_interface(cli: Cli) -> None:
    ran = cli.program("--version")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.startswith(b"reader ")
    assert not (cli.folder / "library").exists()


@pytest.mark.parametrize("module", ["reader.cli", "reader.session", "reader.__main__"])
def test_importing_it_imports_neither_textual_nor_whoosh(module: str) -> None:
    code = f"import sys, {module}; print([m for m in ('textual', 'whoosh') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_exit_codes_and_streams(full: Cli) -> None:
    done = full.program("ls")
    assert (done.returncode, done.stderr) == (0, b"")
    failed = full.program("show", "nope")
    assert (failed.returncode, failed.stdout) == (1, b"")
    assert failed.stderr.count(b"\n") == 1
    wrong = full.program("ls", "--nope")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert wrong.stderr.count(b"\n") == 1
    assert b"Traceback" not in failed.stderr + wrong.stderr
    late = full.program("ls", "--library", "there")
    assert late.returncode == 2
    assert b"it goes before the command: `reader --library" in late.stderr


def test_without_a_terminal_the_interface_does_not_start(cli: Cli) -> None:
    ran = cli.program()
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"needs a terminal" in ran.stderr
    assert b"\x1b" not in ran.stderr


def test_on_a_dumb_terminal_the_interface_does_not_start(cli: Cli) -> None:
    code, written = in_terminal(cli, TERM="dumb")
    assert code == 2
    assert "needs a terminal" in written
    assert "\x1b" not in written


def test_with_errors_sent_elsewhere_the_interface_does_not_start(cli: Cli) -> None:
    master, slave = pty.openpty()
    ran = subprocess.run(
        cli.command(), stdin=slave, stdout=slave, stderr=subprocess.PIPE, env=cli.env(TERM="xterm")
    )
    os.close(slave)
    os.close(master)
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"reader: the interface needs a terminal")


@pytest.mark.parametrize(
    "locale",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_any_locale_prints(full: Cli, locale: dict[str, str]) -> None:
    full("add", "-", "--title", "Café ≈ 北京", input="Æsa: Ça va très bien.\nBjörk: Já, já.\n" * 3)
    document = full.program("show", "3", "--json", **locale)
    assert document.returncode == 0
    assert "Café ≈ 北京" in document.stdout.decode("utf-8")
    assert json.loads(document.stdout)["speakers"] == ["Æsa", "Björk"]
    for args in (["ls"], ["show", "3"], ["search", "bien"], ["cite", "3", "--turn", "1"]):
        ran = full.program(*args, **locale)
        assert (ran.returncode, ran.stderr) == (0, b""), args
    failed = full.program("show", "北京 北京", **locale)
    assert failed.returncode == 1
    assert b"Traceback" not in failed.stderr


@pytest.mark.parametrize(
    "locale",
    [
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_what_the_encoding_does_not_have_is_printed_plainly(
    full: Cli, locale: dict[str, str]
) -> None:
    said = "Æsa: “Ça va” … – she’s – 北京.\nBjörk: Já, the lantern.\n" * 3
    full("add", "-", "--title", "Plain", input=said)
    full("highlight", "3", "--turn", "1")
    written = b"".join(
        full.program(*args, **locale).stdout
        for args in (["ls"], ["show", "3"], ["notes"], ["search", "lantern"])
    ).decode("latin-1")
    assert "\\" not in written
    assert "~ 0:00" in written
    assert "| " in written
    for shown in ("a va\" ... - she's - ??", "rk - ~ 0:0"):
        assert shown in written.replace("·", "-")
    failed = full.program("show", "北京", **locale)
    assert failed.stderr.startswith(b'reader: no episode answers to "??')


def test_where_the_locale_is_not_utf8_the_interface_does_not_start(cli: Cli) -> None:
    for locale in (
        {"PYTHONIOENCODING": "latin-1"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ):
        code, written = in_terminal(cli, **locale)
        assert code == 2
        assert "the interface needs a UTF-8 locale" in written
        assert "\x1b" not in written


def test_on_a_terminal_lines_fit_its_width(full: Cli) -> None:
    full("edit", "1", "--title", "A very long title of the knots that nobody needs any more " * 3)
    for columns in ("48", "60"):
        for args in (["ls"], ["search", "gulls"]):
            _, written = in_terminal(full, *args, COLUMNS=columns, NO_COLOR="1")
            lines = written.replace("\r", "").splitlines()
            assert max(map(len, lines)) <= int(columns), args
            assert "A very long" in written
            assert "…" in written
    assert "any more\n" not in full("ls").out
    assert "A very long title of the knots that nobody needs any more A very" in full("ls").out


def test_colour_only_on_a_terminal(full: Cli) -> None:
    assert b"\x1b" not in full.program("search", "gulls").stdout
    assert b"\x1b" not in full.program("show", "1").stdout
    code, written = in_terminal(full, "search", "gulls")
    assert code == 0
    assert "\x1b[1mgulls\x1b[0m" in written
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        code, written = in_terminal(full, "search", "gulls", **env)
        assert code == 0
        assert "gulls" in written
        assert "\x1b" not in written


def test_nothing_of_a_transcript_acts_on_the_terminal(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    runs = [
        ["add", str(tmp_path / "hostile.txt")],
        ["ls"],
        ["show", "1"],
        ["search", "here"],
        ["highlight", "1", "--turn", "1", "--note", "\x1b[2J"],
        ["notes"],
        ["cite", "1", "--turn", "1", "--style", "markdown"],
        ["show", "1", "--json"],
        ["show", "\x1b]0;x\x07"],
        ["add", "/nowhere/\x1b]0;x\x07"],
        ["config"],
        ["doctor"],
        ["keys", "--keymap", "\x1b[2J"],
    ]
    (tmp_path / "config" / "keymaps").mkdir(parents=True)
    (tmp_path / "config" / "config.toml").write_text('theme = "\\u001b]0;x\\u0007\\u009b"\n')
    (tmp_path / "config" / "keymaps" / "a\x1b]0;x.toml").write_text("")
    for args in runs:
        _, written = in_terminal(cli, *args, NO_COLOR="1")
        assert not {"\x1b", "\x07", "\x9b"} & set(written.replace("\x1b[K", "")), args
        ran = cli.program(*args)
        assert b"\x1b" not in ran.stdout + ran.stderr, args
    assert "[/] [@click=app.quit]there[/]." in cli("show", "1").out


def test_over_ssh_a_citation_is_copied_through_the_terminal(full: Cli) -> None:
    env = {"PATH": "", "TMUX": "", "STY": "", "SSH_CONNECTION": "a 1 b 2", "NO_COLOR": "1"}
    code, written = in_terminal(full, "cite", "1", "--turn", "1", "--copy", **env)
    assert code == 0
    assert "\x1b]52;c;" in written
    assert "Sent to the terminal" in written
    _, written = in_terminal(full, "cite", "1", "--turn", "1", **env)
    assert "\x1b" not in written


def test_a_reader_of_the_output_that_goes_away_is_no_error(full: Cli, tmp_path: Path) -> None:
    long = "\n".join(f"Oda: Line {n} of a very long evening on the water." for n in range(5000))
    (tmp_path / "long.txt").write_text(long)
    full("add", str(tmp_path / "long.txt"))
    for args in (["show", "3"], ["show", "3", "--json"], ["ls"]):
        process = subprocess.Popen(
            full.command(*args), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=full.env()
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b"", args
        process.stderr.close()
        assert process.wait() == 141


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_do_no_harm(full: Cli, closed: str) -> None:
    command = f'exec "$@" {closed}'
    for args, code in ((["ls"], 0), (["show", "nope"], 1), ([], 2)):
        ran = subprocess.run(
            ["sh", "-c", command, "sh", *full.command(*args)], capture_output=True, env=full.env()
        )
        assert ran.returncode == code, args
        assert b"Traceback" not in ran.stderr


def test_ctrl_c_keeps_what_was_added(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(2000):
        (folder / f"{number:04}.txt").write_text(f"Oda: This is talk {number}.\nPell: Yes.\n" * 30)
    process = subprocess.Popen(
        cli.command("add", str(folder)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=cli.env(PYTHONUNBUFFERED="1"),
    )
    assert process.stdout is not None
    first = [process.stdout.readline() for _ in range(3)]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in err
    told = len(first) + len(out.splitlines())
    kept = len(cli("ls", "--json").json["episodes"])
    assert 3 <= told <= kept < 2000


def test_a_kill_in_the_middle_of_adding_leaves_a_whole_library(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.txt").write_text(f"Oda: This is talk {number}.\nPell: Yes.\n" * 30)
    process = subprocess.Popen(
        cli.command("add", str(folder)), stdout=subprocess.PIPE, env=cli.env(PYTHONUNBUFFERED="1")
    )
    assert process.stdout is not None
    for _ in range(5):
        process.stdout.readline()
    process.kill()
    process.communicate()
    assert cli("doctor").code == 0
    assert cli("add", str(folder)).code == 0
    episodes = cli("ls", "--json").json["episodes"]
    assert len(episodes) == 300
    assert cli("search", "talk", "--limit", "1", "--json").json["total"] >= 300


def test_the_demo_without_a_terminal_walks_the_road(cli: Cli) -> None:
    for _ in range(2):
        ran = cli.program("demo", LANG="C", LC_ALL="C")
        assert (ran.returncode, ran.stderr) == (0, b"")
        out = ran.stdout.decode()
        for word in ("search", "highlight", "cite", "@misc", "undo"):
            assert word in out
        assert "the words stay where they are" in out
        commands = [line[2:] for line in out.splitlines() if line.startswith("$ ")]
        for command in commands[:2]:
            again = subprocess.run(
                [sys.executable, "-m", *shlex.split(command)], capture_output=True, env=cli.env()
            )
            assert again.returncode == 0
            assert again.stdout.decode() in out
        assert cli("undo").code == 0
    assert len(cli("ls", "--json").json["episodes"]) == 5
    assert cli("notes", "--json").json == {"highlights": [], "notes": []}


def test_the_demo_is_kept_apart_from_the_users_library(tmp_path: Path) -> None:
    env = {**os.environ, "HOME": str(tmp_path), "READER_CONFIG": str(tmp_path / "config")}
    env |= {"READER_LIBRARY": str(tmp_path / "mine")}
    ran = subprocess.run(
        [sys.executable, "-m", "reader", "demo"],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=env,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert not (tmp_path / "mine").exists()
    assert (tmp_path / "mine-demo" / "library.sqlite3").exists()


def test_two_programs_add_at_once(cli: Cli, tmp_path: Path) -> None:
    processes = []
    for side in ("left", "right"):
        folder = tmp_path / side
        folder.mkdir()
        for number in range(15):
            (folder / f"{number}.txt").write_text(
                f"Oda: The {side} talk {number}.\nPell: Yes.\n" * 9
            )
        processes.append(
            subprocess.Popen(
                cli.command("add", str(folder)),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=cli.env(),
            )
        )
    for process in processes:
        _, err = process.communicate()
        assert (process.returncode, err) == (0, b"")
    assert len(cli("ls", "--json").json["episodes"]) == 30
    found = cli("search", "left OR right", "--limit", "0", "--json").json
    assert found["total"] >= 30


def test_progress_is_only_on_a_terminal_and_only_if_it_lasts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.cli.output import Progress

    with Progress("Adding") as progress:
        progress(1, 2)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with Progress("Adding") as progress:
        progress(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(Progress, "PATIENCE", 0.0)
    with Progress("Adding") as progress:
        time.sleep(0.001)
        progress(1, 2)
    shown = capsys.readouterr().err
    assert "Adding" in shown
    assert "1/2" in shown
    assert shown.endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("reader se", ["plain,search", "plain,serve"]),
        ("reader speakers re", ["plain,rename"]),
        ("reader cite 1 --style chi", ["plain,chicago-note", "plain,chicago-author-date"]),
        ("reader highlight 1 --colour p", ["plain,pink"]),
        ("reader ./tal", ["file,./tal"]),
        ("reader add ./tal", ["file,./tal"]),
    ],
)
def test_the_shell_completes_commands_values_and_files(
    cli: Cli, words: str, offered: list[str]
) -> None:
    env = {"_READER_COMPLETE": "bash_complete", "COMP_WORDS": words}
    ran = subprocess.run(
        [sys.executable, "-m", "reader"],
        capture_output=True,
        text=True,
        env=cli.env(**env, COMP_CWORD=str(len(words.split()) - 1)),
    )
    assert ran.stdout.split() == offered
