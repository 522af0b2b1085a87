"""Moves by words and sentences go on, come back, and end; selections hold whole words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.segment import WORD
from reader.transcript import Span, Transcript, Turn
from reader.tui.page import caret

from .test_layout import BOOKS, PROSE


@given(PROSE, st.integers(-3, 500))
def test_the_word_at_an_offset_is_a_word(text: str, offset: int) -> None:
    words = [Span(*m.span()) for m in WORD.finditer(text)]
    word = caret.word_at(text, offset)
    assert word in words if words else word == Span(0, 0)
    if any(offset in w for w in words):
        assert offset in word


@given(PROSE)
def test_words_are_walked_through_in_both_directions(text: str) -> None:
    words = [m.start() for m in WORD.finditer(text)]
    on, back = caret.word_at(text, 0), caret.word_at(text, len(text))
    forwards, backwards = [on.start], [back.start]
    while (step := caret.next_word(text, on.start)) != on:
        on = step
        forwards.append(on.start)
    while (step := caret.previous_word(text, back.start)) != back:
        back = step
        backwards.append(back.start)
    assert forwards == (words or [0])
    assert backwards == (words[::-1] or [0])


@given(BOOKS)
def test_sentences_are_walked_through_in_both_directions(transcript: Transcript) -> None:
    on = caret.sentence_at(transcript, 0)
    forwards = [on.start]
    while (step := caret.next_sentence(transcript, on.start)).start != on.start:
        assert step.start > on.start
        on = step
        forwards.append(on.start)
    backwards = [on.start]
    while (step := caret.previous_sentence(transcript, on.start)).start != on.start:
        assert step.start < on.start
        on = step
        backwards.append(on.start)
    assert forwards == backwards[::-1]


@given(BOOKS, st.integers(0, 900))
def test_the_sentence_at_an_offset_lies_in_its_paragraph(
    transcript: Transcript, offset: int
) -> None:
    sentence = caret.sentence_at(transcript, offset)
    paragraph = transcript.paragraphs[transcript.paragraph_index(offset)]
    assert paragraph.start <= sentence.start < sentence.end <= paragraph.end


def test_back_in_the_middle_of_a_sentence_is_its_beginning() -> None:
    text = "One is here. Two is there. Three is nowhere."
    transcript = Transcript(text, (Turn(0, len(text)),), (Span(0, len(text)),))
    there = text.index("there")
    two = caret.previous_sentence(transcript, there)
    assert text[two.start : two.end] == "Two is there."
    assert caret.previous_sentence(transcript, two.start).start == 0
    assert caret.previous_sentence(transcript, 0).start == 0


@given(PROSE, st.integers(0, 400), st.integers(0, 400))
def test_a_selection_holds_whole_words(text: str, begin: int, reach: int) -> None:
    anchor, head = caret.word_at(text, begin), caret.word_at(text, reach)
    selection = caret.Selection(anchor, anchor).to(head)
    span = selection.span
    assert span == selection.swapped().span
    for match in WORD.finditer(text):
        inside = match.start() >= span.start and match.end() <= span.end
        assert inside or match.end() <= span.start or match.start() >= span.end
