"""The command cite: a passage with its reference, its links, and all that was cited."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from reader.cli import records
from reader.cli.base import CLOCK, STYLE, Misuse, State, examples, json_option, with_state
from reader.cli.marks import some_place
from reader.cli.output import complain, paint, remark, say, say_json
from reader.errors import LibraryError
from reader.segment import sentences
from reader.transcript import Span, Transcript

if TYPE_CHECKING:
    from reader.library import Episode
    from reader.session import Session


@click.command(
    epilog=examples(
        "reader cite 12 --quote 'the words stay where they are' --style apa --copy",
        "reader cite 12 --quote 'the words stay' --quote 'a rule of thumb'",
        "reader cite 12 --at 1:02:03 --link",
        "reader cite 12 --turn 7 --style bibtex --json",
        "reader cite --all --style ris > cited.ris",
    )
)
@click.argument("name", metavar="EPISODE", required=False)
@click.option(
    "--quote",
    "quotes",
    multiple=True,
    help="The words to quote; --turn or --at says which of several. Of more than one, what lies "
    "between is left out.",
)
@click.option("--turn", type=int, help="The number of a turn, as `reader show` counts.")
@click.option("--at", type=CLOCK, help="A time; the sentence then is quoted.")
@click.option("--style", type=STYLE, help="apa, chicago-note, mla, … : `reader config` lists all.")
@click.option("--clean", is_flag=True, help="Leave out fillers; the quote says that it is edited.")
@click.option("--link", is_flag=True, help="Print the links to the words instead.")
@click.option("--all", "everything", is_flag=True, help="Print the works of all that was cited.")
@click.option("--forget", is_flag=True, help="With --all: forget what was cited, once it is out.")
@click.option("--copy", is_flag=True, help="Put it on the clipboard too.")
@json_option
@with_state
def cite(
    state: State,
    name: str | None,
    quotes: tuple[str, ...],
    turn: int | None,
    at: float | None,
    style: str | None,
    clean: bool,
    link: bool,
    everything: bool,
    forget: bool,
    copy: bool,
    as_json: bool,
) -> None:
    """Print a passage with its reference."""
    placed = bool(name or quotes or link or clean) or turn is not None or at is not None
    if everything and placed:
        raise Misuse("--all is of everything that was cited; it goes without a place")
    if forget and not everything:
        raise Misuse("--forget goes with --all")
    session = state.session
    if everything:
        text = _all(session, style, forget, as_json)
    else:
        if name is None:
            raise Misuse("say which episode, or --all")
        some_place(quotes[0] if quotes else None, turn=turn, at=at)
        episode = session.library.find(name)
        transcript = session.library.transcript(episode.id)
        spans = _spans(session, transcript, quotes, turn, at)
        if link:
            text = _links(session, episode, transcript, spans, as_json)
        else:
            text = _one(session, episode, transcript, spans, style, clean, as_json)
    if copy:
        terminal = sys.stderr is not None and sys.stderr.isatty()
        remark(session.copy(text, _emit if terminal else None).message)


def _spans(
    session: Session,
    transcript: Transcript,
    quotes: tuple[str, ...],
    turn: int | None,
    at: float | None,
) -> list[Span]:
    if quotes:
        return [session.span(transcript, quote=words, turn=turn, begin=at) for words in quotes]
    span = session.span(transcript, turn=turn, begin=at)
    return [span if at is None else _sentence(transcript, span, transcript.offset_at(at))]


def _one(
    session: Session,
    episode: Episode,
    transcript: Transcript,
    spans: list[Span],
    style: str | None,
    clean: bool,
    as_json: bool,
) -> str:
    """Print the citation, remember it, and return what is copied."""
    from reader import citing

    cited = session.cite(transcript, spans, style, clean=clean)
    try:
        citing.remember(session.library, episode, spans, cited.style)
    except LibraryError as error:
        complain(f"the citation is not remembered: {error}")
    if as_json:
        links = citing.links(session.library, episode, transcript, spans)
        say_json(records.citation(cited, links))
    else:
        say(paint(cited.pasted))
    return cited.pasted


def _links(
    session: Session,
    episode: Episode,
    transcript: Transcript,
    spans: list[Span],
    as_json: bool,
) -> str:
    """Print the addresses of the words, the one that most can follow first, and return that."""
    from reader import citing

    links = citing.links(session.library, episode, transcript, spans)
    if as_json:
        say_json(records.links(links))
    else:
        for address in (links.media, links.words, links.reader):
            if address:
                say(paint(address))
    return links.best or ""


def _all(session: Session, style: str | None, forget: bool, as_json: bool) -> str:
    """Print the works of all that was cited, and return the text."""
    from reader import citing

    library, settings = session.library, session.settings
    style = style or settings.citation
    text, works = citing.all_cited(library, style, settings.template)
    if as_json:
        say_json({"style": style, "works": works, "bibliography": text})
    else:
        say(paint(text))
    if forget:
        library.citations.forget()
    return text


def _sentence(transcript: Transcript, paragraph: Span, offset: int) -> Span:
    """The sentence of `paragraph` that is spoken at `offset`."""
    found = [
        sentence
        for sentence in sentences(transcript.text, paragraph.start, paragraph.end)
        if sentence.start <= offset
    ]
    return found[-1] if found else paragraph


def _emit(sequence: str) -> None:
    """Write the terminal's own clipboard sequence where it is not part of the output."""
    click.echo(sequence, nl=False, err=True, color=True)
