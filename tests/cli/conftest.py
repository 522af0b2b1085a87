"""The command line in a library of its own, and files of invented talk."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library import Library

from .support import FILES, Cli


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """The command line, and no library yet."""
    return Cli(tmp_path)


@pytest.fixture
def empty(cli: Cli) -> Cli:
    """The command line on a library with nothing in it."""
    Library(cli.folder / "library").close()
    return cli


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """The path of each invented file by its short name."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return {name: str(folder / f"{name}.txt") for name in FILES}


@pytest.fixture
def full(cli: Cli, files: dict[str, str]) -> Cli:
    """The command line on a library with both files, `knots` as 1 and `tide` as 2."""
    facts = ["--show", "Boathouse", "--date", "2023-05-17", "--host", "Oda Lind"]
    assert cli("add", files["knots"], *facts).code == 0
    assert cli("add", files["tide"]).code == 0
    return cli
