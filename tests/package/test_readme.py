"""The README says what is so: its keys are bound, its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import click

from reader import keys
from reader.actions import ACTIONS
from reader.cli import main

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def test_its_keys_do_what_it_says() -> None:
    table = README.split("<!-- keys:")[1].split("\n\n")[0]
    rows = re.findall(r"^\| `(.+)` \| (.+) \|$", table, re.MULTILINE)
    assert len(rows) > 15
    keymap = keys.load("default")
    titles = {action.title: name for name, action in ACTIONS.items()}
    for key, title in rows:
        assert (key,) in keymap.keys_of(titles[title]), (key, title)


def test_its_commands_exist() -> None:
    assert isinstance(main, click.Group)
    table = README.split("## The command line")[1].split("## Where your data is")[0]
    named = set(re.findall(r"`reader ([a-z]+)", table))
    known = set(main.list_commands(click.Context(main)))
    assert {"add", "search", "cite", "doctor"} <= named <= known


def test_its_pictures_are_there() -> None:
    pictures = re.findall(r"\]\((screenshots/[^)]+)\)", README)
    assert len(pictures) >= 4
    for picture in pictures:
        assert (Path(__file__).resolve().parents[2] / picture).is_file()
