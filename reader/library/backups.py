"""Copies of the whole library in one file, and going back to one.

Both ways go through SQLite's backup API (https://www.sqlite.org/backup.html), which copies one
consistent state while others read and write; a copy of the bare file would lack what is still in
the write-ahead log.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from reader import files
from reader.errors import LibraryError
from reader.library import disk, health, schema

PAGES = 2_000
"""So many pages are copied at a time; others may write in between."""

Progress = Callable[[int, int], None]
"""Is told how many pages are done, of how many."""


def back_up(
    connection: sqlite3.Connection, file: Path, progress: Progress | None = None, *, force: bool
) -> None:
    """Copy the library into the new `file`, private and safely on the disk.

    Raises `LibraryError` when it cannot be written, or without `force` is there already.
    """
    if os.path.lexists(file) and not force:
        raise LibraryError("it is there already", where=str(file), hint="--force writes over it")
    try:
        with NamedTemporaryFile(dir=file.parent, prefix=".backup-", delete=False) as beside:
            temporary = Path(beside.name)
        try:
            with closing(sqlite3.connect(temporary)) as copy:
                connection.backup(copy, pages=PAGES, progress=_told(progress))
                copy.execute("PRAGMA journal_mode = DELETE")
            with temporary.open("rb") as whole:
                os.fsync(whole.fileno())
            os.replace(temporary, file)
        finally:
            for leaving in (temporary, Path(f"{temporary}-journal")):
                with suppress(OSError):
                    leaving.unlink(missing_ok=True)
        files.sync(file.parent)
    except OSError as error:
        raise _refused(file, error.strerror or str(error)) from error
    except sqlite3.Error as error:
        raise _refused(file, str(error)) from error


def restore(
    connection: sqlite3.Connection,
    folder: Path,
    file: Path,
    progress: Progress | None = None,
) -> Path:
    """Make the library in `folder` what it was in the backup `file`.

    What it was until now is copied beside it first: returns that file. A backup that is not whole,
    or from a newer program, is refused with `LibraryError`, and nothing is changed.
    """
    with (
        TemporaryDirectory(dir=folder, prefix=".restore-") as room,
        closing(_copied(file, Path(room) / "copy.sqlite3")) as copy,
    ):
        schema.migrate(copy)
        if found := health.problems(copy, file):
            raise LibraryError(
                f"the backup is damaged: {found[0].what}",
                where=str(file),
                hint="use another one",
            )
        kept = _beside(folder)
        back_up(connection, kept, force=False)
        try:
            copy.backup(connection, progress=_told(progress))
        except sqlite3.Error as error:
            raise LibraryError(f"cannot restore: {error}", where=str(folder)) from error
    disk.use_wal(connection)
    return kept


def _copied(file: Path, place: Path) -> sqlite3.Connection:
    """A copy of the backup at `place`. Raises `LibraryError` when it is no backup."""
    if not file.exists():
        raise LibraryError("there is no such file", where=str(file))
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    copy = sqlite3.connect(place, isolation_level=None)
    try:
        with closing(sqlite3.connect(address, uri=True)) as source:
            source.execute("SELECT uid FROM episode LIMIT 1")
            source.backup(copy)
    except sqlite3.Error as error:
        copy.close()
        raise LibraryError("it is no backup of a library", where=str(file)) from error
    copy.row_factory = sqlite3.Row
    return copy


def _beside(folder: Path) -> Path:
    """A name for what the library is now."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    names = (folder / f"before-restore-{stamp}{n}.sqlite3" for n in ("", *map(str, range(2, 100))))
    return next(file for file in names if not file.exists())


def _told(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda _, remaining, total: progress(total - remaining, total)


def _refused(file: Path, reason: str) -> LibraryError:
    return LibraryError(f"cannot write the backup: {reason}", where=str(file))
