"""What `reader doctor` examines, and what it can repair."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reader import keys
from reader import settings as settings_
from reader.cli.base import State, has_library
from reader.errors import ReaderError
from reader.session import Session
from reader.settings import config, themes

FOLDER, FILE = 0o700, 0o600


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined: `problem` says what is wrong where it is not `ok`."""

    check: str
    ok: bool
    problem: str | None = None
    note: str = ""
    repaired: bool = False


def examine(
    state: State, *, repair: bool, progress: Callable[[int, int], None] | None = None
) -> list[Finding]:
    """Examine the library, its permissions, the index, the settings and the keymaps.

    With `repair`, make the index again and set the permissions; without, only look. Never raises
    for what it finds.
    """
    findings = []
    paths, session = state.paths, None
    if not has_library(paths):
        none = f"there is none in {paths.library}"
        mistyped = state.library is not None
        found = Finding("library", False, none) if mistyped else Finding("library", True, note=none)
        return [found, *_settings(paths)]
    try:
        session = Session(paths, config.Settings())
        findings += _library(session)
    except (ReaderError, sqlite3.Error) as error:
        findings.append(Finding("library", False, str(error)))
    findings.append(_permissions(paths.library, repair))
    if session is not None:
        findings.append(_index(session, repair, progress))
    return [*findings, *_settings(paths)]


def _library(session: Session) -> list[Finding]:
    problems = session.library.problems()
    if problems:
        return [Finding("library", False, f"{found.what}: {found.where}") for found in problems]
    count = len(session.library.episodes())
    return [Finding("library", True, note=f"{count} episodes in {session.paths.library}")]


def _permissions(folder: Path, repair: bool) -> Finding:
    """Whether anybody but the owner can read the library."""
    try:
        loose = [(path, mode) for path, mode in _modes(folder) if path.stat().st_mode & 0o077]
        if loose and repair:
            for path, mode in loose:
                path.chmod(mode)
            return Finding("permissions", True, note="now only yours", repaired=True)
    except OSError as error:
        return Finding("permissions", False, f"{folder}: {(error.strerror or str(error)).lower()}")
    if loose:
        return Finding("permissions", False, f"others can read {loose[0][0]} (--repair mends it)")
    return Finding("permissions", True, note="only yours")


def _modes(folder: Path) -> Iterator[tuple[Path, int]]:
    """The library's own files and the permissions each should have."""
    yield folder, FOLDER
    for name in ("library.sqlite3", "library.sqlite3-wal", "library.sqlite3-shm", "last-copy.txt"):
        if (folder / name).exists():
            yield folder / name, FILE
    if (folder / "index").exists():
        yield folder / "index", FOLDER


def _index(session: Session, repair: bool, progress: Callable[[int, int], None] | None) -> Finding:
    try:
        if repair:
            session.index.rebuild(progress)
            return Finding("index", True, note="made again", repaired=True)
        waiting = session.index.pending()
        session.index.check()
    except (ReaderError, sqlite3.Error) as error:
        return Finding("index", False, str(error))
    return Finding("index", True, note=f"{waiting} to be indexed" if waiting else "up to date")


def _settings(paths: config.Paths) -> list[Finding]:
    settings, mistakes = settings_.read(paths)
    findings = [Finding("settings", False, str(mistake)) for mistake in mistakes]
    if not mistakes:
        findings.append(Finding("settings", True, note=str(paths.settings)))
    findings += [_theme(name, paths) for name in themes.own(paths.themes)]
    own = sorted(path.stem for path in paths.keymaps.glob("*.toml"))
    for name in dict.fromkeys([settings.keymap, *own]):
        check = f"keymap {name}"
        try:
            keymap = keys.load(name, paths.keymaps)
            findings += [Finding(check, True, note=line) for line in keys.remarks(keymap)]
            keys.require_keys(keymap)
            without = f"left without keys: {', '.join(sorted(keymap.silent))}"
            findings.append(Finding(check, True, note=without if keymap.silent else ""))
        except ReaderError as error:
            findings.append(Finding(check, False, str(error)))
    return findings


def _theme(name: str, paths: config.Paths) -> Finding:
    try:
        themes.load(name, paths.themes)
    except ReaderError as error:
        return Finding(f"theme {name}", False, str(error))
    return Finding(f"theme {name}", True)
