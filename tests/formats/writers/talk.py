"""A made-up talk, and the list of those who can write one in a format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from hypothesis import strategies as st

RICH = "rope salt, sea. why? no! été a 10 o'clock harbour it… & AT&T <3 tide"
"""Words with what markup and captions write in another way."""

MILD = "rope salt, sea. why? no! été a 10 o'clock harbour it… tide"
"""Words without the signs of markup, for formats that have no other way to write them."""

PLAIN = "rope salt sea why no harbour tide lamp at ten"
"""Words that no code of a transcriber can be taken for."""


class Line(NamedTuple):
    """What one person says, from `start` to `end` in milliseconds.

    It begins with a whole second, ends before the next, and lasts some frames of 40 ms.
    """

    start: int
    end: int
    speaker: str
    words: list[str]

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def spread(self) -> Iterator[tuple[str, int, int]]:
        """The words, each with its share of the line's time in milliseconds."""
        count = len(self.words)
        length = self.end - self.start
        for index, word in enumerate(self.words):
            yield (
                word,
                self.start + length * index // count,
                self.start + length * (index + 1) // count,
            )


Talk = list[Line]


class Writer(NamedTuple):
    """How a talk is written in a format, and what of it a reader must find there.

    `names` are the speakers as the format gives them back, None where it names nobody. `begins`
    and `ends` say that the times of each line are there, to within `slack` seconds.
    """

    write: Callable[[Talk], str | bytes]
    words: str = RICH
    names: Mapping[str, str | None] | None = None
    begins: bool = False
    ends: bool = False
    slack: float = 0.0

    def bytes(self, talk: Talk) -> bytes:
        """The file."""
        written = self.write(talk)
        return written.encode() if isinstance(written, str) else written


WRITERS: dict[str, Writer] = {}
"""By the name of the format; a few formats have a second one, `name/variant`."""

SAME = {"Ada": "Ada", "Ben": "Ben"}
NOBODY: dict[str, str | None] = {"Ada": None, "Ben": None}

_Written = Callable[[Talk], str | bytes]


def writer(name: str, **what: object) -> Callable[[_Written], _Written]:
    """Puts a function into `WRITERS`; `what` are the other fields of `Writer`."""

    def put(write: _Written) -> _Written:
        WRITERS[name] = Writer(write, **what)  # type: ignore[arg-type]
        return write

    return put


SAMPLE: Talk = [
    Line(2000 + 4000 * n, 4960 + 4000 * n, ("Ada", "Ben")[n % 2], words.split())
    for n, words in enumerate(
        [
            "so the rope holds all the salt",
            "so why is the harbour at ten",
            "so no tide is there at all",
            "so the lamp is by the sea",
            "so rope and salt and lamp",
        ]
    )
]
"""A talk that every format can be given."""


@st.composite
def talks(draw: st.DrawFn, words: str = RICH) -> Talk:
    """A talk of Ada and Ben, who take turns at first. Each line begins with the word `so`.

    It does not begin in the first minute of an hour but the first: that is a broadcast's time code.
    """
    said = st.lists(st.sampled_from(words.split()), min_size=1, max_size=11)
    lines: Talk = []
    clock = draw(st.integers(2, 3599) | st.integers(3660, 3700))
    for index in range(draw(st.integers(4, 10))):
        speaker = ("Ada", "Ben")[index % 2] if index < 4 else draw(st.sampled_from(["Ada", "Ben"]))
        start = clock * 1000
        end = start + draw(st.integers(3, 24)) * 40
        lines.append(Line(start, end, speaker, ["so", *draw(said)]))
        clock += draw(st.sampled_from([1, 2, 7]))
    return lines


def stamp(ms: int, mark: str = ".", digits: int = 3) -> str:
    """`01:02:03.456`, with so many `digits` after the `mark`."""
    whole, part = divmod(ms, 1000)
    return f"{clock(whole)}{mark}{f'{part:03}'[:digits]}"


def clock(seconds: int) -> str:
    """`01:02:03`."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def wrapped(words: list[str], width: int = 5, gap: str = "\n") -> str:
    """The words in lines of `width`."""
    return gap.join(" ".join(words[at : at + width]) for at in range(0, len(words), width))
