"""Making highlights, finding quotes, carrying both to a new version, choosing among them."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from reader import align
from reader.annotate import carry, find_quote, mark, parse_tags, select
from reader.annotate.quotes import fold, occurrences
from reader.errors import ReaderError
from reader.library import Highlight
from reader.segment import words
from reader.transcript import Cue, Meta, Span, Transcript, Turn

ONE = "The moon pulls the water up, and the water takes its time to answer."
TWO = "Does the water answer? It’s a “slow” thing — slower than you’d think."
THREE = "Yes, the water takes its time."
TEXT = "\n\n".join((ONE, TWO, THREE))


def spoken(text: str = TEXT, *, timed: bool = True, named: bool = True) -> Transcript:
    """`text` as a transcript of one turn to a paragraph, ten seconds each."""
    spans = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n](?:[^\n]|\n(?!\n))*", text)]
    return Transcript(
        text,
        tuple(Turn(s.start, s.end, "AB"[i % 2] if named else None) for i, s in enumerate(spans)),
        tuple(spans),
        tuple(Cue(s.start, s.end, 10.0 * i, 10.0 * i + 9) for i, s in enumerate(spans) if timed),
        meta=Meta(title="Tides"),
    )


def at(quote: str, text: str = TEXT) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))


def marked(quote: str, text: str = TEXT) -> Highlight:
    return mark(spoken(text), 1, 1, at(quote, text))


LINES = st.lists(
    st.text(st.sampled_from("abAB é’'“”-—.,ß潮 \u0301"), min_size=1, max_size=40).filter(str.strip),
    min_size=1,
    max_size=4,
).map(lambda lines: "\n\n".join(line.strip() for line in lines))


# -- mark ------------------------------------------------------------------------------------


def test_a_mark_holds_the_whole_record() -> None:
    span = at("slow” thing")
    made = mark(
        spoken(), 7, 3, Span(span.start - 1, span.end + 1), colour="green", note="n", tags=["t"]
    )
    made_bare = mark(spoken(), 7, 3, at("It’s a"))
    assert (made.episode, made.version, made.start, made.end) == (7, 3, span.start - 1, span.end)
    assert made.quote == "“slow” thing"
    assert made.prefix == TEXT[made.start - 32 : made.start]
    assert made.suffix == TEXT[made.end : made.end + 32]
    assert (made.speaker, made.colour, made.note, made.tags) == ("B", "green", "n", ("t",))
    assert 10 < made.time < made.time_end < 19
    assert made.time_exact
    assert (made.state, made.score, made.deleted_at) == ("anchored", 1.0, None)
    assert uuid.UUID(made.id).version == 4
    assert made.id != made_bare.id
    assert made.created == made.modified
    assert made.created.endswith("Z")
    assert datetime.fromisoformat(made.created).tzinfo is not None
    assert (made_bare.colour, made_bare.note, made_bare.tags) == ("yellow", "", ())


def test_a_mark_knows_its_ends_in_time() -> None:
    made = mark(spoken(), 1, 1, at(TWO))
    assert (made.time, made.time_end) == (10.0, 19.0)
    estimated = mark(spoken(timed=False), 1, 1, at(TWO))
    assert not estimated.time_exact
    assert 0 < estimated.time < estimated.time_end


def test_a_mark_across_speakers_is_nobodys_and_across_one_is_theirs() -> None:
    assert mark(spoken(), 1, 1, Span(5, at("Does the water").end)).speaker is None
    monologue = spoken().named({"B": "A"})
    assert mark(monologue, 1, 1, Span(5, len(TEXT))).speaker == "A"
    assert mark(spoken(named=False), 1, 1, at("Does")).speaker is None


def test_near_the_ends_the_context_is_shorter() -> None:
    first, last = mark(spoken(), 1, 1, at("The moon")), mark(spoken(), 1, 1, at("its time."))
    assert (first.prefix, last.suffix) == ("", "")


@pytest.mark.parametrize("span", [Span(0, 9_999), Span(-4, 3), Span(9, 2)])
def test_a_mark_outside_the_text_is_refused(span: Span) -> None:
    with pytest.raises(ReaderError, match="outside the text"):
        mark(spoken(), 1, 1, span)


def test_a_mark_of_nothing_and_of_an_unknown_colour_is_refused() -> None:
    with pytest.raises(ReaderError, match="no words"):
        mark(spoken(), 1, 1, Span(len(ONE), len(ONE) + 2))
    with pytest.raises(ReaderError, match="mauve") as caught:
        mark(spoken(), 1, 1, Span(0, 3), colour="mauve")
    assert "yellow, green, blue, pink, orange" in str(caught.value)


@given(LINES, st.data())
def test_the_offsets_of_a_mark_hold_its_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    made = mark(spoken(text), 1, 1, Span(start, end))
    assert text[made.start : made.end] == made.quote == text[start:end].strip()
    before, after = text[: made.start], text[made.end :]
    assert (made.prefix, made.suffix) == (before[-32:], after[:32])


# -- find_quote ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("moon pulls", "moon pulls"),
        ("MOON   pulls\nthe", "moon pulls the"),
        ('It\'s a "SLOW" thing', "It’s a “slow” thing"),
        ("thing - slower", "thing — slower"),
        ("thing -- slower", "thing — slower"),
        ("answer. Does the water", "answer.\n\nDoes the water"),
        ("  does THE water ", "Does the water"),
        ("you'd think.", "you’d think."),
    ],
)
def test_small_differences_do_not_hide_a_quote(quote: str, found: str) -> None:
    assert find_quote(TEXT, quote) == at(found)


@pytest.mark.parametrize("quote", ["", "  ", "the sun", "moon pushes", "\u200b"])
def test_what_is_not_there_is_not_found(quote: str) -> None:
    assert find_quote(TEXT, quote) is None


def test_accents_count_and_their_encoding_does_not() -> None:
    composed, apart = "caf\u00e9 au lait", "cafe\u0301 au lait"
    assert find_quote(composed, apart) == Span(0, 12)
    assert find_quote(apart, composed) == Span(0, 13)
    assert find_quote(composed, "CAFE") is None
    assert find_quote(apart, "CAFE") is None
    assert find_quote("Straße", "STRASSE") == Span(0, 6)
    assert find_quote("Straße", "Stras") is None


def test_several_places_need_a_hint_of_which() -> None:
    with pytest.raises(ReaderError, match="occurs 2 times") as caught:
        find_quote(TEXT, "the water takes its time")
    assert "turn" in str(caught.value)
    first, second = occurrences(TEXT, "the water takes its time")
    assert find_quote(TEXT, "the water takes its time", near=0) == first
    assert find_quote(TEXT, "the water takes its time", near=len(TEXT)) == second
    assert find_quote("aa aa aa", "aa aa", near=3) == Span(3, 8)


def test_an_exact_place_comes_before_a_folded_one() -> None:
    assert find_quote("Tide and tide", "tide") == Span(9, 13)


def test_a_whole_word_comes_before_a_part_of_one() -> None:
    assert find_quote("start an art", "art") == Span(9, 12)
    assert find_quote("start", "art") == Span(2, 5)
    assert find_quote("潮汐慢", "汐") == Span(1, 2)


@given(LINES, st.data())
def test_any_run_of_words_is_found_where_it_is(text: str, data: st.DataObject) -> None:
    spans = list(words(text))
    if not spans:
        return
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))
    span = Span(spans[first].start, spans[last].end)
    quote = text[span.start : span.end]
    assert find_quote(text, quote, near=span.start) == span
    if len(occurrences(text, quote)) == 1:
        assert find_quote(text, quote) == span


@given(st.text(max_size=60))
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.origins) == len(folded.text) + 1
    assert list(folded.origins) == sorted(folded.origins)
    assert fold(folded.text).text == folded.text or not text.isascii()


def shared(one: list[str], other: list[str]) -> int:
    """How many words of `one` stand in `other` in the same order."""
    return LCSseq.similarity(one, other)


def cut(text: str, highlight: Highlight) -> bool:
    """Whether the highlight begins or ends within a word."""
    ends = (highlight.start, highlight.end)
    return any(word.start < at < word.end for word in align.spoken(text)[1] for at in ends)


# -- carry -----------------------------------------------------------------------------------


@given(LINES, st.data())
def test_the_same_text_changes_no_offset(text: str, data: st.DataObject) -> None:
    spans = list(words(text))
    made = [
        mark(spoken(text), 1, 1, Span(span.start, data.draw(st.integers(span.end, len(text)))))
        for span in spans
    ]
    carried = carry(made, spoken(text), spoken(text), 2)
    assert carried == [replace(highlight, version=2) for highlight in made]


def test_words_in_their_context_stay_anchored() -> None:
    longer = f"Welcome to the show.\n\n{TEXT}"
    made = marked("slow” thing")
    (there,) = carry([made], spoken(), spoken(longer), 2)
    assert (there.state, there.score, there.version) == ("anchored", 1.0, 2)
    assert longer[there.start : there.end] == there.quote == made.quote
    assert there.time == pytest.approx(made.time + 10)
    assert there.speaker == "A"
    assert (there.id, there.created, there.modified) == (made.id, made.created, made.modified)


def test_context_tells_twins_apart() -> None:
    twin = at("the water takes its time.")
    made = mark(spoken(), 1, 1, twin)
    longer = f"Hello. {ONE} {ONE}\n\n{TEXT}"
    (there,) = carry([made], spoken(), spoken(longer), 2)
    assert longer[there.start : there.end] == made.quote
    assert there.start == longer.index(made.quote)
    assert there.state == "anchored"


def test_a_long_quote_alone_in_new_surroundings_is_moved() -> None:
    made = marked("slower than you’d think")
    made = replace(made, quote="the water takes its time to answer", prefix="q" * 32)
    made = replace(made, suffix="z" * 32)
    (there,) = carry([made], spoken(), spoken(f"New. {ONE} New."), 2)
    assert (there.state, there.score) == ("moved", 1.0)


def test_a_quote_that_reads_the_same_stays_anchored() -> None:
    made = marked("a “slow” thing — slower than you’d think")
    plain = TEXT.replace("“slow”", '"SLOW"')
    (there,) = carry([made], spoken(), spoken(plain), 2)
    assert (there.state, there.score) == ("anchored", 1.0)
    assert there.quote == 'a "SLOW" thing — slower than you’d think'


def test_words_that_were_changed_are_carried_with_their_neighbours() -> None:
    made = marked("slower than you’d think")
    heard = TEXT.replace("slower than you’d", "slow earthen you would")
    (there,) = carry([made], spoken(), spoken(heard), 2)
    assert there.state == "orphan" or there.quote.endswith("think")
    made = marked("a “slow” thing — slower than you’d think")
    (there,) = carry([made], spoken(), spoken(heard), 2)
    assert there.quote == "a “slow” thing — slow earthen you would think"
    assert (there.state, there.score) == ("anchored", pytest.approx(4 / 7))


def test_a_passage_moved_and_changed_is_found_but_to_be_confirmed() -> None:
    told = "One reads the gauge at noon and writes the number into a long grey book by the door."
    rest = "\n\n".join(f"On day {n} there was rain over station {n * 7}." for n in range(40))
    made = mark(spoken(f"{told}\n\n{rest}"), 1, 1, Span(0, len(told)))
    changed = told.replace("noon", "moon").replace("grey", "gray")
    (there,) = carry([made], spoken(f"{told}\n\n{rest}"), spoken(f"{rest}\n\n{changed}"), 2)
    assert there.quote == changed
    assert there.state == "moved"
    assert 0.8 < there.score < 1


def test_few_words_without_their_context_are_never_moved() -> None:
    made = replace(marked("moon pulls"), note="keep", tags=("a",))
    elsewhere = spoken("Something else, where the moon pulls at nothing in particular, ever.")
    (there,) = carry([made], spoken(), elsewhere, 2)
    assert there == replace(made, state="orphan", score=0.0)


def test_few_words_with_one_side_of_their_context_are_kept() -> None:
    made = marked("a “slow” thing")
    cut = spoken("New words. It’s a “slow” thing — slower than you’d think.")
    (there,) = carry([made], spoken(), cut, 2)
    assert there.state == "anchored"
    assert cut.text[there.start : there.end] == made.quote


def test_what_is_gone_becomes_an_orphan_and_can_come_back() -> None:
    made = marked("a “slow” thing")
    (lost,) = carry([made], spoken(), spoken("Nothing of it is left."), 2)
    assert (lost.state, lost.score, lost.version) == ("orphan", 0.0, 1)
    assert (lost.quote, lost.start, lost.end) == (made.quote, made.start, made.end)
    (back,) = carry([lost], spoken("Nothing of it is left."), spoken(), 3)
    assert back == replace(made, version=3)


def test_a_name_is_not_lost_to_a_version_that_names_nobody() -> None:
    made = marked("a “slow” thing")
    unnamed = spoken(f"Hm. {TEXT}", named=False)
    assert carry([made], spoken(), unnamed, 2)[0].speaker == "B"


@given(LINES, LINES, st.data())
def test_none_is_ever_dropped_and_none_points_at_other_words(
    old: str, new: str, data: st.DataObject
) -> None:
    ends = st.integers(0, len(old))
    pairs = data.draw(st.lists(st.tuples(ends, ends), max_size=4))
    spans = [Span(min(pair), max(pair)) for pair in pairs]
    made = [mark(spoken(old), 1, 1, s) for s in spans if old[s.start : s.end].strip()]
    carried = carry(made, spoken(old), spoken(new), 2)
    assert [one.id for one in carried] == [one.id for one in made]
    for before, after in zip(made, carried, strict=True):
        if after.state == "orphan":
            assert after == replace(before, state="orphan", score=0.0)
        else:
            assert new[after.start : after.end] == after.quote
            assert after.quote.strip()
            said, there = list(align.words(before.quote)), list(align.words(after.quote))
            assert shared(said, there) >= 0.4 * len(said) or cut(old, before)


# -- tags and choosing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("a, b c/d #x", ("a", "b", "c/d", "x")),
        ("", ()),
        (" , # ,, / ", ()),
        ("Tide, tide, TIDE moon", ("Tide", "moon")),
        ("/water//tides/", ("water/tides",)),
        ("潮汐 #é", ("潮汐", "é")),
    ],
)
def test_tags_are_read_as_people_type_them(text: str, tags: tuple[str, ...]) -> None:
    assert parse_tags(text) == tags


@given(st.text(max_size=40))
def test_tags_read_twice_are_the_same(text: str) -> None:
    assert parse_tags(", ".join(parse_tags(text))) == parse_tags(text)


def test_choosing_asks_for_everything_at_once() -> None:
    moon = replace(marked("moon pulls"), tags=("sky/moon",), colour="blue", note="Why NOT faster?")
    slow = replace(marked("a “slow” thing"), tags=("pace",), state="orphan")
    both = [moon, slow]
    assert select(both) == both
    assert select(both, query="MOON faster") == [moon]
    assert select(both, query="moon slow") == []
    assert select(both, query="pace") == [slow]
    assert select(both, tags=["Sky"]) == [moon]
    assert select(both, tags=["sk"]) == []
    assert select(both, tags=["sky/moon", "pace"]) == []
    assert select(both, colour="blue") == [moon]
    assert select(both, orphans=True) == [slow]
    assert select(both, query="slow", colour="yellow", orphans=True) == [slow]
