"""Pages with headings and numbers, and lines cut anywhere: every word once and in order."""

from collections import Counter

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reader.formats import parse

from .paper import pdf

WORD = st.sampled_from("rope salt, sea. why? no! été a 10 o'clock harbour <it> R&D".split())
SPEECH = st.lists(WORD, min_size=1, max_size=12).map(lambda words: ["so", *words])
LABELLED = st.lists(st.tuples(st.sampled_from(["ADA", "BEN"]), SPEECH), min_size=1, max_size=6)


def doubled(turns) -> list[tuple[str, list[str]]]:
    return [("ADA", ["so"]), ("BEN", ["so"]), *turns, ("ADA", ["so"]), ("BEN", ["so"])]


@settings(max_examples=25)
@given(LABELLED, st.integers(2, 9))
def test_pdf(turns, width: int) -> None:
    """What stands at the edges of three pages alike is a running head, and no such speech here."""
    spoken = [(name, [*words, "z" * at]) for at, (name, words) in enumerate(doubled(turns), 1)]
    lines: list[str] = []
    for name, words in spoken:
        tokens = [f"{name}:", *words]
        lines += [" ".join(tokens[at : at + width]) for at in range(0, len(tokens), width)]
    pages = [["ON LAMPS", *lines[at : at + 8], str(at // 8 + 1)] for at in range(0, len(lines), 8)]
    edges = Counter(line for page in pages for line in {*page[1:4], *page[-4:-1]})
    assume(max(edges.values()) < 3)
    transcript = parse(pdf(*pages) if len(pages) > 2 else pdf(lines))
    assert transcript.format == "pdf"
    assert transcript.text.split() == [word for _, words in spoken for word in words]
    assert [turn.speaker for turn in transcript.turns] == [name for name, _ in spoken]
