"""Commands on episodes: open, add, ls, show, rm, undo, redo."""

from __future__ import annotations

import codecs
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reader.cli import records
from reader.cli.base import (
    FORMAT,
    Misuse,
    State,
    examples,
    facts,
    json_option,
    private_option,
    with_state,
)
from reader.cli.output import Progress, complain, paint, say, say_json, shortened, table
from reader.cli.show import shown_time
from reader.errors import NotFound, ReaderError
from reader.serving import is_served
from reader.transcript import Moment

if TYPE_CHECKING:
    from reader.library.journal import Entry
    from reader.session import Addition, Session
    from reader.sources import Found, Source
    from reader.transcript import Meta


def need_terminal() -> None:
    """Raise `Misuse` where the interface cannot be shown.

    Textual reads standard input and draws on standard error; without a terminal it hangs. A page
    of `reader serve` is one too.
    """
    if is_served():
        return
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
    for stream in streams:
        encoding = codecs.lookup(stream.encoding).name
        if encoding != "utf-8":
            raise Misuse(
                f"the interface needs a UTF-8 locale, such as LC_ALL=C.UTF-8; here it is {encoding}"
                " (PYTHONUTF8=1 if the terminal shows UTF-8 all the same)"
            )


@click.command(
    "open", epilog=examples("reader", "reader talk.txt", "reader open reader://EPISODE@1:02:03")
)
@click.argument("files", nargs=-1, metavar="[FILE…]", type=click.Path(readable=False))
@with_state
def open_(state: State, files: tuple[str, ...]) -> int:
    """Open the library; with files, add them and open the first."""
    if len(files) == 1 and files[0].lower().startswith("reader://"):
        return _follow(state, files[0])
    for name in files:
        address = name.lower().startswith(("http://", "https://"))
        if name != "-" and not address and not Path(os.path.expanduser(name)).exists():
            raise Misuse(_neither(name))
    need_terminal()
    from reader.tui import run

    session = state.session_or_new
    additions = _added(session, files) if files else []
    opened = next((each.episode.id for each in additions if each.episode is not None), None)
    if additions and opened is None:
        return 1
    return run(session, open_episode=opened)


def _added(session: Session, files: Sequence[str]) -> list[Addition]:
    """Add `files`, and say what could not be."""
    with session.find(files) as found:
        additions = list(session.add_all(found))
    for addition in additions:
        if addition.error is not None:
            complain(addition.error)
    return additions


def _follow(state: State, link: str) -> int:
    """Open the episode that one of reader's own links means, at its time."""
    from reader import citing

    session = state.session
    episode, offset = citing.locate(session.library, link)
    need_terminal()
    from reader.tui import run

    session.library.keep_place(episode, offset)
    return run(session, open_episode=episode)


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
        "reader add 'interviews/*.srt'",
        "reader add https://example.org/podcast/feed.xml",
        "pbpaste | reader add - --title 'A talk' --duration 58:30",
    )
)
@click.argument(
    "names", nargs=-1, required=True, metavar="SOURCE…", type=click.Path(readable=False)
)
@facts
@click.option("--format", type=FORMAT, help="The format, where it is not recognised.")
@click.option("--recursive", is_flag=True, help="Take the folders inside folders too.")
@private_option
@json_option
@with_state
def add(
    state: State,
    /,
    names: tuple[str, ...],
    format: str | None,
    recursive: bool,
    allow_private: bool,
    as_json: bool,
    **stated: Any,
) -> int:
    """Add files, folders, addresses, or standard input (-) to the library.

    A file that is there already is unchanged; one that has changed becomes a new version, and its
    highlights go with it. The address of a podcast feed, or a list of feeds (OPML), means every
    episode with a transcript; `reader update` then brings what is new.
    """
    from reader.transcript import Meta

    session = state.session_or_new
    with session.find(
        names, recursive=recursive, fresh=format is not None, allow_private=allow_private
    ) as found:
        _one_fact_each(found.sources, stated)
        return add_found(session, found, format=format, meta=Meta(**stated), as_json=as_json)


def _one_fact_each(chosen: list[Source], stated: dict[str, Any]) -> None:
    """Refuse facts that can hold of one transcript only when there are several."""
    for name in ("title", "number", "url", "media", "duration"):
        if len(chosen) > 1 and stated[name] is not None:
            raise click.UsageError(f"--{name} is of one transcript; here are {len(chosen)}")


def add_found(
    session: Session,
    found: Found,
    *,
    format: str | None = None,
    meta: Meta | None = None,
    as_json: bool = False,
) -> int:
    """Add what was found, say what became of it, and return the exit code.

    Where there are many, a summary by format follows.
    """
    tally = Tally(found, quiet=as_json)
    listed = []
    with Progress("Adding") as progress:
        try:
            for addition in session.add_all(found, format=format, meta=meta):
                if tally.tells(addition):
                    progress.clear()
                tally.count(addition)
                progress(tally.done, tally.total)
                if as_json:
                    listed.append(records.addition(addition))
        except KeyboardInterrupt:
            progress.clear()
            complain(f"interrupted: {tally.done} of {tally.total} are done, and kept")
            raise
    if as_json:
        say_json({"added": listed})
    else:
        tally.say()
    if tally.statuses["added"] or tally.statuses["updated"]:
        update_index(session)
    return int(tally.statuses["failed"] > 0)


class Tally:
    """Counts what became of the sources that were found, and tells it unless it is `quiet`."""

    FEW = 20
    """On a terminal only so many additions are told in a line each; of more it shows the bar."""

    def __init__(self, found: Found, *, quiet: bool) -> None:
        self._found = found
        self.total = len(found.sources)
        terminal = sys.stdout is not None and sys.stdout.isatty()
        self._lines = not quiet and (self.total <= self.FEW or not terminal)
        self.statuses: Counter[str] = Counter()
        self.formats: Counter[str] = Counter()
        self.beside = 0

    @property
    def done(self) -> int:
        """How many have been counted."""
        return self.statuses.total()

    def tells(self, added: Addition) -> bool:
        """Whether `count` prints something of this one."""
        return self._lines or added.error is not None

    def count(self, added: Addition) -> None:
        """Count one, and tell of it."""
        self.statuses[added.status] += 1
        if added.error is not None:
            complain(added.error)
        elif added.episode is not None:
            self.beside += added.beside
            self.formats[added.episode.format] += not added.beside
            if self._lines:
                say(summary(added))
                for line in doubts(added):
                    say(line)

    def say(self) -> None:
        """Tell the notes on what was found and, where there were many, the numbers by format."""
        for note in self._found.notes:
            say(paint(note))
        if not self.total:
            say("There is nothing to add.")
        elif self.total > self.FEW:
            order = ("added", "updated", "unchanged", "failed")
            counts = [f"{self.statuses[s]:,} {s}" for s in order if self.statuses[s]]
            if self.beside:
                counts.append(f"{self.beside:,} of them the same words as another")
            if self._found.media:
                counts.append(f"{self._found.media:,} recordings and pictures passed over")
            say(paint(" · ".join(counts), bold=True))
            table(((f"  {name}", f"{n:,}") for name, n in self.formats.most_common()), right=(1,))


def summary(added: Addition) -> str:
    """One line on what was added."""
    episode, contents = added.episode, added.contents
    if episode is None:
        return f"{paint(added.status)}  {paint(added.source)}"
    speakers = ", ".join(episode.speakers) or "nobody named"
    facts = (
        f"{episode.id} · {episode.format} · {episode.turns} turns · "
        f"{episode.words:,} words · {speakers} · times {episode.times}"
    )
    if added.carried or added.moved or added.orphaned:
        facts += (
            f" · highlights: {added.carried} carried, {added.moved} moved, "
            f"{added.orphaned} without a place"
        )
    notes = "".join(f" · {warning}" for warning in contents.warnings[:2])
    name = Path(added.source).name or added.source
    title = paint(episode.title, bold=True)
    return f"{paint(added.status)}  {paint(name)}  {title}  {paint(facts + notes)}"


def doubts(added: Addition) -> Iterator[str]:
    """A line on each highlight that moved or lost its place with a new text, of many the first."""
    for each in added.doubtful[:_MOST_DOUBTS]:
        what = "moved?" if each.state == "moved" else "lost  "
        words = shortened(paint(" ".join(each.quote.split())), 60)
        yield paint(
            f"  {what}  {shown_time(Moment(each.time, each.time_exact))}  “{words}”", dim=True
        )
        if each.state == "moved":
            yield paint(f"          reader notes --confirm {each.id}", dim=True)
    if (rest := len(added.doubtful) - _MOST_DOUBTS) > 0:
        episode = added.doubtful[0].episode
        yield paint(f"  and {rest} more: `reader notes --episode {episode}`", dim=True)


_MOST_DOUBTS = 5


def update_index(session: Session) -> None:
    """Bring the search index up to date. What fails there is said, and harms nothing else."""
    try:
        index_what_waits(session)
    except ReaderError as error:
        complain(f"the search index is behind: {error}")


def index_what_waits(session: Session) -> None:
    """Bring the search index up to date, with a bar. Raises `LibraryError`."""
    if session.index.pending():
        with Progress("Indexing") as progress:
            session.index.update(progress)


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
            f"{episode.words:,}",
            episode.highlights or "",
        )
        for episode in episodes
    ]
    head = ("id", "title", "show", "date", "length", "words", "marks")
    table(rows, right=(0, 4, 5, 6), head=head, cut=(1, 2))


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
    library = state.session.library
    with library.together():
        entry, label = library.latest(), library.undo()
    if entry is None or label is None:
        raise NotFound("there is nothing to undo")
    _say_step("undone", entry, as_json)


@click.command(epilog=examples("reader redo"))
@json_option
@with_state
def redo(state: State, as_json: bool) -> None:
    """Make the change last undone again."""
    library = state.session.library
    with library.together():
        entry, label = library.undone(), library.redo()
    if entry is None or label is None:
        raise NotFound("there is nothing to redo")
    _say_step("redone", entry, as_json)


def _say_step(done: str, entry: Entry, as_json: bool) -> None:
    """Say what was undone or done again, and when it had been done first."""
    if as_json:
        say_json({done: entry.label, "at": entry.at})
    else:
        when = datetime.fromisoformat(entry.at.replace("Z", "+00:00")).astimezone()
        said = paint(f"(of {when:%Y-%m-%d %H:%M})", dim=True)
        say(f"{done}  {paint(entry.label)}  {said}")
