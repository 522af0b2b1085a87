"""The index from the command line: what cannot be searched is said, and doctor only looks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reader.search import Index
from reader.search.update import Progress

from .support import Cli

NEWS = "Oda: The lantern is lit.\nPell: The lantern is out again.\n" * 4


def full_disk(*_: object) -> None:
    """What bringing a file to a full disk does."""
    raise OSError(28, "No space left on device", "index")


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below `folder` with its size and its time of change."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


# -- search --------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_search_in_nothing_for_want_of_room_fails(
    full: Cli, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    shutil.rmtree(full.folder / "library" / "index")
    monkeypatch.setattr("reader.search.segments.arrays.sync", full_disk)
    ran = full("search", "gulls", *options)
    assert (ran.code, ran.out) == (1, "")
    assert "nothing can be searched, 2 episodes not indexed" in ran.error
    assert "No space left on device" in ran.error


def test_a_search_in_a_part_says_how_many_are_left_out(
    full: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("reader.search.files.sync", full_disk)
        patch.setattr("reader.search.segments.arrays.sync", full_disk)
        assert full("add", "-", "--title", "news", input=NEWS).code == 0
        ran = full("search", "lantern OR gulls", "--json")
        assert (ran.code, ran.json["total"]) == (0, 1)
        assert ran.error.startswith("reader: 1 episode not indexed, and not searched: ")
        assert "No space left on device" in ran.error
    ran = full("search", "lantern OR gulls", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["total"] > 1


def test_a_search_while_another_writes_says_so(full: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def update(index: Index, progress: Progress) -> int:
        return 0

    monkeypatch.setattr(Index, "update", update)
    full("add", "-", "--title", "news", input=NEWS)
    ran = full("search", "gulls")
    assert ran.code == 0
    assert "1 passage" in ran.out
    assert "1 episode not indexed, and not searched" in ran.error
    assert "just being written" in ran.error
    shutil.rmtree(full.folder / "library" / "index")
    ran = full("search", "gulls")
    assert (ran.code, ran.out) == (1, "")
    assert "nothing can be searched, 3 episodes not indexed" in ran.error


def test_a_search_of_an_empty_library_finds_nothing(empty: Cli) -> None:
    ran = empty("search", "gulls", "--json")
    assert (ran.code, ran.err, ran.json["total"]) == (0, "", 0)


# -- doctor --------------------------------------------------------------------------------------


@pytest.mark.parametrize("harm", ["none", "gone", "changed", "behind"])
def test_doctor_only_looks_at_the_index(
    full: Cli, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    folder = full.folder / "library" / "index"
    if harm == "gone":
        shutil.rmtree(folder)
    elif harm == "changed":
        file = next(path for path in folder.rglob("*.segment"))
        file.write_bytes(bytes(file.stat().st_size))
    elif harm == "behind":
        full("edit", "1", "--title", "Knots and hitches")
    before = snapshot(folder)
    ran = full("doctor", "--json")
    index = next(row for row in ran.json if row["check"] == "index")
    assert snapshot(folder) == before
    assert folder.exists() is (harm != "gone")
    notes = {"none": "up to date", "gone": "2 to be indexed", "behind": "1 to be indexed"}
    if harm == "changed":
        assert (ran.code, index["ok"]) == (1, False)
        assert "cannot be read" in index["problem"]
        assert "reader reindex" in index["problem"]
        assert full("reindex").code == 0
    else:
        assert (ran.code, index["ok"], index["note"]) == (0, True, notes[harm])
    assert full("doctor", "--repair").code == 0
    assert full("doctor").code == 0


def test_doctor_makes_no_library(cli: Cli) -> None:
    ran = cli("doctor", "--json")
    assert ran.code == 1
    assert ran.json[0]["check"] == "library"
    assert "there is none in" in ran.json[0]["problem"]
    assert not (cli.folder / "library").exists()
    cli.options = ["--config", str(cli.folder / "config")]
    ran = cli("doctor", "--json", READER_LIBRARY=str(cli.folder / "library"))
    assert (ran.code, ran.json[0]["ok"]) == (0, True)
    assert not (cli.folder / "library").exists()


# -- a library that is not there ------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        ["ls"],
        ["ls", "--json"],
        ["search", "gulls"],
        ["show", "1"],
        ["notes"],
        ["speakers"],
        ["cite", "1", "--turn", "1"],
        ["undo"],
        ["reindex"],
        ["update"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_a_mistyped_library_is_said_and_not_made(cli: Cli, args: list[str], folder: str) -> None:
    library = cli.folder / "library"
    if folder == "empty":
        library.mkdir()
    ran = cli(*args)
    assert (ran.code, ran.out) == (1, "")
    assert "there is no library" in ran.error
    assert str(library) in ran.error
    assert list(library.parent.glob("library/*")) == []
    assert library.exists() is (folder == "empty")


def test_adding_makes_a_library_where_it_is_told(cli: Cli, files: dict[str, str]) -> None:
    assert cli("add", files["knots"]).code == 0
    assert len(cli("ls", "--json").json["episodes"]) == 1
