"""Web Annotations in JSON-LD, as W3C's Web Annotation Data Model has them.

https://www.w3.org/TR/annotation-model/: a collection (section 5) whose one page embeds all. A
highlight's target is the transcript, found by its words (section 4.2.4) or their position (4.2.5);
where their time is exact, the recording is a second target, by a media fragment (4.2.1). The target
of a note on an episode is the transcript as a whole.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

from reader.annotate.exporters.notebook import Marked, Notebook
from reader.library import Highlight, Note

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
FRAGMENTS = "http://www.w3.org/TR/media-frags/"

_COLLECTIONS = uuid.UUID("6d2e6f0c-6b0a-5f0e-9d57-6a1d6f1f7b3e")
"""The namespace of the names of collections (RFC 9562, version 5)."""


def write(notebook: Notebook) -> Iterator[str]:
    """The document, an annotation at a time."""
    written = [marked.note for marked in notebook if marked.note is not None]
    ids = ",".join([each.id for each in notebook.highlights] + [note.id for note in written])
    name = uuid.uuid5(_COLLECTIONS, f"{notebook.made},{ids}").urn
    head = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": "Highlights",
        "modified": notebook.made,
        "total": len(notebook.highlights) + len(written),
    }
    page = {"id": f"{name}#page", "type": "AnnotationPage", "startIndex": 0}
    yield f'{json.dumps(head)[:-1]},\n"first": {json.dumps(page)[:-1]}, "items": ['
    between = "\n"
    for marked in notebook:
        source = _source(marked)
        annotations = [_annotation(each, marked, source) for each in marked.highlights]
        if marked.note is not None:
            annotations.insert(0, _whole(marked.note, source))
        for annotation in annotations:
            yield between
            yield json.dumps(annotation, ensure_ascii=False, indent=1)
            between = ",\n"
    yield "\n]}}\n"


def _annotation(highlight: Highlight, marked: Marked, source: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"urn:uuid:{highlight.id}",
        "type": "Annotation",
        "motivation": "commenting" if highlight.note else "highlighting",
        "created": highlight.created,
        "modified": highlight.modified,
        "body": _bodies(highlight),
        "target": [_words(highlight, source), *_recording(highlight, marked)],
    }


def _whole(note: Note, source: dict[str, Any]) -> dict[str, Any]:
    """The annotation that is a note on an episode as a whole."""
    return {
        "id": f"urn:uuid:{note.id}",
        "type": "Annotation",
        "motivation": "commenting",
        "created": note.created,
        "modified": note.modified,
        "body": [_comment(note.text)],
        "target": [{"type": "SpecificResource", "source": source}],
    }


def _comment(text: str) -> dict[str, Any]:
    """A note as a body."""
    kind = {"type": "TextualBody", "purpose": "commenting", "format": "text/markdown"}
    return {**kind, "value": text}


def _bodies(highlight: Highlight) -> list[dict[str, Any]]:
    """The note, the tags, and the colour, told apart by their purposes (section 3.2.4)."""
    bodies = [
        {"type": "TextualBody", "purpose": "classifying", "value": highlight.colour},
        *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in highlight.tags),
    ]
    if highlight.note:
        bodies.insert(0, _comment(highlight.note))
    return bodies


def _source(marked: Marked) -> dict[str, Any]:
    """The transcript: under the address of its page, else under the name of its episode."""
    episode = marked.episode
    name = f"urn:uuid:{episode.uid}"
    facts = {
        "id": marked.page or name,
        "type": "Text",
        "format": "text/plain",
        "language": episode.language,
        "dcterms:identifier": name,
        "dcterms:title": episode.title,
        "dcterms:isPartOf": episode.show,
        "dcterms:date": episode.date,
        "schema:sha256": marked.digest,
    }
    return {key: value for key, value in facts.items() if value is not None}


def _words(highlight: Highlight, source: dict[str, Any]) -> dict[str, Any]:
    quote = {"type": "TextQuoteSelector", "exact": highlight.quote}
    context = {"prefix": highlight.prefix, "suffix": highlight.suffix}
    place = {"type": "TextPositionSelector", "start": highlight.start, "end": highlight.end}
    places = [] if highlight.state == "orphan" else [place]
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": [quote | context, *places],
    }


def _recording(highlight: Highlight, marked: Marked) -> Iterator[dict[str, Any]]:
    """The recording from the first word to the last (Media Fragments URI 1.0, section 4.2.1)."""
    episode = marked.episode
    if not highlight.time_exact:
        return
    end = max(highlight.time_end, highlight.time + 0.001)
    yield {
        "type": "SpecificResource",
        "source": _address(episode.media) or marked.page or f"urn:uuid:{episode.uid}#recording",
        "selector": {
            "type": "FragmentSelector",
            "conformsTo": FRAGMENTS,
            "value": f"t={highlight.time:.3f},{end:.3f}",
        },
    }


def _address(media: str | None) -> str | None:
    """`media` where it is an address of the web, and no file of the user's."""
    is_web = media is not None and media.startswith(("http://", "https://"))
    return media if is_web and not any(c.isspace() for c in media or "") else None
