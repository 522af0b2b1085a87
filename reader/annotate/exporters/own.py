"""reader's own JSON: everything there is about some highlights, to be read back anywhere.

    {"format": "reader-highlights", "version": 1, "exported": "…Z", "episodes": [
        {"uid", "title", "show", "number", "season", "date", "kind", "url", "media", "hosts",
         "guests", "language", "duration", "words", "format", "digest": "sha256:…",
         "note", "note_modified",
         "highlights": [
            {"id", "start", "end", "quote", "prefix", "suffix", "time", "time_end", "time_exact",
             "speaker", "colour", "tags", "note", "created", "modified", "state", "score",
             "seen"}],
         "bookmarks": [
            {"id", "offset", "letter", "name", "quote", "prefix", "suffix", "time", "time_exact",
             "created", "modified", "state"}]}]}

Times are seconds; `start` and `end` are character offsets (Unicode code points), half-open, in the
text with this `digest`. `note` is on the episode as a whole; a bookmark with a
`letter` is a named mark. Moments are ISO 8601 in UTC. What is
not known is null. `seen` tells for each machine how many of its changes of the highlight are in it
(`reader.annotate.meeting`).

A later `version` may add keys, and changes the number only if it takes one away or gives it another
meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from reader.annotate.exporters.notebook import Marked, Notebook
from reader.library import Highlight

FORMAT, VERSION = "reader-highlights", 1

FACTS = tuple(
    "uid title show number season date kind url media hosts guests language duration words "
    "format".split()
)
"""The keys of an episode, but for its digest and highlights."""

KEYS = tuple(
    "id start end quote prefix suffix time time_end time_exact speaker colour tags note created "
    "modified state score".split()
)
"""The keys of a highlight, but for its revision."""

PLACES = tuple(
    "id offset letter name quote prefix suffix time time_exact created modified state".split()
)
"""The keys of a bookmark."""


def write(notebook: Notebook) -> Iterator[str]:
    """The document, an episode at a time."""
    head = {"format": FORMAT, "version": VERSION, "exported": notebook.made}
    yield f'{json.dumps(head)[:-1]}, "episodes": ['
    seen = notebook.seen()
    for number, marked in enumerate(notebook):
        yield ",\n" if number else "\n"
        yield json.dumps(_episode(marked, seen), ensure_ascii=False, indent=1)
    yield "\n]}\n"


def _episode(marked: Marked, seen: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    return {
        **{name: getattr(marked.episode, name) for name in FACTS},
        "digest": f"sha256:{marked.digest}",
        "note": marked.note and marked.note.text,
        "note_modified": marked.note and marked.note.modified,
        "highlights": [
            {**highlight(each), "seen": seen.get(each.id, {})} for each in marked.highlights
        ],
        "bookmarks": [{name: getattr(each, name) for name in PLACES} for each in marked.bookmarks],
    }


def highlight(marked: Highlight) -> dict[str, Any]:
    """The record of one highlight, under the keys of `KEYS`."""
    return {name: getattr(marked, name) for name in KEYS}
