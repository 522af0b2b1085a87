"""Every screen at two sizes, held against the pictures in `screens/`.

    DRAW_SCREENS=1 python -m pytest tests/tui/test_screens.py

draws the pictures anew; what has changed is then seen with `git diff tests/tui/screens`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from difflib import unified_diff
from pathlib import Path

import pytest

from reader import annotate
from reader.annotate.marking import bookmark
from reader.library import Bookmark
from reader.session import Session
from reader.settings.config import Paths
from reader.sources.source import Source
from reader.transcript import Span
from reader.tui.screens.reading import noting

from .drawing import drawn
from .support import KNOTS, TEXTS, Room, opened

PICTURES = Path(__file__).parent / "screens"
DRAWS = bool(os.environ.get("DRAW_SCREENS"))
SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
DAY = "2024-06-10T09:00:00.000000Z"

MARKS = (
    ("Today we talk about knots.", "yellow", "", ("knots",)),
    ("I tied one on Tuesday", "green", "Ask **which** door.", ("knots/own", "door")),
    ("My aunt called it the second thought.", "pink", "", ("names",)),
    ("A knot without a book is a rumour.", "blue", "The title?\n\n- or the end", ()),
    ("A rumour holds no boat at all.", "orange", "", ("names", "boat")),
)
"""The words that are marked, in which colour, with which note and tags."""

SCENES: dict[str, str] = {
    "page": "",
    "page-highlights": "] ] ]",
    "page-dense": "z z",
    "page-clean": "z Z",
    "page-one-speaker": "Z < ] o",
    "page-selecting": "o < ) v l l l )",
    "page-labels": "< ;",
    "page-timeline": "5",
    "page-timeline-keys": "@timeline-show shift+tab right right .",
    "page-two": "escape 5 \\",
    "page-two-linked": "|",
    "page-one-again": "\\",
    "page-pending": "`",
    "page-find": "escape f =knot",
    "page-find-nothing": "f =zzz",
    "pane-episodes": "1 @episodes",
    "pane-episodes-by-show": "@episodes g",
    "pane-speakers": "@speakers",
    "pane-times": "@times",
    "pane-notes": "@notes j",
    "search-empty": "/",
    "search": "/ =rope",
    "search-list": "/ =rope tab j j",
    "search-nothing": "/ =zzzqx",
    "search-error": "/ =(rope",
    "search-language": "/ f1",
    "notebook": "B",
    "notebook-by-tag": "B s s j space j",
    "notebook-by-colour": "B s",
    "review": "Q",
    "trash": "< ] ] ] ] ] d X",
    "places": '"',
    "concordance-empty": "K",
    "concordance": "K =rope enter s",
    "trends": "T =rope enter s s",
    "citing": "< ) enter c j j j j j",
    "citing-facts": "< ) enter c e",
    "note": "< ) enter e =A_note.",
    "note-on-the-episode": "E",
    "tag": "< ] t =kn",
    "colour": "< ] H",
    "name": "< m",
    "go-to": "g",
    "correct": "< r",
    "pin": "p",
    "edit-episode": "I",
    "about": "i",
    "add": "a",
    "settings": "f2 j j",
    "settings-choice": "f2 j j enter",
    "keys": "f3 j j",
    "keys-press": "f3 j enter",
    "keys-clash": "f3 j enter f",
    "help": "?",
    "palette": ":",
    "world": "@world",
    "markup": "@markup",
    "tour": "f4",
}
"""Each screen and how it is come to, from the page as the one before has left it: keys, `=words` to
type, with `_` for a space, and `@places` to go to. Before each, dialogs are closed."""


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Nothing that is shown depends on the hour, the zone or the folder."""

    class Day(date):
        @classmethod
        def today(cls) -> date:
            return cls(2024, 7, 1)

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(noting, "date", Day)
    monkeypatch.setattr("reader.library.journal.now", lambda: DAY)
    monkeypatch.setattr("reader.tui.screens.reading.core._SAVE_PLACE_SECONDS", 1e6)
    monkeypatch.setenv("TZ", "UTC")
    if hasattr(time, "tzset"):
        time.tzset()
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def filled() -> Session:
    """A library in this folder with marks of every kind."""
    session = Session(Paths(Path("library"), Path("config")))
    for name, text in TEXTS.items():
        session.add(Source(f"files/{name}.txt", f"{name}.txt", text.encode))
    library = session.library
    episode, transcript = library.episode(KNOTS), library.transcript(KNOTS)
    for number, (quote, colour, note, tags) in enumerate(MARKS):
        start = transcript.text.index(quote)
        span = Span(start, start + len(quote))
        made = annotate.mark(
            transcript, KNOTS, episode.version, span, colour=colour, note=note, tags=tags
        )
        when = DAY.replace("10T", f"{10 + number % 2}T")
        library.save_highlight(replace(made, id=f"mark-{number}", created=when, modified=when))
    library.bookmarks.save(
        [placed(session, "Then begin", "a", ""), placed(session, "We can hear", "", "gulls")]
    )
    library.notes.write(KNOTS, "Two people and a door.")
    session.index.update()
    return session


def placed(session: Session, words: str, letter: str, name: str) -> Bookmark:
    """A bookmark at `words` of the first episode."""
    transcript = session.library.transcript(KNOTS)
    version = session.library.episode(KNOTS).version
    at = transcript.text.index(words)
    made = bookmark(transcript, KNOTS, version, at, letter=letter, name=name)
    return replace(made, id=f"place-{words}", created=DAY, modified=DAY)


async def go(room: Room, steps: str) -> None:
    """Close what is open and go where `steps` lead."""
    reading = room.app.reading
    while room.app.screen is not reading:
        room.app.pop_screen()
        await room.pilot.pause()
    room.app.clear_notifications()
    if reading.page.labels:
        await room.press("escape")
    if reading.focused is not reading.page:
        await room.press("escape")
        reading.page.focus()
    reading.page.let_go()
    for step in steps.split():
        if step.startswith("="):
            await room.type(step[1:].replace("_", " "))
        elif step.startswith("@"):
            await visit(room, step[1:])
        else:
            await room.press(step)
        await room.settled()
    reading.keep_place()
    room.app.clear_notifications()
    await room.settled()


async def visit(room: Room, place: str) -> None:
    """Go to a pane, or open an episode."""
    reading = room.app.reading
    if place in TEXTS:
        reading.open(list(TEXTS).index(place) + 1)
    elif place == "timeline-show":
        reading.leaf.timeline.focus()
    else:
        pane = getattr(reading, f"{place}_pane")
        if not reading._shows(place):
            await room.app.perform(f"toggle-{place}")
        pane.focus()
    await room.pilot.pause()


class Gallery:
    """Compares pictures with those that are kept, or keeps them."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._end = f"-{size[0]}x{size[1]}.txt"
        self.names: set[str] = set()
        self.differences: list[str] = []

    def look(self, name: str, picture: str) -> None:
        """Hold `picture` against the one of that name."""
        file = PICTURES / f"{name}{self._end}"
        self.names.add(file.name)
        if DRAWS:
            PICTURES.mkdir(exist_ok=True)
            file.write_text(picture, encoding="utf-8")
            return
        kept = file.read_text(encoding="utf-8") if file.exists() else ""
        if kept != picture:
            diff = unified_diff(
                kept.splitlines(), picture.splitlines(), file.name, "now", lineterm="", n=1
            )
            self.differences.append("\n".join(diff))

    def judge(self) -> None:
        """Fail where a picture is another than the one kept, or one is kept of no screen."""
        old = {file for file in PICTURES.glob(f"*{self._end}") if file.name not in self.names}
        if DRAWS:
            for file in old:
                file.unlink()
            return
        assert not self.differences, "\n\n".join(self.differences)
        assert not old


@SIZES
async def test_every_screen_looks_as_it_did(still: None, size: tuple[int, int]) -> None:
    gallery = Gallery(size)
    empty = Session(Paths(Path("nothing"), Path("config")))
    async with opened(empty, size=size) as room:
        gallery.look("empty", drawn(room))
    async with opened(filled(), KNOTS, size=size) as room:
        for name, steps in SCENES.items():
            await go(room, steps)
            gallery.look(name, drawn(room))
    gallery.judge()
