"""For each caption format: files made up of words, times and speakers come back as they were."""

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import FormatError
from reader.formats import FORMATS, parse

from .support import FIXTURES, assert_sound

WORD = st.sampled_from(
    "rope salt, sea. why? no! été a 10 o'clock harbour it… & AT&T <3 tide".split()
)
SPEECH = st.lists(WORD, min_size=1, max_size=12).map(lambda words: ["so", *words])


class Shown(NamedTuple):
    """A cue of a made-up file; times in milliseconds, multiples of 40."""

    start: int
    end: int
    speaker: str
    words: list[str]


@st.composite
def shown(draw: st.DrawFn) -> list[Shown]:
    cues = []
    clock = draw(st.integers(0, 90_000)) * 40
    for speech in draw(st.lists(SPEECH, min_size=2, max_size=25)):
        length = draw(st.integers(1, 100)) * 40
        speaker = draw(st.sampled_from(["Ada", "Ben"]))
        cues.append(Shown(clock, clock + length, speaker, speech))
        clock += length + draw(st.sampled_from([0, 40, 4000]))
    return cues


def stamp(ms: int, mark: str = ".", digits: int = 3) -> str:
    whole, part = divmod(ms, 1000)
    fraction = f"{part:03}"[:digits]
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{fraction}"


def lines(cue: Shown, width: int = 5, gap: str = "\n") -> str:
    words = [escape(word, quote=False) for word in cue.words]
    return gap.join(" ".join(words[at : at + width]) for at in range(0, len(words), width))


def srt(cues: Sequence[Shown]) -> str:
    return "\n".join(
        f"{n}\n{stamp(c.start, ',')} --> {stamp(c.end, ',')}\n[{c.speaker}]: {lines(c)}\n"
        for n, c in enumerate(cues, 1)
    )


def vtt(cues: Sequence[Shown]) -> str:
    return "WEBVTT\n\n" + "\n".join(
        f"{stamp(c.start)} --> {stamp(c.end)} align:start\n<v {c.speaker}>{lines(c)}\n"
        for c in cues
    )


def sbv(cues: Sequence[Shown]) -> str:
    return "\n".join(f"{stamp(c.start)},{stamp(c.end)}\n{lines(c)}\n" for c in cues)


def microdvd(cues: Sequence[Shown]) -> str:
    rows = [f"{{{c.start // 40}}}{{{c.end // 40}}}{lines(c, gap='|')}" for c in cues]
    return "\n".join(["{1}{1}25", *rows])


def lrc(cues: Sequence[Shown]) -> str:
    rows = [f"[{c.start // 60_000:02}:{stamp(c.start, digits=2)[6:]}]{lines(c, 99)}" for c in cues]
    return "\n".join(["[ti:Made up]", *rows])


def ass(cues: Sequence[Shown]) -> str:
    rows = [
        f"Dialogue: 0,{stamp(c.start, digits=2)},{stamp(c.end, digits=2)},{c.speaker},"
        + " ".join(c.words)
        for c in cues
    ]
    return "\n".join(["[Script Info]", "[Events]", "Format: Layer, Start, End, Name, Text", *rows])


def ttml(cues: Sequence[Shown]) -> str:
    rows = "".join(
        f'<p begin="{c.start}ms" end="{stamp(c.end)}" ttm:agent="{c.speaker}">'
        f"{lines(c, gap='<br/>')}</p>"
        for c in cues
    )
    return (
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata">'
        f"<body><div>{rows}</div></body></tt>"
    )


def sami(cues: Sequence[Shown]) -> str:
    rows = "".join(
        f"<SYNC Start={c.start}><P Class=ENCC>{lines(c, gap='<br>')}\n"
        f"<SYNC Start={c.end}><P Class=ENCC>&nbsp;\n"
        for c in cues
    )
    return f"<SAMI><BODY>{rows}</BODY></SAMI>"


WRITERS = [(srt, 1), (vtt, 1), (ass, 1), (ttml, 1), (sbv, 0), (microdvd, 0), (lrc, 0), (sami, 0)]


@pytest.mark.parametrize(
    ("writer", "speaks"), WRITERS, ids=lambda each: getattr(each, "__name__", "")
)
@settings(max_examples=40)
@given(cues=shown())
def test_round_trip(
    writer: Callable[[Sequence[Shown]], str], speaks: int, cues: list[Shown]
) -> None:
    transcript = parse(writer(cues).encode())
    assert transcript.format == writer.__name__
    assert_sound(transcript)
    words = [transcript.text[cue.start : cue.end].split() for cue in transcript.cues]
    assert words == [cue.words for cue in cues]
    assert [cue.time for cue in transcript.cues] == [cue.start / 1000 for cue in cues]
    if writer is not lrc:
        assert [cue.time_end for cue in transcript.cues] == [cue.end / 1000 for cue in cues]
    speakers = [transcript.turn_at(cue.start).speaker for cue in transcript.cues]
    assert speakers == [cue.speaker if speaks else None for cue in cues]


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
