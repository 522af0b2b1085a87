"""Where the words of a query stand in a text. Needs no index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reader.repair import Shown
from reader.search.analysis import Word, words
from reader.search.passages import is_corrected
from reader.search.query import Node, Slot, parse, runs
from reader.transcript import Span, Transcript


def find_matches(query: str, text: str, start: int = 0, *, typing: bool = False) -> list[Span]:
    """The words and phrases of `query` in `text`: those to be found, not those to be left out.

    The spans are in order, do not overlap, and are counted from `start`, the offset of `text` in
    a longer one. With `typing` the query may be half written. Raises `QueryError`.
    """
    return marks(parse(query, typing=typing), text, start)


def marks(node: Node, text: str, start: int = 0) -> list[Span]:
    """As `find_matches`, for a query already parsed."""
    sought = [run.slots for run in runs(node)]
    found = list(words(text)) if sought else []
    spans = sorted(span for slots in sought for span in follow(slots, found))
    return [Span(span.start + start, span.end + start) for span in _joined(spans)]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap made one."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def marks_in(node: Node, transcript: Transcript, span: Span) -> list[Span]:
    """As `marks`, for `span` of a transcript, in its text or in that text as it is corrected."""
    found = marks(node, transcript.text[span.start : span.end], span.start)
    if not is_corrected(transcript, span):
        return found
    shown = Shown(transcript)
    there = shown.span(span)
    text = shown.transcript.text[there.start : there.end]
    right = (shown.source_span(match) for match in marks(node, text, there.start))
    return _joined(sorted({*found, *right}))


def follow(slots: Sequence[Slot], found: Sequence[Word]) -> Iterator[Span]:
    """Where the words of `found` are, one after another, those that `slots` ask for."""
    first, rest = slots[0], slots[1:]
    for index in range(max(0, len(found) - len(rest))):
        if first.accepts(found[index].text) and all(
            slot.accepts(found[index + step].text) for step, slot in enumerate(rest, 1)
        ):
            yield Span(found[index].start, found[index + len(rest)].end)
