"""Finding: matches within words, places where there are none, and the order of what is found."""

from __future__ import annotations

import pytest
from textual.widgets import Label

from reader.search import Hit
from reader.session import Session
from reader.tui.widgets.hits import HitList

from .support import KNOTS, TIDE, WAVES, Room, opened


def below(room: Room) -> str:
    return room.lines[-1]


async def ask(room: Room, query: str) -> str:
    """Search for `query`; returns what is said of the answer."""
    await room.press("/")
    await room.type(query)
    await room.settled()
    return str(room.app.screen.query_one("#answer", Label).render())


async def test_matches_within_words_are_stepped_through(session: Session) -> None:
    async with opened(session, WAVES) as room:
        await room.press("f")
        await room.type("ithou")
        await room.press("enter")
        places = []
        for number in range(1, 5):
            assert f"match {number} of 300" in below(room)
            places.append(room.page.caret)
            await room.press("n")
        assert places == sorted(set(places))
        await room.press("N")
        assert room.page.caret == places[-1]


async def test_every_match_within_one_word_is_counted(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("f")
        await room.type("o")
        await room.press("enter")
        total = len(room.page.matches)
        seen = []
        for _ in range(total):
            seen.append(below(room).split("match ")[1].split(" of ")[0])
            await room.press("n")
        assert seen == [str(n) for n in range(1, total + 1)]


async def test_where_nothing_is_found_the_caret_stays_where_it_began(session: Session) -> None:
    async with opened(session, WAVES) as room:
        await room.go("The 50th")
        caret = room.page.caret
        await room.press("f")
        await room.type("60th")
        assert room.page.caret != caret
        await room.type("xyzzy")
        assert room.page.caret == caret
        assert "no match" in below(room)
        await room.press("enter")
        assert room.page.caret == caret
        assert room.app.focused is room.page
        assert "no match" not in below(room)


async def test_away_from_the_matches_only_their_number_is_shown(session: Session) -> None:
    async with opened(session, WAVES) as room:
        await room.press("f")
        await room.type("100th wave")
        await room.press("enter")
        assert "match 1 of 1" in below(room)
        await room.press("l")
        assert "match 1 of 1" in below(room)
        await room.press("l")
        assert "1 match " in below(room)
        await room.press("N")
        assert "match 1 of 1" in below(room)


async def test_a_place_beyond_the_end_is_told_how_long_it_lasts(session: Session) -> None:
    async with opened(session, TIDE) as room:
        await room.press("g")
        await room.type("9:00:00")
        await room.press("enter")
        said = str(room.app.screen.query_one("#hint").render())
        assert said == "the episode is over by then (it lasts 1:06:39)"


# -- everywhere ---------------------------------------------------------------------------------


async def test_hits_of_an_episode_are_in_its_order_and_the_best_is_chosen(session: Session) -> None:
    query = "second thought OR knot OR book"
    best = session.index.search(query, limit=60, typing=True).hits[0]
    async with opened(session, WAVES) as room:
        await ask(room, query)
        found = room.app.screen.query_one("#hits", HitList)
        hits = [row for row in found.rows if isinstance(row, Hit)]
        assert [h.start for h in hits if h.episode == KNOTS] == sorted(
            h.start for h in hits if h.episode == KNOTS
        )
        assert hits[0].episode == best.episode
        chosen = found.chosen_row
        assert isinstance(chosen, Hit)
        assert (chosen.episode, chosen.start) == (best.episode, best.start)


async def test_going_on_into_another_episode_says_which(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "gulls OR kettle")
        await room.press("enter")
        first = room.app.reading.episode
        assert first is not None
        for _ in range(60):
            await room.press("n")
            if room.app.reading.episode != first:
                break
        assert room.app.reading.episode is not None
        assert room.told == [f"In “{room.app.reading.episode.title}”"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("date:2022-13", "is no date"),
        ('"xyzzy open', "never closed"),
        ("nofield:x", "there is no field"),
    ],
)
async def test_a_search_that_rests_is_told_what_is_wrong(
    session: Session, query: str, said: str
) -> None:
    async with opened(session, KNOTS) as room:
        assert said in await ask(room, query)
