"""The tour waits for the user's own keys, can be left, and goes on later."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.actions import ACTIONS
from reader.session import Session
from reader.tui.tour import STEPS, Tour

from .support import KNOTS, opened


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.title)
def test_a_step_names_actions_that_there_are(step: object) -> None:
    assert isinstance(step, type(STEPS[0]))
    told = Tour(Path(), STEPS.index(step)).told(lambda action: f"<{ACTIONS[action].name}>")
    assert any(key for _, key in told)
    assert {*step.waits, *step.back} <= set(ACTIONS)


def test_a_tour_that_is_left_goes_on_where_it_was(tmp_path: Path) -> None:
    assert not Tour.was_begun(tmp_path)
    tour = Tour.begun(tmp_path)
    for action in ("cite", "page-down", "turn-next", "search"):
        tour.saw(action)
    assert tour.step.title == "Ask"
    assert Tour.begun(tmp_path).step.title == "Search"
    tour.saw("input-cancel")
    assert tour.step.title == "Search"
    tour.at = len(STEPS) - 1
    tour.saw("cite")
    assert tour.over
    assert Tour.was_begun(tmp_path)


async def test_the_tour_goes_the_whole_way(session: Session) -> None:
    async with opened(session, KNOTS, size=(80, 24)) as room:
        await room.press("f4")
        assert "1 of 12" in room.screen
        await room.press("c")
        assert "1 of 12" in room.screen
        await room.press("escape")
        assert "1 of 12" in room.screen
        await room.press("space", "]", "/")
        assert "Type some words" in room.screen
        await room.type("gulls")
        await room.settled()
        await room.press("enter")
        assert "5 of 12" in room.screen
        await room.press("h", "e")
        await room.type("a note")
        await room.press("ctrl+s", "c", "escape", "tab")
        assert "10 of 12" in room.screen
        await room.press("escape", "escape")
        assert "of 12" not in room.screen
        assert room.told == ["F4 goes on with the tour"]
        await room.press("f4", "u", "question_mark")
        assert "That is all" in room.screen
        await room.press("escape", "escape")
        assert "of 12" not in room.screen
