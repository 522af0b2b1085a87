"""What W3C's Web Annotation Data Model demands (https://www.w3.org/TR/annotation-model/)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

MOTIVATIONS = frozenset(
    "assessing bookmarking classifying commenting describing editing highlighting identifying "
    "linking moderating questioning replying tagging".split()
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def broken(document: dict[str, Any]) -> Iterator[str]:
    """What in a collection with one embedded page is against the model."""
    if document.get("@context") != CONTEXT:
        yield "3.1: the context is not the model's"
    if document.get("type") != "AnnotationCollection" or not is_iri(document.get("id")):
        yield "5.1: a collection has its type and an IRI"
    page = document.get("first", {})
    if page.get("type") != "AnnotationPage" or not is_iri(page.get("id")):
        yield "5.2: a page has its type and an IRI"
    if not isinstance(page.get("items"), list) or page.get("startIndex", 0) < 0:
        yield "5.2: a page has a list of items"
    if document.get("total") != len(page["items"]):
        yield "5.1: the total is not that of the items"
    ids = [item.get("id") for item in page["items"]]
    if len(set(ids)) != len(ids):
        yield "3.1: two annotations have one IRI"
    for item in page["items"]:
        yield from _annotation(item)


def _annotation(item: dict[str, Any]) -> Iterator[str]:
    if not is_iri(item.get("id")) or item.get("type") != "Annotation":
        yield "3.1: an annotation has one IRI and its type"
    if item.get("motivation") not in MOTIVATIONS:
        yield "3.3.5: the motivation is not of the model"
    for key in ("created", "modified"):
        if not _MOMENT.fullmatch(item.get(key, "")):
            yield f"3.3.2: {key} is no moment in UTC"
    targets = item.get("target") or []
    if not targets:
        yield "3.1: an annotation has at least one target"
    for body in item.get("body", []):
        if body.get("type") != "TextualBody" or not isinstance(body.get("value"), str):
            yield "3.2.4: a textual body has one value"
        if body.get("purpose") not in MOTIVATIONS:
            yield "3.3.5: a body's purpose is a motivation"
    for target in targets:
        yield from _resource(target)


def _resource(target: dict[str, Any]) -> Iterator[str]:
    source = target.get("source")
    name = source.get("id") if isinstance(source, dict) else source
    if target.get("type") != "SpecificResource" or not is_iri(name):
        yield "4: a specific resource has one source"
    selectors = target.get("selector", [])
    for selector in selectors if isinstance(selectors, list) else [selectors]:
        match selector.get("type"):
            case "TextQuoteSelector":
                if not selector.get("exact") or not all(
                    isinstance(selector.get(key, ""), str) for key in ("prefix", "suffix")
                ):
                    yield "4.2.4: exactly one exact, at most one prefix and suffix"
            case "TextPositionSelector":
                start, end = selector.get("start"), selector.get("end")
                if type(start) is not int or type(end) is not int or not 0 <= start <= end:
                    yield "4.2.5: start and end are non-negative integers"
            case "FragmentSelector":
                if not re.fullmatch(r"t=\d+(\.\d+)?,\d+(\.\d+)?", selector.get("value", "")):
                    yield "4.2.1: the value is no media fragment"
                if selector.get("conformsTo") != "http://www.w3.org/TR/media-frags/":
                    yield "4.2.1: it does not say to what it conforms"
            case other:
                yield f"4.2: {other} is no selector of the model"


def is_iri(value: object) -> bool:
    """Whether `value` is an absolute IRI."""
    return isinstance(value, str) and bool(urlsplit(value).scheme) and not re.search(r"\s", value)
