"""Looking after what was marked: overlaps, notes on episodes, lost places, the trash, copies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.widgets import OptionList

from reader import clipboard
from reader.formats.clean import clean
from reader.library import Highlight, Library
from reader.library.journal import Entry
from reader.session import Session
from reader.syncing import sync
from reader.tui.page.layers import layered
from reader.tui.screens.dialogs import Choice, Leaflet, Prompt
from reader.tui.screens.dialogs.attaching import Attaching
from reader.tui.screens.dialogs.note import NoteEditor
from reader.tui.screens.notebook.trash import TrashScreen
from reader.tui.screens.reading.screen import Reading
from reader.tui.screens.reading.tending import of_whom, renewed

from .support import KNOTS, LARGE, SMALL, Room, opened

SENT = "Sent to the terminal (it may refuse)"


def quotes(disk: Library) -> list[str]:
    return [each.quote for each in disk.highlights(KNOTS)]


def made(session: Session, words: str, **facts: object) -> Highlight:
    """A highlight of `words` of the knots, some facts of which are others than it was made with."""
    episode = session.library.episode(KNOTS)
    transcript = session.library.transcript(KNOTS)
    highlight = session.highlight(episode, transcript, session.span(transcript, quote=words))
    changed = replace(highlight, **facts)  # type: ignore[arg-type]
    session.library.save_highlight(changed)
    return changed


async def test_over_a_highlight_it_is_asked_once(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS, LARGE) as room:
        await room.go("Today we talk")
        await room.press("enter", "h")
        await room.go("about knots")
        await room.press("v", "l", "l", "e")
        assert isinstance(room.app.screen, Choice)
        assert "This lies over “Today we talk about knots.”" in room.screen
        await room.press("escape")
        assert isinstance(room.app.screen, Reading)
        assert len(quotes(disk)) == 1
        await room.press("h", "enter")
        assert quotes(disk) == ["Today we talk about knots.", "about knots. Nobody"]
        await room.go("about knots")
        assert "2 highlights here" in room.screen
        await room.press("v", "l", "l", "l", "t", "down", "enter")
        await room.type("knot")
        await room.press("enter")
        assert quotes(disk) == ["Today we talk about knots. Nobody ties"]
        assert disk.highlights(KNOTS)[0].tags == ("knot",)
        await room.press("u")
        assert quotes(disk) == ["Today we talk about knots.", "about knots. Nobody"]


async def test_a_key_says_which_of_several_is_meant(session: Session, disk: Library) -> None:
    long, short = made(session, "Today we talk about knots."), made(session, "about knots")
    async with opened(session, KNOTS, SMALL) as room:
        await room.go("about knots")
        assert room.app.reading.highlight_here() == short
        await room.press("%")
        assert room.told == ["2 of 2: “Today we talk about knots.”"]
        await room.press("d")
        assert [each.id for each in disk.highlights(KNOTS)] == [short.id]
        await room.press("%")
        assert room.told == ["There is one highlight here"]
    assert long.id != short.id


def test_shorter_highlights_lie_over_longer_ones() -> None:
    session_free = Highlight(
        *("a", 1, 1, 0, 20, "", "", "", 0.0, 0.0, True, None, "yellow", (), "", "", "")
    )
    short = replace(session_free, id="b", start=5, end=25, colour="blue")
    inner = replace(session_free, id="c", start=6, end=8, colour="pink")
    drawn = [(span.start, span.end, name) for span, name in layered([inner, short, session_free])]
    assert drawn == [
        (0, 20, "mark-yellow"),
        (5, 25, "mark-blue"),
        (5, 20, "over-blue"),
        (6, 8, "mark-pink"),
        (6, 8, "over-pink"),
        (6, 8, "over-pink"),
    ]
    last = list(layered([inner, short, session_free], "a"))[-1]
    assert (last[0].start, last[0].end, last[1]) == (0, 20, "at-hand")


async def test_a_note_on_the_episode(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS, LARGE) as room:
        await room.press("E")
        assert isinstance(room.app.screen, NoteEditor)
        await room.type("About ropes [/].")
        await room.press("escape")
        note = disk.notes.of(KNOTS)
        assert note is not None
        assert note.text == "About ropes [/]."
        assert "on the episode" in room.screen
        assert "About ropes [/]." in room.screen
        await room.press("i")
        assert "About ropes [/]." in room.screen
        await room.press("escape", "u")
        assert disk.notes.of(KNOTS) is None
        assert "About ropes" not in room.screen
        await room.press("U")
        room.app.reading.set_focus(room.app.reading.notes_pane)
        await room.press("d")
        assert disk.notes.of(KNOTS) is None
        assert [thing.kind for thing in disk.trash.all()] == ["note"]


async def test_a_lost_highlight_is_attached_again(session: Session, disk: Library) -> None:
    words = "My aunt always called it a second thought"
    lost = made(session, "Nobody ties them.", state="orphan", quote=words, note="Aunt.")
    async with opened(session, KNOTS, LARGE) as room:
        await room.press("@")
        assert isinstance(room.app.screen, Attaching)
        assert words in room.screen.replace("\n", " ")
        assert "of its words" in room.screen
        await room.press("enter")
        found = disk.highlight(lost.id)
        assert (found.state, found.note) == ("anchored", "Aunt.")
        assert found.quote == "My aunt called it the second thought"
        assert room.page.caret == found.start
        await room.press("u")
        assert disk.highlight(lost.id).state == "orphan"
        await room.go("We can hear")
        await room.press("enter", "@")
        assert disk.highlight(lost.id).quote == "We can hear the gulls today."
        await room.press("@")
        assert room.told[-1] == "Every highlight of this episode has its place"


async def test_moved_highlights_are_confirmed_in_the_pane_and_all_at_once(
    session: Session, disk: Library
) -> None:
    for words in ("Nobody ties them", "We can hear", "Somebody does"):
        made(session, words, state="moved")
    async with opened(session, KNOTS, LARGE) as room:
        room.app.reading.set_focus(room.app.reading.notes_pane)
        await room.press("=")
        states = sorted(each.state for each in disk.highlights(KNOTS))
        assert states == ["anchored", "moved", "moved"]
        await room.press("escape")
        await room.go("Welcome")
        await room.press("=")
        assert "2 highlights were moved" in room.screen
        await room.press("down", "enter")
        assert {each.state for each in disk.highlights(KNOTS)} == {"anchored"}


async def test_the_trash_gives_back_and_is_emptied(session: Session, disk: Library) -> None:
    for words in ("Nobody ties them", "We can hear", "Somebody does"):
        session.library.delete_highlight(made(session, words).id)
    async with opened(session, KNOTS, SMALL) as room:
        await room.press("X")
        assert isinstance(room.app.screen, TrashScreen)
        assert "Trash · 3 things" in room.screen
        await room.press("enter")
        assert quotes(disk) == ["Somebody does"]
        assert "Brought back: 1 thing" in room.screen
        await room.press("m")
        assert "1 picked" in room.screen
        await room.press("d")
        assert isinstance(room.app.screen, Choice)
        await room.press("enter")
        assert len(disk.trash.all()) == 2
        await room.press("d", "down", "enter")
        assert len(disk.trash.all()) == 1
        await room.press("X", "down", "enter")
        assert disk.trash.all() == []
        assert "until you empty it" in room.screen
        await room.press("escape")
        assert quotes(disk) == ["Somebody does"]


async def test_each_kind_of_copy_has_a_key(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []

    def copy(text: str, **facts: object) -> clipboard.Copied:
        kept.append(text)
        return clipboard.Copied(
            "terminal", False, "Sent to the terminal (it may refuse)", Path("f")
        )

    monkeypatch.setattr(clipboard, "copy", copy)
    made(session, "Nobody ties them.", note="Not so.")
    session.library.notes.write(KNOTS, "On knots.")
    async with opened(session, KNOTS, SMALL) as room:
        await room.go("Nobody ties")
        told = []
        for key in ("y", "Y", "C", "L", "D", "ctrl+y", "alt+y"):
            await room.press(key)
            told.append(room.told[-1].partition(" · ")[0].partition(" (")[0])
            assert "Sent to the terminal (it may refuse); kept in f" in room.told[-1]
    words, quoted, citation, link, note, turn, notebook = kept
    assert words == "Nobody ties them."
    assert "Nobody ties them." in quoted
    assert "Boathouse" in quoted
    assert "Nobody" not in citation
    assert "Boathouse" in citation
    assert link.startswith("reader://")
    assert note == "Not so."
    assert turn.startswith("Oda Lind (≈0:00): Welcome back")
    assert turn.endswith("Nobody ties them.")
    assert "On knots." in notebook
    assert "> Nobody ties them" in notebook
    assert told == [
        "The words",
        "The quote with its citation",
        "The citation",
        "The link",
        "The note",
        "The turn",
        "The notebook of the episode",
    ]


async def test_what_no_clipboard_takes_is_shown(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as bare:
        for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY"):
            bare.delenv(name, raising=False)
        bare.setenv("TERM", "linux")
        bare.setenv("SSH_TTY", "/dev/pts/9")
        async with opened(session, KNOTS, SMALL) as room:
            await room.press("alt+c")
            assert room.told == ["nothing was copied yet"]
            await room.go("Nobody ties")
            await room.press("y")
            assert isinstance(room.app.screen, Leaflet)
            assert "Nobody ties them." in room.screen
            await room.press("escape", "alt+c")
            assert "What was copied last" in room.screen
            assert "Nobody ties them." in room.screen


async def test_it_is_brought_together_with_a_folder_by_a_key(
    session: Session, disk: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "shared"
    other = Library(tmp_path / "other")
    read = session.library.transcript(KNOTS)
    other.add(b"x", read, source="knots.txt", title="knots")
    other.notes.write(1, "From the other machine.")
    sync(other, folder, clean)
    other.close()
    async with opened(session, KNOTS, LARGE) as room:
        await room.press("&")
        assert isinstance(room.app.screen, Prompt)
        await room.type(str(folder))
        await room.press("enter")
        await room.settled()
        assert room.told == ["shared: 1 episode note (1 other machine)"]
        assert "From the other machine." in room.screen
        await room.press("&")
        await room.settled()
        assert room.told == ["shared: nothing new (1 other machine)"]
        await room.press("u")
        assert disk.notes.all() == []


async def test_a_quote_is_cited_without_fillers_by_a_key(session: Session) -> None:
    async with opened(session, KNOTS, LARGE) as room:
        await room.go("Somebody does")
        await room.press("c", "c")
        assert "without fillers, marked as edited" in room.screen
        styles = room.app.screen.query_one("#styles", OptionList)
        assert styles.highlighted == 0
        await room.press("c")
        assert "without fillers, marked" not in room.screen


def test_a_change_of_another_program_is_told() -> None:
    begun, now = datetime(2024, 5, 1, 9, tzinfo=UTC), datetime(2024, 5, 1, 10, tzinfo=UTC)
    own = Entry("highlight", "2024-05-01T09:30:00Z", own=True)
    assert of_whom(own, now, begun) == ""
    other = replace(own, own=False)
    assert of_whom(other, now, begun).startswith(" · done elsewhere at ")
    before = replace(other, at="2024-04-01T08:00:00Z")
    assert "2024-04-01" in of_whom(before, now, begun)
    assert of_whom(before, now, begun).endswith("before this start")


async def test_undo_of_another_programs_change_says_so(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("h")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("reader.library.journal.WRITER", "another process")
            disk.notes.write(KNOTS, "From elsewhere.")
        await room.press("u")
        assert room.told[-1].startswith("Undone: note on knots · done elsewhere at ")
        await room.press("u")
        assert room.told[-1] == "Undone: highlight"
    assert isinstance(room, Room)


def test_what_became_of_highlights_is_told_with_the_keys_for_it(session: Session) -> None:
    moved = made(session, "Nobody ties them", state="moved")
    lost = made(session, "We can hear", state="orphan")
    told = renewed([lost, moved], 3, "=", "@").plain.splitlines()
    assert told[0] == "3 stand in the new text as they did."
    assert [line.strip() for line in told[1:] if line] == [
        "Moved: = says that they are where they should be",
        "≈0:04  Nobody ties them",
        "Lost their place: @ attaches them",
        "≈0:22  We can hear",
    ]
