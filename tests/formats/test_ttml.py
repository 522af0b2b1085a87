import pytest

from reader.errors import FormatError
from reader.formats import parse

from .support import FIXTURES, assert_sound, said

HEAD = '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" {}>'


def read(name: str):
    transcript = parse((FIXTURES / "captions" / name).read_bytes(), "misleading.srt")
    assert transcript.format == "ttml"
    assert transcript.warnings == ()
    assert_sound(transcript)
    return transcript


def times(attributes: str, *paragraphs: str) -> list[tuple[float, float]]:
    body = "".join(f"<p {each}>word</p>" for each in paragraphs)
    data = f"{HEAD.format(attributes)}<body><div>{body}</div></body></tt>"
    return [(cue.time, cue.time_end) for cue in parse(data.encode()).cues]


def test_frames_ticks_nested_times_agents_and_the_declared_charset() -> None:
    transcript = read("frames.ttml")
    assert said(transcript) == ["La lampe est éteinte.", "Elle brûle.", "Bien."]
    assert [s.name for s in transcript.speakers] == ["Ana Roc", "Bruno"]
    assert [(c.time, c.time_end) for c in transcript.cues] == [
        (11.2, 12.0),
        (12.5, 13.0),
        (33.0, 34.0),
    ]
    meta = transcript.meta
    assert (meta.title, meta.language, meta.duration) == ("Le phare", "fr", 60.0)


def test_apple_sets_no_blank_between_words() -> None:
    transcript = read("apple.ttml")
    assert said(transcript) == ["Good evening. Ready?", "Aye."]
    assert [s.name for s in transcript.speakers] == ["SPEAKER_1", "SPEAKER_2"]
    assert [(c.time, c.time_end) for c in transcript.cues] == [
        (0.22, 1.3),
        (1.3, 2.0),
        (4198.0, 4200.5),
    ]
    assert transcript.length == 4200.5


def test_time_expressions() -> None:
    assert times("", 'begin="1h" end="61m"', 'begin="1500ms" dur="2.5s"', 'begin="3" end="4"') == [
        (3600.0, 3660.0),
        (1.5, 4.0),
        (3.0, 4.0),
    ]
    assert times(
        'ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"', 'begin="30f" end="00:00:02:15"'
    ) == [(1.001, 2.5005)]
    assert times('ttp:tickRate="10000000"', 'begin="15000000t" end="20000000t"') == [(1.5, 2.0)]


def test_labels_in_the_text_and_spans_with_times() -> None:
    data = HEAD.format("") + (
        '<body><div><p begin="1s" end="2s">ADA:<br/>Is  it\n lit?</p>'
        '<p begin="2s" end="9s"><span begin="0s" end="1s">BEN: It</span> '
        '<span begin="1s" end="2s">is.</span></p>'
        '<p begin="9s" end="10s">ADA: Good. <!-- none --></p></div></body></tt>'
    )
    transcript = parse(data.encode())
    assert said(transcript) == ["Is it lit?", "It is.", "Good."]
    assert [turn.speaker for turn in transcript.turns] == ["ADA", "BEN", "ADA"]
    assert transcript.cues[1].time == 2.0
    assert transcript.cues[2].time == 3.0


def test_broken_xml_is_read_and_said_to_be() -> None:
    data = HEAD.format("") + '<body><div><p begin="1s">Is it</p><p begin="2s">R&D <b>lit</p>'
    transcript = parse(data.encode())
    assert transcript.text.startswith("Is it R")
    assert "broken" in transcript.warnings[0]


@pytest.mark.parametrize(
    "data",
    [
        b"<tt>" + b"<p>" * 200_000,
        b"<tt" + b" a='1'" * 60_000 + b">",
        b"<!DOCTYPE tt [<!ENTITY a 'aaaaaaaaaa'>"
        + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(9))
        + b"]><tt><body><p begin='1s'>&j; word</p></body></tt>",
        b"<!DOCTYPE tt [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><tt><p>&x; word</p></tt>",
        b"<tt>" + b"<!--" * 30_000,
        b"<tt><body><p>" + b"&" * 300_000,
    ],
    ids=["depth", "attributes", "bomb", "file", "comments", "ampersands"],
)
def test_hostile_xml(data: bytes) -> None:
    try:
        text = parse(data, format="ttml").text
    except FormatError as error:
        text = str(error)
    assert len(text) < 400_000
    assert "\n\n" not in text
