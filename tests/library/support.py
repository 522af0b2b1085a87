"""Invented episodes."""

from __future__ import annotations

from collections.abc import Callable

from reader.library import Added
from reader.transcript import BREAK, Meta, Span, Transcript, Turn

TURNS = [
    ("ODA", "The lighthouse was painted twice in one summer."),
    ("PELL", "Why twice?"),
    ("ODA", "Because the first coat was the colour of the fog."),
    (None, "We laughed about it for years."),
]


def transcript(turns: list[tuple[str | None, str]], **meta: object) -> Transcript:
    """A transcript of one paragraph a turn."""
    spans, text = [], ""
    for speaker, words in turns:
        text += BREAK if text else ""
        spans.append(Turn(len(text), len(text) + len(words), speaker))
        text += words
    paragraphs = tuple(Span(turn.start, turn.end) for turn in spans)
    return Transcript(text, tuple(spans), paragraphs, meta=Meta(**meta), format="named")  # type: ignore[arg-type]


Add = Callable[..., Added]
