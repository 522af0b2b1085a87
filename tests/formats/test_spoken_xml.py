"""TEI and OHMS; XML that is broken or means harm."""

import pytest

from reader.errors import FormatError
from reader.formats import parse

from .support import FIXTURES, assert_sound, said

DOCUMENTS = FIXTURES / "documents"


def read(name: str):
    transcript = parse((DOCUMENTS / name).read_bytes(), name)
    assert_sound(transcript)
    assert transcript.warnings == ()
    return transcript


def speakers(transcript) -> list[str | None]:
    return [turn.speaker for turn in transcript.turns]


def asides(transcript) -> list[str]:
    return [transcript.text[aside.start : aside.end] for aside in transcript.asides]


def test_tei() -> None:
    transcript = read("tei.xml")
    assert transcript.format == "tei"
    assert speakers(transcript) == ["Ada Brandt", "Ben Dale", None, "CX"]
    assert said(transcript) == [
        "Is the lamp lit? is is it? [inaudible]",
        "It is [imitates a bell] lit .",
        "[a door slams]",
        "Back again.",
    ]
    assert asides(transcript) == ["[inaudible]", "[imitates a bell]", "[a door slams]"]
    times = [(cue.time, cue.time_end) for cue in transcript.cues]
    assert times == [(0.0, 8.5), (8.5, 11.5), (0.0, 0.0)]
    assert [heading.title for heading in transcript.headings] == ["Rope"]
    meta = transcript.meta
    assert (meta.title, meta.date, meta.language) == ("Lamps: a talk", "2005", "en")
    assert meta.duration == 120.0


def test_parlamint() -> None:
    transcript = read("parlamint.xml")
    assert transcript.format == "tei"
    assert speakers(transcript) == ["BrandtAda", "DaleBen"]
    assert said(transcript) == ["Is it lit?\n\nI ask.", "It is."]
    meta = transcript.meta
    assert (meta.title, meta.date, meta.language) == ("Sitting of Lamps", "2020-03-04", "en")


def test_ohms_with_a_map_of_lines_and_words() -> None:
    transcript = read("ohms.xml")
    assert transcript.format == "ohms"
    assert speakers(transcript) == ["DALE", "BRANDT", "DALE", "BRANDT"]
    assert said(transcript)[0] == "Is the lamp lit? I can't see it from here, nor from the quay."
    assert said(transcript)[1] == (
        "It is. It burns, and it will burn till dawn.\n\n"
        "It was a long night of rope and of salt, I think. [laughter]"
    )
    timed = [(transcript.text[cue.start : cue.end], cue.time) for cue in transcript.cues]
    assert timed == [("Is", 0.0), ("is.", 60.0), ("was", 120.0)]
    titles = [(h.title, transcript.text[h.start : h.start + 6]) for h in transcript.headings]
    assert titles == [("Opening", "Is the"), ("The & of rope", "It was")]
    meta = transcript.meta
    assert (meta.title, meta.show) == ("Oral history interview with Ada Brandt", "Harbour Archive")
    assert (meta.guests, meta.duration) == (("Ada Brandt",), 300.0)
    assert meta.media == "https://harbour.example/ada.mp3"
    assert meta.front == "See the harbour book."


def test_ohms_with_webvtt() -> None:
    transcript = read("ohms_vtt.xml")
    assert transcript.format == "ohms"
    assert speakers(transcript) == ["DALE", "BRANDT"]
    assert transcript.text.split() == "Is it lit & burning? It is. It burns all night.".split()
    assert [cue.time for cue in transcript.cues] == [4.0, 9.0, 11.0]
    assert [heading.title for heading in transcript.headings] == ["Night"]
    meta = transcript.meta
    assert (meta.hosts, meta.guests, meta.show) == (
        ("Ben Dale",),
        ("Ada Brandt",),
        "Harbour Voices",
    )
    assert (meta.description, meta.language, meta.front) == ("On lamps.", "English", "")


def test_ohms_without_a_transcript() -> None:
    space = b"https://www.weareavp.com/nunncenter/ohms"
    record = b'<ROOT xmlns="' + space + b'"><record><title>x</title></record></ROOT>'
    with pytest.raises(FormatError, match="no transcript"):
        parse(record)


def test_broken_xml_is_read_as_far_as_it_makes_sense() -> None:
    transcript = parse(b'<TEI><text><body><u who="#a">is it lit & burning</u><u who="#b">it is')
    assert transcript.text.split()[:3] == ["is", "it", "lit"]
    assert "broken" in transcript.warnings[0]


def test_entities_are_not_expanded_in_turn_nor_fetched() -> None:
    bomb = '<!ENTITY a "so so"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hosts">'
    said = "said &a; &b; &c; caf&eacute; &lt;so&gt;"
    page = f'<?xml version="1.0"?><!DOCTYPE x [{bomb}]><TEI><u who="#x">{said}</u></TEI>'
    assert parse(page.encode()).text == "said so so &b; &c; café <so>"


@pytest.mark.parametrize(
    "data",
    [
        b"<TEI>" + b"<u>" * 100_000 + b"a",
        b"<TEI>" + b"<u>a</u>" * 300_000 + b"</TEI>",
        b"<html>" + b"<div>" * 100_000 + b"a",
        b"<html>" + b"<p>a" * 600_000,
    ],
)
def test_markup_that_is_too_deep_or_too_much_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="markup"):
        parse(data)


def test_an_anchor_that_opens_an_utterance_tells_its_time() -> None:
    whens = '<when xml:id="a" absolute="00:00:04.0"/><when xml:id="b" interval="3" since="#a"/>'
    said = '<u who="#Ada"> <anchor synch="#a"/>Is it <anchor synch="#b"/>lit?</u><u>No.</u>'
    page = f"<TEI><text><timeline>{whens}</timeline><body>{said}</body></text></TEI>"
    transcript = parse(page.encode())
    assert transcript.text.split() == ["Is", "it", "lit?", "No."]
    assert [cue.time for cue in transcript.cues] == [4.0]
