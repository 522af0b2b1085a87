"""Invented episodes and highlights, in a library of their own."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from reader.annotate import mark
from reader.annotate.exporters import find
from reader.formats.clean import clean
from reader.library import Highlight, Library
from reader.notebook import exchange
from reader.notebook.exchange import Taken
from reader.transcript import BREAK, Cue, Meta, Span, Transcript, Turn

FOG = (
    ("Oda Lind", "The lighthouse was painted twice in one summer, and nobody wrote down why."),
    ("Pell Arrow", "=SUM(twice)? I remember [the first coat](x) was the colour of the fog."),
    ("Oda Lind", "So it was. The colour of the fog, and the boats could not tell it from the sea."),
    (None, "* They laughed — 霧の色 — for years; the colour of the fog, the colour of the fog."),
)
ROPE = (
    ("Ines Vey", "A rope that is wet is a rope that lies. You learn that on your first winter."),
    ("Tam Orr", "And a knot that is <b>dry</b> & old will tell you `everything` about the hand."),
    ("Ines Vey", "Whose hand? The one that tied it, or the one that has to open it in the dark?"),
)

FACTS = {
    "fog": {
        "title": 'Fog: "the" [colour] / of #1',
        "show": "The Boathouse",
        "number": 7,
        "date": "2023-05-17",
        "url": "https://example.org/fog",
        "media": "https://example.org/fog.mp3",
        "hosts": ("Oda Lind",),
    },
    "rope": {"title": "Rope", "date": "2024"},
}


def spoken(name: str) -> Transcript:
    """The invented talk of this name; `fog` has exact times, `rope` none."""
    turns = {"fog": FOG, "rope": ROPE}[name]
    text, spans = "", []
    for speaker, words in turns:
        text += BREAK if text else ""
        spans.append(Turn(len(text), len(text) + len(words), speaker))
        text += words
    cues = [Cue(t.start, t.end, 10.0 * n, 10.0 * n + 9) for n, t in enumerate(spans)]
    return Transcript(
        text,
        tuple(spans),
        tuple(Span(turn.start, turn.end) for turn in spans),
        tuple(cues) if name == "fog" else (),
        meta=Meta(**FACTS[name]),  # type: ignore[arg-type]
        format="named",
    )


@dataclass(frozen=True)
class Made:
    """What is to be highlighted: a span of an episode, by shares of its text."""

    episode: str = "fog"
    start: float = 0.0
    end: float = 0.1
    colour: str = "yellow"
    note: str = ""
    tags: tuple[str, ...] = field(default_factory=tuple)


@contextmanager
def library() -> Iterator[Library]:
    """An empty library."""
    with tempfile.TemporaryDirectory() as folder:
        opened = Library(Path(folder) / "library")
        try:
            yield opened
        finally:
            opened.close()


def add(library: Library, names: Sequence[str] = ("fog", "rope")) -> dict[str, int]:
    """Add the talks; returns their ids by name."""
    return {
        name: library.add(name.encode(), spoken(name), source=f"{name}.txt", title=name).episode
        for name in names
    }


def highlight(library: Library, made: Made, ids: dict[str, int]) -> Highlight:
    """Make a highlight; its ends are put where there are words."""
    id = ids[made.episode]
    transcript = library.transcript(id)
    length = len(transcript.text)
    start = min(int(made.start * length), length - 3)
    end = max(start + 3, min(int(made.end * length), length))
    version = library.episode(id).version
    options = {"colour": made.colour, "note": made.note, "tags": made.tags}
    marked = mark(transcript, id, version, Span(start, end), **options)  # type: ignore[arg-type]
    library.save_highlight(marked)
    return marked


def exported(library: Library, name: str, folder: Path = Path("none")) -> bytes:
    """All highlights of `library` as one file of the format `name`."""
    notes = exchange.notebook(library, library.highlights())
    pieces = find(name, folder).write(notes)
    return b"".join(p.encode() if isinstance(p, str) else p for p in pieces)


def take(library: Library, data: bytes | object, **options: int | None) -> Taken:
    """Take a file in; anything but bytes is written as JSON first."""
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return exchange.take_in(library, raw, clean, **options)


Facts = Callable[[Highlight], tuple[object, ...]]


def place_and_words(each: Highlight) -> tuple[object, ...]:
    """What every format brings back."""
    return (each.episode, each.start, each.end, each.quote, each.tags, each.note)


def whole(each: Highlight) -> tuple[object, ...]:
    """All there is, but for the version, which is counted by each library for itself."""
    record = each.row()
    return tuple(record[name] for name in sorted(record) if name not in ("version", "checksum"))
