"""Panes, keymaps, settings and the empty library."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from reader import keys
from reader.actions import ACTIONS
from reader.errors import KeymapError, ReaderError
from reader.library import Library
from reader.session import Session
from reader.tui import run
from reader.tui.app import ReaderApp

from .support import KNOTS, LARGE, SMALL, Room, add, opened, session_in

PANES = ("episodes", "speakers", "times", "notes")
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x45"])


def shown(room: Room) -> set[str]:
    return {name for name in PANES if room.app.reading._shows(name)}


# -- panes --------------------------------------------------------------------------------------


async def test_a_wide_screen_shows_every_pane_and_a_narrow_one_the_page(session: Session) -> None:
    async with opened(session, KNOTS, LARGE) as room:
        assert shown(room) == set(PANES)
        assert room.page.size.width >= 60
        for title in ("Episodes", "Speakers", "Times", "Notes"):
            assert title in room.screen
    async with opened(session, KNOTS, SMALL) as room:
        assert shown(room) == set()
        assert room.page.size.width >= 78
        await room.pilot.resize_terminal(*LARGE)
        await room.pilot.pause()
        assert shown(room) == set(PANES)


@SIZES
@pytest.mark.parametrize(("key", "name"), list(zip("1234", PANES, strict=True)))
async def test_each_pane_is_hidden_and_shown(
    session: Session, size: tuple[int, int], key: str, name: str
) -> None:
    async with opened(session, KNOTS, size) as room:
        before = name in shown(room)
        await room.press(key)
        assert (name in shown(room)) is not before
        focused = room.app.focused
        assert focused is (room.page if before else room.app.reading._pane(name))
        await room.press(key)
        assert (name in shown(room)) is before
        assert room.page.size.width > 20
        await room.press("escape", "j")
        assert room.page.caret > 0


async def test_a_narrow_screen_shows_one_pane_at_a_time(session: Session) -> None:
    async with opened(session, KNOTS, SMALL) as room:
        for key, name in zip("1234", PANES, strict=True):
            await room.press(key)
            assert shown(room) == {name}
            assert room.page.size.width >= 40


@SIZES
async def test_only_the_page_and_back(session: Session, size: tuple[int, int]) -> None:
    async with opened(session, KNOTS, size) as room:
        for _ in range(3):
            before = shown(room)
            await room.press("0")
            assert bool(shown(room)) is not bool(before)
            assert room.app.focused is room.page


async def test_tab_goes_around_the_panes_that_are_shown(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        reading = room.app.reading
        ring = [reading.notes_pane, reading.episodes_pane, reading.speakers_pane]
        ring += [reading.times_pane, reading.leaf.timeline, room.page]
        for widget in ring:
            await room.press("tab")
            assert room.app.focused is widget
        await room.press("shift+tab")
        assert room.app.focused is reading.leaf.timeline
        await room.press("2", "tab", "tab", "tab")
        assert reading.speakers_pane is not room.app.focused
        await room.press("escape")
        assert room.app.focused is room.page


async def test_hiding_the_pane_that_has_the_focus_gives_it_to_the_page(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        room.app.reading.times_pane.focus()
        await room.press("3")
        assert room.app.focused is room.page


async def test_panes_follow_the_page(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        reading = room.app.reading
        await room.press("]", "]")
        assert reading.times_pane.current == 2
        voice = reading.speakers_pane._voices[reading.speakers_pane.current or 0]
        assert voice.name == room.transcript.turns[2].speaker
        episode = reading.episode
        assert episode is not None
        current = reading.episodes_pane.current
        assert current is not None
        assert reading.episodes_pane._rows[current] == episode.id


# -- the empty library --------------------------------------------------------------------------


@SIZES
async def test_an_empty_library_says_how_to_begin(
    empty: Session, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(empty, size=size) as room:
        assert "Your library is empty." in room.screen
        assert "reader add" in room.screen
        for action in ACTIONS.values():
            if action.mode in ("everywhere", "page", "select") and action.name != "quit":
                await room.app.perform(action.name)
                await room.pilot.pause()
                while room.app.screen is not room.app.reading:
                    room.app.pop_screen()
                    await room.pilot.pause()
        await room.press("j", "G", "v", "enter", "h", "escape")
        await room.pilot.click(room.app.screen, offset=(5, 10))
        add(empty, tmp_path / "files", "new", "Ann: Hello there.\nBob: Good day.")
        room.app.reading.reload()
        await room.pilot.pause()
        assert "Hello there" in room.screen
        assert "Your library is empty." not in room.screen


async def test_the_last_episode_removed_leaves_the_welcome(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        for episode in session.library.episodes():
            session.library.remove(episode.id)
        room.app.reading.reload()
        await room.pilot.pause()
        assert "Your library is empty." in room.screen
        await room.press("j", "h", "u")
        assert "Your library is empty." not in room.screen


# -- keymaps ------------------------------------------------------------------------------------


def keymap(folder: Path, text: str, name: str = "mine") -> Session:
    """The library in `folder` with a keymap of the user's own."""
    maps = folder / "config" / "keymaps"
    maps.mkdir(parents=True, exist_ok=True)
    (maps / f"{name}.toml").write_text(text, encoding="utf-8")
    (folder / "config" / "config.toml").write_text(f'keymap = "{name}"\n', encoding="utf-8")
    return session_in(folder)


async def test_a_keymap_of_the_users_own_rebinds(folder: Path) -> None:
    session = keymap(
        folder, 'extends = "default"\n[page]\nline-down = "J"\nbottom = ["z z"]\nhighlight = []\n'
    )
    async with opened(session, KNOTS) as room:
        await room.press("j")
        assert room.page.caret == 0
        await room.press("J")
        assert room.page.caret > 0
        await room.press("z")
        assert "z …" in room.lines[-1]
        await room.press("z")
        assert room.page.caret > len(room.transcript.text) - 10
        await room.press("h")
        assert session.library.highlights(KNOTS) == []
        await room.pilot.resize_terminal(120, 130)
        await room.press("?")
        assert any("J  A line down" in line for line in room.lines)
        assert any("z z  To the end" in line for line in room.lines)
        assert any(re.search("│ +Highlight  ", line) for line in room.lines)
        assert not any("down  A line down" in line.lower() for line in room.lines)
    session.library.close()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[page]\nline-down = "j"\nline-up = "j"\n', 3),
        ('[page]\nfly = "f"\n', 2),
        ('[pages]\nline-down = "j"\n', 1),
        ('\n\n[page]\nline-down = "hyper+j"\n', 4),
    ],
)
def test_a_wrong_keymap_is_told_with_its_line_and_the_default_holds(
    folder: Path, text: str, line: int
) -> None:
    session = keymap(folder, text)
    app = ReaderApp(session)
    assert app.keymap_ == keys.load("default")
    (mistake,) = app.mistakes
    assert isinstance(mistake, KeymapError)
    assert len(str(mistake).splitlines()) == 1
    assert f"mine.toml:{line}" in str(mistake)
    session.library.close()


# -- starting -----------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["textual-light", "ansi-dark", "nord", "no-such-theme"])
async def test_every_theme_draws_the_page(folder: Path, theme: str) -> None:
    session = session_in(folder, theme=theme)
    async with opened(session, KNOTS) as room:
        await room.press("h", "v", "l", "c")
        assert "Welcome" in room.screen
    session.library.close()


async def test_the_measure_of_the_settings_is_kept(folder: Path) -> None:
    session = session_in(folder, measure=50)
    async with opened(session, KNOTS) as room:
        assert room.page.layout_lines.width == 50
    session.library.close()


async def test_an_episode_that_is_gone_is_said_in_one_line(session: Session) -> None:
    async with opened(session, 999) as room:
        assert len(room.told) == 1
        assert room.told[0].startswith("there is no episode 999")
        await room.press("j", "1", "q")


def test_without_a_terminal_there_is_one_line(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(ReaderError, match="needs a terminal"):
        run(session)


async def test_another_program_may_write_meanwhile(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS) as room:
        disk.rename_speaker("Oda Lind", "Ottilie Lind")
        await room.press("h")
        assert [h.quote for h in disk.highlights(KNOTS)] == ["Welcome back to the boathouse."]
        room.app.reading.reload()
        await room.pilot.pause()
        assert "Ottilie" in room.screen
