"""The command formats: what shapes of transcript are read, each by an example."""

from __future__ import annotations

import click

from reader.cli.base import State, examples, json_option, with_state
from reader.cli.output import measure, paint, say, say_json, shortened

LINES = 4
"""So many lines of an example are printed."""


@click.command(epilog=examples("reader formats", "reader formats --json | jq -r '.[].name'"))
@json_option
@with_state
def formats(state: State, as_json: bool) -> None:
    """List the formats that are recognised, each by an example; `add --format` takes the name."""
    from reader.formats import FORMATS

    if as_json:
        names = ("name", "title", "example")
        say_json([{name: getattr(family, name) for name in names} for family in FORMATS])
        return
    for number, family in enumerate(FORMATS):
        if number:
            say()
        say(f"{paint(family.name, bold=True)}  {paint(family.title)}")
        lines = paint(family.example).splitlines()
        for line in [*lines[:LINES], *(["…"] if len(lines) > LINES else [])]:
            say(f"    {shortened(line, measure() - 4)}".rstrip())
