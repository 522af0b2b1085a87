"""IEEE: the IEEE Reference Guide (2023). Sources have numbers, in the order of their citation."""

from __future__ import annotations

from reader.cite.names import joined
from reader.cite.passage import scholarly
from reader.cite.reference import Citation, Reference
from reader.cite.wording import commas, ended, quoted


def ieee(facts: Reference) -> Citation:
    """`[1] A. Roe, “Title,” Show, Mar. 25, 2023. [Audio podcast episode]. Available: URL`"""
    number = facts.ordinal
    names = [name.initials_first for name in facts.authors]
    author = joined(names, "and", at_most=6) if names else ""
    title = facts.title if facts.kind == "video" else quoted(facts.title) if facts.title else ""
    date = facts.date.legal if facts.date else ""
    if facts.kind == "video":
        date = f"({date})" if date else ""
    entry = ended(commas(author, title, _held(facts), date))
    medium = f"[{facts.medium}]."
    page = f"Available: {facts.page}" if facts.page else ""
    whole = " ".join(part for part in (f"[{number}]", entry, medium, page) if part)
    place = facts.exact_locator(paragraph="Para.", padded=True)
    return scholarly("ieee", facts, whole, f"[{commas(str(number), place)}]")


def _held(facts: Reference) -> str:
    """What the work is a part of; a lecture is presented there."""
    if facts.kind == "video":
        return ""
    if facts.kind == "lecture" and facts.show:
        the = "" if facts.show.casefold().startswith("the ") else "the "
        return f"presented at {the}{facts.show}"
    return facts.show
