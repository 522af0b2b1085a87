"""Answers narrowed to facets, thinned to a few hits of each episode, and where hits fall."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.search import Index
from reader.search.results import STRETCHES, Sort

from .support import FakeShelf, Mark, talk

NAMES = ("Ann", "Ann Lee")


@pytest.fixture
def shelf() -> FakeShelf:
    shelf = FakeShelf()
    for id, often in ((1, 9), (2, 2), (3, 5)):
        turns = [
            (NAMES[n % 2], f"The kelp forest, remark {n}. " + "It sways. " * 8)
            for n in range(often)
        ]
        turns += [("Ann Lee", "Nothing of the sea is said in here at all.")] * 3
        shelf.put(
            id,
            talk(*turns),
            title=f"Talk {id}",
            show="Sea" if id < 3 else "Sea Life",
            date=f"202{id}",
        )
    return shelf


@pytest.fixture
def index(tmp_path: Path, shelf: FakeShelf) -> Index:
    index = Index(tmp_path / "index", shelf)
    index.update()
    return index


@pytest.mark.parametrize(
    ("facet", "total"),
    [
        (("speaker", "Ann"), 9),
        (("speaker", "Ann Lee"), 7),
        (("show", "Sea"), 11),
        (("show", "Sea Life"), 5),
        (("year", "2022"), 2),
        (("speaker", "ann"), 0),
    ],
)
def test_an_answer_is_narrowed_to_exactly_a_facet(
    index: Index, facet: tuple[str, str], total: int
) -> None:
    found = index.search("kelp", within=[facet])
    assert found.total == total
    whole = index.search("kelp").facets[facet[0]]
    assert whole.get(facet[1], 0) == total


def test_facets_narrow_together_and_a_half_written_word_stays_so(index: Index) -> None:
    found = index.search("kel", within=[("speaker", "Ann"), ("show", "Sea")], typing=True)
    assert found.total == 6
    assert {hit.speaker for hit in found.hits} == {"Ann"}
    assert all(
        hit.text[m[0] - hit.start :].startswith("kelp") for hit in found.hits for m in hit.matches
    )


def test_an_answer_is_narrowed_to_what_has_a_tag(index: Index, shelf: FakeShelf) -> None:
    text = shelf.transcript(1).text
    shelf.marked = [
        Mark(1, 0, 5, tags=("sea",)),
        Mark(1, text.index("remark 4"), text.index("remark 4") + 4, tags=("sea", "x")),
        Mark(2, 0, 5, tags=("sea life",)),
    ]
    assert index.search("kelp", within=[("tag", "sea")]).total == 2
    assert index.search("kelp", within=[("tag", "sea life")]).total == 1
    assert index.search("kelp", within=[("tag", "x")]).hits[0].start == text.index(
        "The kelp forest, remark 4"
    )


@pytest.mark.parametrize("sort", ["relevance", "time", "date"])
def test_at_most_so_many_hits_of_each_episode(index: Index, sort: Sort) -> None:
    whole = index.search("kelp", limit=100, sort=sort)
    found = index.search("kelp", limit=100, sort=sort, each=3)
    assert (found.total, found.facets, found.episodes) == (16, whole.facets, 3)
    of = {id: [h for h in found.hits if h.episode == id] for id in (1, 2, 3)}
    assert {id: len(hits) for id, hits in of.items()} == {1: 3, 2: 2, 3: 3}
    for id, hits in of.items():
        assert hits == [h for h in whole.hits if h.episode == id][:3]


def test_where_hits_fall(index: Index, shelf: FakeShelf) -> None:
    found = index.search("kelp", limit=100, each=1)
    assert {id: sum(falls) for id, falls in found.falls.items()} == {1: 9, 2: 2, 3: 5}
    assert all(len(falls) == STRETCHES for falls in found.falls.values())
    for id, falls in found.falls.items():
        text = shelf.transcript(id).text
        begins = [at for at in range(len(text)) if text.startswith("The kelp", at)]
        assert {at * STRETCHES // len(text) for at in begins} == {
            stretch for stretch, count in enumerate(falls) if count
        }
    assert index.search("kelp").falls == {}
    assert index.search("walrus", each=3).falls == {}
