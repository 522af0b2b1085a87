"""The facts a citation lacks are asked for once, and what is copied is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from reader import clipboard
from reader.cite import STYLES
from reader.session import Session
from reader.tui.screens.dialogs import Form
from reader.tui.screens.dialogs.citing import Citing

from .support import KNOTS, TIDE, opened


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was copied."""
    texts: list[str] = []

    def copy(text: str, **facts: object) -> clipboard.Copied:
        texts.append(text)
        return clipboard.Copied("file", True, "Kept", Path())

    monkeypatch.setattr(clipboard, "copy", copy)
    return texts


async def test_facts_are_asked_for_before_the_first_formal_citation(
    session: Session, kept: list[str]
) -> None:
    async with opened(session, TIDE) as room:
        await room.press("c", "enter")
        assert isinstance(room.app.screen, Citing)
        assert len(kept) == 1
        room.app.screen.query_one("#styles", OptionList).highlighted = STYLES.index("apa")
        await room.press("enter")
        assert isinstance(room.app.screen, Form)
        assert len(kept) == 1
        room.app.screen.query_one("#field-date", Input).value = "2021-06"
        room.app.screen.query_one("#field-kind", Input).value = "lecture"
        room.app.screen.query_one("#field-guests", Input).value = "Bo Lindqvist"
        await room.press("enter")
        assert isinstance(room.app.screen, Citing)
        assert "Lindqvist, B. (2021, June)." in kept[-1]
        assert "[Lecture]" in kept[-1]
        assert session.library.episode(TIDE).date == "2021-06"
        await room.press("j", "enter")
        assert isinstance(room.app.screen, Citing)
        assert len(kept) == 3
    async with opened(session, TIDE) as room:
        await room.press("c")
        room.app.screen.query_one("#styles", OptionList).highlighted = STYLES.index("mla")
        await room.press("enter")
        assert len(kept) == 4
    cited = [(one.episode, one.style) for one in session.library.citations.all()]
    assert cited == [(TIDE, "mla")]


async def test_leaving_the_form_copies_what_is_known(session: Session, kept: list[str]) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("c")
        room.app.screen.query_one("#styles", OptionList).highlighted = STYLES.index("ris")
        await room.press("enter")
        assert isinstance(room.app.screen, Form)
        await room.press("escape")
        assert isinstance(room.app.screen, Citing)
        assert kept[-1].startswith("TY  - ")


async def test_the_facts_are_a_key_away(session: Session, kept: list[str]) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("c", "e")
        assert isinstance(room.app.screen, Form)
        room.app.screen.query_one("#field-show", Input).value = "Rope Hour"
        await room.press("enter")
        assert "Rope Hour" in str(room.app.screen.query_one("#citation").render())
        await room.press("e")
        room.app.screen.query_one("#field-kind", Input).value = "opera"
        await room.press("enter")
        assert isinstance(room.app.screen, Form)
        assert "no kind of episode" in str(room.app.screen.query_one("#hint").render())
