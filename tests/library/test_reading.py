"""Reading: what is unread, begun and done, what is left, and what the interface remembers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library import Library
from reader.library.reading import is_end

from .support import Add


def test_begun_and_done(library: Library, add: Add) -> None:
    id = add().episode
    (unread,) = library.reading.listed()
    assert (unread.begun, unread.done, unread.left, unread.read) == (False, False, None, None)
    library.keep_place(id, 0, 600.0, 600.0)
    assert not library.reading.listed([id])[0].begun
    library.keep_place(id, 30, 400.0, 600.0)
    (begun,) = library.reading.listed([id])
    assert (begun.begun, begun.done, begun.left) == (True, False, 400.0)
    library.keep_place(id, 80, 3.0, 600.0)
    assert library.reading.listed([id])[0].done
    library.keep_place(id, 10, 500.0, 600.0)
    assert library.reading.listed([id])[0].done, "who goes back is done still"
    library.reading.finish([id], False)
    assert not library.reading.listed([id])[0].done
    library.keep_place(id, 10, 500.0, 600.0)
    assert library.episode(id).place == 10
    assert library.last_read() == id


def test_done_by_hand_is_not_read(library: Library, add: Add) -> None:
    first, second = add().episode, add("/talks/mist.txt", [("ODA", "Mist.")], "Mist").episode
    library.keep_place(first, 5)
    library.reading.finish([first, second])
    library.reading.finish([second])
    assert [episode.done for episode in library.reading.listed()] == [True, True]
    assert library.last_read() == first
    library.remove(first)
    assert library.reading.first() == second
    assert library.reading.listed([first]) == []


def test_names_are_those_of_the_user(library: Library, add: Add) -> None:
    id = add().episode
    library.rename_speaker("ODA", "Oda Lind")
    library.assign_speaker(id, [0], "Zed")
    (listed,) = library.reading.listed()
    assert set(library.episode(id).speakers) <= set(listed.speakers)
    assert {"Oda Lind", "Zed"} <= set(listed.speakers)


def test_the_signature_tells_of_changes(library: Library, add: Add) -> None:
    before = library.reading.signature()
    assert library.reading.signature() == before
    id = add().episode
    after = library.reading.signature()
    assert after != before
    library.keep_place(id, 5, 1.0, 100.0)
    assert library.reading.signature() == after, "where reading stands is nobody else's"
    library.rename_speaker("ODA", "Oda")
    assert library.reading.signature() != after


def test_what_another_connection_writes_is_seen(library: Library, add: Add) -> None:
    before = library.data_version()
    add()
    assert library.data_version() == before
    other = Library(library.folder)
    other.state.put("panes", {"side": 30})
    other.close()
    assert library.data_version() != before


@pytest.mark.parametrize("value", [None, 3, "a “b”", {"a": [1, {"b": None}]}, []])
def test_what_is_remembered_comes_back(library: Library, value: object) -> None:
    assert library.state.get("it") is None
    library.state.put("it", 1)
    library.state.put("it", value)
    assert library.state.get("it") == value


@given(length=st.floats(1, 1e6), share=st.floats(0, 1))
def test_the_end_is_near_the_end(length: float, share: float) -> None:
    left = share * length
    assert is_end(0.0, length)
    if left > 10 and share > 0.02:
        assert not is_end(left, length)
