"""Parliaments: TheyWorkForYou, the Australian Hansard, Akoma Ntoso."""

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


def headings(transcript) -> list[tuple[int, str, int]]:
    return [(heading.level, heading.title, heading.start) for heading in transcript.headings]


def test_hansard_with_entities_and_latin_1() -> None:
    transcript = read("hansard.xml")
    assert transcript.format == "hansard"
    assert speakers(transcript) == [None, "Ada Brandt", "Ben Dale", "Ada Brandt"]
    assert said(transcript) == [
        "Motion made in the House.",
        "Is it lit at the café? Señor Dale says so.\n\nI do ask.",
        "It is. [Interruption.]\n\nLamps 12",
        "Good.",
    ]
    assert headings(transcript) == [(1, "LAMPS", 0), (2, "[Ada Brandt in the Chair] — Rope", 0)]
    first, last = transcript.cues
    assert transcript.text[first.start : first.end] == "Is"
    assert (first.time, last.time, last.time_end) == (0.0, 1620.0, 1620.0)
    meta = transcript.meta
    assert (meta.show, meta.date) == ("Westminster Hall", "2009-10-27")
    assert meta.url == "https://hansard.example/1"


def test_australian_hansard_until_2011() -> None:
    transcript = read("hansard_au.xml")
    assert transcript.format == "hansard-au"
    assert speakers(transcript) == ["Senator BRANDT", "Senator Dale", "Senator BRANDT"]
    assert said(transcript) == ["Is it lit?\n\nI ask.", "It is.", "Good."]
    assert [cue.time for cue in transcript.cues] == [0.0, 7800.0]
    assert headings(transcript) == [(1, "LAMPS", 0), (2, "Rope", 0)]
    assert (transcript.meta.show, transcript.meta.date) == ("SENATE", "2003-02-04")


def test_australian_hansard_since_2011() -> None:
    transcript = read("hansard_au_new.xml")
    assert speakers(transcript) == ["Ms BRANDT", "The SPEAKER", "Ms BRANDT"]
    assert said(transcript) == ["I move that it be lit.\n\nSecond.", "Order!", "Thank you."]
    assert [cue.time for cue in transcript.cues] == [0.0]


def test_akoma_ntoso() -> None:
    transcript = read("akomantoso.xml")
    assert transcript.format == "akomantoso"
    assert speakers(transcript) == [None, "Ms A BRANDT", None, "Mr B DALE", None]
    assert said(transcript) == [
        "The House met at 10:00",
        "Is it lit? Is it?\n\n[Laughter.]",
        "A bell was rung.",
        "It is.",
        "The House rose at 11:30",
    ]
    assert headings(transcript)[:2] == [(1, "ON LAMPS", 0), (2, "ROPE", transcript.turns[1].start)]
    meta = transcript.meta
    assert (meta.title, meta.date, meta.language) == ("ON LAMPS", "2012-05-11", "eng")
    assert (meta.duration, transcript.times) == (5400.0, "estimated")
    assert meta.front == "Friday, 11 May 2012"
    assert len(transcript.asides) == 1
