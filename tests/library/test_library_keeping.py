"""What becomes of an episode's facts, its marks and its place when a file is added once more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reader.annotate import carry, mark
from reader.errors import NotFound, ReaderError
from reader.library import Added, Highlight, Library, prepare
from reader.transcript import Meta, Span

from .support import TURNS, Add, transcript


def store(library: Library, number: int, said: Meta, stated: Meta | None = None) -> Added:
    """Keep the version `number` of a file that says of itself what is `said`."""
    words = replace(transcript([*TURNS, ("ODA", f"Version {number}.")]), meta=said)
    prepared = prepare(f"bytes {number}".encode(), words, "fog")
    return library.store(prepared, source="/fog.txt", carry=carry, meta=stated or Meta())


def marked(library: Library, id: int, quote: str) -> Highlight:
    text = library.transcript(id)
    start = text.text.index(quote)
    made = mark(text, id, library.episode(id).version, Span(start, start + len(quote)))
    library.save_highlight(made)
    return made


def test_a_changed_file_says_what_the_user_has_not_said(library: Library) -> None:
    id = store(library, 1, Meta(title="Fog", date="2020", show="Tides", front="Draft")).episode
    library.edit(id, Meta(show="The tides"))
    said = Meta(title="Fog and paint", date="2021", show="Coasts", guests=("Pell",), front="Done")
    assert store(library, 2, said).status == "updated"
    episode = library.episode(id)
    assert (episode.title, episode.date, episode.guests) == ("Fog and paint", "2021", ("Pell",))
    assert (episode.show, episode.front) == ("The tides", "Done")
    store(library, 3, Meta())
    episode = library.episode(id)
    assert (episode.title, episode.date, episode.front) == ("Fog and paint", "2021", "")
    library.undo()
    library.undo()
    episode = library.episode(id)
    assert (episode.title, episode.show, episode.front) == ("Fog", "The tides", "Draft")


def test_what_was_stated_in_adding_is_the_users(library: Library) -> None:
    id = store(library, 1, Meta(title="Fog", number=1), Meta(title="My fog")).episode
    assert library.episode(id).title == "My fog"
    store(library, 2, Meta(title="Fog, again", number=2))
    assert (library.episode(id).title, library.episode(id).number) == ("My fog", 2)


def test_an_undone_edit_is_the_files_again(library: Library) -> None:
    id = store(library, 1, Meta(show="Tides")).episode
    library.edit(id, Meta(show="Mine"))
    library.undo()
    store(library, 2, Meta(show="Coasts"))
    assert library.episode(id).show == "Coasts"


def test_a_title_by_default_gives_way_to_one_that_the_file_says(library: Library) -> None:
    id = store(library, 1, Meta()).episode
    assert library.episode(id).title == "fog"
    store(library, 2, Meta(title="Fog and paint"))
    assert library.episode(id).title == "Fog and paint"


def test_an_update_with_facts_is_one_change_of_its_own_name(library: Library) -> None:
    id = store(library, 1, Meta(title="Fog")).episode
    store(library, 2, Meta(title="Fog"), Meta(title="Paint"))
    assert library.episode(id).title == "Paint"
    assert library.undo() == "update Paint"
    assert library.episode(id).title == "Fog"
    assert library.undo() == "add Fog"


def test_a_length_of_nothing_is_refused(library: Library, add: Add) -> None:
    id = add().episode
    for length in (0.0, -1.0):
        with pytest.raises(ReaderError, match="longer than nothing"):
            library.edit(id, Meta(duration=length))
        with pytest.raises(ReaderError, match="longer than nothing"):
            store(library, 1, Meta(), Meta(duration=length))
    assert library.undo() == "add Fog"


def test_without_reading_again_the_same_bytes_are_unchanged(library: Library) -> None:
    store(library, 1, Meta())
    other = replace(prepare(b"bytes 1", transcript(TURNS), "fog"), format="prose")
    assert library.store(other, source="/fog.txt", reread=False).status == "unchanged"
    assert library.store(other, source="/fog.txt").status == "updated"


# -- what was removed --------------------------------------------------------------------------


def test_a_removed_file_comes_back_with_its_notes(library: Library) -> None:
    id = store(library, 1, Meta(title="Fog"), Meta(show="Tides")).episode
    made = marked(library, id, "painted twice")
    library.remove(id)
    back = store(library, 1, Meta(title="Fog"))
    assert (back.status, back.episode, back.carried) == ("added", id, (made,))
    assert library.highlights() == [made]
    assert library.episode(id).show == "Tides"
    assert library.undo() == "add Fog"
    assert library.episodes() == []
    assert library.redo() == "add Fog"
    assert library.highlights() == [made]


def test_a_removed_file_that_has_changed_comes_back_as_it_is_now(library: Library) -> None:
    id = store(library, 1, Meta(title="Fog")).episode
    made = marked(library, id, "painted twice")
    library.remove(id)
    back = store(library, 2, Meta(title="Fog and paint"))
    assert (back.status, back.episode) == ("added", id)
    assert library.transcript(id).text.endswith("Version 2.")
    assert [one.id for one in library.highlights()] == [made.id]
    library.undo()
    assert library.episodes() == []


def test_an_undone_adding_leaves_nothing_behind(library: Library) -> None:
    first = store(library, 1, Meta(), Meta(title="Wrong")).episode
    library.undo()
    again = store(library, 1, Meta())
    assert (again.status, again.episode != first) == ("added", True)
    assert library.episode(again.episode).title == "fog"


def test_what_is_there_goes_before_what_was_removed(library: Library, add: Add) -> None:
    gone = add().episode
    library.remove(gone)
    there = library.add(b"other", transcript(TURNS[:2]), source="/other", title="Other").episode
    again = library.add(
        repr(("/talks/fog.txt", TURNS)).encode(), transcript(TURNS), source="/other", title="x"
    )
    assert (again.status, again.episode) == ("updated", there)


# -- marks -------------------------------------------------------------------------------------


def speaker(library: Library) -> str | None:
    (one,) = library.highlights()
    return one.speaker


def test_a_mark_says_the_name_that_its_turn_has(library: Library) -> None:
    id = store(library, 1, Meta(title="Fog")).episode
    made = marked(library, id, "Why twice?")
    assert made.speaker == "PELL"
    library.rename_speaker("PELL", "Pell Arrow")
    assert speaker(library) == "Pell Arrow"
    library.assign_speaker(id, [1], "Rue")
    assert speaker(library) == "Rue"
    library.assign_speaker(id, [1], None)
    assert speaker(library) is None
    for name in ("Rue", "Pell Arrow", "PELL"):
        library.undo()
        assert speaker(library) == name
    assert library.highlights() == [made]
    assert library.problems() == []


def test_a_mark_keeps_the_users_name_in_a_new_version(library: Library) -> None:
    id = store(library, 1, Meta(title="Fog")).episode
    marked(library, id, "Why twice?")
    library.rename_speaker("PELL", "Pell Arrow")
    store(library, 2, Meta(title="Fog"))
    assert speaker(library) == "Pell Arrow"


def test_an_estimated_time_follows_the_length(library: Library) -> None:
    id = store(library, 1, Meta(title="Fog")).episode
    made = marked(library, id, "Why twice?")
    library.edit(id, Meta(duration=6000.0))
    (one,) = library.highlights()
    assert one.time == library.transcript(id).time_at(made.start).seconds > made.time
    assert one.time_end > one.time


def test_two_who_change_one_mark_both_keep_their_change(library: Library) -> None:
    id = store(library, 1, Meta(title="Fog")).episode
    made = marked(library, id, "Why twice?")
    other = Library(library.folder)
    other.update_highlight(made.id, "note", note="A fair question.")
    changed = library.update_highlight(made.id, "colour blue", colour="blue")
    assert (changed.note, changed.colour) == ("A fair question.", "blue")
    assert library.highlights() == other.highlights() == [changed]
    assert changed.modified > made.modified
    assert library.problems() == []
    assert library.undo() == "colour blue"
    assert library.highlight(made.id).note == "A fair question."
    library.delete_highlight(made.id)
    with pytest.raises(NotFound, match="there is no highlight"):
        other.update_highlight(made.id, "note", note="too late")
    other.close()


def moved(library: Library, **values: Any) -> Highlight:
    id = store(library, 1, Meta(title="Fog")).episode
    made = marked(library, id, "Why twice?")
    return library.update_highlight(made.id, "move", **{"state": "moved", "score": 0.5, **values})


def test_a_moved_mark_stays_so_until_it_is_confirmed(library: Library) -> None:
    one = moved(library)
    for number in (2, 3):
        store(library, number, Meta(title="Fog"))
        assert library.highlight(one.id).state == "moved"
    assert library.confirm_highlight(one.id).state == "anchored"
    assert library.highlight(one.id).state == "anchored"
    assert library.confirm_highlight(one.id) == library.highlight(one.id)
    assert library.undo() == "confirm a highlight"
    assert library.highlight(one.id).state == "moved"


def test_a_mark_without_a_place_is_not_confirmed(library: Library) -> None:
    one = moved(library, state="orphan", score=0.0)
    with pytest.raises(ReaderError, match="lost its place"):
        library.confirm_highlight(one.id)
    with pytest.raises(NotFound):
        library.confirm_highlight("nix")
