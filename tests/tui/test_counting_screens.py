"""The concordance and the trends: asked, ordered, gone from and come back to, taken along."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from textual.widgets import Input, Label

from reader.errors import LibraryError
from reader.session import Session
from reader.transcript import Meta
from reader.tui.screens.counting.concordance import Concordance, Lines
from reader.tui.screens.counting.trends import Trends
from reader.tui.screens.reading.screen import Reading
from reader.tui.screens.search.screen import Search

from .support import KNOTS, LARGE, MARKUPS, SMALL, TIDE, Room, add, opened, session_in

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x45"])


async def ask(room: Room, key: str, query: str) -> None:
    """Open the concordance or the trends by its key and ask for `query`."""
    await room.press(key)
    await room.settled()
    if not isinstance(room.app.focused, Input):
        await room.press("/")
    await room.type(query)
    await room.press("enter")
    await room.settled()


def said(room: Room) -> str:
    return str(room.app.screen.query_one("#ways", Label).render())


def rows(room: Room) -> list[str]:
    """The lines of the concordance that are on the screen."""
    lines = room.app.screen.query_one(Lines)
    top, width = lines.scroll_offset.y, lines.size.width
    shown = range(top, min(lines.count, top + lines.size.height))
    return ["".join(text for text, _ in lines.row(index, width)[0]) for index in shown]


def columns(room: Room, style: str = "found") -> set[int]:
    """Where on their lines the pieces of that style begin."""
    lines = room.app.screen.query_one(Lines)
    found = set()
    for index in range(min(lines.count, lines.size.height)):
        at = 0
        for text, kind in lines.row(index, lines.size.width)[0]:
            if kind == style:
                found.add(at)
            at += len(text)
    return found


@SIZES
async def test_every_occurrence_stands_below_the_other(
    session: Session, size: tuple[int, int]
) -> None:
    async with opened(session, KNOTS, size) as room:
        await ask(room, "K", "rope OR knot")
        assert "42 occurrences in 1 episode" in said(room)
        assert len(columns(room)) == 1
        assert all("rope" in row.lower() or "knot" in row.lower() for row in rows(room))
        assert "Every occurrence" in room.lines[0]
        assert any("Oda Lind" in line for line in room.lines)


async def test_where_nobody_is_named_the_title_says_where(session: Session) -> None:
    async with opened(session, KNOTS, SMALL) as room:
        await ask(room, "K", '"without a word"')
        assert "300 occurrences in 1 episode" in said(room)
        assert all(row[10:].startswith("waves ") for row in rows(room))


async def test_the_order_is_changed_by_a_key(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "K", "tide OR rope OR kettle")
        lines = room.app.screen.query_one(Lines)
        seen = []
        for _ in range(5):
            seen.append([lines.line(n) for n in range(3)])
            await room.press("s")
            await room.settled()
        assert len({str(first) for first in seen}) >= 3
        assert [lines.line(n) for n in range(3)] == seen[0]
        await room.press("S")
        await room.settled()
        assert isinstance(room.app.screen, Concordance)
        assert room.app.screen.view.sort == "date"
        await room.press("s", "s")
        await room.settled()
        assert columns(room, "accent")


async def test_enter_goes_there_and_the_key_comes_back(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "K", "harbour")
        await room.press("s", "s")
        await room.settled()
        await room.press("down", "down", "down")
        lines = room.app.screen.query_one(Lines)
        line, at = lines.line(lines.cursor), lines.cursor
        assert line is not None
        await room.press("enter")
        assert isinstance(room.app.screen, Reading)
        assert room.app.reading.episode is not None
        assert room.app.reading.episode.id == line.episode == TIDE
        assert room.page.caret == line.start
        assert len(room.page.matches) == 400
        assert room.told == ["K goes back to the lines"]
        await room.press("n")
        assert room.page.caret > line.start
        await room.press("K")
        await room.settled()
        screen = room.app.screen
        assert isinstance(screen, Concordance)
        assert (screen.view.sort, screen.query_one(Lines).cursor) == ("right", at)
        assert screen.query_one("#query", Input).value == "harbour"


async def test_from_the_search_to_the_lines_and_the_plot(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("/")
        await room.type("gulls")
        await room.settled()
        assert "Ctrl+O" in room.screen
        await room.press("ctrl+o")
        await room.settled()
        assert isinstance(room.app.screen, Concordance)
        assert "1 occurrence in 1 episode" in said(room)
        await room.press("T")
        await room.settled()
        assert isinstance(room.app.screen, Trends)
        assert "1 occurrence in" in said(room)
        await room.press("K")
        await room.settled()
        assert isinstance(room.app.screen, Concordance)
        await room.press("escape", "/")
        await room.settled()
        assert isinstance(room.app.screen, Search)
        await room.press("ctrl+t")
        await room.settled()
        assert isinstance(room.app.screen, Trends)


@SIZES
async def test_trends_are_drawn_by_each(session: Session, size: tuple[int, int]) -> None:
    async with opened(session, KNOTS, size) as room:
        await ask(room, "T", "the")
        assert "2023" in room.screen
        assert "█" in room.screen
        await room.press("s")
        await room.settled()
        assert "Boathouse (" in room.screen
        await room.press("s")
        await room.settled()
        assert "Oda Lind (" in room.screen
        assert "渡辺" not in room.screen
        await room.press("s")
        await room.settled()
        assert "tide (800)" in room.screen
        assert room.screen.count("█") > 20


@pytest.mark.parametrize("key", ["K", "T"])
async def test_where_nothing_is_asked_or_found_it_says_what_to_do(
    session: Session, key: str
) -> None:
    async with opened(session, KNOTS, SMALL) as room:
        await room.press(key)
        assert isinstance(room.app.focused, Input)
        assert "Type a word" in said(room)
        await room.press("enter")
        await room.type("xyzzy")
        await room.press("enter")
        await room.settled()
        assert "Nothing is said like that" in said(room)
        await room.press("/")
        await room.type("speaker:oda")
        await room.press("enter")
        await room.settled()
        assert "names no word" in said(room)
        await room.press("escape")
        assert isinstance(room.app.screen, Reading)


@pytest.mark.parametrize("key", ["K", "T"])
async def test_an_index_that_fails_is_told(
    session: Session, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise LibraryError("the search index cannot be read", hint="reader reindex")

    async with opened(session, KNOTS) as room:
        monkeypatch.setattr(session.index, "concordance", refuse)
        monkeypatch.setattr(session.index, "trends", refuse)
        await ask(room, key, "rope")
        assert "cannot be read" in said(room)
        await room.press("escape")
        assert isinstance(room.app.screen, Reading)


@pytest.mark.parametrize(("key", "name"), [("K", "rope-time.csv"), ("T", "rope-year.csv")])
async def test_the_table_is_written_and_never_over_another(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(session, KNOTS) as room:
        await ask(room, key, "rope")
        await room.press("w", "enter")
        await room.settled()
        assert room.told == [f"Written: {name}"]
        with (tmp_path / name).open(newline="", encoding="utf-8") as file:
            found = list(csv.DictReader(file))
        assert len(found) == (40 if key == "K" else 2)
        assert found[0].keys() >= ({"left", "match"} if key == "K" else {"count", "rate"})
        (tmp_path / name).write_text("mine")
        await room.press("w", "enter")
        await room.settled()
        assert "already" in room.screen
        await room.press("escape")
        assert (tmp_path / name).read_text() == "mine"


async def test_the_table_is_copied(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    copy = session.copy

    def spy(text: str, emit: object = None) -> object:
        copied.append(text)
        return copy(text, lambda written: None)

    monkeypatch.setattr(session, "copy", spy)
    async with opened(session, KNOTS) as room:
        await ask(room, "K", "book")
        await room.press("y")
        first, second = copied[0].splitlines()
        assert first.index("book") == second.index("book")
        assert "(Pell Arrow, knots, ≈" in first
        await room.press("T")
        await room.settled()
        await room.press("s", "s")
        await room.settled()
        await room.press("y")
        assert copied[1].startswith("Pell Arrow       1 of ")


async def test_what_is_added_meanwhile_is_counted_too(session: Session, folder: Path) -> None:
    async with opened(session, KNOTS) as room:
        await ask(room, "K", "gulls")
        assert "1 occurrence in 1 episode" in said(room)
        await room.press("escape")
        add(session, folder / "files", "more", "Ann: The gulls again.\nBob: Gulls, gulls.")
        await room.press("K")
        for _ in range(4):
            await room.settled()
        assert "4 occurrences in 2 episodes" in said(room)


async def test_what_is_said_is_never_markup(session: Session) -> None:
    async with opened(session, MARKUPS) as room:
        await ask(room, "K", "markup OR bold")
        assert "[/] is not markup. Nor is [red] or [b]bold[/b]" in room.screen
        await ask(room, "K", "x")
        assert "[@click=app.quit]" in room.screen


@pytest.mark.parametrize("theme", ["ansi-dark", "textual-light"])
async def test_it_is_drawn_in_any_theme(session: Session, theme: str) -> None:
    async with opened(session, KNOTS) as room:
        room.app.theme = theme
        await ask(room, "T", "the")
        assert "█" in room.screen
        room.app.theme = "nord"
        await room.pilot.pause()
        await room.press("K")
        await room.settled()
        assert "Every occurrence" in room.screen


@pytest.mark.parametrize("size", [(40, 10), (20, 6), (12, 4), (240, 60)], ids=str)
async def test_it_fits_any_terminal(session: Session, size: tuple[int, int]) -> None:
    async with opened(session, KNOTS, size) as room:
        await ask(room, "K", "the")
        for key in ("s", "s", "end", "T", "s", "s", "s"):
            await room.press(key)
            await room.settled()
        await room.press("escape")
        assert isinstance(room.app.screen, Reading)


async def test_many_years_show_the_last_ones(tmp_path: Path) -> None:
    session = session_in(tmp_path)
    for year in range(1990, 2020):
        text = f"Ann: The lamp of {year} is lit.\nBob: It is out again."
        add(session, tmp_path / "files", f"talk {year}", text, Meta(date=f"{year}-02-03"))
    session.index.update()
    async with opened(session, 1, SMALL) as room:
        await ask(room, "T", "lamp")
        assert "the last 11 of 30" in room.screen
        assert "2019" in room.screen
        assert "1990" not in room.screen
    session.library.close()
