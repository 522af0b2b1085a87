"""Giving an action other keys: what that would take from others, and the keymap file it writes.

A keymap of the user's own is changed where it is. Over one that is shipped a file `mine.toml` is
laid that extends it. All else in the file, its comments too, stays as it is. `folder` is where the
user's keymaps are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reader import files, keys, tables
from reader.actions import ACTIONS, CHAINS, MODES
from reader.errors import ConfigError, KeymapError
from reader.keys import Keymap, Sequence_
from reader.keys.names import overlap

NAME = "mine"
"""What the file is called that is laid over a shipped keymap."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Keys that an action has or shadows already: `keys` run `action`.

    Of the `kind` "takes" it would lose them; "hides" it would be hidden in the place of a nearer
    mode; "hidden" it is the nearer one, and hides the new keys.
    """

    kind: str
    keys: Sequence_
    action: str
    left: tuple[Sequence_, ...] = ()

    def __str__(self) -> str:
        title, shown = ACTIONS[self.action].title, keys.show(self.keys)
        where = MODES[ACTIONS[self.action].mode].lower()
        if self.kind == "hides":
            return f"{shown} is also “{title}” {where}, which it hides here"
        if self.kind == "hidden":
            return f"{shown} stays “{title}” {where}"
        kept = ", ".join(map(keys.show, self.left))
        return f"{shown} is “{title}”, which {f'keeps {kept}' if kept else 'would have no key'}"


def conflicts(keymap: Keymap, action: str, sequence: Sequence_) -> list[Conflict]:
    """What giving `sequence` to `action` takes from other actions or hides, the taken first."""
    mode = ACTIONS[action].mode
    found = []
    for other, bound in _clashing(keymap, mode, sequence):
        if bound != action:
            left = tuple(k for k in keymap.keys_of(bound) if not overlap(k, sequence))
            found.append(Conflict("takes", other, bound, left))
    pairs = {(near, far) for near, far in _pairs() if mode in (near, far)}
    for near, far in sorted(pairs):
        kind, where = ("hides", far) if near == mode else ("hidden", near)
        found += [Conflict(kind, k, bound) for k, bound in _clashing(keymap, where, sequence)]
    return found


def _clashing(keymap: Keymap, mode: str, sequence: Sequence_) -> list[tuple[Sequence_, str]]:
    return [(k, bound) for k, bound in keymap.bindings[mode].items() if overlap(k, sequence)]


def _pairs() -> set[tuple[str, str]]:
    """Each mode with the modes that are behind it in some place."""
    return {
        (chain[i], far) for chain in CHAINS.values() for i in range(len(chain)) for far in chain[i:]
    } - {(mode, mode) for mode in MODES}


def source(keymap: Keymap, action: str) -> tuple[str, int]:
    """The keymap whose file says what the keys of `action` are, and the line there; 0 for none."""
    at: Keymap | None = keymap
    while at is not None:
        if line := at.lines.get(action):
            return at.name, line
        at = at.base
    return keymap.name, 0


def is_own(folder: Path, name: str) -> bool:
    """Whether the keymap `name` is a file of the user's."""
    return (folder / f"{name}.toml").is_file()


def changed(folder: Path, keymap: Keymap, action: str) -> bool:
    """Whether the user's own file says what the keys of `action` are."""
    return action in keymap.lines and is_own(folder, keymap.name)


def bind(folder: Path, keymap: Keymap, action: str, sequences: Sequence[Sequence_]) -> Keymap:
    """Give `action` these keys and no others, none leaving it without on purpose; what is taken
    from another action is taken in the file too. Returns the keymap as it is then, which may be a
    new one over the present.

    Raises `KeymapError`, and changes nothing, when the file cannot be changed so.
    """
    changes: dict[str, list[Sequence_] | None] = {action: list(sequences)}
    for bound in {
        other
        for sequence in sequences
        for _, other in _clashing(keymap, ACTIONS[action].mode, sequence)
        if other != action
    }:
        left = [k for k in keymap.keys_of(bound) if not any(overlap(k, s) for s in sequences)]
        changes[bound] = left
    return _write(folder, keymap, changes)


def reset(folder: Path, keymap: Keymap, action: str) -> Keymap:
    """Take what the user's own file says of `action` out of it: the keymap below holds again."""
    if not changed(folder, keymap, action):
        return keymap
    return _write(folder, keymap, {action: None})


# -- the file -----------------------------------------------------------------------------------

_VALUE = (
    r"""(?P<value>"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'"""
    r"""|\[(?:[^\]"'\#]|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|\#[^\n]*+)*+\])"""
)


def _write(folder: Path, keymap: Keymap, changes: Mapping[str, list[Sequence_] | None]) -> Keymap:
    name, text = _file(folder, keymap)
    file = folder / f"{name}.toml"
    for action, sequences in changes.items():
        text = _with_entry(text, ACTIONS[action].mode, action, sequences)
    try:
        _require(text, str(file), changes)
        made = _tried(folder, name, text)
        files.replace(file.resolve(), text.encode())
    except OSError as error:
        raise KeymapError(f"cannot be changed: {error}", where=str(file)) from error
    return made


def _file(folder: Path, keymap: Keymap) -> tuple[str, str]:
    """The name and the text of the file to change: the keymap's own, or a new one over it."""
    if is_own(folder, keymap.name):
        name = keymap.name
        try:
            return name, (folder / f"{name}.toml").read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise KeymapError(f"cannot be read: {error}", where=f"keymaps/{name}.toml") from error
    free = [NAME, f"{NAME}-{keymap.name}", *(f"{NAME}-{keymap.name}-{n}" for n in range(2, 100))]
    name = next(n for n in free if not is_own(folder, n) or _lies_over(folder, n, keymap))
    if is_own(folder, name):
        return name, (folder / f"{name}.toml").read_bytes().decode("utf-8")
    return name, f'# Keys of my own, over those of “{keymap.name}”.\nextends = "{keymap.name}"\n'


def _lies_over(folder: Path, name: str, keymap: Keymap) -> bool:
    """Whether the user's keymap `name` is right and extends `keymap`."""
    try:
        base = keys.load(name, folder).base
    except KeymapError:
        return False
    return base is not None and base.name == keymap.name


def _with_entry(text: str, mode: str, action: str, sequences: list[Sequence_] | None) -> str:
    """`text` with the keys of `action` in the section `mode`; None takes the entry out."""
    ending = "\r\n" if "\r\n" in text else "\n"
    header = re.search(rf"""^[ \t]*\[[ \t]*["']?{mode}["']?[ \t]*\][^\n]*(?:\n|\Z)""", text, re.M)
    if header is None:
        if sequences is None:
            return text
        gap = "" if not text or text.endswith("\n") else ending
        return f"{text}{gap}{ending}[{mode}]{ending}{action} = {_toml(sequences)}{ending}"
    following = re.compile(r"^[ \t]*\[", re.MULTILINE).search(text, header.end())
    end = following.start() if following else len(text)
    key = rf"""^[ \t]*["']?{action}["']?[ \t]*=[ \t]*{_VALUE}"""
    found = re.compile(key, re.MULTILINE).search(text, header.end(), end)
    if found is not None and sequences is None:
        stop = text.find("\n", found.end("value")) + 1
        return text[: found.start()] + (text[stop:] if stop else "")
    if found is not None:
        return text[: found.start("value")] + _toml(sequences) + text[found.end("value") :]
    if sequences is None:
        return text
    line = f"{action} = {_toml(sequences)}{ending}"
    last = len(text[:end].rstrip()) if end > header.end() else header.end()
    at = text.find("\n", last) + 1 or len(text)
    at = max(header.end(), min(at, end))
    gap = "" if text[:at].endswith("\n") else ending
    return f"{text[:at]}{gap}{line}{text[at:]}"


def _toml(sequences: list[Sequence_] | None) -> str:
    texts = [json.dumps(" ".join(sequence), ensure_ascii=False) for sequence in sequences or ()]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _require(text: str, file: str, changes: Mapping[str, list[Sequence_] | None]) -> None:
    """Raise `KeymapError` where `text` does not say what was meant: it is written unlike others."""
    try:
        values: dict[str, dict[str, Any]] = tables.parse(text, file).values
    except ConfigError as error:
        raise KeymapError(error.what, where=error.where, hint=error.hint) from error
    for action, sequences in changes.items():
        said = values.get(ACTIONS[action].mode, {}).get(action)
        listed = [said] if isinstance(said, str) else said
        meant = None if sequences is None else [" ".join(sequence) for sequence in sequences]
        if listed != meant:
            hint = "its line is written in a way that only an editor can change"
            raise KeymapError(f"“{action}” cannot be changed here", where=file, hint=hint)


def _tried(folder: Path, name: str, text: str) -> Keymap:
    """The keymap as it will be with `text` in its file. Raises `KeymapError` when it is wrong."""
    with TemporaryDirectory() as trial:
        for file in folder.glob("*.toml"):
            (Path(trial) / file.name).write_bytes(file.read_bytes())
        (Path(trial) / f"{name}.toml").write_bytes(text.encode("utf-8"))
        return keys.load(name, Path(trial))
