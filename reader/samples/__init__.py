"""The sample library: five transcripts whose speakers explain reader, so that reading is the tour.

Each has the shape of a different kind of file: captions, one long line, names with colons, a saved
web page, and the lines of Whisper. The speakers and the show are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from reader.transcript import Meta

SHOW = "The Long Margin"
HOST = "Tamsin Orrowe"


@dataclass(frozen=True, slots=True)
class Sample:
    """One transcript: its file's `name`, and what its owner says of it when adding it.

    `meta` holds only what the file does not say of itself.
    """

    name: str
    meta: Meta

    @property
    def file(self) -> Path:
        """Where the file lies in the installed package."""
        return Path(str(resources.files("reader.samples"))) / self.name


SAMPLES = (
    Sample(
        "finding-your-way.txt",
        Meta(
            title="First evening: finding your way",
            show=SHOW,
            date="2024-05-07",
            duration=496.0,
        ),
    ),
    Sample(
        "the-text.txt",
        Meta(
            title="Second evening: the promise and the sink",
            show=SHOW,
            date="2024-05-14",
            hosts=(HOST,),
        ),
    ),
    Sample(
        "who-said-that.txt",
        Meta(
            title="Third evening: who said that?",
            show=SHOW,
            date="2024-05-21",
            hosts=(HOST,),
            guests=("Ines Vandrell",),
        ),
    ),
    Sample("searching.txt", Meta()),
    Sample(
        "marking-and-quoting.txt",
        Meta(
            title="A margin to keep",
            show=SHOW,
            number=14,
            date="2024-04-16",
            hosts=(HOST,),
            guests=("Bertil Quaymore",),
        ),
    ),
)
"""The samples in the order in which to read them."""


def files() -> list[Path]:
    """The files of the sample library, in the order in which to read them."""
    return [sample.file for sample in SAMPLES]
