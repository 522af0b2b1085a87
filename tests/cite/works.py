"""Invented works of every kind, with and without each fact; the golden citations are of these."""

from __future__ import annotations

from typing import Any

from reader.cite import Reference, Wishes, gather
from reader.transcript import Cue, Meta, Span, Transcript, Turn

_FIRST = "The tide keeps its own ledger."
_TEXT = f"{_FIRST}\n\nAnd nobody audits it."
_FULL: dict[str, Any] = {
    "title": "Slow Water: A Ledger of Tides",
    "show": "Small Hours",
    "number": 42,
    "date": "2023-03-25",
    "url": "https://tides.example/42",
    "hosts": ("Ada Quill",),
    "guests": ("Bo Lindqvist",),
}
_ASKED = {**_FULL, "number": None, "title": "Reading the Ledger"}

WORKS: dict[str, dict[str, Any]] = {
    "podcast": _FULL,
    "podcast, season": {**_FULL, "season": 3, "guests": ()},
    "podcast, nobody named": {**_FULL, "hosts": (), "guests": ()},
    "podcast, guest only": {**_FULL, "hosts": ()},
    "podcast, two hosts": {**_FULL, "hosts": ("Ada Quill", "Cy Dee"), "guests": ()},
    "podcast, three hosts": {**_FULL, "hosts": ("Ada Quill", "Cy Dee", "Pia van Dorn")},
    "podcast, no date": {**_FULL, "date": None},
    "podcast, no number": {**_FULL, "number": None},
    "podcast, no address": {**_FULL, "url": None},
    "podcast, no times": {**_FULL, "untimed": True},
    "podcast, a group": {**_FULL, "hosts": ("The Night Desk",), "guests": ()},
    "interview": {**_ASKED, "kind": "interview"},
    "interview, no show": {**_ASKED, "kind": "interview", "show": None},
    "interview, no times": {**_ASKED, "kind": "interview", "untimed": True},
    "lecture": {**_ASKED, "kind": "lecture", "show": "Harbour Lectures", "hosts": ()},
    "lecture, no series": {**_ASKED, "kind": "lecture", "show": None, "hosts": ()},
    "video": {
        **_ASKED,
        "kind": "video",
        "guests": (),
        "url": "https://www.youtube.com/watch?v=a1b2",
    },
    "video, nobody named": {
        **_ASKED,
        "kind": "video",
        "hosts": (),
        "guests": (),
        "url": "https://www.youtube.com/watch?v=a1b2",
    },
    "hearing": {**_ASKED, "kind": "hearing", "show": "Committee on Tides", "hosts": ()},
    "hearing, no body": {**_ASKED, "kind": "hearing", "show": None, "hosts": (), "guests": ()},
    "oral history": {**_ASKED, "kind": "oral-history", "show": "Harbour Memory Project"},
    "oral history, month": {
        **_ASKED,
        "kind": "oral-history",
        "show": "Harbour Memory Project",
        "date": "1987-05",
        "untimed": True,
    },
}
"""By name, the facts of a work as `Meta` has them; `untimed` ones have no times."""


def transcript(name: str) -> Transcript:
    """Two turns of the work, the first from 1:02:03 on."""
    facts = dict(WORKS[name])
    untimed = facts.pop("untimed", False)
    ends = Span(0, len(_FIRST)), Span(len(_FIRST) + 2, len(_TEXT))
    cues = tuple(
        Cue(span.start, span.end, 3723.0 + 5 * n, 3727.0 + 5 * n) for n, span in enumerate(ends)
    )
    return Transcript(
        _TEXT,
        turns=(
            Turn(ends[0].start, ends[0].end, "BO"),
            Turn(ends[1].start, ends[1].end, "ADA"),
        ),
        paragraphs=ends,
        cues=() if untimed else cues,
        meta=Meta(**facts),
    )


def reference(name: str) -> Reference:
    """The facts of quoting the first turn of the work, consulted on 2 May 2024."""
    return gather(transcript(name), [Span(0, len(_FIRST))], Wishes(accessed="2024-05-02"))
