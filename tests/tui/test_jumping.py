"""Jump mode: labels on the screen, and the letters that go there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.session import Session
from reader.tui.page.labels import LETTERS, labels

from .support import KNOTS, LARGE, SMALL, WAVES, WORLDS, opened


@given(st.integers(0, 700))
def test_no_label_begins_another(count: int) -> None:
    made = labels(count)
    assert len(set(made)) == len(made) == min(count, len(LETTERS) ** 2)
    longer = {label[0] for label in made if len(label) == 2}
    assert not longer & {label for label in made if len(label) == 1}
    assert [len(label) for label in made] == sorted(map(len, made))


@pytest.mark.parametrize("episode", [KNOTS, WAVES, WORLDS])
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_each_label_stands_on_its_place_and_goes_there(
    session: Session, episode: int, size: tuple[int, int]
) -> None:
    async with opened(session, episode, size) as room:
        page = room.page
        await room.press(";")
        shown = dict(page.labels)
        assert len(shown) > 5
        top = page.scroll_offset.y
        for label, target in shown.items():
            row = page.layout_lines.line_of(target.offset) - top
            assert page.offset_of(target.cell, row) == target.offset
            x, y = page.region.x + target.cell, page.region.y + row
            if room.lines[y].isascii():
                assert room.lines[y][x : x + len(label)] == label
        label, target = max(shown.items(), key=lambda item: (len(item[0]), item[1].offset))
        await room.press(*label)
        assert page.caret == target.offset
        assert not page.labels


async def test_labels_are_left_and_extend_a_selection(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.press(";", "escape")
        assert (room.page.labels, room.page.caret) == ({}, 0)
        await room.press(";", "?")
        assert room.page.labels == {}
        assert room.app.screen is room.app.reading
        await room.press("v", ";")
        there = room.find("Then begin")
        label = next(name for name, target in room.page.labels.items() if target.offset == there)
        await room.press(*label)
        assert room.page.selection is not None
        assert room.page.selection.span.start == 0
        assert room.page.selection.span.end == there + len("Then")
        await room.press("escape", ";", "tab")
        assert room.page.labels == {}


async def test_bookmarks_and_folded_turns_have_labels(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        page = room.page
        await room.go("hinge")
        await room.press("*", "<", ";")
        assert room.find("hinge") in {target.offset for target in page.labels.values()}
        await room.press("escape", "o", ";")
        folded = room.transcript.turns[1].start
        label = next(name for name, target in page.labels.items() if target.offset == folded)
        row = page.layout_lines.line_of(folded) - page.scroll_offset.y
        assert page.is_folded(row + page.scroll_offset.y)
        assert page.offset_of(page.labels[label].cell, row) == folded
        await room.press(*label)
        assert page.caret == folded
        assert page.is_folded(page.line)
