"""Whoosh's queries find the same in the arrays as in an index of Whoosh's own."""

from __future__ import annotations

import tempfile
from collections import deque
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import analysis, fields, query
from whoosh.filedb.filestore import RamStorage
from whoosh.searching import Searcher

from reader.search.analysis import stem, words
from reader.search.evaluate import Evaluator
from reader.search.passages import readings
from reader.search.segments import arrays
from reader.search.segments.build import Builder, Head
from reader.search.segments.merge import merged
from reader.search.segments.segment import Segment
from reader.search.whoosh_reader import SegmentReader
from reader.transcript import Transcript

from .support import talk

WORDS = ["tide", "tides", "tidal", "the", "to", "be", "not", "harbour", "harbours", "a", "café"]
SPEAKERS = ["Ada", "Chen", None]

said = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
talks = st.lists(
    st.lists(st.tuples(st.sampled_from(SPEAKERS), said), min_size=1, max_size=6).map(
        lambda turns: talk(*turns)
    ),
    min_size=1,
    max_size=5,
)
word = st.sampled_from([*WORDS, "cafe", "mud"])
stems = st.sampled_from([stem(each) for each in WORDS])
single = st.one_of(
    st.builds(partial(query.Term, "word"), word), st.builds(partial(query.Term, "stem"), stems)
)
terms = st.one_of(
    single,
    st.builds(partial(query.Prefix, "word"), st.sampled_from(["t", "ti", "h", "n", "z"])),
    st.builds(partial(query.Wildcard, "word"), st.sampled_from(["*", "t*e", "?o", "ti?es*"])),
    st.builds(partial(query.FuzzyTerm, "word"), st.sampled_from(["tade", "bee", "harbor"])),
    st.builds(lambda a, b: query.TermRange("word", min(a, b), max(a, b)), word, word),
)
leaves = st.one_of(
    terms,
    st.builds(partial(query.Term, "speaker"), st.sampled_from(["Ada", "Chen", "Zoe"])),
    st.builds(lambda id: query.Term("episode", str(id)), st.integers(1, 6)),
    st.builds(partial(query.Phrase, "word"), st.lists(word, min_size=2, max_size=4)),
    st.builds(partial(query.Phrase, "stem"), st.lists(stems, min_size=2, max_size=3)),
    st.builds(
        lambda words, slop: query.Phrase("word", words, slop=slop),
        st.lists(word, min_size=2, max_size=3),
        st.integers(2, 4),
    ),
    st.builds(query.Sequence, st.lists(single, min_size=2, max_size=3)),
)
queries: st.SearchStrategy[Any] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(query.And, st.lists(inner, min_size=1, max_size=3)),
        st.builds(query.Or, st.lists(inner, min_size=1, max_size=3)),
        st.builds(query.Not, inner),
        st.builds(lambda a, b: query.And([a, query.Not(b)]), inner, inner),
        st.builds(query.AndMaybe, inner, inner),
        st.builds(query.Require, inner, inner),
    ),
    max_leaves=5,
)


def segment(folder: Path, name: str, talks: dict[int, Transcript], gone: set[int]) -> Segment:
    """A segment of these talks, by id."""
    builder = Builder()
    for id, transcript in talks.items():
        builder.add(id, Head(f"{id}", None, None), deque(readings(transcript)))
    mark = arrays.write(folder / name, builder.tables())
    return Segment(arrays.Arrays(folder / name, mark), gone)


Place = tuple[int, int]
"""An episode's id, and the offset at which a passage begins."""


def places(source: Segment) -> list[Place]:
    owners = source.episodes[source.column("owner")].tolist()
    return list(zip(owners, source.column("start").tolist(), strict=True))


def stock(talks: dict[int, Transcript]) -> tuple[Any, list[Place]]:
    """An index of Whoosh's own with the same passages."""
    plain = analysis.SpaceSeparatedTokenizer()
    index = RamStorage().create_index(
        fields.Schema(
            word=fields.TEXT(analyzer=plain),
            stem=fields.TEXT(analyzer=plain),
            speaker=fields.ID(),
            episode=fields.ID(),
        )
    )
    writer, found = index.writer(), []
    for id, transcript in talks.items():
        for reading in readings(transcript):
            text = [w.text for w in words(transcript.text, reading.start, reading.end)]
            writer.add_document(
                word=" ".join(text),
                stem=" ".join(map(stem, text)),
                episode=str(id),
                **({"speaker": reading.speaker} if reading.speaker else {}),
            )
            found.append((id, reading.start))
    writer.commit()
    return index, found


@given(talks, st.lists(queries, min_size=1, max_size=4), st.data())
@settings(max_examples=120, deadline=None)
def test_every_query_finds_what_whoosh_finds(
    talks: list[Transcript], asked: list[Any], data: st.DataObject
) -> None:
    every = dict(enumerate(talks, 1))
    gone = data.draw(st.sets(st.sampled_from(list(every)), max_size=len(every) - 1))
    kept = {id: transcript for id, transcript in every.items() if id not in gone}
    cut = data.draw(st.integers(0, len(every)))
    index, numbered = stock(kept)
    with tempfile.TemporaryDirectory() as name, index.searcher() as searcher:
        folder = Path(name)
        parts = [dict(list(every.items())[:cut]), dict(list(every.items())[cut:])]
        several = [segment(folder, f"{n}", part, gone) for n, part in enumerate(parts) if part]
        mark = arrays.write(folder / "whole", merged(several))
        whole = [Segment(arrays.Arrays(folder / "whole", mark))]
        for wanted in asked:
            expected = {numbered[n] for n in searcher.docs_for_query(wanted)}
            for segments in (several, whole):
                answer = Evaluator(segments).answer(wanted)
                fast = [
                    places(source)[passage]
                    for source, part in zip(segments, answer, strict=True)
                    for passage in part.passages.tolist()
                ]
                assert sorted(fast) == sorted(expected)
                assert {
                    places(source)[passage]
                    for source in segments
                    for passage in Searcher(SegmentReader(source)).docs_for_query(wanted)
                    if not SegmentReader(source).is_deleted(passage)
                } == expected
