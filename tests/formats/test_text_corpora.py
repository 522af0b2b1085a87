"""Real files of text, Markdown and tables, where they are at hand: what each one becomes."""

import re
from pathlib import Path

import pytest

from reader.formats import parse
from reader.transcript import Transcript

from .support import assert_sound

CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"

FILES = {
    # folder/beginning of the name: format, words, turns, cues, speakers
    "txt-bracket-speaker-time/": ("named-times", 15026, 243, 379, 7),
    "txt-bracket-time-mdname/": ("named-times", 8304, 97, 128, 3),
    "txt-chevron-turns/unendless__UFOS": ("chevrons", 14424, 5, 0, 0),
    "txt-chevron-turns/unendless__UFOs": ("prose", 12490, 136, 0, 0),
    "txt-coraal-tsv/": ("table", 5277, 476, 1233, 2),
    "txt-name-colon/stratomercata": ("named", 7508, 152, 0, 3),
    "txt-name-colon/thai": ("named", 4169, 39, 0, 2),
    "txt-one-line/lex__009": ("prose", 12931, 130, 0, 0),
    "txt-one-line/lex__012": ("prose", 10899, 109, 0, 0),
    "txt-one-line/roaming": ("prose", 9136, 104, 0, 0),
    "txt-oral-history/scihist__isaacs": ("named-times", 454, 3, 4, 2),
    "txt-oral-history/scihist__wood": ("named", 800, 3, 0, 2),
    "txt-security-now/securitynow__sn-001": ("webpage", 2810, 103, 0, 2),
    "txt-security-now/securitynow__sn-500": ("webpage", 12428, 265, 0, 2),
    "txt-spacelog/": ("spacelog", 14667, 1613, 1958, 5),
    "txt-switchboard-pipe/": ("switchboard", 1072, 90, 0, 2),
    "txt-time-prefix/": ("timed-lines", 13020, 145, 1098, 0),
    "txt-wrapped-no-speaker/ted__Eric": ("prose", 658, 7, 0, 0),
    "txt-wrapped-no-speaker/ted__Rick": ("prose", 3468, 40, 0, 0),
    "txt-wrapped-no-speaker/tortoise": ("prose", 2352, 25, 0, 0),
    "txt-zoom-captions/": ("named-times", 123, 8, 12, 2),
    "txt-zoom-chat/": ("zoom-chat", 3385, 283, 306, 51),
    "md-bold-name/changelog__changelog-news": ("markdown", 1000, 14, 0, 6),
    "md-bold-name/changelog__the-changelog": ("named-times", 15033, 360, 24, 3),
    "md-bold-time-name/": ("named-times", 7375, 107, 107, 5),
    "md-bullets-yaml/": ("markdown", 599, 7, 25, 0),
    "md-chapters/": ("markdown", 2018, 16, 12, 0),
    "md-initials-table/": ("markdown", 41994, 530, 0, 34),
    "md-italic-name-time/": ("markdown", 25985, 341, 1094, 5),
    "md-otter/": ("named-times", 8492, 48, 48, 3),
    "md-rev-name-time/": ("markdown", 28272, 104, 264, 2),
    "md-time-lines/": ("timed-lines", 31980, 320, 4198, 0),
    "md-yaml-name-line/bitcointranscripts__2020": ("markdown", 24652, 380, 0, 2),
    "md-yaml-name-line/bitcointranscripts__silent": ("markdown", 8269, 175, 175, 3),
    "md-yaml-plain/conduit": ("markdown", 7570, 157, 0, 0),
    "md-yaml-plain/natejones": ("markdown", 4201, 46, 0, 0),
    "csv/debates2020": ("table", 18535, 769, 790, 3),
    "csv/ohd_idaho": ("table", 9644, 414, 32, 2),
    "csv/ohdigital": ("table", 194, 3, 18, 2),
    "nlp-rev/": ("rev-nlp", 8711, 82, 0, 10),
}


def real(name: str) -> tuple[str, Transcript]:
    """The source, in UTF-8 as far as it is, and its transcript."""
    found = sorted(CORPORA.glob(f"{name}*"))
    if not found:
        pytest.skip("the shared transcripts are not beside this checkout")
    data = found[0].read_bytes()
    transcript = parse(data, found[0].name)
    assert_sound(transcript)
    return data.decode("utf-8-sig", "replace"), transcript


@pytest.mark.parametrize("name", FILES)
def test_what_a_real_file_becomes(name: str) -> None:
    _, transcript = real(name)
    turns, cues = len(transcript.turns), len(transcript.cues)
    found = (transcript.format, transcript.words, turns, cues, len(transcript.speakers))
    assert found == FILES[name]
    assert not any(warning.startswith("not sure") for warning in transcript.warnings)
    assert transcript.times == ("exact" if FILES[name][3] else "estimated")


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("txt-bracket-speaker-time/", r"(?m)^\[[^\]]*\] \[[^\]]*\]"),
        ("txt-bracket-time-mdname/", r"(?m)^\[[^\]]*\] \*\*.*?\*\*:"),
        ("txt-time-prefix/", r"(?m)^\d\d:\d\d:\d\d"),
        ("txt-zoom-captions/", r"(?m)^\[.*?\] \d\d:\d\d:\d\d$"),
        ("md-bold-time-name/", r"(?m)^\*\*[^*]*\*\*"),
        ("md-otter/", r"(?m)^\*\*.*?\*\*  [\d:]+"),
        ("md-rev-name-time/", r"(?ms)\A.*^## Transcript$|^[^\n]{0,20}\(\d\d:\d\d:\d\d\):"),
        ("md-time-lines/", r"(?m)^(?:#.*|\[[\d:]+\])"),
        ("md-chapters/", r"(?ms)\A.*^(?=## Transcript)|^#[^\n]*$"),
        ("txt-switchboard-pipe/", r"(?m)^[AB]\||\|[^|\n]*$"),
        ("txt-zoom-chat/", r"(?m)^\d\d:\d\d:\d\d\t[^\t]*?:\t"),
        ("txt-oral-history/scihist__isaacs", r"(?ms)\A.*?(?=\[00:)|^[A-Z]+:|\[[\d:]{8}\]"),
    ],
)
def test_every_word_of_a_real_file_comes_once_and_in_order(name: str, head: str) -> None:
    source, transcript = real(name)
    assert transcript.text.split() == re.sub(head, "", source).split()


def test_what_real_files_say_of_themselves() -> None:
    meta = real("md-rev-name-time/")[1].meta
    assert (meta.show, meta.date, meta.duration) == ("Lenny's Podcast", "2023-10-29", 8055.0)
    assert meta.guests == ("Eric Ries",)
    meta = real("md-yaml-plain/conduit")[1].meta
    assert (meta.title, meta.number) == ("The Secret Soup Packing Sauce", 47)
    assert meta.date == "2023-04-20"
    meta = real("txt-security-now/securitynow__sn-500")[1].meta
    assert (meta.show, meta.number, meta.date) == ("Security Now!", 500, "2015-03-24")
    assert meta.hosts == ("Steve Gibson", "Leo Laporte")
    meta = real("txt-oral-history/scihist__isaacs")[1].meta
    assert (meta.date, meta.hosts) == ("2023-12-11", ("Sarah Schneider", "David J. Caruso"))


def test_a_real_time_code_begins_at_nought() -> None:
    _, transcript = real("md-italic-name-time/")
    assert transcript.cues[0].time == 5
    assert transcript.turns[-1].speaker is None
    assert "begin again" in transcript.warnings[0]


def test_real_headings() -> None:
    _, transcript = real("md-yaml-name-line/bitcointranscripts__silent")
    assert [heading.level for heading in transcript.headings] == [2, 2, 2, 3, 3, 3, 2, 2, 2]
    _, transcript = real("md-initials-table/")
    assert {speaker.name for speaker in transcript.speakers} >= {"Kevin Gibbons", "Michael Ficarra"}
