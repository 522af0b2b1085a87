"""The command demo: the sample library in the interface, or in text where there is no terminal."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from reader.cli.base import Misuse, State, examples, with_state
from reader.cli.episodes import need_terminal, summary, update_index
from reader.cli.output import complain, paint, say
from reader.errors import LibraryError
from reader.segment import sentences
from reader.settings.config import Paths
from reader.transcript import Span, Transcript

if TYPE_CHECKING:
    from reader.search import Hit
    from reader.session import Session

QUERY = '"the words stay where they are"'
NOTE = "The rule from which the rest follows."
STYLES = ("plain", "apa", "bibtex")


@click.command(epilog=examples("reader demo", "reader demo < /dev/null"))
@with_state
def demo(state: State) -> int:
    """Open the sample library, which is kept apart from yours.

    Without a terminal it walks the same road in text: adds, searches, highlights, cites.
    """
    paths = state.paths
    if state.library is None:
        apart = paths.library.with_name(f"{paths.library.name}-demo")
        paths = Paths(apart, paths.config)
    from reader.session import Session

    session = Session(paths, state.settings)
    if state.library is not None:
        _only_samples(session)
    try:
        need_terminal()
    except Misuse:
        return walk(session, state.config)
    from reader.tui import run

    _add_samples(session, tell=False)
    return run(session, demo=True)


def _only_samples(session: Session) -> None:
    """Refuse a library that holds episodes of the user's."""
    from reader.samples import SAMPLES

    files = {str(sample.file.resolve()) for sample in SAMPLES}
    texts = {sample.file.read_bytes() for sample in SAMPLES}
    for episode in session.library.episodes():
        if episode.source not in files and session.library.original(episode.id) not in texts:
            raise LibraryError(
                "this library holds episodes of your own",
                where=str(session.paths.library),
                hint="`reader demo` without --library keeps the samples apart",
            )


def walk(session: Session, config: str | None = None) -> int:
    """Go the whole road in text, by running the commands that are shown.

    It leaves the library as it found it, but for the samples. `config` is the folder of the
    settings where it was given.
    """
    say(paint("The sample library", bold=True) + paint(f"  in {session.paths.library}"))
    if _add_samples(session, tell=True):
        return 1
    update_index(session)
    found = session.index.search(QUERY, limit=1)
    if not found.hits:
        complain("the samples do not answer the search; `reader doctor --repair` rebuilds it")
        return 1
    hit = found.hits[0]
    transcript = session.library.transcript(hit.episode)
    span = _sentence(transcript, hit)
    place = [str(hit.episode), "--turn", str(hit.turn)]
    place += ["--quote", transcript.text[span.start : span.end]]
    folders = ["--library", str(session.paths.library)]
    folders += ["--config", config] if config else []
    for command in (
        ["search", QUERY, "--limit", "3"],
        ["highlight", *place, "--note", NOTE, "--tag", "promise"],
        *(["cite", *place, "--style", style] for style in STYLES),
        ["undo"],
    ):
        _run([*folders, *command])
    say()
    say("In a terminal, `reader demo` opens these transcripts to read; `reader` opens your own.")
    return 0


def _run(arguments: list[str]) -> None:
    """Show a command as it can be copied, and run it."""
    say()
    say(paint(f"$ reader {shlex.join(arguments)}", bold=True))
    group = click.get_current_context().find_root().command
    group.main(arguments, standalone_mode=False)


def _sentence(transcript: Transcript, hit: Hit) -> Span:
    """The sentence in which the first match of `hit` stands."""
    begin, end = hit.matches[0]
    found = (s for s in sentences(transcript.text, hit.start, hit.end) if s.end >= end)
    return next(found, Span(begin, end))


def _add_samples(session: Session, *, tell: bool) -> int:
    """Add the samples that are missing; returns how many could not be."""
    from reader.samples import SAMPLES
    from reader.sources import sources

    failed = 0
    for sample in SAMPLES:
        for source in sources([str(sample.file)]):
            addition = session.add(source, meta=sample.meta)
            if addition.error is not None:
                failed += 1
                complain(addition.error)
            elif tell:
                say(summary(addition))
    return failed
