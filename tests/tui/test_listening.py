"""The page follows what is heard, and what is heard follows the page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from media.support import fake_mpv, runs, sound, until

from reader.session import Session
from reader.transcript import Meta

from .support import KNOTS, SMALL, TIDE, opened


async def test_listening(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = fake_mpv(tmp_path, monkeypatch)
    session.library.edit(TIDE, Meta(media=str(sound(tmp_path / "tide.wav"))))
    async with opened(session, TIDE, SMALL) as room:
        reading, page = room.app.reading, room.page
        await room.go("Sentence number 3 is")
        await room.press("P")
        start = page.caret
        await until(lambda: page.caret > start + 40)
        process, *line = json.loads(log.read_text())
        assert "--start=30.000" in line
        assert page.caret == reading._led
        assert room.word in "Sentence number is about the tide and the harbour wall. 0123456789"
        await room.press("P")
        assert "♪" in room.screen
        assert "paused" in room.screen
        assert "P go on" in room.screen

        rested = page.caret
        await room.press("alt+up", "alt+up", "alt+down", "P")
        await until(lambda: page.caret != rested)
        assert "×1.1" in room.screen

        await room.press("]")
        skipped = page.caret
        await until(lambda: page.caret > skipped)
        assert reading._follows

        await room.press("home")
        assert not reading._follows
        heard = reading._player.time
        await until(lambda: reading._player.time > heard + 1)
        assert page.caret == 0
        assert "P from here" in room.screen
        await room.press("P")
        await until(lambda: 0 < page.caret < 200)
        assert reading._player.time < 30

        await room.press("v")
        chosen = page.caret
        heard = reading._player.time
        await until(lambda: reading._player.time > heard + 1)
        assert page.caret == chosen
        await room.press("escape")

        assert runs(process)
        await room.press("alt+p")
        assert not runs(process)
        assert "♪" not in room.screen
        await room.press("alt+up")
        assert "P plays from here" in room.told[-1]

        await room.press("P")
        await until(lambda: reading._player.time is not None)
        process = json.loads(log.read_text().splitlines()[-1])[0]
    assert not runs(process)


async def test_what_cannot_be_heard(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_mpv(tmp_path, monkeypatch)
    bad = tmp_path / "bad.mp3"
    shutil.copy(sound(tmp_path / "x.wav"), bad)
    session.library.edit(TIDE, Meta(media=str(bad)))
    async with opened(session, KNOTS, SMALL) as room:
        await room.press("P")
        assert "no recording of this episode is known" in room.told[-1]
        room.app.reading.open(TIDE)
        await room.press("P")
        await until(lambda: "it cannot be played: loading failed" in "".join(room.told))
        assert room.app.reading._player is None
        monkeypatch.setenv("PATH", "")
        await room.press("P")
        assert "mpv is not installed" in room.told[-1]
