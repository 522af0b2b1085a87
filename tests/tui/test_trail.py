"""The jump list, named marks and bookmarks, by keys; kept over a restart."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.library import Library, Place
from reader.session import Session
from reader.tui.trail import Trail

from .support import KNOTS, TIDE, Room, opened, session_in


class Memory:
    """Keeps a jump list as long as the test runs."""

    def __init__(self) -> None:
        self.sides: tuple[list[Place], list[Place]] = ([], [])

    def load(self) -> tuple[list[Place], list[Place]]:
        return list(self.sides[0]), list(self.sides[1])

    def keep(self, behind: object, ahead: object) -> None:
        self.sides = (list(behind), list(ahead))  # type: ignore[call-overload]


PLACES = st.builds(Place, st.integers(1, 2), st.integers(0, 3))


@given(st.lists(PLACES, max_size=12), st.integers(0, 15))
def test_what_goes_back_comes_forward_again(walk: list[Place], steps: int) -> None:
    memory = Memory()
    trail, here = Trail(memory), Place(9, 0)
    for place in walk:
        trail.leave(here)
        here = place
    start, seen = here, []
    for _ in range(steps):
        before = Trail(memory).back(here) if len(seen) % 2 else trail.back(here)
        trail = Trail(memory)
        if before is None:
            break
        seen.append(here)
        here = before
    assert len(seen) == steps or here == Place(9, 0)
    for place in reversed(seen):
        after = trail.on(here)
        assert after == place
        here = place
    assert here == start


def test_a_new_way_forgets_what_was_ahead() -> None:
    trail = Trail(Memory())
    trail.leave(Place(1, 0))
    assert trail.back(Place(1, 5)) == Place(1, 0)
    trail.leave(Place(1, 0))
    assert trail.on(Place(1, 7)) is None
    with trail.resting():
        trail.leave(Place(1, 99))
    assert trail.swap(Place(1, 7)) == Place(1, 0)
    assert trail.swap(Place(1, 0)) == Place(1, 7)


def at(room: Room) -> tuple[int, str]:
    """The open episode, and the words at the caret."""
    assert room.app.reading.episode is not None
    caret = room.page.caret
    return room.app.reading.episode.id, room.transcript.text[caret : caret + 12]


async def test_back_and_forward_over_episodes_and_a_restart(folder: Path) -> None:
    session = session_in(folder)
    async with opened(session, KNOTS) as room:
        await room.go("Then begin")
        await room.press("G")
        end = at(room)
        room.app.reading.open(TIDE, 0)
        room.page.focus()
        await room.press("alt+3", "g")
        there = at(room)
        await room.press("ctrl+o")
        assert at(room)[0] == TIDE
        assert room.page.caret == 0
        await room.press("ctrl+o")
        assert at(room) == end
        await room.press("alt+left")
        assert at(room) == (KNOTS, "Then begin w")
    session.library.close()
    session = session_in(folder)
    async with opened(session, KNOTS) as room:
        await room.press("alt+3", "alt+right")
        assert at(room) == there
        await room.press("alt+o")
        assert room.told == ["There is no place to go on to"]
        session.library.remove(KNOTS)
        await room.press("alt+9", "alt+left")
        assert at(room)[0] == TIDE
    session.library.close()


async def test_steps_on_end_are_one_jump(session: Session) -> None:
    async with opened(session, TIDE) as room:
        await room.press("f")
        await room.type("harbour")
        await room.press("enter", "home")
        await room.go("number 3 is")
        before = room.page.caret
        await room.press("n", "n", "n", "n")
        assert room.page.caret > before
        await room.press("ctrl+o")
        assert room.page.caret == before


async def test_marks_are_set_and_gone_to_by_letters(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("Then begin")
        await room.press("`", "a")
        assert room.told[0].startswith("Marked a, at ")
        assert "a Then begin with" in room.screen
        await room.go("Somebody does")
        await room.press("`", "B")
        await room.press("'")
        assert "a ≈0:" in str(room.app.reading.status.render())
        await room.press("a")
        assert at(room)[1] == "Then begin w"
        await room.press("'", "'")
        assert at(room)[1].startswith("Somebody")
        await room.press("'", "'")
        assert at(room)[1] == "Then begin w"
        room.app.reading.open(TIDE)
        room.page.focus()
        await room.press("'", "a")
        assert "there is no mark a in this episode" in room.told[0]
        await room.press("'", "B")
        assert at(room) == (KNOTS, "Somebody doe")
        await room.press("'", "3")
        assert "a mark is a letter" in room.told[0]
        await room.press("ctrl+o")
        assert at(room)[0] == TIDE
        assert [each.letter for each in disk.bookmarks.all()] == ["B", "a"]


async def test_bookmarks_are_put_named_listed_and_taken_away(
    session: Session, disk: Library
) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("Then begin")
        await room.press("*")
        await room.go("My aunt")
        await room.press("alt+m")
        await room.type("the aunt")
        await room.press("enter")
        assert [each.name for each in disk.bookmarks.all(KNOTS)] == ["", "the aunt"]
        assert "◆ My aunt" in room.screen
        await room.press("home", "alt+j")
        assert at(room)[1] == "Then begin w"
        await room.press("alt+j", "alt+j")
        assert "no bookmark after" in room.told[0]
        await room.press("alt+k", '"')
        listed = room.screen
        assert listed.index("Then begin") < listed.index("the aunt  My aunt called")
        await room.press("e")
        await room.type("the door")
        await room.press("enter", "j", "d")
        assert [each.name for each in disk.bookmarks.all()] == ["the door"]
        await room.press("u", "end", "enter")
        assert at(room)[1] == "My aunt call"
        await room.press("*")
        assert len(disk.bookmarks.all()) == 1
        await room.press("u")
        assert len(disk.bookmarks.all()) == 2
        assert "◆ My aunt" in room.screen
