"""What stands between quotation marks: the source's words, and the marks of what was changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cite import Wishes, cite, gather
from reader.errors import ReaderError
from reader.transcript import Correction, Meta, Span, Transcript, Turn

ADA = "Um, the tide keeps its own own ledger. It pays in salt."
BO = "And who audits it?"
AGAIN = "Nobody I know of."
TEXT = f"{ADA}\n\n{BO}\n\n{AGAIN}"
STARTS = (0, len(ADA) + 2, len(ADA) + len(BO) + 4)
PARTS = tuple(
    Span(start, start + len(words)) for start, words in zip(STARTS, (ADA, BO, AGAIN), strict=True)
)
SPOKEN = Transcript(
    TEXT,
    turns=tuple(
        Turn(part.start, part.end, name)
        for part, name in zip(PARTS, ("Ada", "Bo", "Ada"), strict=True)
    ),
    paragraphs=PARTS,
    meta=Meta(title="Salt", language="en"),
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def said(*quotes: str, **wishes: bool) -> list[tuple[str | None, tuple[str, ...]]]:
    made = gather(SPOKEN, [span(words) for words in quotes], Wishes(**wishes))
    return [(one.speaker, one.paragraphs) for one in made.said]


def test_what_is_skipped_within_a_turn_is_an_ellipsis() -> None:
    assert said("the tide keeps", "in salt") == [("Ada", ("the tide keeps … in salt",))]
    made = cite(SPOKEN, [span("the tide keeps"), span("in salt")])
    assert made.quote == "the tide keeps … in salt"


def test_spans_that_meet_or_overlap_are_one_and_stand_in_the_order_of_the_text() -> None:
    assert said("keeps its", "the tide keeps") == [("Ada", ("the tide keeps its",))]
    assert said("keeps its", "the tide") == [("Ada", ("the tide keeps its",))]


def test_what_is_skipped_between_voices_begins_the_next() -> None:
    assert said("in salt.", "audits it?") == [
        ("Ada", ("in salt.",)),
        ("Bo", ("… audits it?",)),
    ]
    assert said("in salt.", "I know of") == [("Ada", ("in salt.", "… I know of"))]


def test_dots_of_the_source_put_ours_in_brackets() -> None:
    text = "It keeps... well, it keeps a debt."
    spoken = Transcript(text, (Turn(0, len(text)),), (Span(0, len(text)),))
    made = cite(spoken, [Span(0, 11), Span(26, 34)])
    assert made.citation.startswith("“It keeps... […] a debt.”")


def test_a_correction_stands_in_brackets_and_the_quote_is_the_sources() -> None:
    at = span("salt")
    corrected = replace(SPOKEN, corrections=(Correction(at.start, at.end, "silt"),))
    made = cite(corrected, span("It pays in salt."))
    assert made.citation.startswith("“It pays in [silt].”")
    assert made.quote == "It pays in salt."
    cut = cite(corrected, Span(at.start - 3, at.start + 2))
    assert cut.citation.startswith("“in sa”")


@pytest.mark.parametrize("style", ["plain", "markdown", "html", "org", "template", "apa", "mla"])
def test_clean_leaves_fillers_out_and_says_so(style: str) -> None:
    whole = span(ADA)
    made = cite(SPOKEN, whole, style=style, wishes=Wishes(clean=True))
    assert "The tide keeps its own ledger." in made.pasted
    assert "edited for clarity" in made.pasted
    assert made.quote == ADA
    nothing = cite(SPOKEN, span("And who audits it?"), style=style, wishes=Wishes(clean=True))
    assert "edited" not in nothing.pasted


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))), max_size=5))
def test_no_word_is_quoted_that_is_not_in_the_source(ends: list[tuple[int, int]]) -> None:
    spans = [Span(min(pair), max(pair)) for pair in ends]
    if not any(TEXT[one.start : one.end].strip() for one in spans):
        with pytest.raises(ReaderError, match="no words to cite"):
            gather(SPOKEN, spans)
        return
    made = gather(SPOKEN, spans)
    quoted = " ".join(part for one in made.said for part in one.paragraphs)
    taken = {i for one in spans for i in range(one.start, one.end) if not TEXT[i].isspace()}
    kept = "".join(TEXT[i] for i in sorted(taken))
    assert "".join(quoted.replace("…", "").split()) == kept
