"""What was cited is remembered, and an episode is found by a link from another library."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import NotFound
from reader.library import Library
from reader.transcript import Meta, Span, Transcript, Turn

TEXT = "The tide keeps its own ledger."


def talk(title: str = "Tides", text: str = TEXT) -> Transcript:
    return Transcript(
        text,
        turns=(Turn(0, len(text), "Ada"),),
        paragraphs=(Span(0, len(text)),),
        meta=Meta(title=title),
        format="named",
    )


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path / "one")
    made.add(b"one", talk(), source="/tides", title="x")
    made.add(b"two", talk("Salt", "Salt is slow."), source="/salt", title="x")
    return made


def test_what_was_cited_is_there_once_and_in_order(library: Library) -> None:
    cited = library.citations
    cited.note(2, 2, [Span(0, 4)], "apa")
    cited.note(1, 1, [Span(0, 3), Span(9, 14)], "mla")
    cited.note(2, 2, [Span(0, 4)], "ris")
    assert [(one.episode, one.spans, one.style) for one in cited.all()] == [
        (2, (Span(0, 4),), "ris"),
        (1, (Span(0, 3), Span(9, 14)), "mla"),
    ]
    library.remove(2)
    assert [one.episode for one in cited.all()] == [1]
    library.undo()
    assert [one.episode for one in cited.all()] == [2, 1]
    assert (cited.forget(1), cited.forget()) == (1, 1)
    assert cited.all() == []


def test_facts_are_asked_for_once(library: Library) -> None:
    assert not library.citations.was_asked(1)
    library.citations.note_asked(1)
    library.citations.note_asked(1)
    assert library.citations.was_asked(1)
    assert not library.citations.was_asked(2)


def test_an_episode_is_found_by_its_uid_or_by_its_source(library: Library, tmp_path: Path) -> None:
    uid, mark = library.episode(1).uid, library.citations.mark(1)
    assert len(mark) == 16
    other = Library(tmp_path / "two")
    other.add(b"two", talk("Salt", "Salt is slow."), source="/s", title="x")
    other.add(b"one", talk(), source="/elsewhere", title="x")
    assert library.citations.located(uid) == 1
    assert other.citations.located(uid, mark) == 2
    other.add(b"three", talk(text="The tide kept its own ledger."), source="/elsewhere", title="x")
    assert other.citations.located(uid, mark.upper()) == 2
    for named, marked in ((uid, ""), (uid, "0" * 16), ("", mark[:4]), ("%", "%")):
        with pytest.raises(NotFound, match="not in the library"):
            other.citations.located(named, marked)
    library.remove(1)
    with pytest.raises(NotFound):
        library.citations.located(uid, mark)


def test_a_kind_is_kept_and_taken_away(library: Library) -> None:
    assert library.edit(1, Meta(kind="hearing"))
    assert library.episode(1).kind == library.transcript(1).meta.kind == "hearing"
    library.add(b"four", talk(text="The tide kept a ledger."), source="/tides", title="x")
    assert library.episode(1).kind == "hearing"
    library.edit(1, Meta(), ["kind"])
    assert library.episode(1).kind is None
