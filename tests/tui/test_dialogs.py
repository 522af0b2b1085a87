"""Dialogs: keys that come fast, what they keep, and what a small screen shows of them."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from textual import events
from textual.messages import ExitApp
from textual.widgets import Input, Label, TextArea

from reader.library import Library
from reader.session import Session
from reader.tui.screens.dialogs.adding import Adding
from reader.tui.screens.dialogs.note import NoteEditor
from reader.tui.screens.reading.screen import Reading
from reader.tui.screens.search.screen import Search

from .support import KETTLE, KNOTS, TIDE, Room, opened

NAMES = {"/": "slash", " ": "space", "?": "question_mark"}


async def fast(room: Room, *keys: str) -> None:
    """Press keys without waiting for what each sets off."""
    for key in keys:
        character = key if len(key) == 1 else None
        room.app.post_message(events.Key(NAMES.get(key, key), character))
    await room.pilot.pause(0.05)
    await room.settled()


def hint(room: Room) -> str:
    return str(room.app.screen.query_one("#hint", Label).render())


# -- keys that come fast ------------------------------------------------------------------------


async def test_a_choice_and_quit_in_one_breath(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS) as room:
        await fast(room, "H", "l", "q")
        assert room.app._exit
        assert len(disk.highlights(KNOTS)) == 1


@pytest.mark.parametrize(
    "keys", [("H", "l"), ("?", "j", "q"), ("c", "j", "escape"), ("i", "j", "escape", "escape")]
)
async def test_keys_of_a_dialog_that_is_just_opening(
    session: Session, keys: tuple[str, ...]
) -> None:
    async with opened(session, KNOTS) as room:
        await fast(room, *keys)
        assert isinstance(room.app.screen, Reading)
        assert not room.app._exit
        assert "knots" in room.screen


async def test_what_is_typed_fast_is_all_in_the_answer(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS) as room:
        await fast(room, "t", *"rope", "enter")
        (highlight,) = disk.highlights(KNOTS)
        assert highlight.tags == ("rope",)
        await fast(room, "e", *"second thought", "escape")
        (highlight,) = disk.highlights(KNOTS)
        assert highlight.note == "second thought"


async def test_a_fast_search_goes_to_the_answer(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await fast(room, "/", *"harbour", "enter")
        await room.settled()
        assert isinstance(room.app.screen, Reading)
        assert room.app.reading.episode is not None
        assert room.app.reading.episode.id == TIDE


async def test_a_fast_find_takes_all_that_was_typed(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await fast(room, "f", *"remark 17", "enter", "n")
        assert room.word == "remark"
        assert room.quote(room.page.caret, room.page.caret + 9) == "remark 17"
        assert room.app.focused is room.page


# -- what is kept -------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", [True, False])
async def test_a_note_being_written_is_kept_when_the_program_ends(
    session: Session, disk: Library, asked: bool
) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("e")
        await room.type("half a thought")
        if asked:
            room.app.do_quit()
        else:
            room.app.post_message(ExitApp())
        while not disk.highlights(KNOTS):
            await asyncio.sleep(0.01)
    (highlight,) = disk.highlights(KNOTS)
    assert highlight.note == "half a thought"


@pytest.mark.parametrize("keys", [("e", "x", "ctrl+g"), ("e", "escape"), ("t", "enter")])
async def test_an_answer_that_is_not_given_marks_nothing(
    session: Session, disk: Library, keys: tuple[str, ...]
) -> None:
    async with opened(session, KNOTS) as room:
        await room.press(*keys)
        assert disk.highlights(KNOTS) == []
        assert disk.undo() == "add markup"


async def test_a_highlight_with_its_note_is_one_change(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("e", "x", "escape")
        assert [h.note for h in disk.highlights(KNOTS)] == ["x"]
        await room.press("u")
        assert disk.highlights(KNOTS) == []


# -- hints --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=["80x24", "40x12"])
@pytest.mark.parametrize("keys", ["VVVe", "t", "H", "c", "g", "a", "I", "i", "?", "m"])
async def test_the_hint_is_seen(session: Session, keys: str, size: tuple[int, int]) -> None:
    async with opened(session, KNOTS, size) as room:
        await room.press(*keys)
        label = room.app.screen.query_one("#hint", Label)
        shown = " ".join(" ".join(line.split("│")) for line in room.lines)
        assert all(word in shown for word in hint(room).split())
        assert label.region.bottom < size[1]


@pytest.mark.parametrize("keys", ["f", "g", "t", "e", "a", "m", "/", "I"])
async def test_the_line_is_seen_on_the_smallest_screen(session: Session, keys: str) -> None:
    async with opened(session, KNOTS, (20, 5)) as room:
        await room.press(keys)
        await room.type("Quill")
        assert isinstance(room.app.focused, Input | TextArea)
        assert "Quill" in room.screen
        await room.settled()


async def test_the_last_field_of_a_form_is_reached_on_a_low_screen(session: Session) -> None:
    async with opened(session, KNOTS, (40, 12)) as room:
        await room.press("I", "shift+tab")
        box = room.app.focused
        assert isinstance(box, Input)
        assert box.id == "field-duration"
        assert "Length" in room.screen


async def test_the_keys_below_are_those_of_the_page_only_on_the_page(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        assert "highlight" in room.lines[-1]
        await room.press("H")
        assert "highlight" not in room.lines[-1]
        await room.press("escape")
        assert "highlight" in room.lines[-1]
        await room.press("v")
        assert "selecting" in room.lines[-1]
        assert "Esc let go" in room.lines[-1]
        await room.press("escape")
        assert "selecting" not in room.lines[-1]
        await room.press("2", "2")
        assert "o only this one" in room.lines[-1]


# -- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["tab", "right"])
async def test_a_known_name_is_suggested(session: Session, disk: Library, key: str) -> None:
    async with opened(session, KETTLE) as room:
        await room.press("m")
        assert "Who says “Is the kettle on for the" in room.screen
        await room.type("pELL")
        await room.pilot.pause(0.1)
        await room.press(key, "enter")
        assert disk.transcript(KETTLE).turns[0].speaker == "Pell Arrow"


# -- adding -------------------------------------------------------------------------------------


async def test_what_failed_can_be_mended_in_the_line(session: Session, tmp_path: Path) -> None:
    (tmp_path / "gulls.txt").write_text("Ann: The gulls are loud.\nBob: They are.", "utf-8")
    async with opened(session, KNOTS) as room:
        await room.press("a")
        box = room.app.screen.query_one("#line", Input)
        box.value = str(tmp_path / "gull.txt")
        await room.press("enter")
        await room.settled()
        assert isinstance(room.app.screen, Adding)
        assert "gull.txt" in hint(room)
        box.value = str(tmp_path / "gulls.txt")
        await room.press("enter")
        await room.settled()
        assert isinstance(room.app.screen, Reading)
        assert room.told == ["Added: gulls"]
        assert "gulls" in room.lines[0]


async def test_adding_goes_on_away_from_the_interface(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    threads: list[str] = []
    real = session.add_all

    def add_all(*args: object, **facts: object) -> object:
        threads.append(threading.current_thread().name)
        return real(*args, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr(session, "add_all", add_all)
    folder = tmp_path / "talks"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(f"Ann: This is talk {name}.\nBob: It is.", "utf-8")
    shutil.copy(folder / "one.txt", folder / "same.txt")
    async with opened(session, KNOTS) as room:
        await room.press("a")
        room.app.screen.query_one("#line", Input).value = str(folder)
        await room.press("enter")
        await room.settled()
        assert threads
        assert threads != [threading.main_thread().name]
        assert room.told[0].startswith("Added: ")
        assert len(session.library.episodes()) == 8


# -- messages -----------------------------------------------------------------------------------


async def test_one_message_takes_the_place_of_another(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("d", "n", "d")
        assert room.told == ["There is no highlight here"]


async def test_what_is_undone_elsewhere_is_said(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("h")
        room.app.reading.open(TIDE)
        await room.press("u")
        assert room.told == ["Undone: highlight, in “knots”"]
        await room.press("h", "u")
        assert room.told == ["Undone: highlight"]


async def test_the_innermost_highlight_is_deleted_and_named(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("V", "h")
        await room.go("Today we")
        await room.press("v", "l", "h", "enter", "d")
        assert room.told[-1].startswith("Deleted: “Today we” ")
        await room.press("d")
        assert room.told[-1].startswith("Deleted: “Welcome back to the boathouse. …” ")


async def test_a_moved_highlight_is_confirmed(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("=")
        assert room.told == ["There is no highlight here"]
        await room.press("h")
        (highlight,) = disk.highlights(KNOTS)
        disk.update_highlight(highlight.id, "move", state="moved")
        room.app.reading.reload()
        await room.press("=")
        assert disk.highlight(highlight.id).state == "anchored"
        assert room.told[-1].startswith("In its place: “Welcome back")


async def test_a_search_is_left_by_a_key(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await fast(room, "/", "escape")
        assert not isinstance(room.app.screen, Search | NoteEditor)
