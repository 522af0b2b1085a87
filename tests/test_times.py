"""When a place is spoken, and whether that is known or an estimate."""

from __future__ import annotations

import pytest

from reader.transcript import Cue, Meta, Moment, Pin, Span, Transcript, Turn

WORDS = "rope salt lamp tide " * 250
"""A thousand words, of which 150 are spoken in a minute: 400 seconds."""

TEXT = WORDS.strip()


def talk(*cues: Cue, duration: float | None = None, pins: tuple[Pin, ...] = ()) -> Transcript:
    whole = Span(0, len(TEXT))
    turns = (Turn(0, len(TEXT)),)
    meta = Meta(duration=duration)
    return Transcript(TEXT, turns, (whole,), cues, pins=pins, meta=meta)


def at(word: int) -> int:
    """Where the word stands; each has five characters with its space."""
    return word * 5


def test_within_a_cue_and_near_it_times_are_exact() -> None:
    transcript = talk(Cue(0, at(500) - 1, 0, 200), Cue(at(500), at(1000) - 1, 200, 400))
    assert transcript.time_at(0) == Moment(0, True)
    assert transcript.time_at(at(500)) == Moment(200, True)
    assert transcript.time_at(at(50)).exact
    assert transcript.time_at(at(50)).seconds == pytest.approx(20, abs=0.1)
    assert transcript.time_at(at(460)).exact


def test_far_from_the_stamps_of_a_sparse_source_times_are_estimates() -> None:
    stamps = [Cue(at(n), at(n) + 4, n * 0.4, n * 0.4) for n in (0, 500, 999)]
    transcript = talk(*stamps)
    middle = transcript.time_at(at(250))
    assert not middle.exact
    assert middle.seconds == pytest.approx(100, abs=1)
    assert [transcript.time_at(at(n)).exact for n in (0, 60, 90, 410, 440, 500, 560, 999)] == [
        True,
        True,
        False,
        False,
        True,
        True,
        True,
        True,
    ]
    assert transcript.times == "exact"


def test_far_by_the_clock_is_an_estimate_too() -> None:
    """Few words between two stamps that are ten minutes apart: nobody knows when they fall."""
    transcript = talk(Cue(0, 4, 0, 0), Cue(at(20), at(20) + 4, 600, 600))
    assert not transcript.time_at(at(10)).exact
    assert transcript.time_at(at(20) - 2).exact


def test_before_the_first_cue_nothing_is_exact() -> None:
    transcript = talk(Cue(at(100), at(1000) - 1, 60, 420))
    assert transcript.time_at(0) == Moment(pytest.approx(20, abs=0.1), False)
    assert not transcript.time_at(at(99)).exact
    assert transcript.time_at(at(100)) == Moment(60, True)
    assert transcript.offset_at(0) == 0


def test_no_time_before_the_beginning_is_made_up() -> None:
    assert talk(Cue(at(500), at(501), 3, 4)).time_at(0) == Moment(0, False)
    assert talk(Cue(at(500), at(501), -90, -80)).time_at(0) == Moment(-90, False)


def test_after_the_last_cue_times_go_on_as_long_as_is_known() -> None:
    stamp = Cue(at(499), at(500) - 1, 199, 200)
    transcript = talk(stamp)
    assert transcript.time_at(at(520)) == Moment(200, True)
    assert transcript.time_at(at(900)) == Moment(200, False)
    longer = talk(stamp, duration=360)
    assert longer.time_at(at(750)).seconds == pytest.approx(280, abs=1)
    assert not longer.time_at(at(750)).exact
    assert longer.time_until(len(TEXT)) == Moment(360, False)


def test_without_cues_only_what_the_user_pinned_is_exact() -> None:
    transcript = talk(pins=(Pin(at(500), 150.0),))
    assert transcript.time_at(at(500)) == Moment(150, True)
    assert not transcript.time_at(at(501)).exact
    assert not Transcript("").time_at(0).exact
