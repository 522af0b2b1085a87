"""Keymaps: which keys do what in which mode, and the machine that follows sequences of keys.

A keymap is a TOML file: a section for each mode, an action's name, and its keys, either one text or
a list. A key is a character as typed (`j`, `G`, `/`), or a name (`enter`, `ctrl+d`, `shift+tab`);
keys with a space between them are a sequence (`g g`). A file may say `extends = "vim"` to start
from another; its entries then replace that one's, and an empty list leaves an action without keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from reader import tables
from reader.actions import ACTIONS, CHAINS, MODES
from reader.errors import ConfigError, KeymapError

NAMED_KEYS = frozenset(
    "enter escape space tab backspace delete insert home end pageup pagedown up down left right "
    "f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12".split()
)
MODIFIERS = frozenset({"ctrl", "shift", "alt", "super"})

Sequence_ = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keymap:
    """For each mode, sequences of keys and the action each runs."""

    name: str
    bindings: Mapping[str, Mapping[Sequence_, str]]

    def keys_of(self, action: str) -> list[Sequence_]:
        """The sequences that run `action`, in the order of the file."""
        mode = ACTIONS[action].mode
        return [keys for keys, bound in self.bindings[mode].items() if bound == action]

    def reach(self, place: str) -> dict[Sequence_, str]:
        """Every sequence that works in `place`, nearer modes before farther ones."""
        reach: dict[Sequence_, str] = {}
        for mode in reversed(CHAINS[place]):
            for keys, action in self.bindings[mode].items():
                for shadowed in [k for k in reach if _clash(k, keys)]:
                    del reach[shadowed]
                reach[keys] = action
        return reach


@dataclass(frozen=True, slots=True)
class Step:
    """What one key led to: an action, or `pending` keys and what may follow them; or nothing."""

    action: str | None = None
    pending: Sequence_ = ()
    follow: Mapping[Sequence_, str] = field(default_factory=dict)

    @property
    def used(self) -> bool:
        """Whether the key meant something."""
        return self.action is not None or bool(self.pending)


class Machine:
    """Follows keys through a keymap. There is no time-out: an unknown key ends a sequence."""

    def __init__(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self._reach = {place: keymap.reach(place) for place in CHAINS}
        self._pending: Sequence_ = ()

    def feed(self, place: str, key: str) -> Step:
        """Take one key pressed in `place`."""
        keys = (*self._pending, key)
        reach = self._reach[place]
        if keys in reach:
            self._pending = ()
            return Step(action=reach[keys])
        follow = {full: action for full, action in reach.items() if full[: len(keys)] == keys}
        broken = bool(self._pending)
        self._pending = keys if follow else ()
        if follow:
            return Step(pending=keys, follow=follow)
        return self.feed(place, key) if broken and key != "escape" else Step()

    def forget(self) -> None:
        """Drop a sequence that was begun."""
        self._pending = ()


def key_name(key: str, character: str | None) -> str:
    """How keymaps write a key that the terminal reported as `key`, typing `character`."""
    if character and len(character) == 1 and character.isprintable() and character != " ":
        return character
    return key


def show(keys: Sequence[str]) -> str:
    """A sequence as people read it: `g g`, `Ctrl+D`, `Enter`."""
    return " ".join(_show(key) for key in keys)


def _show(key: str) -> str:
    if len(key) == 1:
        return key
    arrows = {"up": "↑", "down": "↓", "left": "←", "right": "→", "escape": "Esc"}
    parts = key.split("+")
    return "+".join(arrows.get(p, p.upper() if len(p) == 1 else p.capitalize()) for p in parts)


def shipped() -> list[str]:
    """The names of the keymaps that come with the program."""
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in _shipped_folder().iterdir()
        if entry.name.endswith(".toml")
    )


def load(name: str, folder: Path | None = None) -> Keymap:
    """The keymap `name`: a file of the user's in `folder`, else one that is shipped.

    Raises `KeymapError`, with file and line, for an unknown mode, action or key, and for keys that
    would mean two things.
    """
    return Keymap(name, _bindings(name, folder, ()))


def check(keymap: Keymap) -> list[str]:
    """The actions that no key of `keymap` reaches."""
    bound = {action for mode in keymap.bindings.values() for action in mode.values()}
    return [name for name in ACTIONS if name not in bound]


def _bindings(
    name: str, folder: Path | None, above: tuple[str, ...]
) -> dict[str, dict[Sequence_, str]]:
    table = _table(name, folder if name not in above else None)
    base = table.values[""].get("extends")
    for key in table.values[""]:
        if key not in ("extends", "name"):
            raise KeymapError(
                f"unknown setting “{key}”",
                where=table.at("", key),
                hint="keys stand under a mode, such as [page]",
            )
    bindings: dict[str, dict[Sequence_, str]] = {mode: {} for mode in MODES}
    if base is not None:
        where = table.at("", "extends")
        if not isinstance(base, str):
            raise KeymapError("“extends” must name a keymap", where=where)
        if len(above) > 8 or (base in (*above, name) and base not in shipped()):
            raise KeymapError("the keymap extends itself", where=where)
        bindings = _bindings(base, folder, (*above, name))
    for mode, entries in table.values.items():
        if mode == "":
            continue
        if mode not in MODES:
            raise KeymapError(
                f"unknown mode [{mode}]",
                where=table.at(mode),
                hint=tables.nearest(mode, list(MODES)),
            )
        _fill(bindings[mode], table, mode, entries)
    return bindings


def _fill(
    bindings: dict[Sequence_, str], table: tables.Table, mode: str, entries: dict[str, object]
) -> None:
    """Bind the `entries` of one section. What the base bound yields; within the file it clashes."""
    names = [action.name for action in ACTIONS.values() if action.mode == mode]
    written: dict[Sequence_, str] = {}
    for name, value in entries.items():
        where = table.at(mode, name)
        if name not in names:
            hint = f"it belongs to [{ACTIONS[name].mode}]" if name in ACTIONS else ""
            raise KeymapError(
                f"unknown action “{name}” in [{mode}]",
                where=where,
                hint=hint or tables.nearest(name, names),
            )
        for keys in _sequences(value, where):
            for other, action in written.items():
                if _clash(keys, other):
                    raise KeymapError(
                        f"“{' '.join(keys)}” ({name}) conflicts with “{' '.join(other)}” "
                        f"({action}, line {table.lines.get((mode, action), '?')})",
                        where=where,
                        hint="give one of them another key",
                    )
            written[keys] = name
    for keys in [k for k, action in bindings.items() if action in entries]:
        del bindings[keys]
    for keys in [k for k in bindings if any(_clash(k, new) for new in written)]:
        del bindings[keys]
    bindings.update(written)


def _sequences(value: object, where: str) -> list[Sequence_]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        raise KeymapError("keys are a text or a list of texts", where=where)
    sequences = [tuple(text.split()) for text in values]
    for key in (key for keys in sequences for key in keys):
        if not _known(key):
            raise KeymapError(
                f"unknown key “{key}”", where=where, hint="such as j, G, /, ctrl+d, enter, f1"
            )
    return sequences


def _known(key: str) -> bool:
    if len(key) == 1:
        return key.isprintable()
    *modifiers, last = key.split("+")
    return (
        (last in NAMED_KEYS or (bool(modifiers) and len(last) == 1))
        and set(modifiers) <= MODIFIERS
        and len(set(modifiers)) == len(modifiers)
    )


def _clash(one: Sequence_, other: Sequence_) -> bool:
    """Whether one sequence is the other, or begins it: without a time-out both cannot work."""
    short = min(len(one), len(other))
    return one[:short] == other[:short]


def _table(name: str, folder: Path | None) -> tables.Table:
    file = folder / f"{name}.toml" if folder is not None else None
    try:
        if not name or Path(name).name != name:
            raise KeymapError(f"there is no keymap “{name}”", hint="a keymap's name is no path")
        if file is not None and file.is_file():
            return tables.load(file)
        entry = _shipped_folder() / f"{name}.toml"
        if entry.is_file():
            return tables.parse(entry.read_text(encoding="utf-8"), f"keymaps/{name}.toml")
    except ConfigError as error:
        raise KeymapError(error.what, where=error.where, hint=error.hint) from error
    raise KeymapError(f"there is no keymap “{name}”", hint=f"shipped: {', '.join(shipped())}")


def _shipped_folder() -> Path:
    inside = Path(str(resources.files("reader"))) / "keymaps"
    return inside if inside.is_dir() else inside.parents[1] / "keymaps"
