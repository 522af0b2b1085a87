"""Keymaps: which keys do what in which mode.

A keymap is a TOML file: a section for each mode, an action's name, and its keys, either one text or
a list. A key is a character as typed (`j`, `G`, `/`), or a name (`enter`, `ctrl+d`, `shift+tab`);
keys with a space between them are a sequence (`g g`). A file may say `extends = "vim"` to start
from another; its entries then replace that one's, a key it binds is taken from the action that had
it, and an empty list (`copy = []`) leaves an action without keys on purpose. `counts` says which
keys begin a count, such as the three turns of `3 ]`: "digits", "alt+digits" or "none".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from reader import tables
from reader.actions import ACTIONS, CHAINS, MODES
from reader.errors import ConfigError, KeymapError
from reader.keys.names import Sequence_, is_known, overlap, show, written_as

COUNTS = {"digits": "", "alt+digits": "alt+", "none": None}
"""What may begin a count, and what stands before its first digit."""

UNSAID = "alt+digits"
"""What begins a count where no keymap says so."""

TYPED = frozenset({"input", "note", "jump"})
"""The places where characters are typed: none of their keys is part of a count."""

DIGITS = frozenset("0123456789")
"""What a count is made of."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """For each mode, sequences of keys and the action each runs.

    `base` is the keymap it extends, `lines` says where its own file binds an action, and `silent`
    are the actions left without keys on purpose. `counts` is one of `COUNTS`.
    """

    name: str
    bindings: Mapping[str, Mapping[Sequence_, str]]
    base: Keymap | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    counts: str = UNSAID

    def keys_of(self, action: str) -> list[Sequence_]:
        """The sequences that run `action`, in the order of the file."""
        mode = ACTIONS[action].mode
        return [keys for keys, bound in self.bindings[mode].items() if bound == action]

    def reach(self, place: str) -> dict[Sequence_, str]:
        """Every sequence that works in `place`, nearer modes before farther ones."""
        reach: dict[Sequence_, str] = {}
        alike: dict[str, list[Sequence_]] = {}
        for mode in reversed(CHAINS[place]):
            for keys, action in self.bindings[mode].items():
                begun = alike.setdefault(keys[0], [])
                for shadowed in [k for k in begun if overlap(k, keys)]:
                    del reach[shadowed]
                    begun.remove(shadowed)
                reach[keys] = action
                begun.append(keys)
        return reach


def shipped() -> list[str]:
    """The names of the keymaps that come with the program."""
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in _shipped_folder().iterdir()
        if entry.name.endswith(".toml")
    )


def available(folder: Path) -> list[str]:
    """The names of all keymaps: the user's own in `folder` and those that are shipped."""
    return sorted({*shipped(), *(file.stem for file in folder.glob("*.toml"))})


def load(name: str, folder: Path | None = None) -> Keymap:
    """The keymap `name`: a file of the user's in `folder`, else one that is shipped.

    Raises `KeymapError`, with file and line, for an unknown mode, action or key, and for keys that
    would mean two things. A key taken from an action of the keymap it extends is no error:
    `remarks` tells of it.
    """
    return _keymap(name, folder, ())


def check(keymap: Keymap) -> list[str]:
    """The actions that no key of `keymap` reaches where they are looked for, but for those left so
    on purpose: what works everywhere is looked for on the page and in lists."""
    reached = {
        action
        for place in CHAINS
        for action in keymap.reach(place).values()
        if place in ("page", "list") or ACTIONS[action].mode != "everywhere"
    }
    return [name for name in ACTIONS if name not in reached | keymap.silent]


def require_keys(keymap: Keymap) -> None:
    """Raise `KeymapError` when `check` finds an action."""
    if missing := check(keymap):
        raise KeymapError(
            f"without a key: {', '.join(missing)}",
            where=f"keymap {keymap.name}",
            hint=f"give each a key, or write {missing[0]} = [] if it is to have none",
        )


def remarks(keymap: Keymap) -> list[str]:
    """A line for each key that `keymap` takes from the one it extends, or hides behind a nearer
    mode's; those that a shipped keymap hides are left out."""
    lines = _taken(keymap, keymap.base) if keymap.base else []
    known = {hidden for name in shipped() for hidden in _hidden(load(name))}
    if keymap.base:
        known |= set(_hidden(keymap.base))
    for mode, near, keys, far, behind in _hidden(keymap):
        if (mode, near, keys, far, behind) not in known:
            which = "" if keys == behind else f" ({show(behind)})"
            where = MODES[mode].lower()
            line = f"{_named(keymap, near)} hides {_named(keymap, far)}{which} {where}"
            lines.append(f"{show(keys)}: {line}")
    return lines + _uncounted(keymap)


def _uncounted(keymap: Keymap) -> list[str]:
    """A line for each digit that its own file takes from those that begin a count."""
    before = COUNTS[keymap.counts]
    begin = set() if before is None else {before + digit for digit in DIGITS - {"0"}}
    return [
        f"{show(keys)}: {_named(keymap, action)} takes it from the counts: none begins with it "
        f"{MODES[mode].lower()}"
        for mode, bindings in keymap.bindings.items()
        for keys, action in bindings.items()
        if mode not in TYPED and keys[0] in begin and action in keymap.lines and keymap.base
    ]


def _taken(keymap: Keymap, base: Keymap) -> list[str]:
    lines = []
    for mode, bindings in base.bindings.items():
        mine = keymap.bindings[mode]
        for keys, action in bindings.items():
            if mine.get(keys) == action or action in keymap.lines:
                continue
            taker = next(k for k in mine if overlap(k, keys))
            left = ", ".join(map(show, keymap.keys_of(action)))
            which = "it" if taker == keys else show(keys)
            lines.append(
                f"{show(taker)}: {_named(keymap, mine[taker])} takes {which} from {action}, "
                f"which {f'keeps {left}' if left else 'has no key now'}"
            )
    return lines


def _hidden(keymap: Keymap) -> list[tuple[str, str, Sequence_, str, Sequence_]]:
    """A nearer mode, its action and keys, and the farther mode's action and keys behind those."""
    pairs = {(c[i], far) for c in CHAINS.values() for i in range(len(c)) for far in c[i + 1 :]}
    return [
        (mode, near, keys, far, behind)
        for mode, farther in sorted(pairs)
        for keys, near in keymap.bindings[mode].items()
        for behind, far in keymap.bindings[farther].items()
        if overlap(keys, behind)
    ]


def _named(keymap: Keymap, action: str) -> str:
    line = keymap.lines.get(action)
    return f"{action} (line {line})" if line else action


def _keymap(name: str, folder: Path | None, above: tuple[str, ...]) -> Keymap:
    table = _table(name, folder if name not in above else None)
    base = table.values[""].get("extends")
    for key in table.values[""]:
        if key not in ("extends", "name", "counts"):
            raise KeymapError(
                f"unknown setting “{key}”",
                where=table.at("", key),
                hint=f"keys stand under a mode, such as [{key if key in MODES else 'page'}]",
            )
    below = None
    if base is not None:
        where = table.at("", "extends")
        if not isinstance(base, str):
            raise KeymapError("“extends” must name a keymap", where=where)
        if len(above) > 8 or (base in (*above, name) and base not in shipped()):
            raise KeymapError("the keymap extends itself", where=where)
        below = _keymap(base, folder, (*above, name))
    counts = table.values[""].get("counts", below.counts if below else UNSAID)
    if not isinstance(counts, str) or counts not in COUNTS:
        hint = f"it is one of {', '.join(COUNTS)}"
        raise KeymapError(f"“counts” cannot be {counts!r}", where=table.at("", "counts"), hint=hint)
    bindings = {mode: dict(below.bindings[mode]) if below else {} for mode in MODES}
    silent = set(below.silent) if below else set()
    lines: dict[str, int] = {}
    for mode, entries in table.values.items():
        if mode == "":
            continue
        if mode not in MODES:
            raise KeymapError(
                f"unknown mode [{mode}]",
                where=table.at(mode),
                hint=tables.nearest(mode, list(MODES)),
            )
        written = _fill(bindings[mode], table, mode, entries)
        silent = silent - set(entries) | (set(entries) - set(written.values()))
        lines |= {action: table.lines.get((mode, action), 0) for action in entries}
    return Keymap(name, bindings, below, lines, frozenset(silent), counts)


def _fill(
    bindings: dict[Sequence_, str], table: tables.Table, mode: str, entries: dict[str, object]
) -> dict[Sequence_, str]:
    """Bind the `entries` of one section, and return what they bind.

    What the base bound yields to it; within the file it clashes.
    """
    names = {action.name: None for action in ACTIONS.values() if action.mode == mode}
    written: dict[Sequence_, str] = {}
    for name, value in entries.items():
        where = table.at(mode, name)
        if name not in names:
            hint = f"it belongs to [{ACTIONS[name].mode}]" if name in ACTIONS else ""
            raise KeymapError(
                f"unknown action “{name}” in [{mode}]",
                where=where,
                hint=hint or tables.nearest(name, list(names)),
            )
        for keys in _sequences(value, where):
            for other, action in written.items():
                if keys[0] == other[0] and overlap(keys, other):
                    raise KeymapError(
                        f"“{' '.join(keys)}” ({name}) conflicts with “{' '.join(other)}” "
                        f"({action}, line {table.lines.get((mode, action), '?')})",
                        where=where,
                        hint="give one of them another key",
                    )
            written[keys] = name
    for keys in [k for k, action in bindings.items() if action in entries]:
        del bindings[keys]
    begun = {new[0] for new in written}
    for keys in [k for k in bindings if k[0] in begun and any(overlap(k, n) for n in written)]:
        del bindings[keys]
    bindings.update(written)
    return written


def _sequences(value: object, where: str) -> list[Sequence_]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        raise KeymapError("keys are a text or a list of texts", where=where)
    sequences = [tuple(text.split()) for text in values]
    for key in (key for keys in sequences for key in keys):
        if instead := written_as(key):
            raise KeymapError(
                f"terminals send “{key}” as {instead}", where=where, hint=f"write {instead}"
            )
        if not is_known(key):
            raise KeymapError(
                f"unknown key “{key}”", where=where, hint="such as j, G, /, ctrl+d, enter, f1"
            )
    return sequences


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
    there = available(folder) if folder is not None else shipped()
    raise KeymapError(f"there is no keymap “{name}”", hint=f"there are {', '.join(there)}")


def _shipped_folder() -> Path:
    inside = Path(str(resources.files("reader"))) / "keymaps"
    return inside if inside.is_dir() else inside.parents[1] / "keymaps"
