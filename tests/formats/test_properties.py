"""For each family: pages made up in its shape come back with every word, once and in order."""

from hypothesis import given
from hypothesis import strategies as st

from reader.formats import parse

from .support import assert_sound, said

WORD = st.sampled_from("rope salt, sea. why? no! été a 10 o'clock -- harbour it…".split())
SPEECH = st.lists(WORD, min_size=1, max_size=25).map(lambda words: ["so", *words])
NAMES = st.sampled_from(["Ada", "BEN", "Dr. Cy Dale", "SPEAKER_01", "Unknown"])


def wrapped(words: list[str], width: int) -> str:
    lines = [" ".join(words[at : at + width]) for at in range(0, len(words), width)]
    return "\n".join(lines)


@given(st.lists(SPEECH, min_size=1, max_size=8), st.integers(1, 12), st.booleans())
def test_chevrons(turns: list[list[str]], width: int, led: bool) -> None:
    words = [word for turn in turns for word in [">>", *turn]][0 if led else 1 :]
    transcript = parse(wrapped(words, width).encode(), format="chevrons")
    assert [turn.split() for turn in said(transcript)] == turns
    assert transcript.speakers == ()
    assert_sound(transcript)


@given(
    st.lists(SPEECH, min_size=1, max_size=8), st.integers(1, 400), st.sampled_from(["\n", "\n\n"])
)
def test_prose(paragraphs: list[list[str]], width: int, between: str) -> None:
    page = between.join(wrapped(words, width) for words in paragraphs)
    transcript = parse(page.encode(), format="prose")
    assert transcript.text.split() == page.split()
    assert_sound(transcript)


@given(
    st.lists(st.tuples(NAMES, SPEECH), min_size=1, max_size=10),
    st.integers(2, 30),
    st.sampled_from([": ", ":\n", ":\n\n"]),
    st.sampled_from(["\n", "\n\n"]),
)
def test_named(turns: list[tuple[str, list[str]]], width: int, colon: str, between: str) -> None:
    spoken = [turn for turn in turns for _ in range(2)]
    page = between.join(f"{name}{colon}{wrapped(words, width)}" for name, words in spoken)
    transcript = parse(page.encode(), format="named")
    speakers = [None if name == "Unknown" else name for name, _ in spoken]
    assert [turn.speaker for turn in transcript.turns] == speakers
    assert [turn.split() for turn in said(transcript)] == [words for _, words in spoken]
    assert_sound(transcript)


@given(
    st.lists(st.tuples(st.sampled_from(["ADA", "BEN"]), SPEECH), min_size=1, max_size=10),
    st.integers(1, 999),
    st.dates(),
)
def test_webpage(turns, number, day) -> None:
    spoken = [("ADA", ["so"]), ("BEN", ["so"]), *turns, ("ADA", ["so"]), ("BEN", ["so"])]
    body = "\n\n".join(f"{name}: {' '.join(words)}" for name, words in spoken)
    head = f"Episode {number}: On Rope\n\n{day.isoformat()}\n\nA note about rope.\n\n"
    transcript = parse(f"{head}{body}\n\n\nSign up for rope\n\nADA Ltd, all rights".encode())
    assert transcript.format == "webpage"
    assert (transcript.meta.number, transcript.meta.date) == (number, day.isoformat())
    assert [turn.speaker for turn in transcript.turns] == [name for name, _ in spoken]
    assert [turn.split() for turn in said(transcript)] == [words for _, words in spoken]
    assert_sound(transcript)


@given(st.lists(st.tuples(SPEECH, st.integers(0, 9000)), min_size=1, max_size=40))
def test_whisper(cues: list[tuple[list[str], int]]) -> None:
    lines, clock = [], 3_590_000
    for words, gap in cues:
        start, clock = clock + gap, clock + gap + 1500
        lines.append(f"[{stamp(start)} --> {stamp(clock)}]   {' '.join(words)}")
    transcript = parse("\n".join(lines).encode())
    assert transcript.format == "whisper"
    assert len(transcript.cues) == len(cues)
    for cue, (words, _) in zip(transcript.cues, cues, strict=True):
        assert transcript.text[cue.start : cue.end].split() == words
        assert cue.time_end - cue.time == 1.5
    assert transcript.cues[-1].time_end == clock / 1000
    assert_sound(transcript)


def stamp(milliseconds: int) -> str:
    seconds, fraction = divmod(milliseconds, 1000)
    hours, minutes = f"{seconds // 3600:02}:" if seconds >= 3600 else "", seconds // 60 % 60
    return f"{hours}{minutes:02}:{seconds % 60:02}.{fraction:03}"
