"""The command that gives a highlight which lost its place a new one: attach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from reader.cli import records
from reader.cli.base import CLOCK, Misuse, State, examples, json_option, with_state
from reader.cli.marks import print_highlight, some_place
from reader.cli.output import measure, paint, say, say_json, shortened
from reader.cli.show import shown_time
from reader.errors import NotFound

if TYPE_CHECKING:
    from reader.annotate import Candidate
    from reader.library import Highlight
    from reader.transcript import Transcript


@click.command(
    epilog=examples(
        "reader notes --orphans --json           those that lost their place",
        "reader attach ID                        lists where one may belong now",
        "reader attach ID --place 1              at the first of these",
        "reader attach ID --quote 'the words'    wherever you say",
    )
)
@click.argument("id", metavar="ID")
@click.option("--place", type=int, help="The number of a place that is listed without this.")
@click.option("--quote", help="The words where it belongs; --turn or --from says which of several.")
@click.option("--turn", type=int, help="The number of a turn, as `reader show` counts.")
@click.option("--from", "begin", type=CLOCK, help="From this time; alone, the paragraph then.")
@click.option("--to", "end", type=CLOCK, help="Up to this time.")
@json_option
@with_state
def attach(
    state: State,
    id: str,
    place: int | None,
    quote: str | None,
    turn: int | None,
    begin: float | None,
    end: float | None,
    as_json: bool,
) -> None:
    """Put a highlight that lost its place where it belongs now. `reader undo` takes it back.

    Without a place, the likeliest ones are listed. One that has a place is moved.
    """
    from reader.annotate import candidates
    from reader.notebook import tending

    asked = any(value is not None for value in (quote, turn, begin))
    if place is not None and asked:
        raise Misuse("give --place or a place of your own, not both")
    if asked:
        some_place(quote, turn=turn, **{"from": begin})
    if end is not None and (begin is None or quote is not None or end < begin):
        raise Misuse("--to goes with --from, and is not before it")
    session = state.session
    highlight = session.library.highlight(id)
    transcript = session.library.transcript(highlight.episode)
    if asked:
        span = session.span(transcript, quote=quote, turn=turn, begin=begin, end=end)
    else:
        found = candidates(transcript, highlight)
        if place is None:
            _say_places(highlight, transcript, found, as_json)
            return
        if not 1 <= place <= len(found):
            raise NotFound(f"there is no place {place}", hint=f"`reader attach {id}` lists them")
        span = found[place - 1].span
    there = tending.attach(session.library, id, span)
    if as_json:
        say_json(records.highlight(there))
    else:
        print_highlight(there, session.library.episode(there.episode).title, state)


def _say_places(
    highlight: Highlight, transcript: Transcript, found: list[Candidate], as_json: bool
) -> None:
    """Say where the words may belong, numbered from 1, the likeliest first."""
    listed = [_place(transcript, number, each) for number, each in enumerate(found, 1)]
    if as_json:
        say_json({"id": highlight.id, "quote": highlight.quote, "places": listed})
        return
    for each, candidate in zip(listed, found, strict=True):
        share = f"{each['score']:.0%} of its words" if each["score"] else "said at that time"
        moment = shown_time(transcript.time_at(candidate.span.start))
        facts = ", ".join(filter(None, [each["speaker"], moment, share]))
        words = shortened(paint(" ".join(each["text"].split())), measure() - 4)
        say(f"{each['n']:>2}  {words}")
        say(paint(f"    {facts}", dim=True))
    if not listed:
        say("The text has no words.")


def _place(transcript: Transcript, number: int, candidate: Candidate) -> dict[str, Any]:
    span = candidate.span
    moment = transcript.time_at(span.start)
    return {
        "n": number,
        "score": round(candidate.score, 3),
        "start": span.start,
        "end": span.end,
        "time": round(moment.seconds, 3),
        "time_exact": moment.exact,
        "speaker": transcript.turn_at(span.start).speaker,
        "text": transcript.text[span.start : span.end],
    }
