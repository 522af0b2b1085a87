import pytest

from reader.formats import parse

from .support import FIXTURES, assert_sound, said

SRT = b"1\n00:00:01,000 --> 00:00:02,500\nIs the lamp lit?\n\n2\n00:00:02,500 --> 00:00:03,000\n"


def read(name: str):
    transcript = parse((FIXTURES / "captions" / name).read_bytes(), "misleading.txt")
    assert transcript.format == "srt"
    assert_sound(transcript)
    return transcript


def times(data: bytes) -> list[tuple[float, float]]:
    return [(cue.time, cue.time_end) for cue in parse(data, format="srt").cues]


def test_dashes_markup_and_times_that_go_back() -> None:
    transcript = read("film.srt")
    assert said(transcript) == [
        "Is the lamp lit?",
        "It was at dusk. Someone climbed up to look, two - maybe three - times.",
        "And? [thunder]",
        "Out.",
    ]
    assert transcript.speakers == ()
    assert [(c.time, c.time_end) for c in transcript.cues] == [
        (1.0, 3.5),
        (1.0, 3.5),
        (3.5, 5.0),
        (9.0, 10.25),
        (8.0, 8.0),
    ]


def test_labels_with_roles() -> None:
    transcript = read("labels.srt")
    assert [
        (turn.speaker, text) for turn, text in zip(transcript.turns, said(transcript), strict=True)
    ] == [
        ("Ada Holm", "Welcome to the Harbour Hour & friends. Note: this is live."),
        ("Ben Salt", "Good to be here."),
        ("Ada Holm", "How is the sea?"),
        ("Ben Salt", "Wet. Very wet."),
    ]
    assert (transcript.meta.hosts, transcript.meta.guests) == (("Ada Holm",), ("Ben Salt",))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "cp1251"]
)
def test_encodings(encoding: str) -> None:
    words = (
        "Ja, «déjà» lit – näher!"
        if encoding != "cp1251"
        else "Маяк горит всю ночь. Хорошо, что он горит."
    )
    text = SRT.decode() + words
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    transcript = parse((mark + text).encode(encoding))
    assert transcript.format == "srt"
    assert transcript.text == f"Is the lamp lit? {words}"
    assert bool(transcript.warnings) == encoding.startswith("cp")


@pytest.mark.parametrize("line", [
    b"00:00:01.000 --> 00:00:02.500",
    b"00:00:01,000-->00:00:02,500",
    b"0:0:1,000 --> 0:0:2,5",
    b"00:00:01:000 --> 00:00:02:500",
    b"00:00:01 --> 00:00:02.50",
    b"  00:00:01,000  -->  00:00:02,500 X1:10 X2:20 Y1:30 Y2:40",
])  # fmt: skip
def test_times_however_they_are_written(line: bytes) -> None:
    data = b"%s\nIs it?\n\n%s\nIt is." % (line, line)
    assert times(data) == [(1.0, 2.5)] * 2
    assert parse(data).text == "Is it? It is."


def test_what_is_broken_loses_no_words() -> None:
    data = b"""1
00:00:01,000 --> 00:00:02,000 Is the
lamp

lit
2
00:00:0x,000 --> 00:00:03,000
3
00:00:03,000 --> 00:00:04,000
It is --> so.

4
--> 00:00:05,000
Good.
00:00:05,000 --> 00:00:06,000
Bye.

5
"""
    transcript = parse(data, format="srt")
    assert "Is the lamp lit" in transcript.text
    assert transcript.text.endswith("It is --> so. Good. Bye.")


def test_words_of_one_cue_each_join() -> None:
    words = "Tonight the lamp is lit for everyone at sea .".split()
    cues = [f"{n}\n00:00:0{n},000 --> 00:00:0{n},500\n{w}\n" for n, w in enumerate(words)]
    transcript = parse("\n".join(cues).encode())
    assert transcript.text.split() == words
    assert len(transcript.cues) == len(words)
    assert len(transcript.turns) == 1


def test_colours_are_speakers_if_there_are_several() -> None:
    def coloured(*colours: str) -> bytes:
        cues = (
            f"{n}\n00:00:0{n},000 --> 00:00:0{n},500\n{{\\c&H{colour}&}}word{n}\n"
            for n, colour in enumerate(colours)
        )
        return "\n".join(cues).encode()

    two = parse(coloured("FFF000", "FFF000", "0000FF", "FFF000"))
    assert [turn.speaker for turn in two.turns] == ["Speaker 1", "Speaker 2", "Speaker 1"]
    assert two.text.split() == ["word0", "word1", "word2", "word3"]
    assert parse(coloured("FFF000", "FFF000")).speakers == ()


def test_what_precedes_the_first_cue_is_front_matter() -> None:
    transcript = parse(b"Title: Holm\nDate: 2020-05-03\n\n" + SRT + b"It is.")
    assert (transcript.meta.title, transcript.meta.date) == ("Holm", "2020-05-03")
    assert "Title: Holm" in transcript.meta.front
    assert transcript.text == "Is the lamp lit? It is."
