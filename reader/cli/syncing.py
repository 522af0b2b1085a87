"""The command that keeps what you mark the same on several machines: sync."""

from __future__ import annotations

from pathlib import Path

import click

from reader.cli.base import Misuse, State, examples, json_option, with_state
from reader.cli.output import complain, paint, say, say_json


@click.command(
    epilog=examples(
        "reader sync ~/Dropbox/reader       a folder that a file synchroniser keeps",
        "reader sync ~/notes/reader         or one in git: commit it, pull, and sync again",
        "reader sync                        the folder of the last time",
    )
)
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@json_option
@with_state
def sync(state: State, folder: Path | None, as_json: bool) -> None:
    """Keep what you mark the same on several machines, by the folder DIR that they share.

    Each machine writes one file there and reads those of the others. Where two have changed the
    same highlight, both versions are kept, one with the tag “conflict”. Deletions travel, into the
    trash. What is of episodes that are not here waits until they are added. Without DIR it is the
    folder of the last time.
    """
    from reader.formats.clean import clean
    from reader.syncing import shared_folder
    from reader.syncing import sync as meet

    library = state.session_or_new.library
    folder = folder.expanduser() if folder is not None else shared_folder(library)
    if folder is None:
        raise Misuse("give the folder: DIR; the next time it is remembered")
    met = meet(library, folder, clean)
    for line in met.told:
        complain(line)
    if as_json:
        names = "added updated deleted both notes bookmarks reviews waiting machines".split()
        numbers = {name: getattr(met, name) for name in names}
        say_json({**numbers, "file": str(met.file), "errors": list(met.told)})
    else:
        say(paint(met.said))
