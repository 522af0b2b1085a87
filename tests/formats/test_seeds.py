"""Five real transcripts, one in each shape, where they are at hand."""

import re
from pathlib import Path

import pytest

from reader.formats import parse
from reader.transcript import Transcript

from .support import assert_sound, sizes

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"


def seed(number: int) -> tuple[str, Transcript]:
    """The source and its transcript."""
    found = sorted(SEEDS.glob(f"{number:03}_*.txt"))
    if not found:
        pytest.skip("the five shared transcripts are not beside this checkout")
    data = found[0].read_bytes()
    transcript = parse(data, found[0].name)
    assert_sound(transcript)
    assert transcript.warnings == ()
    return data.decode(), transcript


def test_captions_with_chevrons() -> None:
    source, transcript = seed(0)
    assert transcript.format == "chevrons"
    assert len(transcript.turns) == source.count(">>")
    assert transcript.speakers == ()
    assert transcript.text.split() == source.replace(">>", " ").split()


def test_one_giant_line() -> None:
    source, transcript = seed(1)
    assert transcript.format == "prose"
    assert transcript.text.split() == source.split()
    assert all(40 <= size <= 150 for size in sizes(transcript))


def test_names_and_colons() -> None:
    source, transcript = seed(2)
    assert transcript.format == "named"
    assert [(s.name, s.turns) for s in transcript.speakers] == [("Sam Altman", 8)]
    assert sum(turn.speaker is None for turn in transcript.turns) == 23
    body = re.sub(r"(?m)^(?:Unknown|Sam Altman):", "", source)
    assert transcript.text.split() == body.split()


def test_saved_web_page() -> None:
    source, transcript = seed(3)
    assert transcript.format == "webpage"
    turns = {s.name: s.turns for s in transcript.speakers}
    assert turns == {"SPENCER": 52, "ILYA": 51, "JOSH": 2}
    assert len(transcript.turns) == 105
    meta = transcript.meta
    assert meta.title is not None
    assert meta.title.startswith("What, if anything, do AIs understand?")
    assert (meta.number, meta.date, meta.show) == (128, "2022-10-27", "Clearer Thinking")
    assert (meta.hosts, meta.guests) == (("Spencer Greenberg",), ("Ilya Sutskever",))
    labels = r"(?m)^(?:JOSH|SPENCER|ILYA):"
    first = re.search(labels, source)
    assert first
    body = source[first.start() : source.index("Click here to return")]
    assert transcript.text.split() == re.sub(labels, "", body).split()
    assert meta.front.split() == source[: first.start()].split()


def test_whisper_lines() -> None:
    source, transcript = seed(4)
    assert transcript.format == "whisper"
    assert len(transcript.cues) == 930
    assert transcript.cues[0].time == 0.0
    assert transcript.cues[-1].time_end == 5813.92
    assert transcript.text.split() == re.sub(r"(?m)^\[[^\]]*\]", "", source).split()
    assert all(40 <= size <= 150 for size in sizes(transcript))
    lines = source.strip().split("\n")
    for cue, line in zip(transcript.cues, lines, strict=True):
        words = transcript.text[cue.start : cue.end].split()
        assert words == line.partition("]")[2].split()
