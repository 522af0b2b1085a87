"""The facts a citation lacks are asked for once, and what is copied is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from reader import clipboard
from reader.cite import STYLES
from reader.errors import ReaderError
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


async def test_the_citation_is_shown_in_each_style_and_copied(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []

    def copy(text: str, **facts: object) -> clipboard.Copied:
        kept.append(text)
        return clipboard.Copied("terminal", False, "Sent to the terminal (it may refuse)", Path())

    monkeypatch.setattr(clipboard, "copy", copy)
    async with opened(session, KNOTS) as room:
        session.library.citations.note_asked(1)
        await room.go("Today we talk")
        await room.press("enter", "c")
        styles = room.app.screen.query_one("#styles", OptionList)
        styles.highlighted = 0
        for index, style in enumerate(STYLES):
            await room.pilot.pause()
            assert styles.highlighted == index
            span = room.page.selection.span if room.page.selection else None
            assert span is not None
            citation = session.cite(room.transcript, span, style)
            shown = str(room.app.screen.query_one("#citation").render())
            assert shown == citation.pasted
            await room.press("enter")
            assert kept[-1] == citation.pasted
            sent = room.app.screen.query_one("#hint")
            assert str(sent.render()) == "Sent to the terminal (it may refuse)"
            assert not sent.has_class("done")
            await room.press("r")
            assert kept[-1] == citation.citation
            await room.press("t")
            assert kept[-1] == citation.in_text
            await room.press("j")
        await room.press("escape", "y")
        assert kept[-1] == "Today we talk about knots."
        assert room.told[-1].startswith(
            "The words · Sent to the terminal (it may refuse); kept in "
        )
        assert room.selected is None


async def test_a_copy_that_fails_is_said_in_one_line(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy(text: str, **facts: object) -> clipboard.Copied:
        raise ReaderError("no clipboard answered, and the text cannot be kept")

    monkeypatch.setattr(clipboard, "copy", copy)
    async with opened(session, KNOTS) as room:
        await room.press("y")
        assert room.told[-1].startswith("no clipboard answered")
        await room.press("c", "enter")
        assert "no clipboard answered" in room.screen
