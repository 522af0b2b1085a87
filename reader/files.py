"""Files that are written whole or not at all, and are on the disk when they are said to be."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def replace(file: Path, data: bytes, *, private: bool = False) -> None:
    """Put `data` in the place of `file`, whole or not at all, on the disk when this returns.

    Its permissions stay, unless it is to be `private`; a new file, and a folder that is made for
    it, are for the user alone. Raises `OSError`.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile("wb", dir=file.parent, prefix=".reader-", delete=False) as beside:
        try:
            beside.write(data)
            beside.flush()
            os.fsync(beside.fileno())
            if file.exists() and not private:
                os.chmod(beside.name, file.stat().st_mode & 0o777)
            os.replace(beside.name, file)
        except BaseException:
            os.unlink(beside.name)
            raise
    sync(file.parent)


def sync(folder: Path) -> None:
    """Force the names in `folder` to the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
