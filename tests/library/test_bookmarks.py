"""Bookmarks and named marks: kept, undone, carried to another text; and the jump list."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.annotate import bookmark, carry
from reader.errors import NotFound, ReaderError
from reader.library import Library, Place, schema

from .support import TURNS, Add, transcript

LATER = [("ODA", "Good evening to you all."), *TURNS]
OTHER = [("ZOE", "Nothing of this was ever said by anybody in any lighthouse, my dears.")]


def marked(library: Library, words: str, episode: int = 1, letter: str = "") -> str:
    """Keep a bookmark of `words` and return its id."""
    read = library.transcript(episode)
    version = library.episode(episode).version
    made = bookmark(read, episode, version, read.text.index(words), letter=letter)
    library.bookmarks.save([made])
    return made.id


def letters(library: Library, episode: int | None = None) -> str:
    return "".join(each.sign for each in library.bookmarks.all(episode))


def test_a_bookmark_is_kept_renamed_removed_and_undone(library: Library, add: Add) -> None:
    add()
    id = marked(library, "Because")
    (kept,) = library.bookmarks.all(1)
    assert (kept.id, kept.quote[:17], kept.sign) == (id, "Because the first", "◆")
    assert kept.prefix.endswith("Why twice?\n\n")
    library.bookmarks.rename(id, "the fog")
    assert library.bookmarks.all()[0].name == "the fog"
    assert library.undo() == "name a bookmark"
    assert library.bookmarks.all()[0].name == ""
    library.bookmarks.remove(id)
    assert library.bookmarks.all() == []
    library.undo()
    assert library.bookmarks.all() == [kept]
    assert library.problems() == []
    library._connection.execute("UPDATE bookmark SET name = 'x'")
    assert [problem.what for problem in library.problems()] == [
        "a bookmark is not as it was written"
    ]
    with pytest.raises(NotFound):
        library.bookmarks.rename("nix", "x")


def test_a_letter_is_one_place(library: Library, add: Add) -> None:
    """A small one in each episode, a capital one in the library."""
    add()
    add("/talks/rope.txt", [*TURNS, ("ODA", "Rope.")], "Rope")
    first = marked(library, "Why", letter="a")
    again = marked(library, "Because", letter="a")
    marked(library, "Why", 2, letter="a")
    marked(library, "Why", letter="A")
    marked(library, "Because", 2, letter="A")
    assert (letters(library, 1), letters(library, 2)) == ("a", "aA")
    mark = library.bookmarks.named("a", 1)
    assert mark is not None
    assert mark.id == again != first
    far = library.bookmarks.named("A", 1)
    assert far is not None
    assert far.episode == 2
    assert library.bookmarks.named("b", 1) is None
    library.remove(2)
    assert library.bookmarks.named("A", 1) is None
    library.undo()
    library.undo()
    assert letters(library, 1) == "Aa"


def test_a_mark_is_a_letter_before_words(library: Library, add: Add) -> None:
    add()
    read = library.transcript(1)
    for letter in ("1", "ab", "'"):
        with pytest.raises(ReaderError, match="a mark is a letter"):
            bookmark(read, 1, 1, 0, letter=letter)
    with pytest.raises(ReaderError, match="no words"):
        bookmark(read, 1, 1, len(read.text))


def test_another_text_takes_bookmarks_along(library: Library, add: Add) -> None:
    add(carry=carry)
    marked(library, "Because", letter="b")
    add(turns=LATER, carry=carry)
    (moved,) = library.bookmarks.all(1)
    text = library.text(1)
    assert (moved.offset, moved.state, moved.letter) == (text.index("Because"), "anchored", "b")
    assert moved.version == library.episode(1).version
    add(turns=OTHER, carry=carry)
    (lost,) = library.bookmarks.all(1)
    assert (lost.state, lost.quote, lost.version) == ("orphan", moved.quote, moved.version)
    add(turns=[*LATER, ("PELL", "Good night.")], carry=carry)
    (found,) = library.bookmarks.all(1)
    assert (found.state, found.offset) == ("anchored", moved.offset)
    library.undo()
    assert library.bookmarks.all(1) == [lost]
    assert library.problems() == []


def test_a_merged_episode_brings_its_bookmarks(library: Library, add: Add) -> None:
    add(carry=carry)
    add("/talks/mist.txt", LATER, "Mist")
    marked(library, "Why", 1, letter="a")
    marked(library, "Because", 2, letter="a")
    marked(library, "We laughed", 2, letter="B")
    library.merge(1, 2, carry)
    text = library.text(2)
    kept = [(each.sign, text[each.offset :][:3]) for each in library.bookmarks.all(2)]
    assert kept == [("◆", "Why"), ("a", "Bec"), ("B", "We ")]


def test_a_pinned_time_is_told_by_bookmarks(library: Library, add: Add) -> None:
    from reader.repair import Amendment

    add()
    marked(library, "We laughed")
    before = library.bookmarks.all(1)[0]
    place = before.offset
    library.amend(1, [Amendment(place, place, "pin", "600.0")], "pin")
    after = library.bookmarks.all(1)[0]
    assert (after.time, after.time_exact) == (600.0, True)
    assert before.time < 60


def test_the_jump_list_is_kept_and_bounded(library: Library) -> None:
    assert library.jumps.load() == ([], [])
    behind, ahead = [Place(1, n) for n in range(130)], [Place(2, 7)]
    library.jumps.keep(behind, ahead)
    library.close()
    assert Library(library.folder).jumps.load() == (behind[-100:], ahead)


def test_an_older_library_learns_of_bookmarks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = schema.MIGRATIONS.index(schema._BOOKMARKS)
    monkeypatch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:before])
    library = Library(tmp_path)
    library.add(b"one", transcript(TURNS), source="/fog", title="Fog")
    library.close()
    monkeypatch.undo()
    library = Library(tmp_path)
    marked(library, "Why")
    assert letters(library) == "◆"
    library.close()
