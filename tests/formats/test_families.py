import gc
import re
from contextlib import suppress

import pytest

from reader.errors import FormatError
from reader.formats import FORMATS, Page, detect, parse
from reader.formats.dates import iso_date, seconds
from reader.formats.documents.about import read_about
from reader.formats.text.header import meta_of_folder, meta_of_name, split_header
from reader.formats.text.labels import Labels

from .support import assert_sound, fixture, said, sizes

FIXTURES = {
    "chevrons": "chevrons",
    "prose_line": "prose",
    "prose_wrapped": "prose",
    "named": "named",
    "webpage": "webpage",
    "whisper": "whisper",
}


@pytest.mark.parametrize(("name", "family"), FIXTURES.items())
def test_each_shape_is_found_by_its_content(name: str, family: str) -> None:
    transcript = parse(fixture(name), "misleading.srt")
    assert transcript.format == family
    assert transcript.warnings == ()
    assert_sound(transcript)


TEXTS = [family for family in FORMATS if family.name not in ("docx", "pdf", "ebu-stl")]


@pytest.mark.parametrize("family", TEXTS, ids=lambda family: family.name)
def test_the_example_of_each_family_is_one(family) -> None:
    assert detect(Page(family.example.encode()))[0] is family
    assert parse(family.example.encode(), format=family.name).words


def test_chevrons() -> None:
    transcript = parse(fixture("chevrons"))
    turns = said(transcript)
    assert len(turns) == 8
    assert turns[0] == "Test, test. Is this on?"
    assert turns[3] == "It has always squeaked."
    assert turns[4] == (
        "Not like this, it hasn't. Last week you could hear it -- "
        "you could hear it from the church."
    )
    assert turns[5].endswith("Tom & Vera wrote it.")
    assert turns[6:] == ["Mostly Vera.", "Thank you, Vera. Questions? Fine: that's settled."]
    assert [speaker.name for speaker in transcript.speakers] == ["VERA LINDQUIST"]


def test_prose_on_one_line_keeps_every_word() -> None:
    source = fixture("prose_line").decode()
    transcript = parse(fixture("prose_line"))
    assert transcript.text.split() == source.split()
    assert all(40 <= size <= 150 for size in sizes(transcript))
    assert all(turn.speaker is None for turn in transcript.turns)
    assert len(transcript.turns) == len(transcript.paragraphs) > 1


def test_wrapped_prose_keeps_its_own_paragraphs_and_its_header() -> None:
    transcript = parse(fixture("prose_wrapped"))
    starts = [transcript.text[p.start :].split()[:3] for p in transcript.paragraphs]
    assert [" ".join(words) for words in starts] == [
        "The lamp was",
        "In the second",
        "In the third",
        "Was it worth",
    ]
    assert (transcript.meta.title, transcript.meta.date) == ("The Lamp at Holm", "2019-05-03")
    assert "Title: The Lamp at Holm" in transcript.meta.front
    body = fixture("prose_wrapped").decode().split("\n\n", 1)[1]
    assert transcript.text.split() == body.split()


def test_blank_lines_within_sentences_are_no_paragraphs() -> None:
    captions = "\n\n".join(["the bell rang and then", "it rang again and", "nobody came"] * 20)
    transcript = parse(captions.encode())
    assert transcript.text.split() == captions.split()
    assert len(transcript.paragraphs) < 6


def test_named() -> None:
    transcript = parse(fixture("named"))
    assert [turn.speaker for turn in transcript.turns] == [
        None,
        "Marit Sole",
        None,
        "Marit Sole",
        "OLD TOM",
        None,
        "OLD TOM",
        "Ingrid Vale",
    ]
    turns = said(transcript)
    assert turns[1].startswith("I will be brief. There is one thing: the bees")
    assert turns[1].endswith("they\n\ndo as they like, and now and then they come down.")
    assert (
        turns[3]
        == "Note the weather first. It rained for thirty days. And on the thirty-first, nothing."
    )
    assert turns[4].endswith("\n\nRemember: he would not listen, and neither would the bees.")


@pytest.mark.parametrize(
    "text",
    [
        "He said one thing: no.\nShe said another: yes.\nThe end.",
        "Note: the door sticks.\nNote: the window too.\nAll the rest is fine.",
        "First: open it.\nSecond: close it.\nThird: go home.",
        "It began at 10:30.\nIt ended at 11:45.\nhttp://example.org was down.",
        "Step 1: boil it.\nStep 2: eat it.",
    ],
)
def test_a_colon_does_not_make_a_speaker(text: str) -> None:
    transcript = parse(text.encode())
    assert transcript.speakers == ()
    assert transcript.text.split() == text.split()


def test_labels_of_every_kind() -> None:
    lines = ["Dr. Åse O'Neil-Brandt (host): a", "Q: b", "A: c", "Speaker 1: d", "SPEAKER_00: e"]
    labels = Labels([*lines, *lines, "Audience Member: once", "主持人：你好", "Lucy Bell: once"])
    assert [found.label for line in lines if (found := labels.split(line))] == [
        line.partition(":")[0] for line in lines
    ]
    assert labels.split("Audience Member: once")
    assert labels.split("Lucy Bell: once")
    assert labels.split("One thing: once") is None


def test_webpage() -> None:
    transcript = parse(fixture("webpage"), "031.txt")
    meta = transcript.meta
    assert meta.title == "Counting Puffins (with Field Biologist Ragna Thorsdottir)"
    assert meta.number == 31
    assert meta.date == "2021-03-09"
    assert meta.show == "The Long Count"
    assert meta.hosts == ("Petra Quill", "Sam Oduya")
    assert meta.guests == ("Ragna Thorsdottir",)
    assert meta.front.startswith("Menu\n\nhosted by")
    assert meta.front.endswith("since 1998.")
    speakers = [(speaker.name, speaker.turns) for speaker in transcript.speakers]
    assert speakers == [("PETRA", 3), ("SAM", 1), ("RAGNA", 2), ("OLAF", 1)]
    assert transcript.text.endswith("Subscribe to the numbers, as they say.")


def test_a_text_with_few_labels_late_is_not_put_aside_as_notes() -> None:
    talk = "October 27, 2022\n\n" + "The rope is wet and nobody speaks of it. " * 200
    source = f"{talk}\n\nADA: Rope?\n\nADA: Rope."
    transcript = parse(source.encode())
    assert transcript.format != "webpage"
    assert "nobody speaks of it" in transcript.text


@pytest.mark.parametrize(
    ("front", "opening", "labels", "expected"),
    [
        (
            ["# Salt", "Host: Ivo Marsh", "Guests: Lena Ruiz and Abe Koh", "2020-01"],
            "Hello.",
            ["Ivo"],
            ("Salt", None, "2020-01", None, ("Ivo Marsh",), ("Lena Ruiz", "Abe Koh")),
        ),
        (
            ["#12 – Dealing with Climate Change", "Thursday, 4 July 2019"],
            "You're listening to Night Trains with Ola Berg. Today I speak with Ruth Adeyemi.",
            ["Ola", "Ruth Adeyemi"],
            (
                "Dealing with Climate Change",
                12,
                "2019-07-04",
                "Night Trains",
                ("Ola Berg",),
                ("Ruth Adeyemi",),
            ),
        ),
        (
            ["The Kitchen Table Podcast", "Ep. 7: Bread, featuring Noor Haddad"],
            "welcome to the show, I'm your host, Kim Sato, and this is bread.",
            ["KIM", "NOOR"],
            (
                "Bread, featuring Noor Haddad",
                7,
                None,
                "The Kitchen Table Podcast",
                ("Kim Sato",),
                ("Noor Haddad",),
            ),
        ),
    ],
)
def test_what_other_pages_say_of_themselves(front, opening, labels, expected) -> None:
    meta = read_about(front, opening, labels)
    assert (meta.title, meta.number, meta.date, meta.show, meta.hosts, meta.guests) == expected


def test_whisper() -> None:
    transcript = parse(fixture("whisper"))
    source = fixture("whisper").decode().partition("\n")[2]
    assert transcript.text.split() == re.sub(r"\[[^\]]{0,40}\]", " ", source).split()
    assert len(transcript.cues) == source.count("-->")
    assert (transcript.cues[0].time, transcript.cues[0].time_end) == (0.0, 3.6)
    assert transcript.meta.front == "Detecting language: English"
    assert all(40 <= size <= 150 for size in sizes(transcript))
    assert transcript.times == "exact"


def test_whisper_without_hours_and_with_a_wrapped_line() -> None:
    data = b"[59:58.500 --> 1:00:01,25] one two\nthree\n[01:00:02.000 --> 01:00:03.000]\n"
    transcript = parse(data, format="whisper")
    (cue,) = transcript.cues
    assert (cue.time, cue.time_end) == (3598.5, 3601.25)
    assert transcript.text == "one two three"


def test_a_guess_says_so() -> None:
    transcript = parse(b"1\n00:00:01 to 00:00:02\nHello there.\n")
    assert transcript.format == "prose"
    assert "not sure" in transcript.warnings[0]


@pytest.mark.parametrize("more", ["", "Show: Sea Talk\nHost: Ada Rook\n", "Tags: sea\n\n"])
def test_a_header_costs_no_one_their_name(more: str) -> None:
    said = "Ada: Is it lit?\nBen: It is.\nAda: Good.\n"
    transcript = parse(f"Title: The Lamp\nDate: 2021-05-03\n{more}\n{said}".encode())
    assert transcript.format == "named"
    assert [turn.speaker for turn in transcript.turns] == ["Ada", "Ben", "Ada"]
    assert transcript.text.split() == "Is it lit? It is. Good.".split()
    assert (transcript.meta.title, transcript.meta.date) == ("The Lamp", "2021-05-03")


def test_header_keys_that_speak_are_speakers() -> None:
    lines = "Host: Hi.\nGuest: Hello.\nHost: Well.\nGuest: Yes.".split("\n")
    assert split_header(lines)[1] == 0
    assert [s.name for s in parse("\n".join(lines).encode()).speakers] == ["Host", "Guest"]


@pytest.mark.parametrize(
    ("name", "number", "title"),
    [
        ("shelf/367 - Sam Rook.txt", 367, "Sam Rook"),
        ("009_-_Ann_Ray_-_Long_View.md", 9, "Ann Ray - Long View"),
        ("000_72477f8543a88e44.txt", None, "000 72477f8543a88e44"),
        ("Talk.v2 at dusk", None, "Talk.v2 at dusk"),
        ("a talk\n of\tthe sea.txt", None, "a talk of the sea"),
        ("", None, None),
    ],
)
def test_names_of_files(name: str, number: int | None, title: str | None) -> None:
    meta = meta_of_name(name)
    assert (meta.number, meta.title) == (number, title)


@pytest.mark.parametrize(
    ("name", "show", "season", "number", "title"),
    [
        ("S02E05 - The Lamp.vtt", None, 2, 5, "The Lamp"),
        ("Long.View.s2e05.The.Tide.en.srt", "Long View", 2, 5, "The Tide en"),
        ("Long View, Season 3 Episode 11: Rope.txt", "Long View", 3, 11, "Rope"),
        ("the_long_view_S1_E4_salt.json", "the long view", 1, 4, "salt"),
        ("S02E05.vtt", None, 2, 5, "S02E05"),
        ("Notes7E5 on salt.txt", None, None, None, "Notes7E5 on salt"),
    ],
)
def test_seasons_in_names_of_files(name, show, season, number, title) -> None:
    meta = meta_of_name(name)
    assert (meta.show, meta.season, meta.number, meta.title) == (show, season, number, title)


@pytest.mark.parametrize(
    ("location", "show", "season"),
    [
        ("/home/ada/The Long View/367 - Rope.txt", "The Long View", None),
        ("/home/ada/The_Long_View/Season 2/05 - Rope.txt", "The Long View", 2),
        ("C:\\Ada\\Acquired\\S3\\05 - Rope.txt", "Acquired", 3),
        ("/home/ada/Downloads/367 - Rope.txt", None, None),
        ("/home/ada/Podcast Transcripts/367 - Rope.txt", None, None),
        ("/home/ada/long-view/367 - Rope.txt", None, None),
        ("/home/ada/The Long View/Rope.txt", None, None),
        ("367 - Rope.txt", None, None),
    ],
)
def test_shows_and_seasons_in_names_of_folders(location, show, season) -> None:
    meta = meta_of_folder(location, re.split(r"[/\\]", location)[-1])
    assert (meta.show, meta.season) == (show, season)


def test_a_season_that_the_text_states() -> None:
    spoken = "Ada: One.\nBen: Two.\nAda: Three.\n"
    for head in ("---\ntitle: Rope\nseason: 3\nepisode: 4\n---\n", "Title: Rope\nSeason: 3\n\n"):
        assert parse((head + spoken).encode()).meta.season == 3
    meta = parse(f"---\ntitle: 'S3 E4: Rope'\n---\n{spoken}".encode()).meta
    assert (meta.title, meta.season, meta.number) == ("Rope", 3, 4)


def test_a_title_is_one_line_of_a_length_that_can_be_shown() -> None:
    page = f"Title: {'lamp ' * 400}\nDate: 2021\n\nAda: One.\nBen: Two.\nAda: Three.\n"
    title = parse(page.encode()).meta.title
    assert title is not None
    assert 200 < len(title) <= 250
    assert title.endswith("lamp…")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("October 27, 2022", "2022-10-27"),
        ("Thursday, 27th of Oct. 2022", "2022-10-27"),
        ("2022-10-27T10:00:00Z", "2022-10-27"),
        ("Sept 2021", "2021-09"),
        ("February 30, 2021", None),
        ("03/04/2021", None),
        ("May the force be 2022", None),
        ("in 2022", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert iso_date(text) == expected


def test_lengths() -> None:
    assert [seconds(text) for text in ("1:07:35", "67:35", "231s", "95 minutes", "long")] == [
        4055.0,
        4055.0,
        231.0,
        5700.0,
        None,
    ]


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b"", None),
        (b" \n\t\n", None),
        (b"--- ... ---", None),
        (b"words", "whisper"),
        (b"x", "nope"),
    ],
)
def test_nothing_to_read_is_one_clear_line(data: bytes, format: str | None) -> None:
    with pytest.raises(FormatError) as caught:
        parse(data, "x.txt", format)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"Ada: Is it lit?\nBen: It is.\n", b"\0\1" * 50])
def test_the_garbage_collector_goes_on_after_parsing(data: bytes) -> None:
    assert gc.isenabled()
    with suppress(FormatError):
        parse(data)
    assert gc.isenabled()
