"""The settings: what each may be (keymaps, themes, styles, colours), read and saved."""

from __future__ import annotations

from collections.abc import Sequence

from reader.errors import ConfigError
from reader.settings import config, themes
from reader.settings.config import MAY, Allowed, Paths, Settings


def allowed(paths: Paths) -> Allowed:
    """The texts of which a setting may have one, by its name, the user's own files among them."""

    def keymaps() -> Sequence[str]:
        from reader import keys

        return keys.available(paths.keymaps)

    return {
        "theme": lambda: themes.available(paths.themes),
        "keymap": keymaps,
        "citation": _styles,
        "colour": _colours,
    }


def _styles() -> Sequence[str]:
    from reader.cite import STYLES

    return STYLES


def _colours() -> Sequence[str]:
    from reader.library import COLOURS

    return COLOURS


def read(paths: Paths) -> tuple[Settings, list[ConfigError]]:
    """The settings of the user, and each mistake in them with its line. The default holds where
    there is one."""
    return config.read(paths, allowed(paths))


def save(paths: Paths, name: str, written: str) -> config.Value:
    """Set `name` to what was `written` and return the value; all else in the file stays.

    Raises `ConfigError` as `config.save` does.
    """
    return config.save(paths, name, written, allowed(paths))


def choices(paths: Paths, name: str) -> Sequence[str]:
    """The texts that the setting `name` may have; none where it may be any text or a number."""
    if isinstance(getattr(Settings(), name), bool):
        return ("true", "false")
    may, among = MAY[name], allowed(paths)
    return may.choices or (among[name]() if name in among else ())


def in_words(paths: Paths, name: str) -> str:
    """What the setting `name` may be."""
    may = MAY[name]
    if may.high:
        return f"{may.low} to {may.high}"
    return ", ".join(choices(paths, name)) or "a text"


def written(value: config.Value) -> str:
    """`value` as it is shown and as `save` takes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
