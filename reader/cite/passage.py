"""The quotation as it stands in running text, and the parts of references that styles share."""

from __future__ import annotations

from reader.cite.names import Name, joined
from reader.cite.reference import Citation, Reference
from reader.cite.wording import inner, quoted, short_title

EDITED = "[edited for clarity]"
"""What says that fillers were left out of a quotation."""


def quotation(facts: Reference) -> str:
    """The quote in quotation marks, opened anew in each paragraph; or as a dialogue."""
    mark = f" {EDITED}" if facts.edited else ""
    if len(facts.said) == 1:
        *before, last = [inner(paragraph) for paragraph in facts.said[0].paragraphs]
        return "\n\n".join(f"“{paragraph}" for paragraph in (*before, f"{last}”{mark}"))
    lines = ((said.speaker, "\n".join(said.paragraphs)) for said in facts.said)
    return "\n".join(f"{name}: {words}" if name else f"– {words}" for name, words in lines) + mark


def passage(facts: Reference, in_text: str) -> str:
    """The quote in running text: who says it, unless the reference does, the words, `in_text`."""
    family = facts.speaker.split()[-1] if facts.speaker else ""
    lead = f"{facts.speaker}: " if family and family not in in_text else ""
    between = "\n" if len(facts.said) > 1 else " "
    return f"{lead}{quotation(facts)}{between}{in_text}"


def scholarly(
    style: str,
    facts: Reference,
    entry: str,
    in_text: str,
    *,
    note: str = "",
    bibliography: str = "",
    after: str = "",
) -> Citation:
    """The citation whose `entry` stands below the quote, and `in_text`, or `after` in its place,
    behind it."""
    return Citation(
        style=style,
        citation=entry,
        in_text=in_text,
        quote=facts.quote,
        locator=facts.exact_locator(),
        url=facts.link,
        passage=passage(facts, after or in_text),
        note=note,
        bibliography=bibliography or (entry if not note else ""),
    )


def episode(facts: Reference) -> str:
    """`season 2, episode 42`, as far as it is known."""
    number = "" if facts.number is None else f"episode {facts.number}"
    if facts.season is None:
        return number
    return f"season {facts.season}, {number}" if number else f"season {facts.season}"


def families(names: tuple[Name, ...], last: str = "and", *, at_most: int = 2) -> str:
    """The family names as they stand in running text, or nothing."""
    return joined([name.family for name in names], last, at_most=at_most) if names else ""


def full_names(names: tuple[Name, ...], *, at_most: int = 2) -> str:
    """The names in their own order, joined by `and`, or nothing."""
    return joined([name.full for name in names], "and", at_most=at_most) if names else ""


def unsigned(facts: Reference) -> str:
    """What stands for the author of a work that has none: its short title, its show, its medium."""
    if facts.title:
        title = short_title(facts.title)
        return title if facts.kind == "hearing" else quoted(title)
    return facts.show or f"[{facts.medium}]"


def hearing(facts: Reference, before: str = "before") -> str:
    """`Title: Hearing before the Committee`; what the title says already is not said again."""
    title, body = facts.title or "Hearing", facts.show
    if not body or body.casefold() in title.casefold():
        return title
    the = "" if body.casefold().startswith("the ") else "the "
    if "hearing" in title.casefold():
        return f"{title} {before} {the}{body}" if title == "Hearing" else f"{title}, {body}"
    return f"{title}: Hearing {before} {the}{body}"
