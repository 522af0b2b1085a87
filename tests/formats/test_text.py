"""Text with names and times before its lines: every shape, to the word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import parse
from reader.formats.text.heads import Heads, clock_seconds
from reader.transcript import Transcript

from .support import FIXTURES, assert_sound, said

TEXT = FIXTURES / "text"


def read(name: str) -> Transcript:
    transcript = parse((TEXT / name).read_bytes(), name)
    assert_sound(transcript)
    return transcript


def begun(transcript: Transcript) -> list[float]:
    """When each cue begins."""
    return [cue.time for cue in transcript.cues]


def speakers(transcript: Transcript) -> list[str | None]:
    return [turn.speaker for turn in transcript.turns]


def parsed(text: str) -> Transcript:
    transcript = parse(text.encode())
    assert_sound(transcript)
    return transcript


def test_otter_with_its_footer_and_times_past_an_hour() -> None:
    transcript = read("otter.md")
    assert transcript.format == "named-times"
    assert speakers(transcript) == ["Ada Byrne", None, "Ben Holt", "Ada Byrne", "Ben Holt"]
    assert said(transcript)[1:] == [
        "Mind the third step.",
        "It creaks, it always did.\n\nWe painted it twice.",
        "And still it creaks.",
        "[laughs] And still.",
    ]
    assert begun(transcript) == [0, 9, 12, 3598, 3603]
    assert "otter.ai" in transcript.meta.front
    assert [transcript.text[a.start : a.end] for a in transcript.asides] == ["[laughs]"]


def test_a_time_over_several_paragraphs_is_stated_for_its_first_word() -> None:
    transcript = read("otter.md")
    cue = transcript.cues[2]
    assert transcript.text[cue.start : cue.end] == "It"
    assert (cue.time, cue.time_end) == (12, 12)
    assert 12 < transcript.time_at(transcript.text.index("We painted")).seconds < 3598


def test_rev_with_continuations() -> None:
    transcript = read("rev.md")
    assert speakers(transcript) == ["Ada", "Ben Holt", "Ada"]
    assert begun(transcript) == [0, 14, 31, 62]
    assert transcript.cues[-1].time_end == 80
    turns = said(transcript)
    assert "by boat.\n\nAnd when I am ill" in turns[1]
    assert "(and quicker)" in turns[1]
    assert turns[2].startswith("Thank you. Then let us")
    meta = transcript.meta
    assert (meta.title, meta.show) == (
        "The Lamp at Night | Ben Holt (keeper of the lamp)",
        "Harbour Hours",
    )
    assert (meta.date, meta.duration, meta.guests) == ("2023-10-29", 80.0, ("Ben Holt",))
    assert meta.url == "https://video.example/watch?v=lamp"
    assert "We talk about oil." in meta.front
    assert "oil." not in transcript.text


def test_names_in_bold_with_brackets_of_their_own_after_times() -> None:
    transcript = read("stamped.txt")
    assert transcript.format == "named-times"
    assert speakers(transcript) == ["kushti", "qx()", "kushti", "qx()"]
    assert said(transcript)[2:] == ["It creaks. It always did.", "At 7:30 we paint it."]
    assert begun(transcript)[-1] == 63 * 60 + 13


def test_the_panel_beside_a_video() -> None:
    transcript = read("panel.txt")
    assert transcript.format == "timed-lines"
    assert begun(transcript) == [0, 4, 3598, 3603]
    assert [cue.time_end for cue in transcript.cues] == [4, 3598, 3603, 3603]
    assert transcript.text == (
        "so we walked out to the lamp and the stairs were wet and [Music] "
        "nobody had been there since the spring"
    )
    assert transcript.speakers == ()
    assert [transcript.text[a.start : a.end] for a in transcript.asides] == ["[Music]"]


def test_oral_history() -> None:
    transcript = read("history.txt")
    assert transcript.format == "named-times"
    assert speakers(transcript) == ["BYRNE", "HOLT", "BYRNE", "HOLT"]
    assert said(transcript)[1] == "I do. It stood on the pier, on the old pier, before I came."
    assert begun(transcript) == [5, 47, 187]
    meta = transcript.meta
    assert (meta.guests, meta.hosts) == (("Ben Holt",), ("Ada Byrne", "Cora J. Dale"))
    assert meta.date == "2023-12-11"
    assert meta.front.startswith("Holt tells how")


@pytest.mark.parametrize(
    "page",
    [
        "[Ada] [00:12] one two\n[Ben] [00:15] three\n[Ada] [01:00:20] four",
        "Ada (00:12): one two\nBen (00:15): three\nAda (01:00:20): four",
        "Ada (00:12)\none two\nBen (00:15)\nthree\nAda (01:00:20)\nfour",
        "Ada [00:12]\none two\n\nBen [00:15]\nthree\n\nAda [01:00:20]\nfour",
        "Ada  0:12\none two\n\nBen  0:15\nthree\n\nAda  1:00:20\nfour",
        "Ada | 00:12\none two\nBen | 00:15\nthree\nAda | 1:00:20\nfour",
        "Ada: 00:00:12\n\none two\n\nBen: 00:00:15\n\nthree\n\nAda: 01:00:20\n\nfour",
        "Ada: [00:12] one two\nBen: [00:15] three\nAda: [1:00:20] four",
        "[00:12] Ada: one two\n[00:15] Ben: three\n[1:00:20] Ada: four",
        "00:00:12 Ada: one two\n00:00:15 Ben: three\n01:00:20 Ada: four",
        "0:12 Ada\none two\n0:15 Ben\nthree\n1:00:20 Ada\nfour",
        "[00:12]\nAda: one two\n[00:15]\nBen: three\n[1:00:20]\nAda: four",
        "**[00:12] Ada:** one two\n\n**[00:15] Ben:** three\n\n**[1:00:20] Ada:** four",
        "[00:12] **Ada**: one two\n\n[00:15] **Ben**: three\n\n[1:00:20] **Ada**: four",
        "**Ada**  0:12  \none two\n\n**Ben**  0:15  \nthree\n\n**Ada**  1:00:20  \nfour",
        "*Ada (0:12)*\none two\n\n*Ben (0:15)*\nthree\n\n*Ada (1:00:20)*\nfour",
        "[00:12 - 00:15] Ada: one two\n[00:15 - 00:16] Ben: three\n[1:00:20 - 1:00:22] Ada: four",
    ],
)
def test_each_order_of_name_and_time(page: str) -> None:
    transcript = parsed(page)
    assert transcript.warnings == ()
    assert speakers(transcript) == ["Ada", "Ben", "Ada"]
    assert said(transcript) == ["one two", "three", "four"]
    assert begun(transcript) == [12, 15, 3620]


@pytest.mark.parametrize(
    "page",
    [
        "00:00:12 one two\n\n00:00:15 three\n\n01:00:20 four",
        "[00:12] one two\n[00:15] three\n[1:00:20] four",
        "(00:12) one two\n(00:15) three\n(1:00:20) four",
        "00:12 - one two\n00:15 - three\n1:00:20 - four",
        "0:12\none two\n0:15\nthree\n1:00:20\nfour",
        "one two [00:12]\nthree [00:15]\nfour [1:00:20]",
        "[00:12]\n\none two\n\n[00:15]\n\nthree\n\n[1:00:20]\n\nfour",
    ],
)
def test_each_place_of_a_time_without_names(page: str) -> None:
    transcript = parsed(page)
    assert transcript.format == "timed-lines"
    assert transcript.speakers == ()
    assert transcript.text == "one two three four"
    assert begun(transcript) == [12, 15, 3620]


def test_the_end_of_a_range_is_the_end_of_its_cue() -> None:
    transcript = parsed(
        "[00:12 - 00:14] Ada: one\n[00:15 - 00:16] Ben: two\n[00:20 - 00:22] Ada: x"
    )
    assert [(cue.time, cue.time_end) for cue in transcript.cues] == [(12, 14), (15, 16), (20, 22)]


def test_a_clock_on_the_wall_counts_from_the_first() -> None:
    transcript = parsed(
        "[Ada (she)] 23:59:58\nHi.\n\n[Ben] 23:59:59\nHello.\n\n[Ada (she)] 24:00:03\nSo."
    )
    assert speakers(transcript) == ["Ada (she)", "Ben", "Ada (she)"]
    assert begun(transcript) == [0, 1, 5]


def test_a_time_code_that_begins_at_one_hour_begins_at_nought() -> None:
    page = "*Ada (1:00:05)*\none\n\n*Ben (1:00:08)*\ntwo\n\n*Ada (2:00:09)*\nthree"
    assert begun(parsed(page)) == [5, 8, 3609]


def test_times_may_go_back() -> None:
    transcript = parsed("[00:49] Ada: one\n[00:46] Ben: two\n[00:50] Ada: three")
    assert begun(transcript) == [49, 46, 50]
    assert [cue.time_end for cue in transcript.cues] == [49, 50, 50]


def test_times_that_begin_again_are_nobodys_and_say_so() -> None:
    named = "".join(f"*Ada ({i // 60}:{i % 60:02})*\nstep {i}\n\n" for i in range(400, 800, 2))
    plain = "".join(f"**[{i // 60}:{i % 60:02}]:**\nagain {i}\n\n" for i in range(5, 805, 4))
    transcript = parsed(named.replace("Ada", "Ben", 1) + plain)
    assert "begin again" in transcript.warnings[0]
    assert speakers(transcript) == ["Ben", "Ada", None]
    assert said(transcript)[2].startswith("again 5 again 9")


def test_a_web_page_with_times_keeps_its_metadata() -> None:
    page = "Episode 7: The Lamp\n\nMay 3, 2021\n\nAda (00:12): one\n\nBen (00:15): two"
    transcript = parsed(page)
    assert (transcript.meta.title, transcript.meta.number) == ("The Lamp", 7)
    assert transcript.meta.date == "2021-05-03"
    assert said(transcript) == ["one", "two"]


@pytest.mark.parametrize(
    "text",
    [
        "We met at 10:30.\nIt was late.\n12:15 was the time.\nWe left.\nNobody came.\nIt rained.",
        "He said (10:30) and she (11:45) agreed.\nThey went home.",
        "The score was 3:10 in the end\nand nobody minded it at all",
    ],
)
def test_a_time_in_a_sentence_is_a_word(text: str) -> None:
    transcript = parsed(text)
    assert transcript.cues == ()
    assert transcript.text.split() == text.split()


def test_captions_are_left_to_their_own_families() -> None:
    page = (
        "1\n00:00:01,000 --> 00:00:02,000\nAda: one\n\n2\n00:00:03,000 --> 00:00:04,000\nBen: two\n"
    )
    assert parse(page.encode()).format == "srt"


def test_clock_seconds() -> None:
    assert clock_seconds("1:02:03.5") == 3723.5
    assert clock_seconds("62:03,25") == 3723.25


def test_heads_say_what_they_found() -> None:
    heads = Heads(["Ada  0:12", "so we went", "", "Ben  0:15", "yes", "(0:20):", "and"])
    assert heads.tally() == (6, 3, 2, 2)
    assert heads.split("so we went") is None


WORD = st.sampled_from("rope salt, sea. why? no! été a 10 o'clock -- harbour it… [laughs]".split())
SPEECH = st.lists(WORD, min_size=1, max_size=25).map(lambda words: ["so", *words])
TURN = st.tuples(st.sampled_from(["Ada", "BEN", "Dr. Cy Dale", "Speaker 1"]), SPEECH)
SHAPES = st.sampled_from(
    [
        "[{n}] [{t}] {s}",
        "{n} ({t}):\n{s}\n",
        "{n}  {t}\n{s}\n",
        "[{t}] {n}: {s}",
        "{n}: {t}\n\n{s}\n",
    ]
)


@given(st.lists(st.tuples(TURN, st.integers(0, 900)), min_size=3, max_size=12), SHAPES)
def test_what_is_written_with_names_and_times_comes_back(turns, shape: str) -> None:
    clock, times, lines = 0, [], []
    spoken = [*turns, (("Ada", ["so"]), 1), (("BEN", ["so"]), 1), *turns]
    for (name, words), gap in spoken:
        clock += gap + 1
        times.append(float(clock))
        stamp = f"{clock // 3600}:{clock // 60 % 60:02}:{clock % 60:02}"
        lines.append(shape.format(n=name, t=stamp, s=" ".join(words)))
    transcript = parsed("\n".join(lines))
    assert transcript.text.split() == [word for (_, words), _ in spoken for word in words]
    first = times[0] if times[0] < 3600 or times[0] >= 3660 else None
    assert first is None or begun(transcript) == times
    whom = [name for (name, _), _ in spoken]
    assert speakers(transcript) == [
        n for n, before in zip(whom, [None, *whom], strict=False) if n != before
    ]


@given(st.lists(st.tuples(SPEECH, st.integers(1, 900)), min_size=3, max_size=30), st.booleans())
def test_what_is_written_with_times_comes_back(cues, panel: bool) -> None:
    clock, times, lines = 0, [], []
    for words, gap in cues:
        clock += gap
        times.append(float(clock))
        stamp = f"{clock // 60}:{clock % 60:02}"
        lines.append(f"{stamp}\n{' '.join(words)}" if panel else f"[{stamp}] {' '.join(words)}")
    transcript = parsed("\n".join(lines))
    assert transcript.text.split() == [word for words, _ in cues for word in words]
    assert begun(transcript) == times or 3600 <= times[0] < 3660
    assert transcript.speakers == ()


def test_a_name_in_full_at_first_and_in_short_from_then_on() -> None:
    turns = (
        "LEO RAY: Is it lit?\nSTEVE DALE: It is.\nLEO: Good.\nSTEVE: Yes.\nLEO: So.\nSTEVE: Well."
    )
    assert speakers(parsed(turns)) == ["LEO RAY", "STEVE DALE"] * 3
    turns = "Leo Ray: Is it lit?\nAnn Dale: It is.\nRAY: Good.\nDALE: Yes.\nRAY: So.\nDALE: Well."
    assert speakers(parsed(turns)) == ["Leo Ray", "Ann Dale"] * 3


@pytest.mark.parametrize(
    ("full", "short"),
    [("MAN 2", "MAN"), ("ACTOR AS RAY", "RAY"), ("LEO RAY:\nsay.\nANN RAY", "RAY")],
)
def test_what_is_short_for_nobody_stays(full: str, short: str) -> None:
    turns = f"{full}: Is it lit?\n{short}: It is.\nBEN: Good.\n{short}: Yes.\nBEN: So.\n"
    assert speakers(parsed(turns))[-4:] == [short, "BEN", short, "BEN"]


def test_a_time_alone_among_names_with_times() -> None:
    page = "Ada  0:00\nIs it lit?\n\nUnknown Speaker  0:04\nIt is.\n\n1:59  \nAnd so.\n\n"
    transcript = parsed(f"{page}Ada  2:10\nGood.\n")
    assert said(transcript) == ["Is it lit?", "It is. And so.", "Good."]
    assert begun(transcript) == [0, 4, 119, 130]


def test_questions_and_answers_with_a_stop() -> None:
    transcript = parsed(
        "Q. Is it lit?\n\nA. It is, in A.\n\nQ. And so?\n\nMR. DALE: No.\n\nA. Yes."
    )
    assert speakers(transcript) == ["Q", "A", "Q", "MR. DALE", "A"]
    assert said(transcript) == ["Is it lit?", "It is, in A.", "And so?", "No.", "Yes."]
    listed = parsed("A. A lamp is lit.\n\nB. A rope is salt.\n\nA. The tide is in.\n\nC. It is.")
    assert speakers(listed) == [None] * 4


def test_labels_in_brackets_as_whisperx_writes_them() -> None:
    page = "[SPEAKER_00]: Is it lit?\n[SPEAKER_01]: It is.\n[SPEAKER_00]: Good. [laughs]: so\n"
    transcript = parsed(page)
    assert speakers(transcript) == ["SPEAKER_00", "SPEAKER_01", "SPEAKER_00"]
    assert said(transcript)[-1] == "Good. [laughs]: so"
