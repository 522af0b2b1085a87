"""The index answers exactly as a reading of every passage would."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search import Index
from reader.search.analysis import stem
from reader.transcript import Transcript

from .support import SHARED, FakeShelf, everything, holds, plain_words, talk

WORDS = ["tide", "tides", "the", "to", "be", "not", "harbour", "harbours", "don't"]
SPEAKERS = ["Ada Moreau", "Ada Lind", "Chen Li", None]

Test = Callable[[str | None, str], bool]


@dataclass(frozen=True)
class Question:
    """A query, and whether what a speaker says answers it."""

    query: str
    answers: Test


def by_stem(word: str) -> Question:
    stems = [stem(part) for part in plain_words(word)]
    return Question(word, lambda _, said: holds(" ".join(map(stem, plain_words(said))), stems))


def by_prefix(word: str) -> Question:
    return Question(
        f"{word}*", lambda _, said: any(found.startswith(word) for found in plain_words(said))
    )


def by_phrase(words: list[str]) -> Question:
    phrase = " ".join(words)
    return Question(f'"{phrase}"', lambda _, said: holds(said, plain_words(phrase)))


def by_speaker(name: str) -> Question:
    return Question(f"speaker:{name}", lambda who, _: name in plain_words(who or ""))


def both(one: Question, other: Question) -> Question:
    return Question(
        f"({one.query}) AND {other.query}", lambda *at: one.answers(*at) and other.answers(*at)
    )


def either(one: Question, other: Question) -> Question:
    return Question(
        f"({one.query} OR {other.query})", lambda *at: one.answers(*at) or other.answers(*at)
    )


def without(one: Question, other: Question) -> Question:
    return Question(
        f"{one.query} NOT ({other.query})", lambda *at: one.answers(*at) and not other.answers(*at)
    )


def or_not(one: Question, other: Question) -> Question:
    return Question(
        f"({one.query} OR NOT ({other.query}))",
        lambda *at: one.answers(*at) or not other.answers(*at),
    )


SIMPLE = st.one_of(
    st.sampled_from(WORDS).map(by_stem),
    st.sampled_from(["t", "th", "ti", "tides", "harb", "x"]).map(by_prefix),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(by_phrase),
    st.sampled_from(["ada", "li", "moreau", "nobody"]).map(by_speaker),
)
QUESTIONS = st.recursive(
    SIMPLE,
    lambda part: st.one_of(
        *(st.builds(join, part, part) for join in (both, either, without, or_not))
    ),
    max_leaves=5,
)
TALKS = st.lists(
    st.tuples(
        st.sampled_from(SPEAKERS), st.lists(st.sampled_from(WORDS), min_size=1, max_size=8)
    ).map(lambda turn: (turn[0], " ".join(turn[1]))),
    min_size=1,
    max_size=6,
)


def scan(shelf: FakeShelf, question: Question) -> set[tuple[int, int]]:
    return {
        (id, number)
        for id, (_, transcript) in shelf.kept.items()
        for number, turn in enumerate(transcript.turns, 1)
        if question.answers(turn.speaker, transcript.text[turn.start : turn.end])
    }


@settings(max_examples=25, deadline=None)
@given(
    st.lists(TALKS, min_size=1, max_size=4),
    st.data(),
    st.lists(QUESTIONS, min_size=4, max_size=12),
)
def test_the_index_answers_as_a_scan(
    talks: list[list[tuple[str | None, str]]], data: st.DataObject, questions: list[Question]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shelf = FakeShelf()
        index = Index(Path(folder) / "index", shelf)
        for id, turns in enumerate(talks, 1):
            shelf.put(id, talk(*turns))
            if data.draw(st.booleans()):
                index.update()
        for id in data.draw(st.lists(st.sampled_from(sorted(shelf.kept)), unique=True)):
            if data.draw(st.booleans()):
                shelf.remove(id)
            else:
                shelf.rename(id, "Ada Moreau", "Chen Moreau")
        index.update()
        for question in questions:
            expected = scan(shelf, question)
            assert everything(index, question.query) == expected, question.query
            speakers = Counter(shelf.kept[id][1].turns[turn - 1].speaker for id, turn in expected)
            del speakers[None]
            assert index.search(question.query).facets["speaker"] == speakers


def test_many_updates_leave_few_files_and_right_answers(tmp_path: Path) -> None:
    shelf = FakeShelf()
    index = Index(tmp_path, shelf)
    for id in range(1, 61):
        shelf.put(id, talk(("Ada", f"the tide number{id}"), ("Chen", "the harbour")))
        if id % 7 == 0:
            shelf.remove(id - 3)
        index.update()
    expected = {(id, 1) for id in shelf.kept}
    assert everything(index, "tide") == expected
    assert everything(index, "number33") == {(33, 1)}
    assert len(list((tmp_path / "1").glob("*.trm"))) < 25


@pytest.fixture(scope="module")
def seeds() -> FakeShelf:
    if not SHARED.is_dir():
        pytest.skip("the seed transcripts are not here")
    formats = pytest.importorskip("reader.formats")
    shelf = FakeShelf()
    for id, path in enumerate(sorted((SHARED / "seeds").glob("*.txt")), 1):
        shelf.put(id, formats.parse(path.read_bytes(), name=path.name))
    return shelf


@pytest.mark.parametrize(
    ("query", "phrase", "speaker"),
    [
        ('"next word" speaker:ilya', "next word", "ilya"),
        ('"reward model"', "reward model", None),
        ("transistor", "transistor", None),
        ('"transistors"', "transistors", None),
        ('"to be"', "to be", None),
    ],
)
def test_the_seeds_as_grep_finds_them(
    seeds: FakeShelf, tmp_path: Path, query: str, phrase: str, speaker: str | None
) -> None:
    index = Index(tmp_path, seeds)
    index.update()
    results = index.search(query, limit=10_000)
    marked = {(hit.episode, *match) for hit in results.hits for match in hit.matches}
    expected = {
        (id, start, start + len(phrase))
        for id, (_, transcript) in seeds.kept.items()
        for start in occurrences(transcript, phrase)
        if speaker is None or speaker in (transcript.turn_at(start).speaker or "").lower()
    }
    assert marked == expected
    for hit in results.hits:
        check(seeds.kept[hit.episode][1], hit)


def occurrences(transcript: Transcript, phrase: str) -> list[int]:
    text, found, start = transcript.text.lower(), [], -1
    while (start := text.find(phrase, start + 1)) >= 0:
        around = text[max(start - 1, 0) : start + len(phrase) + 1]
        if around.strip(" .,;:?!\"'-—’\n()") == phrase:
            found.append(start)
    return found


def check(transcript: Transcript, hit: Any) -> None:
    turn = transcript.turns[hit.turn - 1]
    moment = transcript.time_at(hit.start)
    assert hit.text == transcript.text[hit.start : hit.end]
    assert turn.start <= hit.start < hit.end <= turn.end
    assert (hit.speaker, hit.time_exact) == (turn.speaker, moment.exact)
    assert hit.time == pytest.approx(moment.seconds, abs=0.0005)
