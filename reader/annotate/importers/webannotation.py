"""Web Annotations in JSON-LD (https://www.w3.org/TR/annotation-model/), of any program.

A document is an annotation, a page or a collection of them, or a list. Bodies and targets may be
one or several, whole or by their address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from reader.annotate.importers.records import (
    Origin,
    Problem,
    Read,
    Record,
    Unusable,
    mapping,
    moment,
    offset,
    text,
)

ANNO = "http://www.w3.org/ns/anno.jsonld"

_SECONDS = r"([0-9]{1,9}(?:\.[0-9]{1,9})?)"
_FRAGMENT = re.compile(rf"t=(?:npt:)?{_SECONDS}(?:,{_SECONDS})?")


def claims(document: Any) -> bool:
    """Whether `document` is of this format."""
    if isinstance(document, list):
        return bool(document) and claims(document[0])
    context = document.get("@context") if isinstance(document, dict) else None
    return ANNO in context if isinstance(context, list) else context == ANNO


def read(document: Any) -> Iterator[Read]:
    """The records of `document`."""
    for number, each in enumerate(_annotations(document), 1):
        where = f"annotation {number}"
        try:
            yield _record(where, mapping(each, "it"))
        except Unusable as error:
            yield Problem(where, str(error))


def _annotations(document: Any) -> list[Any]:
    """The annotations of a document, those of an embedded page included."""
    if isinstance(document, list):
        return [each for part in document for each in _annotations(part)]
    if isinstance(document, dict):
        if "first" in document:
            return _annotations(document["first"])
        if "items" in document:
            return _listed(document["items"])
    return [document]


def _record(where: str, annotation: Mapping[str, Any]) -> Record:
    found: dict[str, Any] = {}
    origin, whole = Origin(), None
    for target in _listed(annotation.get("target")):
        if not isinstance(target, dict):
            continue
        selected = _selected(_listed(target.get("selector")))
        if "quote" in selected:
            origin = _origin(target.get("source"))
        elif "selector" not in target and "source" in target:
            whole = _origin(target["source"])
        found = {**selected, **found}
    if not found.get("quote"):
        return _whole(where, annotation, whole)
    return Record(
        where,
        origin,
        **found,
        **_said(_listed(annotation.get("body"))),
        created=moment(annotation, "created"),
        modified=moment(annotation, "modified"),
        id=text(annotation, "id").removeprefix("urn:uuid:") or None,
    )


def _whole(where: str, annotation: Mapping[str, Any], origin: Origin | None) -> Record:
    """The note on the source `origin` as a whole. Raises `Unusable` for what is none."""
    note = _said(_listed(annotation.get("body")))["note"]
    if origin is None or not note.strip():
        raise Unusable("it quotes no words")
    modified = moment(annotation, "modified") or moment(annotation, "created")
    return Record(where, origin, quote="", note=note, modified=modified, whole=True)


def _selected(selectors: list[Any]) -> dict[str, Any]:
    """What the selectors of a target say of its place."""
    found: dict[str, Any] = {}
    for selector in selectors:
        if not isinstance(selector, dict):
            continue
        match selector.get("type"):
            case "TextQuoteSelector":
                found["quote"] = text(selector, "exact")
                found["prefix"] = text(selector, "prefix")
                found["suffix"] = text(selector, "suffix")
            case "TextPositionSelector":
                found["start"], found["end"] = offset(selector, "start"), offset(selector, "end")
            case "FragmentSelector":
                if match := _FRAGMENT.fullmatch(text(selector, "value")):
                    end = float(match[2] or match[1])
                    found |= {"time": float(match[1]), "time_end": end, "time_exact": True}
    return found


def _origin(source: Any) -> Origin:
    """What the source of a target says of the episode; it may be an address alone."""
    if isinstance(source, str):
        return Origin(url=source)
    if not isinstance(source, dict):
        return Origin()
    names = [text(source, key) for key in ("id", "dcterms:identifier")]
    uids = [name.removeprefix("urn:uuid:") for name in names if name.startswith("urn:uuid:")]
    return Origin(
        uid=uids[0] if uids else "",
        digest=text(source, "schema:sha256"),
        title=text(source, "dcterms:title"),
        show=text(source, "dcterms:isPartOf"),
        url="" if names[0].startswith("urn:") else names[0],
    )


def _said(bodies: list[Any]) -> dict[str, Any]:
    """The note, the tags and the colour that the bodies hold, by their purposes."""
    notes: list[str] = []
    tags: list[str] = []
    colour = None
    for body in bodies:
        value = body if isinstance(body, str) else ""
        purpose = None
        if isinstance(body, dict):
            value, purpose = text(body, "value"), body.get("purpose")
        if purpose == "tagging":
            tags.append(value)
        elif purpose == "classifying":
            colour = value
        elif value:
            notes.append(value)
    return {"note": "\n\n".join(notes), "tags": tuple(tags), "colour": colour}


def _listed(value: Any) -> list[Any]:
    """`value` as a list: one thing is a list of it."""
    return value if isinstance(value, list) else [] if value is None else [value]
