"""Searching everywhere as one types, stepping through matches, and finding in the episode."""

from __future__ import annotations

import shutil
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Label

from reader.errors import LibraryError
from reader.search.update import Updater
from reader.session import Session
from reader.tui.app import ReaderApp
from reader.tui.screens.reading.finding import find_literal
from reader.tui.screens.reading.screen import Reading
from reader.tui.screens.search.screen import Search
from reader.tui.widgets.hits import Head, HitList

from .support import KNOTS, LARGE, MARKUPS, SMALL, TIDE, WAVES, Room, opened

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x45"])


async def ask(room: Room, query: str) -> None:
    """Open the search and type `query`."""
    await room.press("/")
    await room.type(query)
    await room.settled()


def answer(room: Room) -> str:
    return str(room.app.screen.query_one("#answer", Label).render())


def rows(room: Room) -> HitList:
    return room.app.screen.query_one("#hits", HitList)


def listed(room: Room) -> list[str]:
    """The rows of the list, each as one text."""
    hits = rows(room)
    drawn = (hits.row(index, hits.size.width) for index in range(hits.count))
    return [" ".join("".join(text for text, _ in line) for line in lines) for lines in drawn]


@SIZES
async def test_hits_are_grouped_by_episode(session: Session, size: tuple[int, int]) -> None:
    async with opened(session, KNOTS, size) as room:
        await ask(room, "wave")
        heads = [row for row in rows(room).rows if isinstance(row, Head)]
        assert len(heads) == len({head.episode for head in heads}) >= 2
        assert "waves" in {head.title for head in heads}
        found = zip(rows(room).rows, listed(room), strict=True)
        assert all("wave" in line.lower() for row, line in found if row not in heads)
        assert "passages" in answer(room)


async def test_results_follow_what_is_typed(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "kettle")
        assert any("kettle" in line for line in listed(room))
        await room.type(" xyzzy")
        await room.settled()
        assert listed(room) == []
        assert "Nothing found" in answer(room)
        box = room.app.screen.query_one("#query", Input)
        box.value = "k"
        await room.settled()
        assert listed(room) == []
        assert "how to ask" in answer(room)


async def test_enter_goes_there_and_marks_the_matches(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "harbour wall")
        await room.press("enter")
        assert isinstance(room.app.screen, Reading)
        assert room.app.reading.episode is not None
        assert room.app.reading.episode.id == TIDE
        assert room.app.focused is room.page
        assert any(room.page.caret in span for span in room.page.matches)
        assert "match" in room.lines[-1]
        shown = {room.quote(span.start, span.end) for span in room.page.matches}
        assert shown <= {"harbour wall", "harbour", "wall"}


async def test_the_list_is_walked_while_typing(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "knot")
        before = rows(room).cursor
        await room.press("down")
        assert rows(room).cursor == before + 1
        assert isinstance(room.app.focused, Input)
        await room.press("enter")
        assert "knot" in room.transcript.text[room.page.caret : room.page.caret + 10].lower()


async def test_matches_are_stepped_through_both_ways(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "knot speaker:oda")
        await room.press("enter")
        starts = [span.start for span in room.page.matches]
        assert len(starts) > 1
        assert room.page.caret in starts
        index = starts.index(room.page.caret)
        for step in range(1, len(starts) - index):
            await room.press("n")
            assert room.page.caret == starts[index + step]
        for step in range(len(starts) - 1, 0, -1):
            await room.press("N")
            assert room.page.caret == starts[step - 1]
        await room.press("x")
        assert list(room.page.matches) == []
        assert "match" not in room.lines[-1]
        await room.press("n")
        assert room.told == ["Nothing was searched for yet: / searches"]


async def test_after_the_last_match_comes_the_next_episode_found(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "tea OR kettle OR gulls")
        await room.press("enter")
        found = room.app.reading.looking.found
        assert found is not None
        episodes = list(dict.fromkeys(hit.episode for hit in found.hits))
        assert len(episodes) > 1
        visited = []
        for _ in range(60):
            episode = room.app.reading.episode
            assert episode is not None
            if episode.id not in visited:
                visited.append(episode.id)
            await room.press("n")
        assert visited[:2] == episodes[:2]


QUERIES = """" "half speaker: speaker:nobody date:x date:2022.. (((( AND * a* [/] [red] \\ foo:bar
港 - ' NOT""".split()


@pytest.mark.parametrize("query", [*QUERIES, "NOT x", "OR OR", "x" * 300], ids=ascii)
async def test_no_query_breaks_the_search(session: Session, query: str) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("/")
        room.app.screen.query_one("#query", Input).value = query
        await room.settled()
        assert isinstance(room.app.screen, Search)
        assert len(answer(room).splitlines()) == 1
        await room.press("down", "up")
        await room.press("escape")
        await room.settled()
        assert isinstance(room.app.screen, Reading)


async def test_a_refused_query_leaves_nothing_to_choose(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "kettle")

        def search(*args: object, **options: object) -> None:
            raise LibraryError("the search index cannot be read", hint="reader reindex")

        monkeypatch.setattr(session.index, "search", search)
        await room.type("s")
        await room.settled()
        assert "cannot be read" in answer(room)
        assert listed(room) == []
        await room.press("enter")
        assert isinstance(room.app.screen, Search)


async def test_escape_leaves_everything_as_it_was(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("Today we")
        caret = room.page.caret
        await ask(room, "kettle")
        await room.press("escape")
        assert room.page.caret == caret
        assert list(room.page.matches) == []


async def test_the_last_query_is_there_again(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "kettle")
        await room.press("enter", "/")
        await room.settled()
        assert room.app.screen.query_one("#query", Input).value == "kettle"
        assert listed(room)
        await room.type("tide")
        assert room.app.screen.query_one("#query", Input).value == "tide"


async def test_enter_before_the_answer_waits_for_it(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "kettle")
        box = room.app.screen.query_one("#query", Input)
        box.value = "harbour"
        await room.press("enter")
        await room.settled()
        episode = room.app.reading.episode
        assert episode is not None
        assert episode.id == TIDE


# -- in the episode -----------------------------------------------------------------------------


@SIZES
async def test_finding_in_the_episode(session: Session, size: tuple[int, int]) -> None:
    async with opened(session, WAVES, size) as room:
        await room.press("f")
        await room.type("the 123th")
        assert room.quote(room.page.caret, room.page.caret + 9).lower() == "the 123th"
        assert 0 <= room.page.line - room.page.scroll_offset.y < room.page.size.height
        await room.press("enter")
        assert room.app.focused is room.page
        assert len(room.page.matches) == 1
        assert not room.app.screen.query_one("#find").display


async def test_escape_returns_to_where_finding_began(session: Session) -> None:
    async with opened(session, WAVES) as room:
        await room.go("The 50th")
        caret = room.page.caret
        await room.press("f")
        await room.type("200th")
        assert room.page.caret != caret
        await room.press("escape")
        assert room.page.caret == caret
        assert list(room.page.matches) == []
        assert room.app.focused is room.page


async def test_finding_goes_on_from_the_caret_and_around(session: Session) -> None:
    async with opened(session, WAVES) as room:
        await room.go("The 50th")
        await room.press("f")
        await room.type("without a word")
        assert "50th" in room.quote(room.page.caret - 45, room.page.caret)
        await room.press("down")
        assert "51th" in room.quote(room.page.caret - 45, room.page.caret)
        await room.press("up", "up")
        assert "49th" in room.quote(room.page.caret - 45, room.page.caret)
        await room.press("enter", "n")
        assert "50th" in room.quote(room.page.caret - 45, room.page.caret)


async def test_what_is_not_there_is_shown_and_moves_nothing(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("f")
        await room.type("xyzzy")
        assert room.page.caret == 0
        assert room.app.screen.query_one("#find").has_class("-nothing")
        await room.press("enter", "n")
        assert room.told == ["Nothing was searched for yet: / searches"]


@pytest.mark.parametrize("words", ["[/]", "[red]", "$text-error", "[[double]]", "*", "(", "\\"])
async def test_words_are_found_as_they_are_written(session: Session, words: str) -> None:
    async with opened(session, MARKUPS) as room:
        await room.press("f")
        box = room.app.focused
        assert isinstance(box, Input)
        box.value = words
        await room.pilot.pause()
        text = room.transcript.text
        assert len(room.page.matches) == text.count(words)
        await room.press("escape")


def test_literal_finding_minds_neither_case_nor_space() -> None:
    text = "The old\nHARBOUR isn’t there. the old harbour"
    found = [text[span.start : span.end] for span in find_literal(text, "  old   harbour ")]
    assert found == ["old\nHARBOUR", "old harbour"]
    assert [text[s.start : s.end] for s in find_literal(text, "isn't")] == ["isn’t"]
    assert find_literal(text, "   ") == []


# -- the index ----------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["gone", "garbage", "empty", "file"])
async def test_a_broken_index_is_made_again_and_reading_goes_on(
    session: Session, damage: str
) -> None:
    folder = session.paths.index
    if damage == "gone":
        shutil.rmtree(folder)
    elif damage == "file":
        shutil.rmtree(folder)
        folder.write_text("not an index")
    else:
        for file in (f for f in folder.rglob("*") if f.is_file()):
            file.write_bytes(b"" if damage == "empty" else b"\x00garbage" * 40)
    async with opened(session, KNOTS) as room:
        await room.press("j")
        assert room.page.caret > 0
        await ask(room, "kettle")
        await room.settled()
        assert isinstance(room.app.screen, Search)
        if damage == "file":
            assert listed(room) or len(answer(room).splitlines()) == 1
        else:
            room.app.screen.query_one("#query", Input).value = "kettl"
            await room.settled()
            room.app.screen.query_one("#query", Input).value = "kettle"
            await room.settled()
            assert any("kettle" in line for line in listed(room))


async def test_an_index_that_cannot_be_written_is_said_in_one_line(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def update(*args: object) -> None:
        raise LibraryError("the index cannot be written", where="index", hint="free some space")

    monkeypatch.setattr(session.index, "update", update)
    monkeypatch.setattr(session.index, "pending", lambda: 3)
    async with opened(session, KNOTS) as room:
        assert room.told == ["index: the index cannot be written (free some space)"]
        await room.press("j")
        assert room.page.caret > 0


async def test_indexing_is_shown_while_it_goes_on(session: Session, tmp_path: Path) -> None:
    shutil.rmtree(session.paths.index)
    seen: list[str] = []
    async with opened(session, KNOTS) as room:
        real = room.app.reading.show_progress

        def spy(label: str, done: int, total: int) -> None:
            real(label, done, total)
            seen.append(str(room.app.reading.status.render()))

        room.app.reading.show_progress = spy  # type: ignore[method-assign]
        shutil.rmtree(session.paths.index, ignore_errors=True)
        room.app.update_index()
        await room.settled()
    assert any("Indexing" in line for line in seen)
    assert "Indexing" not in seen[-1]


async def calm(room: Room) -> None:
    """Wait until no work goes on, nor any that it set off."""
    while len(room.app.workers):
        await room.settled()


@pytest.fixture
def held(session: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """The index is gone, and making it stops at the first episode until this is called."""
    monkeypatch.setattr("reader.search.update.PATIENCE", 0.0)
    shutil.rmtree(session.paths.index)
    gate, written = threading.Event(), Updater._built

    def built(updater: Updater, *args: Any) -> Iterator[Any]:
        for made in written(updater, *args):
            gate.wait(60)
            yield made

    monkeypatch.setattr(Updater, "_built", built)
    yield gate.set
    gate.set()


@asynccontextmanager
async def at_work(session: Session) -> AsyncIterator[Room]:
    """The interface while it is still indexing."""
    app = ReaderApp(session, open_episode=KNOTS)
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        while not app.indexing:
            await pilot.pause()
        yield Room(app, pilot)


async def test_indexing_goes_on_when_it_is_asked_for_again(
    session: Session, held: Callable[[], None]
) -> None:
    async with at_work(session) as room:
        for _ in range(3):
            room.app.update_index()
            await room.pilot.pause()
        held()
        await calm(room)
        assert session.index.pending() == 0
        assert not room.app.indexing
        assert session.index.search("kettle OR harbour").total > 2


async def test_what_changes_while_indexing_is_indexed_too(
    session: Session, held: Callable[[], None]
) -> None:
    async with at_work(session) as room:
        session.library.rename_speaker("Oda Lind", "Oda Marsh", [KNOTS])
        room.app.reading.reload()
        held()
        await calm(room)
        assert session.index.pending() == 0
        assert session.index.search("speaker:marsh").total > 0
        assert session.index.search("speaker:lind").total == 0


async def test_indexing_waits_for_another_writer(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.search.update.PATIENCE", 0.05)
    async with opened(session, KNOTS) as room:
        session.library.rename_speaker("Oda Lind", "Oda Marsh", [KNOTS])
        with session.index._updater._writing() as mine:
            assert mine
            room.app.update_index()
            for _ in range(5):
                await room.pilot.pause(0.05)
            assert room.app.indexing
        await calm(room)
        assert session.index.pending() == 0


async def test_leaving_does_not_wait_for_another_writer(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.search.update.PATIENCE", 3600.0)
    with session.index._updater._writing():
        session.library.rename_speaker("Oda Lind", "Oda Marsh", [KNOTS])
        async with at_work(session) as room:
            await room.press("q")
    assert session.index.pending() == 1


async def test_an_index_deleted_meanwhile_is_made_again_and_asked_again(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "kettle")
        found = listed(room)
        assert found
        await room.press("escape")
        for _ in range(2):
            shutil.rmtree(session.paths.index)
            await ask(room, "kettle")
            await calm(room)
            assert listed(room) == found
            assert "wait" not in answer(room)
            await room.press("escape")
        assert session.index.pending() == 0


async def test_the_answer_grows_when_indexing_ends(
    session: Session, held: Callable[[], None]
) -> None:
    async with at_work(session) as room:
        await room.press("/")
        await room.type("kettle")
        while "wait" not in answer(room):
            await room.pilot.pause()
        assert listed(room) == []
        assert "Nothing found · 6 episodes wait to be indexed" in answer(room)
        held()
        await calm(room)
        assert any("kettle" in line for line in listed(room))
        assert "wait" not in answer(room)


async def test_asked_again_the_chosen_hit_stays_chosen(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "harbour wall")
        first = rows(room).cursor
        await room.press("down", "down")
        chosen = rows(room).cursor
        assert chosen != first
        session.library.rename_speaker("Oda Lind", "Oda Marsh", [KNOTS])
        room.app.update_index()
        await calm(room)
        assert rows(room).cursor == chosen


async def test_what_cannot_be_indexed_is_tried_once_and_said_once(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def update(*args: object) -> None:
        tried.append(1)
        raise LibraryError("the index cannot be written", hint="free some space")

    async with opened(session, KNOTS) as room:
        shutil.rmtree(session.paths.index)
        monkeypatch.setattr(session.index, "update", update)
        await ask(room, "kettle")
        await calm(room)
        await room.type("s on")
        await calm(room)
        assert len(tried) == 1
        assert room.told == ["the index cannot be written (free some space)"]
        assert "Nothing found · 6 episodes wait to be indexed" in answer(room)
        assert not room.app.indexing
