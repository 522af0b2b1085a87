"""Two transcripts of one talk lend each other names and times; no text changes."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from reader import formats
from reader.align import spoken
from reader.transcript import Pin, Transcript
from reader.twins import LEAST_SHARED, combined, lend, sketch

CHANCE = random.Random(3)
LEXICON = [f"{a}{b}{c}" for a in "btkmsr" for b in "aeiou" for c in ("ln", "m", "rd", "ss", "t")]


def talk(sentences: int = 60) -> list[tuple[str, str]]:
    """A made-up talk: who speaks, and the sentence."""
    return [
        (
            ("ADA", "BO")[n // 3 % 2],
            " ".join(CHANCE.choices(LEXICON, k=CHANCE.randint(6, 14))).capitalize() + ".",
        )
        for n in range(sentences)
    ]


def stamp(second: float) -> str:
    return f"{int(second // 3600):02}:{int(second // 60 % 60):02}:{second % 60:06.3f}"


def timed(said: list[tuple[str, str]]) -> Transcript:
    """As a recogniser hears it: times, small letters, no marks, some words wrong."""
    lines, second = [], 0.0
    for _, sentence in said:
        words = [w.lower() for w in sentence.strip(".").split()]
        heard = [CHANCE.choice(LEXICON) if CHANCE.random() < 0.1 else w for w in words]
        until = second + len(words) * 0.4
        stamp = [
            f"{int(t // 3600):02}:{int(t // 60 % 60):02}:{t % 60:06.3f}" for t in (second, until)
        ]
        lines.append(f"[{stamp[0]} --> {stamp[1]}]  {' '.join(heard)}")
        second = until
    return formats.parse("\n".join(lines).encode(), "heard.txt")


def named(said: list[tuple[str, str]]) -> Transcript:
    """As somebody typed it: names and marks, no times."""
    return formats.parse("\n".join(f"{who}: {words}" for who, words in said).encode(), "typed.txt")


@pytest.fixture(scope="module")
def said() -> list[tuple[str, str]]:
    return talk()


def test_the_same_talk_is_known_by_its_words(said: list[tuple[str, str]]) -> None:
    one, other, third = named(said), timed(said), named(talk())
    shared = set(sketch(one.text)) & set(sketch(other.text))
    assert len(shared) >= LEAST_SHARED
    assert len(set(sketch(one.text)) & set(sketch(third.text))) < LEAST_SHARED


def test_the_text_that_reads_better_is_kept(said: list[tuple[str, str]]) -> None:
    one, other = named(said), timed(said)
    assert combined([one, other])[0] == 0
    assert combined([other, one])[0] == 1
    assert combined([other, one])[1].text == one.text


def test_times_are_lent(said: list[tuple[str, str]]) -> None:
    base, other = named(said), timed(said)
    both = lend(base, other)
    assert both.text == base.text
    assert both.turns == base.turns
    assert both.times == "exact"
    second, words, _ = 0.0, 0, base.text
    for turn in both.turns:
        count = len(spoken(base.text[turn.start : turn.end])[0])
        assert abs(both.time_at(turn.start).seconds - second) < 3.0
        second += count * 0.4
        words += count
    assert words == both.words


def test_names_are_lent(said: list[tuple[str, str]]) -> None:
    base, other = timed(said), named(said)
    both = lend(base, other)
    assert both.text == base.text
    assert both.cues == base.cues
    assert [s.name for s in both.speakers] == ["ADA", "BO"]
    runs = 1 + sum(a[0] != b[0] for a, b in pairwise(said))
    changes = 1 + sum(a.speaker != b.speaker for a, b in pairwise(both.turns))
    assert changes == runs
    kept = [w for p in both.paragraphs for w in both.text[p.start : p.end].split()]
    assert kept == both.text.split()


def test_what_a_text_has_it_keeps(said: list[tuple[str, str]]) -> None:
    base = named(said)
    assert lend(base, named(said)).turns == base.turns
    assert lend(timed(said), timed(said)).speakers == ()


def test_no_estimate_is_lent_as_a_stated_time() -> None:
    words = [f"word{n}" for n in range(400)]
    text = " ".join(words)
    whole = formats.parse(f"[00:00.000 --> 10:00.000]  {text}".encode(), "heard.txt")
    kept = words[:2] + [f"other{n}" for n in range(2, 150)] + words[150:250]
    base = formats.parse(" ".join(kept).encode(), "typed.txt")
    assert not whole.time_at(whole.text.index("word200 ")).exact
    both = lend(base, whole)
    place = both.text.index("word200 ")
    assert not both.time_at(place).exact
    assert not both.time_at(both.text.index("word249")).exact
    for cue in both.cues:
        first = whole.text.index(both.text[cue.start : cue.end].split()[0])
        assert whole.time_at(first).exact


def test_a_cue_whose_edges_are_unknown_lends_no_times() -> None:
    words = [f"word{n}" for n in range(400)]
    whole = formats.parse(f"[00:00.000 --> 10:00.000]  {' '.join(words)}".encode(), "heard.txt")
    base = formats.parse(" ".join(words[150:250]).encode(), "typed.txt")
    assert lend(replace(base, pins=(Pin(0, 5.0),)), whole).pins == (Pin(0, 5.0),)
    assert lend(base, whole).cues == ()
    assert lend(base, whole).times == "estimated"
