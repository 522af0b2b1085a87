"""Reading: moving over the page, going to places, filtering, and coming back."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from reader.session import Session
from reader.tui.page.layout import Kind
from reader.tui.screens.reading.finding import place
from reader.tui.screens.reading.screen import Reading

from .support import (
    KETTLE,
    KNOTS,
    LARGE,
    MARKUPS,
    SMALL,
    TIDE,
    WAVES,
    WORLDS,
    Room,
    add,
    opened,
    session_in,
)

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x45"])


def line_on_screen(room: Room) -> int:
    return room.page.line - room.page.scroll_offset.y


@SIZES
async def test_lines_go_down_and_up_over_text_only(session: Session, size: tuple[int, int]) -> None:
    async with opened(session, KNOTS, size) as room:
        seen = [room.page.line]
        for _ in range(12):
            await room.press("j")
            assert room.page.layout_lines.kinds[room.page.line] == Kind.TEXT
            assert 0 <= line_on_screen(room) < room.page.size.height
            seen.append(room.page.line)
        assert seen == sorted(set(seen))
        for line in reversed(seen[:-1]):
            await room.press("k")
            assert room.page.line == line
        await room.press("k")
        assert room.page.line == seen[0]


async def test_a_line_down_keeps_the_column_over_short_lines(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("Tuesday")
        column = room.page.caret - room.page.layout_lines.starts[room.page.line]
        await room.press(*"jjj", *"kkk")
        after = room.page.caret - room.page.layout_lines.starts[room.page.line]
        assert abs(after - column) <= len(room.word)


@pytest.mark.parametrize("episode", [KNOTS, KETTLE, WORLDS, MARKUPS])
@pytest.mark.parametrize("goal", [0, 12, 40, 200])
async def test_lines_lead_to_the_end_and_back_from_any_column(
    session: Session, episode: int, goal: int
) -> None:
    async with opened(session, episode, (34, 20)) as room:
        page = room.page
        page._goal = goal
        for step, reached in [
            (1, page.layout_lines.text_line(len(page.layout_lines) - 1, -1)),
            (-1, 0),
        ]:
            before = -1
            while page.line != before:
                before = page.line
                page.move_lines(step)
            assert reached is not None
            assert abs(page.line - reached) <= 3


async def test_a_word_longer_than_a_line_does_not_hold_the_caret(
    session: Session, folder: Path
) -> None:
    text = f"Ann: before {'x' * 300} after.\nBob: — — —\nAnn: The end."
    episode = add(session, folder / "files", "long", text)
    async with opened(session, episode, (50, 20)) as room:
        await room.press(*"jjjj")
        assert room.word == "The"
        await room.press(*"kkkk")
        assert room.word == "before"


@SIZES
@pytest.mark.parametrize("pair", [("ctrl+d", "ctrl+u"), ("space", "backspace")])
async def test_pages_and_half_pages(
    session: Session, size: tuple[int, int], pair: tuple[str, str]
) -> None:
    async with opened(session, TIDE, size) as room:
        down, up = pair
        await room.press(down, down)
        first = room.page.line
        await room.press(down)
        step = room.page.line - first
        height = room.page.size.height
        assert abs(step - (height // 2 if down == "ctrl+d" else height - 2)) <= 2
        await room.press(up)
        assert abs(room.page.line - first) <= 2
        assert 0 <= line_on_screen(room) < height


@SIZES
async def test_the_top_and_the_bottom(session: Session, size: tuple[int, int]) -> None:
    async with opened(session, TIDE, size) as room:
        await room.press("G")
        assert room.page.caret >= len(room.transcript.text.rstrip()) - len("wall.")
        assert 0 <= line_on_screen(room) < room.page.size.height
        before = room.page.caret
        await room.press("j", "space", "ctrl+d", "l", ")", "]")
        assert room.page.caret == before
        await room.press("<")
        assert room.page.caret == 0
        await room.press("k", "backspace", "ctrl+u", "left", "(", "[")
        assert room.page.caret == 0


async def test_words_and_sentences(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        assert room.word == "Welcome"
        await room.press("l", "l")
        assert room.word == "to"
        await room.press("b")
        assert room.word == "back"
        await room.press(")")
        assert room.word == "Today"
        await room.press("l", "(")
        assert room.word == "Today"
        await room.press("(")
        assert room.word == "Welcome"


async def test_turns_and_the_turns_of_a_speaker(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        turns = room.transcript.turns
        await room.press("]")
        assert room.page.caret == turns[1].start
        await room.press("l", "[")
        assert room.page.caret == turns[1].start
        await room.press("[")
        assert room.page.caret == turns[0].start
        await room.press("s")
        assert room.page.caret == turns[2].start
        assert turns[2].speaker == turns[0].speaker
        await room.press("S")
        assert room.page.caret == turns[0].start
        await room.press("S")
        assert room.page.caret == turns[0].start


async def test_a_resize_keeps_the_word_and_its_line_on_the_screen(session: Session) -> None:
    async with opened(session, WAVES) as room:
        await room.go("The 200th wave")
        for width, height in [(80, 24), (50, 30), (160, 45), (30, 8), (120, 40)]:
            await room.pilot.resize_terminal(width, height)
            await room.pilot.pause()
            assert room.word == "The"
            assert room.quote(room.page.caret, room.page.caret + 9) == "The 200th"
            assert 0 <= line_on_screen(room) < room.page.size.height


async def test_the_smallest_terminals_do_no_harm(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        for width, height in [(1, 1), (20, 5), (3, 40), (200, 2), (80, 24)]:
            await room.pilot.resize_terminal(width, height)
            await room.press("j", "k", "space", "backspace", "v", "l", "escape")
        assert "Welcome" in room.screen


async def test_one_speaker_alone(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        speakers = room.app.reading.speakers_pane
        speakers.focus()
        await room.press("<", "o")
        only = room.page.only
        assert only in ("Oda Lind", "Pell Arrow")
        layout = room.page.layout_lines
        shown = {
            room.transcript.turns[layout.turns[i]].speaker
            for i in range(len(layout))
            if layout.kinds[i] == Kind.TEXT
        }
        assert shown == {only}
        assert " words" in room.screen
        room.page.focus()
        for key in ["]", "]", "["]:
            await room.press(key)
            assert layout.kinds[room.page.line] == Kind.TEXT, key
            assert room.transcript.turn_at(room.page.caret).speaker == only, key
        folded = {i for i in range(len(layout)) if layout.kinds[i] == Kind.FOLD}
        while room.page.line not in folded:
            await room.press("j")
        turn = room.transcript.turn_at(room.page.caret)
        assert room.page.caret == turn.start
        for key in ("enter", "o"):
            await room.press(key)
            assert layout is not room.page.layout_lines
            opened_ = room.page.layout_lines.kinds[room.page.line] == Kind.TEXT
            assert opened_ == (key == "enter")
            assert room.transcript.turn_at(room.page.caret) == turn
        await room.go("second thought" if turn.speaker == "Pell Arrow" else "Where did you")
        assert room.page.layout_lines.kinds[room.page.line] == Kind.TEXT
        await room.press("]", "o")
        assert room.page.only is None
        assert Kind.FOLD not in room.page.layout_lines.kinds


async def test_choosing_a_speaker_steps_through_their_turns(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        room.app.reading.speakers_pane.focus()
        await room.press("<", "enter")
        turns = room.transcript.turns
        first = room.page.caret
        name = room.transcript.turn_at(first).speaker
        await room.press("enter")
        assert room.page.caret > first
        assert room.transcript.turn_at(room.page.caret).speaker == name
        room.page.move_to(len(room.transcript.text))
        await room.press("enter", "enter")
        own = [turn.start for turn in turns if turn.speaker == name]
        assert room.page.caret in own[:2]


async def test_choosing_a_time_or_an_episode_goes_there(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        room.app.reading.times_pane.focus()
        await room.press("<", "j", "j", "enter")
        assert room.page.caret == room.transcript.turns[2].start
        assert room.app.focused is room.page
        room.app.reading.episodes_pane.focus()
        await room.press("<", "j", "enter")
        episode = room.app.reading.episode
        assert episode is not None
        assert episode.id == sorted(each.id for each in session.library.episodes())[-2]
        assert room.app.focused is room.page
        assert episode.title in room.lines[0]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("1:02:00", "Sentence number 372 "),
        ("62:00", "Sentence number 372 "),
        ("3720", "Sentence number 372 "),
        ("0%", "Sentence number 0 "),
        ("#1", "Sentence number 0 "),
    ],
)
async def test_going_to_a_place(session: Session, answer: str, words: str) -> None:
    async with opened(session, TIDE) as room:
        await room.press("G", "g")
        await room.type(answer)
        await room.press("enter")
        assert room.quote(room.page.caret, room.page.caret + len(words)) == words
        assert 0 <= line_on_screen(room) < room.page.size.height


async def test_going_to_a_share_and_to_a_turn(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("g")
        await room.type("42%")
        await room.press("enter")
        assert abs(room.page.caret / len(room.transcript.text) - 0.42) < 0.01
        await room.press("g")
        await room.type("#12")
        await room.press("enter")
        assert room.page.caret == room.transcript.turns[11].start


@pytest.mark.parametrize(
    "answer",
    ["9:00:00", "x", "-1", "1:2:3:4", "101%", "x%", "nan%", "inf%", "#0", "#99999", "#", "#²"],
)
async def test_a_wrong_place_is_said_in_the_dialog(session: Session, answer: str) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("g")
        await room.type(answer)
        await room.press("enter")
        assert isinstance(room.app.focused, Input)
        hint = room.app.screen.query_one("#hint")
        assert hint.has_class("error")
        assert len(str(hint.render()).splitlines()) == 1
        await room.press("escape")
        assert isinstance(room.app.screen, Reading)
        assert room.page.caret == 0


async def test_an_empty_answer_goes_nowhere(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("g", "enter")
        assert isinstance(room.app.screen, Reading)
        assert room.page.caret == 0


def test_a_place_lies_within_the_text(session: Session) -> None:
    transcript = session.library.transcript(TIDE)
    for answer in ["0", "0%", "100%", "#1", "1:06:00", "50,5 %"]:
        assert 0 <= place(transcript, answer) <= len(transcript.text)


async def test_the_reading_place_is_kept(session: Session, folder: Path) -> None:
    async with opened(session, WAVES) as room:
        await room.go("The 250th wave")
        caret = room.page.caret
        await room.press("q")
    again = session_in(folder)
    async with opened(again) as room:
        episode = room.app.reading.episode
        assert episode is not None
        assert episode.id == WAVES
        assert room.page.caret == caret
        assert 0 <= line_on_screen(room) < room.page.size.height
        assert "250th" in room.screen
    again.library.close()


async def test_the_place_is_kept_when_leaving_while_typing(session: Session, folder: Path) -> None:
    async with opened(session, WAVES) as room:
        await room.go("The 250th wave")
        await room.press("f")
        await room.press("ctrl+q")
    again = session_in(folder)
    assert again.library.episode(WAVES).place == again.library.transcript(WAVES).text.index(
        "The 250th wave"
    )
    again.library.close()


async def test_each_episode_has_its_place(session: Session) -> None:
    async with opened(session, WAVES) as room:
        await room.go("The 250th wave")
        room.app.reading.open(KNOTS)
        await room.pilot.pause()
        assert room.page.caret == 0
        room.app.reading.open(WAVES)
        await room.pilot.pause()
        assert room.quote(room.page.caret, room.page.caret + 9) == "The 250th"


@SIZES
@pytest.mark.parametrize("episode", [KNOTS, TIDE, KETTLE, WAVES, WORLDS, MARKUPS])
async def test_every_word_is_shown_once_and_in_order(
    session: Session, episode: int, size: tuple[int, int]
) -> None:
    async with opened(session, episode, size) as room:
        layout, page = room.page.layout_lines, room.page
        shown = ""
        for line in range(len(layout)):
            if layout.kinds[line] == Kind.TEXT:
                text = "".join(segment.text for segment in page._text(line))
                assert page._left + layout.width <= page.size.width
                shown += text
        assert "".join(shown.split()) == "".join(room.transcript.text.split())


async def test_times_that_are_estimated_are_shown_as_such(session: Session) -> None:
    async with opened(session, WAVES) as room:
        assert "≈" in room.lines[-1]
    async with opened(session, TIDE) as room:
        await room.press("G")
        assert "≈" not in room.lines[-1]
        assert "1:06:3" in room.lines[-1]
