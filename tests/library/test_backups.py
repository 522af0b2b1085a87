"""Backups: all or nothing, whole while others write, and back again."""

from __future__ import annotations

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from reader.errors import LibraryError
from reader.library import Library
from reader.search import Index
from reader.transcript import Span, Transcript, Turn


def add(library: Library, number: int) -> int:
    text = f"The ferry left at {number}. Nobody waved."
    turns = (Turn(0, len(text), "Ada"),)
    transcript = Transcript(text=text, turns=turns, paragraphs=(Span(0, len(text)),))
    source = f"/{number}.txt"
    return library.add(text.encode(), transcript, source=source, title=f"Ferry {number}").episode


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library")
    add(library, 1)
    return library


def titles(library: Library) -> list[str]:
    return [episode.title for episode in library.episodes()]


def test_there_and_back(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "safe.sqlite3"
    library.back_up(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    add(library, 2)
    index = Index(library.folder / "index", library)
    index.update()
    assert index.search("ferry").total == 2
    kept = library.restore(file)
    assert titles(library) == ["Ferry 1"]
    assert library.problems() == []
    index.update()
    assert index.search("ferry").total == 1
    library.restore(kept)
    assert sorted(titles(library)) == ["Ferry 1", "Ferry 2"]
    index.update()
    assert index.search("ferry").total == 2
    assert add(library, 3)
    assert Library(library.folder).episodes() == library.episodes()


def test_what_was_written_of_an_episode_comes_back(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "safe.sqlite3"
    library.notes.write(1, "On the ferry.")
    library.back_up(file)
    library.notes.write(1, "Written over.")
    library.restore(file)
    (note,) = library.notes.all()
    assert note.text == "On the ferry."
    assert library.problems() == []
    assert library.undo() == "note on Ferry 1"
    assert library.notes.all() == []


def test_another_program_sees_what_was_restored(library: Library, tmp_path: Path) -> None:
    other = Library(library.folder)
    library.back_up(tmp_path / "safe")
    add(library, 2)
    assert len(other.episodes()) == 2
    library.restore(tmp_path / "safe")
    assert titles(other) == ["Ferry 1"]


def test_a_file_that_is_there_stays(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_text("mine")
    with pytest.raises(LibraryError, match="there already"):
        library.back_up(file)
    assert file.read_text() == "mine"
    library.back_up(file, force=True)
    assert library.restore(file)
    with pytest.raises(LibraryError, match="cannot write the backup"):
        library.back_up(tmp_path / "no" / "such" / "folder")


@pytest.mark.parametrize("harm", ["gone", "text", "empty", "other", "cut", "changed", "newer"])
def test_a_bad_backup_changes_nothing(library: Library, tmp_path: Path, harm: str) -> None:
    file = tmp_path / "safe.sqlite3"
    if harm not in ("gone", "text", "empty"):
        library.back_up(file)
    if harm == "text":
        file.write_text("no database, only words")
    if harm == "empty":
        file.touch()
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:9_000])
    if harm in ("other", "changed", "newer"):
        with sqlite3.connect(file) as connection:
            connection.execute(
                {
                    "other": "DROP TABLE episode",
                    "changed": "UPDATE version SET text = 'The ferry stayed.'",
                    "newer": "PRAGMA user_version = 9999",
                }[harm]
            )
        connection.close()
    with pytest.raises(LibraryError) as refusal:
        library.restore(file)
    assert "\n" not in str(refusal.value)
    assert titles(library) == ["Ferry 1"]
    assert {path.name.split(".sqlite3")[0] for path in library.folder.iterdir()} == {"library"}


def test_a_backup_made_while_others_write_is_whole(library: Library, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 2
        while not stop.is_set():
            add(library, number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(5):
            library.back_up(tmp_path / f"{n}")
    finally:
        stop.set()
        writer.join()
    for n in range(5):
        folder = tmp_path / f"lib{n}"
        folder.mkdir()
        (tmp_path / f"{n}").rename(folder / "library.sqlite3")
        copy = Library(folder)
        assert copy.problems() == []
        assert titles(copy)
