"""Each format holds what its readers expect, and nothing of a transcript acts in it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reader.annotate.exporters import FORMATS, digest
from reader.annotate.exporters.own import FACTS, KEYS
from reader.annotate.exporters.refi import CODEBOOK, PROJECT
from reader.library import COLOURS, Library

from . import annotation_rules, refi_rules
from .support import Made, add, exported, highlight, library, spoken

NOTE = "=1+1 <script>alert(1)</script>\n\n*Why* twice? [x](javascript:y) “潮”"
MADE = (
    Made("fog", 0.0, 0.2, "green", NOTE, ("water/tides", "method")),
    Made("fog", 0.25, 0.6, "yellow"),
    Made("fog", 0.3, 0.9, "blue", "short", ("water",)),
    Made("rope", 0.4, 0.7, "pink", "", ("Method",)),
)


@pytest.fixture(scope="module")
def shelf() -> Iterator[Library]:
    with library() as opened:
        ids = add(opened)
        for made in MADE:
            highlight(opened, made, ids)
        yield opened


def text(shelf: Library, name: str) -> str:
    return exported(shelf, name).decode()


# -- JSON -----------------------------------------------------------------------------------------


def test_json_is_complete_and_versioned(shelf: Library) -> None:
    document = json.loads(text(shelf, "json"))
    assert (document["format"], document["version"]) == ("reader-highlights", 1)
    fog, rope = document["episodes"]
    assert set(fog) == {*FACTS, "digest", "note", "note_modified", "highlights", "bookmarks"}
    assert fog["digest"] == f"sha256:{digest(spoken('fog').text)}"
    assert (fog["show"], fog["number"], fog["hosts"]) == ("The Boathouse", 7, ["Oda Lind"])
    assert (rope["title"], rope["date"], rope["url"]) == ("Rope", "2024", None)
    kept = {each.id: each for each in shelf.highlights()}
    told = [each for episode in (fog, rope) for each in episode["highlights"]]
    assert len(told) == len(kept) == 4
    for each in told:
        assert list(each.pop("seen").values()) == [1]
        assert set(each) == set(KEYS)
        record = kept[each["id"]]
        assert {**each, "tags": tuple(each["tags"])} == {key: getattr(record, key) for key in KEYS}


# -- Web Annotations ------------------------------------------------------------------------------

PARTS = st.tuples(st.floats(0, 0.9), st.floats(0, 1))
MADES = st.lists(
    st.builds(
        lambda episode, part, colour, note, tags: Made(
            episode, part[0], part[0] + part[1], colour, note, tuple(tags)
        ),
        st.sampled_from(["fog", "rope"]),
        PARTS,
        st.sampled_from(COLOURS),
        st.text(st.characters(codec="utf-8", categories=["L", "P", "S", "Zs"]), max_size=30),
        st.lists(st.sampled_from(["a", "a/b", "é", "<x>"]), max_size=3, unique=True),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=15)
@given(MADES)
def test_whatever_is_marked_is_a_valid_web_annotation_and_a_valid_project(
    mades: list[Made],
) -> None:
    with library() as shelf:
        ids = add(shelf)
        for made in mades:
            highlight(shelf, made, ids)
        assert list(annotation_rules.broken(json.loads(exported(shelf, "jsonld")))) == []
        project = _project(exported(shelf, "qdpx"))
        assert list(refi_rules.broken(project, refi_rules.PROJECT, PROJECT)) == []
        codebook = etree.fromstring(exported(shelf, "qdc"))
        assert list(refi_rules.broken(codebook, refi_rules.CODEBOOK, CODEBOOK)) == []


def test_an_annotation_selects_words_place_and_exact_time(shelf: Library) -> None:
    document = json.loads(text(shelf, "jsonld"))
    first, *_, last = document["first"]["items"]
    words, recording = first["target"]
    quote, place = words["selector"]
    whole = spoken("fog").text
    assert whole[place["start"] : place["end"]] == quote["exact"]
    assert whole[place["end"] :].startswith(quote["suffix"])
    assert words["source"]["id"] == "https://example.org/fog"
    assert words["source"]["schema:sha256"] == digest(whole)
    assert recording["source"] == "https://example.org/fog.mp3"
    assert recording["selector"]["value"].startswith("t=0.000,")
    assert [body["purpose"] for body in first["body"]] == [
        "commenting",
        "classifying",
        "tagging",
        "tagging",
    ]
    assert len(last["target"]) == 1


def test_the_rules_of_the_model_find_what_is_wrong(shelf: Library) -> None:
    def wrong(change: str) -> list[str]:
        document = json.loads(text(shelf, "jsonld"))
        item = document["first"]["items"][0]
        exec(change, {"document": document, "item": item})
        return [line.split(":")[0] for line in annotation_rules.broken(document)]

    assert wrong("") == []
    assert wrong("document['total'] = 1") == ["5.1"]
    assert wrong("item['id'] = 'no iri'") == ["3.1"]
    assert wrong("item['target'] = []") == ["3.1"]
    assert wrong("item['target'][0]['selector'][1]['start'] = -1") == ["4.2.5"]
    assert wrong("item['target'][0]['selector'][0]['exact'] = ''") == ["4.2.4"]
    assert wrong("item['motivation'] = 'musing'") == ["3.3.5"]


# -- REFI-QDA -------------------------------------------------------------------------------------


def _project(data: bytes) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("project.qde"))


def test_a_project_has_a_recording_with_its_transcript_and_a_text(shelf: Library) -> None:
    data = exported(shelf, "qdpx")
    archive, root = zipfile.ZipFile(io.BytesIO(data)), _project(data)
    space = {"q": PROJECT}
    assert archive.testzip() is None
    (transcript,) = root.iterfind("q:Sources/q:AudioSource/q:Transcript", space)
    (source,) = root.iterfind("q:Sources/q:TextSource", space)
    for element, name in ((transcript, "fog"), (source, "rope")):
        path = element.get("plainTextPath", "").replace("internal://", "sources/")
        assert archive.read(path).decode() == spoken(name).text
    (recording,) = root.iterfind("q:Sources/q:AudioSource", space)
    assert recording.get("path") == "relative:///fog.mp3"
    points = {p.get("guid"): p for p in transcript.iterfind("q:SyncPoint", space)}
    cues = {(cue.start, round(cue.time * 1000)) for cue in spoken("fog").cues}
    placed = {(int(p.get("position", "")), int(p.get("timeStamp", ""))) for p in points.values()}
    assert cues <= placed
    kept = {each.id: each for each in shelf.highlights()}
    for selection in transcript.iterfind("q:TranscriptSelection", space):
        ends = [points[selection.get(name)] for name in ("fromSyncPoint", "toSyncPoint")]
        each = kept[selection.get("guid", "")]
        assert [int(end.get("position", "")) for end in ends] == [each.start, each.end]
    (selection,) = source.iterfind("q:PlainTextSelection", space)
    each = kept[selection.get("guid", "")]
    start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
    assert spoken("rope").text[start:end] == each.quote


def test_a_codebook_is_the_tree_of_tags_and_the_colours(shelf: Library) -> None:
    root = etree.fromstring(exported(shelf, "qdc"))
    names = [code.get("name") for code in root.iter("{*}Code")]
    assert names == ["Method", "method", "water", "tides", "highlight colour", *COLOURS]
    (tides,) = root.iterfind(".//{*}Code[@name='water']/{*}Code")
    assert tides.get("name") == "tides"


def test_the_rules_of_the_schema_find_what_is_wrong(shelf: Library) -> None:
    def wrong(change: str) -> list[str]:
        root = _project(exported(shelf, "qdpx"))
        exec(change, {"root": root})
        return list(refi_rules.broken(root, refi_rules.PROJECT, PROJECT))

    assert wrong("") == []
    assert wrong("root.append(root[0])")
    assert wrong("del root.attrib['name']") == ["Project lacks name"]
    assert wrong("root.set('colour', 'x')") == ["Project has no colour"]
    assert wrong("root.find('.//{*}SyncPoint').set('position', 'x')")
    assert wrong("root.find('.//{*}CodeRef').set('targetGUID', root[0][0].get('guid')[:-1])")
    assert wrong("e = root.find('.//{*}Coding'); e.getparent().append(e)")


# -- sheets ---------------------------------------------------------------------------------------


def rows(sheet: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheet, newline="")))


def test_a_sheet_has_a_line_for_each_and_no_formula(shelf: Library) -> None:
    head, *lines = rows(text(shelf, "csv"))
    assert len(lines) == 4
    for line in lines:
        assert len(line) == len(head)
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line)
    first = dict(zip(head, lines[0], strict=True))
    assert first["note"] == f"'{NOTE}"
    assert (first["tags"], first["colour"]) == ("water/tides method", "green")
    assert first["link"] == "https://example.org/fog.mp3#t=0,8"


def test_readwise_gets_its_columns_and_tags_in_the_note(shelf: Library) -> None:
    head, first, second, *_ = rows(text(shelf, "readwise"))
    assert head == ["Highlight", "Title", "Author", "URL", "Note", "Location", "Date"]
    row = dict(zip(head, first, strict=True))
    assert row["Note"] == f".water/tides .method\n{NOTE}"
    assert (row["Author"], row["URL"]) == ("The Boathouse", "https://example.org/fog")
    assert row["Location"] == "0"
    assert dict(zip(head, second, strict=True))["Note"] == ""


def test_cards_are_html_with_ids_and_tags(shelf: Library) -> None:
    lines = text(shelf, "anki").splitlines(True)
    head = [line.strip() for line in lines if line.startswith("#")]
    assert {"#separator:Comma", "#html:true", "#guid column:1", "#tags column:4"} <= set(head)
    cards = rows("".join(lines[len(head) :]))
    assert [len(card) for card in cards] == [4] * 4
    kept = {each.id: each for each in shelf.highlights()}
    for id, front, back, _ in cards:
        assert lxml.html.fromstring(f"<p>{front}</p>").text_content() == kept[id].quote.replace(
            "\n", ""
        )
        assert "<script" not in back
    assert cards[0][3] == "water::tides method"


# -- pages ----------------------------------------------------------------------------------------


def test_a_page_has_the_words_and_no_script(shelf: Library) -> None:
    page = lxml.html.document_fromstring(text(shelf, "html"))
    quotes = [quote.text_content() for quote in page.iter("blockquote")]
    assert quotes == [each.quote for each in shelf.highlights()]
    assert page.findall(".//script") == []
    for link in page.iter("a"):
        assert link.get("href", "").startswith("https://example.org/")
    assert NOTE in page.text_content()


@pytest.mark.parametrize("name", ["obsidian", "logseq"])
def test_a_file_an_episode_has_front_matter(shelf: Library, name: str) -> None:
    from reader.annotate.exporters import find
    from reader.notebook.exchange import notebook

    notes = notebook(shelf, shelf.highlights())
    fog = next(each for each in shelf.episodes() if each.title != "Rope")
    page = "".join(str(p) for p in find(name, Path("none")).write(notes.of(fog.id)))
    _, front, body = page.split("---\n", 2)
    facts: dict[str, Any] = yaml.safe_load(front)
    assert facts["title"] == 'Fog: "the" [colour] / of #1'
    assert facts["url"] == "https://example.org/fog"
    assert facts["date"] == "2023-05-17"
    assert "painted twice in one summer" in body
    assert "#water/tides" in body or "#[[water/tides]]" in body


def test_an_outline_in_org_has_a_heading_for_each(shelf: Library) -> None:
    lines = text(shelf, "org").splitlines()
    assert [line[:2] for line in lines if line.startswith("*")] == [
        *("* ", "**", "**", "**"),
        *("* ", "**"),
    ]
    assert lines.count("#+begin_quote") == lines.count("#+end_quote") == 4


def test_markdown_has_times_links_and_notes(shelf: Library) -> None:
    page = text(shelf, "markdown")
    assert "[0:00](<https://example.org/fog.mp3#t=0,8>)" in page
    assert "≈ " in page
    assert NOTE in page


def test_an_orphan_goes_out_without_a_place() -> None:
    with library() as other:
        marked = highlight(other, MADE[0], add(other))
        other.save_highlight(replace(marked, state="orphan", start=10**6, end=10**6 + 4))
        for name in (*FORMATS, "markdown", "html", "org"):
            assert exported(other, name)
        project = _project(exported(other, "qdpx"))
        assert list(refi_rules.broken(project, refi_rules.PROJECT, PROJECT)) == []
        assert project.find(".//{*}TranscriptSelection") is None
        (ref,) = project.iterfind(".//{*}Transcript/{*}NoteRef")
        (note,) = project.iterfind(f".//{{*}}Note[@guid='{ref.get('targetGUID')}']")
        assert note.findtext("{*}PlainTextContent") == f"“{marked.quote}”\n\n{marked.note}"
        document = json.loads(exported(other, "jsonld"))
        assert list(annotation_rules.broken(document)) == []
        (selector,) = document["first"]["items"][0]["target"][0]["selector"]
        assert selector["type"] == "TextQuoteSelector"
