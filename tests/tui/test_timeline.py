"""The timeline: where places lie on it, what it shows, and going along it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.session import Session
from reader.transcript import Cue, Span, Transcript, Turn
from reader.tui.strip import Axis, bars, falls, spread

from .support import KNOTS, LARGE, SMALL, TIDE, opened

TEXT = "word " * 200
TURNS = (Turn(0, 600, "ODA"), Turn(600, 900, "PELL"), Turn(900, 1000, None))
TIMED = Transcript(
    TEXT,
    TURNS,
    tuple(Span(t.start, t.end) for t in TURNS),
    (Cue(0, 599, 0.0, 300.0), Cue(600, 899, 600.0, 700.0), Cue(900, 1000, 900.0, 1000.0)),
)
UNTIMED = Transcript(TEXT, TURNS, tuple(Span(t.start, t.end) for t in TURNS))


@given(st.sampled_from([TIMED, UNTIMED]), st.integers(1, 240), st.integers(0, 1000))
def test_a_place_lies_in_one_cell_and_later_ones_no_earlier(
    transcript: Transcript, cells: int, offset: int
) -> None:
    axis = Axis(transcript, cells)
    cell = axis.cell(offset)
    assert 0 <= cell < cells
    assert axis.cell(max(0, offset - 9)) <= cell
    assert axis.moment(cell).seconds <= transcript.time_at(offset).seconds + 1e-6
    assert 0 <= axis.offset(cell) <= len(transcript.text)
    assert len(axis.voices()) == cells


def test_it_runs_by_time_and_without_times_by_words() -> None:
    assert Axis(TIMED, 10).voices() == [
        *["ODA"] * 3,
        *[None] * 3,
        "PELL",
        None,
        None,
        "",
    ]
    assert Axis(UNTIMED, 10).voices() == [*["ODA"] * 6, *["PELL"] * 3, ""]
    assert list(Axis(UNTIMED, 10).cells_of(Span(500, 700))) == [5, 6]
    assert bars(UNTIMED) == {"ODA": "▇", "PELL": "▅", "": "▃"}
    assert Axis(Transcript(""), 3).voices() == [None] * 3


@given(st.lists(st.floats(0, 1), max_size=40), st.integers(1, 30))
def test_nothing_that_falls_is_lost(shares: list[float], cells: int) -> None:
    counted = falls(shares, cells)
    assert (sum(counted), len(counted)) == (len(shares), cells)
    blocks = spread(counted, cells)
    assert [n for _, n in blocks] == counted
    assert all((sign == "▁") == (n == 0) for sign, n in blocks)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_keys_and_mouse_go_along_the_timeline(
    session: Session, size: tuple[int, int]
) -> None:
    async with opened(session, TIDE, size) as room:
        timeline = room.app.reading.leaf.timeline
        assert timeline.display == (size == LARGE)
        if timeline.display:
            await room.press("5")
            assert (timeline.display, room.app.focused) == (False, room.page)
        await room.press("5")
        assert (timeline.display, room.app.focused) == (True, timeline)
        length = room.transcript.length

        def seconds() -> float:
            return room.transcript.time_at(room.page.caret).seconds

        await room.press("L", "L")
        assert abs(seconds() - 0.2 * length) < 10
        assert "▲ 13:" in room.screen
        await room.press("alt+5", "l", "left")
        assert abs(seconds() - 0.24 * length) < 20
        await room.press("end", "L")
        assert seconds() > length - 20
        await room.press("H", "enter")
        assert room.app.focused is room.page
        there = room.page.caret
        await room.press("h", "escape", "5", "5", "home", ".")
        assert room.page.caret <= there < room.page.caret + 60
        assert "━" in room.screen
        await room.press(".")
        assert room.told[-1] == "there is no match, highlight or bookmark after this one"
        await room.pilot.click(timeline, offset=(timeline.size.width // 2, 1))
        await room.pilot.pause()
        assert abs(seconds() - 0.5 * length) < 10 + length / timeline.content_size.width
        assert room.app.focused is room.page
        await room.press("ctrl+o")
        assert room.page.caret != there
        await room.pilot.hover(timeline, offset=(2, 1))
        assert "▲ 0:" in room.screen


async def test_each_speaker_has_a_bar_without_colours(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(session, KNOTS) as room:
        await room.press("f")
        await room.type("rumour")
        await room.press("enter", "*", "home")
        lies = room.app.reading.leaf.timeline.region
        signs, voices, times = (
            line[lies.x : lies.right] for line in room.lines[lies.y : lies.bottom]
        )
        assert "◆" in signs
        assert {"▇", "▅", "┃"} <= set(voices)
        assert "▲" in times
        assert "≈" in times
