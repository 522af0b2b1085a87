"""A transcript made ready to be stored: all the work that needs no database, in plain values.

It can be made in another process, and is small to send: the layers are JSON already.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import Any

from reader.library import layers, speakers
from reader.library.records import digest
from reader.transcript import Meta, Transcript
from reader.twins import sketch


@dataclass(frozen=True, slots=True)
class Prepared:
    """The columns of a version, and what it says of its episode. Made by `prepare`."""

    sha256: str
    original: bytes
    """The bytes of the source, compressed."""
    text: str
    layers: str
    format: str
    words: int
    turns: int
    length: float
    times: str
    voices: str
    sketch: tuple[int, ...]
    """Numbers that texts of the same words share."""
    meta: Meta
    """What the transcript says of itself."""
    title: str
    """The title of one that says none."""

    def row(self) -> dict[str, Any]:
        """The columns of the table `version` that it fills."""
        names = "sha256 original text layers format words turns length times voices"
        row = {name: getattr(self, name) for name in names.split()}
        return {**row, "checksum": digest(self.text.encode(), self.layers.encode())}

    def transcript(self) -> Transcript:
        """The transcript itself."""
        return layers.load(self.text, self.layers, self.meta, self.format)


def prepare(original: bytes, transcript: Transcript, title: str) -> Prepared:
    """Make `transcript`, parsed from the bytes `original`, ready; `title` is for one without."""
    return Prepared(
        sha256=hashlib.sha256(original).hexdigest(),
        original=zlib.compress(original),
        text=transcript.text,
        layers=layers.dump(transcript),
        format=transcript.format,
        words=transcript.words,
        turns=len(transcript.turns),
        length=transcript.length,
        times=transcript.times,
        voices=speakers.dump(transcript),
        sketch=tuple(sketch(transcript.text)),
        meta=transcript.meta,
        title=title,
    )
