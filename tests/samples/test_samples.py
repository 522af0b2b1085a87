"""The sample library: each file has its shape, and is read as what it is."""

import re
from itertools import pairwise

import pytest

from reader import actions, keys
from reader.formats import parse
from reader.samples import HOST, SAMPLES, SHOW, Sample, files
from reader.transcript import Transcript

FORMATS = {
    "finding-your-way.txt": "chevrons",
    "the-text.txt": "prose",
    "who-said-that.txt": "named",
    "searching.txt": "webpage",
    "marking-and-quoting.txt": "whisper",
}
CUE = re.compile(r"\[(\d\d):(\d\d):(\d\d\.\d{3}) --> (\d\d):(\d\d):(\d\d\.\d{3})\]   (\S.*)")


def sample(name: str) -> Sample:
    return next(sample for sample in SAMPLES if sample.name == name)


def raw(name: str) -> str:
    return sample(name).file.read_text(encoding="utf-8")


def read(name: str) -> Transcript:
    return parse(sample(name).file.read_bytes(), name)


def each(name: str) -> list[str]:
    return re.findall(r"\w+(?:['’]\w+)*", name)


def test_there_are_five_and_they_are_there() -> None:
    assert [sample.name for sample in SAMPLES] == list(FORMATS)
    assert files() == [sample.file for sample in SAMPLES]
    assert all(file.is_file() for file in files())


@pytest.mark.parametrize("name", FORMATS)
def test_each_is_a_read_of_some_minutes(name: str) -> None:
    assert 700 <= read(name).words <= 2000


@pytest.mark.parametrize("name", FORMATS)
def test_each_is_plain_text_without_control_characters(name: str) -> None:
    assert not re.search(r"[^\n -~À-ÿ≈]", raw(name))


@pytest.mark.parametrize(("name", "format"), FORMATS.items())
def test_each_is_recognised_by_its_content(name: str, format: str) -> None:
    transcript = parse(sample(name).file.read_bytes())
    assert transcript.format == format
    assert transcript.warnings == ()


def test_captions_are_wrapped_and_nobody_is_named() -> None:
    text = raw("finding-your-way.txt")
    lines = text.splitlines()
    assert max(map(len, lines)) <= 101
    assert sum(line.startswith(" >> ") for line in lines) > 20
    assert sum(bool(re.search(r"\S >> ", line)) for line in lines) >= 2
    transcript = read("finding-your-way.txt")
    assert len(transcript.turns) == text.count(">>")
    assert transcript.speakers == ()
    assert transcript.text.split() == text.replace(">>", " ").split()


def test_the_lecture_is_one_line_and_gets_paragraphs() -> None:
    text = raw("the-text.txt")
    assert "\n" not in text
    transcript = read("the-text.txt")
    assert transcript.text.split() == text.split()
    assert transcript.speakers == ()
    assert transcript.times == "estimated"
    lengths = [len(transcript.text[p.start : p.end].split()) for p in transcript.paragraphs]
    assert len(lengths) > 8
    assert max(lengths) <= 170


def test_most_of_the_third_evening_is_said_by_nobody_named() -> None:
    labels = re.findall(r"^(.{1,20}?): ", raw("who-said-that.txt"), re.MULTILINE)
    transcript = read("who-said-that.txt")
    assert len(labels) == len(raw("who-said-that.txt").splitlines()) == len(transcript.turns)
    assert labels.count("Unknown") > len(labels) / 2
    assert [(s.name, s.turns) for s in transcript.speakers] == [
        ("Ines Vandrell", labels.count("Ines Vandrell"))
    ]


def test_the_web_page_says_everything_of_itself() -> None:
    transcript = read("searching.txt")
    meta = transcript.meta
    assert meta.title is not None
    assert meta.title.startswith("Finding the sentence you half remember")
    assert (meta.number, meta.date) == (12, "2024-03-19")
    assert meta.show == SHOW
    assert (meta.hosts, meta.guests) == ((HOST,), ("Ines Vandrell",))
    assert "three of them with pleasure on a train" in meta.front
    assert {s.name: s.turns for s in transcript.speakers} == {"JOSIP": 2, "TAMSIN": 24, "INES": 23}
    assert transcript.text.startswith("Hello, and welcome")
    assert transcript.text.endswith("for the other fifty-nine minutes.")


def test_the_cues_run_on_at_the_pace_of_speech() -> None:
    lines = raw("marking-and-quoting.txt").strip().splitlines()
    cues = [CUE.fullmatch(line) for line in lines]
    assert all(cues)
    times = [
        tuple(
            int(h) * 3600 + int(m) * 60 + float(s) for h, m, s in (c.groups()[:3], c.groups()[3:6])
        )
        for c in cues
        if c
    ]
    assert len(times) > 120
    assert all(start < end for start, end in times)
    assert all(end <= start for (_, end), (start, _) in pairwise(times))
    spoken = sum(end - start for start, end in times)
    words = " ".join(c[7] for c in cues if c).split()
    assert 140 <= len(words) * 60 / spoken <= 180
    transcript = read("marking-and-quoting.txt")
    assert transcript.text.split() == words
    assert len(transcript.cues) == len(lines)
    assert transcript.times == "exact"
    assert transcript.length == times[-1][1]


def test_a_planted_phrase_stands_in_three_of_them() -> None:
    phrase = "the words stay where they are"
    holding = [name for name in FORMATS if phrase in read(name).text]
    assert holding == ["the-text.txt", "searching.txt", "marking-and-quoting.txt"]


def test_a_misheard_name_is_misheard_throughout() -> None:
    said = each(raw("marking-and-quoting.txt"))
    assert said.count("Claymore") == 3
    assert said.count("Quaymore") == 1
    assert {"Claymore", "Quaymore"} <= set(each(raw("who-said-that.txt")))


def test_the_owner_says_only_what_the_file_does_not() -> None:
    for given in SAMPLES:
        stated = parse(given.file.read_bytes()).meta
        for field in ("title", "number", "date", "hosts", "guests", "duration"):
            assert not (getattr(given.meta, field) and getattr(stated, field)), (given.name, field)
        whole = given.meta.over(stated)
        assert whole.title
        assert whole.date
        assert whole.show


@pytest.mark.parametrize(
    ("key", "action"),
    [
        ("/", "search"),
        ("f", "find"),
        ("g", "go-to"),
        ("v", "select"),
        ("h", "highlight"),
        ("n", "next-hit"),
        ("N", "previous-hit"),
        ("e", "note"),
        ("c", "cite"),
        ("u", "undo"),
        ("s", "speaker-next"),
        ("?", "help"),
        ("tab", "next-pane"),
        ("j", "line-down"),
        ("k", "line-up"),
        ("ctrl+d", "half-down"),
    ],
)
def test_the_keys_they_name_do_what_they_say(key: str, action: str) -> None:
    assert action in actions.ACTIONS
    assert keys.load("default").reach("page")[(key,)] == action
