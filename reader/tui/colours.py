"""Colours: a steady one for each speaker, and those of marks, mixed for the theme in use."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

from textual.color import Color, ColorParseError

SPEAKERS = (
    "#4fa8ff",
    "#ff9b54",
    "#52c788",
    "#e57bc0",
    "#d1b24a",
    "#a58bff",
    "#45c4c4",
    "#ef6f6c",
)
"""The colours of speakers on a dark page; the stylesheet names them `speaker-0` to `speaker-7`."""

HUES = len(SPEAKERS)

HIGHLIGHTS = {
    "yellow": "#d7b300",
    "green": "#2fb45a",
    "blue": "#3c8cff",
    "pink": "#ff5c9d",
    "orange": "#ff8a1f",
}
"""The colours of highlights as lists show them; on the page they are mixed with the background."""


def speaker_hues(names: Sequence[str]) -> dict[str, int]:
    """A hue for each of `names`, from the name alone unless two of one episode would share it."""
    hues: dict[str, int] = {}
    taken: set[int] = set()
    for name in names:
        hue = zlib.crc32(name.casefold().encode("utf-8", "replace")) % HUES
        if len(taken) < HUES:
            while hue in taken:
                hue = (hue + 1) % HUES
        taken.add(hue)
        hues[name] = hue
    return hues


def variables(theme: Mapping[str, str]) -> dict[str, str]:
    """The stylesheet's own variables, mixed from the colours of a theme.

    They are opaque: a style that is laid over another in one line of text has no transparency.
    """
    try:
        ink, paper = Color.parse(theme["foreground"]), Color.parse(theme["background"])
        accent, warning = Color.parse(theme["primary"]), Color.parse(theme["warning"])
    except (KeyError, ColorParseError):
        ink, paper = Color.parse("#e0e0e0"), Color.parse("#121212")
        accent, warning = Color.parse("#0178d4"), Color.parse("#ffa62b")
    if ink.ansi is not None or paper.ansi is not None:
        return _ansi()
    dark = paper.brightness < 0.5
    mixed = {
        "dim": paper.blend(ink, 0.55),
        "faint": paper.blend(ink, 0.38),
        "edge": paper.blend(ink, 0.2),
        "here": paper.blend(ink, 0.1),
        "cursor": paper.blend(accent, 0.4),
        "selection": paper.blend(accent, 0.5 if dark else 0.35),
        "match": paper.blend(warning, 0.32 if dark else 0.4),
    }
    for index, colour in enumerate(SPEAKERS):
        mixed[f"speaker-{index}"] = Color.parse(colour).blend(ink, 0.0 if dark else 0.35)
    for name, colour in HIGHLIGHTS.items():
        mixed[f"mark-{name}"] = paper.blend(Color.parse(colour), 0.36 if dark else 0.42)
    return {f"reader-{name}": colour.hex for name, colour in mixed.items()}


def _ansi() -> dict[str, str]:
    """The variables where the terminal's own sixteen colours are used."""
    names = {"dim": "ansi_bright_black", "faint": "ansi_bright_black", "edge": "ansi_bright_black"}
    names |= {"here": "ansi_default", "cursor": "ansi_blue", "selection": "ansi_blue"}
    names |= {"match": "ansi_yellow"}
    hues = ("blue", "yellow", "green", "magenta", "cyan", "bright_blue", "bright_green", "red")
    names |= {f"speaker-{index}": f"ansi_{hue}" for index, hue in enumerate(hues)}
    marks = {"yellow": "yellow", "green": "green", "blue": "cyan", "pink": "magenta"}
    names |= {f"mark-{name}": f"ansi_{colour}" for name, colour in marks.items()}
    names["mark-orange"] = "ansi_red"
    return {f"reader-{name}": colour for name, colour in names.items()}
