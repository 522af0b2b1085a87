"""Commands on episodes: open, add, ls, show, rm, undo, redo."""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reader.cli import records
from reader.cli.base import (
    CLOCK,
    DATE,
    FORMAT,
    WORDS,
    Misuse,
    State,
    examples,
    json_option,
    with_state,
)
from reader.cli.output import Progress, complain, paint, say, say_json, table
from reader.errors import NotFound, ReaderError

if TYPE_CHECKING:
    from reader.session import Addition, Session
    from reader.sources import Source
    from reader.transcript import Meta


def need_terminal() -> None:
    """Raise `Misuse` where the interface cannot be shown.

    Textual reads standard input and draws on standard error; without a terminal it hangs.
    """
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise Misuse(
            "the interface needs a terminal; the commands work without one (`reader --help`)"
        )
    if os.environ.get("TERM", "") in ("", "dumb"):
        raise Misuse(
            "the interface needs a terminal that can move its cursor; TERM says "
            f"“{os.environ.get('TERM', '')}”"
        )


@click.command("open", epilog=examples("reader", "reader talk.txt", "reader open interviews/*.txt"))
@click.argument("files", nargs=-1, metavar="[FILE…]", type=click.Path(readable=False))
@with_state
def open_(state: State, files: tuple[str, ...]) -> int:
    """Open the library; with files, add them and open the first."""
    for name in files:
        if name != "-" and not Path(os.path.expanduser(name)).exists():
            raise Misuse(_neither(name))
    need_terminal()
    from reader.sources import sources
    from reader.tui import run

    session = state.session
    opened = None
    additions = [session.add(source) for source in sources(files)]
    for addition in additions:
        if addition.error is not None:
            complain(addition.error)
        elif opened is None and addition.episode is not None:
            opened = addition.episode.id
    if additions and opened is None:
        return 1
    return run(session, open_episode=opened)


def _neither(name: str) -> str:
    context = click.get_current_context().find_root()
    known = (
        context.command.list_commands(context) if isinstance(context.command, click.Group) else []
    )
    close = get_close_matches(name, known, n=1)
    hint = f" (did you mean `reader {close[0]}`?)" if close else ""
    return f"“{name}” is neither a file nor a command{hint}"


@click.command(
    epilog=examples(
        "reader add interview.txt --show 'The Long Talk' --number 12 --date 2024-05-01",
        "reader add transcripts/ --recursive",
        "pbpaste | reader add - --title 'A talk' --duration 58:30",
    )
)
@click.argument(
    "names", nargs=-1, required=True, metavar="SOURCE…", type=click.Path(readable=False)
)
@click.option("--title", type=WORDS, help="The title, in place of the one found.")
@click.option("--show", type=WORDS, help="The show, series or collection.")
@click.option("--number", type=click.IntRange(0, 10**9), help="The number of the episode.")
@click.option("--date", type=DATE, help="The day, 2022-10-27, or the month or year.")
@click.option("--url", type=WORDS, help="The address of its page.")
@click.option("--media", type=WORDS, help="The address or file of the recording.")
@click.option("--host", "hosts", type=WORDS, multiple=True, help="A host (may be repeated).")
@click.option("--guest", "guests", type=WORDS, multiple=True, help="A guest (may be repeated).")
@click.option("--duration", type=CLOCK, help="The length, 1:02:03, for times to be estimated.")
@click.option("--format", type=FORMAT, help="The format, where it is not recognised.")
@click.option("--recursive", is_flag=True, help="Take the folders inside folders too.")
@json_option
@with_state
def add(
    state: State,
    /,
    names: tuple[str, ...],
    format: str | None,
    recursive: bool,
    as_json: bool,
    **facts: Any,
) -> int:
    """Add files, folders, or standard input (-) to the library.

    A file that is there already is unchanged; one that has changed becomes a new version, and its
    highlights go with it.
    """
    from reader.sources import sources
    from reader.transcript import Meta

    chosen = list(sources(names, recursive=recursive))
    _one_fact_each(chosen, facts)
    meta = Meta(**facts)
    additions = _add_all(state.session, chosen, format, meta, quiet=as_json)
    if as_json:
        say_json({"added": [records.addition(addition) for addition in additions]})
    elif not additions:
        say("There is nothing to add.")
    if any(addition.status in ("added", "updated") for addition in additions):
        update_index(state.session)
    return int(any(addition.status == "failed" for addition in additions))


def _one_fact_each(chosen: list[Source], facts: dict[str, Any]) -> None:
    """Refuse facts that can hold of one transcript only when there are several."""
    for name in ("title", "number", "url", "media", "duration"):
        if len(chosen) > 1 and facts[name] is not None:
            raise click.UsageError(f"--{name} is of one transcript; here are {len(chosen)}")


def _add_all(
    session: Session, chosen: list[Source], format: str | None, meta: Meta, *, quiet: bool
) -> list[Addition]:
    additions = []
    with Progress("Adding") as progress:
        for done, source in enumerate(chosen):
            progress(done, len(chosen))
            addition = session.add(source, format=format, meta=meta)
            additions.append(addition)
            progress.clear()
            if addition.error is not None:
                complain(addition.error)
            elif not quiet:
                say(summary(addition))
    return additions


def summary(added: Addition) -> str:
    """One line on what was added."""
    episode, transcript = added.episode, added.transcript
    if episode is None or transcript is None:
        return f"{paint(added.status)}  {paint(added.source)}"
    speakers = ", ".join(episode.speakers) or "nobody named"
    facts = (
        f"{episode.id} · {episode.format} · {len(transcript.turns)} turns · "
        f"{transcript.words:,} words · {speakers} · times {transcript.times}"
    )
    if added.carried or added.moved or added.orphaned:
        facts += (
            f" · highlights: {added.carried} carried, {added.moved} moved, "
            f"{added.orphaned} without a place"
        )
    notes = "".join(f" · {warning}" for warning in transcript.warnings[:2])
    return f"{paint(added.status)}  {paint(episode.title, bold=True)}  {paint(facts + notes)}"


def update_index(session: Session) -> None:
    """Bring the search index up to date. What fails there is said, and harms nothing else."""
    try:
        if session.index.pending():
            with Progress("Indexing") as progress:
                session.index.update(progress)
    except ReaderError as error:
        complain(f"the search index is behind: {error}")


@click.command(epilog=examples("reader ls", "reader ls --json | jq '.episodes[].title'"))
@json_option
@with_state
def ls(state: State, as_json: bool) -> None:
    """List the episodes."""
    from reader.clock import clock

    episodes = state.session.library.episodes()
    if as_json:
        say_json({"episodes": [records.episode(episode) for episode in episodes]})
        return
    if not episodes:
        say("The library is empty. `reader add FILE` adds a transcript; `reader demo` shows how.")
        return
    rows = [
        (
            episode.id,
            episode.title,
            episode.show,
            episode.date,
            ("" if episode.times == "exact" else "≈ ") + clock(episode.duration),
            f"{episode.words:,} words",
            f"{episode.highlights} marked" if episode.highlights else "",
        )
        for episode in episodes
    ]
    table(rows, right=(0, 4, 5))


@click.command(epilog=examples("reader rm 12", "reader rm 'part of its title'", "reader undo"))
@click.argument("name", metavar="EPISODE")
@json_option
@with_state
def rm(state: State, name: str, as_json: bool) -> None:
    """Remove an episode. `reader undo` brings it back with all its notes."""
    library = state.session.library
    episode = library.find(name)
    library.remove(episode.id)
    if as_json:
        say_json({"removed": episode.id, "title": episode.title})
    else:
        say(f"removed  {paint(episode.title, bold=True)}  (`reader undo` brings it back)")


@click.command(epilog=examples("reader undo"))
@json_option
@with_state
def undo(state: State, as_json: bool) -> None:
    """Take back the last change."""
    label = state.session.library.undo()
    if label is None:
        raise NotFound("there is nothing to undo")
    _say_step("undone", label, as_json)


@click.command(epilog=examples("reader redo"))
@json_option
@with_state
def redo(state: State, as_json: bool) -> None:
    """Make the change last undone again."""
    label = state.session.library.redo()
    if label is None:
        raise NotFound("there is nothing to redo")
    _say_step("redone", label, as_json)


def _say_step(done: str, label: str, as_json: bool) -> None:
    if as_json:
        say_json({done: label})
    else:
        say(f"{done}  {paint(label)}")
