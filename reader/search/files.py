"""The index's files: known by their checksums, and deleted without being opened.

Opening a Whoosh index unpickles, and a damaged one may answer wrongly without a word; so no file
is opened that is not, to the byte, the one that was written.
"""

from __future__ import annotations

import errno
import os
import shutil
import zlib
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reader.errors import LibraryError

Manifest = Mapping[str, tuple[int, int]]
"""By file name, its size in bytes and its CRC-32."""

Seen = dict[str, tuple[int, int, int]]
"""By path, the size, time of change and inode of a file whose checksum was right."""

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


def verify(folder: Path, manifest: Manifest, seen: Seen) -> None:
    """Check that the files of `manifest` are as they were written, reading only those not `seen`.

    Raises `Damaged`.
    """
    with guarded():
        for name, expected in manifest.items():
            path = folder / name
            status = path.stat()
            signs = (status.st_size, status.st_mtime_ns, status.st_ino)
            if seen.get(str(path)) == signs:
                continue
            if mark(path) != tuple(expected):
                raise Damaged(f"{name} has changed")
            seen[str(path)] = signs


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


def mark(path: Path, *, sync_it: bool = False) -> tuple[int, int]:
    """The size and CRC-32 of a file; with `sync_it`, once it is safely on the disk."""
    if sync_it:
        sync(path)
    size = checksum = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            size += len(block)
            checksum = zlib.crc32(block, checksum)
    return size, checksum


def sync(path: Path) -> None:
    """Bring a file, or a folder's list of names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
