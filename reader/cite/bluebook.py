"""The Bluebook (22nd edition), notes: hearings (rule 13.3), interviews and addresses (17), podcasts
and recordings (18)."""

from __future__ import annotations

from reader.cite.passage import families, full_names, hearing, scholarly
from reader.cite.reference import Citation, Reference
from reader.cite.wording import commas, ended, short_title


def bluebook(facts: Reference) -> Citation:
    """`Title, Show, at 01:02:03 (Mar. 25, 2023), URL.`"""
    place = facts.exact_locator("at ", padded=True)
    date = facts.date.legal if facts.date else ""
    if facts.kind == "hearing":
        date = str(facts.date.year) if facts.date else ""
        said = f"(statement of {facts.speaker})" if facts.speaker else ""
    else:
        said = ""
    dated = " ".join(p for p in (commas(*_work(facts), place), f"({date})" if date else "") if p)
    full = ended(commas(" ".join(p for p in (dated, said) if p), _address(facts, bool(date))))
    named = families(facts.authors) if facts.kind not in ("", "podcast") else ""
    short = commas(named or short_title(facts.title) or facts.show, "supra", place)
    return scholarly("bluebook", facts, full, ended(short), note=full, after=f"({short})")


def _work(facts: Reference) -> tuple[str, ...]:
    """Who, what and where, as the rule for its kind has them."""
    names = full_names(facts.authors)
    if facts.kind == "hearing":
        return (hearing(facts, "Before"),)
    if facts.kind in ("interview", "oral-history"):
        asked = full_names(facts.interviewers)
        by = f"Interview by {asked}" if asked else "Interview"
        whole = f"{by} with {names}" if names else by
        return whole, facts.title, facts.show
    if facts.kind == "lecture":
        where = f"Lecture at {facts.show}" if facts.show else "Lecture"
        return names, f"{where}: {facts.title}" if facts.title else where
    if facts.kind == "video":
        return names, facts.title, facts.container
    return facts.title, facts.show


def _address(facts: Reference, dated: bool) -> str:
    """The page; of what has no date, when it was read last (rule 18.2)."""
    page = facts.page or ""
    if dated or not facts.accessed or not page:
        return page
    return f"{page} (last visited {facts.accessed.legal})"
