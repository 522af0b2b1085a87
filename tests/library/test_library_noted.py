"""Many highlights changed as one, tags renamed, and reviews: kept, and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.annotate.marking import mark
from reader.errors import NotFound
from reader.library import Highlight, Library, Review
from reader.transcript import Span

from .support import TURNS, transcript


def marked(library: Library, *tags: tuple[str, ...]) -> list[Highlight]:
    episode = library.add(b"one", transcript(TURNS), source="one", title="One").episode
    version, text = library.episode(episode).version, library.transcript(episode)
    made = [mark(text, episode, version, Span(n, n + 6), tags=each) for n, each in enumerate(tags)]
    library.save_highlights(made, "highlight")
    return made


def test_many_are_changed_as_one(library: Library) -> None:
    made = marked(library, ("a",), ("b",), ())
    ids = [each.id for each in made]
    changed = library.noted.revise([*ids, "none"], "colour", lambda h: replace(h, colour="green"))
    assert {each.colour for each in library.highlights()} == {"green"}
    assert all(now.modified > before.modified for now, before in zip(changed, made, strict=True))
    assert library.noted.revise(ids, "colour", lambda h: replace(h, colour="green")) == []
    assert library.undo() == "colour"
    assert set(library.highlights()) == set(made)
    assert library.noted.delete(ids[:2], ["none"]) == 2
    assert [each.id for each in library.highlights()] == ids[2:]
    assert library.undo() == "delete 2 highlights"
    assert set(library.highlights()) == set(made)


def test_a_tag_is_renamed_everywhere(library: Library) -> None:
    marked(library, ("rope/knots", "sea"), ("Rope",), ("ropes",))
    assert library.noted.rename_tag("rope", "line") == 2
    assert library.noted.tags() == {"line": 1, "line/knots": 1, "ropes": 1, "sea": 1}
    assert library.noted.rename_tag("line", "line") == 0
    with pytest.raises(NotFound):
        library.noted.rename_tag("rope", "line")
    library.undo()
    assert "rope/knots" in library.noted.tags()


def test_a_review_is_kept_and_taken_back(library: Library) -> None:
    first = Review("x", 1, "2026-01-10", "2026-01-31")
    library.reviews.keep(first)
    library.reviews.keep(replace(first, step=2, due=None))
    assert library.reviews.all()["x"].due is None
    library.undo()
    assert library.reviews.all() == {"x": first}
    library.undo()
    assert library.reviews.all() == {}
