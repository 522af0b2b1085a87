"""Moving over the page by counts, paragraphs, headings and speakers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.session import Session
from reader.tui.page import caret
from reader.tui.page.moving import passed

from .support import KNOTS, TIDE, WAVES, add, opened

CHAPTERS = """\
# A talk

## Ropes

**Oda Lind:** This is the first of two. It is short.

It has a second paragraph.

## Splices

**Pell Arrow:** This is the other one.

**Oda Lind:** And so it ends.
"""

PLACES = st.lists(st.integers(0, 60), unique=True, max_size=12).map(sorted)


@given(PLACES, st.integers(-1, 61), st.integers(-15, 15).filter(bool))
def test_steps_end_where_single_steps_end(places: list[int], at: int, steps: int) -> None:
    walked = at
    for _ in range(abs(steps)):
        following = passed(places, walked, 1 if steps > 0 else -1)
        walked = walked if following is None else following
    assert (passed(places, at, steps) or at) == (walked or at)


@pytest.mark.parametrize("count", [1, 2, 5, 400])
async def test_sentences_are_passed_one_by_one_or_at_once(session: Session, count: int) -> None:
    transcript = session.library.transcript(WAVES)
    at = 0
    for _ in range(min(count, 300)):
        at = caret.next_sentence(transcript, at).start
    assert caret.next_sentence(transcript, 0, count).start == at
    back = at + 3
    for _ in range(min(count, 300)):
        back = caret.previous_sentence(transcript, back).start
    assert caret.previous_sentence(transcript, at + 3, count).start == back


async def test_a_count_repeats_a_move(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        turns = room.transcript.turns

        def at() -> int:
            return room.transcript.turn_index(room.page.caret)

        await room.press("alt+3", "]")
        assert room.page.caret == turns[3].start
        await room.press("alt+2")
        assert "2 …" in str(room.app.reading.status.render())
        await room.press("[")
        assert (at(), "…" in str(room.app.reading.status.render())) == (1, False)
        await room.press("alt+1", "2", "G")
        assert room.page.caret == turns[11].start
        await room.press("home", "alt+3", "s")
        assert turns[at()].speaker == "Oda Lind"
        assert sum(t.speaker == "Oda Lind" for t in turns[: at() + 1]) == 4
        await room.press("home", "}", "}")
        assert at() == 2
        await room.press("alt+9", "9", "9", "9", "w")
        assert room.page.caret == caret.word_at(room.transcript.text, 10**9).start
        await room.press("home", "alt+4", "w")
        assert room.transcript.text[room.page.caret :].startswith("boathouse")
        await room.press("alt+5", "0", "g")
        assert abs(room.page.caret / len(room.transcript.text) - 0.5) < 0.02
        await room.press("v", "alt+2", "s", "escape", "alt+3", "escape", "i")
        assert room.app.screen is not room.app.reading


async def test_another_speaker_before_is_never_the_same(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        turns = room.transcript.turns
        room.page.move_to(turns[5].start + 30)
        await room.press("{")
        assert room.page.caret == turns[4].start
        await room.press("alt+2", "{")
        assert room.page.caret == turns[2].start


async def test_headings_and_paragraphs_are_places_to_go(session: Session, tmp_path: Path) -> None:
    episode = add(session, tmp_path / "more", "chapters", CHAPTERS)
    async with opened(session, episode) as room:
        headings = room.transcript.headings
        assert len(headings) == 2
        await room.press("end", "^")
        assert room.transcript.text[room.page.caret :].startswith("This is the other")
        await room.press("^", "^")
        assert room.page.caret == 0
        assert room.told == ["there is no heading before this one"]
        await room.press("ctrl+down")
        assert room.page.caret == room.transcript.paragraphs[1].start
        await room.press("alt+9", "ctrl+up", "#")
        assert room.transcript.text[room.page.caret :].startswith("This is the other")


async def test_a_place_is_gone_to_or_refused_in_one_line(session: Session) -> None:
    async with opened(session, TIDE) as room:
        for typed, told in [
            ("99:00:00", "the episode is over by then"),
            ("140%", "a percentage is from 0 to 100"),
            ("x%", "is no percentage"),
            ("#0", "turns are #1 to #"),
            ("noon", "is not a time"),
        ]:
            await room.press("g")
            await room.type(typed)
            await room.press("enter")
            assert told in room.screen, typed
            await room.press("escape")
        for typed, start in [("0:01:00", 60.0), ("100%", room.transcript.length), ("#1", 0.0)]:
            await room.press("g")
            await room.type(typed)
            await room.press("enter")
            assert abs(room.transcript.time_at(room.page.caret).seconds - start) < 10
