"""What two libraries have done to the same highlights comes together, and no words are lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotate.meeting import CONFLICT, content, copy_id, holds, joined
from reader.library import Highlight, Library
from reader.library.library import FILE

from .support import Made, add, exported, highlight, library, take

SEEN = st.dictionaries(st.sampled_from("abc"), st.integers(1, 3))


@given(SEEN, SEEN)
def test_what_is_joined_has_seen_both_and_nothing_else(
    one: dict[str, int], other: dict[str, int]
) -> None:
    both = joined(one, other)
    assert holds(both, one)
    assert holds(both, other)
    assert holds(one, both) == holds(one, other)
    assert both == joined(other, one) == joined(both, one)


def words(library: Library) -> list[tuple[str, str, str]]:
    """The highlights without their ids: their quote, note and colour."""
    return sorted((each.quote, each.note, each.colour) for each in library.highlights())


def pass_on(one: Library, other: Library) -> None:
    taken = take(other, exported(one, "json"))
    assert not taken.failed


STEPS = st.lists(
    st.tuples(st.sampled_from(["edit", "edit", "import"]), st.booleans(), st.integers(0, 3)),
    max_size=10,
)


@settings(max_examples=25)
@given(steps=STEPS)
def test_two_libraries_come_to_the_same_and_lose_no_note(
    steps: list[tuple[str, bool, int]],
) -> None:
    with library() as one, library() as other:
        ids = add(one)
        add(other)
        for start in (0.1, 0.5):
            highlight(one, Made("fog", start, start + 0.2), ids)
        pass_on(one, other)
        alive: set[str] = set()
        for number, (what, first, which) in enumerate(steps):
            here, there = (one, other) if first else (other, one)
            if what == "import":
                pass_on(there, here)
                continue
            held = here.highlights()
            chosen = held[which % len(held)]
            alive = (alive - {chosen.note}) | {f"note {number}"}
            here.update_highlight(chosen.id, "edit", note=f"note {number}")
        before = {here: exported(here, "json") for here in (one, other)}
        take(one, before[other])
        take(other, before[one])
        assert words(one) == words(other)
        assert alive <= {each.note for each in one.highlights()}
        for here, data in (
            (one, before[other]),
            (other, before[one]),
            (one, exported(other, "json")),
        ):
            again = take(here, data)
            assert (again.added, again.updated, again.both) == (0, 0, 0)
        assert words(one) == words(other)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Library, Library, Highlight]:
    """Two libraries with one highlight that both know."""
    one, other = Library(tmp_path / "one"), Library(tmp_path / "other")
    marked = highlight(one, Made("fog", 0.1, 0.3, note="first"), add(one))
    add(other)
    pass_on(one, other)
    return one, other, marked


Pair = tuple[Library, Library, Highlight]


def test_both_sides_of_a_conflict_are_kept_and_counted(pair: Pair) -> None:
    one, other, marked = pair
    one.update_highlight(marked.id, "edit", note="mine", tags=("a",))
    other.update_highlight(marked.id, "edit", note="theirs", colour="blue")
    taken = take(one, exported(other, "json"))
    assert (taken.both, taken.added, taken.updated, taken.older) == (1, 0, 0, 0)
    later, copy = sorted(one.highlights(), key=lambda each: CONFLICT in each.tags)
    assert (later.id, later.note, later.colour) == (marked.id, "theirs", "blue")
    assert (copy.note, copy.tags, copy.quote) == ("mine", ("a", CONFLICT), marked.quote)
    assert one.undo() == "import 2 highlights"
    assert [each.note for each in one.highlights()] == ["mine"]


def test_where_only_one_side_changed_it_wins_whatever_the_clocks_say(pair: Pair) -> None:
    one, other, marked = pair
    other.update_highlight(marked.id, "edit", note="second", modified="2001-01-01T00:00:00.000000Z")
    assert take(one, exported(other, "json")).updated == 1
    assert one.highlight(marked.id).note == "second"


def test_what_was_undone_after_it_was_passed_on_is_a_change_too(pair: Pair) -> None:
    one, other, marked = pair
    one.update_highlight(marked.id, "edit", note="too much")
    pass_on(one, other)
    one.undo()
    assert take(other, exported(one, "json")).updated == 1
    assert other.highlight(marked.id).note == "first"


def test_a_file_that_was_edited_by_hand_is_taken_as_what_was_changed(pair: Pair) -> None:
    one, _, marked = pair
    document = json.loads(exported(one, "json"))
    (each,) = document["episodes"][0]["highlights"]
    each["note"], each["modified"] = "by hand", "2100-01-01T00:00:00Z"
    assert take(one, document).updated == 1
    assert one.highlight(marked.id).note == "by hand"
    assert take(one, document).unchanged == 1


def without_revisions(one: Library, change: Callable[[dict[str, object]], None]) -> object:
    document = json.loads(exported(one, "json"))
    for each in document["episodes"][0]["highlights"]:
        del each["seen"]
        change(each)
    return document


def test_without_revisions_the_times_tell_who_changed(pair: Pair) -> None:
    one, other, marked = pair

    def changed(note: str, day: int) -> Callable[[dict[str, object]], None]:
        return lambda each: each.update(note=note, modified=f"2100-01-0{day}T00:00:00Z")

    assert take(other, without_revisions(one, changed("second", 1))).updated == 1
    assert take(other, without_revisions(one, changed("third", 2))).updated == 1
    assert take(other, without_revisions(one, changed("second", 1))).older == 1
    other.update_highlight(marked.id, "edit", note="mine")
    assert take(other, without_revisions(one, changed("third", 2))).older == 1
    assert take(other, without_revisions(one, changed("fourth", 3))).both == 1
    assert {each.note for each in other.highlights()} == {"mine", "fourth"}


def test_what_was_thrown_away_comes_back_with_the_last_that_was_said(pair: Pair) -> None:
    one, other, marked = pair
    data = exported(one, "json")
    other.update_highlight(marked.id, "edit", note="later")
    other.delete_highlight(marked.id)
    assert take(other, data).added == 1
    assert [each.note for each in other.highlights()] == ["later"]
    one.update_highlight(marked.id, "edit", note="elsewhere")
    other.delete_highlight(marked.id)
    assert take(other, exported(one, "json")).added == 1
    assert {each.note for each in other.highlights()} == {"elsewhere", "later"}


def test_the_copy_of_a_library_counts_for_itself(tmp_path: Path) -> None:
    one = Library(tmp_path / "one")
    marked = highlight(one, Made("fog", 0.1, 0.3, note="first"), add(one))
    backup = tmp_path / "backup.sqlite3"
    one.back_up(backup)
    (tmp_path / "other").mkdir()
    shutil.copy(backup, tmp_path / "other" / FILE)
    other = Library(tmp_path / "other")
    machine = one.revisions.machine()
    assert other.revisions.machine() != machine
    one.update_highlight(marked.id, "edit", note="here")
    other.update_highlight(marked.id, "edit", note="there")
    assert take(one, exported(other, "json")).both == 1
    assert Library(tmp_path / "one").revisions.machine() == machine
    one.restore(backup)
    assert one.revisions.machine() != machine


def test_a_new_place_in_a_new_text_is_no_change_of_the_users(pair: Pair) -> None:
    one, _, marked = pair
    before = one.revisions.all()
    one.save_highlight(_moved(one.highlight(marked.id)), "carry")
    assert one.revisions.all() == before
    one.update_highlight(marked.id, "tag", tags=("a",))
    assert one.revisions.all() != before


def _moved(each: Highlight) -> Highlight:
    return replace(each, start=each.start + 1, quote=each.quote[1:], state="moved", score=0.9)


def test_the_copy_of_a_revision_has_one_id_everywhere(pair: Pair) -> None:
    one, other, marked = pair
    here, there = one.highlight(marked.id), other.highlight(marked.id)
    assert content(here) == content(there)
    assert copy_id(marked.id, here) == copy_id(marked.id, there)
    changed = one.update_highlight(marked.id, "edit", note="x")
    assert copy_id(marked.id, changed) != copy_id(marked.id, here)
