"""How the page looks: density, clean reading, plain, and texts so long that times come later."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import settings
from reader.session import Session
from reader.tui.page import sheet
from reader.tui.page.layout import Kind

from .support import KNOTS, SMALL, TIDE, add, opened, session_in

SPOKEN = "\n".join(
    [
        "Ann: Um, so the the rope is, you know, here. I I know it.",
        "Bob: Uh, yes.",
        *(f"Ann: It was um, the rope number {n}, and the the knot." for n in range(30)),
    ]
)


async def test_each_density_keeps_the_eye_and_is_remembered(session: Session, folder: Path) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("Where did you learn")
        heights = []
        for density in ("compact", "dense", "comfortable"):
            above = room.page.line - room.page.scroll_offset.y
            await room.press("z")
            assert room.page.density == density
            assert settings.read(session.paths)[0].density == density
            assert abs(room.page.line - room.page.scroll_offset.y - above) <= 3
            assert room.word == "Where"
            heights.append(len(room.page.layout_lines))
        assert heights[1] < heights[0] <= heights[2]
        await room.press("z", "z", "<")
        assert "Oda Lind ≈0:00 Welcome back" in room.screen


async def test_clean_reading_hides_words_and_quotes_have_them_all(
    session: Session, folder: Path
) -> None:
    episode = add(session, folder / "files", "spoken", SPOKEN)
    async with opened(session, episode, SMALL) as room:
        await room.press("Z")
        assert "So the rope is, here. I know it." in room.screen
        assert "Um" not in room.screen
        await room.press("l", "l", "l")
        assert room.word == "rope"
        await room.press("left")
        assert room.word == "the"
        await room.press("<", "V")
        assert room.selected == "Um, so the the rope is, you know, here. I I know it."
        await room.press("h")
        (highlight,) = session.library.highlights(episode)
        assert highlight.quote == "Um, so the the rope is, you know, here. I I know it."
        await room.go("Uh, yes")
        await room.press("k")
        assert not room.page.layout_lines.hidden(room.page.caret)
        at = room.find("rope number 3")
        line = room.page.layout_lines.line_of(at)
        row = line - room.page.scroll_offset.y
        for x in range(room.page.size.width):
            offset = room.page.offset_of(x, row)
            assert offset is None or not room.page.layout_lines.hidden(offset)
        await room.press("Z")
        assert "Um, so the the rope" in room.screen


async def test_plain_has_no_drawing_and_the_cursor_at_the_caret(
    folder: Path, session: Session
) -> None:
    plain = session_in(folder, plain=True)
    async with opened(plain, KNOTS, SMALL) as room:
        assert not any("\u2500" <= character <= "\u25ff" for character in room.screen)
        assert "Oda Lind, ≈0:00" in room.screen
        await room.press("j", "l")
        cursor = room.app.cursor_position
        line = room.lines[cursor.y]
        assert line[cursor.x :].startswith(room.word)


async def test_a_long_text_is_shown_before_its_times_are_known(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "LONG", 10)
    async with opened(session, TIDE) as room:
        await room.settled()
        assert room.page.timed
        assert "/ 1:06:39" in room.screen
        await room.press("G")
        top = room.page.scroll_offset.y
        assert room.page.layout_lines.kinds[room.page.line] == Kind.TEXT
        await room.pilot.resize_terminal(100, 40)
        await room.pilot.pause()
        assert 0 <= room.page.line - room.page.scroll_offset.y < room.page.size.height
        assert top > 0
