"""The trash: what was deleted comes back as it was, until it is deleted for ever."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotate import carry, mark
from reader.errors import NotFound
from reader.library import Bookmark, Highlight, Library, Review, schema
from reader.library.library import FILE
from reader.transcript import Meta, Span

from .support import TURNS, Add


def marked(library: Library, words: str, episode: int = 1, **facts: object) -> Highlight:
    """A highlight of `words`, kept in the library."""
    text = library.transcript(episode)
    start = text.text.index(words)
    span = Span(start, start + len(words))
    made = mark(text, episode, library.episode(episode).version, span, **facts)  # type: ignore[arg-type]
    library.save_highlight(made)
    return made


def told(library: Library) -> list[tuple[str, str]]:
    return [(thing.kind, thing.text) for thing in library.trash.all()]


def test_what_is_deleted_lies_in_the_trash_with_its_moment(library: Library, add: Add) -> None:
    add()
    add("/talks/rope.txt", title="Rope")
    one = marked(library, "the colour of the fog", note="Grey.")
    library.notes.write(1, "A talk about paint.")
    library.delete_highlight(one.id)
    library.notes.write(1, "")
    library.remove(2)
    assert told(library) == [
        ("episode", "Rope"),
        ("note", "A talk about paint."),
        ("highlight", "the colour of the fog"),
    ]
    newest, _, oldest = library.trash.all()
    assert newest.deleted_at > oldest.deleted_at
    assert (oldest.note, oldest.title) == ("Grey.", "Fog")
    assert library.trash.restore(library.trash.all(), carry) == 3
    assert library.trash.all() == []
    assert [each.quote for each in library.highlights()] == [one.quote]
    assert [note.text for note in library.notes.all()] == ["A talk about paint."]
    assert len(library.episodes()) == 2
    assert library.undo() == "restore 3 things from the trash"
    assert len(library.trash.all()) == 3


def test_one_is_restored_and_the_rest_stays(library: Library, add: Add) -> None:
    add()
    first, second = marked(library, "painted twice"), marked(library, "Why twice?")
    for each in (first, second):
        library.delete_highlight(each.id)
    thing = library.trash.find(first.id[:8])
    assert library.trash.restore([thing], carry) == 1
    assert library.trash.restore([thing], carry) == 0
    assert [each.id for each in library.highlights()] == [first.id]
    assert [each.id for each in library.trash.all()] == [second.id]
    with pytest.raises(NotFound):
        library.trash.find("nothing")
    with pytest.raises(NotFound):
        library.trash.find("")


def test_a_highlight_comes_back_into_the_text_of_now(library: Library, add: Add) -> None:
    add()
    one = marked(library, "the first coat was the colour of the fog")
    library.delete_highlight(one.id)
    longer = [("ODA", "Welcome to the pier, and to whoever is listening."), *TURNS]
    add(turns=longer)
    library.trash.restore(library.trash.all(), carry)
    (back,) = library.highlights(1)
    assert back.state == "anchored"
    assert back.version == library.episode(1).version
    assert library.text(1)[back.start : back.end] == one.quote


def test_a_note_taken_from_a_highlight_can_be_put_back(library: Library, add: Add) -> None:
    add()
    one = marked(library, "painted twice", note="First thought.")
    library.update_highlight(one.id, "note", note="")
    library.update_highlight(one.id, "note", note="Second thought.")
    assert told(library) == [("note", "First thought.")]
    library.trash.restore(library.trash.all(), carry)
    assert library.highlight(one.id).note == "Second thought.\n\nFirst thought."
    assert library.trash.all() == []
    library.undo()
    assert library.highlight(one.id).note == "Second thought."
    library.delete_highlight(one.id)
    note = next(thing for thing in library.trash.all() if thing.kind == "note")
    with pytest.raises(NotFound, match="highlight"):
        library.trash.restore([note], carry)


def test_an_episode_whose_adding_was_undone_was_not_deleted(library: Library, add: Add) -> None:
    add()
    library.undo()
    assert library.trash.all() == []


def test_what_is_deleted_for_ever_leaves_nothing_behind(library: Library, add: Add) -> None:
    add()
    add("/talks/rope.txt", [("ODA", "Rope is a kind of promise.")], title="Rope")
    stays = marked(library, "Why twice?")
    goes = marked(library, "the colour of the fog", note="secret grey")
    marked(library, "a kind of promise", 2)
    library.notes.write(2, "secret rope")
    library.delete_highlight(goes.id)
    library.remove(2)
    assert library.trash.purge(library.trash.all()) == 2
    assert library.trash.all() == []
    with sqlite3.connect(library.folder / FILE) as raw:
        # Of what other machines may still know, the id stays: it is how they learn of its end.
        tables = [
            row[0]
            for row in raw.execute("SELECT name FROM sqlite_schema WHERE type='table'")
            if row[0] != "revision"
        ]
        left = repr([raw.execute(f"SELECT * FROM {table}").fetchall() for table in tables])
    for words in ("secret", "colour of the fog'", "Rope is", goes.id):
        assert words not in left
    assert library.highlights() == [stays]
    assert library.undo() == "highlight"
    assert library.highlights() == []
    while library.undo():
        pass
    assert library.episodes() == []
    while library.redo():
        pass
    assert library.highlights() == [stays]
    assert library.problems() == []


def test_a_single_thing_is_deleted_for_ever(library: Library, add: Add) -> None:
    add()
    one = marked(library, "painted twice", note="secret")
    library.update_highlight(one.id, "note", note="")
    library.delete_highlight(one.id)
    note = next(thing for thing in library.trash.all() if thing.kind == "note")
    assert library.trash.purge([note]) == 1
    assert library.trash.purge([note]) == 0
    assert told(library) == [("highlight", "painted twice")]
    notes = []
    while library.undo():
        notes += [each.note for each in library.highlights()]
    assert "secret" not in notes


def test_a_part_of_a_merged_episode_lives_and_dies_with_it(library: Library, add: Add) -> None:
    add()
    add("/talks/other.txt", [*TURNS, ("PELL", "That was all.")], title="Other")
    library.notes.write(1, "of the first")
    library.notes.write(2, "of the second")
    library.merge(2, 1, carry)
    note = library.notes.of(1)
    assert note is not None
    assert note.text == "of the first\n\nof the second"
    assert library.trash.all() == []
    library.remove(1)
    assert told(library) == [("episode", "Fog")]
    library.trash.restore(library.trash.all(), carry)
    assert len(library.sources(1)) == 2
    library.remove(1)
    library.trash.purge(library.trash.all())
    assert library.problems() == []
    while library.undo():
        pass
    assert library.episodes() == []


# -- notes on episodes ---------------------------------------------------------------------------


def test_a_note_on_an_episode_is_written_changed_and_undone(library: Library, add: Add) -> None:
    add()
    assert library.notes.of(1) is None
    first = library.notes.write(1, "  One.\n")
    assert first is not None
    assert first.text == "One."
    library.notes.write(1, "Two.")
    library.notes.write(1, "Two.")
    assert library.undo() == "note on Fog"
    again = library.notes.of(1)
    assert again == first
    library.undo()
    assert library.notes.of(1) is None
    library.redo()
    assert library.notes.of(1) == first
    library.notes.write(1, "")
    assert library.undo() == "delete the note on Fog"
    assert library.notes.all() == [first]
    with pytest.raises(NotFound):
        library.notes.write(9, "Nowhere.")


def test_a_new_note_after_a_deleted_one_is_joined_to_it(library: Library, add: Add) -> None:
    add()
    library.notes.write(1, "Old.")
    library.notes.write(1, "")
    library.notes.write(1, "New.")
    library.trash.restore(library.trash.all(), carry)
    assert [note.text for note in library.notes.all()] == ["New.\n\nOld."]
    assert library.trash.all() == []


def test_a_flipped_bit_in_a_note_does_not_pass_unseen(library: Library, add: Add) -> None:
    add()
    library.notes.write(1, "Words to keep.")
    with sqlite3.connect(library.folder / FILE) as raw:
        raw.execute("UPDATE note SET text = 'Words to keeq.'")
    assert [problem.what for problem in library.problems()] == ["a note is not as it was written"]


# -- undo, and whose change it is ----------------------------------------------------------------


def test_redo_holds_after_the_library_is_opened_again(library: Library, add: Add) -> None:
    add()
    one = marked(library, "painted twice")
    library.update_highlight(one.id, "note", note="Twice!")
    library.edit(1, Meta(show="Paint"))
    for _ in range(3):
        library.undo()
    other = Library(library.folder)
    assert other.highlights() == []
    assert [other.redo(), other.redo(), other.redo(), other.redo()] == [
        "highlight",
        "note",
        "edit Fog",
        None,
    ]
    assert other.highlights()[0].note == "Twice!"
    assert other.episode(1).show == "Paint"
    other.close()


def test_whose_change_comes_next_is_told(
    library: Library, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library.latest() is None
    add()
    latest = library.latest()
    assert latest is not None
    assert (latest.label, latest.own) == ("add Fog", True)
    monkeypatch.setattr("reader.library.journal.WRITER", "another process")
    marked(library, "painted twice")
    monkeypatch.undo()
    latest = library.latest()
    assert latest is not None
    assert (latest.label, latest.own) == ("highlight", False)
    library.undo()
    undone, latest = library.undone(), library.latest()
    assert undone is not None
    assert latest is not None
    assert (undone.label, undone.own, latest.own) == ("highlight", False, True)


def test_moved_highlights_are_confirmed_all_at_once(library: Library, add: Add) -> None:
    add()
    for words in ("painted twice", "Why twice?"):
        library.save_highlight(replace(marked(library, words), state="moved"))
    assert library.confirm_highlights(1) == 2
    assert {each.state for each in library.highlights()} == {"anchored"}
    library.undo()
    assert {each.state for each in library.highlights()} == {"moved"}


def test_an_older_library_learns_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = schema.MIGRATIONS.index(schema._NOTES)
    monkeypatch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:before])
    Library(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as raw:
        raw.execute("INSERT INTO journal (at, label, rows) VALUES ('2024', 'old', '[]')")
    monkeypatch.undo()
    library = Library(tmp_path)
    latest = library.latest()
    assert latest is not None
    assert (latest.label, latest.own) == ("old", False)
    assert library.notes.all() == []
    assert library.trash.all() == []
    library.close()


def test_with_a_highlight_its_reviews_go_for_ever(library: Library, add: Add) -> None:
    add()
    add("/talks/rope.txt", title="Rope")
    gone, stays = marked(library, "the colour of the fog"), marked(library, "the fog", episode=2)
    for each in (gone, stays):
        library.reviews.keep(Review(each.id, 1, "2026-02-01", "2026-02-22"))
    library.bookmarks.save([Bookmark.at(marked(library, "fog", episode=2))])
    library.delete_highlight(gone.id)
    assert library.trash.purge(library.trash.all()) == 1
    assert set(library.reviews.all()) == {stays.id}
    library.remove(2)
    assert library.trash.purge(library.trash.all()) == 1
    assert library.reviews.all() == {}
    with sqlite3.connect(library.folder / FILE) as raw:
        assert raw.execute("SELECT count(*) FROM bookmark").fetchone() == (0,)
    while library.undo():
        pass
    assert library.reviews.all() == {}
