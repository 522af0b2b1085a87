"""Lines, rates and key words of a small library, one case at a time."""

from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest

from reader import amending
from reader.errors import NotFound, QueryError
from reader.library import Library
from reader.search import Index
from reader.search.counting.frequency import log_likelihood
from reader.search.counting.spoken import Spoken, counts, lengths
from reader.search.counting.trends import By
from reader.search.segments.segment import Segment
from reader.transcript import BREAK, Span, Transcript, Turn

from .support import FakeShelf, talk


def test_a_line_has_the_words_around_it_and_crosses_a_turn_with_a_bar(index: Index) -> None:
    first, *_ = index.concordance('"to be or"').lines(width=24)
    assert (first.left, first.match, first.right) == (
        "never lied to us. | ",
        "To be or",
        " not to be a harbour",
    )
    assert (first.episode, first.turn, first.speaker, first.time) == (1, 2, "Björn Åkesson", 10.0)
    assert (first.title, first.date, first.time_exact) == (
        "Tides and harbours",
        "2022-10-27",
        True,
    )


def test_at_the_ends_of_a_text_there_is_nothing_beside_it(index: Index) -> None:
    (line,) = index.concordance('episode:2 "a harbour"').lines()
    assert (line.left, line.match) == ("", "A harbour")
    (line,) = index.concordance("taxes").lines()
    assert (line.right, line.time_exact) == (".", False)


def test_a_pattern_has_lines_too(index: Index) -> None:
    lines = index.concordance("(?i)gauge", regex=True).lines("time")
    assert [(line.match, line.right[:1]) for line in lines] == [
        ("gauge", "s"),
        ("Gauge", "s"),
        ("gauge", "s"),
    ]
    assert sum(trend.count for trend in index.trends("/g.u/", by="show")) == 2


def test_what_seeks_no_word_is_refused(index: Index) -> None:
    for ask in (index.concordance, index.trends, index.collocates):
        with pytest.raises(QueryError, match="names no word"):
            ask("speaker:ada")  # type: ignore[operator]


def test_rates_are_of_the_words_that_meet_the_conditions(index: Index) -> None:
    (found,) = index.trends("harbour speaker:ada", by="speaker")
    assert (found.name, found.count, found.words) == ("Ada Moreau", 2, 30)
    assert [t.name for t in index.trends("harbour")] == ["2022", "2023", None]
    assert [(t.name, t.episode) for t in index.trends("dredging", by="episode")] == [
        ("The price of mud", 2)
    ]


@pytest.mark.parametrize(
    ("by", "name"), [("speaker", "nobody"), ("year", "then"), ("show", "?!"), ("episode", 99)]
)
def test_of_what_is_not_there_nothing_is_key(index: Index, by: By, name: str | int) -> None:
    with pytest.raises(NotFound):
        index.keywords(by=by, name=name)


def test_log_likelihood_is_the_published_one() -> None:
    # Rayson and Garside's own form, worked by hand for 30 of 1,000 against 10 of 3,000.
    (score,) = log_likelihood(np.array([30.0]), np.array([10.0]), 1_000, 3_000).tolist()
    assert score == pytest.approx(2 * (30 * log(30 / 10) + 10 * log(10 / 30)))
    (level,) = log_likelihood(np.array([10.0]), np.array([30.0]), 1_000, 3_000).tolist()
    assert level == pytest.approx(0.0, abs=1e-9)


def test_lines_of_what_has_changed_since_are_left_out(index: Index, shelf: FakeShelf) -> None:
    found = index.concordance("harbour")
    assert {line.episode for line in found.lines()} == {1, 2, 3}
    shelf.put(2, talk(("Ada Moreau", "Nothing of the kind.")))
    shelf.remove(3)
    assert {line.episode for line in found.lines()} == {1}
    assert found.total == 4


def test_only_the_texts_of_the_lines_shown_are_read(
    index: Index, shelf: FakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def excerpts(spans: list[tuple[int, int, int]]) -> list[str | None]:
        read.extend(id for id, _, _ in spans)
        return FakeShelf.excerpts(shelf, spans)

    monkeypatch.setattr(shelf, "excerpts", excerpts)
    shelf.read.clear()
    found = index.concordance("the OR harbour")
    found.lines("left", limit=2, offset=1)
    assert len(read) == 2
    assert shelf.read == []


# -- corrections ---------------------------------------------------------------------------------

TEXT = "Ilja Satskever is here.", "We asked Satskever twice, and Satskever smiled."


@pytest.fixture
def corrected(tmp_path: Path) -> Index:
    """A library in which one of three misheard names is put right."""
    library = Library(tmp_path / "library")
    text = BREAK.join(TEXT)
    second = len(TEXT[0]) + len(BREAK)
    spans = [Span(0, len(TEXT[0])), Span(second, len(text))]
    turns = tuple(Turn(span.start, span.end, "Ada") for span in spans)
    id = library.add(b"x", Transcript(text, turns, tuple(spans)), source="x", title="x").episode
    at = text.index("Satskever", second)
    amending.correct(library, id, Span(at, at + len("Satskever")), "Sutskever")
    index = Index(tmp_path / "index", library)
    index.update()
    return index


def test_a_corrected_word_counts_once_by_either_spelling(corrected: Index) -> None:
    (line,) = corrected.concordance("sutskever").lines()
    assert (line.left, line.match) == ("Ilja Satskever is here. | We asked ", "Satskever")
    assert corrected.concordance("satskever").total == 3
    assert corrected.concordance("we").total == 1
    (trend,) = corrected.trends("we", by="speaker")
    assert (trend.count, trend.words) == (1, 11)


def test_words_are_counted_as_they_are_shown(corrected: Index) -> None:
    found = {keyword.word for keyword in corrected.collocates("twice")}
    assert found <= {"sutskever", "satskever", "we", "asked", "and", "smiled"}
    order = [line.match for line in corrected.concordance("satskever").lines("right")]
    assert order == ["Satskever"] * 3


def test_a_segment_counts_what_is_shown(corrected: Index) -> None:
    state = corrected._state()
    (segment,) = corrected._snapshot(state).segments
    assert isinstance(segment, Segment)
    assert lengths(segment).tolist() == [4, 7]
    often = counts(segment, segment.all()).tolist()
    said = {segment.words.text(n): count for n, count in enumerate(often)}
    assert (said["sutskever"], said["satskever"], said["we"]) == (1, 2, 1)
    spoken = Spoken(segment, np.array([False, True]))
    heard = [segment.words.text(n) for n in spoken.words.tolist()]
    assert heard == ["we", "asked", "sutskever", "twice", "and", "satskever", "smiled"]


def test_words_near_to_one_another_are_one_line_where_they_were_corrected(
    corrected: Index,
) -> None:
    for name in ("satskever", "sutskever"):
        (line,) = corrected.concordance(f'"{name} asked"~2').lines()
        assert line.match == "asked Satskever"
    assert corrected.search('"smiled asked"~3').total == 0
    assert corrected.search('"smiled asked"~5').total == 1
