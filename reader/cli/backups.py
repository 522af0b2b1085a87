"""Commands on the library as a whole: backup, restore."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from reader.cli.base import State, examples, json_option, with_state
from reader.cli.output import Progress, say, say_json


@click.command(epilog=examples("reader backup", "reader backup --out ~/safe/reader.sqlite3"))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write.  [default: reader-DATE.sqlite3 in this folder]",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@json_option
@with_state
def backup(state: State, out: Path | None, force: bool, as_json: bool) -> None:
    """Copy the whole library, with all highlights and notes, into one file.

    The search index is not in it: it is made anew from the library.
    """
    file = out or Path(f"reader-{date.today().isoformat()}.sqlite3")
    with Progress("Copying") as progress:
        state.session.library.back_up(file, progress, force=force)
    if as_json:
        say_json({"file": str(file), "bytes": file.stat().st_size})
    else:
        say(f"copied to {file}")


@click.command(epilog=examples("reader restore reader-2026-03-01.sqlite3"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@with_state
def restore(state: State, file: Path, as_json: bool) -> None:
    """Make the library what it was in a backup FILE.

    What it is now is copied into its folder first, so that this can be taken back.
    """
    with Progress("Copying") as progress:
        kept = state.session.library.restore(file, progress)
    if as_json:
        say_json({"file": str(file), "before": str(kept)})
    else:
        say(f"restored from {file}; what was there is kept in {kept}")
