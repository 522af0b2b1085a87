"""Amendments: turns cut and grown together, times bent, words corrected; the text stays."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.repair import Amendment, Shown, amend
from reader.transcript import BREAK, Correction, Meta, Span, Transcript, Turn

WORD = st.text("abcdefgh", min_size=1, max_size=7)
PARAGRAPH = st.lists(WORD, min_size=1, max_size=12).map(" ".join)


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    paragraphs = draw(st.lists(PARAGRAPH, min_size=1, max_size=8))
    text, spans = BREAK.join(paragraphs), []
    at = 0
    for paragraph in paragraphs:
        spans.append(Span(at, at + len(paragraph)))
        at += len(paragraph) + len(BREAK)
    names = draw(st.lists(st.sampled_from(["Ada", "Bo", None]), min_size=8, max_size=8))
    turns = tuple(Turn(s.start, s.end, n) for s, n in zip(spans, names, strict=False))
    return Transcript(text, turns, tuple(spans))


def word_starts(transcript: Transcript) -> list[int]:
    text = transcript.text
    return [
        i for i in range(len(text)) if not text[i].isspace() and (not i or text[i - 1].isspace())
    ]


def words_of(transcript: Transcript, layer: str) -> list[str]:
    spans = getattr(transcript, layer)
    return [w for s in spans for w in transcript.text[s.start : s.end].split()]


@given(transcripts(), st.data())
def test_splits_and_joins_keep_every_word(transcript: Transcript, data: st.DataObject) -> None:
    starts = word_starts(transcript)
    places = data.draw(st.lists(st.sampled_from(starts), unique=True))
    kinds = data.draw(st.lists(st.sampled_from(["split", "join"]), min_size=len(places)))
    given_ = [Amendment(p, p, k) for p, k in zip(places, kinds, strict=False)]
    shaped = amend(transcript, given_)
    assert shaped.text == transcript.text
    for layer in ("turns", "paragraphs"):
        assert words_of(shaped, layer) == transcript.text.split()
    for paragraph in shaped.paragraphs:
        turn = shaped.turn_at(paragraph.start)
        assert turn.start <= paragraph.start <= paragraph.end <= turn.end


@given(transcripts(), st.data())
def test_a_split_and_its_join_leave_the_turns_as_they_were(
    transcript: Transcript, data: st.DataObject
) -> None:
    inner = [p for p in word_starts(transcript) if transcript.turn_at(p).start != p]
    if not inner:
        return
    place = data.draw(st.sampled_from(inner))
    split = amend(transcript, [Amendment(place, place, "split")])
    assert len(split.turns) == len(transcript.turns) + 1
    assert split.turn_at(place).speaker == transcript.turn_at(place).speaker
    both = amend(transcript, [Amendment(place, place, "split"), Amendment(place, place, "join")])
    assert both.turns == transcript.turns


@given(transcripts(), st.data())
def test_a_name_holds_for_one_turn(transcript: Transcript, data: st.DataObject) -> None:
    turn = data.draw(st.sampled_from(transcript.turns))
    named = amend(transcript, [Amendment(turn.start, turn.start, "speaker", "Cy")])
    speakers = [t.speaker for t in named.turns]
    expected = [t.speaker if t != turn else "Cy" for t in transcript.turns]
    assert speakers == expected


@given(transcripts(), st.data())
def test_pins_hold_and_times_never_fall(transcript: Transcript, data: st.DataObject) -> None:
    places = sorted(data.draw(st.lists(st.sampled_from(word_starts(transcript)), unique=True)))
    times = sorted(data.draw(st.lists(st.floats(1, 9000), min_size=len(places), unique=True)))
    pins = [Amendment(p, p, "pin", repr(t)) for p, t in zip(places, times, strict=False)]
    pinned = amend(transcript, pins)
    for pin in pinned.pins:
        moment = pinned.time_at(pin.offset)
        assert moment.exact
        assert abs(moment.seconds - pin.seconds) < 1e-6
    seconds = [pinned.time_at(offset).seconds for offset in range(len(pinned.text))]
    assert seconds == sorted(seconds)


def test_two_pins_bend_the_estimate_between_them() -> None:
    text = " ".join(["word"] * 300)
    plain = Transcript(text, (Turn(0, len(text)),), (Span(0, len(text)),))
    assert plain.length == 120
    pins = [Amendment(0, 0, "pin", "60"), Amendment(150 * 5, 150 * 5, "pin", "100")]
    bent = amend(plain, pins)
    assert bent.time_at(75 * 5).seconds == 80
    assert not bent.time_at(75 * 5).exact
    assert bent.length == 160
    assert replace(bent, meta=Meta(duration=200)).length == 200


@given(transcripts(), st.data())
def test_a_shown_text_has_its_corrections_and_a_way_back(
    transcript: Transcript, data: st.DataObject
) -> None:
    starts = data.draw(st.lists(st.sampled_from(word_starts(transcript)), unique=True))
    ends = {s: s + len(transcript.text[s:].split(maxsplit=1)[0]) for s in starts}
    right = {s: data.draw(PARAGRAPH) for s in sorted(starts)}
    given_ = [Amendment(s, ends[s], "correction", right[s]) for s in starts]
    source = amend(transcript, given_)
    assert source.text == transcript.text
    shown = Shown(source)
    expected, at = "", 0
    for s in sorted(starts):
        expected += source.text[at:s] + right[s]
        at = ends[s]
    assert shown.transcript.text == expected + source.text[at:]
    for correction in source.corrections:
        span = shown.span(correction)
        assert shown.transcript.text[span.start : span.end] == correction.replacement
        assert shown.source_span(span) == Span(correction.start, correction.end)
    outside = [o for o in range(len(source.text)) if not any(o in c for c in source.corrections)]
    for offset in outside:
        assert shown.source(shown.place(offset)) == offset
        assert shown.transcript.text[shown.place(offset)] == source.text[offset]
    assert words_of(shown.transcript, "turns") == shown.transcript.text.split()


def test_of_overlapping_corrections_the_first_is_kept() -> None:
    text = "one two three"
    plain = Transcript(text, (Turn(0, 13),), (Span(0, 13),))
    given_ = [Amendment(0, 7, "correction", "a"), Amendment(4, 13, "correction", "b")]
    assert amend(plain, given_).corrections == (Correction(0, 7, "a"),)
