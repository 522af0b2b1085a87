"""Undo and redo: a stack of changes that always leads back, and forth again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotate import mark
from reader.library import Library
from reader.transcript import Meta, Span

from .support import TURNS, transcript

ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "renew", "edit", "remove", "rename", "assign", "mark", "unmark", "note"]
        ),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=10,
)


def state(library: Library) -> Any:
    """All that a user can see."""
    episodes = library.episodes()
    return (
        episodes,
        [library.transcript(episode.id) for episode in episodes],
        library.highlights(),
    )


def act(library: Library, what: str, number: int) -> bool:
    """Do something; returns whether it changed anything."""
    before = state(library)
    episodes = library.episodes()
    if what == "add":
        data = f"new {number}".encode()
        library.add(data, transcript(TURNS), source=f"/{number}", title=f"Talk {number}")
        return state(library) != before
    if not episodes:
        return False
    episode = episodes[number % len(episodes)]
    highlights = library.highlights()
    if what == "renew":
        changed = transcript(TURNS[: 1 + number % 4])
        library.add(f"{number} {episode.uid}".encode(), changed, source=episode.source, title="x")
    elif what == "edit":
        library.edit(episode.id, Meta(show=f"Show {number % 2}"))
    elif what == "remove":
        library.remove(episode.id)
    elif what == "rename" and episode.speakers and episode.speakers[0] != f"Name {number % 3}":
        library.rename_speaker(episode.speakers[0], f"Name {number % 3}")
    elif what == "assign":
        library.assign_speaker(episode.id, [number % episode.turns], "Rue")
    elif what == "mark":
        text = library.transcript(episode.id)
        library.save_highlight(mark(text, episode.id, episode.version, Span(0, 4 + number)))
    elif what == "unmark" and highlights:
        library.delete_highlight(highlights[number % len(highlights)].id)
    elif what == "note" and highlights:
        one = highlights[number % len(highlights)]
        library.save_highlight(replace(one, note=f"note {number}"))
    return state(library) != before


@settings(deadline=None, max_examples=40)
@given(ACTIONS)
def test_undo_all_leads_back_and_redo_all_forth(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, int]]
) -> None:
    library = Library(tmp_path_factory.mktemp("undo"))
    states = [state(library)]
    for what, number in actions:
        if act(library, what, number):
            states.append(state(library))
    for earlier in reversed(states[:-1]):
        assert library.undo() is not None
        assert state(library) == earlier
    assert library.undo() is None
    for later in states[1:]:
        assert library.redo() is not None
        assert state(library) == later
    assert library.redo() is None
    library.close()


def test_a_new_change_forgets_what_was_undone(library: Library, add: Any) -> None:
    add()
    library.edit(1, Meta(show="One"))
    library.undo()
    library.edit(1, Meta(show="Two"))
    assert library.redo() is None
    assert library.episode(1).show == "Two"


def test_undo_says_what_it_took_back(library: Library, add: Any) -> None:
    add()
    library.rename_speaker("ODA", "Oda")
    library.remove(1)
    assert [library.undo(), library.undo(), library.undo()] == [
        "remove Fog",
        "call ODA Oda",
        "add Fog",
    ]


def test_undo_holds_after_the_library_is_opened_again(library: Library, add: Any) -> None:
    add()
    library.remove(1)
    other = Library(library.folder)
    assert other.undo() == "remove Fog"
    assert len(library.episodes()) == 1
    other.close()


def test_what_one_change_writes_twice_is_undone_to_the_first(library: Library, add: Any) -> None:
    add()
    first = mark(library.transcript(1), 1, 1, Span(0, 3))
    library.save_highlight(first)
    library.save_highlights([replace(first, note="one"), replace(first, note="two")], "twice")
    assert library.highlights()[0].note == "two"
    library.undo()
    assert library.highlights() == [first]
    library.redo()
    assert library.highlights()[0].note == "two"


def test_a_change_that_fails_leaves_nothing(library: Library, add: Any) -> None:
    add()
    broken = mark(library.transcript(1), 1, 1, Span(0, 3))
    with pytest.raises(AttributeError):
        library.save_highlights([broken, None], "two")  # type: ignore[list-item]
    assert library.highlights() == []
    assert library.undo() == "add Fog"
