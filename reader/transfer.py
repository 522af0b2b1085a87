"""Taking amendments over from one version of a text to the next, by the words both have. Pure.

One alignment carries all of them: names given to turns, splits, joins, pinned times, corrections.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from reader.align import Alignment, align, spoken
from reader.clock import clock
from reader.repair import Amendment, amend
from reader.transcript import Span, Transcript, Turn

_NEAR = 3
"""A place whose own word is gone is found by a word so many words after it."""

_SHOWN = 32
"""So many characters of a text say which place is meant."""

Voice = tuple[str | None]
"""A name the user gave, or that they said nobody is named."""


def transfer(
    given: Iterable[Amendment], old: Transcript, new: Transcript
) -> tuple[list[Amendment], list[Amendment]]:
    """The amendments `given` to `old` as they hold in `new`, and those that have no place in it.

    Both transcripts are as they were read, without amendments. What `new` has by itself, such as
    a word that is right now, or times, is in neither list.
    """
    made = sorted(given)
    return _Transfer(made, old, new).lists() if made else ([], [])


def described(amendment: Amendment, transcript: Transcript) -> str:
    """A few words on what `amendment` puts right in `transcript`."""
    words = " ".join(transcript.text[amendment.start : amendment.start + 4 * _SHOWN].split())
    at = f"at “{words[:_SHOWN].rstrip()}…”"
    if amendment.kind == "correction":
        wrong = " ".join(transcript.text[amendment.start : amendment.end].split())
        return f"“{wrong[:_SHOWN]}” corrected to “{(amendment.value or '')[:_SHOWN]}”"
    if amendment.kind == "speaker":
        return f"the name {amendment.value} {at}" if amendment.value else f"nobody named {at}"
    if amendment.kind == "pin":
        return f"the time {clock(float(amendment.value or 0))} {at}"
    return f"the turn begun {at}" if amendment.kind == "split" else f"the turns joined {at}"


class _Transfer:
    """One transfer; `kept` and `lost` fill as kind after kind is taken over."""

    def __init__(self, given: list[Amendment], old: Transcript, new: Transcript) -> None:
        self.old, self.new = old, new
        self.given: dict[str, list[Amendment]] = {}
        for amendment in given:
            self.given.setdefault(amendment.kind, []).append(amendment)
        self.same = old.text == new.text
        self._opening: dict[int, int] = {}
        self.kept: list[Amendment] = []
        self.lost: list[Amendment] = []

    def lists(self) -> tuple[list[Amendment], list[Amendment]]:
        for split in self.given.get("split", ()):
            self._split(split)
        for join in self.given.get("join", ()):
            self._join(join)
        if "speaker" in self.given:
            self._speakers()
        taken: set[int] = set()
        for pin in self.given.get("pin", ()) if not self.new.cues else ():
            place = self._place(pin.start)
            if place is None or place in taken:
                self.lost.append(pin)
            else:
                taken.add(place)
                self.kept.append(Amendment(place, place, "pin", pin.value))
        for correction in self.given.get("correction", ()):
            self._correction(correction)
        return self.kept, self.lost

    # -- where things are --------------------------------------------------------------------

    @cached_property
    def _alignment(self) -> Alignment:
        return align(self.old.text, self.new.text)

    def _word(self, words: Sequence[Span], offset: int) -> int:
        """The index of the word at `offset`, or of the next one."""
        return bisect_right(words, offset, key=lambda span: span.end)

    def _place(self, offset: int) -> int | None:
        """Where what stands at `offset` of the old text stands in the new one."""
        if self.same:
            return offset
        here, there, pairs = self._alignment.here, self._alignment.there, self._alignment.pairs
        index = self._word(here, offset)
        if index in pairs:
            word, target = here[index], there[pairs[index]]
            if offset >= word.start:
                return min(target.start + offset - word.start, target.end - 1)
            mark = self.old.text[offset : word.start]
            led = self.new.text.endswith(mark, 0, target.start)
            return target.start - len(mark) if led else target.start
        earliest = pairs.get(index - 1, -1) + 1
        if (index == 0 or index - 1 in pairs) and earliest < len(there) and pairs:
            return there[earliest].start
        for step in range(1, _NEAR + 1):
            place = pairs.get(index + step, -1) - step
            if place >= 0:
                return there[place].start
        return None

    def _begins(self, turn: Turn, offset: int) -> bool:
        """Whether no word of `turn`, one of the new text, stands before `offset`."""
        if self.same:
            return offset <= turn.start
        there = self._alignment.there
        return self._word(there, offset) <= bisect_left(
            there, turn.start, key=lambda span: span.start
        )

    # -- the shape of the turns --------------------------------------------------------------

    def _split(self, split: Amendment) -> None:
        place = self._place(split.start)
        if place is None or not self.new.turns:
            self.lost.append(split)
            return
        turn = self.new.turn_at(place)
        if not self._begins(turn, place):
            self.kept.append(Amendment(place, place, "split"))

    def _join(self, join: Amendment) -> None:
        place = self._place(join.start)
        if place is None or not self.new.turns:
            self.lost.append(join)
            return
        index = self.new.turn_index(place)
        turn = self.new.turns[index]
        if index and self._begins(turn, place):
            self.kept.append(Amendment(turn.start, turn.start, "join"))

    # -- who speaks --------------------------------------------------------------------------

    def _speakers(self) -> None:
        """Give each new turn the name that most of its words were given in the old text."""
        before = _pieces(self.old, self._shape(self.given.values()))
        voices = _voices(before, self.old, {a.start: a.value for a in self.given["speaker"]})
        shape = [a for a in self.kept if a.kind in ("split", "join")]
        places = ((self._place(turn.start), index) for index, turn in enumerate(before))
        self._opening = {place: index for place, index in places if place is not None}
        found: set[int] = set()
        running: str | None = None
        origin: Turn | None = None
        for turn in _pieces(self.new, shape):
            if origin is not (origin := self.new.turn_at(turn.start)):
                running = origin.speaker
            voice, sources = self._voice(turn, before, voices)
            found |= sources
            wanted = origin.speaker if voice is None else voice[0]
            if wanted != running:
                self.kept.append(Amendment(turn.start, turn.start, "speaker", wanted))
            running = wanted
        named = {before[index].start for index in found}
        joined = {a.start for a in self.given.get("join", ())}
        self.lost += [a for a in self.given["speaker"] if a.start not in named | joined]

    def _shape(self, kinds: Iterable[list[Amendment]]) -> list[Amendment]:
        return [a for made in kinds for a in made if a.kind in ("split", "join")]

    def _voice(
        self, turn: Turn, before: Sequence[Turn], voices: Sequence[Voice | None]
    ) -> tuple[Voice | None, set[int]]:
        """The name that most of the words of `turn` were given, and by which of the turns `before`.

        Words that are new count against it, unless the turn that was given it began here.
        """
        said = list(self._origins(turn, before))
        known = [index for index in said if index is not None]
        here = self._opening.get(turn.start)
        if here is not None and not known:
            known = [here]
        for voice, count in Counter(voices[index] for index in known).most_common(1):
            sources = {index for index in known if voices[index] == voice}
            if voice is not None and (2 * count >= len(said) or here in sources):
                return voice, sources
        return None, set()

    def _origins(self, turn: Turn, before: Sequence[Turn]) -> Iterator[int | None]:
        """For each word of `turn` which of the turns `before` said it, or None."""
        here, there = self._alignment.here, self._alignment.there
        first = bisect_left(there, turn.start, key=lambda span: span.start)
        last = bisect_left(there, turn.end, key=lambda span: span.start)
        begins = [one.start for one in before]
        for word in range(first, last):
            origin = self._back.get(word)
            yield None if origin is None else bisect_right(begins, here[origin].start) - 1

    @cached_property
    def _back(self) -> dict[int, int]:
        return {there: here for here, there in self._alignment.pairs.items()}

    # -- words -------------------------------------------------------------------------------

    def _correction(self, made: Amendment) -> None:
        span = Span(made.start, made.end) if self.same else self._same_words(made)
        if span is not None:
            if self.new.text[span.start : span.end] != made.value:
                self.kept.append(Amendment(span.start, span.end, "correction", made.value))
        elif not self._is_right(made):
            self.lost.append(made)

    def _words(self, made: Amendment) -> tuple[int, int]:
        here = self._alignment.here
        first = self._word(here, made.start)
        return first, max(first, bisect_left(here, made.end, key=lambda span: span.start))

    def _same_words(self, made: Amendment) -> Span | None:
        """Where the words corrected stand in the new text, all of them and nothing between."""
        first, last = self._words(made)
        pairs, there = self._alignment.pairs, self._alignment.there
        places = [pairs.get(index, -1) for index in range(first, last)]
        if not places or places != list(range(places[0], places[0] + len(places))):
            return None
        if places[0] < 0:
            return None
        here = self._alignment.here
        start = there[places[0]].start - (here[first].start - made.start)
        words = self.old.text[made.start : made.end]
        if start >= 0 and self.new.text.startswith(words, start):
            return Span(start, start + len(words))
        return Span(there[places[0]].start, there[places[-1]].end)

    def _is_right(self, made: Amendment) -> bool:
        """Whether the new text has the right words in place of those corrected."""
        first, last = self._words(made)
        pairs, there = self._alignment.pairs, self._alignment.there
        low = pairs.get(first - 1, -1) if first else -1
        high = pairs.get(last) if last < len(self._alignment.here) else len(there)
        if high is None or (first and low < 0) or low + 1 >= high:
            return False
        words = self.new.text[there[low + 1].start : there[high - 1].end]
        return spoken(words)[0] == spoken(made.value or "")[0]


def _pieces(transcript: Transcript, shape: Sequence[Amendment]) -> tuple[Turn, ...]:
    return amend(transcript, shape).turns if shape else transcript.turns


def _voices(
    turns: Sequence[Turn], transcript: Transcript, given: dict[int, str | None]
) -> list[Voice | None]:
    """The name that each of `turns` was given; what is split off a turn goes by that one's."""
    voices: list[Voice | None] = []
    origin: Turn | None = None
    for turn in turns:
        fresh = origin is not (origin := transcript.turn_at(turn.start))
        if turn.start in given:
            voices.append((given[turn.start],))
        else:
            voices.append(None if fresh else voices[-1])
    return voices
