"""The sample library as somebody leaves it who has read with a pencil: what the pictures show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reader import annotate
from reader.annotate.marking import bookmark
from reader.samples import SAMPLES
from reader.session import Session
from reader.settings.config import Paths, Settings
from reader.sources import sources
from reader.transcript import Span

SEARCHING, PROMISE, MARGIN, NAMES = "half remember", "promise", "margin to keep", "who said"

MARKS = (
    (SEARCHING, "Words go by their stem.", "yellow", "Quotes for the exact words.", "search/stems"),
    (SEARCHING, "The path stays the same, you just go from stone to stone.", "blue", "", "image"),
    (SEARCHING, "You plant a sentence and you go and look for it.", "green", "", "search method"),
    (SEARCHING, "Scrolling is what you do when you don't know where you're going.", "pink", "", ""),
    (
        SEARCHING,
        "I won't put my name to a second that I've only estimated",
        "orange",
        "Compare the second evening.",
        "citing method",
    ),
    (
        SEARCHING,
        "It'll find anything that was said. It can't find that.",
        "green",
        "The limit of every search.",
        "search",
    ),
    (
        PROMISE,
        "The promise is this: the words stay where they are.",
        "yellow",
        "The rule from which the rest follows.",
        "promise",
    ),
    (
        PROMISE,
        "The library is the truth and the index is only an opinion about it.",
        "blue",
        "",
        "promise",
    ),
    (MARGIN, "Marking is for me. Writing is for me in a year.", "yellow", "", "method"),
    (MARGIN, "It's saved before you see it.", "green", "Ask when.", "promise"),
    (NAMES, "He is the most quoted man in my museum.", "pink", "Begin the talk here.", "names"),
)
"""The words that are marked: of which episode, in which colour, with which note and tags."""

PLACES = (("Let me ask you about names", "a", ""), ("Last question", "", "the last question"))
"""The places in the first of those episodes that have a letter or a name."""


def filled(folder: Path, theme: str) -> Session:
    """The sample library in `folder`, with highlights, notes, tags and bookmarks, and indexed."""
    session = Session(Paths(folder / "library", folder / "config"), Settings(theme=theme))
    for sample in SAMPLES:
        for source in sources([str(sample.file)]):
            session.add(source, meta=sample.meta)
    library = session.library
    for number, (title, quote, colour, note, tags) in enumerate(MARKS):
        episode = library.find(title)
        transcript = library.transcript(episode.id)
        start = transcript.text.index(quote)
        span, version = Span(start, start + len(quote)), episode.version
        made = annotate.mark(
            transcript, episode.id, version, span, colour=colour, note=note, tags=tags.split()
        )
        day = f"2024-06-{1 + number // 3:02}T09:00:00.000000Z"
        library.save_highlight(replace(made, created=day, modified=day))
    episode = library.find(SEARCHING)
    transcript = library.transcript(episode.id)
    for words, letter, name in PLACES:
        at, version = transcript.text.index(words), episode.version
        library.bookmarks.save(
            [bookmark(transcript, episode.id, version, at, letter=letter, name=name)]
        )
    session.index.update()
    return session
