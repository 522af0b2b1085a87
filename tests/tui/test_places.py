"""Keeping the reader's place: filters, selections, and panes that come and go."""

from __future__ import annotations

import pytest

from reader.session import Session
from reader.tui.page.layout import Kind

from .support import KNOTS, LARGE, SMALL, TIDE, Room, opened

PANES = ("episodes", "speakers", "times", "notes")


def shown(room: Room) -> set[str]:
    return {name for name in PANES if room.app.reading._shows(name)}


async def test_after_a_filter_the_page_is_where_it_was(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("Somebody does")
        before = room.page.caret
        room.app.reading.speakers_pane.focus()
        await room.press("<")
        if room.app.reading.speakers_pane._voices[0].name == "Pell Arrow":
            await room.press("j")
        await room.press("o")
        assert room.page.only == "Oda Lind"
        assert room.page.caret != before
        assert "only Oda Lind" in room.lines[-1]
        assert "◉ Oda Lind" in room.screen
        await room.press("o")
        assert room.page.only is None
        assert room.page.caret == before
        await room.press("o", "escape", "Z")
        assert "only Oda Lind · clean" in room.lines[-1]
        await room.press("g", *"50%", "enter", "ctrl+o")
        assert room.page.only is None
        assert "only Oda" not in room.lines[-1]
        assert "clean" in room.lines[-1]
        assert "◉" not in room.screen


async def test_after_a_filter_the_page_is_where_the_caret_went_meanwhile(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("2", "2", "<", "o")
        room.page.focus()
        await room.press("G", "[")
        there = room.page.caret
        assert room.transcript.turn_at(there).speaker == room.page.only
        await room.press("o")
        assert room.page.only is None
        assert room.page.caret == there


async def test_after_a_highlight_the_eye_stays_where_it_is(session: Session) -> None:
    async with opened(session, TIDE, SMALL) as room:
        await room.press("v", *["space"] * 4)
        end, top = room.page.caret, room.page.scroll_offset.y
        await room.press("h")
        assert room.selected is None
        assert room.page.caret == end
        assert room.page.scroll_offset.y == top
        (highlight,) = session.library.highlights(TIDE)
        assert (highlight.start, highlight.end >= end) == (0, True)


async def test_tab_shows_a_pane_where_none_is_shown(session: Session) -> None:
    async with opened(session, KNOTS, SMALL) as room:
        assert shown(room) == set()
        await room.press("tab")
        assert shown(room) == {"episodes"}
        assert room.app.focused is room.app.reading.episodes_pane
        await room.press("escape")
        assert shown(room) == set()
        assert room.app.focused is room.page
        await room.press("3", "escape", "tab")
        assert shown(room) == {"times"}


async def test_panes_give_way_to_the_page_and_come_back(session: Session) -> None:
    async with opened(session, KNOTS, LARGE) as room:
        await room.press("3")
        wanted = shown(room)
        assert wanted == {"episodes", "speakers", "notes"}
        for width in (120, 90, 70, 45, 20):
            await room.pilot.resize_terminal(width, 30)
            await room.pilot.pause()
            assert room.page.size.width >= min(width - 2, 34), width
        assert shown(room) == set()
        await room.pilot.resize_terminal(*LARGE)
        await room.pilot.pause()
        assert shown(room) == wanted


@pytest.mark.parametrize("keys", ["j", "v", "h", "1", "4", "0", "H", "c", "?", "e", "/", "n"])
async def test_a_screen_that_becomes_tiny_does_no_harm(session: Session, keys: str) -> None:
    async with opened(session, KNOTS, LARGE) as room:
        await room.press(keys)
        for size in ((20, 5), (1, 1), LARGE):
            await room.pilot.resize_terminal(*size)
            await room.pilot.pause()
        await room.settled()
        assert not room.app._exit
        assert room.screen.strip()


async def test_a_filter_to_those_who_are_not_named(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        pane, page = room.app.reading.speakers_pane, room.app.reading.page
        unnamed = [at for at, voice in enumerate(pane._voices) if voice.name is None]
        pane.focus()
        pane.cursor = unnamed[0]
        await room.press("o")
        assert page.only == ""
        shown = {
            page.transcript.turns[turn].speaker
            for kind, turn in zip(page.layout_lines.kinds, page.layout_lines.turns, strict=True)
            if kind == Kind.TEXT
        }
        assert shown == {None}
        await room.press("o")
        assert page.only is None
