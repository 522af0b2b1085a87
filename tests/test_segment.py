"""A place in a text is found again in another text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.segment import same_place

TEXT = " ".join(f"The {n}th boat came in under the wall and lay there." for n in range(60))


@given(st.text(max_size=300), st.text(max_size=300), st.integers(0, 400))
def test_a_place_is_within_the_text(before: str, after: str, offset: int) -> None:
    assert 0 <= same_place(before, after, min(offset, len(before))) <= len(after)


@given(st.integers(0, len(TEXT)), st.text(max_size=400))
def test_what_comes_before_moves_a_place_along(offset: int, added: str) -> None:
    assert same_place(TEXT, TEXT, offset) == offset
    assert same_place(TEXT, added + TEXT, offset) in (offset, len(added) + offset)


def test_a_place_is_known_by_what_is_around_it() -> None:
    at = TEXT.index("The 30th")
    fewer = TEXT[TEXT.index("The 12th") :]
    assert fewer[same_place(TEXT, fewer, at) :].startswith("The 30th boat")
    other = TEXT[:at] + "Nothing of that was said at all."
    assert same_place(TEXT, other, at) == at
    assert same_place(TEXT, "x" * 100, len(TEXT) // 2) in (49, 50)
