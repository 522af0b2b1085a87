"""The command that brings highlights back: review, and the answers to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from reader.cli import records
from reader.cli.base import DATE, State, examples, json_option, with_state
from reader.cli.output import paint, say, say_json

if TYPE_CHECKING:
    from reader.library import Review


class _Whole(click.ParamType[date]):
    """A day; a month or year is not enough."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day. Fails when it is none."""
        try:
            return date.fromisoformat(str(DATE.convert(value, param, ctx)))
        except ValueError:
            self.fail(f"“{value}” is not a day (write it as 2026-11-21)", param, ctx)


_DAY = _Whole()


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "reader review                 today's handful",
        "reader review --all --json    everything that is due",
        "reader review keep ID         it comes back after a longer while",
        "reader review sooner ID       after a shorter one",
        "reader review later ID        after a much longer one",
        "reader review never ID        no more",
    ),
)
@click.option("--all", "whole", is_flag=True, help="All that are due, not only a day's handful.")
@click.option("--on", "day", type=_DAY, help="As on this day; else as today.")
@json_option
@with_state
@click.pass_context
def review(
    context: click.Context, state: State, whole: bool, day: date | None, as_json: bool
) -> None:
    """Look again at older highlights, a few a day, at growing intervals.

    One comes back 7 days after it was made; kept, then after 21, 60, 150 and 365 days. What is
    printed waits for its answer.
    """
    if context.invoked_subcommand is not None:
        return
    from reader.annotate.reviewing import A_DAY, due
    from reader.cli.marks import print_highlight

    library, today = state.session.library, day or date.today()
    reviews = library.reviews.all()
    found = due(library.highlights(), reviews, today, None if whole else A_DAY)
    if as_json:
        listed = [
            {**records.highlight(each), "step": reviews[each.id].step if each.id in reviews else 0}
            for each in found
        ]
        say_json({"day": today.isoformat(), "highlights": listed})
        return
    titles = {episode.id: episode.title for episode in library.episodes()}
    for each in found:
        print_highlight(each, titles[each.episode], state, full=True)
        say(paint(f"  reader review keep {each.id}", dim=True))
    if not found:
        say("Nothing is due.")


def _answer(name: str, help: str) -> None:
    """Add the command that gives the answer `name`."""

    @review.command(name, help=help, epilog=examples(f"reader review {name} ID"))
    @click.argument("ids", metavar="ID…", nargs=-1, required=True)
    @click.option("--on", "day", type=_DAY, help="As on this day; else as today.")
    @json_option
    @with_state
    def answer(state: State, ids: tuple[str, ...], day: date | None, as_json: bool) -> None:
        from reader.annotate.reviewing import answered

        library, today = state.session.library, day or date.today()
        for id in ids:
            library.highlight(id)
        reviews = library.reviews.all()
        done = [answered(id, reviews.get(id), name, today) for id in ids]
        with library.together():
            for each in done:
                library.reviews.keep(each)
        if as_json:
            say_json({"reviews": [_record(each) for each in done]})
        else:
            for each in done:
                said = f"comes back on {each.due}" if each.due else "comes back no more"
                say(paint(f"{each.id} {said}"))


def _record(review: Review) -> dict[str, Any]:
    return {name: getattr(review, name) for name in ("id", "step", "seen", "due")}


_answer("keep", "Keep it: it comes back after a longer while.")
_answer("sooner", "Bring it back sooner.")
_answer("later", "Bring it back much later.")
_answer("never", "Bring it back no more.")
