"""Passages and words: nothing is lost, nothing doubled."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.search import passages
from reader.search.analysis import fold, tokens, words
from reader.search.passages import MOST_WORDS

from .support import talk

PROSE = st.lists(
    st.sampled_from(
        ["tide", "harbour,", "don't", "Mr.", "ends.", "Really?", "学習", "e\u0301t", "—"]
    ),
    min_size=1,
    max_size=700,
).map(" ".join)


@given(st.lists(PROSE, min_size=1, max_size=3), st.sampled_from([" ", "", "\n"]))
def test_every_word_is_in_one_passage(turns: list[str], gap: str) -> None:
    transcript = talk(*((f"S{i}", said.replace(" ", gap)) for i, said in enumerate(turns)))
    found = list(passages(transcript))
    whole = [word.start for word in words(transcript.text)]
    inside = [w.start for p in found for w in words(transcript.text, p.start, p.end)]
    assert inside == whole
    for passage in found:
        text = transcript.text[passage.start : passage.end]
        assert text == text.strip()
        assert 0 < len(list(words(text))) <= MOST_WORDS
        turn = transcript.turns[passage.turn - 1]
        assert turn.start <= passage.start < passage.end <= turn.end
        assert passage.speaker == turn.speaker
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_long_paragraph_is_cut_at_the_ends_of_sentences() -> None:
    sentence = "The tide comes in, and the tide goes out again. "
    transcript = talk((None, (sentence * 40).strip()))
    found = list(passages(transcript))
    assert [transcript.text[p.start : p.end][-6:] for p in found] == ["again."] * len(found)
    assert len(found) == 3


def test_a_sentence_without_end_is_cut_between_words() -> None:
    transcript = talk((None, "don't " * 400))
    for passage in passages(transcript):
        assert re.fullmatch(r"(don't )*don't", transcript.text[passage.start : passage.end])


def test_what_has_no_words_is_no_passage() -> None:
    assert list(passages(talk((None, "… — !"), (None, "word")))) != []
    assert [p.turn for p in passages(talk((None, "… — !"), (None, "word")))] == [2]


def test_words() -> None:
    assert [w.text for w in words("Café don’t 3.5 snake_case ÉCOLE e\u0301cole ﬁne Straße")] == [
        "cafe", "don", "t", "3", "5", "snake", "case", "ecole", "ecole", "fine", "strasse",
    ]  # fmt: skip
    assert [w.text for w in words("서울에")] == [fold(letter) for letter in "서울에"]
    apart = unicodedata.normalize("NFD", "서울에")
    assert [w.text for w in words(apart)] == [w.text for w in words("서울에")]
    assert [w.text for w in words("सत्य GPT学習2")] == [fold("सत्य"), "gpt", "学", "習", "2"]
    assert [w.text for w in words("\ud800 \x00a\x00b")] == ["a", "b"]


@given(st.text())
def test_words_lie_in_order_within_the_text(text: str) -> None:
    found = list(words(text))
    assert all(0 <= w.start < w.end <= len(text) and w.text for w in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert [fold(w.text) for w in found] == [w.text for w in found]


SUFFIXES = [
    "s",
    "es",
    "ed",
    "ing",
    "ization",
    "ability",
    "ibility",
    "ational",
    "iveness",
    "y",
    "ies",
]


@given(st.text() | st.text("ab9 _-'\x1f\n\u3042\u6f22\u0301e"))
def test_the_words_of_a_text_are_the_same_either_way(text: str) -> None:
    assert [fold(word) for word in tokens(text)] == [word.text for word in words(text)]
