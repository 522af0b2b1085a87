"""APA: the Publication Manual, 7th edition (audiovisual works 10.12 to 10.14, legal works 11)."""

from __future__ import annotations

from reader.cite.passage import families, hearing, scholarly, unsigned
from reader.cite.reference import Citation, Reference
from reader.cite.wording import commas, ended


def apa(facts: Reference) -> Citation:
    """`Roe, A. (Host). (2023, March 25). Title (No. 3) [Audio podcast episode]. In Show. URL`"""
    signed = families(facts.authors, "&") or unsigned(facts)
    year = str(facts.date.year) if facts.date else "n.d."
    in_text = f"({commas(signed, year, facts.exact_locator())})"
    entry = _hearing(facts) if facts.kind == "hearing" else _entry(facts)
    return scholarly("apa", facts, entry, in_text)


def _entry(facts: Reference) -> str:
    date = f"({facts.date.year_first if facts.date else 'n.d.'})."
    author, title = _author(facts), _title(facts)
    medium = f"[{facts.medium}]"
    opening: tuple[str, ...]
    if author:
        opening = (author, date, f"{title} {medium}.".lstrip())
    elif title:
        opening = (ended(title), date, f"{medium}.")
    else:
        opening = (f"{medium}.", date)
    within = facts.kind in ("", "podcast")
    show = ended(f"In {facts.show}" if within else facts.container) if facts.container else ""
    return " ".join(part for part in (*opening, show, facts.page) if part)


def _author(facts: Reference) -> str:
    names = [name.initialled for name in facts.authors]
    listed = ", & ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    role = f" ({facts.role.title()}{'s' if names[1:] else ''})." if facts.role else ""
    return f"{listed}{role}" if role else ended(listed)


def _title(facts: Reference) -> str:
    asked = [name.initials_first for name in facts.interviewers]
    last = " & ".join(asked) if len(asked) < 3 else f"{', '.join(asked[:-1])}, & {asked[-1]}"
    interviewers = f"({last}, Interviewer{'s' if asked[1:] else ''})" if asked else ""
    number = "" if facts.number is None else f"(No. {facts.number})"
    return " ".join(part for part in (facts.title, number, interviewers) if part)


def _hearing(facts: Reference) -> str:
    year = facts.date.year if facts.date else "n.d."
    return f"{hearing(facts)} ({year}).{f' {facts.page}' if facts.page else ''}"
