"""What all caption formats share: cues that flow, speakers in their text, lines that roll up."""

from hypothesis import given
from hypothesis import strategies as st

from reader.formats.asides import find_asides, is_aside
from reader.formats.build import Builder
from reader.formats.captions.cueblocks import blocks, unrolled, without_tags
from reader.formats.captions.flowing import Said, ended_by_the_next, flow
from reader.formats.captions.voices import voiced
from reader.transcript import Span

from .support import assert_sound, said


def texts(*cues: str) -> list[Said]:
    return [Said(float(n), n + 1.0, None, cue) for n, cue in enumerate(cues)]


def spoken(*cues: str) -> list[tuple[str | None, str, bool]]:
    return [(cue.speaker, cue.text, cue.turn) for cue in voiced(texts(*cues))[0]]


def test_cues_of_one_speaker_flow_into_one_turn() -> None:
    transcript = flow(
        [
            Said(0, 1, "Ada", "Is the"),
            Said(1, 2, "Ada", " "),
            Said(1, 2, "Ada", "lamp lit?"),
            Said(2, 2, "Ben", "It is."),
            Said(None, None, "Ben", "Surely."),
            Said(1.5, 3, None, "Hm."),
            Said(3, 4, None, "Well.", turn=True),
        ]
    )
    assert said(transcript) == ["Is the lamp lit?", "It is. Surely.", "Hm.", "Well."]
    assert [turn.speaker for turn in transcript.turns] == ["Ada", "Ben", None, None]
    assert [cue.time for cue in transcript.cues] == [0, 1, 2, 1.5, 3]
    assert_sound(transcript)


def test_nobody_at_first_is_one_turn_if_somebody_speaks_later() -> None:
    long = [Said(n, n + 1, None, f"This is sentence number {n} of many.") for n in range(60)]
    transcript = flow([*long, Said(90, 91, "Ada", "Aye.")])
    assert len(transcript.turns) == 2
    assert len(transcript.paragraphs) > 2


def test_chapters_become_headings_at_their_times() -> None:
    cues = [Said(n, n + 1, "Ada", f"Words {n}.") for n in range(6)]
    transcript = flow(cues, chapters=[(2.5, "Two"), (0, "One"), (99, "Never")])
    assert [(h.title, h.start, h.end) for h in transcript.headings] == [
        ("One", 0, transcript.text.index("Words 3")),
        ("Two", transcript.text.index("Words 3"), len(transcript.text)),
    ]


def test_headings_reach_to_the_next_of_their_level() -> None:
    builder = Builder()
    for title, level in [("A", 1), ("A1", 2), ("A2", 2), ("B", 1)]:
        builder.heading(title, level)
        builder.say(f"words of {title}")
    transcript = builder.build()
    heads = [transcript.text[h.start : h.end].split()[-1] for h in transcript.headings]
    assert [h.title for h in transcript.headings] == ["A", "A1", "A2", "B"]
    assert heads == ["A2", "A1", "A2", "B"]


def test_times_that_are_no_numbers_are_no_times() -> None:
    transcript = flow([Said(float("nan"), 1, None, "one"), Said(1, float("inf"), None, "two")])
    (cue,) = transcript.cues
    assert (cue.time, cue.time_end) == (1, 1)


def test_a_cue_without_an_end_ends_with_the_next() -> None:
    starts = [1.0, 3.0, None, 2.0, 2.5]
    cues = ended_by_the_next([Said(start, None, None, "x") for start in starts])
    assert [cue.end for cue in cues] == [3.0, 3.0, None, 2.5, 2.5]


def test_asides() -> None:
    text = "So [laughs] the [sic] lamp (it was old) ♪ la la ♪ went (.) out (CROSSTALK)."
    found = [text[a.start : a.end] for a in find_asides(text)]
    assert found == ["[laughs]", "♪ la la ♪", "(.)", "(CROSSTALK)"]
    assert [a.start for a in find_asides(text, [Span(16, 21)])][1] == 16
    assert is_aside(" [anything] ")
    assert not is_aside("[a] b")


def test_labels_carry_over_to_the_cues_that_follow() -> None:
    assert spoken("Ada: Is it", "lit?", "Ben: Aye.\nAda: Good.", "Ben: Quite.") == [
        ("Ada", "Is it", False),
        ("Ada", "lit?", False),
        ("Ben", "Aye.", False),
        ("Ada", "Good.", False),
        ("Ben", "Quite.", False),
    ]


def test_chevrons_and_dashes_mark_turns_and_may_have_labels() -> None:
    assert spoken(">> Is it lit?", "Well? >> ADA: Aye. >>> And", "so on.", ">> ADA:\nYes.") == [
        (None, "Is it lit?", True),
        (None, "Well?", False),
        ("ADA", "Aye.", True),
        (None, "And", True),
        (None, "so on.", False),
        ("ADA", "Yes.", True),
    ]
    assert spoken("- One.\n- Two", "and - three.", "-Four.", "five\n- or six") == [
        (None, "One.", True),
        (None, "Two", True),
        (None, "and - three.", False),
        (None, "Four.", True),
        (None, "five - or six", False),
    ]


def test_bracketed_labels_and_those_that_tell_how() -> None:
    assert spoken(
        "[SPEAKER_00]: Hi.", "[SPEAKER_01] Hello.", "(Speaker 2) Hey.", "[Ann Lee]: Yo"
    ) == [
        ("SPEAKER_00", "Hi.", False),
        ("SPEAKER_01", "Hello.", False),
        ("Speaker 2", "Hey.", False),
        ("Ann Lee", "Yo", False),
    ]
    assert spoken("MAN:\nIs it?", "MAN ( shouting ):\nIs it?", "Unknown: Ay.")[:2] == [
        ("MAN", "Is it?", False),
        ("MAN", "( shouting ) Is it?", False),
    ]


def test_where_nearly_all_cues_are_led_by_a_name_any_name_will_do() -> None:
    cues = ["Sea | Hub: Hi.", "rope9: Yes: no.", "rope9: Ay.", "Team: Ann: So.", "Team: Ann: Go."]
    found = [(who, text) for who, text, _ in spoken(*cues, "Unknown Speaker: Hm.")]
    assert found == [
        ("Sea | Hub", "Hi."),
        ("rope9", "Yes: no."),
        ("rope9", "Ay."),
        ("Team: Ann", "So."),
        ("Team: Ann", "Go."),
        (None, "Hm."),
    ]


def test_a_remark_is_no_label() -> None:
    cues = ["Note: it rains.", "We said", "Note: it rains.", "the thing: rope", "Règle: non"]
    assert all(who is None for who, _, _ in spoken(*cues))


def test_one_label_among_hundreds_of_cues_is_a_phrase() -> None:
    cues = ["Result one: yes", "words", "Result one: no", *["more words"] * 300]
    assert {who for who, _, _ in spoken(*cues)} == {None}


LINES = st.lists(st.sampled_from(["yeah", "no", "the tide", "it is [Music]"]), min_size=3)


@given(LINES)
def test_lines_that_roll_up_are_read_once_and_real_repetition_stays(lines: list[str]) -> None:
    rolled: list[str] = []
    above = ""
    for line in lines:
        rolled += [f"{above}\n{line}", f"{line}\n \n"]
        above = line
    cues = unrolled(texts(*rolled))
    assert [cue.text.strip() for cue in cues if cue.text.strip()] == lines


def test_repetition_without_rolling_stays() -> None:
    cues = texts("yeah", "yeah", "no\nyeah", "no", "no\nno", "go")
    assert unrolled(cues) == cues


def test_markup_goes_and_words_with_brackets_stay() -> None:
    text = r"<i>a</i> {\an8}b <font color='red'>c</font> <00:01.000>d <c.x> 1 < 2 > 0 {e} <name>"
    assert without_tags(text).split() == "a b c d 1 < 2 > 0 {e} <name>".split()


def test_numbers_of_cues_and_numbers_that_are_said() -> None:
    lines = "1\n00:01 --> 00:02\n42\n\n2\n\n00:02 --> 00:03\nand\n7\n00:03-->00:04\nx\n\n8"
    found = [(b.name, [t for t in b.lines if t]) for b in blocks(lines.split("\n"), False)[1:]]
    assert found == [("1", ["42"]), ("2", ["and"]), ("7", ["x"])]
