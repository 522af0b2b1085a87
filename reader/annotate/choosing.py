"""Choosing among highlights: by words, tags, colour, and whether their place was lost."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.library import Highlight


def parse_tags(text: str) -> tuple[str, ...]:
    """The tags in `text`, separated by commas or white space, without a leading `#`.

    A `/` makes a tag part of another: `water/tides`. Each comes once, whatever its case, as it was
    first written.
    """
    tags: dict[str, str] = {}
    for piece in re.split(r"[\s,;]+", text):
        levels = [level for level in piece.lstrip("#").split("/") if level]
        if levels:
            tag = "/".join(levels)
            tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())


def select(
    highlights: Iterable[Highlight],
    *,
    query: str | None = None,
    tags: Iterable[str] = (),
    colour: str | None = None,
    orphans: bool = False,
) -> list[Highlight]:
    """Those of `highlights` that answer to everything asked, in their order.

    `query`: each of its words is in the quote, the note or a tag, in any case. `tags`: it has each
    of them, or a tag under it. `orphans`: only those whose place is lost.
    """
    words = (query or "").casefold().split()
    wanted = [tag.casefold() for tag in tags]
    return [
        highlight
        for highlight in highlights
        if all(word in _searched(highlight) for word in words)
        and all(_tagged(highlight, tag) for tag in wanted)
        and (colour is None or highlight.colour == colour)
        and (not orphans or highlight.state == "orphan")
    ]


def _searched(highlight: Highlight) -> str:
    return "\n".join((highlight.quote, highlight.note, *highlight.tags)).casefold()


def _tagged(highlight: Highlight, tag: str) -> bool:
    held = (own.casefold() for own in highlight.tags)
    return any(own == tag or own.startswith(f"{tag}/") for own in held)
