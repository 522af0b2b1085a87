"""A library of invented episodes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.library import Added, Library

from .support import TURNS, Add, transcript


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path / "library")
    yield made
    made.close()


@pytest.fixture
def add(library: Library) -> Add:
    """Add an episode of `TURNS`, or of the turns given."""

    def add(
        source: str = "/talks/fog.txt",
        turns: list[tuple[str | None, str]] = TURNS,
        title: str = "Fog",
        **more: object,
    ) -> Added:
        data = repr((source, turns)).encode()
        return library.add(data, transcript(turns), source=source, title=title, **more)  # type: ignore[arg-type]

    return add
