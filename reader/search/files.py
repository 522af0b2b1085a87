"""What can go wrong with the index's files, and clearing them away without opening them."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.errors import LibraryError

_REFUSALS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE}


class Damaged(Exception):
    """The store's files are not as they were written."""


@contextmanager
def guarded() -> Iterator[None]:
    """Whatever goes wrong inside is `Damaged`, or `LibraryError` where the system refuses."""
    try:
        yield
    except (Damaged, LibraryError):
        raise
    except OSError as error:
        if error.errno in _REFUSALS:
            raise LibraryError(
                f"cannot write the search index: {error.strerror}",
                where=str(error.filename or ""),
                hint="make room or give access, then `reader reindex`",
            ) from error
        raise Damaged(str(error)) from error
    except Exception as error:
        raise Damaged(f"{type(error).__name__}: {error}") from error


def prune(folder: Path, keep: Container[str]) -> None:
    """Delete, without opening it, what is in the folder but not among the names to `keep`."""
    with guarded():
        for entry in os.scandir(folder):
            if entry.name in keep:
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                Path(entry.path).unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Bring a file, or a folder's list of names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
