"""Who speaks: names over the labels of the source, and turns that the user assigns."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import NotFound, ReaderError
from reader.library import Library

from .support import TURNS, Add, transcript


def names(library: Library, id: int) -> list[str | None]:
    return [turn.speaker for turn in library.transcript(id).turns]


def agree(library: Library, id: int) -> None:
    """What lists count is what the transcript says."""
    assert library.speakers(id) == library.transcript(id).speakers
    assert library.episode(id).speakers == tuple(s.name for s in library.speakers(id))
    assert library.episodes()[0] == library.episode(library.episodes()[0].id)


def test_a_rename_reaches_every_turn_and_keeps_the_label(library: Library, add: Add) -> None:
    id = add().episode
    assert library.rename_speaker("ODA", "Oda Lind") == 1
    assert names(library, id) == ["Oda Lind", "PELL", "Oda Lind", None]
    assert library.rename_speaker("Oda Lind", "Oda") == 1
    assert names(library, id) == ["Oda", "PELL", "Oda", None]
    agree(library, id)
    library.undo()
    library.undo()
    assert names(library, id) == ["ODA", "PELL", "ODA", None]


def test_a_rename_in_one_episode_leaves_the_others(library: Library, add: Add) -> None:
    one, two = add().episode, add(source="/b", turns=TURNS[:3]).episode
    assert library.rename_speaker("ODA", "Oda", [two]) == 1
    assert (names(library, one)[0], names(library, two)[0]) == ("ODA", "Oda")
    assert library.rename_speaker("PELL", "Pell") == 2


def test_naming_one_like_another_merges_them(library: Library, add: Add) -> None:
    id = add().episode
    library.rename_speaker("PELL", "ODA")
    (voice,) = library.speakers(id)
    assert (voice.name, voice.turns) == ("ODA", 3)
    agree(library, id)
    library.rename_speaker("ODA", "Both")
    assert names(library, id) == ["Both", "Both", "Both", None]


def test_swapping_two_names_keeps_them_apart(library: Library, add: Add) -> None:
    id = add().episode
    for old, new in (("ODA", "x"), ("PELL", "ODA"), ("x", "PELL")):
        library.rename_speaker(old, new)
    assert names(library, id) == ["PELL", "ODA", "PELL", None]


def test_nobody_of_that_name(library: Library, add: Add) -> None:
    add()
    with pytest.raises(NotFound, match="nobody is called “Nix”"):
        library.rename_speaker("Nix", "Nox")
    with pytest.raises(NotFound, match="needs a name"):
        library.rename_speaker("ODA", "  ")
    with pytest.raises(ReaderError, match="“ODA” is that name already"):
        library.rename_speaker("ODA", " ODA ")
    assert library.undo() == "add Fog"


def test_assigned_turns_have_the_name_given(library: Library, add: Add) -> None:
    id = add().episode
    library.assign_speaker(id, [3, 1], "Rue")
    library.assign_speaker(id, [0], None)
    assert names(library, id) == [None, "Rue", "ODA", "Rue"]
    assert library.episode(id).speakers == ("Rue", "ODA")
    agree(library, id)
    library.rename_speaker("Rue", "Ruth")
    assert names(library, id) == [None, "Ruth", "ODA", "Ruth"]
    agree(library, id)


def test_a_name_given_to_a_turn_is_not_a_label(library: Library, add: Add) -> None:
    id = add().episode
    library.rename_speaker("PELL", "ODA")
    library.assign_speaker(id, [1], "PELL")
    assert names(library, id) == ["ODA", "PELL", "ODA", None]


def test_a_turn_that_is_not_there(library: Library, add: Add) -> None:
    id = add().episode
    for turns in ([4], [-1], [0, 99]):
        with pytest.raises(NotFound, match="there is no turn"):
            library.assign_speaker(id, turns, "Rue")
    assert names(library, id)[0] == "ODA"


def test_names_follow_into_a_new_version(library: Library, add: Add) -> None:
    id = add().episode
    library.rename_speaker("ODA", "Oda")
    library.assign_speaker(id, [3], "Rue")
    add(turns=[("PELL", "Before we begin."), *TURNS])
    assert names(library, id) == ["PELL", "Oda", "PELL", "Oda", "Rue"]
    agree(library, id)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("rename"), st.sampled_from("abcx"), st.sampled_from("abcxy")),
        st.tuples(
            st.just("assign"),
            st.lists(st.integers(0, 3), max_size=3),
            st.sampled_from(["a", "b", "y", None]),
        ),
    ),
    max_size=12,
)


@given(STEPS)
def test_lists_and_transcripts_agree_whatever_was_named(
    tmp_path_factory: pytest.TempPathFactory, steps: Sequence[tuple[str, object, object]]
) -> None:
    library = Library(tmp_path_factory.mktemp("speakers"))
    turns: list[tuple[str | None, str]] = [
        ("a", "one"),
        ("b", "two"),
        ("c", "three"),
        (None, "four"),
    ]
    id = library.add(b"x", transcript(turns), source="/x", title="X").episode
    expected: list[str | None] = ["a", "b", "c", None]
    for what, one, other in steps:
        if what == "assign":
            library.assign_speaker(id, one, other)  # type: ignore[arg-type]
            expected = [other if n in one else e for n, e in enumerate(expected)]  # type: ignore[operator,misc]
        elif one in expected and one != other:
            library.rename_speaker(one, other)  # type: ignore[arg-type]
            expected = [other if e == one else e for e in expected]  # type: ignore[misc]
        assert names(library, id) == expected
    agree(library, id)
    library.close()
