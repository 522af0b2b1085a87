"""Chicago: the Chicago Manual of Style, 18th edition, notes and bibliography, and author-date."""

from __future__ import annotations

from reader.cite.names import inverted_first
from reader.cite.passage import episode, families, full_names, hearing, scholarly
from reader.cite.reference import Citation, Reference
from reader.cite.wording import commas, ended, quoted, short_title


def chicago_note(facts: Reference) -> Citation:
    """A full note, the short one for later citations, and the entry of the bibliography."""
    place = facts.exact_locator("at ", padded=True)
    title = quoted(short_title(facts.title)) if facts.title else facts.show
    if facts.kind == "hearing":
        title = short_title(facts.title) or facts.show
    short = commas(families(facts.authors), title, place)
    full = ended(_capital(_note(facts, place)))
    entry = _entry(facts)
    return scholarly(
        "chicago-note",
        facts,
        full,
        ended(short),
        note=full,
        bibliography=entry,
        after=f"({short})",
    )


def chicago_author_date(facts: Reference) -> Citation:
    """`Roe, Ada, host. 2023. Show. Episode 3, “Title.” March 25. Audio podcast episode. URL.`"""
    place = facts.exact_locator("at ", padded=True)
    year = str(facts.date.year) if facts.date else "n.d."
    title = quoted(short_title(facts.title)) if facts.title else facts.medium
    named = next((part for part in _programme(facts, title) if part), title)
    if facts.kind == "hearing":
        named = short_title(facts.title) or facts.show or "Hearing"
    signed = families(facts.authors) or named
    dated = f"{signed} {year}" if facts.date else commas(signed, year)
    in_text = f"({commas(dated, place)})"
    return scholarly("chicago-author-date", facts, _entry(facts, year), in_text)


def _note(facts: Reference, place: str) -> str:
    date = facts.date.month_first if facts.date else "n.d."
    page = facts.page or ""
    title = quoted(facts.title) if facts.title else ""
    names = full_names(facts.authors)
    if facts.kind == "hearing":
        year = f"({facts.date.year if facts.date else 'n.d.'})"
        return commas(f"{hearing(facts)} {year}", place, page)
    if facts.interviewers or facts.kind in ("interview", "oral-history"):
        asked = full_names(facts.interviewers)
        how = facts.medium.lower() + (f" by {asked}" if asked else "")
        if facts.kind == "oral-history":
            return commas(names, title, how, date, place, facts.show, page)
        return commas(names, title, how, facts.show, date, place, page)
    if facts.kind == "lecture":
        return commas(names, title, "lecture", facts.show, date, place, page)
    if facts.kind == "video":
        return commas(names, title, facts.container, date, place, facts.medium, page)
    role = f"{facts.role}s" if facts.authors[1:] else facts.role
    who = commas(names, role)
    return commas(who, *_programme(facts, title), date, place, facts.medium, page)


def _programme(facts: Reference, title: str) -> tuple[str, ...]:
    """The show and the title; the title goes first where the episode has no number."""
    numbered = episode(facts)
    return (facts.show, numbered, title) if numbered else (title, facts.show)


def _entry(facts: Reference, year: str = "") -> str:
    """The bibliography's entry; with a `year`, that of a reference list, which has it in front."""
    if facts.kind == "hearing":
        when = f"({facts.date.year if facts.date else 'n.d.'})"
        return " ".join(ended(part) for part in (f"{hearing(facts)} {when}", facts.page) if part)
    author = inverted_first(facts.authors) if facts.authors else ""
    role = f"{facts.role}s" if facts.authors[1:] else facts.role
    signed = ended(commas(author, role))
    parts = [part for part in _parts(facts, _when(facts, year)) if part]
    if year and signed:
        parts.insert(0, year)
    elif year:
        parts.insert(1, year)
    return " ".join(ended(part) for part in (signed, *parts, facts.page) if part)


def _when(facts: Reference, year: str) -> str:
    if facts.date is None:
        return "" if year else "n.d."
    if not year:
        return facts.date.month_first
    return facts.date.month_first.removesuffix(str(facts.date.year)).strip(", ")


def _parts(facts: Reference, when: str) -> list[str]:
    """What stands between the author and the address, each part a sentence."""
    title = quoted(facts.title, ".") if facts.title else ""
    if facts.kind in ("interview", "oral-history"):
        asked = full_names(facts.interviewers)
        how = facts.medium + (f" by {asked}" if asked else "")
        if facts.kind == "oral-history":
            return [title, how, when, facts.show]
        return [title, how, commas(facts.show, when)]
    if facts.kind == "lecture":
        return [title, facts.medium, commas(facts.show, when)]
    if facts.kind == "video":
        return [title, facts.container, when, facts.medium]
    *before, last = _programme(facts, title)
    if episode(facts):
        before, last = [facts.show], _capital(commas(episode(facts), title))
    return [*before, last, when, facts.medium]


def _capital(text: str) -> str:
    """`text`, with a capital where it begins with the words of a style."""
    ours = ("episode ", "season ", "interview", "oral history", "lecture")
    return text[:1].upper() + text[1:] if text.startswith(ours) else text
