"""The shapes that `--json` prints, which scripts depend on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.cite import Citation, Links
    from reader.library import Episode, Highlight, Note
    from reader.search import Results
    from reader.session import Addition
    from reader.transcript import Transcript


def addition(added: Addition) -> dict[str, Any]:
    """What became of one source of `reader add`."""
    episode = added.episode
    return {
        "source": added.source,
        "status": added.status,
        "episode": episode and episode.id,
        "id": episode and episode.id,
        "format": episode and episode.format,
        "title": episode and episode.title,
        "show": episode and episode.show,
        "number": episode and episode.number,
        "season": episode and episode.season,
        "date": episode and episode.date,
        "url": episode and episode.url,
        "speakers": list(episode.speakers) if episode else [],
        "turns": episode.turns if episode else 0,
        "paragraphs": added.contents.paragraphs,
        "cues": added.contents.cues,
        "words": episode.words if episode else 0,
        "times": episode.times if episode else "none",
        "carried": added.carried,
        "moved": added.moved,
        "orphaned": added.orphaned,
        "warnings": list(added.contents.warnings),
        "error": added.error,
    }


def episode(episode: Episode) -> dict[str, Any]:
    """One line of `reader ls`."""
    names = """id title show number season date url format speakers words duration times
        highlights"""
    return {name: _plain(getattr(episode, name)) for name in names.split()}


def shown(
    episode: Episode, transcript: Transcript, turns: Iterable[int], sources: Iterable[str]
) -> dict[str, Any]:
    """The document of `reader show`: the facts, the text, and the turns of these indices.

    `roles` are those of speakers who are host or guest, `sources` where the text comes from.
    """
    from reader.amending import role

    names = """id title show number season kind date url hosts guests format speakers words
        duration times front"""
    return {
        **{name: _plain(getattr(episode, name)) for name in names.split()},
        "roles": {name: part for name in episode.speakers if (part := role(transcript.meta, name))},
        "sources": list(sources),
        "text": transcript.text,
        "turns": [turn(transcript, index) for index in turns],
    }


def turn(transcript: Transcript, index: int) -> dict[str, Any]:
    """One turn of `reader show`; `n` counts from 1."""
    spoken = transcript.turns[index]
    begin = transcript.time_at(spoken.start)
    return {
        "n": index + 1,
        "speaker": spoken.speaker,
        "start": spoken.start,
        "end": spoken.end,
        "time": _seconds(begin.seconds),
        "time_end": _seconds(transcript.time_until(spoken.end).seconds),
        "time_exact": begin.exact,
        "text": transcript.text[spoken.start : spoken.end],
    }


def results(found: Results) -> dict[str, Any]:
    """The document of `reader search`."""
    names = "episode title turn speaker time time_exact date score start end text"
    hits = [
        {
            **{name: getattr(hit, name) for name in names.split()},
            "time": _seconds(hit.time),
            "matches": [list(match) for match in hit.matches],
        }
        for hit in found.hits
    ]
    return {
        "query": found.query,
        "total": found.total,
        "took_ms": found.took_ms,
        "suggestion": found.suggestion,
        "also": list(found.also),
        "facets": {name: dict(counts) for name, counts in found.facets.items()},
        "hits": hits,
    }


def highlight(marked: Highlight) -> dict[str, Any]:
    """One entry of `reader notes`."""
    names = (
        "id episode quote prefix suffix start end time speaker colour tags note created modified "
        "state"
    )
    values = {name: _plain(getattr(marked, name)) for name in names.split()}
    return {**values, "time": _seconds(marked.time)}


def note(written: Note) -> dict[str, Any]:
    """One note on an episode as a whole, of `reader notes`."""
    times = {"created": written.created, "modified": written.modified}
    return {"id": written.id, "episode": written.episode, "note": written.text, **times}


def citation(cited: Citation, to: Links) -> dict[str, Any]:
    """The document of `reader cite`."""
    names = "style citation in_text quote locator url note bibliography"
    return {**{name: getattr(cited, name) for name in names.split()}, "links": links(to)}


def links(to: Links) -> dict[str, Any]:
    """The document of `reader cite --link`: the addresses of words, null where there is none."""
    return {"media": to.media, "words": to.words, "reader": to.reader}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return _seconds(value) if isinstance(value, float) else value


def _seconds(value: float) -> float:
    return round(value, 3)
