"""Citations for mails, notes and pages: plain, Markdown, HTML and Org, with links to the words."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from reader.cite.passage import EDITED, episode, quotation
from reader.cite.reference import Citation, Reference
from reader.cite.wording import commas, markdown, quoted, short_title


def plain(facts: Reference) -> Citation:
    """The quote in quotation marks, or as a dialogue; below it who, what, when, and the link."""
    title = quoted(facts.title) if facts.title else ""
    date = facts.date.day_first if facts.date else ""
    source = commas(facts.speaker, title, facts.show, episode(facts), date, facts.locator)
    lines = (quotation(facts), f"— {source}", facts.link)
    whole = "\n".join(line for line in lines if line)
    return _citation("plain", facts, whole, f"({_place(facts, str)})")


def in_markdown(facts: Reference) -> Citation:
    """A block quote; its last line is the source, with links to the episode and to the words."""
    blocks = _blocks(facts, markdown, "**{}:** ")
    blocks.append(f"— {_source(facts, markdown, _linked, '*{}*')}")
    in_text = f"({_linked(_place(facts, markdown), facts.link)})"
    return _citation("markdown", facts, "\n>\n".join(f"> {block}" for block in blocks), in_text)


def html(facts: Reference) -> Citation:
    """A `figure` of a `blockquote` and its source in a `figcaption`, as the HTML Living Standard
    (section 4.4.4) has quotations."""
    blocks = "\n".join(f"    <p>{block}</p>" for block in _blocks(facts, _html, "<b>{}:</b> "))
    link = f' cite="{escape(facts.link)}"' if facts.link else ""
    source = _source(facts, _html, _anchor, "<cite>{}</cite>")
    whole = (
        f"<figure>\n  <blockquote{link}>\n{blocks}\n  </blockquote>\n"
        f"  <figcaption>— {source}</figcaption>\n</figure>"
    )
    return _citation("html", facts, whole, f"({_anchor(_place(facts, _html), facts.link)})")


def org(facts: Reference) -> Citation:
    """A quote block of Org, and below it the source with its links (Org manual, 4.4 and 12)."""
    blocks = "\n\n".join(_blocks(facts, _org, "*{}:* "))
    source = _source(facts, _org, _bracketed, "/{}/")
    whole = f"#+begin_quote\n{blocks}\n#+end_quote\n— {source}"
    return _citation("org", facts, whole, f"({_bracketed(_place(facts, _org), facts.link)})")


def _citation(style: str, facts: Reference, whole: str, in_text: str) -> Citation:
    return Citation(style, whole, in_text, facts.quote, facts.locator, facts.link)


def _place(facts: Reference, escaped: Callable[[str], str]) -> str:
    """Who says it, or the work, and when."""
    named = facts.speaker or (quoted(short_title(facts.title)) if facts.title else facts.show)
    return escaped(commas(named, facts.locator))


def _blocks(facts: Reference, escaped: Callable[[str], str], named: str) -> list[str]:
    """The paragraphs of the quote; in a dialogue each voice begins with its name."""
    blocks: list[str] = []
    for said in facts.said:
        name = said.speaker if len(facts.said) > 1 else None
        lead = named.format(escaped(name)) if name else "– " if len(facts.said) > 1 else ""
        first, *others = [escaped(paragraph) for paragraph in said.paragraphs]
        blocks += [f"{lead}{first}", *others]
    if facts.edited:
        blocks[-1] += f" {escaped(EDITED)}"
    return blocks


def _source(
    facts: Reference,
    escaped: Callable[[str], str],
    linked: Callable[[str, str | None], str],
    emphasis: str,
) -> str:
    """Who, what, when: the title leads to the episode, the time to the words."""
    title = linked(quoted(escaped(facts.title)), facts.page) if facts.title else ""
    show = emphasis.format(escaped(facts.show)) if facts.show else ""
    date = facts.date.day_first if facts.date else ""
    deep = facts.link if facts.moment.exact or not title else None
    time = linked(facts.locator, deep if deep != facts.page or not title else None)
    return commas(escaped(facts.speaker), title, show, episode(facts), date, time)


def _linked(text: str, url: str | None) -> str:
    if url is None:
        return text
    return f"[{text}]({url.replace('(', '%28').replace(')', '%29')})"


def _html(text: str) -> str:
    return escape(text, quote=False)


def _anchor(text: str, url: str | None) -> str:
    return f'<a href="{escape(url)}">{text}</a>' if url else text


def _bracketed(text: str, url: str | None) -> str:
    if url is None:
        return text
    target = url.replace("[", "%5B").replace("]", "%5D")
    return f"[[{target}][{text}]]"


def _org(text: str) -> str:
    """`text` with what Org would read as marks kept apart by a zero-width space, as its manual
    (12.3, Escape Character) has it."""
    text = re.sub(r"(?<![^\s('\"{-])([*/_=~+])(?=\S)", "\u200b\\1", text)
    text = text.replace("[[", "[\u200b[").replace("]]", "]\u200b]")
    return re.sub(r"^(?=[-+*|#:]|[0-9]+[.)]\s)", "\u200b", text)
