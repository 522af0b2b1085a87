"""Older highlights that come back, a few a day, at growing intervals.

A highlight is first due `INTERVALS[0]` days after it was made. Kept, it comes back after the next
interval, which is two to three times as long; the last interval repeats. Sooner goes an interval
back, later skips one, and never ends it. This is the idea of spaced repetition (Ebbinghaus 1885;
Leitner 1972) with reading in place of recall, so nobody is asked whether they remembered.

Of those that are due, the ones come first that are the most overdue for their interval; which of
equals comes first depends on the highlight and the day alone, so that a day's handful is mixed over
the episodes, and the same whenever it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Literal, get_args

from reader.errors import ReaderError
from reader.library import Highlight, Review

INTERVALS = (7, 21, 60, 150, 365)
"""After so many days a highlight comes back, from step to step."""

A_DAY = 5
"""So many highlights come back on one day."""

Answer = Literal["keep", "sooner", "later", "never"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)


def due_day(highlight: Highlight, review: Review | None) -> date | None:
    """The day on which `highlight` is next; None where it comes no more."""
    if review is None:
        return date.fromisoformat(highlight.created[:10]) + timedelta(days=INTERVALS[0])
    return None if review.due is None else date.fromisoformat(review.due)


def due(
    highlights: Iterable[Highlight],
    reviews: Mapping[str, Review],
    today: date,
    limit: int | None = A_DAY,
) -> list[Highlight]:
    """The highlights to look at on the day `today`, at most `limit` with those already looked at.

    Without `limit`, all that are due. Only those with words are.
    """
    waiting = []
    for each in highlights:
        review = reviews.get(each.id)
        day = due_day(each, review)
        if day is None or day > today or not each.quote.strip():
            continue
        step = 0 if review is None else review.step
        overdue = (today - day).days / INTERVALS[_step(step)]
        lot = sha256(f"{today.isoformat()} {each.id}".encode()).hexdigest()
        waiting.append((-overdue, lot, each))
    waiting.sort(key=lambda ranked: ranked[:2])
    chosen = [each for *_, each in waiting]
    if limit is None:
        return chosen
    return chosen[: max(0, limit - seen_on(reviews, today))]


def seen_on(reviews: Mapping[str, Review], today: date) -> int:
    """How many highlights were looked at on the day `today`."""
    return sum(review.seen == today.isoformat() for review in reviews.values())


def answered(id: str, review: Review | None, answer: str, today: date) -> Review:
    """The review of the highlight `id` once `answer` was given to it on the day `today`.

    Raises `ReaderError` for what is no answer.
    """
    step = 0 if review is None else review.step
    match answer:
        case "keep":
            step += 1
        case "sooner":
            step -= 1
        case "later":
            step += 2
        case "never":
            return Review(id, _step(step), today.isoformat(), None)
        case _:
            raise ReaderError(f"“{answer}” is no answer", hint=", ".join(ANSWERS))
    step = _step(step)
    due = today + timedelta(days=INTERVALS[step])
    return Review(id, step, today.isoformat(), due.isoformat())


def _step(step: int) -> int:
    return max(0, min(step, len(INTERVALS) - 1))
