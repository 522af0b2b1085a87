"""One talk from two sources becomes one episode: names from one, times from the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reader.cli import main

SAID = [
    ("ADA", "Welcome to the lighthouse, where the stairs are steep and the lamp is old."),
    ("BO", "Thank you, I counted one hundred and twelve steps on my way up here."),
    ("ADA", "The keeper before me painted every third one green so as not to lose count."),
    ("BO", "And did it help him, or did he only run out of white paint that winter?"),
    ("ADA", "Both, I should think, because the supply boat never came before the month of May."),
    ("BO", "Tell me about the night when the lamp went out and the ferry was late."),
]


def typed() -> str:
    return "\n".join(f"{who}: {words}" for who, words in SAID)


def heard() -> str:
    lines = []
    for number, (_, words) in enumerate(SAID):
        plain = words.lower().replace(",", "").strip(".?").replace("old", "odd")
        lines.append(f"[00:00:{number * 6:02}.000 --> 00:00:{number * 6 + 6:02}.000]  {plain}")
    return "\n".join(lines)


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def json(self, *args: str, code: int = 0) -> Any:
        options = ["--library", str(self.folder / "l"), "--config", str(self.folder / "c")]
        result = CliRunner().invoke(main, [*options, *args, "--json"], catch_exceptions=False)
        assert result.exit_code == code, result.output
        return json.loads(result.stdout) if code == 0 else result.stderr


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    for name, text in (("typed.txt", typed()), ("heard.txt", heard()), ("else.txt", "Some rain.")):
        (tmp_path / name).write_text(text)
    return Desk(tmp_path)


@pytest.mark.parametrize("order", [("typed.txt", "heard.txt"), ("heard.txt", "typed.txt")])
def test_one_has_the_names_the_other_the_times(desk: Desk, order: tuple[str, str]) -> None:
    first, second = (desk.json("add", str(desk.folder / name))["added"][0] for name in order)
    assert first["warnings"] == [w for w in first["warnings"] if "same talk" not in w]
    assert any("the same talk as" in warning for warning in second["warnings"])
    desk.json("highlight", str(second["id"]), "--quote", "ferry was late", "--note", "why?")

    both = desk.json("merge", str(second["id"]), str(first["id"]))
    assert both == {"episode": first["id"], "speakers": ["ADA", "BO"], "times": "exact"}
    shown = desk.json("show", str(first["id"]))
    assert [turn["speaker"] for turn in shown["turns"]] == ["ADA", "BO"] * 3
    assert [round(turn["time"]) for turn in shown["turns"]] == [0, 6, 12, 18, 24, 30]
    assert "Welcome to the lighthouse, where" in shown["text"]
    assert [e["id"] for e in desk.json("ls")["episodes"]] == [first["id"]]
    (kept,) = desk.json("notes")["highlights"]
    assert (kept["episode"], kept["note"], kept["state"]) == (first["id"], "why?", "anchored")
    assert shown["text"][kept["start"] : kept["end"]] == "ferry was late"

    desk.json("undo")
    assert len(desk.json("ls")["episodes"]) == 2
    assert desk.json("notes")["highlights"][0]["episode"] == second["id"]


def test_two_talks_are_not_merged(desk: Desk) -> None:
    desk.json("add", str(desk.folder / "typed.txt"), str(desk.folder / "else.txt"))
    assert "two talks" in desk.json("merge", "2", "1", code=1)
    assert "one episode already" in desk.json("merge", "1", "1", code=1)
