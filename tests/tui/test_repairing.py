"""Putting a transcript right by keyboard: what is pressed is on disk, and the text stays."""

from __future__ import annotations

from textual.widgets import Input

from reader import amending
from reader.library import Library
from reader.session import Session
from reader.transcript import Meta
from reader.tui.screens.dialogs import Form, Prompt

from .support import KETTLE, KNOTS, opened


async def test_a_key_a_turn_names_two_people_in_turn(session: Session, disk: Library) -> None:
    async with opened(session, KETTLE) as room:
        for name in ("Ines", "Oda"):
            await room.press("m")
            await room.type(name)
            await room.press("enter")
        count = len(disk.transcript(KETTLE).turns)
        await room.press(*["M"] * (count - 2))
        names = [turn.speaker for turn in disk.transcript(KETTLE).turns]
        assert names == [("Ines", "Oda")[n % 2] for n in range(count)]
        await room.press("u")
        assert disk.transcript(KETTLE).turns[-1].speaker is None


async def test_one_key_names_all_by_turns(session: Session, disk: Library) -> None:
    async with opened(session, KETTLE) as room:
        await room.press("A")
        assert isinstance(room.app.screen, Prompt)
        await room.type("Ines")
        await room.press("enter")
        assert isinstance(room.app.screen, Prompt), "one name is not two"
        await room.type(" / Oda")
        await room.press("enter")
        names = [turn.speaker for turn in disk.transcript(KETTLE).turns]
        assert names == [("Ines", "Oda")[n % 2] for n in range(len(names))]


async def test_a_turn_is_split_and_joined(session: Session, disk: Library) -> None:
    before = disk.transcript(KETTLE).turns
    async with opened(session, KETTLE) as room:
        await room.press("w", "w", "+")
        split = disk.transcript(KETTLE).turns
        assert len(split) == len(before) + 1
        assert split[1].start == room.page.caret
        await room.press("-")
        assert disk.transcript(KETTLE).turns == before
        await room.press("home", "-")
        assert "no turn before it" in room.screen


async def test_a_pin_bends_the_times(session: Session, disk: Library) -> None:
    async with opened(session, KETTLE) as room:
        await room.press("]", "p", "ctrl+u")
        await room.type("9:00")
        await room.press("enter")
        turn = disk.transcript(KETTLE).turns[1]
        moment = disk.transcript(KETTLE).time_at(turn.start)
        assert (moment.seconds, moment.exact) == (540.0, True)
        assert "9:00" in room.screen
        assert "≈9:00" not in room.screen


async def test_a_word_is_corrected_and_the_original_is_a_key_away(
    session: Session, disk: Library
) -> None:
    text = disk.transcript(KETTLE).text
    word = text.split()[0]
    async with opened(session, KETTLE) as room:
        await room.press("r", "ctrl+u")
        await room.type("Zebulon")
        await room.press("enter")
        assert disk.transcript(KETTLE).text == text
        assert disk.transcript(KETTLE).corrections[0].replacement == "Zebulon"
        assert "Zebulon" in room.screen
        await room.press("R")
        assert "Zebulon" not in room.screen.replace("“Zebulon", "")
        assert word in room.screen
        await room.press("R", "u")
        assert "Zebulon" not in [c.replacement for c in disk.transcript(KETTLE).corrections]


async def test_the_facts_of_an_episode_are_changed(session: Session, disk: Library) -> None:
    async with opened(session, KETTLE) as room:
        await room.press("I")
        assert isinstance(room.app.screen, Form)
        await room.press("tab")
        await room.type("Boathouse")
        await room.press("tab", "tab", "tab", "tab")
        await room.type("yesterday")
        await room.press("enter")
        assert "is not a date" in room.screen
        await room.press("ctrl+u")
        await room.type("2024-05")
        await room.press("enter")
        episode = disk.episode(KETTLE)
        assert (episode.show, episode.date) == ("Boathouse", "2024-05")


async def test_a_key_makes_a_speaker_host_then_guest_then_neither(
    session: Session, disk: Library
) -> None:
    async with opened(session, KNOTS) as room:
        room.app.reading.speakers_pane.focus()
        await room.pilot.pause()
        who = disk.transcript(KNOTS).speakers[0].name
        pane = room.app.reading.speakers_pane
        pane.cursor = [voice.name for voice in pane._voices].index(who)
        before = amending.role(disk.transcript(KNOTS).meta, who)
        seen = []
        for _ in range(3):
            await room.press("H")
            seen.append(amending.role(disk.transcript(KNOTS).meta, who))
        assert seen[-1] == before
        assert set(seen) == {None, "host", "guest"}


async def test_a_fact_that_is_emptied_is_taken_away(session: Session, disk: Library) -> None:
    session.library.edit(KETTLE, Meta(show="The Kettle Hour", date="2024-05-01"))
    async with opened(session, KETTLE) as room:
        await room.app.perform("edit-episode")
        await room.pilot.pause()
        form = room.app.screen
        assert isinstance(form, Form)
        form.query_one("#field-show", Input).value = ""
        await room.press("enter")
        assert disk.episode(KETTLE).show is None
        assert disk.episode(KETTLE).date == "2024-05-01"
        await room.press("u")
        assert disk.episode(KETTLE).show == "The Kettle Hour"
