"""Commands on who speaks: speakers, and its rename, assign and merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli.base import WORDS, State, examples, json_option, with_state
from reader.cli.output import paint, say, say_json, table
from reader.errors import NotFound

if TYPE_CHECKING:
    from reader.library import Library


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "reader speakers",
        "reader speakers rename 'Speaker 1' 'Ada Lovelace' --episode 12",
        "reader speakers assign 12 1,3,5-9 'Ada Lovelace'",
        "reader speakers merge ADA 'Ada Lovelace'",
    ),
)
@json_option
@with_state
@click.pass_context
def speakers(context: click.Context, state: State, as_json: bool) -> None:
    """List who speaks; rename, assign and merge name them."""
    if context.invoked_subcommand is not None:
        return
    rows = voices(state.session.library)
    if as_json:
        say_json(rows)
    elif not rows:
        say("Nobody is named. `reader speakers assign EPISODE TURNS NAME` names who speaks.")
    else:
        printed = [
            (
                row["name"],
                f"{row['episodes']:,} episode{'s' if row['episodes'] != 1 else ''}",
                f"{row['turns']:,} turns",
                f"{row['words']:,} words",
            )
            for row in rows
        ]
        table(printed, right=(1, 2, 3))


def voices(library: Library) -> list[dict[str, int | str]]:
    """A row for each name, {name, episodes, turns, words}; who says most comes first."""
    counts: dict[str, list[int]] = {}
    for episode in library.episodes():
        for voice in library.speakers(episode.id):
            before = counts.setdefault(voice.name, [0, 0, 0])
            for index, more in enumerate((1, voice.turns, voice.words)):
                before[index] += more
    ordered = sorted(counts.items(), key=lambda item: (-item[1][2], item[0]))
    return [
        {"name": name, "episodes": episodes, "turns": turns, "words": words}
        for name, (episodes, turns, words) in ordered
    ]


@speakers.command(epilog=examples("reader speakers rename 'Speaker 1' 'Ada Lovelace'"))
@click.argument("old")
@click.argument("new", type=WORDS)
@click.option("--episode", "name", help="Only in this episode.")
@json_option
@with_state
def rename(state: State, old: str, new: str, name: str | None, as_json: bool) -> None:
    """Call the speaker OLD by the name NEW, everywhere or in one episode."""
    library = state.session.library
    chosen = None if name is None else [library.find(name).id]
    _say(f"{old} is now {new}", library.rename_speaker(old, new, chosen), as_json)


@speakers.command(
    epilog=examples(
        "reader speakers assign 12 1,3,5-9 'Ada Lovelace'",
        "reader speakers assign 12 all 'Ada Lovelace'",
        "reader speakers assign 12 all Ada Charles      one after the other",
        "reader speakers assign 12 4 -",
    )
)
@click.argument("name", metavar="EPISODE")
@click.argument("turns")
@click.argument("names", type=WORDS, nargs=-1, required=True, metavar="NAME…")
@json_option
@with_state
def assign(state: State, name: str, turns: str, names: tuple[str, ...], as_json: bool) -> None:
    """Say who speaks in some turns: 3, 3-7, 1,3,5-8 or all. The name - means nobody.

    Several names take turns.
    """
    session = state.session
    episode = session.library.find(name)
    chosen = session.turns(episode, turns)
    session.library.assign_speaker(episode.id, chosen, *("" if n == "-" else n for n in names))
    if as_json:
        who = [None if n == "-" else n for n in names]
        say_json({"episode": episode.id, "turns": [turn + 1 for turn in chosen], "names": who})
    else:
        count = f"{len(chosen)} turn{'s' if len(chosen) != 1 else ''}"
        who_ = ", ".join("nobody" if n == "-" else n for n in names)
        speak = "speak by turns" if len(names) > 1 else "speaks"
        say(f"{paint(who_, bold=True)} {speak} in {count} of {paint(episode.title)}")


@speakers.command(epilog=examples("reader speakers merge ADA 'Ada Lovelace'"))
@click.argument("one")
@click.argument("other")
@json_option
@with_state
def merge(state: State, one: str, other: str, as_json: bool) -> None:
    """Make two speakers one: ONE becomes OTHER, who speaks somewhere already."""
    library = state.session.library
    if not any(other in episode.speakers for episode in library.episodes()):
        raise NotFound(f"nobody is called “{other}”", hint="`reader speakers` lists the names")
    _say(f"{one} is now {other}", library.rename_speaker(one, other), as_json)


def _say(what: str, episodes: int, as_json: bool) -> None:
    if as_json:
        say_json({"episodes": episodes})
    else:
        say(f"{paint(what)} in {episodes} episode{'s' if episodes != 1 else ''}")
