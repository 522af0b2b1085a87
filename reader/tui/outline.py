"""The outline of a transcript: its turns and headings, its headings alone, or steps of time."""

from __future__ import annotations

from dataclasses import dataclass

from reader.transcript import Transcript
from reader.tui.page import caret

WAYS = {"turn": "by turn", "heading": "headings", "time": "by time"}
"""What an outline lists, and how that is called."""

_STEPS = (30, 60, 120, 300, 600, 900, 1800, 3600)
_MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an outline: where it leads, and its title where it is a heading."""

    offset: int
    heading: str | None = None


def ways(transcript: Transcript) -> list[str]:
    """The ways in which `transcript` can be outlined."""
    return [way for way in WAYS if way != "heading" or transcript.headings]


def outline(transcript: Transcript, way: str) -> list[Entry]:
    """The entries of `transcript` in order, by turns where it has nothing for `way`."""
    if way not in ways(transcript):
        way = "turn"
    entries = [Entry(heading.start, heading.title) for heading in transcript.headings]
    if way == "turn":
        entries += [Entry(turn.start) for turn in transcript.turns]
    elif way == "time":
        entries += _by_time(transcript)
    return sorted(entries, key=lambda entry: (entry.offset, entry.heading is None))


def _by_time(transcript: Transcript) -> list[Entry]:
    """An entry for every so many seconds, with the word that is spoken then."""
    if not transcript.text:
        return []
    step = next((s for s in _STEPS if transcript.length / s <= _MOST_STEPS), _STEPS[-1])
    places = (
        caret.word_at(transcript.text, transcript.offset_at(seconds)).start
        for seconds in range(0, int(transcript.length) + 1, step)
    )
    return [Entry(offset) for offset in dict.fromkeys(places)]
