"""Concordance, trends, keywords and collocates are what counting every word by hand gives."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import amending
from reader.errors import NotFound, QueryError
from reader.library import Library
from reader.search import Index
from reader.search.analysis import stem
from reader.search.concordance import ORDERS, REACH, Line
from reader.search.frequency import log_likelihood
from reader.search.keyness import PIECES, Keyword
from reader.search.segments.segment import Segment
from reader.search.spoken import Spoken, counts, lengths
from reader.search.trends import BYS, By
from reader.transcript import BREAK, Span, Transcript, Turn

from .support import FakeShelf, plain_words, talk

WORDS = ["tide", "tides", "the", "to", "be", "or", "not", "harbour", "harbours", "don't"]
SPEAKERS = ["Ada Moreau", "Chen Li", None]
FACTS = [
    {"show": "Salt", "date": "2022-10-27"},
    {"show": "Salt", "date": "2023"},
    {"show": None, "date": None},
    {"show": "Mud", "date": "2022-01"},
]


@dataclass(frozen=True)
class Passage:
    """A turn, as all turns here are one passage each."""

    episode: int
    turn: int
    speaker: str | None
    start: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Sought:
    """A query; how long what begins at a place of some words is, 0 for nothing; and who may say
    it."""

    query: str
    begins: Callable[[tuple[str, ...], int], int]
    may: Callable[[Passage], bool] = lambda _: True


def by_stem(word: str) -> Sought:
    stems = [stem(part) for part in plain_words(word)]

    def begins(words: tuple[str, ...], at: int) -> int:
        return len(stems) * (list(map(stem, words[at : at + len(stems)])) == stems)

    return Sought(word, begins)


def by_phrase(parts: list[str]) -> Sought:
    phrase = plain_words(" ".join(parts))

    def begins(words: tuple[str, ...], at: int) -> int:
        return len(phrase) * (list(words[at : at + len(phrase)]) == phrase)

    return Sought(f'"{" ".join(parts)}"', begins)


def by_prefix(prefix: str) -> Sought:
    return Sought(f"{prefix}*", lambda words, at: int(words[at].startswith(prefix)))


def either(one: Sought, other: Sought) -> Sought:
    return Sought(
        f"({one.query} OR {other.query})",
        lambda words, at: max(one.begins(words, at), other.begins(words, at)),
    )


def both(one: Sought, other: Sought) -> Sought:
    def has(sought: Sought, words: tuple[str, ...]) -> bool:
        return any(sought.begins(words, at) for at in range(len(words)))

    longest = either(one, other).begins
    return Sought(
        f"{one.query} {other.query}",
        lambda words, at: longest(words, at) if has(one, words) and has(other, words) else 0,
    )


def said_by(sought: Sought, name: str) -> Sought:
    return Sought(
        f"{sought.query} speaker:{name}",
        sought.begins,
        lambda passage: name in plain_words(passage.speaker or ""),
    )


SIMPLE = st.one_of(
    st.sampled_from(WORDS).map(by_stem),
    st.sampled_from(["t", "ti", "harb", "x"]).map(by_prefix),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(by_phrase),
)
SOUGHT = st.one_of(
    SIMPLE,
    st.builds(either, SIMPLE, SIMPLE),
    st.builds(both, SIMPLE, SIMPLE),
    st.builds(said_by, SIMPLE, st.sampled_from(["ada", "li", "nobody"])),
)
TALKS = st.lists(
    st.tuples(
        st.sampled_from(SPEAKERS), st.lists(st.sampled_from(WORDS), min_size=1, max_size=9)
    ).map(lambda turn: (turn[0], " ".join(turn[1]))),
    min_size=1,
    max_size=6,
)
LIBRARIES = st.lists(TALKS, min_size=1, max_size=4)


def passages(shelf: FakeShelf) -> Iterator[Passage]:
    for id, (_, transcript) in sorted(shelf.kept.items()):
        for number, turn in enumerate(transcript.turns, 1):
            words = plain_words(transcript.text[turn.start : turn.end])
            yield Passage(id, number, turn.speaker, turn.start, tuple(words))


def scan(shelf: FakeShelf, sought: Sought) -> list[tuple[Passage, int, int]]:
    """Every occurrence: its passage, its place there, and how many words it has."""
    return [
        (passage, at, length)
        for passage in passages(shelf)
        if sought.may(passage)
        for at in range(len(passage.words))
        if (length := sought.begins(passage.words, at))
    ]


def made(talks: list[list[tuple[str | None, str]]], folder: Path, *, drop: bool) -> Index:
    """An index of `talks`, in several segments, of which a first version is gone if `drop`."""
    shelf = FakeShelf()
    index = Index(folder, shelf)
    for id, turns in enumerate(talks, 1):
        shelf.put(id, talk(*turns), **FACTS[id % len(FACTS)])
        index.update()
        if drop:
            shelf.put(id, talk(*reversed(turns)), **FACTS[id % len(FACTS)])
    index.update()
    index.tried = shelf  # type: ignore[attr-defined]
    return index


def facts(shelf: FakeShelf, passage: Passage, by: By) -> object:
    known = shelf.kept[passage.episode][0]
    match by:
        case "year":
            return known.date and known.date[:4]
        case "show":
            return known.show
        case "speaker":
            return passage.speaker
    return passage.episode


@settings(max_examples=25, deadline=None)
@given(LIBRARIES, st.lists(SOUGHT, min_size=3, max_size=8), st.booleans())
def test_every_occurrence_is_a_line(
    talks: list[list[tuple[str | None, str]]], asked: list[Sought], drop: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = made(talks, Path(folder), drop=drop)
        shelf: FakeShelf = index.tried  # type: ignore[attr-defined]
        for sought in asked:
            expected = scan(shelf, sought)
            found = index.concordance(sought.query)
            lines = found.lines(limit=10_000)
            assert found.total == len(expected), sought.query
            assert found.episodes() == len({passage.episode for passage, _, _ in expected})
            places = [(passage.episode, passage.turn, n) for passage, _, n in expected]
            assert [(x.episode, x.turn, len(plain_words(x.match))) for x in lines] == places
            for line, (passage, at, _) in zip(lines, expected, strict=True):
                text = shelf.kept[line.episode][1].text
                assert line.match == text[line.start : line.end]
                assert plain_words(text[passage.start : line.start]) == list(passage.words[:at])


def stretches(words: tuple[str, ...], sought: list[str], within: int) -> list[tuple[int, int]]:
    """The shortest stretches of `words` with a word for each of two `sought`, by hand."""
    found = [
        (low, high)
        for low, one in enumerate(words)
        for high in range(low + 1, min(low + within, len(words) - 1) + 1)
        if [one, words[high]] in (sought, sought[::-1])
    ]
    return [
        (low, high)
        for low, high in found
        if not any((a, b) != (low, high) and low <= a and b <= high for a, b in found)
    ]


@settings(max_examples=40, deadline=None)
@given(
    LIBRARIES,
    st.lists(st.sampled_from([w for w in WORDS if w.isalpha()]), min_size=2, max_size=2),
    st.integers(1, 6),
    st.booleans(),
)
def test_words_near_to_one_another_are_one_line(
    talks: list[list[tuple[str | None, str]]], pair: list[str], within: int, drop: bool
) -> None:
    query = f'"{" ".join(pair)}"~{within}'
    with tempfile.TemporaryDirectory() as folder:
        index = made(talks, Path(folder), drop=drop)
        shelf: FakeShelf = index.tried  # type: ignore[attr-defined]
        expected, marked = [], {}
        for passage in passages(shelf):
            found = stretches(passage.words, pair, within)
            expected += [
                (passage.episode, passage.turn, passage.words[low : high + 1])
                for low, high in found
            ]
            if found:
                at = {place for stretch in found for place in stretch}
                marked[passage.episode, passage.turn] = [passage.words[n] for n in sorted(at)]
        lines = index.concordance(query).lines(limit=10_000)
        assert [(x.episode, x.turn, tuple(plain_words(x.match))) for x in lines] == expected
        hits = index.search(query, limit=10_000).hits
        assert marked == {
            (hit.episode, hit.turn): [
                plain_words(hit.text[low - hit.start : high - hit.start])[0]
                for low, high in hit.matches
            ]
            for hit in hits
        }


def test_words_near_to_one_another_are_one_line_where_they_were_corrected(
    corrected: Index,
) -> None:
    for name in ("satskever", "sutskever"):
        (line,) = corrected.concordance(f'"{name} asked"~2').lines()
        assert line.match == "asked Satskever"
    assert corrected.search('"smiled asked"~3').total == 0
    assert corrected.search('"smiled asked"~5').total == 1


def test_of_a_question_and_its_answer_the_lines_are_of_the_answer(tmp_path: Path) -> None:
    shelf = FakeShelf()
    shelf.put(1, talk(("Ida", "Does the tide turn?"), ("Tom", "The tide turns at the harbour.")))
    index = Index(tmp_path / "index", shelf)
    index.update()
    (line,) = index.concordance("question:tide answer:harbour").lines()
    assert line.match == "harbour"
    with pytest.raises(QueryError, match="names no word"):
        index.concordance("question:tide")


def test_a_query_may_ask_for_the_newest_first(index: Index) -> None:
    dates = [line.date for line in index.concordance("tides sort:date").lines()]
    assert dates == [line.date for line in index.concordance("tides").lines("date")]
    assert dates != [line.date for line in index.concordance("tides").lines()]
    assert index.concordance("tides sort:time").usual == "time"
    assert index.concordance("tides sort:date", regex=True).usual == "time"


def neighbours(shelf: FakeShelf, line: Line, *, left: bool) -> list[str]:
    """The nearest words at one side, in the passage and the one beyond it, nearest first."""
    transcript = shelf.kept[line.episode][1]
    low = transcript.turns[max(0, line.turn - 2)].start
    high = transcript.turns[min(line.turn, len(transcript.turns) - 1)].end
    if left:
        return plain_words(transcript.text[low : line.start])[: -REACH - 1 : -1]
    return plain_words(transcript.text[line.end : high])[:REACH]


@settings(max_examples=25, deadline=None)
@given(LIBRARIES, SOUGHT)
def test_lines_stand_in_every_order(
    talks: list[list[tuple[str | None, str]]], sought: Sought
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = made(talks, Path(folder), drop=False)
        shelf: FakeShelf = index.tried  # type: ignore[attr-defined]
        spoken = index.concordance(sought.query).lines(limit=10_000)
        newest = sorted({line.date or "" for line in spoken}, reverse=True)
        keys: dict[str, Callable[[Line], object]] = {
            "time": lambda line: (line.episode, line.start),
            "left": lambda line: neighbours(shelf, line, left=True),
            "right": lambda line: neighbours(shelf, line, left=False),
            "speaker": lambda line: (line.speaker is None, line.speaker or ""),
            "date": lambda line: newest.index(line.date or ""),
        }
        for order in ORDERS:
            expected = sorted(spoken, key=keys[order])  # type: ignore[arg-type]
            found = index.concordance(sought.query)
            assert found.lines(order, limit=10_000) == expected
            assert found.lines(order, limit=3, offset=2) == expected[2:5]


@settings(max_examples=25, deadline=None)
@given(LIBRARIES, SOUGHT, st.booleans())
def test_trends_count_every_occurrence_and_every_word(
    talks: list[list[tuple[str | None, str]]], sought: Sought, drop: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = made(talks, Path(folder), drop=drop)
        shelf: FakeShelf = index.tried  # type: ignore[attr-defined]
        for by in BYS:
            words: Counter[object] = Counter()
            for passage in filter(sought.may, passages(shelf)):
                words[facts(shelf, passage, by)] += len(passage.words)
            said = Counter(facts(shelf, passage, by) for passage, _, _ in scan(shelf, sought))
            found = index.trends(sought.query, by=by)
            counted = {t.episode if by == "episode" else t.name: (t.count, t.words) for t in found}
            shown = words if by == "year" else {name: words[name] for name in said}
            assert counted == {name: (said[name], words[name]) for name in shown}
            for trend in found:
                assert trend.rate == pytest.approx(10_000 * trend.count / trend.words)


def g2(here: int, rest: int, words_here: int, words_rest: int) -> float:
    expected = [
        (here + rest) * words / (words_here + words_rest) for words in (words_here, words_rest)
    ]
    pairs = zip((here, rest), expected, strict=True)
    return 2 * sum(said * log(said / chance) for said, chance in pairs if said)


def by_hand(here: Counter[str], rest: Counter[str]) -> list[tuple[str, int, float]]:
    """The words more frequent here than in the rest: how often, and how telling that is."""
    one, other = here.total(), rest.total()
    return [
        (word, count, g2(count, rest[word], one, other))
        for word, count in sorted(here.items())
        if word not in PIECES and count > 1 and other and count / one > rest[word] / other
    ]


def check(found: tuple[Keyword, ...], expected: list[tuple[str, int, float]]) -> None:
    assert [k.score for k in found] == sorted((k.score for k in found), reverse=True)
    listed = sorted((k.word, k.count, k.score) for k in found)
    assert [(word, count) for word, count, _ in listed] == [(w, n) for w, n, _ in expected]
    assert [s for _, _, s in listed] == pytest.approx([s for _, _, s in expected], abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(LIBRARIES, st.booleans())
def test_keywords_are_counted_by_hand(
    talks: list[list[tuple[str | None, str]]], drop: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = made(talks, Path(folder), drop=drop)
        shelf: FakeShelf = index.tried  # type: ignore[attr-defined]
        for by in BYS:
            names = {facts(shelf, passage, by) for passage in passages(shelf)} - {None}
            for name in names:
                assert isinstance(name, str | int)
                counters: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
                for passage in passages(shelf):
                    counters[facts(shelf, passage, by) != name].update(passage.words)
                check(index.keywords(by=by, name=name), by_hand(*counters))


@settings(max_examples=25, deadline=None)
@given(LIBRARIES, SOUGHT, st.integers(1, 4))
def test_collocates_are_counted_by_hand(
    talks: list[list[tuple[str | None, str]]], sought: Sought, window: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = made(talks, Path(folder), drop=False)
        shelf: FakeShelf = index.tried  # type: ignore[attr-defined]
        near: Counter[str] = Counter()
        far: Counter[str] = Counter()
        found = scan(shelf, sought)
        for passage in passages(shelf):
            here = [(at, at + n) for p, at, n in found if p == passage]
            for at, word in enumerate(passage.words):
                if not any(low <= at < high for low, high in here):
                    close = any(low - window <= at < high + window for low, high in here)
                    (near if close else far)[word] += 1
        check(index.collocates(sought.query, window=window), by_hand(near, far))


# -- what it looks like --------------------------------------------------------------------------


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


@settings(max_examples=8, deadline=None)
@given(LIBRARIES)
def test_a_pattern_has_the_lines_of_the_word_it_is_for(
    talks: list[list[tuple[str | None, str]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = made(talks, Path(folder), drop=True)
        for order in ORDERS:
            word = index.concordance('"tides"').lines(order, limit=10_000)
            assert index.concordance("/\\btides\\b/").lines(order, limit=10_000) == word


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
