"""Naming one turn names no other, also where turns were split off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import amending
from reader.session import Session
from reader.settings import config
from reader.sources import find

SAID = "Is the lamp lit? It is lit. Are the boats in? All but one. Then ring the bell."


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    (tmp_path / "tide.txt").write_text(SAID)
    made = Session(config.Paths(tmp_path / "library", tmp_path / "config"))
    list(made.add_all(find([str(tmp_path / "tide.txt")])))
    for words in ("It is", "Are the", "All but"):
        amending.split_turn(made.library, 1, SAID.index(words))
    yield made
    made.library.close()


def who(session: Session) -> list[str | None]:
    return [turn.speaker for turn in session.library.transcript(1).turns]


def test_naming_a_turn_leaves_those_split_off_after_it(session: Session) -> None:
    library = session.library
    library.assign_speaker(1, [0], "Ada")
    assert who(session) == ["Ada", None, None, None]
    library.assign_speaker(1, [1, 2], "Ben")
    assert who(session) == ["Ada", "Ben", "Ben", None]
    library.assign_speaker(1, [0, 2], "Cleo", "Dov")
    assert who(session) == ["Cleo", "Ben", "Dov", None]
    library.undo()
    library.undo()
    assert who(session) == ["Ada", None, None, None]
    library.undo()
    assert who(session) == [None] * 4


def test_what_is_split_off_a_named_turn_is_said_by_the_same(session: Session) -> None:
    library = session.library
    library.assign_speaker(1, [3], "Ada")
    amending.split_turn(library, 1, SAID.index("Then ring"))
    assert who(session) == [None, None, None, "Ada", "Ada"]
    library.assign_speaker(1, [3], "Ben")
    assert who(session) == [None, None, None, "Ben", "Ada"]
    amending.join_turn(library, 1, 4)
    assert who(session) == [None, None, None, "Ben"]


def test_joining_a_turn_leaves_the_one_after_it(session: Session) -> None:
    library = session.library
    library.assign_speaker(1, [0], "Ada")
    library.assign_speaker(1, [1], "Ben")
    amending.split_turn(library, 1, SAID.index("lit. Are"))
    assert who(session) == ["Ada", "Ben", "Ben", None, None]
    amending.join_turn(library, 1, 1)
    assert who(session) == ["Ada", "Ben", None, None]
    library.undo()
    assert who(session) == ["Ada", "Ben", "Ben", None, None]


def test_a_name_given_to_a_turn_is_that_name(tmp_path: Path) -> None:
    (tmp_path / "named.txt").write_text("Ada: Lit?\nBen: Lit.\nAda: Good.\nBen: So.\nAda: Yes.\n")
    session = Session(config.Paths(tmp_path / "library", tmp_path / "config"))
    try:
        list(session.add_all(find([str(tmp_path / "named.txt")])))
        session.library.rename_speaker("Ada", "Cleo")
        session.library.assign_speaker(1, [1], "Ada")
        assert who(session) == ["Cleo", "Ada", "Cleo", "Ben", "Cleo"]
    finally:
        session.library.close()
