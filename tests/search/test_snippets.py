"""Which part of a passage is shown for a hit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.search import Hit


def hit(text: str, matches: list[tuple[int, int]], start: int = 0) -> Hit:
    shifted = tuple((a + start, b + start) for a, b in matches)
    return Hit(1, "t", 1, None, 0.0, True, None, 1.0, start, start + len(text), text, shifted)


def places(text: str, *words: str) -> list[tuple[int, int]]:
    found = [(i, i + len(w)) for w in words for i in range(len(text)) if text.startswith(w, i)]
    return sorted(found)


def test_the_place_is_where_the_words_stand_together() -> None:
    text = "a model here, " + "and so on " * 30 + "a reward model there, and one more model"
    found = hit(text, places(text, "reward", "model"), start=500)
    assert text[found.place - 500 :].startswith("reward model there")


def test_of_equals_the_first_is_taken() -> None:
    text = "model " * 40
    assert hit(text, places(text, "model")).place == 0


def test_without_matches_it_is_the_beginning() -> None:
    assert hit("some words", [], start=7).place == 7


@given(st.lists(st.text("abcde", min_size=1, max_size=9), min_size=1, max_size=80), st.data())
def test_a_snippet_cuts_no_word_and_holds_its_place(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    word = data.draw(st.sampled_from(parts))
    found = hit(text, places(text, word), start=100)
    begin, end = (offset - 100 for offset in found.snippet(60))
    assert 0 <= begin <= found.place - 100 <= end <= len(text)
    assert end - begin <= 60 or len(text) <= 60
    assert begin == 0 or text[begin - 1] == " "
    assert end == len(text) or text[end] == " "
