"""BibTeX entries that classic BibTeX understands: `@misc`, with the address in `howpublished`.

The entry types and fields are those of "BibTeXing" (Oren Patashnik, 1988). BibLaTeX has `@audio`
and `@video`, which classic BibTeX does not know; it reads `@misc` as well.
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
    """A `@misc` entry, and the `\\cite` that names the place in it."""
    authors = facts.hosts or facts.guests
    key = _key(facts)
    number = "" if facts.number is None else f"no. {facts.number}"
    note = ". ".join(part for part in (commas(facts.show, number), facts.medium) if part)
    date = facts.date
    fields = {
        "author": _braced(" and ".join(_author(name) for name in authors)),
        "key": "" if authors else _braced(latex(facts.title or facts.show)),
        "title": _braced(_braced(latex(facts.title))),
        "howpublished": _braced(f"\\url{{{facts.page}}}") if facts.page else "",
        "year": _braced(str(date.year)) if date else "",
        "month": date.month_name[:3].lower() if date else "",
        "day": _braced(str(date.day)) if date and date.day else "",
        "note": _braced(latex(note)),
    }
    lines = [f"  {name:<12} = {value}" for name, value in fields.items() if value]
    locator = facts.exact_locator()
    place = f"[{locator.replace(' ', '~')}]" if locator else ""
    return Citation(
        style="bibtex",
        citation=f"@misc{{{key},\n" + ",\n".join(lines) + "\n}",
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


def _author(name: Name) -> str:
    """`Family, Suffix, Given`; a name of one part, and any with an `and` in it, in braces."""
    parts = [latex(part) for part in (name.family, name.suffix, name.given) if part]
    if not name.given:
        return f"{{{' '.join(parts)}}}"
    return ", ".join(f"{{{part}}}" if " and " in part.lower() else part for part in parts)


def _key(facts: Reference) -> str:
    """Author, year and the first telling word of the title: the same for the same episode."""
    authors = facts.hosts or facts.guests
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
