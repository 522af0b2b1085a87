"""Captions that are damaged, and captions that are monotonous, are read or refused in one line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import FormatError
from reader.formats import FORMATS, parse

from .support import FIXTURES, assert_sound

FAMILIES = "vtt srt ass ttml sami scc sbv microdvd lrc dashes".split()
FILES = sorted(path.name for path in (FIXTURES / "captions").iterdir())
PIECES = [
    b"-->",
    b"<",
    b">",
    b"<v A>",
    b"//",
    b"{\\p1}",
    b"\n\n",
    b">>",
    b"&amp;",
    b"[",
    b"- ",
    b"\xff",
]


def read(data: bytes, family: str | None = None) -> None:
    try:
        transcript = parse(data, "name", family)
    except FormatError as error:
        message = str(error)
    else:
        message = ""
        assert_sound(transcript)
    assert "\n" not in message


@settings(max_examples=80)
@given(st.sampled_from(FILES), st.data())
def test_mutated_fixtures(name: str, data: st.DataObject) -> None:
    source = bytearray((FIXTURES / "captions" / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(source)))
        length = data.draw(st.integers(0, 60))
        source[at : at + length] = data.draw(st.sampled_from(PIECES) | st.binary(max_size=4))
    read(bytes(source))
    read(bytes(source), data.draw(st.sampled_from(FAMILIES)))


@pytest.mark.parametrize(
    "data",
    [
        b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\n<v A>" * 20_000,
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v " * 100_000,
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>" + b"//a: " * 50_000,
        b"WEBVTT\n\n" * 20_000,
        b"1\n00:00:01,000 --> 00:00:02,000\n" + b"{\\" * 100_000,
        b"1\n00:00:01,000 --> 00:00:02,000\n" + b"a\nb\n" * 40_000,
        b"00:00:01,000 --> " * 20_000,
        b"1\n" * 60_000 + b"00:00:01,000 --> 00:00:02,000\nx",
        b"[Script Info]\n[Events]\nDialogue: " + b"," * 200_000,
        b"[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,,,,,," + b"{" * 200_000,
        b"<SAMI>" + b"<SYNC Start=1><P>x" * 20_000,
        b"<SAMI>" + b"<!--" * 60_000,
        b"<SAMI><SYNC Start=1><P " + b"class=" * 50_000,
        b"Scenarist_SCC V1.0\n\n00:00:00:00\t" + b"1240 9420 " * 20_000,
        b"Scenarist_SCC V1.0\n\n" + b"00:00:00:00\t4141 942f\n" * 10_000,
        b"{1}{2}" + b"{y:" * 60_000,
        b"[00:01.00]" * 30_000,
        b"[ti:x]\n" + b"[00:01.00]a\n" * 20_000,
        b"0:00:01.000,0:00:02.000\n" + b"[br]" * 60_000,
        b"- a\n\n" * 40_000,
        b"- " * 100_000,
    ],
    ids=lambda data: repr(data[:40]),
)
def test_large_and_monotonous(data: bytes) -> None:
    read(data)
    for family in FORMATS:
        if family.name in FAMILIES:
            read(data[:20_000], family.name)
