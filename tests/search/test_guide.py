"""The page of the query language: it is in the README, and what it says is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader import keys
from reader.search import Index
from reader.search.guide import LANGUAGE
from reader.search.language import FIELDS, read

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
SECTION = README.split("## Searching")[1].split("\n## ")[0]


def test_the_readme_has_the_table() -> None:
    rows = [f"| {', '.join(f'`{each}`' for each in how)} | {finds} |" for how, finds in LANGUAGE]
    assert "\n".join(rows) in SECTION


def test_the_table_has_every_field() -> None:
    examples = " ".join(example for how, _ in LANGUAGE for example in how)
    assert set(FIELDS) <= set(re.findall(r"([a-z]+):", examples))


@pytest.mark.parametrize("example", [example for how, _ in LANGUAGE for example in how])
def test_every_example_can_be_asked(index: Index, example: str) -> None:
    query = f"harbour {example}" if example.startswith("sort:") else example
    assert index.search(query).total >= 0
    assert read(query).sort == (example.removeprefix("sort:") if query != example else None)


@pytest.mark.parametrize(
    ("key", "action"),
    [
        ("n", "next-hit"),
        ("1", "narrow"),
        ("9", "narrow"),
        ("0", "widen"),
        ("s", "by-next"),
        ("~", "follow"),
        ("r", "correct-hit"),
        ("w", "save-search"),
        ("?", "help"),
    ],
)
def test_its_keys_are_bound(key: str, action: str) -> None:
    assert f"`{key}`" in SECTION
    assert keys.load("default").reach("results")[(key,)] == action or action == "next-hit"
