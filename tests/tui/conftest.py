"""A library of invented transcripts, made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.library import Library
from reader.session import Session
from reader.transcript import Meta

from .support import TEXTS, add, session_in


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the library, indexed, that no test may touch."""
    folder = tmp_path_factory.mktemp("shelf")
    session = session_in(folder)
    facts = Meta(show="Boathouse", number=12, date="2023-05-17", hosts=("Oda Lind",))
    for name, text in TEXTS.items():
        add(session, folder / "files", name, text, facts if name == "knots" else None)
    session.index.update()
    session.library.close()
    return folder


@pytest.fixture
def folder(shelf: Path, tmp_path: Path) -> Path:
    """A folder with a library of every invented transcript, for this test alone."""
    shutil.copytree(shelf / "library", tmp_path / "library")
    return tmp_path


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed into a search counts at once as the whole."""
    monkeypatch.setattr("reader.tui.screens.search.searching.PAUSE", 0.0)
    monkeypatch.setattr("reader.tui.screens.search.searching.REST", 0.0)


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    """The library of every invented transcript."""
    session = session_in(folder)
    yield session
    session.library.close()


@pytest.fixture
def disk(folder: Path) -> Iterator[Library]:
    """The same library through an object of its own: what it sees is on disk."""
    library = Library(folder / "library")
    yield library
    library.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Session]:
    """A library with nothing in it."""
    session = session_in(tmp_path)
    yield session
    session.library.close()
