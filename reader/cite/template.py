"""The user's own style: one line with named fields, `{quote} ({speaker}, {time})`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reader.cite.passage import EDITED, full_names
from reader.cite.reference import Citation, Reference
from reader.errors import ReaderError

DEFAULT = "“{quote}” ({speaker}, {title}, {show} {number}, {date}, {time}) {link}"
"""The template that a library begins with."""

FIELDS = (
    *("quote", "speaker", "title", "show", "number", "season", "date", "day", "year", "time"),
    *("locator", "paragraph", "url", "link", "hosts", "guests", "kind", "medium"),
)
"""What may stand in braces."""

_FIELD = re.compile(r"\{([a-z]*)\}|\{\{|\}\}|[{}]")
_MARK = "\x00"
"""Stands for a field of which nothing is known, until the line is tidied."""


def check(template: str) -> None:
    """Raise `ReaderError` where `template` has a field that does not exist, or a stray brace."""
    for match in _FIELD.finditer(template):
        if match[0] in ("{{", "}}") or match[1] in FIELDS:
            continue
        what = f"{{{match[1]}}}" if match[1] is not None else match[0]
        hint = f"fields are {', '.join(FIELDS)}; {{{{ is a brace"
        raise ReaderError(f"the template cannot have “{what}”", hint=hint)


def by_template(facts: Reference) -> Citation:
    """The quote as the user's template has it.

    `\\n` in it begins a line. Where nothing is known of a field, the comma or bracket that waits
    for it goes too. Raises `ReaderError` for a template with a field that does not exist.
    """
    template = facts.template or DEFAULT
    check(template)
    values = _values(facts)
    whole = _filled(template.replace("\\n", "\n"), values)
    place = " ".join(part for part in (facts.speaker, facts.exact_locator()) if part)
    return Citation("template", whole, f"({place})", facts.quote, facts.locator, facts.link)


def _values(facts: Reference) -> dict[str, str]:
    number, season = facts.number, facts.season
    words = " ".join(paragraph for said in facts.said for paragraph in said.paragraphs)
    if len(facts.said) > 1:
        lines = ((said.speaker or "–", " ".join(said.paragraphs)) for said in facts.said)
        words = " / ".join(f"{name}: {line}" for name, line in lines)
    return {
        "quote": f"{words} {EDITED}" if facts.edited else words,
        "speaker": facts.speaker,
        "title": facts.title,
        "show": facts.show,
        "number": "" if number is None else str(number),
        "season": "" if season is None else str(season),
        "date": facts.date.iso if facts.date else "",
        "day": facts.date.day_first if facts.date else "",
        "year": str(facts.date.year) if facts.date else "",
        "time": facts.locator,
        "locator": facts.exact_locator(),
        "paragraph": "" if facts.paragraph is None else str(facts.paragraph),
        "url": facts.page or "",
        "link": facts.link or "",
        "hosts": full_names(facts.hosts, at_most=9),
        "guests": full_names(facts.guests, at_most=9),
        "kind": facts.kind,
        "medium": facts.medium,
    }


def _filled(template: str, values: Mapping[str, str]) -> str:
    """`template` with its fields; a field of nothing takes the punctuation beside it along."""
    pieces, at = [], 0
    for match in _FIELD.finditer(template):
        pieces.append(template[at : match.start()])
        pieces.append(match[0][0] if match[1] is None else values[match[1]] or _MARK)
        at = match.end()
    line = "".join([*pieces, template[at:]])
    if _MARK in line:
        line = re.sub(rf"[ \t]*{_MARK}(?=[,;:)\]])|[,;:]?[ \t]*{_MARK}", "", line)
        line = re.sub(r"([(\[])[,;: \t]+", r"\1", line)
        line = re.sub(r"[ \t]*(?:\(\)|\[\]|“”|\"\")", "", line)
        line = re.sub(r"([,;:])(?:[ \t]*[,;:])+", r"\1", line)
        line = re.sub(r"[,;:]+(?=[ \t]*[)\]])", "", line)
    return "\n".join(part.strip(" \t,;") for part in line.splitlines()).strip()
