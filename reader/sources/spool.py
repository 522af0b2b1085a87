"""What was fetched and waits to be read: out of memory, where it is more than a little."""

from __future__ import annotations

import threading
from hashlib import sha256
from tempfile import SpooledTemporaryFile

from reader.errors import ReaderError

FEW = 64 * 1024
"""So many bytes are held in memory; more are in a temporary file that has no name."""


class Spool:
    """Bytes that are written once, piece by piece, and read whole. Threads may share it."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=FEW)  # noqa: SIM115
        self._lock = threading.Lock()
        self._digest = sha256()
        self.size = 0

    def write(self, piece: bytes) -> None:
        """Put `piece` at the end. Raises `ReaderError` where there is no room for it."""
        try:
            with self._lock:
                self._file.write(piece)
        except OSError as error:
            what = f"there is no room to keep it: {error.strerror or error}"
            raise ReaderError(what) from error
        self._digest.update(piece)
        self.size += len(piece)

    def read(self, most: int = -1) -> bytes:
        """The bytes, or the first `most` of them."""
        with self._lock:
            self._file.seek(0)
            return self._file.read(most)

    @property
    def sha256(self) -> str:
        """The digest of the bytes, in hexadecimal."""
        return self._digest.hexdigest()


def spooled(data: bytes) -> Spool:
    """A spool that holds `data`."""
    spool = Spool()
    spool.write(data)
    return spool
