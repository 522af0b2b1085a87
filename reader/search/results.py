"""What a search answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Sort = Literal["relevance", "time", "date"]
"""By the best score first; as spoken, episode after episode; or the newest episode first."""

STRETCHES = 48
"""Into so many stretches the text of an episode is divided to say where passages fall."""

_LINE = 80
"""About so many characters stand on one line."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found.

    `start` and `end` are the passage's character offsets in the episode's text and `matches` the
    `(start, end)` of what was sought, in the same text. `turn` counts from 1; `time` is the second,
    to the thousandth, at which the passage begins; `date` is the episode's, ISO 8601. `score` is
    higher for better.
    """

    episode: int
    title: str
    turn: int
    speaker: str | None
    time: float
    time_exact: bool
    date: str | None
    score: float
    start: int
    end: int
    text: str
    matches: tuple[tuple[int, int], ...]

    @property
    def place(self) -> int:
        """The offset in the episode's text at which the most of what was sought is together."""
        if not self.matches:
            return self.start
        return max(self.matches, key=lambda match: (self._together(match[0]), -match[0]))[0]

    def _together(self, place: int) -> tuple[int, int]:
        """How many different words begin within a line from `place`, and minus their reach."""
        words: set[str] = set()
        reach = place
        for start, end in self.matches:
            word = self.text[start - self.start : end - self.start].casefold()[:4]
            if place <= start < place + _LINE and word not in words:
                words.add(word)
                reach = end
        return len(words), place - reach

    def snippet(self, length: int) -> tuple[int, int]:
        """The span of the episode's text to show for this hit: about `length` characters of the
        passage around `place`, cut between words."""
        if self.end - self.start <= length:
            return self.start, self.end
        place = self.place - self.start
        begin = max(0, min(place - length // 3, len(self.text) - length))
        end = min(len(self.text), begin + length)
        if begin:
            begin = self.text.find(" ", begin, place) + 1 or begin
        if end < len(self.text):
            cut = self.text.rfind(" ", place, end)
            end = cut if cut > place else end
        return self.start + begin, self.start + end


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one query.

    `total` counts every passage that matches, of which `hits` are those asked for. `facets` count
    the same passages under `speaker`, `show` and `year`, the most frequent first; passages without
    such a value are left out of its counts. `suggestion` is a query with its unknown words
    corrected, given only when nothing matched. `also` are spellings under which a name sought may
    have been misheard, given on demand when little matched. `episodes` counts the episodes that the
    passages are of. Where hits were asked for by the episode, `falls` counts the passages of each
    one that has hits, by where they begin: in which of the `STRETCHES` of its text. With `partial`
    only the newest part of the library was looked at, and all counts are of that.
    """

    query: str
    total: int
    took_ms: float
    suggestion: str | None
    facets: Mapping[str, Mapping[str, int]]
    hits: tuple[Hit, ...]
    also: tuple[str, ...] = ()
    episodes: int = 0
    falls: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    partial: bool = False
