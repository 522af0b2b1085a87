"""From the lines of a transcript on paper to who says what, and when.

A line may open with a time, a name or both (`heads`); what follows without one belongs to the
same person. A time counts up to the next one, so that its cue ends there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, zip_longest

from reader.formats.build import SHORTEST
from reader.formats.captions.flowing import Said, ended_by_the_next
from reader.formats.text.heads import Head, Heads, clock_seconds
from reader.formats.text.labels import somebody
from reader.formats.text.layout import Layout
from reader.formats.text.markup import Line

_HOUR = 3600.0
_LEAD_IN = 60.0
"""A clock that begins within so many seconds after 1:00:00 is a time code that begins there."""

_FAR_BACK = 300.0
"""A time without a name that goes back so many seconds does not go on with the same person."""

_AGAIN = 100
"""So many times before and after a return to the beginning look like two transcripts."""


class Script:
    """Reads the lines of a page, in order.

    `names` give the full names of labels; `notes` says that what follows a heading is nobody's.
    """

    def __init__(
        self, heads: Heads, names: Mapping[str, str] | None = None, notes: bool = False
    ) -> None:
        self._said: list[Said] = []
        self._texts: list[list[str]] = []
        self._heads = heads
        self._names = names or {}
        self._notes = notes
        self._wall = False
        self._flows = True
        self._layout = Layout(wrapped=True, spaced=True)
        self._speaker: str | None = None
        self._time: tuple[float, float | None] | None = None
        self._latest = 0.0
        self._turn = self._paragraph = self._blank = self._opened = False
        self._titles: list[tuple[str, int]] = []

    def read(self, lines: Sequence[Line]) -> list[Said]:
        """What is said in `lines`: one for each time, name or paragraph, its cue ended."""
        heads = [None if li.level or li.kind else self._heads.split(li.text) for li in lines]
        self._flows = _flows(lines, heads)
        if not any(heads):
            self._layout = Layout.of("\n".join(line.text for line in lines if not line.level))
        for line, head in zip(lines, heads, strict=True):
            if line.level:
                self._head_line(line)
            elif head:
                self._open(head)
                self._add(head.text)
            elif line.text:
                self._paragraph = self._paragraph or (line.item and not self._opened)
                self._continue(line.text)
            else:
                self._blank = True
        pairs = zip(self._said, self._texts, strict=True)
        said = [cue._replace(text="\n".join(texts)) for cue, texts in pairs]
        return ended_by_the_next(only_begun(_from_zero(said, self._wall)))

    def _head_line(self, line: Line) -> None:
        title, stamp = _title_and_time(line.text)
        self._titles.append((title, line.level))
        self._paragraph = True
        if stamp is not None:
            self._time = (stamp, None)
        if self._notes and self._speaker is not None:
            self._speaker, self._turn = None, True

    def _open(self, head: Head) -> None:
        self._wall = self._wall or head.wall
        if head.time is not None:
            far = head.time < self._latest - _FAR_BACK
            if far and head.label is None and self._speaker is not None:
                self._speaker, self._turn = None, True
            self._time = (head.time, head.end)
            self._latest = head.time
        if head.label is not None:
            speaker = self._name(head.label)
            timed = head.time is not None or self._time is not None
            if speaker is None or speaker != self._speaker or not timed:
                self._turn = True
            self._speaker = speaker
        self._paragraph = self._paragraph or not self._flows
        self._blank, self._opened = False, True

    def _name(self, label: str) -> str | None:
        if label in self._names:
            return self._names[label]
        parts = [part.strip() for part in label.split("/")]
        if all(part in self._names for part in parts):
            return " & ".join(self._names[part] for part in parts)
        return somebody(label)

    def _continue(self, text: str) -> None:
        broken = self._blank and self._layout.spaced and not self._opened
        if not self._layout.wrapped or (broken and not _goes_on(self._last(), text)):
            self._paragraph = True
        self._blank = False
        self._add(text)

    def _last(self) -> str:
        return self._texts[-1][-1] if self._texts else ""

    def _add(self, text: str) -> None:
        if not text:
            return
        if self._time or self._turn or self._paragraph or self._titles or not self._said:
            start, end = self._time or (None, None)
            marks = (self._turn, self._paragraph)
            cue = Said(start, end, self._speaker, "", *marks, titles=tuple(self._titles))
            self._said.append(cue)
            self._texts.append([])
        self._texts[-1].append(text)
        self._time, self._turn, self._paragraph, self._opened = None, False, False, False
        self._titles = []


def starts_again(said: Iterable[Said]) -> bool:
    """Whether the times return to the beginning half-way: two transcripts of one recording."""
    times = [cue.start for cue in said if cue.start is not None]
    for index, (before, after) in enumerate(pairwise(times), 1):
        if _AGAIN < index < len(times) - _AGAIN and before > 300 and after < before / 20:
            return True
    return False


def only_begun(said: Sequence[Said]) -> list[Said]:
    """`said` in which a time that goes on over several is stated for its first word only.

    The source says when those words begin; the time of the rest lies between it and the next.
    """
    parted: list[Said] = []
    for cue, following in zip_longest(said, said[1:]):
        first, _, rest = cue.text.replace("\n", " ").partition(" ")
        alone = following is None or following.start is not None
        if cue.start is None or cue.end is not None or alone or not rest.strip():
            parted.append(cue)
            continue
        parted.append(cue._replace(text=first, end=cue.start))
        parted.append(Said(None, None, cue.speaker, rest))
    return parted


def _flows(lines: Sequence[Line], heads: Sequence[Head | None]) -> bool:
    """Whether what stands between two times is mostly shorter than a paragraph."""
    words = sum(len((h.text if h else li.text).split()) for li, h in zip(lines, heads, strict=True))
    times = sum(head is not None and head.time is not None for head in heads)
    return 2 * times > sum(map(bool, heads)) and words < SHORTEST * times


def _goes_on(before: str, after: str) -> bool:
    """Whether a sentence runs on over the blank line between `before` and `after`."""
    return after[:1].islower() and before[-1:].isalnum()


def _title_and_time(text: str) -> tuple[str, float | None]:
    """A heading without the time in brackets at its end, and that time."""
    opening, bracket, stamp = text.rpartition("(")
    if bracket and stamp.endswith(")") and opening.strip():
        parts = stamp[:-1].split(":")
        if 2 <= len(parts) <= 3 and all(len(p) <= 3 and p.isascii() and p.isdigit() for p in parts):
            return opening.strip(), clock_seconds(stamp[:-1])
    return text, None


def _from_zero(said: Sequence[Said], wall: bool) -> list[Said]:
    """`said` with a wall clock counted from the first time, and a time code from its hour."""
    times = [cue.start for cue in said if cue.start is not None]
    first = times[0] if times else 0.0
    if wall:
        return [_earlier(cue, first) for cue in said]
    if not _HOUR <= first < _HOUR + _LEAD_IN:
        return list(said)
    shifted: list[Said] = []
    back = _HOUR
    for cue in said:
        if cue.start is not None and cue.start < _HOUR:
            back = 0.0
        shifted.append(_earlier(cue, back))
    return shifted


def _earlier(cue: Said, by: float) -> Said:
    start, end = (None if time is None else time - by for time in (cue.start, cue.end))
    return cue._replace(start=start, end=end)
