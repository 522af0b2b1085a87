"""The command line: one small function per command, over a session."""

from __future__ import annotations

import click

from reader import __version__
from reader.cli import demo, episodes, feeds, marks, repairs, search, show, speakers, upkeep
from reader.cli.base import Reader, State, examples

__all__ = ["main"]


@click.group(
    cls=Reader,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="[FILE…] | COMMAND …",
    epilog=examples(
        "reader                                   open the library",
        "reader interview.txt                     add a transcript and open it",
        "reader add talks/*.txt                   add without opening",
        "reader search '\"next word\" speaker:ada'  find who said it",
        "reader cite 3 --at 1:02:03 --style apa   quote it",
    ),
)
@click.option("--library", metavar="DIR", help="Where the library is (or READER_LIBRARY).")
@click.option("--config", metavar="DIR", help="Where the settings are (or READER_CONFIG).")
@click.version_option(__version__, prog_name="reader", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context, library: str | None, config: str | None) -> int | None:
    """Read, search, mark and quote transcripts in the terminal."""
    context.obj = State(library, config)
    if context.invoked_subcommand is None:
        return int(context.invoke(episodes.open_) or 0)
    return None


for _command in (
    episodes.open_,
    demo.demo,
    episodes.add,
    feeds.update,
    feeds.feeds,
    episodes.ls,
    show.show,
    search.search,
    marks.highlight,
    marks.notes,
    marks.cite,
    speakers.speakers,
    repairs.edit,
    repairs.split,
    repairs.join,
    repairs.pin,
    repairs.correct,
    repairs.merge,
    episodes.rm,
    episodes.undo,
    episodes.redo,
    upkeep.doctor,
    upkeep.reindex,
    upkeep.keys_,
    upkeep.config,
    upkeep.completion,
):
    main.add_command(_command)
