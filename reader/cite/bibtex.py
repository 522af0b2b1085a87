"""Entries for LaTeX: BibTeX, which knows only `@misc`, and BibLaTeX, with `@audio` and `@video`.

The entry types and fields are those of "BibTeXing" (Oren Patashnik, 1988) and of the BibLaTeX
manual (version 3.20, section 2).
"""

from __future__ import annotations

import hashlib
import unicodedata

from reader.cite.names import Name
from reader.cite.reference import Citation, Reference
from reader.cite.wording import commas

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
    }
)
_ARTICLES = frozenset(("a", "an", "the"))


def bibtex(facts: Reference) -> Citation:
    """A `@misc` entry with the address in `howpublished`, and the `\\cite` that names the place."""
    authors = facts.authors
    number = "" if facts.number is None else f"no. {facts.number}"
    held = commas(facts.container, number)
    asked = ", ".join(name.full for name in facts.interviewers)
    by = f"Interview by {asked}" if asked else ""
    note = ". ".join(part for part in (held, by, facts.medium) if part)
    date = facts.date
    fields = {
        "author": _people(authors),
        "key": "" if authors else _braced(latex(facts.title or facts.show)),
        "title": _braced(_braced(latex(facts.title))),
        "howpublished": _braced(f"\\url{{{facts.page}}}") if facts.page else "",
        "year": _braced(str(date.year)) if date else "",
        "month": date.month_name[:3].lower() if date else "",
        "day": _braced(str(date.day)) if date and date.day else "",
        "note": _braced(latex(note)),
    }
    return _citation("bibtex", facts, "misc", fields)


_ENTRIES = {
    "": "audio",
    "podcast": "audio",
    "video": "video",
    "lecture": "unpublished",
    "interview": "misc",
    "oral-history": "misc",
    "hearing": "misc",
}


def biblatex(facts: Reference) -> Citation:
    """An entry of the type for its kind: `@audio`, `@video`, `@unpublished` for a talk, `@misc`."""
    lecture = facts.kind == "lecture"
    asked = facts.interviewers
    fields = {
        "author": _people(facts.authors),
        "authortype": _braced(facts.role),
        "editora": _people(asked or (facts.guests if facts.role == "host" else ())),
        "editoratype": _braced("interviewer" if asked else ""),
        "title": _braced(_braced(latex(facts.title))),
        "eventtitle": _braced(latex(facts.show)) if lecture else "",
        "maintitle": "" if lecture else _braced(latex(facts.container)),
        "number": "" if facts.number is None else _braced(str(facts.number)),
        "volume": "" if facts.season is None else _braced(str(facts.season)),
        "date": _braced(facts.date.iso) if facts.date else "",
        "url": _braced(facts.page) if facts.page else "",
        "urldate": _braced(facts.accessed.iso) if facts.accessed else "",
        "howpublished" if facts.kind else "note": _braced(latex(facts.medium)),
    }
    if fields["editora"] and not asked:
        fields["editoratype"] = "{guest}"
    return _citation("biblatex", facts, _ENTRIES[facts.kind], fields)


def _citation(style: str, facts: Reference, entry: str, fields: dict[str, str]) -> Citation:
    key = key_of(facts)
    lines = [f"  {name:<12} = {value}" for name, value in fields.items() if value]
    locator = facts.exact_locator()
    place = f"[{locator.replace(' ', '~')}]" if locator else ""
    return Citation(
        style=style,
        citation=f"@{entry}{{{key},\n" + ",\n".join(lines) + "\n}",
        in_text=f"\\cite{place}{{{key}}}",
        quote=facts.quote,
        locator=locator,
        url=facts.link,
    )


def latex(text: str) -> str:
    """`text` with LaTeX's special characters escaped and no brace that BibTeX would count."""
    return text.translate(_LATEX)


def _braced(text: str) -> str:
    return f"{{{text}}}" if text.strip("{}") else ""


def _people(names: tuple[Name, ...]) -> str:
    return _braced(" and ".join(_author(name) for name in names))


def _author(name: Name) -> str:
    """`Family, Suffix, Given`; a name of one part, and any with an `and` in it, in braces."""
    parts = [latex(part) for part in (name.family, name.suffix, name.given) if part]
    if not name.given:
        return f"{{{' '.join(parts)}}}"
    return ", ".join(f"{{{part}}}" if " and " in part.lower() else part for part in parts)


def key_of(facts: Reference) -> str:
    """Author, year and the first telling word of the title: the same for the same episode."""
    authors = facts.authors or facts.hosts
    words = [word for word in facts.title.split() if _plain(word) not in ("", *_ARTICLES)]
    author = _plain(authors[0].family) if authors else _plain(facts.show)
    year = str(facts.date.year) if facts.date else "nd"
    word = _plain(words[0]) if words else _digest(facts.title)
    return f"{author}{year}{word}" if author or word else f"transcript{year}"


def _plain(word: str) -> str:
    """The ASCII letters and digits of `word`, without accents, in lower case."""
    letters = unicodedata.normalize("NFKD", word).casefold()
    return "".join(char for char in letters if char.isascii() and char.isalnum())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:6] if text else ""
