"""Commands on who speaks: speakers, and its rename, assign and merge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from reader.cli.base import WORDS, State, examples, json_option, with_state
from reader.cli.output import paint, say, say_json, table
from reader.errors import NotFound
from reader.transcript import Meta

if TYPE_CHECKING:
    from reader.library import Episode, Library


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "reader speakers",
        "reader speakers rename 'Speaker 1' 'Ada Lovelace' --episode 12",
        "reader speakers assign 12 1,3,5-9 'Ada Lovelace'",
        "reader speakers merge ADA 'Ada Lovelace'",
        "reader speakers role 12 'Ada Lovelace' host",
    ),
)
@click.option("--episode", "name", help="Only those of this episode.")
@json_option
@with_state
@click.pass_context
def speakers(context: click.Context, state: State, name: str | None, as_json: bool) -> None:
    """List who speaks; rename, assign and merge name them, role says who is host or guest."""
    if context.invoked_subcommand is not None:
        return
    library = state.session.library
    rows = voices(library, library.episodes() if name is None else [library.find(name)])
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
                ", ".join(row["roles"]),
            )
            for row in rows
        ]
        table(printed, right=(1, 2, 3))


def voices(library: Library, episodes: Iterable[Episode]) -> list[dict[str, Any]]:
    """A row for each name, {name, episodes, turns, words, roles}; who says most comes first.

    The `roles` are those that the name has in any of the `episodes`: host, guest, both or none.
    """
    from reader.amending import role

    counts: dict[str, list[int]] = {}
    roles: dict[str, set[str]] = {}
    for episode in episodes:
        facts = Meta(hosts=episode.hosts, guests=episode.guests)
        for voice in library.speakers(episode.id):
            before = counts.setdefault(voice.name, [0, 0, 0])
            for index, more in enumerate((1, voice.turns, voice.words)):
                before[index] += more
            roles.setdefault(voice.name, set()).update(filter(None, [role(facts, voice.name)]))
    ordered = sorted(counts.items(), key=lambda item: (-item[1][2], item[0]))
    return [
        {
            "name": name,
            "episodes": number,
            "turns": turns,
            "words": words,
            "roles": sorted(roles[name], reverse=True),
        }
        for name, (number, turns, words) in ordered
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


@speakers.command(
    epilog=examples(
        "reader speakers role 12 'Ada Lovelace' host", "reader speakers role 12 Bo none"
    )
)
@click.argument("name", metavar="EPISODE")
@click.argument("who", metavar="NAME")
@click.argument("part", metavar="ROLE", type=click.Choice(["host", "guest", "none"]))
@json_option
@with_state
def role(state: State, name: str, who: str, part: str, as_json: bool) -> None:
    """Say that somebody is the host or a guest of an episode, or none of them.

    It is what `reader edit --host` and `--guest` state, one name at a time.
    """
    from reader.amending import set_role

    library = state.session.library
    episode = library.find(name)
    changed = set_role(library, episode.id, who, None if part == "none" else part)
    if as_json:
        given = None if part == "none" else part
        say_json({"episode": episode.id, "name": who, "role": given, "changed": changed})
    else:
        what = "neither host nor guest" if part == "none" else f"a {part}"
        say(f"{paint(who, bold=True)} is {what} of {paint(episode.title)}")


def _say(what: str, episodes: int, as_json: bool) -> None:
    if as_json:
        say_json({"episodes": episodes})
    else:
        say(f"{paint(what)} in {episodes} episode{'s' if episodes != 1 else ''}")
