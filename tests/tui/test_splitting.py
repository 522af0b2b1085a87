"""Two pages: each with its own place and selection, linked by time, and one again."""

from __future__ import annotations

from pathlib import Path

from reader.library import Library
from reader.session import Session

from .support import KNOTS, LARGE, TIDE, add, opened, session_in


async def test_two_places_of_one_episode(session: Session, disk: Library) -> None:
    async with opened(session, TIDE, LARGE) as room:
        reading = room.app.reading
        await room.go("Sentence number 30 ")
        first = reading.leaf
        await room.press("\\")
        assert len(reading.leaves) == 2
        second = reading.leaf
        assert second is not first
        assert second.page.caret == first.page.caret
        assert room.app.focused is second.page
        await room.press("j", "j", "v", "l")
        assert second.page.selection is not None
        assert first.page.selection is None
        await room.press("h")
        (highlight,) = disk.highlights(TIDE)
        assert highlight in first.highlights
        assert highlight in second.highlights
        place = second.page.caret
        await room.press("ctrl+w")
        assert reading.leaf is first
        assert room.app.focused is first.page
        await room.press("f", *"tide", "enter")
        assert first.page.matches
        assert not second.page.matches
        assert second.page.caret == place
        before = first.page.caret
        await room.press("\\")
        assert reading.leaves == [first]
        assert first.page.caret == before
        assert first.page.size.width == reading.query_one("#middle").size.width
        assert disk.episode(TIDE).place == before
        await room.press("ctrl+w")
        assert "one page only" in room.told[-1]


async def test_an_episode_beside_another_and_linked(session: Session) -> None:
    async with opened(session, TIDE, LARGE) as room:
        reading = room.app.reading
        await reading.open_beside(KNOTS)
        await room.pilot.pause()
        here, there = reading.page, reading.leaves[0].page
        assert reading.episode is not None
        assert reading.episode.id == KNOTS
        assert room.app.title.startswith("knots")
        await room.press("|")
        for keys in (["G"], ["<"], ["space", "space"]):
            await room.press(*keys)
            seconds = here.transcript.time_at(here.caret).seconds
            assert abs(there.transcript.time_at(there.caret).seconds - seconds) < 11
        here.scroll_end(animate=False)
        await room.pilot.pause()
        assert there.transcript.time_at(there.caret).seconds > 60
        await room.press("|", "<")
        assert there.caret != 0
        await room.press("ctrl+w", "\\")
        assert reading.episode.id == TIDE
        assert room.app.title.startswith("tide")


async def test_two_places_of_one_stay_as_far_apart(session: Session) -> None:
    async with opened(session, TIDE, LARGE) as room:
        await room.go("Sentence number 100 ")
        await room.press("\\")
        await room.go("Sentence number 130 ")
        await room.press("|", *"]]]]]]")
        here, there = room.page, room.app.reading.leaves[0].page
        apart = [page.transcript.time_at(page.caret).seconds for page in (here, there)]
        assert 290 <= apart[0] - apart[1] <= 310
        await room.press("ctrl+w", "]")
        assert (
            290
            <= here.transcript.time_at(here.caret).seconds
            - (there.transcript.time_at(there.caret).seconds)
            <= 310
        )


async def test_where_there_is_little_room(session: Session) -> None:
    async with opened(session, KNOTS, (80, 12)) as room:
        reading = room.app.reading
        await room.press("\\")
        assert "no room for two pages" in room.told[-1]
        assert len(reading.leaves) == 1
        await room.pilot.resize_terminal(80, 24)
        await room.press("\\", "G")
        first, second = (leaf.page for leaf in reading.leaves)
        assert first.size.height >= 8
        assert second.region.y > first.region.y
        await room.pilot.resize_terminal(120, 12)
        await room.pilot.pause()
        assert second.region.x > first.region.x
        assert second.region.y == first.region.y
        await room.pilot.resize_terminal(20, 5)
        await room.pilot.pause()
        assert [leaf.display for leaf in reading.leaves] == [False, True]
        await room.press("ctrl+w")
        assert [leaf.display for leaf in reading.leaves] == [True, False]
        assert room.app.focused is first


async def test_the_pages_are_resized_by_key_and_mouse(session: Session) -> None:
    async with opened(session, KNOTS, LARGE) as room:
        await room.press("\\")
        first, second = room.app.reading.leaves
        width = second.outer_size.width
        await room.press("alt+.", "alt+.")
        assert second.outer_size.width == width + 4
        edge = second.region.x
        await room.pilot.mouse_down(offset=(edge, 20))
        await room.pilot.hover(offset=(edge + 10, 20))
        await room.pilot.mouse_up(offset=(edge + 10, 20))
        await room.pilot.pause()
        assert second.region.x == edge + 10
        await room.press(*["alt+,"] * 40)
        assert second.outer_size.width == 30
        assert first.outer_size.width + 30 == LARGE[0]
        await room.pilot.resize_terminal(80, 30)
        await room.press("alt+=")
        assert first.outer_size.width == second.outer_size.width == 80
        assert second.outer_size.height > first.outer_size.height
        await room.press("\\")
        assert second.outer_size.height == room.app.reading.query_one("#leaves").size.height


async def test_keys_come_before_the_new_page_is_laid_out(session: Session) -> None:
    async with opened(session, KNOTS, LARGE) as room:
        reading = room.app.reading
        await room.go("A rumour holds")
        await reading.do_split_page()
        page = reading.page
        for move in (
            page.do_turn_previous,
            page.do_line_down,
            page.do_page_down,
            page.do_word_left,
        ):
            move()
        page.do_jump()
        page.do_select_sentence()
        reading.do_link_pages()
        await room.pilot.pause()
        assert page is reading.leaves[1].page
        assert room.selected is not None
        assert room.selected in room.screen


async def test_both_pages_follow_a_text_that_changed(
    session: Session, folder: Path, disk: Library
) -> None:
    text = "\n".join(
        f"{'Ann' if n % 2 else 'Bo'}: Oar {n} lies under bench {n * 7}." for n in range(90)
    )
    talk = add(session, folder / "files", "talk", text)
    async with opened(session, talk, LARGE) as room:
        reading = room.app.reading
        reading.look()
        await room.go("Oar 60 lies")
        reading.keep_place()
        await room.press("\\", *["{"] * 2)
        words = [leaf.page.transcript.text[leaf.page.caret :][:40] for leaf in reading.leaves]
        other = session_in(folder)
        longer = "Ina: Before all that, a word on the weather, which was fair.\n" + text
        add(other, folder / "files", "talk", longer)
        other.library.close()
        assert disk.transcript(talk).text[disk.episode(talk).place or 0 :].startswith(words[0])
        reading.look()
        await room.settled()
        after = [leaf.page.transcript.text[leaf.page.caret :][:40] for leaf in reading.leaves]
        assert after == words
        assert "Ina" in room.transcript.names


async def test_an_episode_that_another_process_removes_is_told(
    session: Session, disk: Library
) -> None:
    async with opened(session, TIDE, LARGE) as room:
        reading = room.app.reading
        reading.look()
        await room.press("\\")
        disk.remove(TIDE)
        reading.look()
        await room.settled()
        assert "“tide” was taken out of the library" in room.told
        assert [leaf.episode.id for leaf in reading.leaves if leaf.episode] == [KNOTS, KNOTS]
        await room.press("j", "h", "5", "*")
        assert disk.highlights(KNOTS)
