"""Bookmarks and marks go out as JSON and come in again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.annotate import bookmark
from reader.annotate.exporters import FORMATS
from reader.formats import parse
from reader.library import Bookmark, Library
from reader.notebook.exchange import export, notebook, take_in

TALK = b"Ann: The tide is out. We walk to the island.\n\nBob: And back before it comes in, I hope."


def shelf(folder: Path) -> Library:
    library = Library(folder)
    library.add(TALK, parse(TALK, "tide.txt"), source="/tide.txt", title="Tide")
    return library


def put(library: Library, words: str, letter: str = "", name: str = "") -> Bookmark:
    read = library.transcript(1)
    version = library.episode(1).version
    made = bookmark(read, 1, version, read.text.index(words), letter=letter, name=name)
    library.bookmarks.save([made])
    return made


def written(library: Library, file: Path) -> bytes:
    export(notebook(library, [], also=[1]), FORMATS["json"], file, force=True)
    return file.read_bytes()


def test_what_goes_out_comes_in_the_same(tmp_path: Path) -> None:
    one, two = shelf(tmp_path / "one"), shelf(tmp_path / "two")
    put(one, "We walk", name="the island")
    put(one, "And back", letter="B")
    data = written(one, tmp_path / "out.json")
    (episode,) = json.loads(data)["episodes"]
    assert [(b["letter"], b["name"]) for b in episode["bookmarks"]] == [
        ("", "the island"),
        ("B", ""),
    ]
    taken = take_in(two, data, str)
    assert taken.failed == ()
    assert two.bookmarks.all() == one.bookmarks.all()
    assert two.highlights() == []
    take_in(two, data, str)
    assert len(two.bookmarks.all()) == 2
    two.undo()
    assert two.bookmarks.all() == []
    for library in (one, two):
        library.close()


def test_a_letter_that_is_taken_stays_where_it_is(tmp_path: Path) -> None:
    one, two = shelf(tmp_path / "one"), shelf(tmp_path / "two")
    put(one, "We walk", letter="a")
    mine = put(two, "And back", letter="a")
    take_in(two, written(one, tmp_path / "out.json"), str)
    assert [each.sign for each in two.bookmarks.all()] == ["◆", "a"]
    assert two.bookmarks.named("a", 1) == mine
    for library in (one, two):
        library.close()


@pytest.mark.parametrize(
    "spoilt", [{"letter": "ab"}, {"letter": 3}, {"offset": -1}, {"quote": ""}, {"name": []}]
)
def test_one_bad_bookmark_never_stops_the_rest(tmp_path: Path, spoilt: dict[str, object]) -> None:
    one, two = shelf(tmp_path / "one"), shelf(tmp_path / "two")
    put(one, "We walk")
    put(one, "And back")
    document = json.loads(written(one, tmp_path / "out.json"))
    document["episodes"][0]["bookmarks"][0] |= spoilt
    taken = take_in(two, json.dumps(document).encode(), str)
    assert len(taken.failed) == 1
    assert "bookmark 1" in taken.failed[0]
    assert [each.quote[:8] for each in two.bookmarks.all()] == ["And back"]
    for library in (one, two):
        library.close()
