"""The command show: a transcript, as text or as JSON."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

import click

from reader.cli import records
from reader.cli.base import CLOCK, WORDS, Misuse, State, examples, json_option, with_state
from reader.cli.output import measure, paint, say, say_json
from reader.clock import clock
from reader.errors import NotFound
from reader.repair import Shown

if TYPE_CHECKING:
    from reader.library import Episode
    from reader.transcript import Moment, Span, Transcript


@click.command(
    epilog=examples(
        "reader show 12",
        "reader show 'part of its title' --at 1:02:03",
        "reader show 12 --speaker Ada --clean",
        "reader show 12 --json | jq -r '.turns[].text'",
    )
)
@click.argument("name", metavar="EPISODE")
@click.option("--at", type=CLOCK, help="Begin at this time: 1:02:03, 62:03 or 3723.")
@click.option("--speaker", type=WORDS, help="Only the turns of this speaker.")
@click.option(
    "--clean", is_flag=True, help="Leave out fillers of the language and doubled words in print."
)
@click.option("--no-times", is_flag=True, help="Print no times.")
@click.option("--no-names", is_flag=True, help="Print no speakers.")
@json_option
@with_state
def show(
    state: State,
    name: str,
    at: float | None,
    speaker: str | None,
    clean: bool,
    no_times: bool,
    no_names: bool,
    as_json: bool,
) -> None:
    """Print a transcript. Times with ≈ are estimated."""
    given = {"--clean": clean, "--no-times": no_times, "--no-names": no_names}
    if as_json and any(given.values()):
        option = next(name for name, wanted in given.items() if wanted)
        raise Misuse(f"{option} is for print: --json prints the words as they are")
    session = state.session
    episode = session.library.find(name)
    transcript = session.library.transcript(episode.id)
    begin = 0 if at is None else session.span(transcript, begin=at).start
    turns = _turns(transcript, begin, speaker)
    if as_json:
        sources = session.library.sources(episode.id)
        say_json(records.shown(episode, transcript, turns, sources))
        return
    _head(episode)
    shown = Shown(transcript)
    left_out = _fillers(transcript) if clean else None
    for index in turns:
        _title(shown.transcript, index, shown.place(begin), names=not no_names, times=not no_times)
        _print(shown.transcript, index, shown.place(begin), left_out)


def _fillers(transcript: Transcript) -> re.Pattern[str]:
    from reader.cite.fillers import fillers, language_of

    return fillers(language_of(transcript))


def _turns(transcript: Transcript, begin: int, speaker: str | None) -> list[int]:
    """The indices of the turns from the offset `begin` on, of one speaker or of all."""
    first = transcript.turn_index(begin)
    chosen = range(first, len(transcript.turns))
    if speaker is None:
        return list(chosen)
    names = [voice.name for voice in transcript.speakers]
    wanted = speaker.casefold()
    matching = [name for name in names if name.casefold() == wanted] or [
        name for name in names if wanted in name.casefold().split()
    ]
    if len(matching) != 1:
        raise NotFound(
            f"“{speaker}” is {'nobody' if not matching else 'more than one'} here",
            hint=f"who speaks: {', '.join(names) or 'nobody is named'}",
        )
    return [index for index in chosen if transcript.turns[index].speaker == matching[0]]


def _head(episode: Episode) -> None:
    facts = [
        episode.show,
        episode.season and f"season {episode.season}",
        episode.number and f"episode {episode.number}",
        episode.date,
        f"{'' if episode.times == 'exact' else '≈ '}{clock(episode.duration)}",
        f"{episode.words:,} words",
    ]
    say(paint(episode.title, bold=True))
    say(paint(" · ".join(str(fact) for fact in facts if fact), dim=True))


def _title(transcript: Transcript, index: int, begin: int, *, names: bool, times: bool) -> None:
    """Print the line before a turn: its speaker and its time, as far as these are wanted."""
    turn, paragraphs = transcript.turns[index], _paragraphs(transcript, index, begin)
    start = paragraphs[0].start if paragraphs else turn.start
    name = paint(turn.speaker, bold=True) if turn.speaker and names else ""
    time = paint(shown_time(transcript.time_at(start)), dim=True) if times else ""
    say()
    if name or time:
        say("  ".join(filter(None, (name, time))))


def _paragraphs(transcript: Transcript, index: int, begin: int) -> list[Span]:
    """The paragraphs of a turn, those before the one at the offset `begin` left out."""
    paragraphs = transcript.paragraphs_in(transcript.turns[index])
    return [each for each in paragraphs if begin < each.end or each.end == 0]


def _print(
    transcript: Transcript, index: int, begin: int, left_out: re.Pattern[str] | None
) -> None:
    """Print the paragraphs of one turn from the one at the offset `begin` on, wrapped."""
    for number, paragraph in enumerate(_paragraphs(transcript, index, begin)):
        if number:
            say()
        _wrap(transcript, paragraph, left_out)


def _wrap(transcript: Transcript, paragraph: Span, left_out: re.Pattern[str] | None) -> None:
    text = transcript.text[paragraph.start : paragraph.end]
    if left_out:
        from reader.cite.quoting import without_fillers

        text = without_fillers(text, left_out)
    for line in textwrap.wrap(text, measure(), break_on_hyphens=False):
        say(paint(line))


def shown_time(moment: Moment) -> str:
    """A time as it is printed: `1:02:03`, or `≈ 1:02:03` where it is estimated."""
    return clock(moment.seconds) if moment.exact else f"≈ {clock(moment.seconds)}"
