"""The first minutes: an empty library, the first transcript, and what went wrong said in a line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.widgets import Input, Static
from textual.widgets._toast import Toast

from reader.errors import LibraryError
from reader.library import Library
from reader.session import Session
from reader.tui.app import ReaderApp
from reader.tui.screens.dialogs import Prompt
from reader.tui.screens.dialogs.adding import completed
from reader.tui.widgets.card import Card

from .support import KNOTS, NAMED, SMALL, UNNAMED, opened


@pytest.mark.parametrize("size", [SMALL, (160, 45)])
async def test_the_first_transcript_has_the_keys(
    empty: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    (talks / "kettle.txt").write_text(UNNAMED, "utf-8")
    monkeypatch.chdir(tmp_path)
    async with opened(empty, size=size) as room:
        assert room.app.focused is None
        assert "a add a transcript" in room.screen
        assert "highlight" not in room.lines[-1]
        await room.press("a")
        await room.type("ta")
        await room.settled()
        await room.press("tab")
        await room.settled()
        await room.press("tab")
        assert room.app.screen.query_one("#line", Input).value == "talks/kettle.txt"
        await room.press("enter")
        await room.settled()
        assert room.app.focused is room.page
        assert room.told == ["Added: kettle. Nobody is named yet: m says who speaks"]
        await room.press("m")
        assert isinstance(room.app.screen, Prompt)
        await room.press("escape", "u")
        assert "Your library is empty" in room.screen
        assert "a add a transcript" in room.screen
        await room.press("U", "j", "m")
        assert isinstance(room.app.screen, Prompt)


async def test_messages_stand_above_the_card_of_the_tour(session: Session) -> None:
    async with opened(session, KNOTS, size=SMALL) as room:
        await room.press("f4", "d")
        card, toast = room.app.screen.query_one(Card), room.app.screen.query_one(Toast)
        assert not card.region.overlaps(toast.region)
        assert "There is no highlight here" in room.screen
        await room.press("t")
        await room.type("rope/old")
        await room.press("enter")
        assert room.told == ["Tagged: #rope/old"]
        await room.press("f4")
        assert not room.app.screen.has_class("-touring")


async def test_an_address_that_does_not_answer_is_said_in_the_line(empty: Session) -> None:
    async with opened(empty) as room:
        await room.press("a")
        room.app.screen.query_one("#line", Input).value = "http://127.0.0.1:9/talk.txt"
        await room.press("enter")
        await room.settled()
        said = room.app.screen.query_one("#hint", Static)
        assert "127.0.0.1 is not on the public internet" in str(said.content)
        room.app.screen.query_one("#line", Input).value = "ftp://gull"
        await room.press("enter")
        await room.settled()
        assert said.has_class("error")
        await room.press("ctrl+c")
        assert room.app.screen is room.app.reading


async def test_what_nothing_foresaw_ends_the_interface_and_is_raised(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Library) -> None:
        raise LibraryError("the library cannot be read: a hole in it")

    monkeypatch.setattr(Library, "last_read", broken)
    app = ReaderApp(session)
    with pytest.raises(LibraryError):
        async with app.run_test():
            pass
    assert isinstance(app.failure, LibraryError)
    assert not app._exit_renderables


def test_a_path_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "talks of may"
    folder.mkdir()
    for name in ("one.txt", ".hidden", "two\nlines.txt", "two.txt"):
        (folder / name).write_text(NAMED, "utf-8")
    assert completed("talk") == f"talks of may{os.sep}"
    assert completed(f"{folder}/") == f"{folder}/one.txt"
    assert completed("~/talks of may/tw") == "~/talks of may/two.txt"
    assert completed("talks of may/.h") == "talks of may/.hidden"
    assert completed("talks of may/two.txt") is None
    assert completed("https://exa") is None
    assert completed("nowhere/x") is None
    assert completed("") is None
    assert completed("a\0b/") is None
