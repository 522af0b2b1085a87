"""From what is said in timed cues to a transcript that flows: what all caption formats share.

A cue is a few words, often half a sentence. Cues of one speaker join to paragraphs, which end
where there is a pause or, if they grow long, at a sentence end; a new speaker begins a new turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import isfinite
from typing import NamedTuple

from reader.formats.build import Builder
from reader.transcript import Meta, Transcript


class Said(NamedTuple):
    """What is said from `start` to `end`, in seconds; None where the source gives no time.

    `speaker` is None where nobody is named; `turn` says that another person begins to speak, even
    if nobody is named before and after. `paragraph` begins a new paragraph; `glued` is what no
    space parts from what precedes it: a stop, or a word of Chinese. `titles` are headings, with
    their levels, that stand before it.
    """

    start: float | None
    end: float | None
    speaker: str | None
    text: str
    turn: bool = False
    paragraph: bool = False
    glued: bool = False
    titles: tuple[tuple[str, int], ...] = ()


def flow(
    cues: Iterable[Said],
    meta: Meta | None = None,
    chapters: Iterable[tuple[float, str]] = (),
    asides: Iterable[str] = (),
) -> Transcript:
    """The transcript of `cues`, in their order.

    `chapters` are times in seconds and titles; each becomes a heading of the first cue that does
    not begin before it. A cue without words adds nothing. `asides` are what the source marks up as
    no speech, in brackets.
    """
    spoken = [cue for cue in cues if cue.text and not cue.text.isspace()]
    ahead = sorted(chapters, reverse=True)
    builder = Builder()
    builder.asides.update(asides)
    if any(cue.turn or cue.speaker is not None for cue in spoken):
        builder.turn(spoken[0].speaker)
    speaker = spoken[0].speaker if spoken else None
    for cue in spoken:
        while ahead and cue.start is not None and cue.start >= ahead[-1][0]:
            builder.heading(ahead.pop()[1])
        for title, level in cue.titles:
            builder.heading(title, level)
        if cue.turn or cue.speaker != speaker:
            builder.turn(cue.speaker)
            speaker = cue.speaker
        elif cue.paragraph:
            builder.paragraph()
        _add(builder, cue)
    return builder.build(meta)


def _add(builder: Builder, cue: Said) -> None:
    if cue.start is None or not isfinite(cue.start):
        builder.say(cue.text, cue.glued)
        return
    end = cue.end if cue.end is not None and isfinite(cue.end) else cue.start
    builder.cue(cue.text, cue.start, end, cue.glued)


def begun(said: Said) -> Iterator[Said]:
    """`said`, of which only the beginning is timed: its first word as a cue, then the rest."""
    words = said.text.split(maxsplit=1)
    if said.start is None or len(words) < 2:
        yield said
        return
    yield said._replace(end=said.start, text=words[0])
    yield Said(None, None, said.speaker, words[1])


def ended_by_the_next(cues: Sequence[Said]) -> list[Said]:
    """`cues` in which one without an end ends when the next begins, or at once if that is before.

    For sources that state only when words begin. The last such cue is given no length.
    """
    ended: list[Said] = []
    following: float | None = None
    for cue in reversed(cues):
        if cue.start is not None and cue.end is None:
            later = following is not None and following > cue.start
            cue = cue._replace(end=following if later else cue.start)
        following = cue.start if cue.start is not None else following
        ended.append(cue)
    return ended[::-1]
