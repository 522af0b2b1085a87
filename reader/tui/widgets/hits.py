"""What a search found, as rows: suggestions, episodes with their best passages, past searches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len
from rich.style import Style
from textual.message import Message

from reader.library import Search as Past
from reader.transcript import Moment
from reader.tui.page.wrapping import wrap
from reader.tui.strip import spread
from reader.tui.text import cut, spell_clock, visible
from reader.tui.widgets.rows import Piece, RowList

if TYPE_CHECKING:
    from reader.search import Hit

_TIME_CELLS = 10
_LONGEST_SPEAKER = 14
_SNIPPET_LINES = 2
_WIDE = 90


@dataclass(frozen=True, slots=True)
class Head:
    """An episode of which `count` passages were found. `falls` counts them by stretches of its
    text; `opened` says whether all are shown, `whole` that there are no others.
    """

    episode: int
    title: str
    facts: str
    count: int
    falls: Sequence[int]
    opened: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Another query that may be meant, what to say before it, and the words to show for it."""

    lead: str
    words: str
    query: str


Row: TypeAlias = "Head | Hit | Offer | Past"
"""What a row may be: a heading, a hit, a suggestion, or a search of before."""


class HitList(RowList):
    """The rows of an answer. The one under the cursor shows while the query is typed, too."""

    @dataclass
    class Chosen(Message):
        """Go to what this row means."""

        row: Row

    @dataclass
    class Moved(Message):
        """The cursor is on another row. Of a burst, the last counts."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, HitList.Moved)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: list[Row] = []
        self._names = 0
        self._notes: Mapping[tuple[int, int], str] = {}

    def list_rows(
        self,
        rows: Sequence[Row],
        cursor: int = 0,
        notes: Mapping[tuple[int, int], str] = MappingProxyType({}),
    ) -> None:
        """Show `rows`, with the cursor on one of them; `notes` are what the user wrote on some, by
        their episode and offset."""
        from reader.search import Hit

        self.rows, self._notes = list(rows), notes
        names = [cell_len(row.speaker or "") for row in rows if isinstance(row, Hit)]
        self._names = min(max(names, default=0), _LONGEST_SPEAKER)
        self._measure(cursor)
        self.scroll_to(y=0, animate=False, force=True)
        self.move_cursor(cursor)
        if not rows:
            self.post_message(self.Moved())

    @property
    def chosen_row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    def move_cursor(self, index: int) -> None:
        super().move_cursor(index)
        if self.cursor == 1 and isinstance(self.rows[0], Head):
            self.bring(0)
        self.post_message(self.Moved())

    def chosen(self, index: int) -> None:
        self.post_message(self.Chosen(self.rows[index]))

    def on_resize(self) -> None:
        self._measure(self.cursor)

    def _measure(self, cursor: int) -> None:
        width = self.scrollable_content_region.width
        self.fill([len(self.row(index, width)) for index in range(len(self.rows))], cursor=cursor)

    def _over(self, index: int) -> Style:
        return self.piece_style("cursor" if index == self.cursor else "")

    # -- drawing -----------------------------------------------------------------------------

    def row(self, index: int, width: int) -> Sequence[Sequence[Piece]]:
        match self.rows[index]:
            case Head() as head:
                return [_head(head, width)]
            case Offer(lead, words):
                return [[(f" {lead} ", "dim"), (visible(words), "found")]]
            case Past(query, name):
                named = [(f" {visible(name)}  ", "strong")] if name else [(" ", "")]
                return [[*named, (visible(query), "dim" if name else "")]]
            case hit:
                note = self._notes.get((hit.episode, hit.start), "")
                hue = self.speaker_style(hit.episode, hit.speaker)
                return [*_hit(hit, width, self._names, hue), *_note(note, self._names)]


def _head(head: Head, width: int) -> list[Piece]:
    """The title and facts of an episode, how many passages it has, and where they fall."""
    strip = spread(head.falls, 24 if width >= _WIDE else 12)
    count = f"{head.count:,}".rjust(5)
    mark = "  " if head.whole else "▾ " if head.opened else "▸ "
    room = width - len(strip) - len(count) - 5
    title = cut(visible(head.title), room)
    facts = cut(visible(head.facts), max(0, room - title.cells - 2))
    gap = room - title.cells - facts.cells
    bars = [(block, "time" if not fall else "accent") for block, fall in strip]
    return [
        (mark, "accent"),
        (title.text, "strong"),
        ("  " if facts.cells else "", ""),
        (facts.text, "dim"),
        (" " * (gap - (2 if facts.cells else 0)), ""),
        (f"{count}  ", "dim"),
        *bars,
    ]


def _hit(hit: Hit, width: int, names: int, hue: str) -> list[list[Piece]]:
    """When and who, and beside it the words around the best match, the matches standing out."""
    when = spell_clock(Moment(hit.time, hit.time_exact)).rjust(_TIME_CELLS)
    who = cut(visible(hit.speaker or ""), names)
    indent = _TIME_CELLS + 2 + names + (2 if names else 0)
    room = max(16, width - indent - 1)
    low, high = hit.snippet(room * _SNIPPET_LINES - 8)
    text = visible(hit.text[low - hit.start : high - hit.start])
    text = ("…" if low > hit.start else "") + text + ("…" if high < hit.end else "")
    shift = low - (1 if low > hit.start else 0)
    spans = list(wrap(text, 0, len(text), room))
    if len(spans) > _SNIPPET_LINES:
        text = text[: spans[_SNIPPET_LINES - 1][1]].rstrip("….,;: ") + "…"
        spans = list(wrap(text, 0, len(text), room))[:_SNIPPET_LINES]
    lines = [styled(text, *span, hit.matches, shift) for span in spans] or [[]]
    head: list[Piece] = [(f"{when}  ", "time"), (who.text, hue)]
    head.append((" " * (indent - _TIME_CELLS - 2 - who.cells), ""))
    return [[*head, *lines[0]], *([(" " * indent, ""), *line] for line in lines[1:])]


def _note(note: str, names: int) -> list[list[Piece]]:
    """The first line of what the user wrote on a passage."""
    first = next((line for line in note.splitlines() if line.strip()), "")
    indent = _TIME_CELLS + 2 + names + (2 if names else 0)
    return [[(" " * indent, ""), (f"✎ {first}", "accent")]] if first else []


def styled(
    text: str, begin: int, end: int, matches: Sequence[tuple[int, int]], shift: int, style: str = ""
) -> list[Piece]:
    """`text[begin:end]` as pieces; `matches` are counted from `shift` before the text's start."""
    pieces: list[Piece] = []
    at = begin
    for start, stop in matches:
        low, high = max(start - shift, at), min(stop - shift, end)
        if low < high:
            pieces += [(text[at:low], style), (text[low:high], "found")]
            at = high
    return [*pieces, (text[at:end], style)]
