"""Concordance, trends, keywords and collocates are what counting every word by hand gives."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.search import Index
from reader.search.analysis import stem
from reader.search.counting.concordance import ORDERS, REACH, Line
from reader.search.counting.keyness import PIECES, Keyword
from reader.search.counting.trends import BYS, By

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
