"""A file of named arrays, mapped into memory, of which no byte is believed unchecked.

The arrays stand one after another, each at a multiple of eight bytes. Behind them come the CRC-32
of every page of `PAGE` bytes, the directory (JSON: by name the type, the offset in bytes and the
number of items) and the lengths of both. Whoever keeps the file's name keeps its size and the
checksum of that tail; a page is checked when it is first looked at, so opening costs nothing.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.search.files import Damaged, guarded, sync

PAGE = 1 << 16
_LENGTHS = struct.Struct("<QQ")

Array = NDArray[Any]


def write(path: Path, arrays: Mapping[str, Array]) -> tuple[int, int]:
    """Write `arrays` to a new file, safely on the disk. Returns its size and its checksum.

    Raises `LibraryError` when the disk refuses.
    """
    directory, pages = {}, _Pages()
    with guarded(), path.open("xb") as file:
        for name, array in arrays.items():
            content = np.ascontiguousarray(array)
            little = content.astype(content.dtype.newbyteorder("<"), copy=False)
            directory[name] = [little.dtype.str, pages.size, len(little)]
            data = little.tobytes()
            pages.add(file.write, data + bytes(-len(data) % 8))
        tail = pages.checksums() + json.dumps(directory).encode()
        tail += _LENGTHS.pack(len(pages.checksums()), pages.size)
        file.write(tail)
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
        sync(path.parent)
    return size, zlib.crc32(tail)


class _Pages:
    """The checksums of the pages of what is written."""

    def __init__(self) -> None:
        self.size = 0
        self._done: list[int] = []
        self._last = 0

    def add(self, write: Any, data: bytes) -> None:
        write(data)
        view, at = memoryview(data), 0
        while at < len(view):
            room = PAGE - self.size % PAGE
            piece = view[at : at + room]
            self._last = zlib.crc32(piece, self._last)
            at += len(piece)
            self.size += len(piece)
            if self.size % PAGE == 0:
                self._done.append(self._last)
                self._last = 0

    def checksums(self) -> bytes:
        last = [self._last] if self.size % PAGE else []
        return struct.pack(f"<{len(self._done) + len(last)}I", *self._done, *last)


class Arrays:
    """The arrays of a file written by `write`, whose size and checksum are `mark`.

    Safe to share between threads. Everything raises `Damaged` where the file is not as it was
    written.
    """

    def __init__(self, path: Path, mark: tuple[int, int]) -> None:
        self._size, checksum = mark
        with guarded(), path.open("rb") as file:
            self._path, self._signs = path, _signs(os.fstat(file.fileno()))
            if self._signs[0] != self._size or self._size < _LENGTHS.size:
                raise Damaged(f"{path.name} has another size")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            table, begin = _LENGTHS.unpack(self._map[-_LENGTHS.size :])
            if begin > self._size or zlib.crc32(self._map[begin:]) != checksum:
                raise Damaged(f"{path.name} has changed")
            self._sums = struct.unpack(f"<{table // 4}I", self._map[begin : begin + table])
            self._directory = json.loads(self._map[begin + table : -_LENGTHS.size])
            self._end = begin
        self._checked = bytearray(len(self._sums))
        self._columns: dict[str, Column] = {}

    def intact(self) -> bool:
        """Whether the file is the one that was opened, as far as its size and times tell.

        A file that became shorter must not be looked at through the map any more.
        """
        try:
            return _signs(self._path.stat()) == self._signs
        except OSError:
            return False

    def __getitem__(self, name: str) -> Column:
        column = self._columns.get(name)
        if column is None:
            with guarded():
                kind, offset, count = self._directory[name]
                values = np.frombuffer(self._map, np.dtype(kind), count, offset)
            column = self._columns[name] = Column(self, values, offset)
        return column

    def check(self, start: int, end: int) -> None:
        """Make sure of the bytes `[start, end)`."""
        for page in range(start // PAGE, (end + PAGE - 1) // PAGE):
            if not self._checked[page]:
                low = page * PAGE
                found = zlib.crc32(memoryview(self._map)[low : min(low + PAGE, self._end)])
                if found != self._sums[page]:
                    raise Damaged(f"{self._path.name} has changed")
                self._checked[page] = 1

    def rest(self) -> None:
        """Let the system have back the memory that the file is mapped to; nothing else changes."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def check_all(self) -> None:
        """Make sure of the whole file."""
        self.check(0, self._end)


def mapped() -> int:
    """How many bytes of this process's memory are mapped files, where Linux tells; else 0."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[2])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * mmap.PAGESIZE


def _signs(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino


class Column:
    """One array of a file; what is taken from it has been checked."""

    def __init__(self, arrays: Arrays, values: Array, offset: int) -> None:
        self._arrays, self._values, self._offset = arrays, values, offset
        self._width = values.dtype.itemsize
        self._whole = False

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, index: int) -> Any:
        if not self._whole:
            at = self._offset + index * self._width
            self._arrays.check(at, at + self._width)
        return self._values[index]

    def cut(self, start: int, end: int) -> Array:
        """The items `[start, end)`, without a copy."""
        if not self._whole and end > start:
            at = self._offset
            self._arrays.check(at + start * self._width, at + end * self._width)
        return self._values[start:end]

    def all(self) -> Array:
        """Every item, without a copy."""
        if not self._whole:
            self.cut(0, len(self._values))
            self._whole = True
        return self._values


class Strings:
    """A sorted list of strings in UTF-8, one after another; the n-th ends where the next begins."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._blob, self._at = arrays[name], arrays[f"{name}_at"]

    def __len__(self) -> int:
        return len(self._at) - 1

    @cached_property
    def _views(self) -> tuple[memoryview, memoryview]:
        """The strings, and where each begins, as what Python reads fastest one by one."""
        return self._blob.all().data, self._at.all().data

    def __getitem__(self, index: int) -> bytes:
        blob, at = self._views
        return bytes(blob[at[index] : at[index + 1]])

    def text(self, index: int) -> str:
        """The string of that number."""
        with guarded():
            return self[index].decode()

    def find(self, key: bytes) -> int | None:
        """The number of the string `key`."""
        at = self._lower(key)
        return at if at < len(self) and self[at] == key else None

    def beginning(self, prefix: bytes) -> range:
        """The numbers of the strings that begin with `prefix`."""
        # No byte of UTF-8 is 0xff.
        return range(self._lower(prefix), self._lower(prefix + b"\xff"))

    def list(self) -> list[bytes]:
        """All of them, in order."""
        blob, at = self._blob.all().tobytes(), self._at.all().tolist()
        return [blob[low:high] for low, high in pairwise(at)]

    def _lower(self, key: bytes) -> int:
        blob, at = self._views
        low, high = 0, len(at) - 1
        while low < high:
            middle = (low + high) // 2
            if bytes(blob[at[middle] : at[middle + 1]]) < key:
                low = middle + 1
            else:
                high = middle
        return low


def strings(name: str, values: list[bytes]) -> dict[str, Array]:
    """The arrays of which `Strings` reads `values` back, in the order given."""
    at = np.zeros(len(values) + 1, np.uint32)
    np.cumsum(np.fromiter(map(len, values), np.uint32, len(values)), out=at[1:])
    return {name: np.frombuffer(b"".join(values), np.uint8), f"{name}_at": at}
