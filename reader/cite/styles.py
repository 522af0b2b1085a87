"""The styles of citation. Each is one function from the facts to the citation.

What a source does not say is left out. An estimated time never enters a scholarly form: the
paragraph's number stands in its place. Titles stand as the source has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reader.cite.apa import apa
from reader.cite.bibtex import biblatex, bibtex, key_of
from reader.cite.bluebook import bluebook
from reader.cite.chicago import chicago_author_date, chicago_note
from reader.cite.csl import as_json, csl_item, csl_json
from reader.cite.harvard import harvard
from reader.cite.ieee import ieee
from reader.cite.mla import mla
from reader.cite.oral import oral_history
from reader.cite.prose import html, in_markdown, org, plain
from reader.cite.reference import NO_WISHES, Citation, Reference, Wishes, gather
from reader.cite.ris import ris
from reader.cite.template import by_template
from reader.errors import ReaderError
from reader.transcript import Span, Transcript


def cite(
    transcript: Transcript,
    spans: Span | Sequence[Span],
    *,
    style: str = "plain",
    wishes: Wishes = NO_WISHES,
) -> Citation:
    """The citation of the words in `spans`, a range of offsets in the text or several, in `style`.

    The facts are those of `transcript.meta`; the speaker is that of the turn, by full name when
    one host or guest answers to the label. Raises `ReaderError` when the style is unknown or a
    span lies outside the text, or there are no words in them.
    """
    written = _style(style)
    ranges = [spans] if isinstance(spans, Span) else spans
    return written(gather(transcript, ranges, wishes))


def bibliography(references: Iterable[Reference], style: str) -> str:
    """The entries of `references` as one text, in the order of the style: a file for a program, or
    the list at the end of a paper.

    One of several works with the same key has a letter after it. Raises `ReaderError` when the
    style is unknown.
    """
    written, works = _style(style), list(references)
    if style == "csl-json":
        return as_json([csl_item(work, key) for work, key in zip(works, _keys(works), strict=True)])
    made = [written(work) for work in works]
    if style in ("bibtex", "biblatex"):
        pairs = zip(made, works, _keys(works), strict=True)
        entries = [
            one.citation.replace(f"{{{key_of(work)},", f"{{{key},", 1) for one, work, key in pairs
        ]
    else:
        entries = [one.bibliography or one.citation for one in made]
    if style in _ALPHABETICAL:
        entries.sort(key=lambda entry: entry.lstrip("“‘[").casefold())
    return "\n\n".join(entries)


def _keys(works: Sequence[Reference]) -> list[str]:
    """A key for each of `works`, no two alike."""
    keys: list[str] = []
    for work in works:
        key, number = key_of(work), 0
        while key in keys:
            number += 1
            key = f"{key_of(work)}{_letters(number)}"
        keys.append(key)
    return keys


def _letters(number: int) -> str:
    """`b`, `c`, … `z`, `za`, …"""
    return "z" * (number // 26) + "abcdefghijklmnopqrstuvwxyz"[number % 26]


def _style(name: str) -> Callable[[Reference], Citation]:
    written = _STYLES.get(name)
    if written is None:
        raise ReaderError(
            f"there is no citation style {name!r}", hint=f"the styles are {', '.join(STYLES)}"
        )
    return written


_STYLES: dict[str, Callable[[Reference], Citation]] = {
    "plain": plain,
    "markdown": in_markdown,
    "html": html,
    "org": org,
    "template": by_template,
    "apa": apa,
    "chicago-note": chicago_note,
    "chicago-author-date": chicago_author_date,
    "mla": mla,
    "harvard": harvard,
    "ieee": ieee,
    "bluebook": bluebook,
    "oral-history": oral_history,
    "bibtex": bibtex,
    "biblatex": biblatex,
    "csl-json": csl_json,
    "ris": ris,
}

_ALPHABETICAL = frozenset(
    ("apa", "chicago-note", "chicago-author-date", "mla", "harvard", "oral-history")
)

STYLES: tuple[str, ...] = tuple(_STYLES)
"""The styles that `cite` knows, the default first."""
