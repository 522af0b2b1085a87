"""The command that keeps highlights the same on several machines: sync."""

from __future__ import annotations

from pathlib import Path

import click

from reader.cli.base import State, examples, json_option, with_state
from reader.cli.output import complain, paint, say, say_json


@click.command(
    epilog=examples(
        "reader sync ~/Dropbox/reader       a folder that a file synchroniser keeps",
        "reader sync ~/notes/reader         or one in git: commit it, pull, and sync again",
    )
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@json_option
@with_state
def sync(state: State, folder: Path, as_json: bool) -> None:
    """Keep highlights and notes the same on several machines, by the folder DIR that they share.

    Each machine writes one file there and reads those of the others. Where two have changed the
    same highlight, both versions are kept, one with the tag “conflict”. Deletions travel, into the
    trash. Highlights of episodes that are not here wait until they are added.
    """
    from reader.formats.clean import clean
    from reader.syncing import Synced
    from reader.syncing import sync as meet

    met: Synced = meet(state.session_or_new.library, folder.expanduser(), clean)
    for line in met.told:
        complain(line)
    counts = {
        "added": met.added,
        "updated": met.updated,
        "deleted": met.deleted,
        "changed on both sides and kept twice, one with the tag “conflict”": met.both,
        "waiting for their episode": met.waiting,
    }
    if as_json:
        names = "added updated deleted both waiting machines".split()
        numbers = {name: getattr(met, name) for name in names}
        say_json({**numbers, "file": str(met.file), "errors": list(met.told)})
        return
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    others = f"{met.machines} other machine{'' if met.machines == 1 else 's'}"
    say(paint(f"highlights: {said or 'nothing new'} ({others})"))
