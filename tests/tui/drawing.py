"""A screen as text that can be kept and compared: its characters, and the styles that matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rich.style import Style
from textual.strip import Strip

from .support import Room

_NAMED = ("here", "cursor", "selection", "match", "match-current", "corrected", "found")
_KINDS = ("mark-", "over-")
_TOOK = re.compile(r"\b\d+ ms\b")
_MOST = 60
"""So many characters of a run are shown."""


def drawn(room: Room) -> str:
    """The screen line by line; then, by number of line, each run of words with a style of its own:
    a row under the cursor, a highlight, a match, a selection, what is underlined or reversed.
    """
    strips = room.app.screen._compositor.render_strips()
    styles = _styles(room.app.palette)
    lines = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
    runs = [
        f"{number:>3}  {name}: {text}"
        for number, strip in enumerate(strips, 1)
        for name, text in _runs(strip, styles)
    ]
    focused = room.app.focused
    keys = f"keys go to: {type(focused).__name__ if focused else 'the screen'}"
    return _TOOK.sub("… ms", "\n".join([*lines, "", f"-- {keys}", *runs, ""]))


def _styles(palette: Mapping[str, Style]) -> dict[tuple[str, object], str]:
    """The name of each style that matters, by what it is known by: a background or a colour."""
    named: dict[tuple[str, object], str] = {}
    for name, style in palette.items():
        if name in _NAMED or name.startswith(_KINDS):
            known = ("on", style.bgcolor) if style.bgcolor else ("in", style.color)
            named.setdefault(known, name)
    return named


def _runs(strip: Strip, styles: Mapping[tuple[str, object], str]) -> Iterator[tuple[str, str]]:
    """The runs of one line: what styles they have, and their text."""
    before, said = "", ""
    for segment in strip:
        name = _name(segment.style or Style.null(), styles)
        if name != before:
            if before and said.strip():
                yield before, said.strip()[:_MOST]
            before, said = name, ""
        said += segment.text
    if before and said.strip():
        yield before, said.strip()[:_MOST]


def _name(style: Style, styles: Mapping[tuple[str, object], str]) -> str:
    names = [styles.get(("on", style.bgcolor), ""), styles.get(("in", style.color), "")]
    names.append("underlined" if style.underline else "")
    return " ".join(name for name in names if name)
