"""SBV, SubViewer, LRC, MicroDVD, SAMI, SCC, and captions as text with dashes."""

import pytest

from reader.formats import parse

from .support import FIXTURES, assert_sound, said


def read(data: bytes, family: str):
    transcript = parse(data, "misleading.srt")
    assert transcript.format == family
    assert_sound(transcript)
    return transcript


def times(transcript) -> list[tuple[float, float]]:
    return [(cue.time, cue.time_end) for cue in transcript.cues]


def test_sbv() -> None:
    data = b"0:59:59.500,1:00:01.000\nADA: Is the lamp\nlit?\n\n1:00:01.000,1:00:02.000\nBEN: Ay.\n"
    transcript = read(data, "sbv")
    assert said(transcript) == ["Is the lamp lit?", "Ay."]
    assert times(transcript) == [(3599.5, 3601.0), (3601.0, 3602.0)]
    assert [s.name for s in transcript.speakers] == ["ADA", "BEN"]


def test_subviewer() -> None:
    data = b"""[INFORMATION]
[TITLE]The Lamp
[FILEPATH]lamp.avi
[END INFORMATION]
[SUBTITLE]
00:00:01.50,00:00:02.25
Is the lamp[br]lit?

00:00:02.25,00:00:03.00
Aye.
"""
    transcript = read(data, "sbv")
    assert transcript.text == "Is the lamp lit? Aye."
    assert times(transcript) == [(1.5, 2.25), (2.25, 3.0)]
    assert (transcript.meta.title, transcript.meta.media) == ("The Lamp", "lamp.avi")


def test_lrc() -> None:
    data = b"""[ti:The Lamp]
[ar:Ada Holm]
[length:1:05]
[offset:+500]
[00:01.50]Is the <00:01.70>lamp <00:02.10>lit?
[00:03.00][00:09.00]It is.

[61:04.25]Good.
"""
    transcript = read(data, "lrc")
    assert transcript.text == "Is the lamp lit? It is. Good."
    assert times(transcript) == [(1.0, 2.5), (2.5, 3663.75), (3663.75, 3663.75)]
    assert (transcript.meta.title, transcript.meta.duration) == ("The Lamp", 65.0)


def test_bracketed_minutes_are_not_lrc() -> None:
    assert parse(b"[00:01] Is the lamp lit?\n[00:03] It is.\n" * 5).format != "lrc"


def test_microdvd() -> None:
    transcript = read(b"{1}{1}25.000\n{25}{50}{y:i}Is the|lamp lit?\n{75}{}- Ay.\n", "microdvd")
    assert transcript.text == "Is the lamp lit? - Ay."
    assert times(transcript) == [(1.0, 2.0), (3.0, 3.0)]
    assert transcript.warnings == ()
    assumed = read(b"{24}{48}Is it lit?\n{48}{72}It is.\n", "microdvd")
    assert times(assumed)[0] == (1.001, 2.002)
    assert "23.976" in assumed.warnings[0]
    tenths = read(b"[10][25]/Is it|/lit?\n[25][30]It is.\n", "microdvd")
    assert (tenths.text, times(tenths)[0]) == ("Is it lit? It is.", (1.0, 2.5))


def test_sami_reads_one_language() -> None:
    transcript = read((FIXTURES / "captions" / "two.smi").read_bytes(), "sami")
    assert said(transcript) == ["Is the lamp lit?", "It is.", "Good."]
    assert [turn.speaker for turn in transcript.turns] == ["MAN", "WOMAN", "MAN"]
    assert times(transcript) == [(1.0, 2.5), (4.0, 4.5), (4.5, 4.5)]
    assert (transcript.meta.title, transcript.meta.language) == ("The Lamp & Holm", "en-GB")
    assert "languages" in transcript.warnings[0]


def pairs(*codes: str) -> str:
    """Hexadecimal pairs with odd parity, from control codes and text."""
    out = []
    for code in codes:
        if len(code) == 4 and all(c in "0123456789abcdef" for c in code):
            out += [code, code]
            continue
        raw = [b | (0 if bin(b).count("1") % 2 else 0x80) for b in code.encode("ascii")]
        raw += [0x80] * (len(raw) % 2)
        out += [f"{a:02x}{b:02x}" for a, b in zip(raw[::2], raw[1::2], strict=True)]
    return " ".join(out)


def scc(*lines: tuple[str, str]) -> bytes:
    return ("Scenarist_SCC V1.0\n\n" + "\n\n".join(f"{t}\t{c}" for t, c in lines)).encode()


def test_scc_pop_on() -> None:
    data = scc(
        ("00:00:00;00", pairs("9420", "94ae", "9140", "ADA:", "94d0", "Is it lit", "e", "94a1")),
        ("00:00:01;00", pairs("942c", "942f")),
        ("00:00:03;00", pairs("942c")),
        ("00:00:04;00", pairs("9420", "94ae", "9470", "BEN: Ol", "e", "9238", "942f")),
        ("00:00:05;15", pairs("942c")),
    )
    transcript = read(data, "scc")
    assert said(transcript) == ["Is it lit", "OlÏ"]
    assert [s.name for s in transcript.speakers] == ["ADA", "BEN"]
    assert transcript.cues[0].time == pytest.approx(1.0, abs=0.1)
    assert transcript.cues[0].time_end == pytest.approx(3.0, abs=0.1)
    assert transcript.cues[1].time_end == pytest.approx(5.5, abs=0.1)


def test_scc_roll_up_and_the_slow_clock() -> None:
    data = scc(
        ("01:00:00:00", pairs("9425", "94ad", "9470", ">> the boat is")),
        ("01:00:02:00", pairs("9425", "94ad", "9470", "in the bay")),
        ("01:00:04:00", pairs("9425", "94ad", "9470", ">> the lamp", "91b0", "91b7", " is lit")),
        ("01:00:06:00", pairs("942c")),
    )
    transcript = read(data, "scc")
    assert said(transcript) == ["the boat is in the bay", "the lamp®♪ is lit"]
    assert transcript.cues[0].time == pytest.approx(3603.6, abs=0.3)


def test_dashes() -> None:
    data = b"""- Is the lamp that we
saw from the

boat lit tonight

- it is, and it

was on - or seemed on - at

dusk

- Good. The keeper has

been at it since
"""
    transcript = read(data, "dashes")
    assert said(transcript) == [
        "Is the lamp that we saw from the boat lit tonight",
        "it is, and it was on - or seemed on - at dusk",
        "Good. The keeper has been at it since",
    ]
    assert transcript.speakers == ()


def test_a_list_is_not_captions() -> None:
    data = b"The list.\n\n- Rope.\n\n- Salt.\n\n- A lamp.\n\nThat is all. Nothing else.\n"
    assert parse(data).format != "dashes"
