"""The scholarly styles, of works of every kind, against strings that an oracle checked."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from reader.cite import Wishes, cite
from reader.transcript import Span

from .works import WORKS, transcript

GOLDEN = tomllib.loads(Path(__file__).with_name("golden.toml").read_text("utf-8"))
CASES = [(name, style) for name, styles in GOLDEN.items() for style in styles]


def test_every_work_is_there_in_every_style() -> None:
    assert list(GOLDEN) == list(WORKS)
    assert len({frozenset(styles) for styles in GOLDEN.values()}) == 1
    assert len(CASES) >= 40


@pytest.mark.parametrize(("name", "style"), CASES)
def test_golden(name: str, style: str) -> None:
    wishes = Wishes(accessed="2024-05-02")
    made = cite(transcript(name), Span(0, 30), style=style, wishes=wishes)
    expected = GOLDEN[name][style]
    assert (made.note or made.in_text) == expected["in_text"]
    if expected["entry"]:
        assert made.bibliography == expected["entry"]
    assert "≈" not in made.pasted
