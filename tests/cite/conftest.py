"""An invented episode of three turns, with times or without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reader.transcript import Cue, Meta, Span, Transcript, Turn

FIRST = "The moon pulls. “Slow” water answers."
SECOND = "So it's 5 * 3_a?"
THIRD = "Yes."
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


@pytest.fixture
def episode() -> Callable[..., Transcript]:
    """A maker of the episode: `timed`, `labels` and any field of `Meta` can be given."""

    def make(
        *, timed: bool = True, labels: tuple[str | None, ...] = ("BO", "ADA", "BO"), **said: Any
    ) -> Transcript:
        spans, at = [], 0
        for words in (FIRST, SECOND, THIRD):
            spans.append(Span(at, at + len(words)))
            at += len(words) + 2
        facts: dict[str, Any] = {
            "title": "Tides: how “slow” water thinks",
            "show": "Small Hours",
            "number": 42,
            "date": "2023-03-25",
            "url": "https://tides.example/42",
            "hosts": ("Ada Quill",),
            "guests": ("Bo Lindqvist",),
        }
        times = ((3723.4, 3730.0), (3730.0, 3733.0), (3733.0, 3734.5))
        return Transcript(
            TEXT,
            turns=tuple(
                Turn(span.start, span.end, label)
                for span, label in zip(spans, labels, strict=False)
            ),
            paragraphs=tuple(spans),
            cues=tuple(
                Cue(span.start, span.end, *time)
                for span, time in zip(spans, times, strict=True)
                if timed
            ),
            meta=Meta(**{**facts, **said}),
        )

    return make


@pytest.fixture
def words() -> Callable[[str, str], Span]:
    """The span of the text from where one phrase begins to where another ends."""

    def find(start: str, end: str) -> Span:
        return Span(TEXT.index(start), TEXT.index(end) + len(end))

    return find
