"""The notebook's choice, counts and headings, on invented highlights."""

from __future__ import annotations

import pytest

from reader.errors import QueryError
from reader.library import Highlight
from reader.notebook import Entry, Group, Of, choose, facets, grouped, highlighted

COLOURS = {"green": "problem"}


def entry(number: int, quote: str, **facts: object) -> Entry:
    values: dict[str, object] = {
        "speaker": None,
        "colour": "yellow",
        "tags": (),
        "note": "",
        "state": "anchored",
        "created": "2026-03-01T10:00:00Z",
        "episode": 1,
        **facts,
    }
    show = values.pop("show", None)
    blank = Highlight(
        id=str(number),
        version=1,
        start=number * 100,
        end=number * 100 + len(quote),
        quote=quote,
        prefix="",
        suffix="",
        time=number * 60.0,
        time_end=number * 60.0 + 5,
        time_exact=True,
        modified="2026-03-01T10:00:00Z",
        **values,  # type: ignore[arg-type]
    )
    title = {1: "On knots", 2: "On tides"}[blank.episode]
    return highlighted(blank, Of(title, show, "2023-05-17"))  # type: ignore[arg-type]


ENTRIES = [
    entry(1, "A knot holds the boat.", speaker="Oda Lind", tags=("rope/knots",), note="Why so?"),
    entry(2, "The tides came in.", speaker="Pell Arrow", tags=("sea", "rope"), colour="green"),
    entry(3, "Nobody ties them.", episode=2, state="orphan", show="Boathouse"),
    entry(4, "It rose twice.", episode=2, created="2026-04-02T10:00:00Z", tags=("Rope/Splices",)),
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {1, 2, 3, 4}),
        ("knot", {1, 2} - {2}),
        ("kno", {1}),
        ("tide", {2}),
        ("why", {1}),
        ("rope boat", {1}),
        ("boat why", {1}),
        ('"boat why"', set()),
        ('"the boat"', {1}),
        ("note:why", {1}),
        ("note:boat", set()),
        ("tag:rope", {1, 2, 4}),
        ("colour:green", {2}),
        ("colour:problem", {2}),
        ("speaker:oda OR speaker:pell", {1, 2}),
        ("-has:note", {2, 3, 4}),
        ("has:tag -tag:sea", {1, 4}),
        ("is:orphan", {3}),
        ("marked:2026-04", {4}),
        ("marked:2026-03..2026-04", {1, 2, 3, 4}),
        ("date:2023", {1, 2, 3, 4}),
        ("date:2024", set()),
        ("show:boathouse", {3}),
        ("episode:tides", {3, 4}),
        ("episode:1", {1, 2}),
        ("in:..1:30", {1}),
        ('"ties nobody"~2', {3}),
    ],
)
def test_a_query_chooses(query: str, found: set[int]) -> None:
    chosen = choose(ENTRIES, query, colours=COLOURS)
    assert {int(each.id) for each in chosen} == found


def test_what_cannot_be_asked_is_said() -> None:
    for query in ("/k.ot/", "question:why answer:so", "tag:", '"open'):
        with pytest.raises(QueryError):
            choose(ENTRIES, query)


def test_a_query_may_be_half_written() -> None:
    assert choose(ENTRIES, "speaker:", typing=True) == ENTRIES
    assert [each.id for each in choose(ENTRIES, '"the bo', typing=True)] == ["1"]
    assert choose(ENTRIES, "-", typing=True) == ENTRIES


def test_facets_narrow_to_what_they_count() -> None:
    offered = facets(ENTRIES, ())
    assert (("tag", "rope"), 2) in offered
    assert (("colour", "yellow"), 3) in offered
    assert (("state", "orphan"), 1) in offered
    for facet, count in offered:
        assert len(choose(ENTRIES, within=(facet,))) >= count > 0
    narrowed = choose(ENTRIES, within=(("tag", "rope"), ("colour", "yellow")))
    assert [each.id for each in narrowed] == ["1", "4"]


def headings(by: str, folded: tuple[str, ...] = ()) -> list[tuple[str, int, int]]:
    rows = grouped(ENTRIES, by, folded, COLOURS)
    return [(row.name, row.depth, row.count) for row in rows if isinstance(row, Group)]


def test_headings_stand_over_what_they_count() -> None:
    assert headings("episode") == [("On knots", 0, 2), ("On tides", 0, 2)]
    assert headings("show") == [("Boathouse", 0, 1), ("of no show", 0, 3)]
    assert headings("colour") == [("yellow", 0, 3), ("problem", 0, 1)]
    assert headings("date") == [("2026-04-02", 0, 1), ("2026-03-01", 0, 3)]
    assert headings("speaker")[-1] == ("nobody named", 0, 2)


def test_tags_are_a_tree() -> None:
    tree = [
        ("rope", 0, 3),
        ("knots", 1, 1),
        ("Splices", 1, 1),
        ("sea", 0, 1),
        ("without a tag", 0, 1),
    ]
    assert headings("tag") == tree
    assert headings("tag", ("rope",)) == [tree[0], *tree[3:]]
    rows = [row.id for row in grouped(ENTRIES, "tag") if isinstance(row, Entry)]
    assert sorted(rows) == ["1", "2", "2", "3", "4"]


def test_a_folded_group_keeps_its_count() -> None:
    rows = grouped(ENTRIES, "episode", ("1",))
    assert [row.id for row in rows if isinstance(row, Entry)] == ["3", "4"]
    assert headings("episode", ("1",)) == headings("episode")
