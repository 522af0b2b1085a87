"""Tags: the tree, and what the end of a line may become."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.annotate import parse_tags
from reader.annotate.tags import complete, last_word, levels, taken, tree
from reader.library.noted import renamed

KNOWN = {"safety/alignment": 4, "safety": 2, "scaling": 9, "music": 1}
NAMES = st.from_regex(r"[a-z]{1,3}(/[a-z]{1,3}){0,2}", fullmatch=True)


def test_the_likeliest_comes_first() -> None:
    assert complete("s", KNOWN) == ["scaling", "safety/alignment", "safety"]
    assert complete("al", KNOWN) == ["safety/alignment"]
    assert complete("#SAF", KNOWN) == ["safety/alignment", "safety"]
    assert complete("music, s", KNOWN)[0] == "scaling"
    assert "music" not in complete("music, ", KNOWN)
    assert complete("safety", KNOWN) == ["safety/alignment"]
    assert complete("", KNOWN)[0] == "scaling"
    assert complete("zzz", KNOWN) == []


def test_a_level_above_is_offered_too() -> None:
    assert complete("de", {"deep/water": 1}) == ["deep/water", "deep"]


def test_what_is_taken_ends_the_line() -> None:
    assert taken("music, #sa", "safety") == "music, #safety "
    assert taken("", "safety") == "safety "
    assert last_word("a, b;c") == "c"


@given(st.lists(NAMES, min_size=1, max_size=5))
def test_every_known_tag_can_be_completed_from_any_of_its_levels(tags: list[str]) -> None:
    known = dict.fromkeys(tags, 1)
    for tag in tags:
        for level in tag.split("/"):
            assert tag == level or tag in complete(level[:1], known) or len(tag) == 1
        assert parse_tags(taken("x y", tag))[-1] in (tag, "x")


def test_the_tree_counts_each_highlight_once() -> None:
    branches = tree([("a/b", "a/c"), ("a",), ("A/B", "d")])
    assert [(each.tag, each.own, each.count) for each in branches] == [
        ("a", 1, 3),
        ("a/b", 2, 2),
        ("a/c", 1, 1),
        ("d", 1, 1),
    ]
    assert [each.depth for each in branches] == [0, 1, 1, 0]
    assert branches[1].name == "b"


@given(st.lists(st.lists(NAMES, max_size=4), max_size=6))
def test_every_level_is_a_branch(tagged: list[list[str]]) -> None:
    branches = {each.tag: each for each in tree(tagged)}
    for tags in tagged:
        for tag in tags:
            assert all(level in branches for level in levels(tag))
    assert all(0 <= each.own <= each.count <= len(tagged) for each in branches.values())


def test_a_tag_is_renamed_with_what_is_under_it() -> None:
    assert renamed(("safty", "safty/risk", "safely"), "safty", "safety") == (
        "safety",
        "safety/risk",
        "safely",
    )
    assert renamed(("Safty/Risk",), "safty", "ethics/safety") == ("ethics/safety/Risk",)
    assert renamed(("one", "two"), "one", "two") == ("two",)
    assert renamed(("one",), "one", "One") == ("One",)
