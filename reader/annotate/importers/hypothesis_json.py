"""Annotations of hypothes.is as JSON: what its interface exports, and what its API answers.

https://h.readthedocs.io/en/latest/api-reference/v1/: a list of annotations, under `annotations` in
an export and under `rows` in an answer of the API, or one annotation a line.
"""

from __future__ import annotations

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
    texts,
)

_KEYS = ("annotations", "rows")


def claims(document: Any) -> bool:
    """Whether `document` is of this format."""
    if isinstance(document, dict):
        return any(isinstance(document.get(key), list) for key in _KEYS) or "target" in document
    first = document[0] if isinstance(document, list) and document else None
    return isinstance(first, dict) and "target" in first and "uri" in first


def read(document: Any) -> Iterator[Read]:
    """The records of `document`."""
    rows = document
    if isinstance(document, dict):
        lists = (document[key] for key in _KEYS if isinstance(document.get(key), list))
        rows = next(lists, [document])
    for number, each in enumerate(rows, 1):
        where = f"annotation {number}"
        try:
            yield _record(where, mapping(each, "it"))
        except Unusable as error:
            yield Problem(where, str(error))


def _record(where: str, annotation: Mapping[str, Any]) -> Record:
    if annotation.get("references"):
        raise Unusable("it is a reply, which quotes no words")
    quote, place = _selected(annotation.get("target"))
    if not text(quote, "exact"):
        raise Unusable("it is a note on a page, which quotes no words")
    return Record(
        where,
        _origin(annotation),
        quote=text(quote, "exact"),
        prefix=text(quote, "prefix"),
        suffix=text(quote, "suffix"),
        start=offset(place, "start"),
        tags=texts(annotation, "tags"),
        note=text(annotation, "text"),
        created=moment(annotation, "created"),
        modified=moment(annotation, "updated"),
        id=text(annotation, "id") or None,
    )


def _selected(target: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The selectors by words and by position of the first target."""
    first = target[0] if isinstance(target, list) and target else {}
    selectors = first.get("selector") if isinstance(first, dict) else None
    by_type: dict[str, Mapping[str, Any]] = {}
    for selector in selectors if isinstance(selectors, list) else []:
        if isinstance(selector, dict) and isinstance(selector.get("type"), str):
            by_type[selector["type"]] = selector
    return by_type.get("TextQuoteSelector", {}), by_type.get("TextPositionSelector", {})


def _origin(annotation: Mapping[str, Any]) -> Origin:
    document = annotation.get("document")
    titles = document.get("title") if isinstance(document, dict) else None
    title = titles[0] if isinstance(titles, list) and titles else titles
    return Origin(url=text(annotation, "uri"), title=title if isinstance(title, str) else "")
