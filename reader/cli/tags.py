"""Commands on tags: tags, and its rename."""

from __future__ import annotations

import click

from reader.cli.base import TAG, State, examples, json_option, with_state
from reader.cli.output import paint, say, say_json, table
from reader.errors import ReaderError


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "reader tags",
        "reader tags --json",
        "reader tags rename safty safety              safty/risk becomes safety/risk",
        "reader tags rename alignment safety/alignment",
    ),
)
@json_option
@with_state
@click.pass_context
def tags(context: click.Context, state: State, as_json: bool) -> None:
    """List the tags as a tree, each with how many highlights it has; rename changes one."""
    if context.invoked_subcommand is not None:
        return
    from reader.annotate.tags import tree

    branches = tree(each.tags for each in state.session.library.highlights())
    if as_json:
        rows = [{"tag": b.tag, "highlights": b.own, "with_under": b.count} for b in branches]
        say_json({"tags": rows})
    elif not branches:
        say("Nothing is tagged yet. `reader highlight … --tag NAME` tags.")
    else:
        table(((f"{'  ' * b.depth}{b.name}", f"{b.count:,}") for b in branches), right=(1,))


@tags.command(epilog=examples("reader tags rename safty safety"))
@click.argument("old", type=TAG)
@click.argument("new", type=TAG)
@json_option
@with_state
def rename(state: State, old: str, new: str, as_json: bool) -> None:
    """Call the tag OLD by the name NEW everywhere, and those under it accordingly.

    `reader undo` takes it back.
    """
    before, after = one_tag(old), one_tag(new)
    count = state.session.library.noted.rename_tag(before, after)
    if as_json:
        say_json({"old": before, "new": after, "highlights": count})
    else:
        what = "highlight" if count == 1 else "highlights"
        say(paint(f"{before} is {after} now, in {count:,} {what}"))


def one_tag(text: str) -> str:
    """The one tag that `text` is. Raises `ReaderError` where it is none or several."""
    from reader.annotate import parse_tags

    found = parse_tags(text)
    if len(found) != 1:
        raise ReaderError(f"“{text}” is not one tag", hint="such as safety or safety/alignment")
    return found[0]
