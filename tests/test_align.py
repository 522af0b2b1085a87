"""One alignment of two texts: equal words only, in the order of both, and as many as there are."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from reader.align import align, blocks
from reader.transcript import Span

WORDS = st.lists(st.sampled_from("a b c d e f g h".split()), max_size=40)


@given(WORDS, WORDS)
def test_pairs_are_equal_words_in_both_orders(one: list[str], other: list[str]) -> None:
    found = [(i + n, j + n) for i, j, size in blocks(one, other) for n in range(size)]
    assert all(one[i] == other[j] for i, j in found)
    assert found == sorted(found)
    assert len({i for i, _ in found}) == len(found)
    assert [j for _, j in found] == sorted({j for _, j in found})


@given(WORDS)
def test_a_text_is_itself(words: list[str]) -> None:
    assert blocks(words, words) == ([(0, 0, len(words))] if words else [])


@given(st.lists(st.integers(0, 10**6).map(str), unique=True, max_size=60), st.data())
def test_what_was_taken_out_is_all_that_is_missing(words: list[str], data: st.DataObject) -> None:
    kept = [word for word in words if data.draw(st.booleans())]
    assert sum(size for _, _, size in blocks(words, kept)) == len(kept)


def test_two_hearings_of_one_talk_and_two_talks() -> None:
    chance = random.Random(7)
    lexicon = [f"w{n}" for n in range(3000)]
    talk = chance.choices(lexicon, k=4000)
    heard = [chance.choice(lexicon) if chance.random() < 0.15 else word for word in talk]
    assert align(" ".join(talk), " ".join(heard)).equal > 0.8
    assert align(" ".join(talk), " ".join(chance.choices(lexicon, k=4000))).equal < 0.1


def test_case_and_marks_do_not_count_and_places_are_of_the_texts() -> None:
    one, other = "Well, the TIDE came in.", "the tide -- came, out"
    found = align(one, other)
    assert found.equal == 3 / 4
    assert found.after(0) == other.index("the")
    assert found.after(one.index("TIDE")) == other.index("tide")
    assert found.after(one.index("in.")) is None


def test_what_took_the_place_of_a_word_stands_between_the_same_words() -> None:
    old = "the tide came in over the harbour wall that night and nobody slept"
    new = "the tide came in over the garden wall that night and nobody slept"
    word = old.index("harbour")
    found = align(old, new).between(Span(word, word + len("harbour")))
    assert found is not None
    span, share = found
    assert (new[span.start : span.end], share) == ("garden", 0.0)
    longer = new.replace("garden", "garden and the")
    assert align(old, longer).between(Span(word, word + len("harbour"))) is None
