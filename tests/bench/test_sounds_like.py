"""The measure of "sounds like" counts rightly, and what it measures is good enough."""

from __future__ import annotations

import pytest

from reader.search.sound.sounds import Heard, Sounds
from tests.bench.sounds_like import (
    HELD_OUT,
    SEEDS,
    TUNED,
    heard,
    judged,
    neighbours,
    read,
    seeds,
)


def test_neighbours_are_pairs_that_stand_side_by_side() -> None:
    text = read(["The kestrel box stood by.", "A box, the kestrel!"])
    parts = Sounds(text.vocabulary, text.counts).halves("kestrelbox")
    assert neighbours(text, parts) == {("kestrel", "box")}


def test_what_is_found_is_counted() -> None:
    answers = {
        "brixtow": [Heard(("brickstow",), 0.9), Heard(("brix", "toe"), 0.5), Heard(("box",), 0.4)]
    }
    names = {"brixtow": "brickstow, brix toe, brakstow, absent"}
    result = judged(answers, names, {"brickstow", "brix", "toe", "brakstow"})
    assert result == (3, [0.9, 0.5], [0.4], ["brixtow: brakstow"])


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the transcripts are not beside this project")
@pytest.mark.parametrize("names", [TUNED, HELD_OUT], ids=["tuned on", "held out"])
def test_nine_of_ten_misheard_names_are_found(names: dict[str, str]) -> None:
    text = read(seeds())
    answers = heard(Sounds(text.vocabulary, text.counts), text, names)
    result = judged(answers, names, set(text.vocabulary))
    assert result.spellings >= 15
    assert len(result.right) >= 0.9 * result.spellings
