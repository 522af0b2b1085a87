"""HTML: saved pages, Word's HTML, tables, and the families with times in their markup."""

import pytest

from reader.errors import FormatError
from reader.formats import Page, detect, parse

from .support import FIXTURES, assert_sound, said

DOCUMENTS = FIXTURES / "documents"


def read(name: str):
    transcript = parse((DOCUMENTS / name).read_bytes(), name)
    assert_sound(transcript)
    assert transcript.warnings == ()
    return transcript


def speakers(transcript) -> list[str | None]:
    return [turn.speaker for turn in transcript.turns]


def test_podcast_html() -> None:
    transcript = read("podcast.html")
    assert transcript.format == "podcast-html"
    assert speakers(transcript) == ["Ada Brandt", "Ben", None]
    assert said(transcript) == [
        "Is the lamp lit? I can't see it from the quay.",
        "It is. Salt & rope, that was all it took. All night.",
        "[bell] Good.",
    ]
    times = [(cue.time, cue.time_end) for cue in transcript.cues]
    assert times == [(0.0, 4.0), (4.0, 3609.5), (3609.5, 3609.5)]
    assert len(transcript.asides) == 1


def test_saved_page() -> None:
    transcript = read("page.html")
    assert transcript.format == "html"
    assert speakers(transcript) == ["Ada", "Ben", "Ada", "Ben", "Ada"]
    assert said(transcript)[0] == "Is the lamp lit? I cannot see it."
    assert (
        said(transcript)[1].split()
        == "It is. It was lit at six. And it will burn till dawn.".split()
    )
    assert said(transcript)[2:] == ["So?", "So.", "Good."]
    meta = transcript.meta
    assert (meta.title, meta.show, meta.date) == ("The Lamp", "Harbour Talks", "2021-05-03")
    assert (meta.url, meta.media) == ("https://harbour.example/7", "https://harbour.example/7.mp3")
    assert (meta.language, meta.front) == ("en-GB", "The Lamp")


def test_table() -> None:
    transcript = read("table.html")
    assert [cue.time for cue in transcript.cues] == [0.0, 44.0, 104.0]
    assert transcript.text.split() == (
        'is the lamp lit I cannot see it it is, "all" night good then'.split()
    )


def test_html_of_word_97() -> None:
    transcript = read("word97.htm")
    assert transcript.format == "html"
    assert speakers(transcript) == ["JKL", "Brandt", "JKL", "Brandt"]
    assert transcript.meta.front == "Interview with Ada Brandt"
    assert said(transcript)[:2] == ["Is the lamp lit? I can’t see it.", "It is – since the ’60s."]
    assert transcript.meta.title == "ADA BRANDT 3-5-21"


def test_hyperaudio() -> None:
    transcript = read("hyperaudio.html")
    assert transcript.format == "hyperaudio"
    assert speakers(transcript) == ["Ada", "Ben"]
    assert said(transcript) == ["Is the lamplight lit?", "It is."]
    assert [cue.time for cue in transcript.cues] == [0.011, 0.14, 1.02, 1.2, 1.24, 3.01, 2.9]
    assert transcript.cues[0].time_end == 0.141


def test_noscribe() -> None:
    transcript = read("noscribe.html")
    assert transcript.format == "noscribe"
    assert speakers(transcript) == ["S00", "S01", "S00", "Ben", "S00"]
    assert said(transcript) == [
        "Well, is it lit? (..)",
        "yes yes",
        "so",
        "It is. Note: very bright",
        "Good.",
    ]
    assert [cue.time for cue in transcript.cues] == [0.0, 2.1, 2.1, 2.1, 3.0, 9.0]
    assert (transcript.meta.title, transcript.meta.media) == ("lamp_interview", "/home/a/lamp.mp3")


@pytest.mark.parametrize("plain", [False, True])
def test_congressional_record(plain: bool) -> None:
    data = (DOCUMENTS / "congress.htm").read_bytes()
    if plain:
        data = data[data.index(b"[Cong") : data.index(b"</pre>")].replace(b'<a href="x">', b"")
        data = data.replace(b"</a>", b"").replace(b"&amp;", b"&")
    transcript = parse(data, "x.txt")
    assert transcript.format == "congress"
    assert speakers(transcript) == [
        "The SPEAKER pro tempore (Mr. Dale)",
        "Mr. McBRIDE of New Jersey",
        "Ms. O'HARA-LEE",
        "Mr. DALE",
    ]
    assert said(transcript)[0] == "Under the rule, the lamp is to be lit & kept."
    assert (
        said(transcript)[1].split()
        == (
            "Madam Speaker, I thank you for the well-known lamp. Mr. Speaker was not here, and "
            "Mr. Dale said so. And so it is."
        ).split()
    )
    titles = [heading.title for heading in transcript.headings]
    assert titles == ["ON LAMPS AND ON OTHER LIGHTS", "ROPE"]
    meta = transcript.meta
    assert (meta.show, meta.date) == ("Congressional Record, House", "2005-07-20")
    assert_sound(transcript)


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ada>Is it lit?",
        "1\n00:00:00,000 --> 00:00:01,000\n<i>Is it lit?</i>",
        "I wrote <p> once and </p> never again.",
        "<laughs> Is it lit?\nIt is.\nGood.",
    ],
)
def test_a_few_tags_are_no_page(text: str) -> None:
    assert detect(Page(text.encode()))[0].name not in ("html", "podcast-html")


@pytest.mark.parametrize("text", ["<html></html>", "<html><script>a b c</script></html>"])
def test_pages_without_words(text: str) -> None:
    with pytest.raises(FormatError):
        parse(text.encode())


def test_escapes_in_references_do_not_come_through() -> None:
    page = "<html><body><p>Ada: &#27;[31m so &#155;1m</p><p>Ben: &#x202e;so</p><p>Ada: so</p>"
    text = parse(page.encode()).text
    assert not any(c in text for c in "\x1b\x9b\u202e")
