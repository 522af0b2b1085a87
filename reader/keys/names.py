"""Keys: how keymaps write them, what terminals report, and how people read them."""

from __future__ import annotations

from collections.abc import Sequence

NAMED_KEYS = frozenset(
    "enter escape space tab backspace delete insert home end pageup pagedown up down left right "
    "f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12".split()
)
MODIFIERS = frozenset({"ctrl", "shift", "alt", "super"})

SAME_KEY = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "escape"}
"""Ctrl makes of a letter the control character that another key sends too (ECMA-48, C0)."""

_REPORTED = {
    "backslash": "\\",
    "right_square_bracket": "]",
    "circumflex_accent": "^",
    "underscore": "_",
}
"""Characters that are reported by a name of Textual's when they are typed with Ctrl."""

Sequence_ = tuple[str, ...]
"""Keys to press one after another."""


_OPTION = {typed: f"alt+{key}" for typed, key in zip("¡™£¢∞§¶•ªº–≠", "1234567890-=", strict=True)}
"""What the option key of a Mac types with these; Textual reports it for alt on any terminal."""


def key_name(key: str, character: str | None) -> str:
    """How keymaps write a key that the terminal reported as `key`, typing `character`."""
    if character in _OPTION:
        return _OPTION[character]
    *modifiers, last = key.split("+")
    if character and len(character) == 1 and character.isprintable() and character != " ":
        return f"alt+{character}" if "alt" in modifiers else character
    return "+".join([*modifiers, _REPORTED.get(last, last)]) if modifiers else key


def show(keys: Sequence[str]) -> str:
    """A sequence as people read it: `g g`, `Ctrl+D`, `Enter`."""
    return " ".join(_show(key) for key in keys)


def _show(key: str) -> str:
    if len(key) == 1:
        return key
    arrows = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
    arrows |= {"escape": "Esc", "pagedown": "PgDn", "pageup": "PgUp"}
    parts = key.split("+")
    return "+".join(arrows.get(p, p.upper() if len(p) == 1 else p.capitalize()) for p in parts)


def written_as(key: str) -> str:
    """What to write for a key that terminals do not tell from another; nothing if they do."""
    *modifiers, last = key.split("+")
    if len(last) != 1 or not set(modifiers) <= MODIFIERS or not modifiers:
        return ""
    ctrl, shift = "ctrl" in modifiers, "shift" in modifiers
    if shift and not ctrl and not last.isalpha():
        return "the character that it types"
    kept = [each for each in modifiers if each != "shift"]
    letter = last.lower() if ctrl else last.upper() if shift else last
    plain = "+".join([*kept, letter])
    return SAME_KEY.get(plain, "" if plain == key else plain)


def is_known(key: str) -> bool:
    """Whether a keymap may name `key`."""
    if len(key) == 1:
        return key.isprintable()
    *modifiers, last = key.split("+")
    return (
        (last in NAMED_KEYS or (bool(modifiers) and len(last) == 1))
        and set(modifiers) <= MODIFIERS
        and len(set(modifiers)) == len(modifiers)
    )


def overlap(one: Sequence_, other: Sequence_) -> bool:
    """Whether one sequence is the other, or begins it: without a time-out both cannot work."""
    short = min(len(one), len(other))
    return one[:short] == other[:short]
