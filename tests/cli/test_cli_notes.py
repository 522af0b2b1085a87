"""reader note and reader trash: notes on whole episodes, and what was deleted."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reader.editor import command, edit
from reader.errors import ReaderError
from reader.library import Library

from .support import Cli


def editor(folder: Path, does: str) -> dict[str, str]:
    """An environment whose editor is a script that does this with its file, `$1`."""
    script = folder / "editor"
    script.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    script.chmod(0o755)
    return {"EDITOR": str(script), "VISUAL": ""}


def test_a_note_is_written_read_and_deleted(full: Cli) -> None:
    assert "no note" in full("note", "1").out
    assert full("note", "knots", "The *second* thought.\n\nTwice.").code == 0
    assert "  The *second* thought." in full("note", "1").out
    told = full("note", "1", "--json").json
    assert (told["episode"], told["note"]) == (1, "The *second* thought.\n\nTwice.")
    assert full("note", "1", "-", input="From a pipe.\n").code == 0
    assert full("note", "1", "--json").json["note"] == "From a pipe."
    assert full("note", "1", "bad \x1b]2;pwned\x07 end").code == 0
    assert "\x1b" not in full("note", "1", "--json").json["note"]
    full("undo")
    full("note", "1", "")
    assert full("note", "1", "--json").json["note"] is None
    (thing,) = full("trash", "--json").json["trash"]
    assert (thing["kind"], thing["text"], thing["title"]) == ("note", "From a pipe.", "knots")
    assert full("note", "1", "x", "--editor").code == 2
    assert full("note", "nobody").code == 1


def test_a_note_is_written_in_the_editor(
    full: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = editor(tmp_path, 'stat -c %a "$1" > mode; printf "and more\\n" >> "$1"')
    full("note", "1", "One")
    monkeypatch.chdir(tmp_path)
    assert full("note", "1", "--editor", **env).code == 0
    assert full("note", "1", "--json").json["note"] == "One\nand more"
    assert (tmp_path / "mode").read_text().strip() == "600"
    failed = full("note", "1", "--editor", **editor(tmp_path, "exit 3"))
    assert failed.code == 1
    assert "exit code 3 (the text is as it was)" in failed.error
    assert full("note", "1", "--json").json["note"] == "One\nand more"


def test_the_trash_is_listed_restored_and_emptied(full: Cli) -> None:
    assert "is empty" in full("trash").out
    assert full("trash", "empty", "--yes").code == 1
    marked = full("highlight", "2", "--turn", "1", "--json").json
    assert full("rm", "1").code == 0
    from reader.library import Library

    library = Library(full.folder / "library")
    library.delete_highlight(marked["id"])
    library.close()
    listed = full("trash").out
    assert marked["id"][:8] in listed
    assert "knots" in listed
    assert "“" + marked["quote"][:40] in listed
    assert full("trash", "restore").code == 2
    assert full("trash", "restore", "zzz").code == 1
    assert full("trash", "restore", marked["id"][:8]).code == 0
    assert [h["id"] for h in full("notes", "--json").json["highlights"]] == [marked["id"]]
    assert full("trash", "restore", "1").code == 0
    assert len(full("ls", "--json").json["episodes"]) == 2
    full("undo")
    assert [each["kind"] for each in full("trash", "list", "--json").json["trash"]] == ["episode"]
    assert full("trash", "empty").code == 2
    assert full("trash", "empty", "--yes", "--json").json["deleted"][0]["text"] == "knots"
    assert full("trash", "--json").json == {"trash": []}
    assert full("ls", "--json").json["episodes"][0]["title"] == "tide"


def test_highlights_over_one_another_become_one_on_demand(full: Cli) -> None:
    words = "a door came"
    first = full("highlight", "1", "--quote", "We can hear", "--note", "One.", "--json").json
    full("highlight", "1", "--quote", "hear the gulls", "--tag", "sea")
    assert len(full("notes", "--json").json["highlights"]) == 2
    whole = full(
        *("highlight", "1", "--quote", "gulls today", "--note", "Two."),
        *("--merge", "--json"),
    ).json
    assert words not in whole["quote"]
    (one, two) = full("notes", "--json").json["highlights"]
    assert one["id"] == first["id"]
    assert two["quote"] == "hear the gulls today"
    assert (two["note"], two["tags"]) == ("Two.", ["sea"])
    full("undo")
    assert len(full("notes", "--json").json["highlights"]) == 2
    assert full("notes", "--confirm", "all").code == 2
    assert full("notes", "--confirm", "all", "--episode", "1", "--json").json == {"confirmed": 0}


def test_undo_says_of_when_the_change_was(full: Cli) -> None:
    told = full("undo")
    assert told.out.startswith("undone  add tide  (of 20")
    assert full("redo", "--json").json["redone"] == "add tide"


# -- the editor --------------------------------------------------------------------------------


def test_the_editor_is_the_one_that_is_named() -> None:
    shell = shutil.which("sh")
    assert command({"EDITOR": "sh -e", "PATH": os.environ["PATH"]}) == [shell, "-e"]
    assert command({"VISUAL": "sh", "EDITOR": "x", "PATH": os.environ["PATH"]}) == [shell]
    with pytest.raises(ReaderError, match="no editor “nowhere”"):
        command({"EDITOR": "nowhere", "PATH": os.environ["PATH"]})
    with pytest.raises(ReaderError, match="cannot be understood"):
        command({"EDITOR": "vi '", "PATH": os.environ["PATH"]})
    with pytest.raises(ReaderError, match="there is no editor"):
        command({"PATH": "/nowhere"})


def test_an_editor_that_fails_loses_nothing(tmp_path: Path) -> None:
    env = {**os.environ, **editor(tmp_path, 'echo written >> "$1"; kill -9 $$')}
    with pytest.raises(ReaderError, match="ended by signal 9") as error:
        edit("One", env)
    kept = Path(str(error.value).partition("what it wrote is in ")[2].rstrip(")"))
    assert kept.read_text(encoding="utf-8") == "One\nwritten\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept.unlink()
    env = {**os.environ, **editor(tmp_path, 'mv "$1" "$1~"; printf "\\377 new\\n\\n" > "$1"')}
    assert edit("One", env) == "\ufffd new"
    env = {**os.environ, **editor(tmp_path, 'rm "$1"')}
    with pytest.raises(ReaderError, match="cannot be used"):
        edit("One", env)


def test_keys_that_interrupt_are_the_editors_alone(tmp_path: Path) -> None:
    env = {**os.environ, **editor(tmp_path, 'kill -INT $PPID; printf "still here" > "$1"')}
    before = signal.getsignal(signal.SIGINT)
    assert edit("", env) == "still here"
    assert signal.getsignal(signal.SIGINT) is before
    env |= editor(tmp_path, "kill -INT $$")
    with pytest.raises(ReaderError, match=f"signal {signal.SIGINT.value}"):
        edit("", env)


def test_the_terminal_is_as_it_was_after_the_editor(tmp_path: Path) -> None:
    import pty
    import termios

    env = {**os.environ, **editor(tmp_path, "stty raw -echo; printf '\\033[?1049h\\033[?1003h'")}
    controller, terminal = pty.openpty()
    before = termios.tcgetattr(terminal)
    script = "from reader.editor import edit; print(repr(edit('One')))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**env, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        stdin=terminal,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        start_new_session=True,
    )
    assert done.stdout.strip().endswith("'One'")
    assert termios.tcgetattr(terminal) == before
    shown = os.read(controller, 4096).decode()
    assert "\x1b[?1049l" in shown
    assert "\x1b[?1003l" in shown
    os.close(controller)
    os.close(terminal)


def test_adding_a_changed_file_tells_of_each_highlight_in_doubt(
    full: Cli, files: dict[str, str]
) -> None:
    full("highlight", "1", "--quote", "We can hear the gulls today.")
    full("highlight", "1", "--quote", "I have never, you know, found it in a book.")
    kept = Path(files["knots"]).read_text(encoding="utf-8")
    changed = kept.replace("Unknown: We can hear the gulls today.\n", "")
    Path(files["knots"]).write_text(changed, encoding="utf-8")
    told = full("add", files["knots"]).out
    assert "highlights: 1 carried, 0 moved, 1 without a place" in told
    assert "lost" in told.splitlines()[1]
    assert "“We can hear the gulls today.”" in told.splitlines()[1]
    Path(files["knots"]).write_text(kept, encoding="utf-8")
    again = full("add", files["knots"], "--json").json["added"][0]
    assert again["carried"] + again["moved"] + again["orphaned"] == 2


def test_notes_on_episodes_are_listed_and_go_out_by_the_query(full: Cli, tmp_path: Path) -> None:
    full("highlight", "1", "--quote", "Somebody needs them", "--note", "Who is it?")
    full("note", "1", "Why knots?\nA question of method.")
    assert "✎ " in full("notes").out
    assert "A question of method." in full("notes", "method").out
    assert full("notes", "--tag", "x", "--json").json == {"highlights": [], "notes": []}
    (note,) = full("notes", "note:method", "--json").json["notes"]
    assert (note["episode"], note["note"]) == (1, "Why knots?\nA question of method.")
    assert full("notes", "note:who", "--json").json["notes"] == []
    assert "Why knots?" in full("export", "note:method").out
    assert "Why knots?" not in full("export", "note:who").out


def test_a_lost_highlight_is_attached_from_a_script(full: Cli) -> None:
    id = full("highlight", "1", "--quote", "Somebody needs them", "--json").json["id"]
    library = Library(full.folder / "library")
    lost = replace(library.highlight(id), state="orphan", quote="Somebody wants them here")
    library.save_highlight(lost)
    library.close()
    assert f"reader attach {id}" in full("notes", "--orphans").out
    places = full("attach", id, "--json").json["places"]
    assert [each["n"] for each in places] == list(range(1, len(places) + 1))
    assert "of its words" in full("attach", id).out
    assert full("attach", id, "--place", "9").code == 1
    assert full("attach", id, "--place", "1", "--turn", "1").code == 2
    assert full("attach", id, "--quote", "x", "--to", "3").code == 2
    there = full("attach", id, "--place", "1", "--json").json
    assert (there["state"], there["start"]) == ("anchored", places[0]["start"])
    moved = full("attach", id, "--quote", "Somebody needs them", "--json").json
    assert moved["quote"] == "Somebody needs them"
    assert full("undo").code == full("undo").code == 0
    assert len(full("notes", "--orphans", "--json").json["highlights"]) == 1
