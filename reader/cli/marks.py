"""Commands on passages: highlight, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reader.cli import records
from reader.cli.base import (
    CLOCK,
    COLOUR,
    PROSE,
    TAG,
    WORDS,
    Misuse,
    State,
    examples,
    json_option,
    with_state,
)
from reader.cli.output import measure, paint, say, say_json, wrapped
from reader.cli.show import shown_time
from reader.transcript import Moment

if TYPE_CHECKING:
    from reader.library import Highlight, Library, Note

LINES = 3
"""So many lines of a quote `reader notes` prints of its own accord."""


def some_place(quote: str | None, **places: object) -> None:
    """Refuse no place, and two. With a quote, a place says which of several is meant."""
    names = [f"--{name}" for name in places]
    given = [f"--{name}" for name, value in places.items() if value is not None]
    if len(given) > 1:
        raise Misuse(f"give {' or '.join(given)}, not both")
    if quote is None and not given:
        raise Misuse(f"give a place: --quote, {' or '.join(names)}")


@click.command(
    epilog=examples(
        "reader highlight 12 --quote 'the words stay where they are' --note 'The rule.' --tag key",
        "reader highlight 12 --turn 7 --colour green",
        "reader highlight 12 --from 1:02:03 --to 1:02:30 --json",
    )
)
@click.argument("name", metavar="EPISODE")
@click.option("--quote", help="The words to mark; --turn or --from says which of several.")
@click.option("--turn", type=int, help="The number of a turn, as `reader show` counts.")
@click.option("--from", "begin", type=CLOCK, help="From this time; alone, the paragraph then.")
@click.option("--to", "end", type=CLOCK, help="Up to this time.")
@click.option("--colour", type=COLOUR, help="yellow, green, blue, pink, orange or your name.")
@click.option("--note", type=PROSE, default="", help="A note, in Markdown.")
@click.option("--merge", is_flag=True, help="Make it one with those it lies over; else both stay.")
@click.option("--tag", "tags", type=TAG, multiple=True, help="A tag (may be repeated).")
@json_option
@with_state
def highlight(
    state: State,
    name: str,
    quote: str | None,
    turn: int | None,
    begin: float | None,
    end: float | None,
    colour: str | None,
    note: str,
    tags: tuple[str, ...],
    merge: bool,
    as_json: bool,
) -> None:
    """Mark a passage, with a note and tags. `reader undo` takes it back."""
    some_place(quote, turn=turn, **{"from": begin})
    if end is not None and (begin is None or quote is not None or end < begin):
        raise Misuse("--to goes with --from, and is not before it")
    from reader.annotate import overlapping, parse_tags

    session = state.session
    episode = session.library.find(name)
    transcript = session.library.transcript(episode.id)
    span = session.span(transcript, quote=quote, turn=turn, begin=begin, end=end)
    marked = session.highlight(
        episode,
        transcript,
        span,
        colour=colour,
        note=note,
        tags=[tag for text in tags for tag in parse_tags(text)],
        into=overlapping(session.library.highlights(episode.id), span) if merge else (),
    )
    if as_json:
        say_json(records.highlight(marked))
    else:
        print_highlight(marked, episode.title, state)


@click.command(
    epilog=examples(
        "reader notes",
        "reader notes memory --tag method --json",
        "reader notes 'note:source speaker:ada -has:tag marked:2026'",
        "reader notes --episode 12 --colour green",
        "reader notes --confirm ID                 a moved highlight stands where it should",
        "reader notes --confirm all --episode 12   each that was moved there does",
    )
)
@click.argument("query", required=False, type=WORDS)
@click.option("--tag", type=TAG, help="Only those with this tag, or one under it.")
@click.option("--colour", type=COLOUR, help="Only those of this colour.")
@click.option("--episode", "name", help="Only those of this episode.")
@click.option("--orphans", is_flag=True, help="Only those that lost their place.")
@click.option("--full", is_flag=True, help="Print long quotes to their end.")
@click.option("--confirm", metavar="ID", help="Say that a moved highlight is in its place; `all`.")
@json_option
@with_state
def notes(
    state: State,
    query: str | None,
    tag: str | None,
    colour: str | None,
    name: str | None,
    orphans: bool,
    full: bool,
    confirm: str | None,
    as_json: bool,
) -> None:
    """List highlights and notes; QUERY looks in quotes, notes and tags.

    It is written as a search is: words, "phrases", note:, tag:, colour:, speaker:, show:, marked:,
    has:note, is:orphan; - or NOT before what is to be left out.
    """
    library = state.session.library
    if confirm is not None:
        if any((query, tag, colour, orphans)) or (name is not None) != (confirm == "all"):
            raise Misuse("--confirm takes the ID of one, or `all` with --episode; no other choice")
        if name is not None:
            _say_all_confirmed(library, library.find(name).id, as_json)
        else:
            _say_confirmed(library.confirm_highlight(confirm), state, full, as_json)
        return
    highlights, written = chosen_from(state, query, tag, colour, name, orphans=orphans)
    if as_json:
        told = {"highlights": [records.highlight(marked) for marked in highlights]}
        say_json({**told, "notes": [records.note(note) for note in written]})
        return
    titles = {episode.id: episode.title for episode in library.episodes()}
    for note in written:
        _print_note(note, titles[note.episode], full=full)
    for marked in highlights:
        print_highlight(marked, titles[marked.episode], state, full=full)
    if not highlights and not written:
        marked_any = any(episode.highlights for episode in library.episodes())
        say("No highlights answer to that." if marked_any else "Nothing is highlighted yet.")


def chosen_from(
    state: State,
    query: str | None,
    tag: str | None,
    colour: str | None,
    name: str | None,
    *,
    orphans: bool = False,
) -> tuple[list[Highlight], list[Note]]:
    """The highlights that answer to everything asked, in reading order, and the notes on episodes
    that do; these have no tag, no colour and no place.

    `query` is of the language of searches, and `tag` may be one above theirs. Raises `QueryError`,
    and `NotFound` where no episode has the `name`.
    """
    from reader.annotate import parse_tags, select
    from reader.notebook import choose, entries
    from reader.settings.colouring import colour_names

    library = state.session.library
    episode = None if name is None else library.find(name).id
    listed = [each for each in entries(library) if episode in (None, each.episode)]
    answering = choose(listed, query or "", colours=colour_names(state.settings))
    highlights = select(
        (each.highlight for each in answering if each.highlight is not None),
        tags=parse_tags(tag) if tag else (),
        colour=colour,
        orphans=orphans,
    )
    ids = set() if tag or colour or orphans else {each.id for each in answering}
    return highlights, [note for note in library.notes.all() if note.id in ids]


def _say_confirmed(marked: Highlight, state: State, full: bool, as_json: bool) -> None:
    if as_json:
        say_json(records.highlight(marked))
    else:
        title = state.session.library.episode(marked.episode).title
        print_highlight(marked, title, state, full=full)


def _say_all_confirmed(library: Library, episode: int, as_json: bool) -> None:
    count = library.confirm_highlights(episode)
    if as_json:
        say_json({"confirmed": count})
    else:
        say(f"confirmed: {count} highlight{'' if count == 1 else 's'}")


def _print_note(note: Note, title: str, *, full: bool) -> None:
    """Print the note on an episode: its title and its words, of long ones the beginning."""
    written = note.text.splitlines()
    lines = [part for line in written for part in wrapped(paint(line), measure() - 2)]
    if len(lines) > LINES and not full:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1]} …"]
    say(f"{paint('✎')} {paint(title, bold=True)}")
    for line in lines:
        say(f"  {line}")


def print_highlight(marked: Highlight, title: str, state: State, *, full: bool = False) -> None:
    """Print a highlight: its quote, where it is from, its note and its tags.

    Of a long quote only the beginning is printed, unless it is to be `full`.
    """
    from reader.settings.colouring import colour_names

    facts = [marked.speaker, title, shown_time(Moment(marked.time, marked.time_exact))]
    lines = wrapped(f"“{paint(marked.quote)}”", measure() - 2)
    if len(lines) > LINES and not full:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1]} …"]
    for line in lines:
        say(f"{paint('▌', fg=_INK[marked.colour])} {line}")
    say(paint("  " + ", ".join(fact for fact in facts if fact), dim=True))
    for line in marked.note.splitlines():
        say(f"  {paint(line)}")
    name = colour_names(state.settings).get(marked.colour)
    if said := " ".join(filter(None, [name, *(f"#{tag}" for tag in marked.tags)])):
        say(paint(f"  {said}", dim=True))
    if marked.state == "moved":
        say(paint("  moved; if it is right:", dim=True))
        say(paint(f"  reader notes --confirm {marked.id}", dim=True))
    elif marked.state == "orphan":
        say(paint("  lost its place in the text; where it may belong:", dim=True))
        say(paint(f"  reader attach {marked.id}", dim=True))


_INK = {
    "yellow": "yellow",
    "green": "green",
    "blue": "blue",
    "pink": "magenta",
    "orange": "bright_red",
}
