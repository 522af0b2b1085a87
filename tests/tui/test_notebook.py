"""The notebook and the review on the screen: looking through, putting in order, and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from reader.annotate import mark
from reader.library import Highlight, Library
from reader.notebook import Entry, Group
from reader.session import Session
from reader.settings.config import Settings
from reader.transcript import Span
from reader.tui.asking import Asked, ask, reconsider
from reader.tui.screens.dialogs.tagging import Tagging
from reader.tui.screens.notebook.reviewing import Reviewing
from reader.tui.screens.notebook.screen import Notebook
from reader.tui.screens.reading.screen import Reading
from reader.tui.screens.search.answers import rows as answer_rows
from reader.tui.widgets.entries import EntryList
from reader.tui.widgets.hits import Offer

from .support import KETTLE, KNOTS, LARGE, SMALL, TIDE, Room, opened


def marked(session: Session, episode: int, words: str, **facts: object) -> Highlight:
    transcript = session.library.transcript(episode)
    start = transcript.text.index(words)
    version = session.library.episode(episode).version
    made = mark(transcript, episode, version, Span(start, start + len(words)), **facts)  # type: ignore[arg-type]
    made = replace(made, created="2026-01-10T10:00:00Z")
    session.library.save_highlight(made)
    return made


@pytest.fixture
def made(session: Session) -> list[Highlight]:
    """Three highlights in two episodes."""
    return [
        marked(session, KNOTS, "Today we talk about knots.", tags=["rope/knots"], note="Begin."),
        marked(session, KNOTS, "My aunt called it", tags=["people"], colour="green"),
        marked(session, TIDE, "Sentence number 3", tags=["rope"]),
    ]


def rows(room: Room) -> list[str]:
    """The ids of entries and the names of headings that the list shows."""
    shown = room.app.screen.query_one(EntryList).rows
    return [row.name if isinstance(row, Group) else row.id for row in shown]


async def go_to(room: Room, id: str) -> None:
    listed = room.app.screen.query_one(EntryList)
    found = [n for n, row in enumerate(listed.rows) if isinstance(row, Entry) and row.id == id]
    listed.move_cursor(found[0])
    await room.pilot.pause()


async def settle(room: Room) -> None:
    await room.settled()
    await room.pilot.pause()


async def test_it_is_looked_through_and_come_back_to(
    session: Session, made: list[Highlight]
) -> None:
    first, second, third = (each.id for each in made)
    async with opened(session, TIDE, size=LARGE) as room:
        await room.press("B")
        await settle(room)
        assert rows(room) == ["knots", first, second, "tide", third]
        assert "Begin." in room.screen
        await room.press("j", "s", "s")
        assert rows(room) == ["people", second, "rope", third, "knots", first]
        await go_to(room, first)
        await room.press("left")
        assert rows(room) == ["people", second, "rope", third, "knots"]
        await room.press("enter", "/")
        await room.type("aun")
        await settle(room)
        assert rows(room) == ["people", second]
        await room.press("enter")
        assert isinstance(room.app.screen, Reading)
        assert room.app.reading.episode is not None
        assert room.app.reading.episode.id == KNOTS
        assert room.page.caret == made[1].start
        await room.press("escape")
        await settle(room)
        assert isinstance(room.app.screen, Notebook)
        assert room.app.screen.list.chosen_row == room.app.screen.entry_here()
        assert rows(room) == ["people", second]
        await room.press("/", "backspace", "backspace", "backspace")
        await room.type("tag:")
        await settle(room)
        assert len(rows(room)) == 6
        await room.type("rope) ")
        await settle(room)
        assert "closing bracket" in room.screen
        room.app.screen.query_one("#query", Input).value = ""
        await settle(room)
        await room.press("escape", "1")
        await settle(room)
        assert rows(room) == ["rope", third, "knots", first]
        await room.press("0", "escape")
        assert isinstance(room.app.screen, Reading)


async def test_it_is_put_in_order(
    session: Session, made: list[Highlight], disk: Library, tmp_path: Path
) -> None:
    session.settings = replace(session.settings, green="problem")
    first, second, third = (each.id for each in made)
    async with opened(session, KNOTS, size=SMALL) as room:
        await room.press("B")
        await settle(room)
        await go_to(room, first)
        await room.press("space", "space", "t")
        assert isinstance(room.app.screen, Tagging)
        assert "Tag 2 highlights" in room.screen
        await room.type("pe")
        await room.press("tab")
        await room.type("new")
        await room.press("enter")
        await settle(room)
        assert disk.highlight(first).tags == ("people", "new", "rope/knots")
        assert disk.highlight(second).tags == ("people", "new")
        await room.press("H", "j")
        assert "problem" in room.screen
        await room.press("enter")
        await settle(room)
        assert [disk.highlight(each).colour for each in (first, second, third)] == [
            "green",
            "green",
            "yellow",
        ]
        await room.press("u", "u")
        await settle(room)
        assert disk.highlight(first) == made[0]
        assert disk.highlight(second) == made[1]
        await go_to(room, third)
        await room.press("v", "*")
        assert room.app.screen.query_one(EntryList).picked == set()
        await room.press("*", "d")
        await settle(room)
        assert disk.highlights() == []
        assert "Nothing is marked yet" in room.screen
        await room.press("u")
        await settle(room)
        assert len(disk.highlights()) == 3
        await go_to(room, third)
        await room.press("R")
        room.app.screen.query_one("#line", Input).value = "line"
        await room.press("enter")
        await settle(room)
        assert disk.noted.tags() == {"line": 1, "line/knots": 1, "people": 1}
        out = tmp_path / "out.md"
        await room.press("w", "enter")
        room.app.screen.query_one("#line", Input).value = str(out)
        await room.press("enter")
        await settle(room)
        assert "Today we talk about knots." in out.read_text(encoding="utf-8")
        await room.press("y")
        await settle(room)
        assert "My aunt called it" in session.paths.last_copy.read_text(encoding="utf-8")


async def test_what_moved_is_confirmed_and_what_is_lost_attached(
    session: Session, disk: Library, made: list[Highlight]
) -> None:
    first, second, third = made
    for each, facts in (
        (first, {"state": "moved"}),
        (second, {"state": "orphan", "quote": "My aunt always called it a second thought"}),
    ):
        session.library.save_highlight(replace(each, **facts))  # type: ignore[arg-type]
    async with opened(session, TIDE, size=SMALL) as room:
        await room.press("B")
        await settle(room)
        await go_to(room, third.id)
        await room.press("@")
        assert room.told == ["the highlight here has its place"]
        await room.press("=")
        assert room.told == ["nothing here was moved"]
        await go_to(room, first.id)
        assert "= it is in its place" in room.screen
        await room.press("=")
        assert disk.highlight(first.id).state == "anchored"
        await settle(room)
        await go_to(room, second.id)
        assert "@ gives it a place" in room.screen
        await room.press("@", "enter")
        assert disk.highlight(second.id).quote == "My aunt called it the second thought"
        await settle(room)
        await room.press("u", "u")
        assert disk.highlight(first.id).state == "moved"


async def test_older_highlights_come_back(
    session: Session, made: list[Highlight], disk: Library
) -> None:
    async with opened(session, KNOTS, size=SMALL) as room:
        await room.press("Q")
        assert isinstance(room.app.screen, Reviewing)
        assert "1 of 3" in room.screen
        shown = list(room.app.screen.sitting.cards)
        await room.press("space", "l", "x")
        today = date.today()
        steps = {id: review.step for id, review in disk.reviews.all().items()}
        assert [steps[each] for each in shown] == [1, 2, 0]
        assert disk.reviews.all()[shown[0]].due == (today + timedelta(days=21)).isoformat()
        assert "That is all for today" in room.screen
        await room.press("u")
        assert "3 of 3" in room.screen
        assert shown[2] not in disk.reviews.all()
        await room.press("enter")
        assert room.page.caret == disk.highlight(shown[2]).start
        await room.press("escape")
        assert "3 of 3" in room.screen
        await room.press("s")
        assert disk.reviews.all()[shown[2]].due == (today + timedelta(days=7)).isoformat()
        await room.press("escape")
        assert isinstance(room.app.screen, Reading)


def test_a_search_tells_of_notes(session: Session, made: list[Highlight]) -> None:
    answer = reconsider(session, ask(session, Asked("begin")))
    assert answer.noted == 1
    assert answer.notes == {}
    (offer,) = [row for row in answer_rows(answer) if isinstance(row, Offer)]
    assert (offer.words, offer.query) == ("1 note", "note:begin")
    answer = reconsider(session, ask(session, Asked(offer.query)))
    (hit,) = answer.hits[KNOTS]
    assert answer.notes == {(KNOTS, hit.start): "Begin."}
    assert answer.noted == 0


def test_a_search_finds_the_note_on_an_episode(session: Session, made: list[Highlight]) -> None:
    session.library.notes.write(TIDE, "To begin with: who paid for the wall?")
    answer = reconsider(session, ask(session, Asked("begin")))
    assert answer.noted == 2
    answer = reconsider(session, ask(session, Asked("note:paid")))
    (hit,) = answer.hits[TIDE]
    assert session.library.transcript(TIDE).paragraphs[0].start == hit.start
    assert answer.notes == {(TIDE, hit.start): "To begin with: who paid for the wall?"}
    session.library.notes.write(KETTLE, "It sings.")
    for query, episodes in (("has:note", {KNOTS, TIDE, KETTLE}), ("has:highlight", {KNOTS, TIDE})):
        assert {hit.episode for hit in session.index.search(query).hits} == episodes


def test_the_settings_name_the_colours() -> None:
    from reader.settings.colouring import colour_meant, colour_names

    settings = Settings(green=" big  problem ", pink="quote")
    assert colour_names(settings) == {"green": "big problem", "pink": "quote"}
    assert colour_meant("Big Problem", settings) == colour_meant("green", settings) == "green"
