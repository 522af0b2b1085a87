"""Commands on podcast feeds: update, feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from reader.cli.base import State, examples, json_option, private_option, with_state
from reader.cli.episodes import add_found
from reader.cli.output import paint, say, say_json, table

if TYPE_CHECKING:
    from reader.library import Feed

NONE = "No feed is followed. `reader add FEED-URL` adds its transcripts and follows it."


@click.command(epilog=examples("reader update", "reader update 'part of its title'"))
@click.argument("name", metavar="[FEED]", required=False)
@private_option
@json_option
@with_state
def update(state: State, name: str | None, allow_private: bool, as_json: bool) -> int:
    """Fetch what is new in the feeds that were added, or in one of them.

    A transcript that has changed becomes a new version, and its highlights go with it. An episode
    that you removed stays away.
    """
    session = state.session
    feeds = session.library.feeds.all() if name is None else [session.library.feeds.find(name)]
    if not feeds and not as_json:
        say(NONE)
        return 0
    with session.news(feeds, allow_private=allow_private) as found:
        return add_found(session, found, as_json=as_json)


@click.group(
    invoke_without_command=True, epilog=examples("reader feeds", "reader feeds rm 'its title'")
)
@json_option
@with_state
@click.pass_context
def feeds(context: click.Context, state: State, as_json: bool) -> None:
    """List the feeds that `reader update` looks at; `feeds rm` forgets one."""
    if context.invoked_subcommand is not None:
        return
    followed = state.session.library.feeds.all()
    if as_json:
        say_json({"feeds": [_record(feed) for feed in followed]})
    elif not followed:
        say(NONE)
    else:
        table(
            (
                (
                    feed.id,
                    feed.title,
                    f"{feed.episodes} episode{'s' if feed.episodes != 1 else ''}",
                    (feed.checked or "not yet")[:10],
                    feed.url,
                )
                for feed in followed
            ),
            right=(0, 2),
        )


@feeds.command("rm", epilog=examples("reader feeds rm 3"))
@click.argument("name", metavar="FEED")
@json_option
@with_state
def rm(state: State, name: str, as_json: bool) -> None:
    """Follow a feed no longer. Its episodes stay in the library."""
    feed = state.session.library.feeds.find(name)
    state.session.library.feeds.forget(feed.url)
    if as_json:
        say_json({"removed": feed.id, "title": feed.title})
    else:
        say(f"followed no longer  {paint(feed.title, bold=True)}")


def _record(feed: Feed) -> dict[str, Any]:
    names = "id title url episodes added checked"
    return {name: getattr(feed, name) for name in names.split()}
