"""A transcript's layers as JSON, and back."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cached_property
from itertools import starmap
from operator import attrgetter
from typing import Any

from reader.errors import LibraryError
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


_DECODER = json.JSONDecoder()


def dump(transcript: Transcript) -> str:
    """The layers and warnings of `transcript` as one JSON object: a list of values per span."""
    values: dict[str, Any] = {
        name: list(map(_VALUES[name], getattr(transcript, name))) for name in _LAYERS
    }
    values["warnings"] = transcript.warnings
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def load(text: str, layers: str, meta: Meta, format: str) -> Transcript:
    """The transcript whose text and layers these are. Its cues are read when they are asked for.

    Raises `ValueError` when `layers` is not what `dump` wrote.
    """
    if not layers.endswith("}"):
        raise json.JSONDecodeError("no end", layers, len(layers))
    spans = {name: _spans(layers, name, kind) for name, kind in _LAYERS.items() if name != "cues"}
    stored = _Stored(
        text=text,
        meta=meta,
        format=format,
        warnings=tuple(_layer(layers, "warnings")),
        **spans,  # type: ignore[arg-type]
    )
    del stored.__dict__["cues"]
    stored.__dict__["layers"] = layers
    return stored


def _layer(layers: str, name: str) -> list[Any]:
    """The values of one layer. Its key stands nowhere else: quotes in strings are escaped."""
    key = f'"{name}":'
    at = layers.find(key)
    values: list[Any] = _DECODER.raw_decode(layers, at + len(key))[0] if at >= 0 else []
    return values


def _spans(layers: str, name: str, kind: type[Span]) -> tuple[Span, ...]:
    return tuple(starmap(kind, _layer(layers, name)))


class _Stored(Transcript):
    """A transcript from the library. A recording of some hours has tens of thousands of cues, and
    the first page shows none of them."""

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        try:
            cues = _spans(self.__dict__["layers"], "cues", Cue)
        except (ValueError, TypeError) as error:
            raise LibraryError(
                "the times of a text cannot be read", hint="`reader doctor` examines it"
            ) from error
        return cues  # type: ignore[return-value]
