"""How much is said: words by white space, and characters where a script sets no spaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import parse
from reader.speech import CHARACTERS_PER_MINUTE, WORDS_PER_MINUTE, amount, count_words
from reader.transcript import Meta, Pin, Span, Transcript

PIECE = st.text(
    st.sampled_from("ab'é-灯塔のカー，。ทะเล“”😀\N{COMBINING ACUTE ACCENT}"), min_size=1
)
CHINESE = "灯塔的看守人每天晚上都要上去点灯，风很大。"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("The lamp -- and the sea.", 6),
        ("“Été”, dit-elle…", 2),
        ("灯塔很高。", 4),
        ("“灯塔”，你看 LED lamp吗？", 7),
        ("ランプをつける", 7),
        ("등대는 높다", 2),
        ("ทะเลสงบ", 2),
        ("The 灯塔 keeper", 4),
    ],
)
def test_words_are_what_a_word_processor_counts(text: str, words: int) -> None:
    assert count_words(text) == words


@given(st.lists(PIECE, max_size=6))
def test_counts_of_parts_add_up(pieces: list[str]) -> None:
    whole = " ".join(pieces)
    assert count_words(whole) == sum(map(count_words, pieces))
    assert amount(whole) == pytest.approx(sum(map(amount, pieces)))
    assert 0 <= amount(whole) <= count_words(whole)


@given(st.lists(st.text("abcé.—'", min_size=1), max_size=9))
def test_where_words_are_spaced_they_are_counted_by_white_space(words: list[str]) -> None:
    assert count_words(" ".join(words)) == amount(" ".join(words)) == len(words)


def test_chinese_is_as_long_as_its_characters() -> None:
    transcript = parse((CHINESE * 450).encode(), "talk.txt")
    characters = 450 * 19
    minutes = characters / CHARACTERS_PER_MINUTE
    assert transcript.words == characters
    assert transcript.length == pytest.approx(60 * minutes)
    middle = transcript.time_at(len(transcript.text) // 2)
    assert middle.seconds == pytest.approx(30 * minutes, rel=0.02)
    assert not middle.exact


def test_chinese_is_cut_into_paragraphs_that_can_be_read() -> None:
    transcript = parse((CHINESE * 450).encode(), "talk.txt")
    sizes = [len(paragraph) for paragraph in transcript.paragraphs]
    assert "".join(transcript.text.split()) == CHINESE * 450
    assert max(sizes) * WORDS_PER_MINUTE <= 150 * CHARACTERS_PER_MINUTE * 1.2
    assert min(sizes) >= 60


def test_a_mixed_text_gives_each_script_its_rate() -> None:
    text = "lamp " * 150 + "灯" * 240
    edge = text.index("灯")
    spans = (Span(0, edge - 1), Span(edge, len(text)))
    transcript = Transcript(text, paragraphs=spans)
    assert transcript.time_at(edge).seconds == pytest.approx(60)
    assert transcript.length == pytest.approx(120)


def test_pins_and_a_stated_length_bend_the_estimate_of_chinese() -> None:
    text = "灯" * 400
    pinned = Transcript(
        text, paragraphs=(Span(0, 400),), pins=(Pin(100, 90.0),), meta=Meta(duration=180.0)
    )
    assert pinned.time_at(50).seconds == pytest.approx(45)
    assert pinned.time_at(250).seconds == pytest.approx(135)
    assert pinned.length == pytest.approx(180)
