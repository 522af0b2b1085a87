"""What a writer pastes: the quote with its reference in the text, and the full reference."""

from __future__ import annotations

import pytest

from reader.cite import STYLES, cite
from reader.transcript import Cue, Meta, Span, Transcript, Turn

TEXT = 'The rope was new. I said "wait", twice.'
QUOTE = Span(18, len(TEXT))
FACTS = Meta(title="On rope", show="Boathouse", date="2023-05-17", hosts=("Oda Lind",))


def transcript(speaker: str | None, *, exact: bool = True) -> Transcript:
    cues = (Cue(0, 17, 5.0, 8.0), Cue(18, len(TEXT), 65.0, 70.0)) if exact else ()
    turns = (Turn(0, len(TEXT), speaker),)
    return Transcript(TEXT, turns=turns, cues=cues, meta=FACTS)


@pytest.mark.parametrize("style", ["apa", "chicago-note", "mla"])
def test_the_scholarly_styles_quote_refer_and_name_the_speaker(style: str) -> None:
    cited = cite(transcript("Pell Arrow"), QUOTE, style=style)
    passage, reference = cited.pasted.split("\n\n")
    assert passage.startswith("Pell Arrow: “I said ‘wait’, twice.” (")
    assert cited.in_text.strip("().") in passage
    assert "1:05" in passage
    assert passage.endswith(")")
    assert reference == cited.citation


@pytest.mark.parametrize("style", ["apa", "chicago-note"])
def test_a_speaker_whom_the_reference_names_is_not_named_twice(style: str) -> None:
    cited = cite(transcript("Oda Lind"), QUOTE, style=style)
    assert cited.pasted.startswith("“I said ‘wait’, twice.” (Lind, ")


@pytest.mark.parametrize("style", STYLES)
def test_an_estimated_time_is_in_no_scholarly_passage(style: str) -> None:
    cited = cite(transcript(None, exact=False), QUOTE, style=style)
    if cited.passage:
        assert "≈" not in cited.pasted
        assert cited.passage.startswith("“I said")
    else:
        assert cited.pasted == cited.citation
