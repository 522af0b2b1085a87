"""Highlights that come back: when each does, how many a day, and what an answer does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotate.reviewing import (
    A_DAY,
    ANSWERS,
    INTERVALS,
    answered,
    due,
    due_day,
    seen_on,
)
from reader.errors import ReaderError
from reader.library import Highlight, Review

MADE = date(2026, 1, 10)


def mark(id: str, made: date = MADE, quote: str = "A knot holds.") -> Highlight:
    stamp = f"{made.isoformat()}T12:00:00Z"
    places = {"start": 0, "end": 5, "time": 0.0, "time_end": 1.0, "time_exact": True}
    return Highlight(
        id=id,
        episode=1,
        version=1,
        quote=quote,
        prefix="",
        suffix="",
        speaker=None,
        colour="yellow",
        tags=(),
        note="",
        created=stamp,
        modified=stamp,
        **places,  # type: ignore[arg-type]
    )


def test_it_first_comes_back_after_a_week() -> None:
    (one,) = (mark("a"),)
    assert due([one], {}, MADE + timedelta(days=6)) == []
    assert due([one], {}, MADE + timedelta(days=7)) == [one]
    assert due([mark("b", quote=" ")], {}, date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("answer", "steps"),
    [
        ("keep", [1, 2, 3, 4, 4]),
        ("later", [2, 4, 4]),
        ("sooner", [0, 0]),
    ],
)
def test_answers_move_along_the_intervals(answer: str, steps: list[int]) -> None:
    review, today = None, date(2026, 2, 1)
    for step in steps:
        review = answered("a", review, answer, today)
        assert review.step == step
        assert review.due == (today + timedelta(days=INTERVALS[step])).isoformat()
        today = date.fromisoformat(review.due)


def test_never_is_for_good_and_no_answer_is_refused() -> None:
    today = date(2026, 2, 1)
    review = answered("a", None, "never", today)
    assert review.due is None
    assert due([mark("a")], {"a": review}, date(2036, 1, 1)) == []
    with pytest.raises(ReaderError):
        answered("a", None, "perhaps", today)


def test_a_day_has_a_handful_and_the_most_overdue_come_first() -> None:
    today = date(2026, 6, 1)
    marks = [mark(f"m{n}", MADE + timedelta(days=n)) for n in range(30)]
    chosen = due(marks, {}, today)
    assert [each.id for each in chosen] == [f"m{n}" for n in range(A_DAY)]
    assert due(list(reversed(marks)), {}, today) == chosen
    assert len(due(marks, {}, today, None)) == 30
    reviews = {each.id: answered(each.id, None, "keep", today) for each in chosen[:2]}
    assert seen_on(reviews, today) == 2
    assert due(marks, reviews, today) == chosen[2:]


def test_equals_are_mixed_by_the_day() -> None:
    marks = [mark(f"m{n}") for n in range(40)]
    days = [date(2026, 6, n) for n in (1, 2)]
    first, second = ([each.id for each in due(marks, {}, day)] for day in days)
    assert first != second
    assert first == [each.id for each in due(marks, {}, days[0])]


@given(
    st.lists(st.sampled_from(ANSWERS), max_size=12),
    st.dates(date(2026, 1, 1), date(2028, 1, 1)),
)
def test_whatever_is_answered_it_comes_back_on_a_later_day_or_never(
    answers: list[str], today: date
) -> None:
    review: Review | None = None
    for answer in answers:
        review = answered("a", review, answer, today)
        day = due_day(mark("a"), review)
        assert (day is None) == (answer == "never")
        assert day is None or day > today
