"""EBU STL and SubViewer: subtitles as broadcasters and old players have them."""

from __future__ import annotations

import pytest

from reader.errors import FormatError
from reader.formats import parse

from .support import assert_sound, said


def head(**fields: bytes) -> bytes:
    """The first block; fields by where they begin, `at_16=b"title"`."""
    block = bytearray(b" " * 1024)
    block[:16] = b"850STL25.0110009"
    for place, value in fields.items():
        at = int(place.removeprefix("at_"))
        block[at : at + len(value)] = value
    return bytes(block)


def subtitle(text: bytes, start: int, part: int = 0xFF, comment: int = 0) -> bytes:
    """A block shown for two seconds from `start`, seconds and 5 frames."""
    lead = bytes([0, 1, 0, part, 0, 0, 0, start, 5, 0, 0, start + 2, 5, 20, 2, comment])
    return lead + text.ljust(112, b"\x8f")


def test_accents_rows_and_times_in_frames() -> None:
    blocks = subtitle(b"C\xc2est d\xc2ej\xc1a \xfaufs\x8ana\xc8ive \xaaso\xba", 1)
    transcript = parse(head(at_14=b"0F") + blocks)
    assert transcript.format == "ebu-stl"
    assert transcript.text == "Cést déjà œufs naïve “so”"
    assert [(cue.time, cue.time_end) for cue in transcript.cues] == [(1.2, 3.2)]
    assert transcript.meta.language == "fr"
    assert_sound(transcript)


def test_a_subtitle_in_several_blocks_and_what_is_none() -> None:
    parts = subtitle(b"the lamp is l", 1, part=0) + subtitle(b"it", 1)
    noise = subtitle(b"teletext page 888", 1, part=0xFE) + subtitle(b"check this", 1, comment=1)
    transcript = parse(head() + parts[:128] + noise + parts[128:])
    assert transcript.text == "the lamp is lit"


def test_another_colour_is_another_speaker() -> None:
    one = subtitle(b"\x0b\x0b\x07Is it\x8a\x0b\x0b\x07lit?", 1)
    two = subtitle(b"\x0b\x0b\x03It is.\x8a\x0b\x0b\x07Good.", 4)
    transcript = parse(head() + one + two)
    assert said(transcript) == ["Is it lit?", "It is.", "Good."]
    assert transcript.speakers == ()


@pytest.mark.parametrize(
    ("table", "codec", "words"),
    [
        (b"01", "iso8859-5", "Маяк горит"),
        (b"03", "iso8859-7", "Ο φάρος ανάβει"),
        (b"04", "iso8859-8", "המגדלור דולק"),
        (b"02", "iso8859-6", "المنارة مضاءة"),
    ],
)
def test_other_alphabets(table: bytes, codec: str, words: str) -> None:
    transcript = parse(head(at_12=table) + subtitle(words.encode(codec), 1))
    assert transcript.text == words


def test_a_clock_that_begins_with_the_programme() -> None:
    told = {"at_16": b"The Long View", "at_48": "The Tide at Ré".encode("cp850")}
    late = bytearray(subtitle(b"so", 1))
    late[5], late[9] = 10, 10
    transcript = parse(head(at_256=b"10000000", at_277=b"Radio Salt", **told) + bytes(late))
    assert transcript.cues[0].time == 1.2
    assert (transcript.meta.show, transcript.meta.title) == ("The Long View", "The Tide at Ré")
    assert transcript.meta.front == "Publisher: Radio Salt"
    early = parse(head(at_256=b"10000000") + subtitle(b"so", 1))
    assert early.cues[0].time == 1.2


@pytest.mark.parametrize("data", [head(), head() + b"x" * 200, head() + subtitle(b"", 1)], ids=len)
def test_without_words_it_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(FormatError) as error:
        parse(data)
    assert "\n" not in str(error.value)


SUBVIEWER = """[TITLE]
The Lamp
[AUTHOR]

[PRG]

[FILEPATH]
lamp.avi
[DELAY]
0
[BEGIN]
******** START SCRIPT ********
[00:00:01]
- Is it lit?|- It is,

[00:00:04]

[01:00:05]
- I {said}.
[end]
******** END SCRIPT ********
so long
"""


def test_subviewer_with_times_above_the_words() -> None:
    transcript = parse(SUBVIEWER.encode("cp1252"), "lamp.sub")
    assert transcript.format == "subviewer"
    assert said(transcript) == ["Is it lit?", "It is,", "I {said}."]
    assert [(cue.time, cue.time_end) for cue in transcript.cues] == [(1, 4), (1, 4), (3605, 3605)]
    assert (transcript.meta.title, transcript.meta.media) == ("The Lamp", "lamp.avi")
    assert "DELAY" in transcript.meta.front
