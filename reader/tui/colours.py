"""Colours: a steady one for each speaker, and those of marks, mixed for the theme in use.

Lines of text take their styles from one palette for each theme, not from component classes: those
are matched against the stylesheet for every widget, which a start in a blink has no time for.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

from rich.color import Color as RichColor
from rich.style import Style
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
    ink, paper, accent, warning = (_parsed(theme, name) for name in _MIXED)
    if ink.ansi is not None or paper.ansi is not None:
        return _ansi()
    dark = paper.brightness < 0.5
    mixed = {
        "ink": ink,
        "paper": paper,
        "accent": accent,
        "warning": warning,
        "dim": paper.blend(ink, 0.58 if dark else 0.7),
        "faint": paper.blend(ink, 0.45 if dark else 0.58),
        "edge": paper.blend(ink, 0.2),
        "here": paper.blend(ink, 0.1),
        "lit": _parsed(theme, "text-primary"),
        "cursor": paper.blend(accent, 0.4 if dark else 0.22),
        "selection": paper.blend(accent, 0.5 if dark else 0.35),
        "match": paper.blend(warning, 0.32 if dark else 0.4),
        "found": warning.blend(ink, 0.0 if dark else 0.45),
        "right": Color.parse("#7fd18b").blend(ink, 0.0 if dark else 0.5),
    }
    for index, colour in enumerate(SPEAKERS):
        mixed[f"speaker-{index}"] = Color.parse(colour).blend(ink, 0.0 if dark else 0.35)
    for name, colour in HIGHLIGHTS.items():
        mixed[f"mark-{name}"] = paper.blend(Color.parse(colour), 0.36 if dark else 0.42)
        mixed[f"over-{name}"] = paper.blend(Color.parse(colour), 0.54 if dark else 0.7)
        mixed[f"list-{name}"] = Color.parse(colour)
    return {f"reader-{name}": colour.hex for name, colour in mixed.items()}


_ROLES = {
    "foreground": "#e0e0e0",
    "background": "#121212",
    "primary": "#0178d4",
    "warning": "#ffa62b",
    "text-primary": "#57a5e2",
}
"""The colours of a theme that the others are made from, and what stands in for one missing."""

_MIXED = ("foreground", "background", "primary", "warning")


def _parsed(theme: Mapping[str, str], name: str) -> Color:
    try:
        return Color.parse(theme[name])
    except (KeyError, ColorParseError):
        return Color.parse(_ROLES[name])


def _ansi() -> dict[str, str]:
    """The variables where the terminal's own sixteen colours are used."""
    names = dict.fromkeys(("dim", "faint", "edge"), "bright_black")
    names |= dict.fromkeys(("ink", "paper", "here"), "default")
    names |= dict.fromkeys(("accent", "lit"), "blue")
    names |= {"cursor": "blue", "selection": "blue", "match": "yellow", "warning": "yellow"}
    names["found"] = "yellow"
    names["right"] = "green"
    hues = ("blue", "yellow", "green", "magenta", "cyan", "bright_blue", "bright_green", "red")
    names |= {f"speaker-{index}": hue for index, hue in enumerate(hues)}
    marks = {"yellow": "yellow", "green": "green", "blue": "cyan", "pink": "magenta"}
    marks["orange"] = "red"
    names |= {f"{kind}-{name}": hue for name, hue in marks.items() for kind in ("mark", "list")}
    names |= {f"over-{name}": f"bright_{hue}" for name, hue in marks.items()}
    return {f"reader-{name}": f"ansi_{colour}" for name, colour in names.items()}


def palette(mixed: Mapping[str, str], *, plain: bool = False) -> dict[str, Style]:
    """The styles of what lines of text are made of, by name, from `variables`.

    With `plain` there are none of colour: what is marked is bold, underlined or reversed.
    """
    if plain:
        return _plain()

    def of(name: str) -> RichColor:
        return Color.parse(mixed[f"reader-{name}"]).rich_color

    styles = {
        "time": Style(color=of("faint")),
        "fold": Style(color=of("dim")),
        "aside": Style(color=of("dim"), italic=True),
        "heading-1": Style(color=of("lit"), bold=True),
        "heading-2": Style(color=of("lit")),
        "corrected": Style(color=of("right"), italic=True),
        "bar": Style(color=of("accent")),
        "word": Style(underline=True),
        "match": Style(bgcolor=of("match")),
        "found": Style(color=of("found"), bold=True),
        "match-current": Style(color=of("paper"), bgcolor=of("warning"), bold=True),
        "selection": Style(bgcolor=of("selection")),
        "dim": Style(color=of("dim")),
        "strong": Style(bold=True),
        "at-hand": Style(bold=True),
        "accent": Style(color=of("lit")),
        "cursor": Style(bgcolor=of("cursor")),
        "here": Style(bgcolor=of("here")),
    }
    for index in range(HUES):
        styles[f"speaker-{index}"] = Style(color=of(f"speaker-{index}"), bold=True)
    for name in HIGHLIGHTS:
        styles[f"mark-{name}"] = Style(bgcolor=of(f"mark-{name}"))
        styles[f"over-{name}"] = Style(bgcolor=of(f"over-{name}"))
        styles[name] = Style(color=of(f"list-{name}"))
    if mixed["reader-paper"].startswith("ansi_"):
        styles |= _over_sixteen(styles)
    return styles


def _over_sixteen(styles: Mapping[str, Style]) -> dict[str, Style]:
    """Of the styles that have a background, those for the terminal's own colours.

    What the terminal takes for its text may not be legible on them: it is black, or reversed.
    """
    black, turned = Style(color="black"), Style(color="default", bgcolor="default", reverse=True)
    marked = [name for name in styles if name.startswith(("mark-", "over-"))]
    over = {name: styles[name] + black for name in ("match", *marked)}
    over |= dict.fromkeys(("cursor", "selection"), turned)
    return over | {"match-current": turned + Style(bold=True)}


def _plain() -> dict[str, Style]:
    """The palette without colours (https://no-color.org)."""
    nothing, bold = Style.null(), Style(bold=True)
    names = ("time", "fold", "bar", "dim", "accent", "here", *HIGHLIGHTS)
    styles = dict.fromkeys(names, nothing)
    styles |= {"aside": Style(italic=True), "corrected": Style(italic=True)}
    styles |= {"heading-1": bold, "heading-2": Style(underline=True)}
    styles |= {"word": Style(underline=True), "strong": bold, "here": bold, "found": bold}
    styles |= {"at-hand": bold}
    styles |= {"match": Style(bold=True, underline=True), "match-current": Style(reverse=True)}
    styles |= {"selection": Style(reverse=True), "cursor": Style(reverse=True)}
    styles |= {f"speaker-{index}": bold for index in range(HUES)}
    styles |= {f"mark-{name}": Style(underline=True) for name in HIGHLIGHTS}
    styles |= {f"over-{name}": Style(underline=True, italic=True) for name in HIGHLIGHTS}
    return styles
