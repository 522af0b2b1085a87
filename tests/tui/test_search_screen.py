"""The screen of a search: episodes and facets, orders, past searches, suggestions, and its keys."""

from __future__ import annotations

import pytest
from textual.widgets import Input, Label, Static

from reader.library import Library
from reader.search import Hit
from reader.search.guide import LANGUAGE
from reader.search.language import parse
from reader.session import Session
from reader.tui.asking import EACH, Asked
from reader.tui.screens.reading.correcting import correcting
from reader.tui.screens.reading.screen import Reading
from reader.tui.screens.search.screen import Search
from reader.tui.widgets.hits import Head, HitList, Offer, spread

from .support import KETTLE, KNOTS, LARGE, SMALL, TIDE, Room, add, opened, session_in


async def ask(room: Room, query: str, *keys: str) -> None:
    await room.press("/")
    room.app.screen.query_one("#query", Input).value = query
    await room.settled()
    for key in keys:
        await room.press(key)
        await room.settled()


def said(room: Room, id: str = "answer") -> str:
    return str(room.app.screen.query_one(f"#{id}", Label | Static).render())


def rows(room: Room) -> HitList:
    return room.app.screen.query_one("#hits", HitList)


def heads(room: Room) -> list[Head]:
    return [row for row in rows(room).rows if isinstance(row, Head)]


def hits(room: Room, episode: int | None = None) -> list[Hit]:
    found = [row for row in rows(room).rows if isinstance(row, Hit)]
    return [hit for hit in found if episode in (None, hit.episode)]


@pytest.mark.parametrize("key", ["enter", "right"])
async def test_an_episode_shows_its_best_and_then_all(session: Session, key: str) -> None:
    async with opened(session, KETTLE) as room:
        await ask(room, "rope", "tab")
        (head,) = heads(room)
        assert (head.count, len(hits(room)), head.facts) == (40, EACH, "2023-05-17")
        await room.press("home", key)
        await room.settled()
        assert len(hits(room)) == 40
        assert rows(room).chosen_row == heads(room)[0]
        await room.press("down", "down", "left")
        await room.settled()
        assert len(hits(room)) == EACH
        assert isinstance(rows(room).chosen_row, Head)


async def test_facets_narrow_by_one_key_and_widen_again(session: Session) -> None:
    async with opened(session, KETTLE) as room:
        await ask(room, "knot OR rope OR tide", "tab")
        whole = said(room)
        facets = said(room, "facets")
        assert "Oda Lind" in facets
        number = facets.split("Oda Lind")[0].split()[-1]
        await room.press(number)
        await room.settled()
        assert {hit.speaker for hit in hits(room)} == {"Oda Lind"}
        assert said(room).startswith(" Oda Lind ")
        assert "0 widens" in said(room)
        assert room.app.screen.query_one("#query", Input).value == "knot OR rope OR tide"
        await room.press("0")
        await room.settled()
        assert said(room).split(" ms")[0][:20] == whole[:20]
        await room.press("0", "9")
        assert isinstance(room.app.screen, Search)


async def test_facets_narrow_while_typing(session: Session) -> None:
    async with opened(session, KETTLE) as room:
        await ask(room, "knot OR rope", "f2")
        assert isinstance(room.app.focused, Input)
        assert len({hit.speaker for hit in hits(room)}) == 1
        await ask(room, "knot OR rope", "f10")
        assert len({hit.speaker for hit in hits(room)}) == 2


async def test_tags_are_facets(session: Session) -> None:
    transcript = session.library.transcript(KNOTS)
    span = session.span(transcript, quote="A rumour holds no boat")
    session.highlight(session.library.episode(KNOTS), transcript, span, tags=["saying"])
    async with opened(session, KETTLE) as room:
        await ask(room, "knot OR rope", "tab")
        number = said(room, "facets").split("saying")[0].split()[-1]
        await room.press(number)
        await room.settled()
        (hit,) = hits(room)
        assert "rumour" in hit.text


async def test_the_order_is_said_and_changed(session: Session) -> None:
    async with opened(session, KETTLE) as room:
        await ask(room, "rope OR tide", "tab")
        assert "best first" in said(room)
        for order in ("as spoken", "newest first", "best first"):
            await room.press("s")
            await room.settled()
            assert order in said(room)
        await room.press("S")
        await room.settled()
        assert "newest first" in said(room)
        assert heads(room)[0].episode == KNOTS
        await room.press("/", "alt+s")
        await room.settled()
        assert "best first" in said(room)
        await ask(room, "rope sort:date")
        assert "newest first" in said(room)


@pytest.mark.parametrize(("size", "shown"), [(SMALL, False), ((120, 40), True), (LARGE, True)])
async def test_the_place_stands_beside_where_there_is_room(
    session: Session, size: tuple[int, int], shown: bool
) -> None:
    async with opened(session, KETTLE, size) as room:
        await ask(room, "second thought")
        assert ("Then begin with that one" in room.screen) is shown
        assert "second thought" in room.screen


async def test_past_searches_are_listed_and_asked_again(session: Session, disk: Library) -> None:
    async with opened(session, KETTLE) as room:
        await ask(room, "gulls", "enter")
        await ask(room, "rumour", "enter")
        assert [past.query for past in disk.searches.recent()] == ["rumour", "gulls"]
    again = session_in(session.paths.library.parent)
    async with opened(again, KETTLE) as room:
        await room.press("/")
        await room.settled()
        assert "Your searches" in said(room)
        await room.press("down", "enter")
        await room.settled()
        assert room.app.screen.query_one("#query", Input).value == "gulls"
        assert hits(room)
        room.app.screen.query_one("#query", Input).value = ""
        await room.settled()
        await room.press("tab", "down", "d")
        assert [past.query for past in disk.searches.recent()] == ["rumour"]
    again.library.close()


@pytest.mark.parametrize("key", ["ctrl+s", "w"])
async def test_a_search_is_saved_with_its_facets(session: Session, disk: Library, key: str) -> None:
    async with opened(session, KETTLE) as room:
        await ask(room, "knot rumour", *(["tab", "s"] if key == "w" else ["alt+s"]))
        await room.press(key)
        room.app.screen.query_one("#line", Input).value = "sayings"
        await room.press("enter")
        (saved,) = disk.searches.saved()
        assert (saved.name, saved.query) == ("sayings", "(knot rumour) sort:time")
        assert isinstance(room.app.screen, Search)
        room.app.screen.query_one("#query", Input).value = ""
        await room.settled()
        assert "sayings" in room.screen


@pytest.mark.parametrize("key", ["ctrl+y", "enter", "~"])
async def test_what_may_be_meant_is_asked_by_a_key(session: Session, key: str) -> None:
    async with opened(session, KETTLE) as room:
        await ask(room, "harbuor", *(["tab"] if key == "~" else []))
        offers = [row for row in rows(room).rows if isinstance(row, Offer)]
        assert offers[0].lead == "did you mean"
        assert "Nothing found" in said(room)
        await room.press(key)
        await room.settled()
        assert room.app.screen.query_one("#query", Input).value == "harbour"
        assert heads(room)[0].episode == TIDE


async def test_a_misheard_name_is_offered_and_corrected(session: Session) -> None:
    folder = session.paths.library.parent
    text = "Ann: We met Satskever at noon. Satskever was late.\nBob: Sutskever is never late."
    id = add(session, folder / "more", "names", text)
    session.index.update()
    async with opened(session, KETTLE) as room:
        await ask(room, "Sutskever")
        offer = next(row for row in rows(room).rows if isinstance(row, Offer))
        assert (offer.lead, offer.query) == ("also heard as", "~Sutskever")
        await room.press("ctrl+y")
        await room.settled()
        await room.press("tab")
        while (hit := rows(room).chosen_row) and "Satskever" not in getattr(hit, "text", ""):
            await room.press("up" if rows(room).cursor > 1 else "down")
        await room.press("r")
        line = room.app.screen.query_one("#line", Input)
        assert line.value == "Sutskever"
        line.value = "Sutskever*"
        await room.press("enter")
        await room.settled()
        given = session.library.transcript(id).corrections
        assert [c.replacement for c in given] == ["Sutskever", "Sutskever"]
        assert session.index.search("=sutskever").total == 2
        await room.press("u")
        await room.settled()
        assert session.library.transcript(id).corrections == ()


async def test_a_misheard_name_is_corrected_in_every_episode(session: Session) -> None:
    folder = session.paths.library.parent
    ids = [
        add(session, folder / f"more{n}", "names", f"Ann: We met Satskever {n}.\nBob: Who?")
        for n in range(2)
    ]
    session.index.update()
    hit = session.index.search("~sutskever").hits[0]
    prompt = correcting(session, "~Sutskever", hit, lambda: None)
    assert "** for every episode" in prompt._hint
    prompt._accept("Sutskever **")
    assert [len(session.library.transcript(id).corrections) for id in ids] == [1, 1]
    session.library.undo()
    assert [len(session.library.transcript(id).corrections) for id in ids] == [0, 0]


async def test_what_is_not_asked_by_its_sound_is_not_corrected_here(session: Session) -> None:
    async with opened(session, KETTLE) as room:
        await ask(room, "gulls", "tab", "r")
        assert "only what ~name finds" in room.told[0]


async def test_escape_comes_back_to_the_list_at_the_same_place(session: Session) -> None:
    async with opened(session, KETTLE) as room:
        await ask(room, "rope OR tide", "s", "tab", "alt+s")
        await room.press("home", "enter")
        await room.settled()
        await room.press("down", "down", "down", "down", "down")
        chosen = rows(room).chosen_row
        before = said(room).split(" · ")[:2], rows(room).cursor
        await room.press("enter")
        assert isinstance(room.app.screen, Reading)
        assert "the hits" in room.lines[-1]
        await room.press("n", "n", "escape")
        await room.settled()
        assert (said(room).split(" · ")[:2], rows(room).cursor) == before
        assert rows(room).chosen_row == chosen
        assert room.app.focused is rows(room)
        await room.press("escape", "escape")
        assert isinstance(room.app.screen, Reading)


async def test_matches_are_counted_here_and_over_the_episodes(session: Session) -> None:
    async with opened(session, KETTLE) as room:
        await ask(room, "gulls OR kettle", "enter")
        assert "of 20 · episode" in room.lines[-1] or "of 1 · episode" in room.lines[-1]
        assert "of 2" in room.lines[-1]


@pytest.mark.parametrize(
    ("query", "column"), [("knot speker:oda", 5), ("in:never knot", 3), ("knot )", 5)]
)
async def test_a_wrong_query_is_pointed_at(session: Session, query: str, column: int) -> None:
    async with opened(session, KETTLE, SMALL) as room:
        await ask(room, query)
        line = next(y for y, text in enumerate(room.lines) if query in text)
        assert room.lines[line + 1].index("^") == room.lines[line].index(query) + column
        assert rows(room).count == 0


@pytest.mark.parametrize("keys", [("f1",), ("tab", "?")])
async def test_the_language_is_on_one_page(session: Session, keys: tuple[str, ...]) -> None:
    async with opened(session, KETTLE, (80, 40)) as room:
        await ask(room, "knot", *keys)
        for examples, finds in LANGUAGE:
            assert any(finds in line and examples[-1] in line for line in room.lines), finds
        await room.press("escape")
        assert isinstance(room.app.screen, Search)


def test_every_example_of_the_language_is_understood() -> None:
    for examples, _ in LANGUAGE:
        for example in examples:
            if not example.startswith("sort:"):
                parse(example)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        (Asked("knot"), "knot"),
        (Asked(" a  knot "), "a knot"),
        (Asked("a OR b", (("year", "2023"),)), '(a OR b) year:"2023"'),
        (Asked("a", (("speaker", "Oda Lind"),), "date"), 'a speaker:"Oda Lind" sort:date'),
    ],
)
def test_what_is_asked_is_written_as_one_query(asked: Asked, written: str) -> None:
    assert asked.written() == written
    parse(written)


def test_the_strip_shows_where_hits_fall() -> None:
    falls = [0] * 48
    falls[0], falls[47] = 1, 8
    strip = spread(falls, 12)
    assert "".join(block for block, _ in strip) == "▂▁▁▁▁▁▁▁▁▁▁█"
    assert [count for _, count in strip] == [1, *[0] * 10, 8]
    assert "".join(block for block, _ in spread((), 3)) == "   "
