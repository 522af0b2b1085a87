"""The list of all that was cited, in the formats of programs and in those of papers."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from reader.cite import STYLES, bibliography, cite
from reader.cite.kinds import KINDS, kind_of, lacking
from reader.transcript import Meta, Span, Transcript

from .works import WORKS, reference, transcript

RIS = """\
TY  - SOUND
AU  - Quill, Ada
A3  - Lindqvist, Bo
TI  - Slow Water: A Ledger of Tides
T2  - Small Hours
M1  - 42
PY  - 2023
DA  - 2023/03/25/
M3  - Audio podcast episode
UR  - https://tides.example/42
Y2  - 2024/05/02
ER  - """

BIBLATEX = """\
@audio{quill2023slow,
  author       = {Quill, Ada},
  authortype   = {host},
  editora      = {Lindqvist, Bo},
  editoratype  = {guest},
  title        = {{Slow Water: A Ledger of Tides}},
  maintitle    = {Small Hours},
  number       = {42},
  date         = {2023-03-25},
  url          = {https://tides.example/42},
  urldate      = {2024-05-02},
  howpublished = {Audio podcast episode}
}"""


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", WORKS)
def test_every_work_has_an_entry_in_every_style(name: str, style: str) -> None:
    made = bibliography([reference(name)], style)
    assert WORKS[name]["title"].split(":")[0] in made
    assert "None" not in made
    assert "  " not in made.replace("\n  ", "\n").replace("  - ", " - ") or style in (
        "bibtex",
        "biblatex",
        "csl-json",
        "html",
    )


def test_a_podcast_for_programs() -> None:
    assert bibliography([reference("podcast")], "ris") == RIS
    assert bibliography([reference("podcast")], "biblatex") == BIBLATEX
    (item,) = json.loads(bibliography([reference("podcast")], "csl-json"))
    assert item["type"] == "broadcast"
    assert item["host"] == [{"family": "Quill", "given": "Ada"}]
    assert "genre" not in item
    assert "guest" not in item


@pytest.mark.parametrize(
    ("name", "ris", "biblatex", "csl"),
    [
        ("interview", "PCOMM", "misc", "interview"),
        ("oral history", "PCOMM", "misc", "interview"),
        ("lecture", "SOUND", "unpublished", "speech"),
        ("video", "VIDEO", "video", "broadcast"),
        ("hearing", "HEAR", "misc", "hearing"),
    ],
)
def test_each_kind_has_its_type(name: str, ris: str, biblatex: str, csl: str) -> None:
    work = [reference(name)]
    assert bibliography(work, "ris").startswith(f"TY  - {ris}\n")
    assert bibliography(work, "biblatex").startswith(f"@{biblatex}{{")
    assert json.loads(bibliography(work, "csl-json"))[0]["type"] == csl


def test_two_works_of_one_key_are_told_apart() -> None:
    works = [reference("podcast"), reference("podcast, season"), reference("podcast, no address")]
    for style in ("bibtex", "biblatex"):
        made = bibliography(works, style)
        for key in ("quill2023slow,", "quill2023slowb,", "quill2023slowc,"):
            assert made.count(f"{{{key}") == 1
    keys = [item["id"] for item in json.loads(bibliography(works, "csl-json"))]
    assert keys == ["quill2023slow", "quill2023slowb", "quill2023slowc"]


def test_papers_list_by_name_and_engineers_by_number() -> None:
    works = [
        replace(reference("podcast"), ordinal=1),
        replace(reference("interview"), ordinal=2),
        replace(reference("hearing"), ordinal=3),
    ]
    listed = bibliography(works, "apa").split("\n\n")
    assert [entry[:6] for entry in listed] == ["Lindqv", "Quill,", "Readin"]
    numbered = bibliography(works, "ieee").split("\n\n")
    assert [entry[:3] for entry in numbered] == ["[1]", "[2]", "[3]"]


@pytest.mark.parametrize(
    ("format", "meta", "kind"),
    [
        ("hansard", Meta(show="Lords"), "hearing"),
        ("congress", Meta(), "hearing"),
        ("ohms", Meta(), "oral-history"),
        ("youtube-json3", Meta(), "video"),
        ("named", Meta(url="https://youtu.be/a1"), "video"),
        ("named", Meta(show="Small Hours"), "podcast"),
        ("named", Meta(), ""),
        ("ohms", Meta(kind="lecture"), "lecture"),
        ("named", Meta(kind="opera"), ""),
    ],
)
def test_the_kind_is_told_by_the_user_the_format_or_the_facts(
    format: str, meta: Meta, kind: str
) -> None:
    assert kind_of(Transcript("Words.", format=format, meta=meta)) == kind


def test_what_a_citation_lacks() -> None:
    assert lacking(transcript("podcast")) == ()
    assert lacking(transcript("podcast, no date")) == ("date",)
    assert lacking(Transcript("Words.", meta=Meta(kind="lecture"))) == (
        *("guests", "show", "date", "url"),
    )
    assert "kind" in lacking(Transcript("Words."))
    assert all(lacking(Transcript("x", meta=Meta(kind=kind))) for kind in KINDS)


def test_estimated_times_are_in_no_formal_citation() -> None:
    for style in STYLES:
        made = cite(transcript("podcast, no times"), Span(0, 30), style=style)
        informal = style in ("plain", "markdown", "html", "org", "template")
        assert ("≈" in made.pasted) is informal
