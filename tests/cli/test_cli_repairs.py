"""Putting a transcript right from scripts; every step can be undone, and the text stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from reader.cli import main

TALK = """>> Welcome to the hall. Thank you for having me.
 It is a pleasure. >> Where did you grow up?
>> In Linz, by the river. Linz was small then.
>> And the river?
"""


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *args: str) -> Result:
        options = ["--library", str(self.folder / "l"), "--config", str(self.folder / "c")]
        return CliRunner().invoke(main, [*options, *args], catch_exceptions=False)

    def json(self, *args: str) -> Any:
        result = self.run(*args, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def turns(self) -> list[tuple[str | None, str]]:
        return [(turn["speaker"], turn["text"]) for turn in self.json("show", "1")["turns"]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    file = tmp_path / "talk.txt"
    file.write_text(TALK)
    desk = Desk(tmp_path)
    assert desk.run("add", str(file)).exit_code == 0
    return desk


def test_split_join_and_undo(desk: Desk) -> None:
    before = desk.json("show", "1")
    assert desk.json("split", "1", "--quote", "Thank you for having me")["turn"] == 2
    split = desk.turns()
    assert len(split) == len(before["turns"]) + 1
    assert split[1][1].startswith("Thank you")
    assert desk.json("ls")["episodes"][0]["words"] == len(before["text"].split())
    assert desk.json("join", "1", "2")["turn"] == 1
    assert desk.json("show", "1")["turns"] == before["turns"]
    desk.run("undo")
    assert desk.turns() == split
    desk.run("undo")
    assert desk.json("show", "1") == before


def test_a_turn_is_not_split_where_it_begins_nor_the_first_joined(desk: Desk) -> None:
    split = desk.run("split", "1", "--turn", "2")
    assert split.exit_code == 1
    assert "begins here already" in split.stderr
    assert desk.run("join", "1", "1").exit_code == 1
    assert desk.run("join", "1", "99").exit_code == 1
    assert desk.run("split", "1").exit_code == 2


def test_two_names_take_turns(desk: Desk) -> None:
    made = desk.json("speakers", "assign", "1", "all", "Ada", "Bo")
    assert made["names"] == ["Ada", "Bo"]
    assert [name for name, _ in desk.turns()] == ["Ada", "Bo", "Ada", "Bo"]
    desk.json("speakers", "assign", "1", "2", "-")
    assert [name for name, _ in desk.turns()] == ["Ada", None, "Ada", "Bo"]
    assert desk.json("ls")["episodes"][0]["speakers"] == ["Ada", "Bo"]


def test_names_stay_with_their_words_when_turns_are_cut(desk: Desk) -> None:
    desk.run("speakers", "assign", "1", "all", "Ada", "Bo")
    desk.run("split", "1", "--quote", "It is a pleasure")
    names = [name for name, _ in desk.turns()]
    assert names == ["Ada", "Ada", "Bo", "Ada", "Bo"]


def test_a_pin_bends_the_times_and_a_length_spreads_them(desk: Desk) -> None:
    pinned = desk.json("pin", "1", "--turn", "3", "1:00")
    assert (pinned["time"], pinned["time_exact"]) == (60.0, True)
    turns = desk.json("show", "1")["turns"]
    assert turns[2]["time"] == 60.0
    assert turns[2]["time_exact"] is True
    assert turns[3]["time"] > 60.0
    assert turns[3]["time_exact"] is False
    assert desk.run("pin", "1", "--turn", "2", "2:00").exit_code == 1
    assert desk.json("pin", "1", "--turn", "3", "--remove")["time"] < 60.0
    desk.json("edit", "1", "--duration", "10:00")
    assert desk.json("show", "1")["duration"] == 600.0


def test_a_correction_is_shown_and_the_text_stays(desk: Desk) -> None:
    text = desk.json("show", "1")["text"]
    assert desk.json("correct", "1", "linz", "Graz", "--all")["places"] == 2
    assert desk.json("show", "1")["text"] == text
    printed = desk.run("show", "1").stdout
    assert "In Graz, by the river. Graz was small then." in " ".join(printed.split())
    assert "Linz" not in printed
    desk.run("undo")
    assert "Linz" in desk.run("show", "1").stdout
    assert desk.run("correct", "1", "nowhere", "Graz").exit_code == 1
    everywhere = desk.json("correct", "all", "linz", "Graz")
    assert everywhere == {"places": 2, "episodes": [{"episode": 1, "places": 2}]}
    assert "Linz" not in desk.run("show", "1").stdout
    assert desk.run("correct", "all", "nowhere", "Graz").exit_code == 1


def test_edit_changes_what_is_known(desk: Desk) -> None:
    assert desk.run("edit", "1").exit_code == 2
    desk.json("edit", "1", "--title", "At the hall", "--date", "2024-05", "--season", "3")
    episode = desk.json("ls")["episodes"][0]
    assert (episode["title"], episode["date"], episode["season"]) == ("At the hall", "2024-05", 3)
    assert desk.json("edit", "1", "--title", "At the hall")["changed"] is False
