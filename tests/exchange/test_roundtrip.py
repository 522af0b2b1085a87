"""What goes out of one library comes into another as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.formats.clean import clean
from reader.library import COLOURS

from .support import Facts, Made, add, exported, highlight, library, place_and_words, take, whole

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), max_size=40).map(
    clean
)
NOTES = WORDS | st.sampled_from(
    ["=1+1", "'=x", ".net is a name", "\n.x", "a\n\nb", ' "quoted", and', "# no heading", "]]>"]
)
TAGS = st.lists(
    st.sampled_from(["a", "a/b", "a/b/c", "é", "<x>", "'q", "=f", "x.y", "潮"]),
    max_size=3,
    unique=True,
)
MADES = st.lists(
    st.builds(
        lambda episode, start, length, colour, note, tags: Made(
            episode, start, start + length, colour, note, tuple(tags)
        ),
        st.sampled_from(["fog", "rope"]),
        st.floats(0, 0.99),
        st.floats(0, 1),
        st.sampled_from(COLOURS),
        NOTES,
        TAGS,
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda made: (made.episode, round(made.start, 2), made.end, made.note),
)


def known(name: str) -> Facts:
    """What a format brings back of a highlight."""
    return {
        "json": whole,
        "jsonld": whole,
        "qdpx": lambda each: (each.id, each.colour, each.created, *place_and_words(each)),
        "readwise": place_and_words,
    }[name]


@pytest.mark.parametrize("name", ["json", "jsonld", "readwise", "qdpx"])
@settings(max_examples=20)
@given(mades=MADES)
def test_out_of_one_library_and_into_an_empty_one(name: str, mades: list[Made]) -> None:
    facts = known(name)
    with library() as one, library() as other:
        ids = add(one)
        for made in mades:
            highlight(one, made, ids)
        sent = {facts(each) for each in one.highlights()}
        assert add(other) == ids
        data = exported(one, name)
        taken = take(other, data)
        came = other.highlights()
        assert taken.failed == ()
        assert {facts(each) for each in came} == sent
        assert (taken.moved, taken.orphaned) == (0, 0)
        assert {each.version for each in came} <= {each.version for each in other.episodes()}
        again = take(other, data)
        assert (again.added, again.updated, again.unchanged) == (0, 0, taken.kept)
        assert other.highlights() == came


@pytest.mark.parametrize("name", ["json", "jsonld", "readwise", "qdpx"])
def test_into_the_library_that_it_is_from_nothing_is_new(name: str) -> None:
    with library() as one:
        ids = add(one)
        highlight(one, Made("fog", 0.1, 0.3, "blue" if name != "readwise" else "yellow"), ids)
        before = one.highlights()
        taken = take(one, exported(one, name))
        assert (taken.added, taken.updated, taken.unchanged) == (0, 0, 1)
        assert one.highlights() == before


def test_states_that_are_no_place_come_back_in_our_json() -> None:
    with library() as one, library() as other:
        ids = add(one)
        moved = highlight(one, Made("fog", 0.1, 0.3), ids)
        lost = highlight(one, Made("fog", 0.5, 0.6), ids)
        one.save_highlight(replace(moved, state="moved", score=0.5))
        one.save_highlight(replace(lost, state="orphan", score=0.0))
        add(other)
        taken = take(other, exported(one, "json"))
        assert (taken.added, taken.moved, taken.orphaned) == (2, 1, 1)
        assert set(map(whole, other.highlights())) == set(map(whole, one.highlights()))


def test_what_was_changed_later_stays() -> None:
    with library() as one, library() as other:
        marked = highlight(one, Made("fog", 0.1, 0.3, note="first"), add(one))
        early = exported(one, "json")
        one.update_highlight(marked.id, "edit", note="second")
        late = exported(one, "json")
        add(other)
        assert take(other, early).added == 1
        assert take(other, late).updated == 1
        assert other.highlight(marked.id).note == "second"
        taken = take(other, early)
        assert (taken.updated, taken.older) == (0, 1)
        assert other.highlight(marked.id).note == "second"


def test_it_is_one_change_and_can_be_undone() -> None:
    with library() as one, library() as other:
        ids = add(one)
        for start in (0.0, 0.3, 0.6):
            highlight(one, Made("fog", start, start + 0.1), ids)
        add(other)
        take(other, exported(one, "json"))
        assert len(other.highlights()) == 3
        assert other.undo() == "import 3 highlights"
        assert other.highlights() == []


def test_what_was_thrown_away_comes_back_and_goes_again() -> None:
    with library() as one:
        marked = highlight(one, Made("fog", 0.1, 0.3), add(one))
        data = exported(one, "json")
        one.delete_highlight(marked.id)
        assert take(one, data).added == 1
        assert one.highlights() == [marked]
        one.undo()
        assert one.highlights() == []
