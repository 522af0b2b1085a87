"""Passages for a search engine: the same fields, in the form of its bulk interface."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader.errors import ReaderError
from reader.library import Library
from reader.notebook import exchange
from reader.repair import Amendment
from reader.search import opensearch
from reader.search.passages import passages

from .support import add, library, spoken

ROOT = Path(__file__).resolve().parents[2]


def documents(library: Library, id: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    uid = library.episode(id).uid
    pairs = opensearch.documents(library.transcript(id), id, uid)
    return [tuple(map(json.loads, pair.splitlines())) for pair in pairs]  # type: ignore[misc]


def test_each_passage_is_a_document_with_its_fields() -> None:
    with library() as shelf:
        id = add(shelf)["fog"]
        uid, transcript = shelf.episode(id).uid, shelf.transcript(id)
        made = documents(shelf, id)
        assert len(made) == len(list(passages(transcript))) == 4
        for (action, document), passage in zip(made, passages(transcript), strict=True):
            assert action == {"index": {"_id": f"{uid}-{passage.start}"}}
            assert document["words"] == [transcript.text[passage.start : passage.end]]
            assert (document["start"], document["end"]) == (passage.start, passage.end)
            assert document.get("speaker") == passage.speaker
        first = made[0][1]
        assert (first["time"], first["time_end"], first["time_exact"]) == (0.0, 9.0, True)
        assert (first["date"], first["year"], first["number"]) == ("2023-05-17", 2023, 7)
        assert (first["show"], first["episode"], first["turn"]) == ("The Boathouse", uid, 1)


def test_every_field_has_a_mapping_and_every_analyser_is_there() -> None:
    body = json.loads(opensearch.mappings())
    fields = body["mappings"]["properties"]
    with library() as shelf:
        for id in add(shelf).values():
            for _, document in documents(shelf, id):
                assert set(document) <= set(fields)
    analysers = body["settings"]["analysis"]["analyzer"]
    used = {
        each["analyzer"]
        for field in fields.values()
        for each in (field, *field.get("fields", {}).values())
        if "analyzer" in each
    }
    assert used == set(analysers) == {"exact", "stemmed"}
    known = body["settings"]["analysis"]
    assert set(analysers["stemmed"]["char_filter"]) <= set(known["char_filter"])
    assert set(analysers["stemmed"]["filter"]) - {"lowercase", "asciifolding"} == set(
        known["filter"]
    )


def test_a_corrected_passage_has_its_words_as_they_stand_and_as_they_are_shown() -> None:
    with library() as shelf:
        id = add(shelf)["rope"]
        at = spoken("rope").text.index("winter")
        shelf.amend(id, [Amendment(at, at + 6, "correction", "Winster")], "correct")
        first = documents(shelf, id)[0][1]
        assert len(first["words"]) == 2
        assert "winter" in first["words"][0]
        assert "Winster" in first["words"][1]
        assert len(documents(shelf, id)[1][1]["words"]) == 1


def test_it_is_written_in_parts_that_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_PART", 600)
    with library() as shelf:
        ids = list(add(shelf).values())
        files, count = exchange.export_passages(shelf, ids, tmp_path, force=False)
        with pytest.raises(ReaderError, match="it is there already"):
            exchange.export_passages(shelf, ids, tmp_path, force=False)
        (tmp_path / "passages-0099.ndjson").write_text("of a larger library")
        assert exchange.export_passages(shelf, ids, tmp_path, force=True) == (files, count)
        assert sorted(tmp_path.iterdir()) == files
    assert [file.name for file in files[:2]] == ["mappings.json", "passages-0001.ndjson"]
    assert len(files) > 2
    lines = [line for file in files[1:] for line in file.read_text("utf-8").splitlines()]
    assert len(lines) == 2 * count == 14
    for file in files[1:]:
        assert len(file.read_text("utf-8").splitlines()) % 2 == 0
        assert file.read_bytes().endswith(b"\n")


def test_the_page_tells_every_field() -> None:
    page = (ROOT / "docs" / "opensearch.md").read_text("utf-8")
    fields = json.loads(opensearch.mappings())["mappings"]["properties"]
    for name in fields:
        assert f"`{name}`" in page, name
