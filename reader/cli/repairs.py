"""Commands that put a transcript right: edit, split, join, pin, correct. None touches its text."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from reader.cli.base import (
    CLOCK,
    WORDS,
    Misuse,
    State,
    examples,
    facts,
    json_option,
    with_state,
)
from reader.cli.output import paint, say, say_json
from reader.cli.show import shown_time
from reader.transcript import Meta

if TYPE_CHECKING:
    from reader.library import Episode
    from reader.session import Session


def place(
    state: State, name: str, quote: str | None, turn: int | None, at: float | None
) -> tuple[Episode, int]:
    """The episode and the offset that the options mean: where a quote, turn or time begins."""
    if quote is None and turn is None and at is None:
        raise Misuse("give a place: --quote, --turn or --at")
    session = state.session
    episode = session.library.find(name)
    transcript = session.library.transcript(episode.id)
    return episode, session.span(transcript, quote=quote, turn=turn, begin=at).start


_quote = click.option("--quote", help="At these words; --turn or --at says which of several.")
_turn = click.option("--turn", type=int, help="At this turn, as `reader show` counts.")
_at = click.option("--at", type=CLOCK, help="At this time.")


def _done(document: dict[str, Any], line: str, as_json: bool) -> None:
    if as_json:
        say_json(document)
    else:
        say(paint(line))


@click.command(
    epilog=examples(
        "reader edit 12 --title 'The long talk' --date 2024-05-01 --host 'Ada Lovelace'",
        "reader edit 12 --duration 58:30     estimated times are spread over it",
        "reader edit 12 --date ''            the date is not known",
    )
)
@click.argument("name", metavar="EPISODE")
@partial(facts, clearing=True)
@json_option
@with_state
def edit(state: State, /, name: str, as_json: bool, **stated: Any) -> None:
    """Change what is known of an episode. An empty value takes a fact away."""
    given: dict[str, Any] = {
        field.name: _people(value) if isinstance(value := stated[field.name], tuple) else value
        for field in fields(Meta)
        if stated.get(field.name) not in (None, ())
    }
    if not given:
        raise Misuse("say what to change, such as --title or --date")
    without = [fact for fact, value in given.items() if value in ("", ())]
    meta = Meta(**{fact: value for fact, value in given.items() if fact not in without})
    library = state.session.library
    episode = library.find(name)
    changed = library.edit(episode.id, meta, without)
    line = f"changed {episode.title}" if changed else f"{episode.title} is so already"
    _done({"episode": episode.id, "changed": changed}, line, as_json)


def _people(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name)


@click.command(
    epilog=examples(
        "reader split 12 --quote 'Thank you for having me'", "reader split 12 --at 4:10"
    )
)
@click.argument("name", metavar="EPISODE")
@_quote
@_turn
@_at
@json_option
@with_state
def split(
    state: State,
    name: str,
    quote: str | None,
    turn: int | None,
    at: float | None,
    as_json: bool,
) -> None:
    """Begin a turn at a place within one."""
    from reader.amending import split_turn

    episode, offset = place(state, name, quote, turn, at)
    split_turn(state.session.library, episode.id, offset)
    number = state.session.library.transcript(episode.id).turn_index(offset) + 1
    _done({"episode": episode.id, "turn": number}, f"turn {number} begins here", as_json)


@click.command(epilog=examples("reader join 12 7      turn 7 goes on turn 6"))
@click.argument("name", metavar="EPISODE")
@click.argument("turn", type=int)
@json_option
@with_state
def join(state: State, name: str, turn: int, as_json: bool) -> None:
    """Make a turn go on the one before it."""
    from reader.amending import join_turn

    episode = state.session.library.find(name)
    join_turn(state.session.library, episode.id, turn - 1)
    line = f"turn {turn - 1} takes in what was turn {turn}"
    _done({"episode": episode.id, "turn": turn - 1}, line, as_json)


@click.command(
    epilog=examples("reader pin 12 --quote 'Let us begin' 4:10", "reader pin 12 --turn 9 --remove")
)
@click.argument("name", metavar="EPISODE")
@click.argument("time", type=CLOCK, required=False)
@_quote
@_turn
@click.option("--remove", is_flag=True, help="Take the pin at this place away.")
@json_option
@with_state
def pin(
    state: State,
    name: str,
    time: float | None,
    quote: str | None,
    turn: int | None,
    remove: bool,
    as_json: bool,
) -> None:
    """Say when a place is spoken; the estimates before and after it bend to that."""
    from reader import amending

    if (time is None) != remove:
        raise Misuse("give a TIME, or --remove")
    episode, offset = place(state, name, quote, turn, None)
    amending.pin(state.session.library, episode.id, offset, time)
    transcript = state.session.library.transcript(episode.id)
    now = transcript.time_at(offset)
    document = {"episode": episode.id, "start": offset, "time": now.seconds}
    _done({**document, "time_exact": now.exact}, f"this is at {shown_time(now)}", as_json)


@click.command(
    epilog=examples(
        "reader correct 12 Satskever Sutskever --all",
        "reader correct 12 'a mist' amiss --turn 9",
        "reader correct all Satskever Sutskever     in every episode",
    )
)
@click.argument("name", metavar="EPISODE")
@click.argument("wrong")
@click.argument("right", type=WORDS)
@click.option("--all", "everywhere", is_flag=True, help="Wherever these words stand in it.")
@_turn
@_at
@json_option
@with_state
def correct(
    state: State,
    name: str,
    wrong: str,
    right: str,
    everywhere: bool,
    turn: int | None,
    at: float | None,
    as_json: bool,
) -> None:
    """Have misheard words shown and found as the right ones too. The text keeps its own.

    EPISODE `all` stands for every episode.
    """
    from reader import amending
    from reader.errors import NotFound

    session = state.session
    if name == "all":
        _correct_everywhere(session, wrong, right, as_json)
        return
    episode = session.library.find(name)
    transcript = session.library.transcript(episode.id)
    if everywhere:
        places = amending.occurrences(transcript, wrong)
        if not places:
            raise NotFound(f"“{wrong}” does not stand in it", where=episode.title)
        span = places[0]
    else:
        span = session.span(transcript, quote=wrong, turn=turn, begin=at)
    count = amending.correct(session.library, episode.id, span, right, everywhere=everywhere)
    line = f"{wrong} is shown as {right} in {count} place{'s' if count != 1 else ''}"
    _done({"episode": episode.id, "places": count}, line, as_json)


def _correct_everywhere(session: Session, wrong: str, right: str, as_json: bool) -> None:
    from reader import amending
    from reader.errors import NotFound

    places = amending.correct_in(session.library, session.index.having(wrong), wrong, right)
    if not places:
        raise NotFound(f"“{wrong}” stands in no episode")
    count, episodes = sum(places.values()), len(places)
    line = f"{wrong} is shown as {right} in {count} place{'s' if count != 1 else ''}"
    line += f" of {episodes} episode{'s' if episodes != 1 else ''}"
    rows = [{"episode": id, "places": n} for id, n in places.items()]
    _done({"places": count, "episodes": rows}, line, as_json)


@click.command(
    epilog=examples("reader merge 9 4      9 becomes a part of 4, which has what both have")
)
@click.argument("name", metavar="EPISODE")
@click.argument("into", metavar="OTHER")
@json_option
@with_state
def merge(state: State, name: str, into: str, as_json: bool) -> None:
    """Make two transcripts of one talk one episode: EPISODE goes into OTHER.

    The text that reads better stays; names come from the one that has them, and so do times.
    """
    session = state.session
    one, other = session.library.find(name), session.library.find(into)
    session.merge(one.id, other.id)
    both = session.library.episode(other.id)
    document = {"episode": both.id, "speakers": list(both.speakers), "times": both.times}
    _done(document, f"{one.title} is now a part of {both.title} ({both.id})", as_json)
