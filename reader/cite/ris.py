"""RIS, as reference managers import it: `SOUND`, `VIDEO`, `PCOMM` and the like, a tag a line.

The tags are those of the RIS Format Specifications of Research Information Systems.
"""

from __future__ import annotations

from reader.cite.reference import Citation, Reference
from reader.cite.wording import Date

_TYPES = {
    "": "SOUND",
    "podcast": "SOUND",
    "interview": "PCOMM",
    "oral-history": "PCOMM",
    "lecture": "SOUND",
    "video": "VIDEO",
    "hearing": "HEAR",
}


def ris(facts: Reference) -> Citation:
    """One record: its type, who, what, where and when, each on a line of its own."""
    date = facts.date
    lines = [
        ("TY", _TYPES[facts.kind]),
        *(("AU", name.inverted) for name in facts.authors),
        *(("A2", name.inverted) for name in facts.interviewers),
        *(("A3", name.inverted) for name in facts.guests if facts.role == "host"),
        ("TI", facts.title),
        ("T2", facts.container),
        ("M1", "" if facts.number is None else str(facts.number)),
        ("VL", "" if facts.season is None else str(facts.season)),
        ("PY", str(date.year) if date else ""),
        ("DA", _day(date) if date else ""),
        ("M3", facts.medium),
        ("UR", facts.page or ""),
        ("Y2", facts.accessed.iso.replace("-", "/") if facts.accessed else ""),
    ]
    whole = "\n".join(f"{tag}  - {value}" for tag, value in lines if value)
    return Citation(
        style="ris",
        citation=f"{whole}\nER  - ",
        in_text="",
        quote=facts.quote,
        locator=facts.exact_locator(),
        url=facts.link,
    )


def _day(date: Date) -> str:
    """`2023/03/25/`: year, month and day, each followed by a slash whether it is known or not."""
    return "".join(f"{part:02}/" if part else "/" for part in (date.year, date.month, date.day))
