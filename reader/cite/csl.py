"""CSL-JSON: an episode as citation processors and reference managers take it.

The types and variables are those of CSL 1.0.2, appendices III and IV. A programme is a `broadcast`
with its `host`: processors then print what the manuals ask for.
"""

from __future__ import annotations

import json
from typing import Any

from reader.cite.names import Name
from reader.cite.reference import Citation, Reference
from reader.cite.wording import Date, short_title

_TYPES = {
    "": "broadcast",
    "podcast": "broadcast",
    "interview": "interview",
    "oral-history": "interview",
    "lecture": "speech",
    "video": "broadcast",
    "hearing": "hearing",
}


def csl_item(facts: Reference, key: str) -> dict[str, Any]:
    """The episode as one item of CSL-JSON, with `key` for its id."""
    item: dict[str, Any] = {"id": key, "type": _TYPES[facts.kind], "title": facts.title}
    if facts.role:
        item[facts.role] = _names(facts.authors)
        others = [name.full for name in facts.guests if facts.role == "host"]
        item["note"] = f"Guest: {', '.join(others)}" if others else ""
    else:
        item["author"] = _names(facts.authors)
        item["interviewer"] = _names(facts.interviewers)
    short = short_title(facts.title)
    item |= {
        "title-short": short if short != facts.title else "",
        "issued": _date(facts.date),
        "accessed": _date(facts.accessed),
        "URL": facts.page,
        "number": "" if facts.number is None else str(facts.number),
        **_held(facts),
    }
    return {name: value for name, value in item.items() if value}


def _held(facts: Reference) -> dict[str, str]:
    """What the work is a part of and what it is, in the variables of its type."""
    if facts.kind == "lecture":
        return {"event-title": facts.show, "genre": facts.medium}
    if facts.kind == "oral-history":
        return {"archive": facts.show, "genre": facts.medium}
    if facts.kind == "interview":
        return {"container-title": facts.show}
    if facts.kind == "hearing":
        return {"section": facts.show}
    return {"container-title": facts.container, "medium": facts.medium}


def csl_json(facts: Reference) -> Citation:
    """The episode as a list of one item, as Zotero and pandoc import it."""
    from reader.cite.bibtex import key_of

    key = key_of(facts)
    locator = facts.exact_locator(padded=True)
    return Citation(
        style="csl-json",
        citation=as_json([csl_item(facts, key)]),
        in_text=f"[@{key}{f', {locator}' if locator else ''}]",
        quote=facts.quote,
        locator=facts.exact_locator(),
        url=facts.link,
    )


def as_json(items: list[dict[str, Any]]) -> str:
    """The text of a CSL-JSON file of these items."""
    return json.dumps(items, ensure_ascii=False, indent=2)


def _names(names: tuple[Name, ...]) -> list[dict[str, str]]:
    return [_name(name) for name in names]


def _name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.full}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}


def _date(date: Date | None) -> dict[str, list[list[int]]] | None:
    if date is None:
        return None
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}
