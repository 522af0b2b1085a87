"""Citing from a library: what was cited is remembered, and links of reader's own are followed.

`reader.cite` knows transcripts; here they meet the library that holds them.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.cite import Links, Reference, Wishes, bibliography, gather, parse_address
from reader.errors import NotFound
from reader.library import Episode, Library
from reader.transcript import Span, Transcript


def remember(library: Library, episode: Episode, spans: Sequence[Span], style: str) -> None:
    """Note that `spans` of the episode's current text were cited. Raises `LibraryError`."""
    library.citations.note(episode.id, episode.version, spans, style)


def works(library: Library, template: str = "") -> list[Reference]:
    """The episodes from which something was cited, each once, in the order of the first time."""
    made: dict[int, Reference] = {}
    for passage in library.citations.all():
        if passage.episode not in made:
            transcript = library.transcript(passage.episode, passage.version)
            wishes = Wishes(accessed=passage.at[:10], ordinal=len(made) + 1, template=template)
            made[passage.episode] = gather(transcript, passage.spans, wishes)
    return list(made.values())


def all_cited(library: Library, style: str, template: str = "") -> tuple[str, int]:
    """The entries, in `style`, of all that was cited, and how many works these are.

    Raises `NotFound` where nothing was cited yet.
    """
    references = works(library, template)
    if not references:
        hint = "`reader cite EPISODE …` remembers what it prints"
        raise NotFound("nothing was cited yet", hint=hint)
    return bibliography(references, style), len(references)


def links(
    library: Library, episode: Episode, transcript: Transcript, spans: Sequence[Span]
) -> Links:
    """The addresses of the words at `spans`: in the recording, on the page, and in reader."""
    mark = library.citations.mark(episode.id)
    return gather(transcript, spans, Wishes(uid=episode.uid, mark=mark)).links


def locate(library: Library, link: str) -> tuple[int, int]:
    """The episode that a `reader://` link means, and the offset of its time in the text.

    Raises `ReaderError` for a link that is none, and `NotFound` where the episode is not there.
    """
    meant = parse_address(link)
    episode = library.citations.located(meant.uid, meant.mark)
    return episode, library.transcript(episode).offset_at(meant.seconds)
