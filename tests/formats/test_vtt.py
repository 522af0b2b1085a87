import pytest

from reader.errors import FormatError
from reader.formats import parse

from .support import FIXTURES, assert_sound, said


def read(name: str):
    transcript = parse((FIXTURES / "captions" / name).read_bytes(), "misleading.txt")
    assert transcript.format == "vtt"
    assert transcript.warnings == ()
    assert_sound(transcript)
    return transcript


def test_voices_notes_styles_and_what_the_header_says() -> None:
    transcript = read("voices.vtt")
    spoken = list(zip([turn.speaker for turn in transcript.turns], said(transcript), strict=True))
    assert spoken == [
        ("Ada Holm", "Is the lamp lit?"),
        ("Ben", "Hm."),
        ("Ada Holm", "Well?"),
        ("Ben", "It is, R&D checked."),
        ("Ada Holm", "Good."),
        ("Ben", "Very good. (bell rings)"),
        (None, "A voice without a name."),
    ]
    meta = transcript.meta
    assert (meta.title, meta.media, meta.language) == ("The Lamp at Holm", "lamp.mp3", "de")
    assert "nobody reads this" in meta.front
    assert (transcript.cues[-2].time, transcript.cues[-2].time_end) == (3601.0, 3602.0)
    (aside,) = transcript.asides
    assert transcript.text[aside.start : aside.end] == "(bell rings)"


def test_joined_parts_share_one_clock_and_repeat_nothing() -> None:
    transcript = read("joined.vtt")
    assert said(transcript) == ["The boat is in. Tie it up, tie it up. Tie it up.", "Aye."]
    assert [(c.time, c.time_end) for c in transcript.cues] == [(1, 2), (2, 3), (3, 4), (11, 12.5)]


def test_captions_that_roll_up() -> None:
    transcript = read("rolling.vtt")
    assert transcript.text == "the tide goes out yeah yeah it comes in [Music]"
    assert [c.time for c in transcript.cues] == [1.0, 3.0, 5.0, 7.0, 12.0]
    assert transcript.meta.language == "en"
    assert len(transcript.asides) == 1


def test_a_cue_given_twice_with_its_number_is_one() -> None:
    cue = "7\n00:01.000 --> 00:02.000\nYes.\n\n"
    data = f"WEBVTT\n\n{cue}{cue}8\n00:01.000 --> 00:02.000\nYes.\n"
    assert parse(data.encode()).text == "Yes. Yes."


def test_labels_and_entities() -> None:
    body = "\n\n".join(
        f"00:0{n}.000 --> 00:0{n + 1}.000\n{text}"
        for n, text in enumerate(
            ["Ada: 1 &lt; 2 &amp;&nbsp;3", "Ben: <i>So</i>.", "Ada: Ay.", "Ben: Ay."]
        )
    )
    transcript = parse(f"\n\nWEBVTT\n\n{body}".encode())
    assert said(transcript) == ["1 < 2 & 3", "So.", "Ay.", "Ay."]
    assert [s.name for s in transcript.speakers] == ["Ada", "Ben"]


@pytest.mark.parametrize(
    "head",
    ["WEBVTT", "WEBVTT - x", "WEBVTT\tx", "\ufeffWEBVTT", "WEBVTT Kind: captions; Language: fr"],
)
def test_headers(head: str) -> None:
    transcript = parse(f"{head}\n\n00:01.000 --> 00:02.000\nAye.\n".encode(), "f.bin")
    assert (transcript.format, transcript.text) == ("vtt", "Aye.")
    assert transcript.meta.language == ("fr" if "fr" in head else None)
    assert transcript.meta.title == ("x" if head.endswith("x") else "f")


def test_without_its_header() -> None:
    transcript = parse(b"00:01.000 --> 00:02.000\nAye.\n\n00:02.000 --> 00:03.000\nNo.")
    assert (transcript.format, transcript.text) == ("vtt", "Aye. No.")


def test_plain_text_in_a_vtt_file_is_plain_text() -> None:
    assert parse(b"The lamp was lit. Nobody saw it.", "talk.vtt").format == "prose"


def test_a_header_and_nothing_else() -> None:
    with pytest.raises(FormatError):
        parse(b"WEBVTT\n\nNOTE words\n")


def test_slashes_of_an_address_are_no_overlap() -> None:
    data = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>See https://holm.example // or //Ben: Ay.//"
    transcript = parse(data)
    assert said(transcript) == ["See https://holm.example or", "Ay."]
    assert [turn.speaker for turn in transcript.turns] == ["Ada", "Ben"]
