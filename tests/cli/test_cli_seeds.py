"""Five real transcripts, where they are at hand: the figures that were counted by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from .support import Cli

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    files = sorted(SEEDS.glob("*.txt"))
    if len(files) != 5:
        pytest.skip("the five transcripts of ../shared/seeds are not here")
    cli = Cli(tmp_path_factory.mktemp("seeds"))
    ran = cli("add", *map(str, files), "--json")
    assert (ran.code, ran.err) == (0, "")
    assert [added["status"] for added in ran.json["added"]] == ["added"] * 5
    return cli


def test_the_saved_page(seeded: Cli) -> None:
    (page,) = [e for e in seeded("ls", "--json").json["episodes"] if e["format"] == "webpage"]
    assert (page["number"], page["date"]) == (128, "2022-10-27")
    turns = seeded("show", str(page["id"]), "--json").json["turns"]
    counts = Counter(turn["speaker"] for turn in turns)
    assert counts == {"SPENCER": 52, "ILYA": 51, "JOSH": 2}
    assert len(turns) == 105


def test_the_timed_lines(seeded: Cli) -> None:
    (timed,) = [e for e in seeded("ls", "--json").json["episodes"] if e["times"] == "exact"]
    turns = seeded("show", str(timed["id"]), "--json").json["turns"]
    assert (turns[0]["time"], turns[-1]["time_end"]) == (0.0, 5813.92)
    assert timed["duration"] == 5813.92


def test_adding_again_changes_nothing(seeded: Cli) -> None:
    files = sorted(map(str, SEEDS.glob("*.txt")))
    added = seeded("add", *files, "--json").json["added"]
    assert [one["status"] for one in added] == ["unchanged"] * 5
    assert sum(one["cues"] for one in added) == 930


@pytest.mark.parametrize("query", ['"next word" speaker:ilya', '"reward model"', "transistor"])
def test_hits_stand_where_they_say(seeded: Cli, query: str) -> None:
    document = seeded("search", query, "--limit", "1000", "--json").json
    assert document["total"] == len(document["hits"]) > 0
    texts = {
        episode["id"]: seeded("show", str(episode["id"]), "--json").json
        for episode in seeded("ls", "--json").json["episodes"]
    }
    for hit in document["hits"]:
        shown = texts[hit["episode"]]
        turn = shown["turns"][hit["turn"] - 1]
        assert shown["text"][hit["start"] : hit["end"]] == hit["text"]
        assert turn["start"] <= hit["start"] < hit["end"] <= turn["end"]
        assert turn["speaker"] == hit["speaker"]
        assert turn["time"] <= hit["time"] <= turn["time_end"]
        assert hit["matches"]
        for start, end in hit["matches"]:
            assert hit["start"] <= start < end <= hit["end"]
