"""Merging keeps the facts that the user stated of either episode."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.session import Session
from reader.settings import config
from reader.sources import find
from reader.transcript import Meta

SAID = [f"Word{n} of the long tide tale, told in the evening by lamp {n}." for n in range(30)]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    (tmp_path / "tide.txt").write_text(" ".join(SAID))
    cues = (f"00:{n:02}:00.000 --> 00:{n:02}:50.000\n{line}" for n, line in enumerate(SAID))
    (tmp_path / "second.vtt").write_text("WEBVTT\n\n" + "\n\n".join(cues))
    made = Session(config.Paths(tmp_path / "library", tmp_path / "config"))
    list(made.add_all(find([str(tmp_path / "tide.txt")])))
    list(made.add_all(find([str(tmp_path / "second.vtt")])))
    yield made
    made.library.close()


@pytest.mark.parametrize(("gone", "stays"), [(1, 2), (2, 1)])
def test_what_the_user_stated_stays(session: Session, gone: int, stays: int) -> None:
    session.library.edit(1, Meta(title="The Tide", date="2021-05-03"))
    session.merge(gone, stays)
    merged = session.library.episode(stays)
    assert (merged.title, merged.date) == ("The Tide", "2021-05-03")
    session.library.undo()
    assert session.library.episode(1).title == "The Tide"
    assert session.library.episode(2).title == "second"


def test_of_two_statements_that_of_the_episode_that_stays_holds(session: Session) -> None:
    session.library.edit(1, Meta(title="The Tide", show="Salt"))
    session.library.edit(2, Meta(title="Second"))
    session.merge(1, 2)
    merged = session.library.episode(2)
    assert (merged.title, merged.show) == ("Second", "Salt")
