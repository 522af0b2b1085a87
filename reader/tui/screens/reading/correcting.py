"""Correcting words that were misheard: from the page, and from what a search by sound found."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader import amending
from reader.errors import ReaderError
from reader.session import Session
from reader.transcript import Span, Transcript
from reader.tui.screens.dialogs import Prompt

if TYPE_CHECKING:
    from reader.search import Hit


_STARS = re.compile(r"(.*?)\s*(\*{0,2})\s*", re.DOTALL)
"""What is written, and how far it is to reach: here, over the episode, over the library."""


def correction(
    session: Session,
    episode: int,
    transcript: Transcript,
    span: Span,
    done: Callable[[], object],
    *,
    right: str | None = None,
) -> Prompt:
    """Asks what the words at `span` should be, here, throughout the episode or in all episodes;
    `right` is proposed.

    `done` is called when that was kept. A correction held there already is asked for anew.
    """
    held = [c for c in transcript.corrections if c.overlaps(span)]
    if held:
        span = Span(held[0].start, held[0].end)
    wrong = transcript.text[span.start : span.end]
    count = len(amending.occurrences(transcript, wrong))

    def correct(answer: str) -> None:
        words, stars = _STARS.fullmatch(answer).groups()  # type: ignore[union-attr]
        if stars == "**":
            amending.correct_in(session.library, session.index.having(wrong), wrong, words)
        else:
            amending.correct(session.library, episode, span, words, everywhere=stars == "*")
        done()

    hint = "Shown and found so; the text keeps its own."
    if count > 1:
        hint += f" End it with * for all {count} places,"
    hint += f"{'' if count > 1 else ' End it with'} ** for every episode."
    value = held[0].replacement if held else right or wrong
    return Prompt(f"“{wrong}” should be", value=value, hint=hint, accept=correct)


def correcting(session: Session, query: str, hit: Hit, done: Callable[[], object]) -> Prompt:
    """Asks whether the words of a hit that sound like a name in `query` should be that name.

    Raises `ReaderError` where the query asks for no word by its sound, or the hit spells it so.
    """
    right = _sounded(query)
    if not right:
        raise ReaderError("only what ~name finds is corrected here", hint="ask for ~ and the name")
    near = [span for span in hit.matches if span[0] >= hit.place] or list(hit.matches)
    if not near:
        raise ReaderError("no word of this passage sounds like it")
    span = Span(*near[0])
    transcript = session.library.transcript(hit.episode)
    wrong = transcript.text[span.start : span.end]
    if right.islower() and wrong[:1].isupper():
        right = right.title()
    if wrong.casefold() == right.casefold():
        raise ReaderError(f"“{wrong}” is spelled as you ask for it")
    return correction(session, hit.episode, transcript, span, done, right=right)


def _sounded(query: str) -> str:
    """The words of a query that are asked for by their sound."""
    from reader.search.language import parse
    from reader.search.query import runs

    for run in runs(parse(query, typing=True)):
        if run.slots[0].kind == "sound":
            return query[run.slots[0].start : run.slots[-1].end]
    return ""
