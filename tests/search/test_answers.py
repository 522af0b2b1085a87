"""What a hit says, the order of hits, counts and suggestions."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import QueryError
from reader.search import Index, find_matches
from reader.transcript import Span

from .support import FakeShelf, everything, talk


def test_a_hit_says_where_it_is(index: Index, shelf: FakeShelf) -> None:
    results = index.search('"not to be" speaker:bjorn')
    (hit,) = results.hits
    text = shelf.kept[1][1].text
    assert (hit.episode, hit.title, hit.turn, hit.date) == (
        1,
        "Tides and harbours",
        2,
        "2022-10-27",
    )
    assert (hit.speaker, hit.time, hit.time_exact) == ("Björn Åkesson", 10.0, True)
    assert hit.text == text[hit.start : hit.end]
    assert [text[start:end] for start, end in hit.matches] == ["not to be"]
    assert (results.total, results.suggestion, results.query) == (
        1,
        None,
        '"not to be" speaker:bjorn',
    )
    assert results.took_ms > 0


def test_a_time_may_be_estimated(index: Index) -> None:
    assert not index.search("taxes").hits[0].time_exact


def test_matches_leave_out_what_is_left_out(index: Index, shelf: FakeShelf) -> None:
    text = shelf.kept[1][1].text
    (hit,) = index.search("harbour organizing -mud").hits
    found = [text[start:end] for start, end in hit.matches]
    assert found == ["harbour", "organizes", "organization"]


def test_facets_count_every_passage(index: Index) -> None:
    results = index.search("harbour OR gauges OR applause", limit=1)
    assert (results.total, len(results.hits)) == (7, 1)
    assert results.facets == {
        "speaker": {"Ada Moreau": 3, "Chen Li": 2, "Björn Åkesson": 1},
        "show": {"Salt Water": 6},
        "year": {"2022": 4, "2023": 2},
    }


def test_orders(index: Index) -> None:
    def places(sort: str) -> list[tuple[int, int]]:
        return [(hit.episode, hit.turn) for hit in index.search("harbour", sort=sort).hits]

    assert places("time") == [(1, 2), (1, 3), (2, 1), (3, 1)]
    assert places("date") == [(2, 1), (1, 2), (1, 3), (3, 1)]
    assert sorted(places("relevance")) == places("time")
    scores = [hit.score for hit in index.search("harbour").hits]
    assert scores == sorted(scores, reverse=True)


def test_pages_of_hits_join_up(index: Index) -> None:
    whole = index.search("harbour", limit=10).hits
    pages = [index.search("harbour", limit=2, offset=offset).hits for offset in (0, 2, 4)]
    assert [hit for page in pages for hit in page] == list(whole)


def test_one_episode_only(index: Index) -> None:
    assert everything(index, "harbour", episode=2) == {(2, 1)}
    assert everything(index, "harbour", episode=128) == set()


def test_did_you_mean(index: Index) -> None:
    assert index.search("dregding").suggestion == "dredging"
    assert index.search('speaker:ada "hrabour needs"').suggestion == 'speaker:ada "harbour needs"'
    assert index.search("zzzzzzzz").suggestion is None
    assert index.search("tides taxes applause").suggestion is None


def test_nothing_is_found_before_the_first_update(tmp_path: Path, shelf: FakeShelf) -> None:
    index = Index(tmp_path / "index", shelf)
    assert (index.pending(), index.fresh()) == (3, False)
    assert index.search("harbour").total == 0
    index.update()
    assert (index.pending(), index.fresh()) == (0, True)


def test_find_matches_needs_no_index() -> None:
    text = "Gauges, gauge; re-gauging the “Gauge of tides”."
    marked = find_matches('gauge "of tides" -re', text, start=100)
    assert [text[m.start - 100 : m.end - 100] for m in marked] == [
        "Gauges", "gauge", "gauging", "Gauge", "of tides",
    ]  # fmt: skip
    assert find_matches('a "a b" "b c"', "x a b c") == [Span(2, 7)]
    assert find_matches("speaker:ada", "ada") == []
    assert find_matches("cafe", "le cafe\u0301 noir") == [Span(3, 8)]
    assert find_matches('"a b c d e"', "a b") == []


def test_a_regular_expression(index: Index, shelf: FakeShelf) -> None:
    results = index.search(r"(?i)harbour\s+\w+", regex=True, sort="time")
    texts = [shelf.kept[hit.episode][1].text for hit in results.hits]
    found = [
        text[start:end]
        for text, hit in zip(texts, results.hits, strict=True)
        for start, end in hit.matches
    ]
    assert found == ["harbour town", "harbour organizes", "harbour needs", "harbour ではない"]
    assert results.total == 4
    assert results.facets["speaker"] == {"Ada Moreau": 2, "Björn Åkesson": 1, "Chen Li": 1}
    assert index.search("x*", regex=True).total == 1
    assert index.search("harbour", regex=True, episode=3).total == 1


def test_a_regular_expression_reads_only_what_is_in_the_library(
    index: Index, shelf: FakeShelf
) -> None:
    shelf.remove(1)
    assert index.search("harbour", regex=True).total == 2
    assert {hit.episode for hit in index.search("harbour", regex=True).hits} == {2, 3}


@pytest.mark.parametrize("pattern", ["[", "(", "a{99999999999999}", "", "a" * 1001, "(?P<a", "\\"])
def test_a_wrong_pattern(index: Index, pattern: str) -> None:
    with pytest.raises(QueryError) as refusal:
        index.search(pattern, regex=True)
    assert "\n" not in str(refusal.value)


def test_a_pattern_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.search.regex.Scan.__init__.__defaults__", (0.5,))
    shelf = FakeShelf()
    shelf.put(1, talk((None, "a" * 5000 + "!")))
    index = Index(tmp_path, shelf)
    index.update()
    with pytest.raises(QueryError, match=r"takes longer than 0.5 seconds"):
        index.search("(a|a)+$", regex=True)


def test_of_a_large_library_the_newest_part_answers_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = FakeShelf()
    index = Index(tmp_path / "index", shelf)
    for number in range(1, 5):
        shelf.put(number, talk((None, f"harbour {number}"), (None, "harbour tide")))
        index.update()
    assert not index.search("harbour", newest=True).partial
    monkeypatch.setattr("reader.search.snapshot.QUICK", 4)
    again = Index(tmp_path / "index", shelf)
    some = again.search("harbour", newest=True)
    assert (some.total, some.episodes, some.partial) == (4, 2, True)
    assert {hit.episode for hit in some.hits} == {3, 4}
    whole = again.search("harbour")
    assert (whole.total, whole.episodes, whole.partial) == (8, 4, False)
