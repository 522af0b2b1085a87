"""The notebook from the command line: tags, names of colours, and what comes back."""

from __future__ import annotations

from datetime import date, timedelta

import click
from click.shell_completion import ShellComplete

from reader.cli import main

from .support import Cli


def marked(cli: Cli) -> list[str]:
    made = [
        ("1", "knots that nobody", "--tag", "rope/knots sea", "--colour", "problem"),
        ("1", "the second thought", "--tag", "rope", "--note", "Ask her aunt."),
        ("2", "Sentence number 3", "--tag", "sea"),
    ]
    assert cli("config", "set", "green", "problem").code == 0
    return [cli("highlight", n, "--quote", q, *r, "--json").json["id"] for n, q, *r in made]


def test_tags_are_listed_and_renamed(full: Cli) -> None:
    marked(full)
    assert full("tags", "--json").json["tags"] == [
        {"tag": "rope", "highlights": 1, "with_under": 2},
        {"tag": "rope/knots", "highlights": 1, "with_under": 1},
        {"tag": "sea", "highlights": 2, "with_under": 2},
    ]
    printed = full("tags").out.splitlines()
    assert [line.split() for line in printed] == [["rope", "2"], ["knots", "1"], ["sea", "2"]]
    assert printed[1].startswith("  knots")
    done = full("tags", "rename", "rope", "line", "--json").json
    assert done == {"old": "rope", "new": "line", "highlights": 2}
    assert full("tags", "rename", "rope", "line").code == 1
    assert "not one tag" in full("tags", "rename", "sea", "a b").error
    assert full("undo").code == 0
    assert full("tags", "rename", "line", "x").code == 1


def test_notes_are_chosen_as_a_search_is_written(full: Cli) -> None:
    ids = marked(full)

    def found(*args: str) -> list[str]:
        return [each["id"] for each in full("notes", *args, "--json").json["highlights"]]

    assert found("colour:problem") == found("--colour", "Problem") == ids[:1]
    assert found("note:aunt") == found("aunt") == ids[1:2]
    assert found("sea -has:note") == [ids[0], ids[2]]
    assert found("show:boathouse", "--tag", "rope") == ids[:2]
    assert full("notes", "tag:").code == 2
    assert "problem" in full("notes", "--colour", "mauve").error
    assert full("export", "colour:problem").out.count("knots that nobody") == 1
    hits = full("search", "colour:problem", "--json").json["hits"]
    assert [hit["turn"] for hit in hits] == [1]


def test_a_shell_is_offered_the_tags_and_the_colours(full: Cli) -> None:
    marked(full)

    def offered(*args: str) -> list[str]:
        shell = ShellComplete(main, {}, "reader", "_READER_COMPLETE")
        assert isinstance(main, click.Command)
        found = shell.get_completions([*full.options, *args[:-1]], args[-1])
        return [each.value for each in found]

    assert offered("notes", "--tag", "kn") == ["rope/knots"]
    assert offered("tags", "rename", "s") == ["sea"]
    assert offered("notes", "--colour", "pr") == ["problem"]


def test_a_handful_comes_back(full: Cli) -> None:
    ids = marked(full)
    later = date.today() + timedelta(days=30)
    assert full("review").out == "Nothing is due.\n"

    def due(day: date) -> list[str]:
        return [
            each["id"]
            for each in full("review", "--on", day.isoformat(), "--json").json["highlights"]
        ]

    assert set(due(later)) == set(ids)
    first, second, third = due(later)
    on = ("--on", later.isoformat())
    kept = full("review", "keep", first, second, *on, "--json").json["reviews"]
    assert [each["due"] for each in kept] == [(later + timedelta(days=21)).isoformat()] * 2
    assert "no more" in full("review", "never", third, *on).out
    assert due(later) == []
    assert set(due(later + timedelta(days=21))) == {first, second}
    assert full("review", "keep", "none").code == 1
    printed = full("review", "--all", "--on", "2099-01-01").out
    assert f"reader review keep {first}" in printed
