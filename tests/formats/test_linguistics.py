"""CHAT, SALT, ELAN, Praat and Transcriber."""

import pytest

from reader.errors import FormatError
from reader.formats import parse

from .support import FIXTURES, assert_sound, said

DOCUMENTS = FIXTURES / "documents"


def read(name: str):
    transcript = parse((DOCUMENTS / name).read_bytes(), "x.txt")
    assert_sound(transcript)
    assert transcript.warnings == ()
    return transcript


def speakers(transcript) -> list[str | None]:
    return [turn.speaker for turn in transcript.turns]


def asides(transcript) -> list[str]:
    return [transcript.text[aside.start : aside.end] for aside in transcript.asides]


def test_chat() -> None:
    transcript = read("chat.cha")
    assert transcript.format == "chat"
    assert speakers(transcript) == ["Ada Brandt", "Mother", "Ada Brandt", None, "Mother"]
    assert said(transcript) == [
        "I want [laughs] the lamp the the the um li going…",
        "no [sighs] you can't xxx.",
        "which vast ice cream! and so.",
        "ah.",
        "[mhm] because.",
    ]
    assert asides(transcript) == ["[laughs]", "[sighs]", "[mhm]"]
    times = [(cue.time, cue.time_end) for cue in transcript.cues]
    assert times == [(0.0, 2.5), (2.5, 4.0), (4.0, 5.0), (5.0, 6.1)]
    heading = transcript.headings[0]
    assert (heading.title, heading.start) == ("lunch", transcript.turns[2].start)
    meta = transcript.meta
    assert (meta.date, meta.language, meta.media) == ("1999-07-04", "eng", "lamp")
    assert meta.description == "at the quay"


def test_salt() -> None:
    transcript = read("salt.slt")
    assert transcript.format == "salt"
    assert speakers(transcript) == ["Examiner", "Child", "Examiner", "Child"]
    assert said(transcript) == [
        "Do you have any lamps?",
        "Um I I have two boats and dog [points]. He's going home XX went",
        "Oh look Mickey Mouse ok",
        "Yes.",
    ]
    assert asides(transcript) == ["[points]"]
    assert [cue.time for cue in transcript.cues] == [20.0, 3725.0]
    assert (transcript.meta.language, transcript.meta.description) == ("English", "Con")


def test_elan_reads_each_speaker_once_in_the_order_of_time() -> None:
    transcript = read("elan.eaf")
    assert transcript.format == "elan"
    assert speakers(transcript) == ["Ada", "Ben", "Ada"]
    assert said(transcript) == ["is the lamp lit", "it is <yes>", "good"]
    times = [(cue.time, cue.time_end) for cue in transcript.cues]
    assert times == [(0.0, 1.5), (1.5, 2.75), (2.75, 2.75)]
    assert (transcript.meta.media, transcript.meta.language) == ("file:///lamp.wav", "eng")


def test_short_textgrid_with_words_sounds_and_points() -> None:
    transcript = read("short.TextGrid")
    assert transcript.format == "textgrid"
    assert transcript.text == 'lamp "lit"'
    assert [(cue.time, cue.time_end) for cue in transcript.cues] == [(0.5, 1.25), (1.25, 3.0)]
    assert transcript.meta.duration == 3.5
    assert transcript.speakers == ()


def test_long_textgrid_in_utf_16_with_a_tier_for_each_speaker() -> None:
    transcript = read("long.TextGrid")
    assert speakers(transcript) == ["Ada", "Ben", "Ada"]
    assert said(transcript) == ["is the lamp lit", "it is [bell]", "schön"]
    assert [cue.time for cue in transcript.cues] == [0.0, 2.5, 4.0]
    assert transcript.length == 9.5


def test_textgrid_with_the_same_words_twice() -> None:
    tier = '"IntervalTier"\n"{}"\n0\n2\n{}\n'
    words = tier.format("Ada - words", 2) + '0\n1\n"It"\n1\n2\n"is"\n'
    whole = tier.format("Ada - sentence", 1) + '0\n2\n"It is."\n'
    head = 'File type = "ooTextFile"\nObject class = "TextGrid"\n0\n2\n<exists>\n2\n'
    transcript = parse((head + words + whole).encode())
    assert transcript.text == "It is."
    assert speakers(transcript) == ["Ada"]


@pytest.mark.parametrize("cut", [60, 75, 90])
def test_textgrid_cut_short(cut: int) -> None:
    data = (DOCUMENTS / "short.TextGrid").read_bytes()[:cut]
    with pytest.raises(FormatError):
        parse(data)


def test_transcriber() -> None:
    transcript = read("transcriber.trs")
    assert transcript.format == "transcriber"
    assert speakers(transcript) == ["Interviewer", "Ada Brándt", "Interviewer", None]
    assert said(transcript) == [
        "is it lit at the quay [bell] tonight",
        "it is <yes>",
        "good",
        "so be it [unclear]",
    ]
    assert asides(transcript) == ["[bell]", "[unclear]"]
    times = [(cue.time, cue.time_end) for cue in transcript.cues]
    assert times == [(0.0, 1.25), (1.25, 2.0), (2.0, 5.5), (2.0, 5.5), (5.5, 9.0)]
    assert [(h.title, h.start) for h in transcript.headings] == [("rope", 0)]
    meta = transcript.meta
    assert (meta.show, meta.date) == ("Harbour Talks", "2013-08-25")
    assert (meta.media, meta.language) == ("lamp-05", "en")
