"""Searches are remembered, the latest first, and saved under names."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import LibraryError
from reader.library import Library, schema, searches


def test_the_latest_come_first_and_each_once(library: Library) -> None:
    for query in ("kelp", "tide", "kelp", "~Moreau"):
        library.searches.note(query)
    assert [search.query for search in library.searches.recent()] == ["~Moreau", "kelp", "tide"]
    assert [search.query for search in library.searches.recent(1)] == ["~Moreau"]
    library.searches.forget("kelp")
    assert [search.query for search in library.searches.recent()] == ["~Moreau", "tide"]


def test_they_are_there_after_a_restart(library: Library, tmp_path: Path) -> None:
    library.searches.note("kelp")
    library.searches.save('"to be"', "Hamlet")
    library.close()
    again = Library(library.folder)
    assert [search.query for search in again.searches.recent()] == ["kelp"]
    assert [(s.query, s.name) for s in again.searches.saved()] == [('"to be"', "Hamlet")]
    again.close()


def test_a_name_means_one_query_and_use_does_not_lose_it(library: Library) -> None:
    library.searches.save("kelp", "sea")
    library.searches.save("algae", "Beach")
    library.searches.note("kelp")
    assert [s.name for s in library.searches.saved()] == ["Beach", "sea"]
    library.searches.save("kelp OR algae", "sea")
    assert [(s.name, s.query) for s in library.searches.saved()] == [
        ("Beach", "algae"),
        ("sea", "kelp OR algae"),
    ]
    assert [s.query for s in library.searches.recent()] == ["kelp"]
    library.searches.save("algae", "Shore")
    assert [s.name for s in library.searches.saved()] == ["sea", "Shore"]
    library.searches.save("algae", "")
    assert [s.name for s in library.searches.saved()] == ["sea"]


def test_only_the_latest_are_kept_and_all_that_are_saved(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "MOST_REMEMBERED", 3)
    library.searches.save("first", "kept")
    for number in range(6):
        library.searches.note(f"query {number}")
    recent = [search.query for search in library.searches.recent()]
    assert recent == ["query 5", "query 4", "query 3"]
    assert [search.query for search in library.searches.saved()] == ["first"]


def test_an_older_library_learns_to_remember(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = schema.MIGRATIONS.index(schema._SEARCHES)
    monkeypatch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:before])
    Library(tmp_path).close()
    monkeypatch.undo()
    library = Library(tmp_path)
    library.searches.note("kelp")
    assert [search.query for search in library.searches.recent()] == ["kelp"]
    library.close()


def test_what_cannot_be_remembered_is_one_line(library: Library) -> None:
    library._connection.execute("DROP TABLE search")
    with pytest.raises(LibraryError, match="no such table"):
        library.searches.note("kelp")
    with pytest.raises(LibraryError, match="no such table"):
        library.searches.recent()
