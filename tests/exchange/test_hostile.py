"""Whatever a file holds, it is taken in, told in a line, or refused in one."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotate import importers
from reader.annotate.exporters.own import FACTS, KEYS
from reader.errors import ReaderError
from reader.formats.clean import clean

from .support import add, library, spoken, take

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 2**70),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["the colour of the fog", "2024-01-01T00:00:00Z", "t=1,2", "Rope", "\ud800"]),
)
NAMES = st.sampled_from(FACTS + KEYS) | st.sampled_from(
    "highlights target selector source type exact body value purpose uri document tags text "
    "references first items digest".split()
)
KINDS = ["TextQuoteSelector", "TextPositionSelector", "FragmentSelector"]
ANYTHING = st.recursive(
    SCALARS | st.sampled_from(KINDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=20,
)


def looked_at(data: bytes) -> None:
    """Read all of `data`; nothing but a `ReaderError` may come of it."""
    with suppress(ReaderError):
        _, records = importers.read(data)
        for record in records:
            if isinstance(record, importers.Problem):
                assert str(record)
            else:
                assert record.cleaned(clean).uuid


@settings(max_examples=200)
@given(
    ANYTHING,
    st.sampled_from(
        [
            lambda x: {"format": "reader-highlights", "version": 1, "episodes": [x]},
            lambda x: {"format": "reader-highlights", "episodes": [{"highlights": [x]}]},
            lambda x: {"@context": "http://www.w3.org/ns/anno.jsonld", "target": x, "body": x},
            lambda x: {"@context": ["http://www.w3.org/ns/anno.jsonld"], "items": [x]},
            lambda x: {"@context": "http://www.w3.org/ns/anno.jsonld", "first": x},
            lambda x: {"rows": [x]},
            lambda x: {"annotations": [{"target": [{"selector": [x]}], "uri": x, "document": x}]},
            lambda x: x,
        ]
    ),
)
def test_any_json(value: Any, shape: Any) -> None:
    looked_at(json.dumps(shape(value)).encode())


@given(
    st.binary(max_size=200), st.sampled_from([b"", b"{", b"PK\x03\x04", b"Highlight,Note\n", b'"'])
)
def test_any_bytes(data: bytes, before: bytes) -> None:
    looked_at(before + data)


@given(st.lists(st.lists(st.text(max_size=10), max_size=8), max_size=4))
def test_any_sheet(rows: list[list[str]]) -> None:
    out = io.StringIO()
    head = "Highlight,Title,Author,URL,Note,Location,Date\n"
    writer = csv.writer(out, escapechar="\\")
    writer.writerows(rows)
    looked_at((head + out.getvalue()).encode("utf-8", "replace"))


@given(st.text("<>/&; abg=\"'{}", max_size=60), st.text(max_size=20))
def test_any_project(inner: str, text: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.txt", text.encode("utf-8", "replace"))
        archive.writestr(
            "project.qde",
            '<Project xmlns="urn:QDA-XML:project:1.0"><Sources><TextSource guid="g" '
            'plainTextPath="internal://x.txt"><PlainTextSelection startPosition="0" '
            f'endPosition="2">{inner}</PlainTextSelection></TextSource></Sources></Project>',
        )
    looked_at(out.getvalue())


@settings(max_examples=30)
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), SCALARS), max_size=4))
def test_any_record_beside_a_good_one(records: list[dict[str, Any]]) -> None:
    good = {"quote": "So it was.", "start": 4}
    with library() as shelf:
        add(shelf, ["fog"])
        episode = {"title": spoken("fog").meta.title, "highlights": [*records, good]}
        document = {"format": "reader-highlights", "version": 1, "episodes": [episode]}
        taken = take(shelf, document)
        assert "So it was." in [each.quote for each in shelf.highlights()]
        assert len(taken.failed) <= len(records)
        assert shelf.problems() == []
