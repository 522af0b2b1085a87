"""A transcript's layers as JSON, and back."""

from __future__ import annotations

import json
from dataclasses import fields
from operator import attrgetter
from typing import Any

from reader.transcript import Aside, Cue, Heading, Meta, Span, Transcript, Turn

_LAYERS: dict[str, type[Span]] = {
    "turns": Turn,
    "paragraphs": Span,
    "cues": Cue,
    "headings": Heading,
    "asides": Aside,
}

_VALUES = {
    name: attrgetter(*(field.name for field in fields(kind))) for name, kind in _LAYERS.items()
}
"""What takes the values of a span of each layer, as a tuple."""


def dump(transcript: Transcript) -> str:
    """The layers and warnings of `transcript` as one JSON object: a list of values per span."""
    values: dict[str, Any] = {
        name: list(map(_VALUES[name], getattr(transcript, name))) for name in _LAYERS
    }
    values["warnings"] = transcript.warnings
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def load(text: str, layers: str, meta: Meta, format: str) -> Transcript:
    """The transcript whose text and layers these are."""
    values = json.loads(layers)
    spans = {
        name: tuple(kind(*value) for value in values.get(name, ()))
        for name, kind in _LAYERS.items()
    }
    return Transcript(
        text=text,
        meta=meta,
        format=format,
        warnings=tuple(values.get("warnings", ())),
        **spans,  # type: ignore[arg-type]
    )
