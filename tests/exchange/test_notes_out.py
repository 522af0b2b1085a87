"""Notes on episodes as a whole, in the formats that can hold them, and back."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from lxml import etree

from reader.annotate.exporters import FORMATS, refi
from reader.library import Library
from reader.notebook import exchange

from . import annotation_rules, refi_rules
from .support import Made, add, highlight, library, take

NOTE = "=1+1 *why* <b>\n\nA second paragraph."


def made(one: Library) -> None:
    """A note on each episode, a highlight, and one that lost its place."""
    ids = add(one)
    highlight(one, Made("fog", 0.1, 0.3, note="a"), ids)
    lost = highlight(one, Made("rope", 0.1, 0.3, note="lost"), ids)
    one.save_highlight(replace(lost, state="orphan"))
    for id in ids.values():
        one.notes.write(id, NOTE)


def written(one: Library, name: str) -> bytes:
    notes = exchange.notebook(one, one.highlights(), also=one.episode_ids())
    pieces = FORMATS[name].write(notes)
    return b"".join(p.encode() if isinstance(p, str) else p for p in pieces)


@pytest.mark.parametrize("name", ["json", "jsonld", "qdpx"])
def test_they_come_back_once(name: str) -> None:
    with library() as one, library() as other:
        made(one)
        data = written(one, name)
        add(other)
        taken = take(other, data)
        assert (taken.notes, taken.failed) == (2, ())
        assert [note.text for note in other.notes.all()] == [NOTE, NOTE]
        assert (take(other, data).notes, take(one, data).notes) == (0, 0)
        assert [note.text for note in one.notes.all()] == [NOTE, NOTE]


def test_the_forms_stay_as_their_standards_say() -> None:
    with library() as one:
        made(one)
        document = json.loads(written(one, "jsonld"))
        assert list(annotation_rules.broken(document)) == []
        assert document["total"] == 4
        with ZipFile(BytesIO(written(one, "qdpx"))) as archive:
            root = etree.fromstring(archive.read("project.qde"))
        assert list(refi_rules.broken(root, refi_rules.PROJECT, refi.PROJECT)) == []
        assert len(root.findall(".//{*}Notes/{*}Note")) == 4


def test_sheets_have_a_line_for_them() -> None:
    with library() as one:
        made(one)
        rows = list(csv.DictReader(StringIO(written(one, "csv").decode())))
        notes = [row for row in rows if row["state"] == "note"]
        assert [(row["quote"], row["note"]) for row in notes] == [("", f"'{NOTE}")] * 2
        assert len(rows) == 4
        assert all(None not in row and row["created"] for row in rows)
        cards = written(one, "anki").decode()
        assert cards.count("*why* &lt;b&gt;<br><br>A second") == 2


def test_a_program_that_notes_a_whole_page_is_understood() -> None:
    annotation = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://example.org/1",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": "On the page."},
        "target": {"source": "https://example.org/fog"},
    }
    with library() as one:
        ids = add(one)
        assert take(one, annotation).notes == 1
        note = one.notes.of(ids["fog"])
        assert note is not None
        assert note.text == "On the page."
        bare = {**annotation, "target": "https://example.org/fog"}
        assert take(one, bare).failed != ()
