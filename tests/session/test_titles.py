"""Titles that files get from their names, their neighbours and their folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.session import Session
from reader.settings import config
from reader.sources import find


@pytest.fixture
def session(tmp_path: Path):
    made = Session(config.Paths(tmp_path / "library", tmp_path / "config"))
    yield made
    made.library.close()


def add(session: Session, folder: Path, *names: str) -> list[tuple[str, str | None]]:
    folder.mkdir(parents=True)
    for index, name in enumerate(names):
        word = f"oar{index} {folder.name} rope{index}"
        (folder / name).write_text(
            f"Is it {word}? It is {word}. So {word} it is, said number {index}."
        )
    added = session.add_all(find([str(folder)]))
    return [(one.episode.title, one.episode.language) for one in added]


def test_endings_are_no_part_of_a_title(session: Session, tmp_path: Path) -> None:
    titles = add(session, tmp_path / "talks", "Deep Salt_transcript.txt", "Low_Tide.de.txt")
    assert titles == [("Deep Salt", None), ("Low Tide", "de")]


def test_what_tells_neighbours_apart_stays(session: Session, tmp_path: Path) -> None:
    names = ["Rope.de.txt", "Rope.en.txt", "Salt_corrected.txt", "Salt_transcript.txt"]
    titles = add(session, tmp_path / "talks", *names)
    assert len({title for title, _ in titles}) == len(names)
    assert [tongue for _, tongue in titles] == ["de", "en", None, None]


def test_a_file_that_says_only_what_it_is_goes_by_its_folder(
    session: Session, tmp_path: Path
) -> None:
    assert add(session, tmp_path / "low-tide", "transcript.txt") == [("low-tide", None)]
    assert add(session, tmp_path / "transcripts", "transcript.txt") == [("transcript", None)]
