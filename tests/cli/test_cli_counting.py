"""The concordance, trends, keywords and collocates from the command line."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from .support import Cli

COMMANDS = ["kwic", "trends", "collocates"]


def sheet(text: str) -> list[dict[str, str]]:
    """The rows of a sheet by the names of their columns."""
    return list(csv.DictReader(StringIO(text, newline="")))


def test_every_occurrence_has_a_line_with_the_match_in_one_column(full: Cli) -> None:
    ran = full("kwic", "the", "speaker:pell", "--width", "20")
    head, *lines = ran.out.splitlines()
    assert head == "4 occurrences in 1 episode"
    heads = {line[: line.index("Pell Arrow") + 12] for line in lines}
    assert {len(head) for head in heads} == {len(heads.pop())}
    column = lines[0].index("Pell Arrow") + 12 + 21
    assert [line[column : column + 4].lower() for line in lines] == ["the "] * 4


def test_lines_are_sorted_limited_and_numbered_in_json(full: Cli) -> None:
    whole = full("kwic", "the", "--sort", "right", "--json", "--limit", "1000").json
    assert (whole["query"], whole["sort"], whole["episodes"]) == ("the", "right", 2)
    assert whole["total"] == len(whole["lines"]) > 100
    rights = [line["right"].split()[0].strip(".,").lower() for line in whole["lines"]]
    assert rights == sorted(rights)
    some = full("kwic", "the", "--sort", "right", "--json", "--limit", "3", "--offset", "2").json
    assert some["lines"] == whole["lines"][2:5]
    assert set(some["lines"][0]) == set(
        "episode title date turn speaker time time_exact left match right start end".split()
    )
    text = full("show", "1", "--json").json["text"]
    for line in whole["lines"]:
        if line["episode"] == 1:
            assert text[line["start"] : line["end"]] == line["match"]
    assert "100 shown" in full("kwic", "the").out.splitlines()[0]


def test_a_sheet_has_all_lines(full: Cli) -> None:
    rows = sheet(full("kwic", "the", "--csv").out)
    assert len(rows) == full("kwic", "the", "--json").json["total"] > 100
    assert rows[0]["match"].lower() == "the"
    assert rows[-1]["time_exact"] == "true"
    assert len(sheet(full("kwic", "the", "--csv", "--limit", "7").out)) == 7


def test_trends_have_rates_and_bars(full: Cli) -> None:
    found = full("trends", "tide", "OR", "knots", "--by", "show", "--json").json
    assert found["by"] == "show"
    assert [(t["name"], t["count"]) for t in found["trends"]] == [(None, 60), ("Boathouse", 1)]
    first = found["trends"][0]
    assert first["rate"] == pytest.approx(10_000 * 60 / first["words"], abs=0.001)
    printed = full("trends", "tide OR knots", "--by", "show").out
    assert "61 occurrences" in printed.splitlines()[0]
    assert "without a show" in printed
    assert printed.count("█" * 30) == 1
    rows = sheet(full("trends", "tide", "--by", "episode", "--csv").out)
    assert [(row["name"], row["episode"], row["date"]) for row in rows] == [("tide", "2", "")]


def test_keywords_set_an_episode_apart(full: Cli) -> None:
    found = full("keywords", "--episode", "tide", "--json").json
    assert (found["by"], found["name"]) == ("episode", 2)
    words = [keyword["word"] for keyword in found["keywords"]]
    assert {"tide", "harbour", "wall"} <= set(words[:8])
    by_year = full("keywords", "--year", "2023", "--limit", "2").out.splitlines()
    assert len(by_year) == 3
    assert sheet(full("keywords", "--speaker", "pell", "--csv").out)


def test_collocates_stand_near(full: Cli) -> None:
    found = full("collocates", "harbour", "--window", "1", "--json").json
    assert found["window"] == 1
    assert [(c["word"], c["count"]) for c in found["collocates"]][:1] == [("wall", 60)]
    assert full("collocates", "gulls").out.startswith("no word")


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_not_said_is_no_error(full: Cli, command: str) -> None:
    ran = full(command, "xyzzy")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_a_query_without_a_word_is_wrong_usage(full: Cli, command: str) -> None:
    ran = full(command, "speaker:oda")
    assert (ran.code, ran.out) == (2, "")
    assert "names no word" in ran.error


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["kwic", "the", "--json", "--csv"], 2, "choose one"),
        (["keywords"], 2, "name one of"),
        (["keywords", "--year", "2023", "--show", "x"], 2, "name one of"),
        (["keywords", "--speaker", "nobody at all"], 1, "there is no speaker “nobody at all”"),
        (["keywords", "--year", "then"], 1, "no year"),
        (["keywords", "--episode", "xyzzy"], 1, "xyzzy"),
        (["kwic", "(the"], 2, "never closed"),
    ],
)
def test_mistakes_are_told_in_a_line(full: Cli, args: list[str], code: int, says: str) -> None:
    ran = full(*args)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.error


def test_what_a_transcript_says_does_not_reach_the_terminal(cli: Cli) -> None:
    text = "Ann: The lamp \x1b[31m is [bold]out[/] tonight.\nBob: The lamp is on.\n" * 3
    assert cli("add", "-", "--title", "=lamp", input=text).code == 0
    for args in (
        ["kwic", "lamp"],
        ["trends", "lamp", "--by", "episode"],
        ["kwic", "lamp", "--csv"],
    ):
        ran = cli(*args)
        assert ran.code == 0
        assert "\x1b" not in ran.out
        assert args[0] != "kwic" or "[bold]out[/]" in ran.out
    assert {row["title"] for row in sheet(cli("kwic", "lamp", "--csv").out)} == {"'=lamp"}
