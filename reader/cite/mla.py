"""MLA: the MLA Handbook, 9th edition."""

from __future__ import annotations

from reader.cite.passage import episode, families, full_names, scholarly
from reader.cite.reference import Citation, Reference
from reader.cite.wording import commas, ended, quoted, short_title


def mla(facts: Reference) -> Citation:
    """`Roe, Ada. “Title.” Show, hosted by Bo Lund, episode 3, 25 Mar. 2023, URL.`

    The guest is the author of a programme; where none is named the entry begins with the title, or
    with a description of a work that has no title.
    """
    names = facts.guests if facts.role else facts.authors
    first, *others = [name.inverted for name in names[:1]] or [""]
    others = [name.full for name in names[1:]]
    author = f"{first}, et al." if others[1:] else f"{first}, and {others[0]}" if others else first
    container = commas(
        facts.container,
        _makers(facts),
        episode(facts),
        facts.date.abbreviated if facts.date else "",
        facts.page or "",
    )
    if container.startswith(("hosted by ", "episode ", "season ", "uploaded by ")):
        container = container[0].upper() + container[1:]
    title = quoted(facts.title, ".") if facts.title else ended(facts.medium)
    if facts.kind == "hearing" and facts.title:
        title = ended(facts.title)
    asked = full_names(facts.interviewers)
    how = f"Interview by {asked}." if asked else ""
    described = ended(facts.medium) if facts.kind == "lecture" and facts.title else ""
    untitled = facts.medium if not facts.title else quoted(short_title(facts.title))
    if facts.kind == "hearing" and facts.title:
        untitled = short_title(facts.title)
    signed = families(names) or untitled
    place = facts.exact_locator(paragraph="par.", padded=True)
    in_text = f"{signed} {place}" if facts.moment.exact else commas(signed, place)
    entry = (ended(author), title, how, ended(container) if container else "", described)
    return scholarly("mla", facts, " ".join(part for part in entry if part), f"({in_text})")


def _makers(facts: Reference) -> str:
    """Who made it, beside the author: the hosts of a show; the channel of a video."""
    if facts.role:
        hosts = full_names(facts.hosts)
        return f"hosted by {hosts}" if hosts else ""
    if facts.kind == "video" and facts.show not in ("", facts.container, facts.authors[0].family):
        return f"uploaded by {facts.show}"
    return ""
