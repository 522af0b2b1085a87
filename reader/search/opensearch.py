"""The library for OpenSearch: its passages as documents, and the mappings that they need.

A document is one passage, with the fields that reader's own index has; `docs/opensearch.md` says
how reader's queries are asked there. The same mappings and lines suit Elasticsearch 7 and later.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from reader.repair import Shown
from reader.search.passages import passages
from reader.transcript import Span, Transcript

_APART = r"[^\p{L}\p{M}\p{N}]"
"""What parts words, as a Java regular expression: all but letters, marks and digits."""

_ANALYSIS: dict[str, Any] = {
    "char_filter": {
        "apart": {"type": "pattern_replace", "pattern": _APART, "replacement": " "},
    },
    "filter": {"snowball": {"type": "stemmer", "language": "porter2"}},
    "analyzer": {
        "exact": {
            "type": "custom",
            "char_filter": ["apart"],
            "tokenizer": "standard",
            "filter": ["lowercase", "asciifolding"],
        },
        "stemmed": {
            "type": "custom",
            "char_filter": ["apart"],
            "tokenizer": "standard",
            "filter": ["lowercase", "asciifolding", "snowball"],
        },
    },
}
"""Words as `analysis` finds them: folded for the exact field, and cut to their stems."""

_GAP = {"position_increment_gap": 1000}
"""Between the two readings of a corrected passage: no phrase runs from one into the other."""

_WHOLE = {"type": "keyword", "ignore_above": 8000}
_NAME = {"type": "text", "analyzer": "exact", "fields": {"is": _WHOLE}}

_FIELDS: dict[str, Any] = {
    "words": {
        "type": "text",
        "analyzer": "stemmed",
        "fields": {"exact": {"type": "text", "analyzer": "exact", **_GAP}},
        **_GAP,
    },
    "speaker": _NAME,
    "show": _NAME,
    "title": _NAME,
    "number": {"type": "integer"},
    "episode": {"type": "keyword"},
    "id": {"type": "integer"},
    "date": {"type": "date", "format": "yyyy-MM-dd||yyyy-MM||yyyy"},
    "year": {"type": "short"},
    "language": {"type": "keyword"},
    "url": {"type": "keyword", "index": False},
    "turn": {"type": "integer"},
    "start": {"type": "integer"},
    "end": {"type": "integer"},
    "time": {"type": "float"},
    "time_end": {"type": "float"},
    "time_exact": {"type": "boolean"},
}


def mappings() -> str:
    """The settings and mappings of the index, as the body of its creation."""
    body = {
        "settings": {"analysis": _ANALYSIS},
        "mappings": {"dynamic": False, "properties": _FIELDS},
    }
    return json.dumps(body, indent=2) + "\n"


def documents(transcript: Transcript, id: int, uid: str) -> Iterator[str]:
    """Each passage of an episode as two lines of the bulk interface: what to do, and the document.

    `start` and `end` are character offsets in the text, half-open; times are seconds. A corrected
    passage has its words twice, as they stand and as they are shown. The same passage always has
    the same name, so that sending it again replaces it.
    """
    facts = _facts(transcript, id, uid)
    shown = Shown(transcript) if transcript.corrections else None
    for passage in passages(transcript):
        begin, end = transcript.time_at(passage.start), transcript.time_until(passage.end)
        words = [transcript.text[passage.start : passage.end]]
        if shown is not None:
            span = shown.span(Span(passage.start, passage.end))
            words.append(shown.transcript.text[span.start : span.end])
        document = {
            **facts,
            "words": list(dict.fromkeys(words)),
            "speaker": passage.speaker,
            "turn": passage.turn,
            "start": passage.start,
            "end": passage.end,
            "time": round(begin.seconds, 3),
            "time_end": round(max(begin.seconds, end.seconds), 3),
            "time_exact": begin.exact,
        }
        known = {name: value for name, value in document.items() if value is not None}
        yield _line({"index": {"_id": f"{uid}-{passage.start}"}}) + _line(known)


def _facts(transcript: Transcript, id: int, uid: str) -> dict[str, Any]:
    """What all passages of an episode have in common."""
    meta = transcript.meta
    year = (meta.date or "")[:4]
    return {
        "episode": uid,
        "id": id,
        "title": meta.title,
        "show": meta.show,
        "number": meta.number,
        "date": meta.date,
        "year": int(year) if year.isdecimal() else None,
        "language": meta.language,
        "url": meta.url,
    }


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
