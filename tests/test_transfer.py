"""Amendments taken over into another version of a text: each holds where its words are, or is told
as lost; none is made up."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from reader.repair import Amendment, amend
from reader.transcript import BREAK, Cue, Span, Transcript, Turn
from reader.transfer import described, transfer

WORDS = [f"{a}{b}{c}" for a in "btkms" for b in "aeiou" for c in ("ln", "m", "rd")]
NAMES = ["Ada", "Bo", None]


def transcript(turns: list[tuple[str | None, str]]) -> Transcript:
    spans, text = [], ""
    for speaker, words in turns:
        text += BREAK if text else ""
        spans.append(Turn(len(text), len(text) + len(words), speaker))
        text += words
    return Transcript(text, tuple(spans), tuple(Span(t.start, t.end) for t in spans))


@st.composite
def talks(draw: st.DrawFn) -> list[tuple[str | None, str]]:
    counts = draw(st.lists(st.integers(1, 9), min_size=1, max_size=6))
    chance = draw(st.randoms(use_true_random=False))
    words = iter(chance.sample(WORDS, k=sum(counts)))
    return [
        (chance.choice([None, None, "X"]), " ".join(next(words) for _ in range(count)))
        for count in counts
    ]


def starts(text: str) -> list[int]:
    return [
        i for i in range(len(text)) if not text[i].isspace() and (not i or text[i - 1].isspace())
    ]


@st.composite
def amended(draw: st.DrawFn) -> tuple[Transcript, list[Amendment]]:
    """A talk, and what was put right in it."""
    talk = transcript(draw(talks()))
    words = starts(talk.text)
    turns = [turn.start for turn in talk.turns]
    within = [at for at in words if at not in turns]
    splits = draw(st.lists(st.sampled_from(within), unique=True, max_size=3)) if within else []
    joins = draw(st.lists(st.sampled_from(turns[1:]), unique=True, max_size=2)) if turns[1:] else []
    made = [Amendment(at, at, "split") for at in splits]
    made += [Amendment(at, at, "join") for at in joins]
    named = [at for at in [*turns, *splits] if at not in joins]
    made += [
        Amendment(at, at, "speaker", draw(st.sampled_from(NAMES)))
        for at in draw(st.lists(st.sampled_from(named), unique=True, max_size=4))
    ]
    made += [
        Amendment(at, at, "pin", repr(float(n)))
        for n, at in enumerate(sorted(draw(st.lists(st.sampled_from(words), unique=True))))
    ]
    made += [
        Amendment(at, at + len(talk.text[at:].split()[0]), "correction", "Right")
        for at in draw(st.lists(st.sampled_from(words), unique=True, max_size=2))
    ]
    return talk, made


def shape(talk: Transcript) -> list[tuple[str, str | None]]:
    return [(talk.text[turn.start : turn.end], turn.speaker) for turn in talk.turns]


@given(amended())
def test_in_the_same_text_everything_holds(given_: tuple[Transcript, list[Amendment]]) -> None:
    talk, made = given_
    kept, lost = transfer(made, talk, talk)
    assert lost == []
    assert amend(talk, kept) == amend(talk, made)


@given(amended(), st.lists(st.sampled_from(["new", "words", "ahead"]), min_size=1, max_size=4))
def test_words_before_and_after_move_everything_along(
    given_: tuple[Transcript, list[Amendment]], more: list[str]
) -> None:
    talk, made = given_
    turns = [(t.speaker, talk.text[t.start : t.end]) for t in talk.turns]
    longer = transcript([("Y", " ".join(more)), *turns, ("Y", " ".join(more))])
    kept, lost = transfer(made, talk, longer)
    by = longer.turns[1].start
    assert lost == []
    moved = [replace(a, start=a.start + by, end=a.end + by) for a in made]
    assert shape(amend(longer, kept)) == shape(amend(longer, moved))
    assert amend(longer, kept).pins == amend(longer, moved).pins
    assert amend(longer, kept).corrections == amend(longer, moved).corrections


@given(amended(), amended())
def test_nothing_is_lost_without_a_word_and_nothing_is_made_up(
    one: tuple[Transcript, list[Amendment]], other: tuple[Transcript, list[Amendment]]
) -> None:
    (talk, made), (new, _) = one, other
    kept, lost = transfer(made, talk, new)
    assert all(a in made for a in lost)
    assert {a.value for a in kept if a.kind == "correction"} <= {"Right"}
    assert all(new.text[a.start : a.end].strip() for a in kept if a.kind == "correction")
    pins = [a for a in kept if a.kind == "pin"]
    assert len({a.start for a in pins}) == len(pins)
    assert len(pins) + sum(a.kind == "pin" for a in lost) == sum(a.kind == "pin" for a in made)
    amend(new, kept)
    assert all(described(a, talk) == " ".join(described(a, talk).split()) for a in lost)


@given(amended(), st.integers(0, 50), st.sampled_from(["zzz", "zzz yyy"]))
def test_a_word_that_is_heard_otherwise_moves_nothing_else(
    given_: tuple[Transcript, list[Amendment]], place: int, heard: str
) -> None:
    talk, made = given_
    words = starts(talk.text)
    at = words[place % len(words)]
    end = at + len(talk.text[at:].split()[0])
    assume(not any(a.kind == "correction" and a.start == at for a in made))
    text, by = talk.text[:at] + heard + talk.text[end:], len(heard) - (end - at)

    def moved(offset: int) -> int:
        return offset + by if offset > at else offset

    turns = tuple(replace(t, start=moved(t.start), end=moved(t.end)) for t in talk.turns)
    new = Transcript(text, turns, tuple(Span(t.start, t.end) for t in turns))
    kept, lost = transfer(made, talk, new)
    if len(words) > 1:
        expected = [replace(a, start=moved(a.start), end=moved(a.end)) for a in made]
        assert lost == []
        assert shape(amend(new, kept)) == shape(amend(new, expected))
        assert amend(new, kept).pins == amend(new, expected).pins
        assert amend(new, kept).corrections == amend(new, expected).corrections


OLD = transcript(
    [
        (None, "Good evening and welcome to the harbour."),
        (None, "Thank you, the Satskever lamp is lit tonight. Shall we go up?"),
        (None, "After you, and mind the third step."),
    ]
)


def at(words: str, talk: Transcript = OLD) -> int:
    return talk.text.index(words)


def test_names_follow_the_words_into_turns_of_another_shape() -> None:
    made = [
        Amendment(at("Good"), at("Good"), "speaker", "Ada"),
        Amendment(at("Thank"), at("Thank"), "speaker", "Bo"),
        Amendment(at("Shall"), at("Shall"), "split"),
        Amendment(at("Shall"), at("Shall"), "speaker", "Ada"),
        Amendment(at("After"), at("After"), "speaker", "Bo"),
    ]
    new = transcript(
        [
            (None, "Good evening, and"),
            (None, "welcome to the harbor."),
            (None, "Thank you, the Sutskever lamp is lit tonight."),
            (None, "Shall we go up?"),
            (None, "After you and mind the 3rd step."),
        ]
    )
    kept, lost = transfer(made, OLD, new)
    assert lost == []
    assert [turn.speaker for turn in amend(new, kept).turns] == ["Ada", "Ada", "Bo", "Ada", "Bo"]
    assert not any(a.kind == "split" for a in kept)


def test_what_the_new_text_has_right_is_no_loss() -> None:
    span = Span(at("Satskever"), at("Satskever") + len("Satskever"))
    made = [Amendment(span.start, span.end, "correction", "Sutskever")]
    made += [Amendment(at("After"), at("After"), "pin", "12.0")]
    text = OLD.text.replace("Satskever", "Sutskever")
    new = replace(OLD, text=text, cues=(Cue(0, 12, 0.0, 1.0),))
    assert transfer(made, OLD, new) == ([], [])


def test_what_was_not_said_again_is_told() -> None:
    made = [
        Amendment(at("Satskever"), at("Satskever") + 9, "correction", "Sutskever"),
        Amendment(at("Thank"), at("Thank"), "speaker", "Bo"),
        Amendment(at("lamp"), at("lamp"), "pin", "65.0"),
        Amendment(at("Shall"), at("Shall"), "split"),
    ]
    new = transcript([(None, "Wholly other speech stands here now.")])
    kept, lost = transfer(made, OLD, new)
    assert kept == []
    assert [described(a, OLD) for a in lost] == [
        "the turn begun at “Shall we go up? After you, and m…”",
        "the name Bo at “Thank you, the Satskever lamp is…”",
        "the time 1:05 at “lamp is lit tonight. Shall we go…”",
        "“Satskever” corrected to “Sutskever”",
    ]
