"""The place of a hit as the page shows it: the passage, and what is said before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reader.transcript import Span, Transcript
from reader.tui.colours import speaker_hues
from reader.tui.page.wrapping import wrap
from reader.tui.text import cut, spell_clock, visible
from reader.tui.widgets.hits import styled
from reader.tui.widgets.rows import Piece, RowList

_AROUND = 12
"""So many paragraphs on either side are looked at."""


class Placed(Protocol):
    """What stands at a place in a text: a hit, or what was marked. All are character offsets."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def place(self) -> int: ...
    @property
    def matches(self) -> Sequence[tuple[int, int]]: ...


class Preview(RowList, can_focus=False):
    """The lines around a hit, its passage brighter than the rest, its matches standing out."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[Transcript, Placed] | None = None
        self._above: Sequence[tuple[str, str]] = ()
        self._lines: list[Sequence[Piece]] = []

    def show(
        self,
        transcript: Transcript | None,
        hit: Placed | None,
        above: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Show the place of `hit` in its transcript, or nothing; and `above` it texts, each with
        the style it is written in."""
        self._shown = (transcript, hit) if transcript is not None and hit is not None else None
        self._above = above
        self.set_class(self._shown is None and not above, "-empty")
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def row(self, index: int, width: int) -> Sequence[Sequence[Piece]]:
        return [self._lines[index]]

    def _draw(self) -> None:
        width, height = self.size.width, self.size.height
        self._lines = []
        if width > 10 and height > 0:
            for text, style in self._above:
                said = visible(text, lines=True).split("\n")
                self._lines += [
                    [(line[low:high], style)]
                    for line in said
                    for low, high in wrap(line, 0, len(line), width - 1)
                ]
            self._lines = self._lines[: height // 2]
            if self._lines:
                self._lines.append([])
            if self._shown is not None:
                self._lines += _around(*self._shown, width, height - len(self._lines))
        self.fill_evenly(len(self._lines))


def _around(transcript: Transcript, hit: Placed, width: int, height: int) -> list[Sequence[Piece]]:
    """`height` lines of a transcript, with the best match of `hit` about a third down."""
    paragraphs = transcript.paragraphs
    here = transcript.paragraph_index(hit.place)
    lines: list[Sequence[Piece]] = []
    target = 0
    for index in range(max(0, here - _AROUND), min(len(paragraphs), here + _AROUND + 1)):
        drawn, at = _paragraph(transcript, paragraphs[index], hit, width)
        if index == here:
            target = len(lines) + at
        lines += drawn
        if index >= here and len(lines) > target + height:
            break
    first = max(0, min(target - height // 3, len(lines) - height))
    return lines[first : first + height]


def _paragraph(
    transcript: Transcript, paragraph: Span, hit: Placed, width: int
) -> tuple[list[Sequence[Piece]], int]:
    """The lines of a paragraph, with who speaks where a turn begins; and on which the hit is."""
    turn = transcript.turn_at(paragraph.start)
    lines: list[Sequence[Piece]] = [[]]
    if turn.start >= paragraph.start:
        time = spell_clock(transcript.time_at(turn.start))
        name = turn.speaker or ""
        hue = f"speaker-{speaker_hues(transcript.names)[name]}" if name else ""
        who = cut(visible(name), width - len(time) - 2)
        lines.append([(who.text, hue), ("  " if name else "", ""), (time, "time")])
    text = visible(transcript.text[paragraph.start : paragraph.end].replace("\n", " "))
    at = 0
    for low, high in wrap(text, 0, len(text), width - 1):
        start = paragraph.start + low
        if start <= hit.place:
            at = len(lines)
        style = "" if hit.start <= start < hit.end else "dim"
        lines.append(styled(text, low, high, hit.matches, paragraph.start, style))
    return lines, at
