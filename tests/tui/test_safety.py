"""Nothing of a transcript is read as markup or reaches the terminal as a control character."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import TextArea

from reader.session import Session
from reader.transcript import BREAK, Meta, Span, Transcript, Turn

from .support import LARGE, MARKUPS, SMALL, Room, opened, session_in

EVIL = (
    "\x1b]52;c;cHduZWQ=\x07\x1b]0;pwned\x07\x1b[31m\x9b2J\x9d0;x\x9c\x08\r\x00\u202e\ud800[/][red]"
)
MARKUP = "[/] [red]x[/red] [@click=app.quit]quit[/] $text-error [link='x']y[/link]"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x45"])

Go = Callable[[Room], Awaitable[object]]


def evil(name: str) -> str:
    """A text that says `name`, with all that is dangerous before and after it."""
    return f"{MARKUP} {name} {EVIL}".replace("\ud800", "").replace("\x00", "")


def transcript() -> Transcript:
    """A transcript that was never cleaned, as if the library had been written by hand."""
    turns, text = [], ""
    for n in range(30):
        text += BREAK if text else ""
        words = f"Words of turn {n}. {evil('said')}"
        turns.append(Turn(len(text), len(text) + len(words), evil(f"Name{n % 2}")))
        text += words
    paragraphs = tuple(Span(turn.start, turn.end) for turn in turns)
    meta = Meta(
        title=evil("Title"),
        show=evil("Show"),
        date="2024",
        url=evil("https://example.org/"),
        hosts=(evil("Host"),),
        front=evil("front\nmatter"),
    )
    return Transcript(text, tuple(turns), paragraphs, meta=meta, format="named")


@pytest.fixture
def hostile(tmp_path: Path) -> Session:
    """A library in which every text of a user or a source is hostile."""
    session = session_in(tmp_path)
    made = transcript()
    session.library.add(b"x", made, source=evil("source"), title=evil("Title"))
    (episode,) = session.library.episodes()
    kept = session.library.transcript(episode.id)
    for turn in (kept.turns[0], kept.turns[2]):
        highlight = session.highlight(episode, kept, Span(turn.start, turn.end))
        session.library.save_highlight(
            replace(highlight, note=evil("Note\nof two lines"), tags=(evil("tag"),))
        )
    session.index.update()
    return session


async def press(room: Room, *keys: str) -> None:
    await room.press(*keys)
    await room.settled()


async def palette(room: Room) -> None:
    await room.press(":")
    await room.type("note")
    await room.pilot.pause(0.4)


async def tell(room: Room) -> None:
    room.app.tell(evil("told"))
    room.app.tell(evil("told"), severity="error")
    await room.pilot.pause()


async def search(room: Room) -> None:
    await room.press("/")
    await room.type("words said")
    await room.settled()
    assert "passage" in room.screen


async def go_to_hit(room: Room) -> None:
    await search(room)
    await room.press("enter")
    await room.press("n")


async def filter_speaker(room: Room) -> None:
    room.app.reading.speakers_pane.focus()
    await room.press("<", "o")


async def panes(room: Room) -> None:
    for name in ("episodes", "speakers", "times", "notes"):
        room.app.reading._pane(name).display = True
        room.app.reading._pane(name).focus()
        await room.pilot.pause()


async def pasted(room: Room) -> None:
    await room.press("e")
    for _ in range(100):
        if room.app.screen.query(TextArea):
            break
        await room.pilot.pause(0.05)
    room.app.screen.query_one(TextArea).insert(EVIL)
    await room.pilot.pause()


def counted(key: str, *ways: str) -> Go:
    async def go(room: Room) -> None:
        await press(room, key)
        await room.type("words")
        await press(room, "enter")
        assert "30 occurrences" in room.screen
        await press(room, *ways)

    return go


def by_keys(*keys: str) -> Go:
    async def go(room: Room) -> None:
        await press(room, *keys)

    return go


PLACES: dict[str, Go] = {
    "page": by_keys(),
    "end of the page": by_keys("G"),
    "selection": by_keys("V"),
    "panes": panes,
    "about": by_keys("i"),
    "help": by_keys("?"),
    "palette": palette,
    "search": search,
    "matches": go_to_hit,
    "find": by_keys("f", "w", "o"),
    "go to": by_keys("g"),
    "wrong place": by_keys("g", "x", "enter"),
    "colour": by_keys("H"),
    "note": by_keys("e"),
    "pasted note": pasted,
    "tag": by_keys("t"),
    "name": by_keys("m"),
    "cite": by_keys("c"),
    "bibtex": by_keys("c", "end"),
    "add": by_keys("a"),
    "one speaker": filter_speaker,
    "undone": by_keys("u"),
    "told": tell,
    "concordance": counted("K"),
    "concordance by speaker": counted("K", "S", "S"),
    "trends by show": counted("T", "s"),
    "trends by speaker": counted("T", "s", "s"),
    "trends by episode": counted("T", "S"),
    "deleted": by_keys("d"),
}


def drawn(room: Room) -> str:
    """All that is on the screen, as the driver would be given it, and as a picture."""
    strips = room.app.screen._compositor.render_strips()
    for strip in strips:
        for segment in strip:
            assert not CONTROL.search(segment.text), repr(segment.text)
            assert "\n" not in segment.text
            assert "\t" not in segment.text
            meta = segment.style.meta if segment.style else {}
            assert not any(key.startswith("@") and "quit" in str(meta[key]) for key in meta)
            assert segment.style is None or segment.style.link is None
    update = room.app.screen._compositor.render_update(full=True)
    written = update.render_segments(room.app.console)
    escapes = re.sub("\x1b\\[[0-9;]*[mH]", "", written)
    assert not CONTROL.search(escapes), repr(CONTROL.search(escapes))
    assert not CONTROL.search(room.app.export_screenshot().replace("\r\n", "\n"))
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


@SIZES
@pytest.mark.parametrize("place", list(PLACES))
async def test_every_place_shows_hostile_text_as_text(
    hostile: Session, place: str, size: tuple[int, int]
) -> None:
    async with opened(hostile, size=size) as room:
        await PLACES[place](room)
        await room.pilot.pause()
        assert drawn(room).strip()
        assert not room.app._exit
        assert not CONTROL.search(room.app.title)


async def test_markup_is_shown_letter_for_letter(hostile: Session) -> None:
    async with opened(hostile, size=(200, 60)) as room:
        await room.pilot.pause()
        shown = drawn(room)
        assert MARKUP in room.lines[0]
        assert "[/] [red]x[/red] [@click=app.quit]quit[/]" in shown.replace("\n", " ")
        await room.press("i")
        assert "[@click=app.quit]quit[/]" in drawn(room)


async def test_a_click_on_markup_runs_nothing(session: Session) -> None:
    async with opened(session, MARKUPS) as room:
        offset = room.find("x[/].")
        line = room.page.layout_lines.line_of(offset)
        column = offset - room.page.layout_lines.starts[line]
        y = line - room.page.scroll_offset.y
        await room.pilot.click(room.page, offset=(room.page._left + column, y))
        assert not room.app._exit
        assert room.page.caret <= offset


async def test_what_is_pasted_is_cleaned_before_it_is_kept(hostile: Session) -> None:
    async with opened(hostile) as room:
        room.app.reading.open(hostile.library.episodes()[0].id)
        await room.go("Words of turn 4")
        await pasted(room)
        await room.press("escape")
        notes = [h.note for h in hostile.library.highlights() if "Words of turn 4" in h.quote]
        assert len(notes) == 1
        assert "[red]" in notes[0]
        assert not CONTROL.search(notes[0])
