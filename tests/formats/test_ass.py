from reader.formats import parse

from .support import FIXTURES, assert_sound, said

HEAD = "[Script Info]\nTitle: Transcript\n\n[Events]\nFormat: Start, End, Style, Text\n"


def styled(*lines: tuple[str, str]) -> bytes:
    return (HEAD + "".join(f"Dialogue: 0:00:01.00,0:00:02.00,{s},{t}\n" for s, t in lines)).encode()


def test_names_codes_drawings_layers_and_commas() -> None:
    transcript = parse((FIXTURES / "captions" / "named.ass").read_bytes(), "misleading.txt")
    assert transcript.format == "ass"
    assert said(transcript) == ["Is the, er, lamp lit? Well?", "It is. It is."]
    assert [s.name for s in transcript.speakers] == ["Ada", "Ben"]
    assert [(c.time, c.time_end) for c in transcript.cues] == [
        (1.0, 2.5),
        (2.5, 3.0),
        (3.0, 3.0),
        (3.0, 3.5),
    ]
    assert transcript.meta.title == "The Lamp at Holm"
    assert_sound(transcript)


def test_styles_name_speakers_unless_they_only_say_how_it_looks() -> None:
    one = parse(styled(("Speaker00", "Aye."), ("Speaker00", "No.")))
    assert [s.name for s in one.speakers] == ["Speaker00"]
    two = parse(styled(("Ada", "Aye."), ("Ben", "No."), ("Default", "[bell]")))
    assert [turn.speaker for turn in two.turns] == ["Ada", "Ben", None]
    assert parse(styled(("Default", "Aye."), ("Top", "No."))).speakers == ()


def test_old_ssa_and_labels_in_the_text() -> None:
    data = b"""[Script Info]
[Events]
Format: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: Marked=0,0:00:01.00,0:00:02.00,*Default,,0000,0000,0000,!Effect,ADA: Is it, ah, lit?
Dialogue: Marked=0,1:00:01.00,1:00:02.00,*Default,,0000,0000,0000,,BEN: It is.
"""
    transcript = parse(data, "x.ssa")
    assert said(transcript) == ["Is it, ah, lit?", "It is."]
    assert transcript.cues[1].time == 3601.0
    assert [s.name for s in transcript.speakers] == ["ADA", "BEN"]
