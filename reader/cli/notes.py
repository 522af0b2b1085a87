"""Commands on what was written of an episode as a whole, and on the trash: note, trash."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from reader.cli.base import Misuse, State, examples, json_option, with_state
from reader.cli.output import measure, paint, say, say_json, shortened, wrapped
from reader.errors import NotFound

if TYPE_CHECKING:
    from reader.library import Episode, Library, Note, Trashed


@click.command(
    epilog=examples(
        "reader note 12",
        "reader note 12 'The talk that began it all.'",
        "reader note 12 --editor",
        "pbpaste | reader note 12 -",
    )
)
@click.argument("name", metavar="EPISODE")
@click.argument("text", required=False, metavar="[TEXT|-]")
@click.option("--editor", is_flag=True, help="Write it in your editor (VISUAL, EDITOR).")
@json_option
@with_state
def note(state: State, name: str, text: str | None, editor: bool, as_json: bool) -> None:
    """Print or write the note on an episode as a whole, in Markdown.

    TEXT takes the place of what is there; `-` reads it from standard input; an empty one deletes
    the note. `reader undo` takes it back.
    """
    if editor and text is not None:
        raise Misuse("give the text or --editor, not both")
    from reader.formats.clean import clean

    library = state.session.library
    episode = library.find(name)
    found = library.notes.of(episode.id)
    if editor:
        from reader.editor import edit

        text = edit(found.text if found else "")
    elif text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    if text is not None:
        found = library.notes.write(episode.id, clean(text))
    _say_note(episode, found, as_json)


def _say_note(episode: Episode, found: Note | None, as_json: bool) -> None:
    if as_json:
        text, modified = (found.text, found.modified) if found else (None, None)
        say_json(
            {"episode": episode.id, "title": episode.title, "note": text, "modified": modified}
        )
        return
    say(paint(episode.title, bold=True))
    lines = found.text.splitlines() if found else []
    for line in lines:
        for part in wrapped(paint(line), measure() - 2) or [""]:
            say(f"  {part}".rstrip())
    if not lines:
        say(paint("  no note", dim=True))


@click.group(
    invoke_without_command=True,
    epilog=examples("reader trash", "reader trash restore 3f2a91c0", "reader trash empty"),
)
@json_option
@with_state
@click.pass_context
def trash(context: click.Context, state: State, as_json: bool) -> None:
    """List what was deleted; `restore` brings it back, `empty` deletes it for ever."""
    if context.invoked_subcommand is None:
        _say_trash(state.session.library.trash.all(), as_json)


@trash.command("list", epilog=examples("reader trash list --json"))
@json_option
@with_state
def list_(state: State, as_json: bool) -> None:
    """List what was deleted, the last first."""
    _say_trash(state.session.library.trash.all(), as_json)


@trash.command(epilog=examples("reader trash restore 3f2a91c0", "reader trash restore --all"))
@click.argument("ids", nargs=-1, metavar="ID…")
@click.option("--all", "everything", is_flag=True, help="All that is in it.")
@json_option
@with_state
def restore(state: State, ids: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Bring back what was deleted, as one change. The beginning of an ID will do."""
    if bool(ids) == everything:
        raise Misuse("say what to restore: its ID, or --all")
    from reader.notebook import tending

    library = state.session.library
    things = _meant(library, ids)
    tending.restore(library, things)
    _say_done("restored", things, as_json)


@trash.command(epilog=examples("reader trash empty", "reader trash empty 3f2a91c0 --yes"))
@click.argument("ids", nargs=-1, metavar="[ID…]")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@with_state
def empty(state: State, ids: tuple[str, ...], yes: bool, as_json: bool) -> int:
    """Delete for ever what is in the trash, or only what has these IDs. No undo brings it back."""
    library = state.session.library
    things = _meant(library, ids)
    if things and not yes:
        if sys.stdin is None or not sys.stdin.isatty():
            raise Misuse("without a terminal to ask on, say --yes: no undo brings it back")
        question = f"Delete {counted(len(things))} for ever? No undo brings that back."
        if not click.confirm(question, err=True):
            return 1
    library.trash.purge(things)
    _say_done("deleted for ever", things, as_json)
    return 0


def _meant(library: Library, ids: tuple[str, ...]) -> list[Trashed]:
    """What has these ids, each once; all there is where none are given."""
    found = [library.trash.find(id) for id in ids] if ids else library.trash.all()
    return list({(each.kind, each.id): each for each in found}.values())


def _say_trash(things: list[Trashed], as_json: bool) -> None:
    if as_json:
        say_json({"trash": [_record(each) for each in things]})
        return
    for each in things:
        when = datetime.fromisoformat(each.deleted_at.replace("Z", "+00:00")).astimezone()
        head = f"{each.id[:8]}  {when:%Y-%m-%d %H:%M}  {each.kind}"
        of = f", {each.title}" if each.kind != "episode" else ""
        takes = f", with {counted(each.marks, 'highlight')}" if each.marks else ""
        say(paint(head + of + takes, dim=True))
        words = " ".join(each.text.split())
        line = f"“{words}”" if each.kind == "highlight" else words
        say(f"  {shortened(paint(line), measure() - 2)}")
    if not things:
        say("The trash is empty.")


def _say_done(what: str, things: list[Trashed], as_json: bool) -> None:
    if as_json:
        say_json({what.split()[0]: [_record(each) for each in things]})
    elif things:
        say(f"{what}: {counted(len(things))}")
    else:
        raise NotFound("the trash is empty")


def counted(number: int, what: str = "thing") -> str:
    """So many of `what`, in words."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _record(thing: Trashed) -> dict[str, Any]:
    names = "id kind text episode title note".split()
    facts = {name: getattr(thing, name) for name in names}
    return {**facts, "highlights": thing.marks, "deleted": thing.deleted_at}
