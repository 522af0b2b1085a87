"""Keys and settings changed in the program hold at once, and stand in the user's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import keys, settings
from reader.session import Session
from reader.settings.config import Settings, is_calm
from reader.tui.preferences import made_theme
from reader.tui.text import spell_seconds, write_times

from .support import KNOTS, opened, session_in


async def test_an_action_gets_another_key_and_its_own_again(session: Session) -> None:
    async with opened(session, KNOTS, size=(100, 30)) as room:
        await room.press("f3", "slash")
        await room.type("cite")
        await room.press("enter")
        assert "keymaps/default.toml, line" in room.screen
        await room.press("enter", "h")
        assert "h is “Highlight”, which would have no key" in room.screen
        await room.press("enter")
        assert "Take h for “Cite”" in room.screen
        await room.press("escape")
        assert room.app.keymap_.name == "default"
        await room.press("enter", "g", "backspace", "ctrl+k", "enter")
        assert room.app.keymap_.keys_of("cite") == [("ctrl+k",)]
        await room.press("plus", "j", "enter", "enter")
        assert room.app.keymap_.keys_of("cite") == [("ctrl+k",), ("j",)]
        assert "in “default”: c" in room.screen
        assert settings.read(session.paths)[0].keymap == "mine"
        await room.press("escape", "j")
        assert "Quote with source" in room.screen
        await room.press("escape", "f3", "slash")
        await room.type("cite")
        await room.press("enter", "r")
        assert room.app.keymap_.keys_of("cite") == [("c",)]
        await room.press("d")
        assert room.app.keymap_.keys_of("cite") == []
        await room.press("K", "down", "enter")
        assert room.app.keymap_.name != "mine"


async def test_a_setting_holds_at_once_and_is_kept(session: Session) -> None:
    async with opened(session, KNOTS, size=(120, 40)) as room:
        await room.press("f2", "enter", "down", "down")
        tried = room.app.theme
        assert tried != "textual-dark"
        await room.press("escape")
        assert room.app.theme == "textual-dark"
        await room.press("right")
        assert room.app.theme == settings.read(session.paths)[0].theme != "textual-dark"
        await room.press("r")
        assert settings.read(session.paths) == (Settings(), [])
        assert room.app.theme == "textual-dark"
        await room.press("down", "right")
        assert room.page.measure == 76
        await room.press("enter")
        await room.type("9")
        await room.press("enter")
        assert "must be from 40 to 120" in room.screen
        await room.press("escape", "down", "right")
        assert room.page.density == "compact"
        assert settings.read(session.paths)[0] == Settings(measure=76, density="compact")


async def test_what_is_broken_is_told_and_the_defaults_hold(folder: Path) -> None:
    session = session_in(folder, keymap="mine", theme="dusk")
    session.paths.keymaps.mkdir(parents=True)
    session.paths.themes.mkdir()
    (session.paths.keymaps / "mine.toml").write_text('[page]\nline-dwon = "j"\n')
    (session.paths.themes / "dusk.toml").write_text('primary = "blue"\n')
    session.paths.settings.write_text("mesure = 60\n")
    async with opened(session, KNOTS) as room:
        assert room.app.keymap_.name == "default"
        assert room.app.theme == "textual-dark"
        (told,) = room.told
        assert "config.toml:1: unknown setting “mesure” (did you mean measure?)" in told
        assert "2 more" in told
        (session.paths.themes / "dusk.toml").write_text('primary = "#0000ff"\ndark = false\n')
        room.app.choose("theme", "dusk")
        assert (room.app.theme, room.app.current_theme.primary) == ("dusk", "#0000ff")
    session.library.close()


@pytest.mark.parametrize(
    ("motion", "environ", "calm"),
    [
        ("auto", {}, False),
        ("auto", {"SSH_CONNECTION": "1"}, True),
        ("on", {"SSH_CONNECTION": "1"}, False),
        ("off", {}, True),
    ],
)
def test_nothing_glides_over_ssh(motion: str, environ: dict[str, str], calm: bool) -> None:
    assert is_calm(motion, environ) is calm


def test_times_are_written_as_chosen() -> None:
    written = {}
    for form in ("seconds", "minutes", "clock"):
        write_times(form)
        written[form] = spell_seconds(3723.9)
    assert written == {"seconds": "3723 s", "minutes": "62:03", "clock": "1:02:03"}


def test_a_theme_of_ones_own_starts_from_the_one_it_extends(tmp_path: Path) -> None:
    from textual.theme import BUILTIN_THEMES

    from reader.settings import themes

    (tmp_path / "dusk.toml").write_text('extends = "nord"\nbackground = "#000"\n')
    made = made_theme(themes.load("dusk", tmp_path))
    assert (made.name, made.background) == ("dusk", "#000")
    assert made.primary == BUILTIN_THEMES["nord"].primary


def test_every_keymap_opens_what_changes_it() -> None:
    for name in keys.shipped():
        assert keys.load(name).keys_of("keys")
