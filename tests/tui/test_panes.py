"""The panes: episodes as a tree, sizes by key and mouse, and what is remembered of them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.library import Library
from reader.session import Addition, Session
from reader.sources import Found

from .support import KNOTS, LARGE, TIDE, Room, add, opened, session_in


def side(room: Room) -> int:
    return room.app.reading.query_one("#side").outer_size.width


async def test_episodes_are_grouped_found_and_remembered(session: Session, folder: Path) -> None:
    async with opened(session, KNOTS, LARGE) as room:
        pane = room.app.reading.episodes_pane
        pane.focus()
        await room.press("g", "s")
        assert "by show, newest" in str(pane.border_subtitle)
        assert "▾ Boathouse" in room.screen
        assert "▸ no show" in room.screen
        await room.press("f", *"tid")
        assert [row for row in pane._rows if isinstance(row, int)] == [TIDE]
        await room.press("enter")
        assert room.app.focused is pane
        await room.press("enter")
        assert room.app.reading.episode is not None
        assert room.app.reading.episode.id == TIDE
        pane.focus()
        await room.press("escape")
        assert not pane.catalogue.filter
        assert room.app.focused is pane
        await room.press("s", "escape")
        assert room.app.focused is room.page
    async with opened(session_in(folder), KNOTS, LARGE) as room:
        pane = room.app.reading.episodes_pane
        assert (pane.catalogue.grouping, pane.catalogue.sort) == ("show", "title")
        assert "▾ Boathouse" in room.screen


async def test_unread_reading_and_done(session: Session, disk: Library) -> None:
    def sign(id: int) -> str:
        pane = room.app.reading.episodes_pane
        return pane._episode(id, 0, 30)[0][0][0].strip()

    async with opened(session, TIDE, LARGE) as room:
        assert sign(TIDE) == "●"
        await room.go("Sentence number 360 ")
        room.app.reading.keep_place()
        assert sign(TIDE) == "◐"
        assert "6:39 left" in room.screen
        await room.press("!")
        assert sign(TIDE) == "✓"
        (tide,) = disk.reading.listed([TIDE])
        assert (tide.done, tide.begun) == (True, True)
        await room.press("!")
        assert sign(TIDE) == "◐"
        await room.press("G")
        room.app.reading.keep_place()
        assert sign(TIDE) == "✓"
        room.app.reading.episodes_pane.focus()
        await room.press("<", "g", "<", "!")
        assert "Boathouse" in room.screen
        assert disk.reading.listed([KNOTS])[0].done


async def test_panes_are_resized_by_key_and_mouse(session: Session, folder: Path) -> None:
    async with opened(session, KNOTS, LARGE) as room:
        reading = room.app.reading
        before = side(room)
        reading.episodes_pane.focus()
        await room.press("alt+.", "alt+.", "alt+,")
        assert side(room) == before + 2
        height = reading.episodes_pane.outer_size.height
        await room.press("alt+=")
        assert reading.episodes_pane.outer_size.height == height + 2
        pilot, edge = room.pilot, reading.episodes_pane.region.right - 1
        await pilot.mouse_down(offset=(edge, 3))
        await pilot.hover(offset=(edge + 6, 3))
        await pilot.mouse_up(offset=(edge + 6, 3))
        await pilot.pause()
        assert side(room) == before + 8
        notes = reading.notes_pane.region
        await pilot.mouse_down(offset=(notes.x, 5))
        await pilot.hover(offset=(notes.x + 5, 5))
        await pilot.mouse_up(offset=(notes.x + 5, 5))
        await pilot.pause()
        assert reading.notes_pane.outer_size.width == notes.width - 5
        await room.press(*["alt+."] * 60)
        assert room.page.outer_size.width >= 40
        await room.press("3")
        wide = side(room)
    async with opened(session_in(folder), KNOTS, LARGE) as room:
        assert side(room) == wide
        assert not room.app.reading._shows("times")
        assert room.app.reading._shows("episodes")


async def test_what_another_process_writes_shows_by_itself(
    session: Session, folder: Path, disk: Library
) -> None:
    async with opened(session, KNOTS, LARGE) as room:
        reading = room.app.reading
        await room.go("Somebody does")
        place = room.page.caret
        reading.look()
        other = session_in(folder)
        added = add(other, folder / "files", "oars", "Ann: Two oars are better than one oar.")
        other.library.rename_speaker("Oda Lind", "Oda L.", [KNOTS])
        reading.look()
        await room.settled()
        assert added in reading.episodes_pane.catalogue
        assert "1 more episode in the library" in room.told
        assert "Oda L." in room.screen
        assert room.page.caret == place
        span = room.transcript.turns[0]
        other.highlight(other.library.episode(KNOTS), room.transcript, span)
        reading.look()
        await room.settled()
        assert len(reading.highlights) == 1
        room.app.clear_notifications()
        reading.look()
        assert room.told == []
        other.library.close()


async def test_an_episode_is_taken_out_and_comes_back(session: Session) -> None:
    async with opened(session, KNOTS, LARGE) as room:
        pane = room.app.reading.episodes_pane
        pane.focus()
        await room.press("f", *"waves", "enter", "d")
        await room.settled()
        assert "Removed: “waves”" in room.told[-1]
        assert all(e.title != "waves" for e in session.library.episodes())
        await room.press("u")
        await room.settled()
        assert any(e.title == "waves" for e in session.library.episodes())


async def test_what_takes_long_is_stopped_with_escape(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, begun = threading.Event(), threading.Event()

    def update(progress: Callable[[int, int], None], stopped: Callable[[], bool]) -> None:
        progress(1, 4)
        begun.set()
        while not stopped() and not release.wait(0.01):
            pass

    async with opened(session, KNOTS, LARGE) as room:
        add(session, folder / "files", "oars", "Ann: Two oars are better than one oar.")
        monkeypatch.setattr(session.index, "update", update)
        monkeypatch.setattr("reader.tui.app._LONG", 0.0)
        room.app.update_index()
        await asyncio.to_thread(begun.wait, 10)
        await room.pilot.pause()
        assert "Indexing" in room.screen
        assert "1 of 4" in room.screen
        room.page.focus()
        await room.press("escape")
        assert "Indexing has stopped" in room.told[-1]
        assert "1 of 4" not in room.screen
        assert not room.app.indexing
        await room.settled()
        assert not release.is_set()
        assert session.index.pending()


async def test_adding_says_how_far_it_is_and_keeps_what_was_added(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = folder / "many"
    many.mkdir()
    for n in range(4):
        (many / f"oar{n}.txt").write_text(f"Ann: Oar number {n} is in the boat.", encoding="utf-8")
    whole, second, on = session.add_all, threading.Event(), threading.Event()

    def slowly(found: Found) -> Iterator[Addition]:
        for n, addition in enumerate(whole(found)):
            yield addition
            if n == 1:
                second.set()
                on.wait(20)

    monkeypatch.setattr(session, "add_all", slowly)
    async with opened(session, KNOTS, LARGE) as room:
        await room.press("a")
        await room.type(str(many))
        await room.press("enter")
        await asyncio.to_thread(second.wait, 20)
        await room.pilot.pause()
        assert "Adding 2 of 4" in room.screen
        assert "Esc stops" in room.screen
        await room.press("escape")
        on.set()
        assert "Added: 2" in room.told[-1]
        await room.settled()
    titles = [episode.title for episode in session.library.episodes()]
    assert {"oar0", "oar1"} <= set(titles)
