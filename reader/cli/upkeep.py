"""Commands on the program itself: doctor, reindex, keys, config, completion."""

from __future__ import annotations

import os
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.cli.base import State, examples, json_option, with_state
from reader.cli.output import Progress, paint, say, say_json, table

if TYPE_CHECKING:
    from reader.cli.health import Finding


@click.command(epilog=examples("reader doctor", "reader doctor --repair"))
@click.option("--repair", is_flag=True, help="Repair what can be: the index and permissions.")
@json_option
@with_state
def doctor(state: State, repair: bool, as_json: bool) -> int:
    """Examine the library, index, settings and keymaps. Exit 1 if something is wrong."""
    from reader.cli import health

    with Progress("Indexing") as progress:
        findings = health.examine(state, repair=repair, progress=progress)
    if as_json:
        say_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            said = paint(f"{finding.check:15} {finding.problem or finding.note}")
            say(f"{_state(finding)}  {said}".rstrip())
    return int(not all(finding.ok for finding in findings))


def _state(finding: Finding) -> str:
    if finding.repaired:
        return paint("mended ", fg="yellow")
    return paint("ok     ", fg="green") if finding.ok else paint("problem", fg="red")


@click.command(epilog=examples("reader reindex"))
@json_option
@with_state
def reindex(state: State, as_json: bool) -> None:
    """Make the search index anew from the library."""
    with Progress("Indexing") as progress:
        state.session.index.rebuild(progress)
    count = len(state.session.library.episodes())
    if as_json:
        say_json({"episodes": count})
    else:
        say(f"indexed {count} episode{'s' if count != 1 else ''}")


@click.command(
    "keys", epilog=examples("reader keys", "reader keys --keymap vim", "reader keys --check")
)
@click.option("--keymap", "name", help="This keymap, in place of the one of the settings.")
@click.option("--check", is_flag=True, help="Only say whether the keymap is right.")
@click.option("--markdown", is_flag=True, help="Print the reference page of all keymaps.")
@json_option
@with_state
def keys_(state: State, name: str | None, check: bool, markdown: bool, as_json: bool) -> None:
    """List the keys, or check a keymap.

    Unknown names, conflicts within it and actions without a key are errors; which keys it takes
    from the keymap it extends, or hides, is told in a line each.
    """
    from reader import keys
    from reader.actions import ACTIONS, MODES

    if markdown:
        from reader.cli import reference as guide

        say(guide.keys_page().rstrip("\n"))
        return
    keymap = keys.load(name or state.settings.keymap, state.paths.keymaps)
    rows = [
        {
            "mode": action.mode,
            "action": action.name,
            "title": action.title,
            "keys": [" ".join(sequence) for sequence in keymap.keys_of(action.name)],
        }
        for action in ACTIONS.values()
    ]
    if as_json:
        say_json(rows)
        return
    if check:
        for line in keys.remarks(keymap):
            say(paint(line))
        keys.require_keys(keymap)
        silent = f" but {', '.join(sorted(keymap.silent))}" if keymap.silent else ""
        say(paint(f"{keymap.name}: {len(ACTIONS)} actions, each with keys{silent}"))
        return
    for mode, title in MODES.items():
        say(paint(title, bold=True))
        chosen = [action for action in ACTIONS.values() if action.mode == mode]
        table(
            ("  " + ", ".join(map(keys.show, keymap.keys_of(a.name))), a.title, a.name)
            for a in chosen
        )


@click.group(
    invoke_without_command=True,
    epilog=examples("reader config", "reader config set citation apa", "reader config path"),
)
@click.option("--markdown", is_flag=True, help="Print the reference page of all settings.")
@json_option
@with_state
@click.pass_context
def config(context: click.Context, state: State, markdown: bool, as_json: bool) -> None:
    """List the settings and what they may be; `config set` changes one."""
    if context.invoked_subcommand is not None:
        return
    from reader import settings
    from reader.cli import reference as guide
    from reader.settings.config import MAY, Settings

    if markdown:
        say(guide.settings_page(state.paths).rstrip("\n"))
        return
    rows = [
        {
            "name": field.name,
            "value": getattr(state.settings, field.name),
            "default": field.default,
            "about": MAY[field.name].about,
            "allowed": settings.in_words(state.paths, field.name),
        }
        for field in fields(Settings)
    ]
    if as_json:
        say_json(rows)
        return
    head = ("setting", "value", "may be")
    table(
        ((row["name"], settings.written(row["value"]), row["allowed"]) for row in rows),
        head=head,
        cut=(2,),
    )
    say()
    say(paint(f"`reader config set NAME VALUE` writes one into {state.paths.settings}"))


@config.command("set", epilog=examples("reader config set keymap vim"))
@click.argument("name")
@click.argument("value")
@json_option
@with_state
def set_(state: State, name: str, value: str, as_json: bool) -> None:
    """Write a setting into the settings file; all else in it stays."""
    from reader import settings

    value_ = settings.save(state.paths, name, value)
    if as_json:
        say_json({"name": name, "value": value_})
    else:
        say(paint(f"{name} is {settings.written(value_)}  ({state.paths.settings})"))


@config.command(epilog=examples("reader config path", 'ls "$(reader config path keymaps)"'))
@click.argument(
    "which",
    type=click.Choice(["settings", "keymaps", "themes", "templates", "config", "library"]),
    default="settings",
)
@json_option
@with_state
def path(state: State, which: str, as_json: bool) -> None:
    """Say where the settings are, your keymaps, themes, templates for export, or the library."""
    names = "settings keymaps themes templates config library"
    places = {name: str(getattr(state.paths, name)) for name in names.split()}
    if as_json:
        say_json(places)
    else:
        say(paint(places[which]))


@click.command(
    epilog=examples(
        "reader completion bash > ~/.local/share/bash-completion/completions/reader",
        "reader completion fish > ~/.config/fish/completions/reader.fish",
    )
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), required=False)
@click.pass_context
def completion(context: click.Context, shell: str | None) -> None:
    """Print the script that completes commands and options in a shell."""
    from click.shell_completion import get_completion_class

    name = shell or Path(os.environ.get("SHELL", "bash")).name
    kind = get_completion_class(name)
    if kind is None:
        raise click.UsageError("say for which shell: bash, zsh or fish")
    root = context.find_root()
    click.echo(kind(root.command, {}, "reader", "_READER_COMPLETE").source())
