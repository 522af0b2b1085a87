"""What follows from where a highlight stands: its times, and who speaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from reader.library.journal import Change
from reader.library.records import Highlight
from reader.transcript import Span, Transcript


def standing(transcript: Transcript, span: Span) -> dict[str, Any]:
    """The values `time`, `time_end` (seconds), `time_exact` and `speaker` of a highlight of `span`.

    The speaker is who says all of it: None when several do, or nobody is named.
    """
    start, end = transcript.time_at(span.start), transcript.time_until(span.end)
    return {
        "time": start.seconds,
        "time_end": max(start.seconds, end.seconds),
        "time_exact": start.exact,
        "speaker": _speaker(transcript, span),
    }


def _speaker(transcript: Transcript, span: Span) -> str | None:
    first = transcript.turn_index(span.start)
    last = transcript.turn_index(max(span.start, span.end - 1))
    names = {turn.speaker for turn in transcript.turns[first : last + 1] if turn.overlaps(span)}
    return names.pop() if len(names) == 1 else None


def follow(
    change: Change, highlights: Iterable[Highlight], before: Transcript, after: Transcript
) -> None:
    """Have `highlights` say what was changed of the turns and times they stand on.

    `before` and `after` are the transcript around the change; the text is the same in both.
    """
    for highlight in highlights:
        span = Span(highlight.start, highlight.end)
        was, now = standing(before, span), standing(after, span)
        changed = {name: value for name, value in now.items() if value != was[name]}
        if changed:
            change.put("highlight", replace(highlight, **changed).row())
