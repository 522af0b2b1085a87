"""What the user puts right in a transcript without touching its text: amendments, one layer each.

An amendment says something of a place in one version of a text: who speaks in the turn that begins
there, that a turn begins or does not, what second it is, how a misheard word is spelt. Pure.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from reader.transcript import Correction, Pin, Span, Transcript, Turn

Kind = TypeVar("Kind", bound=Span)

KINDS = ("split", "join", "speaker", "pin", "correction")
"""What an amendment may say, in the order in which they are applied."""


@dataclass(frozen=True, slots=True)
class Amendment(Span):
    """One thing put right at `[start, end)`.

    `kind` is one of `KINDS`. The `value` of a `speaker` is the name, or None for nobody; of a `pin`
    the seconds; of a `correction` the right words; splits and joins have none. All but corrections
    are of a place, and empty: the start of a turn or, for a pin, any character.
    """

    kind: str = ""
    value: str | None = None


def amend(transcript: Transcript, amendments: Iterable[Amendment]) -> Transcript:
    """A copy of `transcript` with `amendments`. One that no longer applies is left out."""
    given = sorted(amendments)
    if not (given or transcript.pins or transcript.corrections):
        return transcript
    found: dict[str, list[Amendment]] = {kind: [] for kind in KINDS}
    for amendment in given:
        found[amendment.kind].append(amendment)
    splits = [a.start for a in found["split"]]
    joins = {a.start for a in found["join"]}
    names = {a.start: a.value for a in found["speaker"]}
    turns = _shaped(transcript, splits, joins, names)
    return replace(
        transcript,
        turns=turns,
        paragraphs=within(transcript.paragraphs, turns) if splits else transcript.paragraphs,
        pins=tuple(Pin(a.start, float(a.value or 0)) for a in found["pin"]),
        corrections=_apart(Correction(a.start, a.end, a.value or "") for a in found["correction"]),
    )


def _shaped(
    transcript: Transcript, splits: list[int], joins: set[int], names: dict[int, str | None]
) -> tuple[Turn, ...]:
    """The turns, cut at `splits`, grown together at `joins`, and named.

    What is cut off keeps the speaker of what was before it, unless it has a name of its own.
    """
    if not (splits or joins or names):
        return transcript.turns
    text, shaped = transcript.text, list[Turn]()
    for turn in transcript.turns:
        first, last = bisect_right(splits, turn.start), bisect_left(splits, turn.end)
        speaker = turn.speaker
        for start, end in pairwise([turn.start, *splits[first:last], turn.end]):
            end -= len(text[start:end]) - len(text[start:end].rstrip())
            if start in joins and shaped:
                shaped[-1] = replace(shaped[-1], end=end)
            else:
                speaker = names.get(start, speaker)
                shaped.append(Turn(start, end, speaker))
    return tuple(shaped)


def kept(
    turns: Sequence[Turn], chosen: Collection[int], amended: Collection[Amendment]
) -> list[Amendment]:
    """What says that those who speak after the `chosen` turns still do, whatever becomes of these.

    A turn that was split off has the speaker of what precedes it until it is given its own.
    """
    places = {kind: {a.start for a in amended if a.kind == kind} for kind in ("split", "speaker")}
    following = {turn + 1 for turn in chosen}.difference(chosen)
    return [
        Amendment(turn.start, turn.start, "speaker", turn.speaker)
        for turn in (turns[index] for index in sorted(following) if index < len(turns))
        if turn.start in places["split"] - places["speaker"]
    ]


def within(paragraphs: Sequence[Span], turns: Sequence[Turn]) -> tuple[Span, ...]:
    """The `paragraphs`, cut where one of `turns` begins within one."""
    starts = [turn.start for turn in turns]
    cut: list[Span] = []
    for paragraph in paragraphs:
        begin = paragraph.start
        index = bisect_right(starts, begin)
        while index < len(starts) and starts[index] < paragraph.end:
            cut.append(Span(begin, turns[index - 1].end))
            begin = starts[index]
            index += 1
        cut.append(Span(begin, paragraph.end))
    return tuple(cut)


def _apart(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Corrections in order; one that overlaps an earlier one is left out."""
    kept: list[Correction] = []
    for correction in corrections:
        if not kept or correction.start >= kept[-1].end:
            kept.append(correction)
    return tuple(kept)


class Shown:
    """A transcript as it is shown, its corrections in place, and the way between the two texts.

    `transcript` is a transcript of the corrected text, all layers moved along. `place` takes an
    offset of the source's text to the shown one, and `source` back; within a correction both go to
    its beginning. A span that touches a correction takes in all of it.
    """

    def __init__(self, source: Transcript) -> None:
        self.original = source
        pieces: list[str] = []
        self._from, self._to, self._ends = [0], [0], [0]
        at = shown = 0
        for correction in source.corrections:
            plain = source.text[at : correction.start]
            pieces += [plain, correction.replacement]
            shown += len(plain)
            self._from.append(correction.start)
            self._to.append(shown)
            shown += len(correction.replacement)
            at = correction.end
            self._from.append(at)
            self._to.append(shown)
        pieces.append(source.text[at:])
        self.transcript = self._moved("".join(pieces)) if source.corrections else source

    def place(self, offset: int, *, end: bool = False) -> int:
        """The shown offset for an offset of the source; with `end`, of a span's end."""
        return _follow(offset, self._from, self._to, end)

    def source(self, offset: int, *, end: bool = False) -> int:
        """The source's offset for a shown one; with `end`, of a span's end."""
        return _follow(offset, self._to, self._from, end)

    def span(self, span: Span) -> Span:
        """The shown span for one of the source."""
        return Span(self.place(span.start), self.place(span.end, end=True))

    def source_span(self, span: Span) -> Span:
        """The source's span for a shown one."""
        return Span(self.source(span.start), self.source(span.end, end=True))

    def _moved(self, text: str) -> Transcript:
        source = self.original

        def move(spans: Sequence[Kind]) -> tuple[Kind, ...]:
            moved = ((self.place(span.start), self.place(span.end, end=True)) for span in spans)
            return tuple(
                replace(span, start=start, end=end)
                for span, (start, end) in zip(spans, moved, strict=True)
            )

        return replace(
            source,
            text=text,
            turns=move(source.turns),
            paragraphs=move(source.paragraphs),
            cues=move(source.cues),
            headings=move(source.headings),
            asides=move(source.asides),
            corrections=move(source.corrections),
            pins=tuple(Pin(self.place(pin.offset), pin.seconds) for pin in source.pins),
        )


def _follow(offset: int, here: list[int], there: list[int], end: bool) -> int:
    """Odd stretches between the breakpoints are corrections, even ones the same in both texts."""
    index = bisect_right(here, offset) - 1
    if index % 2 == 0:
        return there[index] + offset - here[index]
    if offset == here[index]:
        return there[index]
    return there[index + 1] if end else there[index]
