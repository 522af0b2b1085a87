"""The model: one immutable text, and layers of spans over its character offsets.

Every format becomes a `Transcript`, every pane reads one, and every citation is computed from one.
Offsets count characters (Unicode code points) from the start of `Transcript.text`; spans are
half-open, `[start, end)`. Times are seconds from the start of the recording.

This module is pure: no input or output, no dependency.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

from reader import speech

NEAR = 30.0
"""The time of a place is exact within so many seconds, by the clock and by the rate of speech, of a
time that the source states; farther away it is an estimate."""

BREAK = "\n\n"
"""What stands between two paragraphs of a text."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of character offsets."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Turn(Span):
    """What one person says without another breaking in. `speaker` is None where nobody is named."""

    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Cue(Span):
    """A span whose times the source states: spoken from `time` to `time_end` seconds."""

    time: float = 0.0
    time_end: float = 0.0


@dataclass(frozen=True, slots=True)
class Heading(Span):
    """A chapter or section that begins at `start`; `level` 1 is the highest."""

    level: int = 1
    title: str = ""


@dataclass(frozen=True, slots=True)
class Aside(Span):
    """Words that are not speech: `[laughter]`, `(crosstalk)`, a sponsor's message."""


@dataclass(frozen=True, slots=True)
class Correction(Span):
    """Misheard words, and the right ones. They are shown and found; the text keeps its own."""

    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """The user's word for it that the character at `offset` is spoken at `seconds`."""

    offset: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in the recording. Not `exact` means estimated: from the rate of speech, or between
    stated times that are far away."""

    seconds: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """A named voice: how many turns and words are theirs."""

    name: str
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class Meta:
    """What a source says of itself. None and empty mean that it does not say.

    `number` is that of the episode, within its `season` if there is one. `date` is ISO 8601 and may
    stop at the year or month; `duration` is in seconds; `front` holds the header and notes that
    precede the spoken words. `kind` is one of `reader.cite.KINDS` where somebody said which.
    """

    title: str | None = None
    show: str | None = None
    number: int | None = None
    season: int | None = None
    date: str | None = None
    url: str | None = None
    media: str | None = None
    hosts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    duration: float | None = None
    language: str | None = None
    description: str | None = None
    front: str = ""
    kind: str | None = None

    def over(self, other: Meta) -> Meta:
        """This, and where it says nothing, what `other` says."""
        said = {
            name: value
            for name in self.__slots__
            if (value := getattr(self, name)) not in (None, (), "")
        }
        return replace(other, **said)


@dataclass(frozen=True)
class Transcript:
    """A text and its layers.

    `turns` and `paragraphs` are sorted, do not overlap, and hold every word of the text; each
    paragraph lies within one turn. `cues` are in the order of the text; their times are as the
    source has them, so they may jump back.

    Raises `ValueError` when a span lies outside the text or out of order.
    """

    text: str
    turns: tuple[Turn, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    cues: tuple[Cue, ...] = ()
    headings: tuple[Heading, ...] = ()
    asides: tuple[Aside, ...] = ()
    corrections: tuple[Correction, ...] = ()
    pins: tuple[Pin, ...] = ()
    meta: Meta = field(default_factory=Meta)
    format: str = ""
    warnings: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Transcript):
            return NotImplemented
        return self is other or all(
            getattr(self, each.name) == getattr(other, each.name) for each in fields(self)
        )

    def __hash__(self) -> int:
        return hash((self.text, len(self.turns), self.format))

    def __post_init__(self) -> None:
        for layer in (self.turns, self.paragraphs, self.cues, self.corrections):
            previous = 0
            for span in layer:
                if not previous <= span.start <= span.end <= len(self.text):
                    raise ValueError(f"span {span} is out of order or outside the text")
                previous = span.end

    # -- where a place lies ------------------------------------------------------------------

    @cached_property
    def _turn_starts(self) -> list[int]:
        return [turn.start for turn in self.turns]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs]

    def turn_index(self, offset: int) -> int:
        """The index of the turn at `offset`, or of the last one that begins before it."""
        return max(0, bisect_right(self._turn_starts, offset) - 1)

    def turn_at(self, offset: int) -> Turn:
        """The turn at `offset`. Raises `IndexError` when there are no turns."""
        return self.turns[self.turn_index(offset)]

    def paragraph_index(self, offset: int) -> int:
        """The index of the paragraph at `offset`, or of the last one that begins before it."""
        return max(0, bisect_right(self._paragraph_starts, offset) - 1)

    def paragraphs_in(self, span: Span) -> tuple[Span, ...]:
        """The paragraphs that begin within `span`."""
        low = bisect_left(self._paragraph_starts, span.start)
        return self.paragraphs[low : bisect_left(self._paragraph_starts, span.end)]

    # -- time --------------------------------------------------------------------------------

    @cached_property
    def words(self) -> int:
        """How many words the text has, as `count_words` counts them."""
        return sum(self._counted)

    @cached_property
    def _speech(self) -> float:
        return speech.weighed(*self._counted)

    @cached_property
    def _counted(self) -> tuple[int, int]:
        return speech.counts(self.text)

    def reckon(self) -> None:
        """Find out now what would else be when it is first asked for: times, words, speakers."""
        self.time_at(0)
        self.time_until(0)
        _ = self.length, self.words, self.speakers

    @property
    def is_timed(self) -> bool:
        """Whether times were reckoned already. For a long text that takes a while once."""
        return "_anchors" in self.__dict__ and "length" in self.__dict__

    @cached_property
    def _anchors(self) -> tuple[list[int], list[float]]:
        """Offsets, ascending, and the seconds at each: from the cues, else from the words."""
        offsets: list[int] = []
        seconds: list[float] = []
        for offset, second in self._known_times() if self.cues else self._estimated_times():
            if offsets and offset <= offsets[-1]:
                continue
            offsets.append(offset)
            seconds.append(second)
        return offsets, seconds

    def _known_times(self) -> Iterator[tuple[int, float]]:
        """What the cues state; before the first and after the last, by the rate of speech."""
        first, last = self.cues[0], self.cues[-1]
        if first.start:
            before = speech.amount(self.text[: first.start]) * 60 / speech.WORDS_PER_MINUTE
            yield 0, max(min(0.0, first.time), first.time - before)
        for cue, following in zip(self.cues, [*self.cues[1:], None], strict=True):
            yield cue.start, cue.time
            if following is None or following.start > cue.end:
                yield cue.end, max(cue.time, cue.time_end)
        if last.end < len(self.text):
            end = max(last.time, last.time_end)
            after = speech.amount(self.text[last.end :]) * 60 / speech.WORDS_PER_MINUTE
            yield len(self.text), max(end, min(end + after, self.length))

    @cached_property
    def _near(self) -> float:
        """The characters that are spoken in `NEAR` seconds."""
        return NEAR * speech.WORDS_PER_MINUTE / 60 * len(self.text) / max(self._speech, 1.0)

    def _estimated_times(self) -> Iterator[tuple[int, float]]:
        """Times by how much is said, bent between the pins."""
        places = {pin.offset for pin in self.pins}
        places |= {edge for span in self.paragraphs for edge in (span.start, span.end)}
        said, at = 0.0, 0
        for place in sorted(places):
            said += speech.amount(self.text[at:place])
            at = place
            yield place, self._pace(said)

    @cached_property
    def _known_paces(self) -> list[tuple[float, float]]:
        """Amounts of speech and the second by which so much is said: beginning, pins, end."""
        known = [(0.0, 0.0)]
        said, at = 0.0, 0
        for pin in sorted(self.pins, key=lambda pin: pin.offset):
            said += speech.amount(self.text[at : pin.offset])
            at = pin.offset
            if said > known[-1][0] and pin.seconds >= known[-1][1]:
                known.append((said, pin.seconds))
            elif said == 0:
                known = [(0.0, pin.seconds)]
        before, seconds = known[-1]
        end = self.meta.duration or seconds + (self._speech - before) * 60 / speech.WORDS_PER_MINUTE
        return [*known, (max(self._speech, before + 1), max(end, seconds))]

    def _pace(self, said: float) -> float:
        """The second by which so much speech is `said`."""
        known = self._known_paces
        index = min(bisect_right(known, (said, float("inf"))), len(known) - 1)
        (low, begin), (high, end) = known[index - 1], known[index]
        return begin + (end - begin) * (said - low) / (high - low)

    @property
    def times(self) -> str:
        """`exact` when the source has times, `estimated` when only words, `none` when empty.

        Where the source has few, `time_at` says of each place whether its time is exact.
        """
        if self.cues:
            return "exact"
        return "estimated" if self.words else "none"

    @cached_property
    def length(self) -> float:
        """The length in seconds: as stated, else the last time known or estimated."""
        if self.cues:
            return max(self.meta.duration or 0.0, max(cue.time_end for cue in self.cues))
        return self._pace(self._speech)

    def time_at(self, offset: int) -> Moment:
        """When the character at `offset` is spoken; between two known times by interpolation.

        It is exact where the source states a time, or the user does, and within `NEAR` seconds of
        there, but not before the first cue.
        """
        offsets, seconds = self._anchors
        if not offsets:
            return Moment(0.0, False)
        index = bisect_right(offsets, offset) - 1
        if index < 0:
            return Moment(seconds[0], False)
        if index + 1 == len(offsets) or offset == offsets[index]:
            return Moment(seconds[index], self._is_exact(offset, index, seconds[index]))
        share = (offset - offsets[index]) / (offsets[index + 1] - offsets[index])
        second = seconds[index] + share * max(0.0, seconds[index + 1] - seconds[index])
        return Moment(second, self._is_exact(offset, index, second))

    def _is_exact(self, offset: int, index: int, second: float) -> bool:
        """Whether a stated time is near the character at `offset`, spoken at `second`; `index` is
        that of the last anchor not after it."""
        if not self.cues:
            return any(pin.offset == offset for pin in self.pins)
        if offset < self.cues[0].start:
            return False
        around = slice(max(0, index - 1), index + 2)
        return any(
            abs(offset - place) <= self._near and abs(second - stated) <= NEAR
            for place, stated in zip(*(each[around] for each in self._anchors), strict=True)
            if place <= self.cues[-1].end
        )

    def time_until(self, offset: int) -> Moment:
        """When the words that end at `offset` have been spoken."""
        low = bisect_left(self._cue_ends, offset)
        if low < len(self.cues) and self.cues[low].end == offset:
            return Moment(max(self.cues[low].time, self.cues[low].time_end), True)
        return self.time_at(offset)

    @cached_property
    def _cue_ends(self) -> list[int]:
        return [cue.end for cue in self.cues]

    def offset_at(self, seconds: float) -> int:
        """Where the text stands at `seconds`: the last place not later than it."""
        offsets, times = self._anchors
        if not offsets:
            return 0
        best = 0
        for index, time in enumerate(times):
            if time <= seconds and time >= times[best]:
                best = index
        if best + 1 == len(offsets) or times[best] >= seconds:
            return offsets[best]
        rise = times[best + 1] - times[best]
        share = (seconds - times[best]) / rise if rise > 0 else 0.0
        return min(offsets[best] + int(share * (offsets[best + 1] - offsets[best])), len(self.text))

    # -- who speaks --------------------------------------------------------------------------

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all who speak, in the order in which they first do."""
        named = dict.fromkeys(turn.speaker for turn in self.turns)
        return tuple(name for name in named if name is not None)

    @cached_property
    def speakers(self) -> tuple[Speaker, ...]:
        """The named speakers in the order in which they first speak."""
        counts: dict[str, tuple[int, int]] = {}
        for turn in self.turns:
            if turn.speaker is not None:
                turns, words = counts.get(turn.speaker, (0, 0))
                spoken = speech.count_words(self.text[turn.start : turn.end])
                counts[turn.speaker] = (turns + 1, words + spoken)
        return tuple(Speaker(name, turns, words) for name, (turns, words) in counts.items())

    def named(
        self, names: Mapping[str, str], assigned: Mapping[int, str | None] | None = None
    ) -> Transcript:
        """A copy with speakers renamed by `names`, after turns (by index) took those `assigned`."""
        given = assigned or {}
        if not (names or given):
            return self

        def speaker(index: int, turn: Turn) -> str | None:
            label = given.get(index, turn.speaker)
            return None if label is None else names.get(label, label)

        turns = (replace(turn, speaker=speaker(i, turn)) for i, turn in enumerate(self.turns))
        return replace(self, turns=tuple(turns))
