"""Looking after highlights: those that lie over one another, lost their place, or were deleted.

`annotate` knows what becomes of them; here that is written into the library, each as one change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader import annotate
from reader.library import Highlight, Library, Trashed
from reader.transcript import Span, Transcript


def merge(
    library: Library,
    transcript: Transcript,
    highlights: Sequence[Highlight],
    colour: str | None = None,
) -> Highlight:
    """Make `highlights`, of which some may be new, one; it has their spans, notes and tags.

    Returns it. The others go to the trash.
    """
    whole, *gone = annotate.merged(transcript, highlights, colour)
    library.save_highlights([whole, *gone], f"merge {len(highlights)} highlights")
    return whole


def attach(library: Library, id: str, span: Span) -> Highlight:
    """Put the highlight `id` at `span` of the text that its episode has now. Returns it.

    Raises `NotFound`, and `ReaderError` where there are no words.
    """
    highlight = library.highlight(id)
    episode = library.episode(highlight.episode)
    transcript = library.transcript(episode.id)
    there = annotate.attached(highlight, transcript, episode.version, span)
    library.save_highlight(there, "attach a highlight")
    return there


def restore(library: Library, things: Iterable[Trashed]) -> int:
    """Bring `things` back from the trash; returns how many came."""
    return library.trash.restore(things, annotate.carry)
