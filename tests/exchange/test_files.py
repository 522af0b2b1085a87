"""Files are written as a whole or not at all, and nothing that is there is lost."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.annotate.exporters import find
from reader.errors import ReaderError
from reader.notebook import exchange
from reader.transcript import Meta, Transcript

from .support import Made, add, highlight, library

NOWHERE = Path("none")


def test_a_file_that_is_there_stays_unless_by_force(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    exchange.write(file, ["a", "b"], force=False)
    with pytest.raises(ReaderError, match="it is there already"):
        exchange.write(file, ["c"], force=False)
    assert file.read_text() == "ab"
    file.chmod(0o644)
    exchange.write(file, [b"c"], force=True)
    assert (file.read_text(), stat.S_IMODE(file.stat().st_mode)) == ("c", 0o644)
    assert os.listdir(tmp_path) == ["x.md"]


def test_what_is_written_is_its_owners_only(tmp_path: Path) -> None:
    exchange.write(tmp_path / "x", ["a"], force=False)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "half"
        raise RuntimeError

    (tmp_path / "x").write_text("before")
    with pytest.raises(RuntimeError):
        exchange.write(tmp_path / "x", pieces(), force=True)
    assert (tmp_path / "x").read_text() == "before"
    assert os.listdir(tmp_path) == ["x"]


def test_a_dangling_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "x").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ReaderError, match="it is there already"):
        exchange.write(tmp_path / "x", ["a"], force=False)
    exchange.write(tmp_path / "x", ["a"], force=True)
    assert not (tmp_path / "elsewhere").exists()


def test_where_there_is_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="cannot be written: no such file"):
        exchange.write(tmp_path / "none" / "x", ["a"], force=False)


def test_names_of_files_are_safe_and_each_its_own(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with library() as shelf:
        for number, title in enumerate(("../../up", "A/b", "a b", "CON", "…")):
            text = f"There are some words here, number {number} of them."
            transcript = Transcript(text, meta=Meta(title=title), format="named")
            id = shelf.add(text.encode(), transcript, source=f"{number}", title="x").episode
            highlight(shelf, Made("x", 0.1, 0.5), {"x": id})
        notes = exchange.notebook(shelf, shelf.highlights())
        files = exchange.export(notes, find("obsidian", NOWHERE), out)
        names = ["up.md", "A b.md", "a b 2.md", "_CON.md", "….md"]
        assert [file.name for file in files] == names
        assert sorted(os.listdir(out)) == sorted(names)
        (out / "A b.md").unlink()
        with pytest.raises(ReaderError, match=r"up\.md: it is there already"):
            exchange.export(notes, find("obsidian", NOWHERE), out)
        assert not (out / "A b.md").exists()
        exchange.export(notes, find("obsidian", NOWHERE), out, force=True)
        assert (out / "A b.md").exists()


def test_a_format_of_one_file_gets_a_name_in_a_folder(tmp_path: Path) -> None:
    with library() as shelf:
        ids = add(shelf)
        for name in ids:
            highlight(shelf, Made(name), ids)
        notes = exchange.notebook(shelf, shelf.highlights())
        (file,) = exchange.export(notes, find("json", NOWHERE), tmp_path)
        assert file == tmp_path / "highlights.json"
        with pytest.raises(ReaderError, match="logseq makes one file an episode"):
            exchange.export(notes, find("logseq", NOWHERE), tmp_path / "x.md")
