"""Selecting, highlighting, noting, naming: each is on disk before the screen says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from reader.errors import LibraryError
from reader.library import COLOURS, Highlight, Library
from reader.session import Session
from reader.tui.screens.dialogs import Choice, Prompt
from reader.tui.screens.dialogs.note import NoteEditor
from reader.tui.screens.reading.screen import Reading

from .support import KETTLE, KNOTS, LARGE, MARKUPS, SMALL, WORLDS, Room, opened

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x45"])


def only(disk: Library, episode: int = KNOTS) -> Highlight:
    (highlight,) = disk.highlights(episode)
    return highlight


# -- selecting ----------------------------------------------------------------------------------


async def test_words_are_selected_by_keys(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("Today we talk")
        await room.press("v")
        assert room.selected == "Today"
        await room.press("l", "l")
        assert room.selected == "Today we talk"
        await room.press("b")
        assert room.selected == "Today we"
        await room.press("o", "b", "b")
        assert room.selected == "the boathouse. Today we"
        await room.press("escape")
        assert room.selected is None
        assert isinstance(room.app.screen, Reading)


async def test_a_selection_follows_every_move(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("Today we talk")
        await room.press("v", ")")
        assert room.selected == "Today we talk about knots. Nobody"
        await room.press("]")
        assert (room.selected or "").endswith("ties them.\n\nSomebody")
        await room.press("v")
        assert room.selected is None


async def test_sentences_and_turns_are_selected_and_grow(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("boathouse")
        await room.press("enter")
        assert room.selected == "Welcome back to the boathouse."
        await room.press("s")
        assert room.selected == "Welcome back to the boathouse. Today we talk about knots."
        await room.press("V")
        assert (room.selected or "").endswith("Nobody ties them.")
        await room.press("V")
        assert (room.selected or "").endswith("came off its hinge.")
        await room.press("escape", "V")
        turn = room.transcript.turn_at(room.page.caret)
        assert room.selected == room.quote(turn.start, turn.end)


async def test_a_selection_grows_to_whole_sentences_first(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("we talk")
        await room.press("v", "l", "s")
        assert room.selected == "Today we talk about knots."


@pytest.mark.parametrize("episode", [KETTLE, WORLDS, MARKUPS])
async def test_selecting_to_the_end_and_beyond(session: Session, episode: int) -> None:
    async with opened(session, episode) as room:
        await room.press("v", *["s"] * 60)
        assert room.selected == room.transcript.text.rstrip()
        await room.press("V", "o", "<", "h")
        assert session.library.highlights(episode)


# -- the mouse ----------------------------------------------------------------------------------


def cell_of(room: Room, words: str) -> tuple[int, int]:
    """The cell of the page in which `words` begin; they are all of one cell each before it."""
    offset = room.find(words)
    line = room.page.layout_lines.line_of(offset)
    column = offset - room.page.layout_lines.starts[line]
    return room.page._left + column, line - room.page.scroll_offset.y


async def drag(room: Room, begin: str, end: str) -> None:
    await room.pilot.mouse_down(room.page, offset=cell_of(room, begin))
    await room.pilot.hover(room.page, offset=cell_of(room, end))
    await room.pilot.mouse_up(room.page, offset=cell_of(room, end))
    await room.pilot.pause()


@SIZES
async def test_dragging_selects_whole_words(session: Session, size: tuple[int, int]) -> None:
    async with opened(session, KNOTS, size) as room:
        await drag(room, "oday we talk", "alk about")
        assert room.selected == "Today we talk"
        await drag(room, "alk about", "oday we talk")
        assert room.selected == "Today we talk"
        await room.pilot.click(room.page, offset=cell_of(room, "boathouse"))
        assert room.selected is None
        assert room.word == "boathouse."


@SIZES
@pytest.mark.parametrize("words", ["Welcome", "hinge", "rumour holds"])
async def test_two_clicks_take_the_word_and_three_the_sentence(
    session: Session, size: tuple[int, int], words: str
) -> None:
    async with opened(session, KNOTS, size) as room:
        await room.pilot.click(room.page, offset=cell_of(room, words), times=2)
        await room.pilot.pause()
        assert room.selected == words.split()[0]
        await room.pilot.pause(0.6)
        await room.pilot.click(room.page, offset=cell_of(room, words), times=3)
        await room.pilot.pause()
        assert room.selected is not None
        assert words in room.selected
        assert room.selected.endswith(".")
        assert room.selected.count(".") == 1


async def test_a_click_does_not_move_the_text_under_the_mouse(session: Session) -> None:
    async with opened(session, KNOTS, SMALL) as room:
        await room.press("space", "space")
        y = room.page.scroll_offset.y
        for row in (0, 1, 2, room.page.size.height - 1, room.page.size.height - 2):
            await room.pilot.click(room.page, offset=(30, row))
            assert room.page.scroll_offset.y == y, row


async def test_dragging_past_the_edge_scrolls(session: Session) -> None:
    async with opened(session, KNOTS, SMALL) as room:
        y = room.page.scroll_offset.y
        await room.pilot.mouse_down(room.page, offset=cell_of(room, "Welcome"))
        for _ in range(8):
            await room.pilot.hover("#status")
            await room.pilot.hover("#status", offset=(3, 0))
        await room.pilot.mouse_up("#status")
        assert room.page.scroll_offset.y > y
        assert room.selected is not None
        assert room.selected.startswith("Welcome back")


async def test_a_click_in_the_margin_or_below_the_text_does_nothing(session: Session) -> None:
    async with opened(session, MARKUPS) as room:
        await room.go("stay")
        before = room.page.caret
        await room.pilot.click(room.page, offset=(5, room.page.size.height - 1))
        await room.pilot.click(room.page, offset=(5, room.page.size.height - 1), times=2)
        assert room.page.caret == before
        assert room.selected is None


async def test_the_mouse_chooses_in_lists(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.pilot.click("#times", offset=(5, 3))
        assert room.page.caret == room.transcript.turns[2].start
        await room.pilot.click("#episodes", offset=(5, 3))
        assert room.app.reading.episode is not None
        assert room.app.reading.episode.id == session.library.episodes()[-2].id


async def test_wide_characters_are_under_the_mouse_where_they_are_seen(session: Session) -> None:
    async with opened(session, WORLDS) as room:
        line = room.page.layout_lines.line_of(room.find("今日"))
        y = line - room.page.scroll_offset.y
        text = room.quote(room.page.layout_lines.starts[line], room.page.layout_lines.ends[line])
        for index in range(6):
            offset = room.page.offset_of(room.page._left + index * 2, y)
            assert offset == room.page.layout_lines.starts[line] + index, text[index]
            assert room.page.offset_of(room.page._left + index * 2 + 1, y) == offset


# -- highlights ---------------------------------------------------------------------------------


async def test_a_selection_is_highlighted_on_disk(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("Today we talk")
        await room.press("v", "l", "l", "h")
        highlight = only(disk)
        assert highlight.quote == "Today we talk"
        assert highlight.colour == "yellow"
        assert highlight.speaker == "Oda Lind"
        assert room.selected is None
        assert "Today we talk" in "\n".join(line[-38:] for line in room.lines)
        assert room.word.startswith("talk")


async def test_without_a_selection_the_sentence_is_highlighted(
    session: Session, disk: Library
) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("knots. Nobody")
        await room.press("h")
        assert only(disk).quote == "Today we talk about knots."


async def test_a_colour_is_chosen_for_a_new_highlight_and_for_an_old_one(
    session: Session, disk: Library
) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("Today we talk")
        await room.press("enter", "H")
        assert isinstance(room.app.screen, Choice)
        await room.press("j", "enter")
        assert (only(disk).quote, only(disk).colour) == ("Today we talk about knots.", COLOURS[1])
        await room.press("h")
        await room.press("j", "j", "enter")
        assert only(disk).colour == COLOURS[2]
        await room.press("H", "escape")
        assert only(disk).colour == COLOURS[2]


async def test_a_note_is_saved_by_escape(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("Today we talk")
        await room.press("e")
        await room.type("Two **knots**\nand a line")
        assert disk.highlights(KNOTS) == []
        await room.press("escape")
        assert only(disk).note == "Two **knots**\nand a line"
        assert "Two **knots**" in room.screen
        await room.press("e")
        area = room.app.focused
        assert isinstance(area, TextArea)
        assert area.text == "Two **knots**\nand a line"
        await room.type(" more")
        await room.press("ctrl+g")
        assert only(disk).note == "Two **knots**\nand a line"


async def test_a_tag_is_kept(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("Today we talk")
        await room.press("t")
        await room.type("rope, #old boats")
        await room.press("enter")
        assert only(disk).tags
        assert "rope" in only(disk).tags
        assert "#rope" in room.screen
        await room.press("t")
        box = room.app.focused
        assert isinstance(box, Input)
        assert "rope" in box.value
        await room.press("escape")
        await room.go("Somebody does")
        await room.press("t")
        assert "rope" in str(room.app.screen.query_one("#tags").render())


async def test_deleting_undoing_and_redoing(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("Today we talk")
        await room.press("h", "d")
        assert disk.highlights(KNOTS) == []
        assert "Deleted" in room.told[-1]
        await room.press("u")
        assert only(disk).quote == "Today we talk about knots."
        await room.press("u")
        assert disk.highlights(KNOTS) == []
        await room.press("u")
        assert "nothing to undo" in room.told[-1] or "Undone" in room.told[-1]
        await room.press("U")
        assert room.told[-1]
        while "nothing" not in room.told[-1]:
            await room.press("ctrl+r")
        assert disk.highlights(KNOTS) == []


async def test_there_is_nothing_to_delete(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("d")
        assert room.told == ["There is no highlight here"]


async def test_highlights_are_stepped_through(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        for words in ["Today we", "What is it", "A rumour"]:
            await room.go(words)
            await room.press("h")
        await room.press("<", ".")
        assert room.word == "Today"
        await room.press(".", ".")
        assert room.word == "A"
        await room.press(".")
        assert room.word == "A"
        await room.press(",", ",")
        assert room.word == "Today"


async def test_the_pane_of_notes_goes_edits_and_deletes(session: Session, disk: Library) -> None:
    async with opened(session, KNOTS) as room:
        await room.go("A rumour")
        await room.press("h", "<")
        room.app.reading.notes_pane.focus()
        await room.press("enter")
        assert room.word == "A"
        assert room.app.focused is room.page
        room.app.reading.notes_pane.focus()
        await room.press("e")
        assert isinstance(room.app.screen, NoteEditor)
        await room.type("From the pane")
        await room.press("escape")
        assert only(disk).note == "From the pane"
        room.app.reading.notes_pane.focus()
        await room.press("d")
        assert disk.highlights(KNOTS) == []


async def test_overlapping_highlights_answer_with_the_shortest(
    session: Session, disk: Library
) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("V", "h")
        await room.go("Today we")
        await room.press("v", "l", "h", "enter")
        assert [h.quote for h in disk.highlights(KNOTS)][1] == "Today we"
        await room.press("d")
        assert only(disk).quote.startswith("Welcome back")


# -- naming -------------------------------------------------------------------------------------


async def test_nobody_gets_a_name_and_a_name_is_changed(session: Session, disk: Library) -> None:
    async with opened(session, KETTLE) as room:
        await room.press("m")
        assert isinstance(room.app.screen, Prompt)
        await room.type("Ines")
        await room.press("enter")
        assert disk.transcript(KETTLE).turns[0].speaker == "Ines"
        assert disk.transcript(KETTLE).turns[1].speaker is None
        assert room.page.caret == disk.transcript(KETTLE).turns[1].start
        assert "Ines" in room.screen
        await room.press("home", "m", "end")
        await room.type(" Alder")
        await room.press("enter")
        assert disk.transcript(KETTLE).turns[0].speaker == "Ines Alder"
        await room.press("u", "u")
        assert disk.transcript(KETTLE).turns[0].speaker is None


# -- when the disk refuses ----------------------------------------------------------------------


def refuse(*args: object, **kwargs: object) -> None:
    raise LibraryError("the library cannot be written: the disk is full")


async def test_a_highlight_that_cannot_be_kept_is_not_shown(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(session, KNOTS) as room:
        monkeypatch.setattr(session.library, "save_highlight", refuse)
        monkeypatch.setattr(session.library, "update_highlight", refuse)
        await room.press("enter", "h")
        assert room.told == ["the library cannot be written: the disk is full"]
        assert room.app.reading.highlights == []
        assert room.selected is not None


async def test_a_note_that_cannot_be_kept_stays_in_the_editor(
    session: Session, disk: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("h", "e")
        await room.type("precious")
        with monkeypatch.context() as patch:
            patch.setattr(session.library, "update_highlight", refuse)
            await room.press("escape")
            assert isinstance(room.app.screen, NoteEditor)
            assert "the disk is full" in room.screen
        await room.press("escape")
        assert isinstance(room.app.screen, Reading)
        assert only(disk).note == "precious"


async def test_tags_and_names_that_cannot_be_kept_stay_in_the_line(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("h")
        monkeypatch.setattr(session.library, "save_highlight", refuse)
        monkeypatch.setattr(session.library, "update_highlight", refuse)
        monkeypatch.setattr(session.library, "rename_speaker", refuse)
        for key in ("t", "m"):
            await room.press(key)
            await room.type("words")
            await room.press("enter")
            assert isinstance(room.app.screen, Prompt), key
            assert "the disk is full" in room.screen
            await room.press("escape")


async def test_a_colour_that_cannot_be_kept_is_said_in_one_line(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("h", "H")
        monkeypatch.setattr(session.library, "save_highlight", refuse)
        monkeypatch.setattr(session.library, "update_highlight", refuse)
        await room.press("j", "enter")
        assert isinstance(room.app.screen, Reading)
        assert room.told[-1] == "the library cannot be written: the disk is full"
        assert room.app.reading.highlights[0].colour == COLOURS[0]


async def test_a_place_that_cannot_be_kept_does_not_keep_anybody_in(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(session, KNOTS) as room:
        monkeypatch.setattr(session.library, "keep_place", refuse)
        room.app.reading.keep_place()
        await room.press("j", "q")
        assert room.app._exit


async def test_what_another_program_removed_is_said_in_one_line(
    session: Session, disk: Library
) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("h")
        disk.delete_highlight(only(disk).id)
        for key in ("enter", "e", "d"):
            room.app.reading.notes_pane.focus()
            await room.press(key)
            assert room.told[-1].startswith("there is no highlight"), key
            assert len(room.told[-1].splitlines()) == 1
        disk.remove(session.library.episodes()[1].id)
        room.app.reading.episodes_pane.focus()
        await room.press("G", "k", "enter")
        assert room.told[-1].startswith("there is no episode")


# -- adding -------------------------------------------------------------------------------------


async def test_a_transcript_is_added_from_within(
    session: Session, disk: Library, tmp_path: Path
) -> None:
    file = tmp_path / "gulls.txt"
    file.write_text("Ann: The gulls are loud.\nBob: They were here first.", encoding="utf-8")
    async with opened(session, KNOTS) as room:
        await room.press("a")
        box = room.app.focused
        assert isinstance(box, Input)
        box.value = str(file)
        await room.press("enter")
        await room.settled()
        assert room.app.reading.episode is not None
        assert room.app.reading.episode.title == "gulls"
        assert "gulls" in [episode.title for episode in disk.episodes()]


@pytest.mark.parametrize(
    "name", ["nothing-here.txt", "https://example.org/x", "folder", "-", "~nosuch/x"]
)
async def test_what_cannot_be_added_is_said_in_one_line(
    session: Session, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    answer = name if name.startswith(("https", "-", "~")) else str(tmp_path / name)
    async with opened(session, KNOTS) as room:
        await room.press("a")
        box = room.app.focused
        assert isinstance(box, Input)
        box.value = answer
        await room.press("enter")
        await room.settled()
        hint = room.app.screen.query_one("#hint")
        assert hint.has_class("error")
        assert len(str(hint.render()).splitlines()) == 1
        assert room.app.focused is box
        assert len(session.library.episodes()) == 6
