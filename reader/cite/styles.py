"""The styles of citation. Each is one function from the facts to the citation.

The scholarly forms follow the Publication Manual of the APA (7th edition, 10.12), the Chicago
Manual of Style (18th edition, notes) and the MLA Handbook (9th edition). What a source does not say
is left out. An estimated time never enters them: the paragraph's number stands in its place.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.cite.bibtex import bibtex
from reader.cite.names import joined
from reader.cite.reference import Citation, Reference, gather
from reader.cite.wording import commas, ended, inner, markdown, quoted, short_title
from reader.errors import ReaderError
from reader.transcript import Span, Transcript


def cite(transcript: Transcript, span: Span, *, style: str = "plain") -> Citation:
    """The citation of the words in `span`, a range of offsets in the text, in `style`.

    The facts are those of `transcript.meta`; the speaker is that of the turn, by full name when
    one host or guest answers to the label. Raises `ReaderError` when the style is unknown or the
    span lies outside the text or holds no words.
    """
    written = _STYLES.get(style)
    if written is None:
        raise ReaderError(
            f"there is no citation style {style!r}", hint=f"the styles are {', '.join(STYLES)}"
        )
    return written(gather(transcript, span))


def plain(facts: Reference) -> Citation:
    """The quote in quotation marks, or as a dialogue; below it who, what, when, and the link."""
    quote = _quotation(facts)
    title = quoted(facts.title) if facts.title else ""
    date = facts.date.day_first if facts.date else ""
    source = commas(facts.speaker, title, facts.show, _episode(facts), date, facts.locator)
    named = facts.speaker or (quoted(short_title(facts.title)) if facts.title else facts.show)
    return Citation(
        style="plain",
        citation="\n".join(line for line in (quote, f"— {source}", facts.link) if line),
        in_text=f"({commas(named, facts.locator)})",
        quote=facts.quote,
        locator=facts.locator,
        url=facts.link,
    )


def in_markdown(facts: Reference) -> Citation:
    """A block quote; its last line is the source, with links to the episode and to the words."""
    blocks: list[str] = []
    for said in facts.said:
        name = said.speaker if len(facts.said) > 1 else None
        lead = f"**{markdown(name)}:** " if name else "– " if len(facts.said) > 1 else ""
        first, *others = [markdown(paragraph) for paragraph in said.paragraphs]
        blocks += [f"{lead}{first}", *others]
    title = _linked(quoted(markdown(facts.title)), facts.page) if facts.title else ""
    show = f"*{markdown(facts.show)}*" if facts.show else ""
    date = facts.date.day_first if facts.date else ""
    deep = facts.link if facts.moment.exact or not title else None
    time = _linked(facts.locator, deep if deep != facts.page or not title else None)
    speaker = markdown(facts.speaker)
    blocks.append(f"— {commas(speaker, title, show, _episode(facts), date, time)}")
    named = facts.speaker or (quoted(short_title(facts.title)) if facts.title else facts.show)
    place = markdown(commas(named, facts.locator))
    return Citation(
        style="markdown",
        citation="\n>\n".join(f"> {block}" for block in blocks),
        in_text=f"({_linked(place, facts.link)})",
        quote=facts.quote,
        locator=facts.locator,
        url=facts.link,
    )


def apa(facts: Reference) -> Citation:
    """`Roe, A. (Host). (2023, March 25). Title (No. 3) [Audio podcast episode]. In Show. URL`"""
    people, role = (facts.hosts, "Host") if facts.hosts else (facts.guests, "Guest")
    number = "" if facts.number is None else f"(No. {facts.number})"
    title = " ".join(part for part in (facts.title, number, f"[{facts.medium}]") if part)
    names = [name.initialled for name in people]
    author = ", & ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    date = f"({facts.date.year_first if facts.date else 'n.d.'})."
    opening = (
        (f"{author} ({role}{'s' if names[1:] else ''}).", date, f"{title}.")
        if names
        else (f"{title}.", date)
    )
    show = ended(f"In {facts.show}") if facts.show else ""
    locator = facts.exact_locator()
    unsigned = (
        quoted(short_title(facts.title)) if facts.title else facts.show or f"[{facts.medium}]"
    )
    signed = joined([name.family for name in people], "&", at_most=2) if people else unsigned
    year = str(facts.date.year) if facts.date else "n.d."
    in_text = f"({commas(signed, year, locator)})"
    return Citation(
        style="apa",
        citation=" ".join(part for part in (*opening, show, facts.page) if part),
        in_text=in_text,
        quote=facts.quote,
        locator=locator,
        url=facts.link,
        passage=_passage(facts, in_text),
    )


def chicago_note(facts: Reference) -> Citation:
    """A full note, and the short one for every later citation of the same episode."""
    people, role = (facts.hosts, "host") if facts.hosts else (facts.guests, "guest")
    place = facts.exact_locator("at ", padded=True)
    names = joined([name.full for name in people], "and", at_most=3) if people else ""
    note = commas(
        commas(names, f"{role}s" if people[1:] else role) if people else "",
        facts.show,
        _episode(facts),
        quoted(facts.title) if facts.title else "",
        facts.date.month_first if facts.date else "n.d.",
        place,
        facts.medium,
        facts.page or "",
    )
    families = joined([name.family for name in people], "and", at_most=3) if people else ""
    title = quoted(short_title(facts.title)) if facts.title else facts.show
    short = commas(families, title, place)
    return Citation(
        style="chicago-note",
        citation=f"{note[0].upper() if note.startswith('episode ') else note[0]}{note[1:]}.",
        in_text=ended(short),
        quote=facts.quote,
        locator=facts.exact_locator(),
        url=facts.link,
        passage=_passage(facts, f"({short})"),
    )


def mla(facts: Reference) -> Citation:
    """`Roe, Ada. “Title.” Show, hosted by Bo Lund, episode 3, 25 Mar. 2023, URL.`

    The guest is the author; where none is named the entry begins with the title, or with a
    description of a work that has no title.
    """
    first, *others = [name.inverted for name in facts.guests[:1]] or [""]
    others = [name.full for name in facts.guests[1:]]
    author = f"{first}, et al." if others[1:] else f"{first}, and {others[0]}" if others else first
    hosts = joined([name.full for name in facts.hosts], "and", at_most=2) if facts.hosts else ""
    container = commas(
        facts.show,
        f"hosted by {hosts}" if hosts else "",
        _episode(facts),
        facts.date.abbreviated if facts.date else "",
        facts.page or "",
    )
    if container.startswith(("hosted by ", "episode ")):
        container = container[0].upper() + container[1:]
    title = quoted(facts.title, ".") if facts.title else ended(facts.medium)
    unsigned = quoted(short_title(facts.title)) if facts.title else facts.medium
    families = [name.family for name in facts.guests]
    signed = joined(families, "and", at_most=2) if families else unsigned
    place = facts.exact_locator(paragraph="par.", padded=True)
    in_text = f"{signed} {place}" if facts.moment.exact else commas(signed, place)
    entry = (ended(author), title, ended(container) if container else "")
    return Citation(
        style="mla",
        citation=" ".join(part for part in entry if part),
        in_text=f"({in_text})",
        quote=facts.quote,
        locator=facts.exact_locator(),
        url=facts.link,
        passage=_passage(facts, f"({in_text})"),
    )


def _quotation(facts: Reference) -> str:
    """The quote in quotation marks, opened anew in each paragraph; or as a dialogue."""
    if len(facts.said) == 1:
        *before, last = [inner(paragraph) for paragraph in facts.said[0].paragraphs]
        return "\n\n".join(f"“{paragraph}" for paragraph in (*before, f"{last}”"))
    lines = ((said.speaker, "\n".join(said.paragraphs)) for said in facts.said)
    return "\n".join(f"{name}: {words}" if name else f"– {words}" for name, words in lines)


def _passage(facts: Reference, in_text: str) -> str:
    """The quote in running text: who says it, unless the reference does, the words, `in_text`."""
    family = facts.speaker.split()[-1] if facts.speaker else ""
    lead = f"{facts.speaker}: " if family and family not in in_text else ""
    return f"{lead}{_quotation(facts)} {in_text}"


def _episode(facts: Reference) -> str:
    return "" if facts.number is None else f"episode {facts.number}"


def _linked(text: str, url: str | None) -> str:
    if url is None:
        return text
    return f"[{text}]({url.replace('(', '%28').replace(')', '%29')})"


_STYLES: dict[str, Callable[[Reference], Citation]] = {
    "plain": plain,
    "markdown": in_markdown,
    "apa": apa,
    "chicago-note": chicago_note,
    "mla": mla,
    "bibtex": bibtex,
}

STYLES: tuple[str, ...] = tuple(_STYLES)
"""The styles that `cite` knows, the default first."""
