"""The catalogue of episodes: every one is listed, in order, in its branches, and found by words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.formats import parse
from reader.library import Listed
from reader.transcript import Transcript
from reader.tui.catalogue import GROUPINGS, SORTS, Catalogue, Group
from reader.tui.outline import outline, ways
from reader.tui.widgets.episodes import strip_of


def listed(
    id: int,
    title: str = "A knot",
    show: str | None = None,
    date: str | None = None,
    speakers: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    read: str | None = None,
    duration: float = 60.0,
    marks: tuple[float, ...] = (),
) -> Listed:
    return Listed(
        id=id,
        title=title,
        show=show,
        number=None,
        date=date,
        added="2024-01-01",
        duration=duration,
        times="exact",
        words=10,
        highlights=0,
        speakers=speakers,
        tags=tags,
        marks=marks,
        read=read,
        left=None,
        begun=False,
        done=False,
    )


SHELF = [
    listed(1, "Tides", "Boathouse", "2021-05-01", ("Oda",), ("sea",), "2025-01-02", 50),
    listed(2, "knots", "Boathouse", "2023-02-01", ("Oda", "Pell"), (), None, 700),
    listed(3, "Lamps", None, None, (), ("light", "sea"), "2025-03-01", 9),
    listed(4, "Äpfel", "Garden", "2021-04-30", ("Pell",), (), None, 60),
]


@given(st.lists(st.floats(0, 1)), st.floats(0, 60), st.booleans(), st.booleans())
def test_the_strip_of_an_episode_shows_each_highlight_and_how_far_it_was_read(
    marks: list[float], left: float, begun: bool, done: bool
) -> None:
    episode = replace(listed(1, marks=tuple(marks)), left=left, begun=begun, done=done)
    strip = strip_of(episode, 8)
    if not (marks or begun or done):
        assert strip == []
        return
    cells = len(strip)
    marked = {cell for cell, (block, _) in enumerate(strip) if block != "▁"}
    assert marked == {min(cells - 1, int(mark * cells)) for mark in marks}
    assert all((style == "accent") == (cell in marked) for cell, (_, style) in enumerate(strip))
    styles = [style for cell, (_, style) in enumerate(strip) if cell not in marked]
    assert styles == sorted(styles)
    if done:
        assert "time" not in styles


def catalogue(**values: object) -> Catalogue:
    made = Catalogue()
    made.fill(SHELF)
    for name, value in values.items():
        setattr(made, name, value)
    return made


def test_each_order_begins_where_it_says() -> None:
    assert catalogue().rows() == [4, 3, 2, 1]
    assert catalogue(sort="date").rows() == [2, 1, 4, 3]
    assert catalogue(sort="title").rows() == [2, 3, 1, 4]
    assert catalogue(sort="read").rows() == [3, 1, 4, 2]
    assert catalogue(sort="length").rows() == [2, 4, 1, 3]


def test_branches_and_those_without_come_last() -> None:
    def named(grouping: str) -> list[tuple[str, tuple[int, ...]]]:
        rows = catalogue(grouping=grouping).rows()
        return [(row.title, row.episodes) for row in rows if isinstance(row, Group)]

    assert named("show") == [("Boathouse", (2, 1)), ("Garden", (4,)), ("no show", (3,))]
    assert named("year") == [("2023", (2,)), ("2021", (4, 1)), ("no date", (3,))]
    assert named("speaker") == [("Oda", (2, 1)), ("Pell", (4, 2)), ("nobody named", (3,))]
    assert named("tag") == [("light", (3,)), ("sea", (3, 1)), ("no tag", (4, 2))]


def test_a_branch_lists_its_episodes_where_it_is_unfolded() -> None:
    made = catalogue(grouping="show", unfolded={"Boathouse"})
    assert [row if isinstance(row, int) else row.name for row in made.rows()] == [
        *("Boathouse", 2, 1),
        *("Garden", ""),
    ]
    made.filter = "PELL boat"
    (branch, found) = made.rows()
    assert isinstance(branch, Group)
    assert (branch.name, found) == ("Boathouse", 2)
    assert list(made.groups_of(4)) == ["Garden"]
    assert list(made.groups_of(3)) == [""]


def test_what_is_known_anew_is_found_anew() -> None:
    made = catalogue(filter="#sea")
    assert made.rows() == [3, 1]
    made.renew([listed(2, "knots", tags=("sea",))])
    assert made.rows() == [3, 2, 1]


@given(
    shelf=st.lists(
        st.builds(
            listed,
            id=st.integers(1, 50),
            title=st.text(max_size=4),
            show=st.sampled_from([None, "", "A", "b"]),
            date=st.sampled_from([None, "2020", "2021-03-02"]),
            speakers=st.lists(st.sampled_from("xyz"), unique=True).map(tuple),
            tags=st.lists(st.sampled_from("pq"), unique=True).map(tuple),
        ),
        unique_by=lambda episode: episode.id,
    ),
    grouping=st.sampled_from(list(GROUPINGS)),
    sort=st.sampled_from(list(SORTS)),
)
def test_every_episode_is_listed(shelf: list[Listed], grouping: str, sort: str) -> None:
    made = Catalogue()
    made.fill(shelf)
    made.grouping, made.sort = grouping, sort
    made.unfolded = {name for e in shelf for name in made.groups_of(e.id)}
    rows = made.rows()
    assert {row for row in rows if isinstance(row, int)} == {episode.id for episode in shelf}
    branches = [row for row in rows if isinstance(row, Group)]
    assert {id for branch in branches for id in branch.episodes} <= {e.id for e in shelf}
    flat = [row for row in rows if isinstance(row, int)]
    assert [id for branch in branches for id in branch.episodes] in (flat, [])


def test_an_outline_by_time_leads_to_words_in_order() -> None:
    spoken = "\n".join(f"Ann: word{n} word" for n in range(2000))
    transcript = parse(spoken.encode())
    text = transcript.text
    entries = outline(transcript, "time")
    offsets = [entry.offset for entry in entries]
    assert offsets == sorted(set(offsets))
    assert 5 < len(entries) <= 61
    assert all(text[offset:].startswith("word") for offset in offsets)
    assert ways(transcript) == ["turn", "time"]
    assert outline(transcript, "heading") == outline(transcript, "turn")
    assert outline(Transcript(""), "time") == []
