"""The colours of highlights by the names that the user gives them."""

from __future__ import annotations

from reader.errors import ReaderError
from reader.library import COLOURS
from reader.settings.config import Settings


def colour_names(settings: Settings) -> dict[str, str]:
    """The names that the user gave, by colour."""
    names = {colour: " ".join(getattr(settings, colour).split()) for colour in COLOURS}
    return {colour: name for colour, name in names.items() if name}


def colour_meant(name: str, settings: Settings) -> str:
    """The colour that `name` means: a name that the user gave, or the colour's own.

    Raises `ReaderError` where it is none.
    """
    wanted = " ".join(name.split()).casefold()
    given = colour_names(settings)
    for colour in COLOURS:
        if given.get(colour, "").casefold() == wanted:
            return colour
    if wanted in COLOURS:
        return wanted
    raise ReaderError(f"there is no colour “{name}”", hint=", ".join(listed(settings)))


def listed(settings: Settings) -> list[str]:
    """Every colour, each by the name that the user gave it, if any."""
    given = colour_names(settings)
    return [given.get(colour, colour) for colour in COLOURS]
