"""Whatever the bytes are, `parse` answers with a sound transcript or a `FormatError`."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import FormatError
from reader.formats import FORMATS, parse

from .support import assert_sound, fixture

NAMES = ["chevrons", "prose_line", "prose_wrapped", "named", "webpage", "whisper"]
PIECES = [
    b">>",
    b"[00:",
    b"[00:00:00.000 --> ",
    b"]",
    b":",
    b"\n",
    b"&#",
    b"\x1b[",
    b"\xe2",
    b"A: ",
]


def read(data: bytes, format: str | None = None) -> None:
    try:
        transcript = parse(data, "name", format)
    except FormatError as error:
        message = str(error)
    else:
        message = ""
        assert_sound(transcript)
    assert "\n" not in message


@given(st.binary(max_size=400))
def test_random_bytes(data: bytes) -> None:
    read(data)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.sampled_from(FORMATS))
def test_random_text_in_every_family(text: str, family) -> None:
    read(text.encode(), family.name)


@settings(max_examples=60)
@given(st.sampled_from(NAMES), st.data())
def test_mutated_fixtures(name: str, data) -> None:
    source = bytearray(fixture(name))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(source)))
        length = data.draw(st.integers(0, 60))
        source[at : at + length] = data.draw(st.sampled_from(PIECES) | st.binary(max_size=4))
    read(bytes(source))


@pytest.mark.parametrize(
    "data",
    [
        b"a" * 1_000_000,
        b"word " * 200_000,
        b" " * 1_000_000 + b"x",
        b"A. " * 60_000,
        b"a" + b"." * 500_000 + b"b",
        b">>\n" * 100_000,
        b">> a\n" * 30_000,
        b">" * 1_000_000,
        b"[00:" * 100_000,
        b"[00:00:00.000 --> " * 40_000,
        b"[00:00:00.000 --> 00:00:01.000] a\n" * 10_000,
        b"Ada: a\n" * 30_000,
        b":" * 500_000,
        b"Ada Ada " * 60_000 + b":",
        b"&" * 500_000,
        b"&#" + b"9" * 500_000 + b";",
        b"(" * 500_000,
        b"\n" * 500_000 + b"x",
        b"\x1b]0;x\x07 word " * 20_000,
        ("a" + "\u0301" * 300_000).encode(),
        b"\xff" * 300_000,
        "。".encode() * 200_000 + b"a",
    ],
    ids=lambda data: repr(data[:16]),
)
def test_large_and_monotonous(data: bytes) -> None:
    read(data)
    for family in FORMATS:
        read(data[:20_000], family.name)
