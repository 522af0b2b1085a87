"""From passages found to an answer: their order, their counts, and the hits themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from reader.search.evaluate import Described
from reader.search.results import Hit
from reader.search.shelf import Texts
from reader.transcript import Span, Transcript

Sort = Literal["relevance", "time", "date"]


class Found(NamedTuple):
    """A passage that answers a query; `start` and `end` are offsets in its episode's text."""

    episode: int
    start: int
    end: int
    speaker: str | None
    score: float

    @property
    def span(self) -> Span:
        """Where it stands in its episode's text."""
        return Span(self.start, self.end)


def ordered(found: Iterable[Found], sort: Sort, episodes: Mapping[int, Described]) -> list[Found]:
    """The passages in order.

    By `relevance` the best score comes first; by `time` they stand as they are spoken, episode
    after episode; by `date` the newest episode comes first and those without a date last. What is
    equal stands by episode and offset.
    """
    rows = sorted(found)
    if sort == "relevance":
        rows.sort(key=lambda row: -row.score)
    elif sort == "date":
        rows.sort(key=lambda row: _date(episodes, row.episode), reverse=True)
    return rows


def facets(found: Iterable[Found], episodes: Mapping[int, Described]) -> dict[str, dict[str, int]]:
    """How many of the passages fall under each speaker, show and year, most frequent first."""
    speakers: Counter[str] = Counter()
    counts: Counter[int] = Counter()
    for row in found:
        counts[row.episode] += 1
        if row.speaker:
            speakers[row.speaker] += 1
    shows: Counter[str] = Counter()
    years: Counter[str] = Counter()
    for id, count in counts.items():
        if show := episodes[id].show if id in episodes else None:
            shows[show] += count
        if date := _date(episodes, id):
            years[date[:4]] += count
    named = {"speaker": speakers, "show": shows, "year": years}
    return {name: dict(counter.most_common()) for name, counter in named.items()}


def hits(
    found: Sequence[Found], texts: Texts, mark: Callable[[Transcript, Found], list[Span]]
) -> tuple[Hit, ...]:
    """The hits for `found`, cut from the library's texts; episodes gone since are left out.

    `mark` tells where in a transcript the matches of a passage are.
    """
    made = []
    for row in found:
        known = texts.get(row.episode)
        if known is None:
            continue
        episode, transcript = known
        text = transcript.text[row.start : row.end]
        moment = transcript.time_at(row.start)
        turn = transcript.turn_index(row.start)
        made.append(
            Hit(
                episode=row.episode,
                title=episode.title,
                turn=turn + 1,
                speaker=transcript.turns[turn].speaker if transcript.turns else None,
                time=moment.seconds,
                time_exact=moment.exact,
                date=episode.date,
                score=round(row.score, 4),
                start=row.start,
                end=row.end,
                text=text,
                matches=tuple((span.start, span.end) for span in mark(transcript, row)),
            )
        )
    return tuple(made)


def _date(episodes: Mapping[int, Described], id: int) -> str:
    return (episodes[id].date or "") if id in episodes else ""
