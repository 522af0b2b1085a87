"""Lines that open with two times, however these and the sign between them are written."""

from itertools import product

import pytest

from reader.formats import parse
from reader.transcript import Transcript

LINES = [
    "Is the lamp lit tonight, Ada?",
    "It is lit, and the tide is in.",
    "Then we go down to the boat.",
    "Bring the rope and the second oar, please.",
    "I have both of them in the shed.",
]
CLOCKS = {
    "0.00": lambda t: f"{t:.2f}",
    "0.00s": lambda t: f"{t:.2f}s",
    "00:00": lambda t: f"{int(t) // 60:02}:{int(t) % 60:02}",
    "00:00.000": lambda t: f"{int(t) // 60:02}:{t % 60:06.3f}",
    "00:00:00,000": lambda t: f"00:{int(t) // 60:02}:{t % 60:06.3f}".replace(".", ","),
}
SIGNS = ["-->", "->", "–>", "=>", "→", "–", "-", "to"]


def read(
    clock: str, sign: str, around: str, above: bool, names: tuple[str, ...] = ()
) -> Transcript:
    opens, shuts = around[:1], around[1:]
    written = CLOCKS[clock]
    lines = []
    for index, words in enumerate(LINES):
        start, end = index * 61.5, index * 61.5 + 40.0
        named = f"{names[index % len(names)]}: " if names else ""
        stamp = f"{opens}{written(start)} {sign} {written(end)}{shuts}"
        lines.append(f"{stamp}{chr(10) if above else ' '}{named}{words}")
    return parse(("\n\n" if above else "\n").join(lines).encode())


@pytest.mark.parametrize("around", ["[]", "()", ""])
@pytest.mark.parametrize(("clock", "sign"), [*product(CLOCKS, SIGNS)])
def test_two_times_before_the_words(clock: str, sign: str, around: str) -> None:
    transcript = read(clock, sign, around, above=False)
    assert transcript.text.split() == " ".join(LINES).split()
    assert transcript.times == "exact"
    for index, words in enumerate(LINES):
        start = transcript.text.index(words)
        assert abs(transcript.time_at(start).seconds - index * 61.5) < 1
        assert abs(transcript.time_until(start + len(words)).seconds - index * 61.5 - 40) < 1


@pytest.mark.parametrize("around", ["[]", "()"])
@pytest.mark.parametrize(("clock", "sign"), [*product(CLOCKS, SIGNS)])
def test_two_times_above_the_words(clock: str, sign: str, around: str) -> None:
    transcript = read(clock, sign, around, above=True)
    assert transcript.text.split() == " ".join(LINES).split()
    assert len(transcript.cues) >= len(LINES)


@pytest.mark.parametrize("around", ["[]", "()", ""])
@pytest.mark.parametrize(("clock", "sign"), [*product(CLOCKS, SIGNS)])
def test_names_after_two_times(clock: str, sign: str, around: str) -> None:
    transcript = read(clock, sign, around, above=False, names=("Ada", "Ben"))
    assert transcript.text.split() == " ".join(LINES).split()
    assert [turn.speaker for turn in transcript.turns] == ["Ada", "Ben", "Ada", "Ben", "Ada"]


def test_numbers_with_a_dash_are_no_times() -> None:
    prose = "The tide rose 1.5 - 2.5 metres.\n" * 3 + "2.5 - 3.5 of them were lost.\n" * 2
    assert parse(prose.encode()).cues == ()


def test_words_after_the_times_of_captions_are_kept() -> None:
    lines = [f"00:0{n}.000 --> 00:0{n}.900 word{n}" for n in range(5)]
    assert parse("\n".join(lines).encode()).text == "word0 word1 word2 word3 word4"
    headed = "WEBVTT\n\n00:01.000 --> 00:02.000 align:start odd\nIs it lit?\n"
    assert parse(headed.encode()).text == "Is it lit?"
