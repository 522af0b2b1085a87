"""Tables, logs and chats: a row, an entry or a message for each utterance."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import FormatError
from reader.formats import parse

from .support import said
from .test_text import begun, parsed, read, speakers


def test_a_table_of_a_debate_in_windows_1252() -> None:
    transcript = read("debate.csv")
    assert transcript.format == "table"
    assert speakers(transcript) == ["moderator", "BH", None]
    assert said(transcript) == [
        "Good evening. I’m here, by the “lamp”.",
        'How are you? He said "well".',
        "Nobody, then.",
    ]
    assert begun(transcript) == [80, 109, 3680]


def test_tabs_in_a_file_that_says_csv_and_quotes_that_are_marks() -> None:
    transcript = read("tabs.csv")
    assert speakers(transcript) == ["INT", "BH"]
    assert said(transcript) == ['She said "light it', 'Ich habü <n(Glas)> two"']
    assert begun(transcript) == [5, 11.15]


@pytest.mark.parametrize(
    ("table", "times"),
    [
        (
            "Line\tSpkr\tStTime\tContent\tEnTime\n1\tA\t0.44\tone\t2.4\n2\tB\t2.5\ttwo\t3",
            [(0.44, 2.4), (2.5, 3)],
        ),
        ("speaker;start;end;text\nA;0:01;0:02;one\nB;0:02;0:05;two", [(1, 2), (2, 5)]),
        (
            "Start Time,End Time,Speaker,Text\n00:00:01,00:00:02,A,one\n00:00:03,00:00:04,B,two",
            [(1, 2), (3, 4)],
        ),
        ("start_ms,end_ms,speaker,text\n1500,2000,A,one\n2500,3000,B,two", [(1.5, 2), (2.5, 3)]),
        ("timestamp,speaker,words,tags\n[0:01],A,one,x\n[00:01:09],B:,two,", [(1, 69), (69, 69)]),
        ("text|speaker|start\none|A|1m 2s\ntwo|B|1h 2m", [(62, 3720), (3720, 3720)]),
    ],
)
def test_columns_by_their_names(table: str, times: list[tuple[float, float]]) -> None:
    transcript = parsed(table)
    assert transcript.format == "table"
    assert speakers(transcript) == ["A", "B"]
    assert said(transcript) == ["one", "two"]
    assert [(cue.time, cue.time_end) for cue in transcript.cues] == times


def test_rows_without_a_time_lie_between_those_with_one() -> None:
    transcript = parsed("time,speaker,text\n0:10,A,one two three\n,B,four\n,A,five\n0:20,B,six")
    assert begun(transcript) == [10, 20]
    moments = [transcript.time_at(turn.start).seconds for turn in transcript.turns]
    assert moments == sorted(moments)
    assert 10 < moments[1] < moments[2] < 20


def test_speech_in_brackets_is_no_aside_in_a_table() -> None:
    transcript = parsed("speaker\tstart\ttext\nA\t1\t[Bye.]\nB\t2\t(pause 0.28)\nA\t3\t<laugh> so")
    assert [transcript.text[a.start : a.end] for a in transcript.asides] == ["(pause 0.28)"]


def test_a_table_without_words_says_so() -> None:
    with pytest.raises(FormatError, match="names no column"):
        parse(b"a,b\nc,d\n", format="table")
    with pytest.raises(FormatError, match="no words"):
        parse(b"speaker,text\nA,\n", format="table")


def test_a_quote_that_never_ends_is_read_to_the_end() -> None:
    transcript = parsed('speaker,text\nA,"so we went\nB,and came back')
    assert transcript.text.split()[:3] == ["so", "we", "went"]


def test_a_sentence_with_commas_is_no_table() -> None:
    page = "The name, the text, the time.\nAll of it was lost, and so were we."
    assert parse(page.encode()).format == "prose"


def test_words_one_by_one() -> None:
    transcript = read("words.nlp")
    assert transcript.format == "rev-nlp"
    assert speakers(transcript) == ["Speaker 0", "Speaker 1"]
    assert said(transcript) == ["Good evening,", "<crosstalk>. Ada"]
    assert [(cue.time, cue.time_end) for cue in transcript.cues] == [(0.5, 0.9), (0.9, 1.4)]


def test_switchboard() -> None:
    transcript = parsed(
        'A|All righty .|fo_o_fw_"_by_bc\nA|Uh, so|sd\nB|Is a|b lit?|qy\nA|It is.|^h\n'
    )
    assert transcript.format == "switchboard"
    assert speakers(transcript) == ["A", "B", "A"]
    assert said(transcript) == ["All righty . Uh, so", "Is a|b lit?", "It is."]


def test_the_log_of_a_flight() -> None:
    transcript = read("spacelog.txt")
    assert transcript.format == "spacelog"
    assert speakers(transcript) == ["CC", "CDR", "CC"]
    assert said(transcript) == [
        "Four seconds.",
        "Roger. Clock is started, and the lamp is lit. Good morning, Big Lamp. This is lamp post.",
        "We met at the start.",
    ]
    assert begun(transcript) == [-4, 2, 86405, 86409]


def test_the_chat_of_a_meeting() -> None:
    transcript = read("chat.txt")
    assert transcript.format == "zoom-chat"
    assert speakers(transcript) == ["Ada: Byrne | Holm", "Ben (keeper)", "Ada: Byrne | Holm"]
    assert said(transcript) == [
        "gm gm",
        'Replying to "gm gm" favorite time of the week\n\nReacted to "gm gm" with ❤',
        "Step: three",
    ]
    assert begun(transcript) == [790, 804, 813, 842]


def test_a_chat_by_the_clock_on_the_wall() -> None:
    page = "10:02:11 From  Ada Byrne  to  Everyone:\n\tIs it lit?\n10:02:15\t From Ben : It is."
    transcript = parsed(page)
    assert transcript.format == "zoom-chat"
    assert speakers(transcript) == ["Ada Byrne", "Ben"]
    assert said(transcript) == ["Is it lit?", "It is."]
    assert begun(transcript) == [0, 4]


CELL = st.text(st.sampled_from('ab ,;|\t"é—\n[]'), min_size=1, max_size=20).map(
    lambda t: f"so {t} it"
)


@given(
    st.lists(st.tuples(st.sampled_from(["Ada", "Ben"]), CELL), min_size=1, max_size=12),
    st.sampled_from(",;|"),
)
def test_what_is_written_as_a_table_comes_back(rows, delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["n", "speaker", "time", "text"])
    writer.writerows([i, who, f"0:{i:02}", text] for i, (who, text) in enumerate(rows))
    transcript = parsed(out.getvalue())
    assert transcript.format == "table"
    assert transcript.text.split() == [word for _, text in rows for word in text.split()]
    assert begun(transcript) == [float(i) for i in range(len(rows))]
