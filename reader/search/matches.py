"""Where the words of a query stand in a text. Needs no index."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from reader.repair import Shown
from reader.search.analysis import fold, spans, tokens
from reader.search.language import parse
from reader.search.passages import is_corrected
from reader.search.query import Near, Node, Run, Slot, patterns, sought
from reader.search.regex import Scan
from reader.transcript import Span, Transcript


def find_matches(query: str, text: str, start: int = 0, *, typing: bool = False) -> list[Span]:
    """The words and phrases of `query` in `text`: those to be found, not those to be left out.

    The spans are in order, do not overlap, and are counted from `start`, the offset of `text` in
    a longer one. With `typing` the query may be half written. Raises `QueryError`.
    """
    with Marker(parse(query, typing=typing)) as marker:
        return marker.marks(text, start)


class Marker:
    """Finds in texts what `node` seeks: the `sought` words, and the `patterns`.

    It is a context manager.
    """

    def __init__(self, node: Node) -> None:
        self.sought = list(sought(node))
        self.patterns = list(patterns(node))
        self._accepted = [[_Accepted(slot) for slot in each.slots] for each in self.sought]
        self._scans: dict[str, Scan] = {}

    def __enter__(self) -> Marker:
        return self

    def __exit__(self, *_: object) -> None:
        for scan in self._scans.values():
            scan.close()

    def scan(self, pattern: str) -> Scan:
        """What looks for this pattern. Raises `QueryError`."""
        if pattern not in self._scans:
            self._scans[pattern] = Scan(pattern)
        return self._scans[pattern]

    def marks(self, text: str, start: int = 0) -> list[Span]:
        """Where in `text` the words that are sought stand, as `find_matches`."""
        (found,) = self._found([text], apart=True)
        return [Span(span.start + start, span.end + start) for span in _joined(found)]

    def occurrences(self, texts: Sequence[str]) -> list[list[Span]]:
        """In each of `texts`, in order, where what is sought begins. They may overlap; of those
        that begin at one place it is the longest. Words near to one another are one stretch."""
        return self._found(texts, apart=False)

    def _found(self, texts: Sequence[str], *, apart: bool) -> list[list[Span]]:
        """As `occurrences`; with `apart`, words near to one another each by itself."""
        found = [list(self._said(text, apart)) for text in texts]
        for pattern in self.patterns:
            for here, matches in zip(found, self.scan(pattern).matches(texts), strict=True):
                here += [Span(*match) for match in matches]
        return [list({span.start: span for span in sorted(here)}.values()) for here in found]

    def _said(self, text: str, apart: bool) -> Iterator[Span]:
        said = list(spans(text)) if self._accepted else []
        heard = [text[start:end] for start, end in said]
        for each, slots in zip(self.sought, self._accepted, strict=True):
            match each:
                case Run():
                    found = [(at, at + len(slots) - 1) for at in _begins(slots, heard)]
                case Near(within=within):
                    places = list(_together(slots, heard, within))
                    found = [(at[0], at[-1]) for at in places]
                    if apart:
                        found = [(word, word) for at in places for word in at]
            yield from (Span(said[first][0], said[last][1]) for first, last in found)

    def marks_in(self, transcript: Transcript, span: Span) -> list[Span]:
        """As `marks`, for `span` of a transcript, in its text or in that text as corrected."""
        found = self.marks(transcript.text[span.start : span.end], span.start)
        if not is_corrected(transcript, span):
            return found
        shown = Shown(transcript)
        there = shown.span(span)
        text = shown.transcript.text[there.start : there.end]
        right = (shown.source_span(match) for match in self.marks(text, there.start))
        return _joined(sorted({*found, *right}))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap made one."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


class _Accepted(dict[str, bool]):
    """Whether a word as it is written is one that `slot` asks for."""

    def __init__(self, slot: Slot) -> None:
        super().__init__()
        self._slot = slot

    def __missing__(self, word: str) -> bool:
        accepted = self[word] = self._slot.accepts(fold(word))
        return accepted


def _begins(slots: Sequence[_Accepted], heard: Sequence[str]) -> Iterator[int]:
    """Where those of the words begin, one after another, that `slots` ask for."""
    first, rest = slots[0], slots[1:]
    for at, word in enumerate(heard[: max(0, len(heard) - len(rest))]):
        if first[word] and all(slot[heard[at + n]] for n, slot in enumerate(rest, 1)):
            yield at


def _together(slots: Sequence[_Accepted], heard: Sequence[str], within: int) -> Iterator[list[int]]:
    """Where those of the words are, ascending, that `slots` ask for near to one another: the
    shortest stretches of them (see `evaluate.shortest`)."""
    places = [[at for at, word in enumerate(heard) if slot[word]] for slot in slots]
    found: dict[tuple[int, int], list[int]] = {}
    for number, begins in enumerate(places):
        others = [each for other, each in enumerate(places) if other != number]
        for begin in begins:
            after = [each[bisect_right(each, begin) :][:1] for each in others]
            if all(each and each[0] <= begin + within for each in after):
                words = sorted({begin, *(each[0] for each in after)})
                found[-begin, words[-1]] = words
    least, kept = len(heard), list[list[int]]()
    for (_, end), words in sorted(found.items()):
        if end < least:
            least = end
            kept.append(words)
    yield from reversed(kept)


class Sought:
    """The words that `slots` ask for, to be looked for in many texts.

    Texts are given as their words, as `analysis.tokens` finds them.
    """

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._slots = [_Accepted(slot) for slot in slots]

    def within(self, heard: Sequence[str]) -> bool:
        """Whether they stand among the words `heard`, one after another."""
        return any(True for _ in _begins(self._slots, heard))

    def together(self, heard: Sequence[str], within: int) -> bool:
        """Whether they stand there in any order, the last at most `within` words after the
        first."""
        return any(True for _ in _together(self._slots, heard, within))


def holds(slots: Sequence[Slot], text: str) -> bool:
    """Whether the words that `slots` ask for stand in `text` one after another."""
    return Sought(slots).within(tokens(text))
