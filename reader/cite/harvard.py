"""Harvard, as Cite Them Right (12th edition) has it: single quotation marks, day before month."""

from __future__ import annotations

from reader.cite.passage import scholarly, unsigned
from reader.cite.reference import Citation, Reference
from reader.cite.wording import commas, ended, short_title, single

_MEDIA = {"podcast": "Podcast", "": "Transcript"}


def harvard(facts: Reference) -> Citation:
    """`Roe, A. (2023) ‘Title’, Show [Podcast]. 25 March. Available at: URL (Accessed: DAY).`

    The day on which it was accessed stands there where it is known.
    """
    year = str(facts.date.year) if facts.date else "no date"
    signed = _series([name.family for name in facts.authors]) or _unsigned(facts)
    in_text = f"({commas(signed, year, facts.exact_locator(padded=True))})"
    author, title = _series([name.harvard for name in facts.authors]), _title(facts)
    opening = f"{author} ({year}) {title}" if author else f"{title} ({year})"
    parts = (*_middle(facts, opening, bool(author)), _address(facts))
    return scholarly("harvard", facts, " ".join(ended(part) for part in parts if part), in_text)


def _middle(facts: Reference, opening: str, signed: bool) -> tuple[str, ...]:
    medium = f"[{_MEDIA.get(facts.kind, facts.medium)}]"
    day = facts.date.day_and_month if facts.date else ""
    if facts.kind in ("interview", "oral-history"):
        asked = _series([name.full for name in facts.interviewers])
        by = f"Interviewed by {asked}" if asked else ""
        whole = f"{by} for {facts.show}" if by and facts.show else by or facts.show
        return f"{opening} {medium}", commas(whole, day)
    if facts.kind == "lecture":
        return f"{opening} {medium}", commas(facts.show, day)
    if facts.kind == "video":
        return f"{opening} {medium}", facts.container, day
    if facts.kind == "hearing":
        return (f"{opening} {facts.show}".rstrip(), day)
    between = ", " if facts.show and signed and facts.title else " "
    return f"{opening}{between}{facts.show}".rstrip() + f" {medium}", day


def _title(facts: Reference) -> str:
    if not facts.title:
        return ""
    return facts.title if facts.kind in ("hearing", "video") else single(facts.title)


def _unsigned(facts: Reference) -> str:
    if not facts.title or facts.kind == "hearing":
        return unsigned(facts)
    short = short_title(facts.title)
    return short if facts.kind == "video" else single(short)


def _address(facts: Reference) -> str:
    """The page, and when it was read; after an address no stop stands but that of the bracket."""
    if not facts.page:
        return ""
    read = f" (Accessed: {facts.accessed.day_first})" if facts.accessed else ""
    return f"Available at: {facts.page}{read}"


def _series(names: list[str]) -> str:
    """`A`, `A and B`, `A, B and C`; of four or more only the first, `et al.`"""
    if len(names) > 3:
        return f"{names[0]} et al."
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
