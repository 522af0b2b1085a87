"""Commands that take highlights out of the library and into it: export, import."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reader.cli.base import (
    COLOUR,
    TAG,
    WORDS,
    Among,
    Misuse,
    State,
    examples,
    json_option,
    with_state,
)
from reader.cli.output import complain, paint, say, say_json
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.annotate.exporters import Format, Notebook
    from reader.library import Library
    from reader.notebook.exchange import Taken

OPENSEARCH = "opensearch"
"""The one format that takes episodes out, rather than highlights."""

_USUAL = "markdown"

_QUERIES = """\b
In OpenSearch, where docs/opensearch.md tells more:
  reward model      {"match": {"words": {"query": "reward model", "operator": "and"}}}
  "the words"       {"match_phrase": {"words.exact": "the words"}}
  trans*            {"prefix": {"words.exact": "trans"}}
  speaker:ada       {"match": {"speaker": "ada"}}, and so for show and title
  date:2022..2024   {"range": {"date": {"gte": "2022", "lte": "2024||/y"}}}
"""


class _FormatName(Among):
    """A format of `reader export`: one of reader's, or a template of the user's."""

    def __init__(self) -> None:
        super().__init__("format", lambda: _formats(None))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name. Fails when it is none of them."""
        known = _formats(ctx)
        if value not in known:
            self.fail(f"there is no format “{value}”: {', '.join(known)}", param, ctx)
        return str(value)


def _formats(context: click.Context | None) -> Sequence[str]:
    from reader.annotate import exporters

    state = context.find_object(State) if context else None
    return [*exporters.names((state or State(None, None)).paths.templates), OPENSEARCH]


@click.command(
    epilog=examples(
        "reader export                                   Markdown, printed",
        "reader export --tag method --out method.html    by the name of the file",
        "reader export --to obsidian --out vault/Talks/  one file an episode",
        "reader export --to json --out notes.json        all of it, for `reader import`",
        "reader export --to logseq --episode 12          printed, as it is one episode",
        "reader export --to qdpx --out study.qdpx        for NVivo, ATLAS.ti, MAXQDA, QualCoder",
        "reader export --to mine --out notes/            the template `mine.md` of your own",
        "reader export --to opensearch --out index/      all passages, for a search engine",
    )
    + f"\n\n{_QUERIES}"
)
@click.argument("query", required=False, type=WORDS)
@click.option(
    "--to",
    "name",
    type=_FormatName(),
    help="markdown, obsidian, logseq, html, org, json, jsonld, csv, readwise, anki, qdpx, qdc, "
    "opensearch, or a template of your own; else by the name of --out.",
)
@click.option(
    "--out",
    metavar="PATH",
    type=click.Path(),
    help="A file, or a folder (DIR/); else it is printed.",
)
@click.option("--tag", type=TAG, help="Only those with this tag.")
@click.option("--colour", type=COLOUR, help="Only those of this colour.")
@click.option("--episode", "episode", help="Only those of this episode.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@json_option
@with_state
def export(
    state: State,
    query: str | None,
    name: str | None,
    out: str | None,
    tag: str | None,
    colour: str | None,
    episode: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Take highlights and notes out; QUERY chooses them as in `reader notes`.

    The formats, and the templates of your own with their fields, are told in docs/exchange.md.
    """
    if as_json and out is None:
        raise Misuse("--json counts what is written: say where, with --out")
    library = state.session.library
    id = None if episode is None else library.find(episode).id
    if name == OPENSEARCH:
        if any((query, tag, colour)):
            raise Misuse("opensearch takes episodes out, whole: choose one with --episode")
        _export_passages(library, id, out, force, as_json)
        return
    from reader.annotate import exporters

    format = exporters.find(name or _named(out, state), state.paths.templates)
    from reader.cli.marks import chosen_from
    from reader.notebook.exchange import notebook

    chosen, written = chosen_from(state, query, tag, colour, episode)
    also = [note.episode for note in written]
    if format.name == "json" and not any((query, tag, colour)):
        also += [b.episode for b in library.bookmarks.all() if id in (None, b.episode)]
    notes = notebook(library, chosen, also=also)
    if not notes.episodes:
        raise ReaderError("no highlights answer to that, and nothing is written")
    if out is None:
        _print(notes, format)
        return
    from reader.notebook import exchange

    files = exchange.export(notes, format, exchange.place(out), force=force)
    counts = {"highlights": len(chosen)}
    _say_written(format.name, files, len(notes.episodes), counts, as_json)


def _named(out: str | None, state: State) -> str:
    """The format that the name of a file asks for, if it asks for one."""
    from reader.annotate import exporters

    file = (out or "").casefold()
    known = exporters.FORMATS.values()
    named = [each for each in known if file.endswith(each.suffix)]
    if named:
        return max(named, key=lambda each: len(each.suffix)).name
    return {".html": "html", ".htm": "html", ".org": "org"}.get(Path(file).suffix, _USUAL)


def _print(notes: Notebook, format: Format) -> None:
    """Print what would be the one file. On a terminal nothing of it acts."""
    if not (format.whole or notes.single):
        raise Misuse(f"{format.name} makes one file an episode: give a folder, --out DIR/")
    terminal = sys.stdout is not None and sys.stdout.isatty()
    if format.binary and terminal:
        raise Misuse(f"{format.name} is not for a terminal: give a file, --out PATH")
    if terminal:
        from reader.formats.clean import clean

        text = "".join(p if isinstance(p, str) else p.decode() for p in format.write(notes))
        click.echo(clean(text), nl=False)
        return
    for piece in format.write(notes):
        click.echo(
            piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace"), nl=False
        )


def _export_passages(
    library: Library, id: int | None, out: str | None, force: bool, as_json: bool
) -> None:
    if out is None:
        raise Misuse("opensearch makes several files: give a folder, --out DIR/")
    from reader.notebook import exchange

    ids = library.episode_ids() if id is None else [id]
    place = exchange.place(out if out.endswith("/") else f"{out}/")
    written, count = exchange.export_passages(library, ids, place, force=force)
    _say_written(OPENSEARCH, written, len(ids), {"passages": count}, as_json)


def _say_written(
    name: str, written: Sequence[Path], episodes: int, counts: dict[str, int], as_json: bool
) -> None:
    if as_json:
        files = [str(file) for file in written]
        say_json({"format": name, "episodes": episodes, **counts, "files": files})
        return
    said = [f"{count} {what if count != 1 else what[:-1]}" for what, count in counts.items()]
    of = f"of {episodes} episode{'s' if episodes != 1 else ''}"
    where = written[0] if len(written) == 1 else f"{len(written)} files in {written[0].parent}"
    say(paint(f"{', '.join(said)} {of}: {where}"))


@click.command(
    "import",
    epilog=examples(
        "reader import notes.json               from another machine",
        "reader import hypothesis.json          what hypothes.is exports",
        "reader import readwise.csv --episode 12",
        "reader import study.qdpx --json",
    ),
)
@click.argument("file", metavar="FILE", type=click.Path())
@click.option("--episode", "name", help="All of them are of this episode.")
@json_option
@with_state
def import_(state: State, file: str, name: str | None, as_json: bool) -> int:
    """Take highlights in: reader's JSON, Web Annotations, hypothes.is, Readwise, REFI-QDA.

    The transcripts must be there already. One bad record does not stop the rest: each is told in a
    line, and the exit code is then 1. `reader undo` takes it all back.
    """
    from reader.formats.clean import clean
    from reader.notebook.exchange import take_in

    library = state.session.library
    episode = None if name is None else library.find(name).id
    data = _read(file)
    try:
        taken = take_in(library, data, clean, episode=episode)
    except ReaderError as error:
        if error.where:
            raise
        raise ReaderError(error.what, where=file, hint=error.hint) from error
    for line in taken.failed:
        complain(line)
    if as_json:
        names = "format added updated unchanged older both moved orphaned notes".split()
        counts = {each: getattr(taken, each) for each in names}
        say_json({**counts, "failed": len(taken.failed), "errors": list(taken.failed)})
    else:
        say(paint(_summary(taken)))
    return int(bool(taken.failed))


def _read(file: str) -> bytes:
    """The bytes of the file, or of standard input for `-`. Raises `ReaderError`."""
    from reader.notebook.exchange import LARGEST

    try:
        if file == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with open(os.path.expanduser(file), "rb") as opened:
                data = opened.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ReaderError(f"it cannot be read: {reason}", where=file) from error
    if len(data) > LARGEST:
        raise ReaderError("it is too large", where=file)
    return data


def _summary(taken: Taken) -> str:
    """How many became what, in one line."""
    counts = {
        "added": taken.added,
        "updated": taken.updated,
        "there already": taken.unchanged,
        "older than yours": taken.older,
        "changed on both sides and kept twice, one with the tag “conflict”": taken.both,
        "failed": len(taken.failed),
    }
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "none"
    places = {"to be confirmed": taken.moved, "without a place": taken.orphaned}
    said += f", {taken.notes} on episodes" if taken.notes else ""
    doubtful = ", ".join(f"{count} {what}" for what, count in places.items() if count)
    return f"highlights: {said}" + (f" ({doubtful})" if doubtful else "")
