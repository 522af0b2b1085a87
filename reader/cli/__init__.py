"""The command line: one small function per command, over a session."""

from __future__ import annotations

import click

from reader import __version__
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
@click.option("--plain", is_flag=True, help="Linear text without drawing characters.")
@click.version_option(__version__, prog_name="reader", message="%(prog)s %(version)s")
@click.pass_context
def main(
    context: click.Context, library: str | None, config: str | None, plain: bool
) -> int | None:
    """Read, search, mark and quote transcripts in the terminal."""
    context.obj = State(library, config, plain=plain)
    if context.invoked_subcommand is None:
        from reader.cli.episodes import open_

        return int(context.invoke(open_) or 0)
    return None


assert isinstance(main, Reader)
main.places = {
    "open": "reader.cli.episodes:open_",
    "demo": "reader.cli.demo:demo",
    "add": "reader.cli.episodes:add",
    "update": "reader.cli.feeds:update",
    "feeds": "reader.cli.feeds:feeds",
    "ls": "reader.cli.episodes:ls",
    "show": "reader.cli.show:show",
    "search": "reader.cli.search:search",
    "kwic": "reader.cli.counting:kwic",
    "trends": "reader.cli.counting:trends",
    "keywords": "reader.cli.counting:keywords",
    "collocates": "reader.cli.counting:collocates",
    "highlight": "reader.cli.marks:highlight",
    "notes": "reader.cli.marks:notes",
    "attach": "reader.cli.attaching:attach",
    "note": "reader.cli.notes:note",
    "tags": "reader.cli.tags:tags",
    "review": "reader.cli.review:review",
    "cite": "reader.cli.citing:cite",
    "export": "reader.cli.exchange:export",
    "import": "reader.cli.exchange:import_",
    "serve": "reader.cli.serving:serve",
    "sync": "reader.cli.syncing:sync",
    "speakers": "reader.cli.speakers:speakers",
    "edit": "reader.cli.repairs:edit",
    "split": "reader.cli.repairs:split",
    "join": "reader.cli.repairs:join",
    "pin": "reader.cli.repairs:pin",
    "correct": "reader.cli.repairs:correct",
    "merge": "reader.cli.repairs:merge",
    "rm": "reader.cli.episodes:rm",
    "trash": "reader.cli.notes:trash",
    "undo": "reader.cli.episodes:undo",
    "redo": "reader.cli.episodes:redo",
    "backup": "reader.cli.backups:backup",
    "restore": "reader.cli.backups:restore",
    "doctor": "reader.cli.upkeep:doctor",
    "reindex": "reader.cli.upkeep:reindex",
    "keys": "reader.cli.upkeep:keys_",
    "config": "reader.cli.upkeep:config",
    "formats": "reader.cli.formats:formats",
    "completion": "reader.cli.upkeep:completion",
}
main.headings = {
    "open": "Read",
    "search": "Search and count",
    "highlight": "Mark",
    "cite": "Quote, and take out and in",
    "speakers": "Put right",
    "rm": "Keep in order",
    "keys": "Know your way",
}
