"""Hosts and guests, facts that are taken away, and a library that is not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .support import Cli


def hosts_and_guests(cli: Cli) -> tuple[list[str], list[str]]:
    shown = cli("show", "1", "--json").json
    return shown["hosts"], shown["guests"]


def roles(cli: Cli) -> dict[str, Any]:
    roles: dict[str, Any] = cli("show", "1", "--json").json["roles"]
    return roles


def test_a_role_is_what_edit_states(full: Cli) -> None:
    assert roles(full) == {"Oda Lind": "host"}
    ran = full("speakers", "role", "1", "Pell Arrow", "guest", "--json").json
    assert ran == {"episode": 1, "name": "Pell Arrow", "role": "guest", "changed": True}
    assert hosts_and_guests(full) == (["Oda Lind"], ["Pell Arrow"])
    full("edit", "1", "--guest", "Oda Lind", "--host", "Pell Arrow")
    assert roles(full) == {"Oda Lind": "guest", "Pell Arrow": "host"}
    assert full("speakers", "role", "1", "Pell Arrow", "none").code == 0
    assert hosts_and_guests(full) == ([], ["Oda Lind"])
    assert not full("speakers", "role", "1", "Pell Arrow", "none", "--json").json["changed"]
    full("undo")
    assert hosts_and_guests(full) == (["Pell Arrow"], ["Oda Lind"])


def test_roles_are_listed_with_the_speakers(full: Cli) -> None:
    full("speakers", "role", "1", "Pell Arrow", "guest")
    rows = {row["name"]: row["roles"] for row in full("speakers", "--json").json}
    assert rows == {"Oda Lind": ["host"], "Pell Arrow": ["guest"]}
    only = full("speakers", "--episode", "2", "--json").json
    assert only == []
    assert "guest" in full("speakers").out


def test_a_citation_has_who_is_guest_by_their_role(full: Cli) -> None:
    quote = ("cite", "1", "--quote", "the door came off the hinge", "--style", "mla", "--json")
    assert "Arrow" not in full(*quote).json["citation"]
    full("speakers", "role", "1", "Pell Arrow", "guest")
    assert "Arrow, Pell" in full(*quote).json["citation"]


def test_a_first_or_last_name_is_the_person(cli: Cli, tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("ODA: The boat is dry.\nPELL: Since when?\nODA: Since May, I think.\n")
    cli("add", str(talk), "--host", "Oda Lind")
    assert roles(cli) == {"ODA": "host"}
    cli("speakers", "role", "1", "ODA", "guest")
    assert hosts_and_guests(cli) == ([], ["Oda Lind"])


def test_a_renamed_speaker_keeps_the_role(full: Cli) -> None:
    full("speakers", "rename", "Oda Lind", "Oda Lindqvist")
    assert roles(full) == {"Oda Lindqvist": "host"}
    full("undo")
    assert roles(full) == {"Oda Lind": "host"}


def test_only_who_speaks_has_a_role(full: Cli) -> None:
    ran = full("speakers", "role", "1", "Nobody", "host")
    assert (ran.code, "nobody is called “Nobody” in it" in ran.error) == (1, True)
    assert full("speakers", "role", "1", "Oda Lind", "boss").code == 2


@pytest.mark.parametrize(
    ("option", "key", "nothing"),
    [
        ("--date", "date", None),
        ("--show", "show", None),
        ("--host", "hosts", []),
        ("--number", "number", None),
        ("--url", "url", None),
    ],
)
def test_an_empty_fact_is_taken_away(full: Cli, option: str, key: str, nothing: object) -> None:
    full("edit", "1", "--number", "7", "--url", "https://example.org/7")
    before = full("show", "1", "--json").json[key]
    assert before != nothing
    assert full("edit", "1", option, "", "--json").json == {"episode": 1, "changed": True}
    assert full("show", "1", "--json").json[key] == nothing
    assert not full("edit", "1", option, "", "--json").json["changed"]
    full("undo")
    assert full("show", "1", "--json").json[key] == before


def test_a_length_that_is_taken_away_is_estimated_again(full: Cli) -> None:
    before = full("show", "1", "--json").json["duration"]
    full("edit", "1", "--duration", "1:00:00")
    assert full("show", "1", "--json").json["duration"] == 3600
    full("edit", "1", "--duration", "")
    assert full("show", "1", "--json").json["duration"] == before


def test_a_fact_that_was_taken_away_stays_away(full: Cli, files: dict[str, str]) -> None:
    full("edit", "1", "--host", "")
    path = Path(files["knots"])
    path.write_text("Host: Oda Lind\nDate: 2023-05-17\n\n" + path.read_text() + "Unknown: Bye.\n")
    assert full("add", str(path), "--json").json["added"][0]["status"] == "updated"
    assert hosts_and_guests(full)[0] == []


def test_a_title_is_needed(full: Cli) -> None:
    ran = full("edit", "1", "--title", "")
    assert (ran.code, "it is empty" in ran.error) == (2, True)
    assert full("edit", "1", "--date", "May").code == 2


@pytest.mark.parametrize(
    "command",
    [
        ("ls",),
        ("search", "fog"),
        ("show", "1"),
        ("cite", "1", "--turn", "1"),
        ("notes",),
        ("speakers",),
        ("undo",),
        ("feeds",),
    ],
)
def test_a_named_library_that_is_not_there_is_not_made(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    cli, nowhere = Cli(tmp_path), tmp_path / "nowhere"
    cli.options = ["--config", str(tmp_path / "config")]
    ran = cli(*command, READER_LIBRARY=str(nowhere))
    assert (ran.code, f"{nowhere}: there is no library" in ran.error) == (1, True)
    assert not nowhere.exists()
