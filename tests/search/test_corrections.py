"""A corrected word is found by either spelling, and marked where it stands in the text."""

from __future__ import annotations

from pathlib import Path

from reader import amending
from reader.library import Library
from reader.search import Index
from reader.transcript import Span, Transcript, Turn

TEXT = "Here is Ilja Satskever with us today. We spoke of tides."


def test_either_spelling_finds_it(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    transcript = Transcript(TEXT, (Turn(0, len(TEXT)),), (Span(0, len(TEXT)),))
    id = library.add(b"x", transcript, source="x", title="x").episode
    index = Index(tmp_path / "index", library)
    index.update()
    assert index.search("sutskever").total == 0

    begin = TEXT.index("Ilja")
    amending.correct(library, id, Span(begin, begin + len("Ilja Satskever")), "Ilya Sutskever")
    assert index.pending() == 1
    index.update()
    for query in ("sutskever", "satskever", '"ilya sutskever with us"', '"ilja satskever"'):
        found = index.search(query)
        assert found.total == 1, query
        (hit,) = found.hits
        low, high = hit.matches[0]
        assert "Satskever" in TEXT[low:high]
        assert hit.text == TEXT
    assert index.search('"today here"').total == 0
    assert index.search('"tides here"').total == 0
    assert [TEXT[a:b] for a, b in index.search("tides").hits[0].matches] == ["tides"]

    library.undo()
    index.update()
    assert index.search("sutskever").total == 0
