"""Oral history: the narrator first, then who asked, when, for which collection, and the time."""

from __future__ import annotations

from reader.cite.names import Name, inverted_first
from reader.cite.passage import families, full_names, scholarly
from reader.cite.reference import Citation, Reference
from reader.cite.wording import commas, ended, quoted, short_title


def oral_history(facts: Reference) -> Citation:
    """`Bo Lund, “Title,” interview by Ada Roe, March 25, 2023, Collection, 01:02:03, URL.`

    After the Chicago Manual of Style (18th edition, on interviews) and the practice of archives,
    which name the collection that holds the recording.
    """
    narrators, asked = _narrators(facts), full_names(_askers(facts), at_most=3)
    how = f"interview by {asked}" if asked else "interview"
    place = facts.exact_locator(padded=True)
    date = facts.date.month_first if facts.date else "n.d."
    title = quoted(facts.title) if facts.title else ""
    named = full_names(narrators, at_most=3)
    full = commas(named, title, how, date, facts.show, place, facts.page or "")
    listed = inverted_first(narrators) if narrators else ""
    held = quoted(facts.title, ".") if facts.title else ""
    parts = (listed, held, how[0].upper() + how[1:], date, facts.show, facts.page)
    short = commas(families(narrators, at_most=3) or quoted(short_title(facts.title)), how, place)
    if narrators:
        short = commas(families(narrators, at_most=3), "interview", place)
    note = ended(full if named or title else full[0].upper() + full[1:])
    return scholarly(
        "oral-history",
        facts,
        note,
        ended(short),
        note=note,
        bibliography=" ".join(ended(part) for part in parts if part),
        after=f"({short})",
    )


def _narrators(facts: Reference) -> tuple[Name, ...]:
    return facts.guests if facts.guests or facts.kind != "lecture" else facts.hosts


def _askers(facts: Reference) -> tuple[Name, ...]:
    return () if facts.kind == "lecture" and not facts.guests else facts.hosts
