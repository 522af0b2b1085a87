"""The documents that `--json` prints, key by key."""

from __future__ import annotations

from typing import Any

import pytest

from reader.cite import STYLES

from .support import Cli

ADDED = {
    "source": str,
    "status": str,
    "episode": int,
    "id": int,
    "format": str,
    "title": str,
    "show": (str, type(None)),
    "number": (int, type(None)),
    "season": (int, type(None)),
    "date": (str, type(None)),
    "url": (str, type(None)),
    "speakers": list,
    "turns": int,
    "paragraphs": int,
    "cues": int,
    "words": int,
    "times": str,
    "carried": int,
    "moved": int,
    "orphaned": int,
    "warnings": list,
    "error": type(None),
}
EPISODE = {
    "id": int,
    "title": str,
    "show": (str, type(None)),
    "number": (int, type(None)),
    "season": (int, type(None)),
    "date": (str, type(None)),
    "url": (str, type(None)),
    "format": str,
    "speakers": list,
    "words": int,
    "duration": float,
    "times": str,
    "highlights": int,
}
TURN = {
    "n": int,
    "speaker": (str, type(None)),
    "start": int,
    "end": int,
    "time": float,
    "time_end": float,
    "time_exact": bool,
    "text": str,
}
HIT = {
    "episode": int,
    "title": str,
    "turn": int,
    "speaker": (str, type(None)),
    "time": float,
    "time_exact": bool,
    "date": (str, type(None)),
    "score": float,
    "start": int,
    "end": int,
    "text": str,
    "matches": list,
}
HIGHLIGHT = {
    "id": str,
    "episode": int,
    "quote": str,
    "prefix": str,
    "suffix": str,
    "start": int,
    "end": int,
    "time": float,
    "speaker": (str, type(None)),
    "colour": str,
    "tags": list,
    "note": str,
    "created": str,
    "modified": str,
    "state": str,
}
CITATION = {
    "style": str,
    "citation": str,
    "in_text": str,
    "quote": str,
    "locator": str,
    "url": (str, type(None)),
    "note": str,
    "bibliography": str,
    "links": dict,
}


def shaped(value: dict[str, Any], shape: dict[str, Any]) -> None:
    assert list(value) == list(shape)
    for name, kind in shape.items():
        assert isinstance(value[name], kind), name


def test_add(cli: Cli, files: dict[str, str]) -> None:
    ran = cli("add", files["knots"], files["tide"], "--json")
    assert (ran.code, ran.err, list(ran.json)) == (0, "", ["added"])
    knots, tide = ran.json["added"]
    for added in (knots, tide):
        shaped(added, ADDED)
    assert (knots["source"], knots["status"], knots["format"]) == (files["knots"], "added", "named")
    assert knots["speakers"] == ["Oda Lind", "Pell Arrow"]
    assert (knots["turns"], knots["cues"], knots["times"]) == (5, 0, "estimated")
    assert (tide["format"], tide["cues"], tide["times"]) == ("whisper", 60, "exact")


def test_add_again_and_what_fails(cli: Cli, files: dict[str, str]) -> None:
    cli("add", files["knots"])
    ran = cli("add", files["knots"], "/nowhere/x.txt", files["tide"], "--json")
    assert ran.code == 1
    assert [added["status"] for added in ran.json["added"]] == ["unchanged", "failed", "added"]
    failed = ran.json["added"][1]
    assert list(failed) == list(ADDED)
    assert (failed["episode"], failed["turns"], failed["speakers"]) == (None, 0, [])
    assert "no such file" in failed["error"]
    assert "no such file" in ran.error
    assert len(cli("ls", "--json").json["episodes"]) == 2


def test_ls(full: Cli) -> None:
    full("highlight", "1", "--turn", "1")
    document = full("ls", "--json").json
    assert list(document) == ["episodes"]
    knots, tide = document["episodes"]
    for episode in (knots, tide):
        shaped(episode, EPISODE)
    assert (knots["title"], knots["show"], knots["date"]) == ("knots", "Boathouse", "2023-05-17")
    assert (knots["highlights"], tide["highlights"]) == (1, 0)
    assert tide["duration"] == 599.5


def test_ls_of_nothing(empty: Cli) -> None:
    assert empty("ls", "--json").json == {"episodes": []}


def test_show(full: Cli) -> None:
    document = full("show", "knots", "--json").json
    assert list(document) == [
        *"id title show number season kind date url hosts guests format speakers words".split(),
        *"duration times front roles sources text turns".split(),
    ]
    assert (document["hosts"], document["guests"]) == (["Oda Lind"], [])
    for n, turn in enumerate(document["turns"], 1):
        shaped(turn, TURN)
        assert turn["n"] == n
        assert document["text"][turn["start"] : turn["end"]] == turn["text"]
        assert turn["time"] <= turn["time_end"]
    assert [turn["speaker"] for turn in document["turns"]][-2:] == ["Pell Arrow", None]
    assert " ".join(turn["text"] for turn in document["turns"]).split() == document["text"].split()
    assert len(document["text"].split()) == document["words"]


def test_show_the_turns_asked_for(full: Cli) -> None:
    whole = full("show", "tide", "--json").json
    later = full("show", "tide", "--at", "5:00", "--json").json
    assert later["text"] == whole["text"]
    assert later["turns"][0]["time"] <= 300 < later["turns"][0]["time_end"]
    assert later["turns"] == whole["turns"][later["turns"][0]["n"] - 1 :]
    pell = full("show", "knots", "--speaker", "pell", "--json").json
    assert [turn["n"] for turn in pell["turns"]] == [2, 4]


def test_clean_is_only_for_print(full: Cli) -> None:
    ran = full("show", "1", "--clean", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.error == "reader: --clean is for print: --json prints the words as they are"


@pytest.mark.parametrize("length", ["0", "0:00", "00:00:00"])
def test_a_length_is_more_than_nothing(full: Cli, files: dict[str, str], length: str) -> None:
    before = full("ls", "--json").json
    for command in (["add", files["knots"]], ["edit", "1"]):
        ran = full(*command, "--duration", length)
        assert (ran.code, ran.out) == (2, "")
        assert "Invalid value for '--duration': it is nothing" in ran.error
    assert full("ls", "--json").json == before


def test_a_name_that_is_so_already_is_said(full: Cli) -> None:
    for command in ("rename", "merge"):
        ran = full("speakers", command, "Pell Arrow", "Pell Arrow")
        assert (ran.code, ran.out) == (1, "")
        assert ran.error == "reader: “Pell Arrow” is that name already (give another)"


def test_notes_say_the_name_that_is_given_now(full: Cli) -> None:
    full("highlight", "1", "--quote", "second thought")
    full("speakers", "rename", "Pell Arrow", "Pell")
    assert [n["speaker"] for n in full("notes", "--json").json["highlights"]] == ["Pell"]
    full("speakers", "assign", "1", "4", "Rue")
    assert [n["speaker"] for n in full("notes", "--json").json["highlights"]] == ["Rue"]


def test_turns_beyond_the_last_are_refused(full: Cli) -> None:
    ran = full("speakers", "assign", "1", "2-999", "Rue")
    assert (ran.code, ran.out) == (1, "")
    assert "there are no turns 2-999 (it has 5)" in ran.error


def test_a_changed_file_with_a_title_is_one_change(full: Cli, files: dict[str, str]) -> None:
    with open(files["knots"], "a", encoding="utf-8") as file:
        file.write("Oda Lind: One word more.\n")
    (added,) = full("add", files["knots"], "--title", "Knots", "--json").json["added"]
    assert (added["status"], added["title"]) == ("updated", "Knots")
    assert full("undo", "--json").json["undone"] == "update Knots"
    assert full("ls", "--json").json["episodes"][0]["title"] == "knots"


def test_a_removed_file_comes_back(full: Cli, files: dict[str, str]) -> None:
    marked = full("highlight", "1", "--turn", "2", "--note", "the door", "--json").json
    full("rm", "1")
    (added,) = full("add", files["knots"], "--json").json["added"]
    assert (added["status"], added["id"], added["show"]) == ("added", 1, "Boathouse")
    assert full("notes", "--json").json["highlights"] == [marked]


def test_a_full_disk_is_told_and_what_was_kept_too(
    cli: Cli, files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.errors import LibraryError
    from reader.library import Library

    store = Library.store

    def refusing(self: Library, *args: Any, source: str, **more: Any) -> Any:
        if source == files["tide"]:
            raise LibraryError("the library cannot be written: database or disk is full")
        return store(self, *args, source=source, **more)

    monkeypatch.setattr(Library, "store", refusing)
    ran = cli("add", files["knots"], files["tide"], "--json")
    assert ran.code == 1
    assert [added["status"] for added in ran.json["added"]] == ["added", "failed"]
    assert ran.error == f"reader: {ran.json['added'][1]['error']}"
    assert "disk is full" in ran.error


def test_damage_is_one_line_and_the_doctor_sees_it(full: Cli) -> None:
    import sqlite3

    connection = sqlite3.connect(full.folder / "library" / "library.sqlite3")
    connection.execute("UPDATE version SET text = replace(text, 'gulls', 'geese') WHERE id = 1")
    connection.execute("UPDATE version SET layers = '{' WHERE id = 2")
    connection.commit()
    connection.close()
    ran = full("show", "tide")
    assert (ran.code, ran.out) == (1, "")
    assert "the library cannot be read" in ran.error
    problems = [row["problem"] for row in full("doctor", "--json").json if not row["ok"]]
    assert len([p for p in problems if "text of an episode is not as it was kept" in p]) == 2


def test_search(full: Cli) -> None:
    document = full("search", '"second thought"', "--json").json
    assert list(document) == ["query", "total", "took_ms", "suggestion", "also", "facets", "hits"]
    assert (document["query"], document["total"]) == ('"second thought"', 1)
    assert document["facets"] == {
        "speaker": {"Pell Arrow": 1},
        "show": {"Boathouse": 1},
        "year": {"2023": 1},
    }
    (hit,) = document["hits"]
    shaped(hit, HIT)
    text = full("show", "1", "--json").json["text"]
    assert text[hit["start"] : hit["end"]] == hit["text"]
    ((start, end),) = hit["matches"]
    assert text[start:end] == "second thought"
    assert (hit["turn"], hit["speaker"], hit["date"]) == (4, "Pell Arrow", "2023-05-17")


def test_search_pages_and_orders(full: Cli) -> None:
    first = full("search", "tide", "--sort", "time", "--limit", "3", "--json").json
    rest = full("search", "tide", "--sort", "time", "--offset", "2", "--limit", "1", "--json").json
    assert len(first["hits"]) == 3
    assert first["hits"][2]["start"] == rest["hits"][0]["start"]
    assert first["total"] == rest["total"]


def test_search_sees_what_was_just_changed(full: Cli) -> None:
    assert full("search", "gulls speaker:rue", "--json").json["total"] == 0
    full("speakers", "assign", "1", "5", "Rue")
    assert full("search", "gulls speaker:rue", "--json").json["total"] == 1
    full("rm", "1")
    assert full("search", "gulls", "--json").json["total"] == 0


def test_search_by_pattern(full: Cli) -> None:
    assert full("search", "--regex", r"number 1[0-2]\b", "--json").json["total"] >= 1


def test_highlight_and_notes(full: Cli) -> None:
    marked = full(
        *("highlight", "knots", "--quote", "the second thought", "--colour", "green"),
        *("--note", "A *name*.", "--tag", "knots", "--tag", "aunt, names", "--json"),
    ).json
    shaped(marked, HIGHLIGHT)
    assert (marked["quote"], marked["speaker"], marked["colour"]) == (
        "the second thought",
        "Pell Arrow",
        "green",
    )
    assert (marked["tags"], marked["note"]) == (["knots", "aunt", "names"], "A *name*.")
    assert marked["state"] == "anchored"
    document = full("notes", "--json").json
    assert document == {"highlights": [marked], "notes": []}


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ([], 2),
        (["harbour"], 1),
        (["--tag", "sea"], 1),
        (["--colour", "pink"], 1),
        (["--colour", "blue"], 0),
        (["--episode", "knots"], 1),
        (["--orphans"], 0),
    ],
)
def test_notes_are_chosen(full: Cli, asked: list[str], count: int) -> None:
    full("highlight", "knots", "--turn", "1", "--colour", "pink")
    full("highlight", "tide", "--from", "1:00", "--to", "1:08", "--tag", "sea")
    assert len(full("notes", *asked, "--json").json["highlights"]) == count


def test_highlight_by_times(full: Cli) -> None:
    marked = full("highlight", "tide", "--from", "2:00", "--to", "2:09", "--json").json
    assert marked["quote"].startswith("Sentence number 12 ")
    assert marked["time"] == 120.0


@pytest.mark.parametrize("style", STYLES)
def test_cite(full: Cli, style: str) -> None:
    cited = full("cite", "knots", "--quote", "the second thought", "--style", style, "--json").json
    shaped(cited, CITATION)
    assert (cited["style"], cited["quote"]) == (style, "the second thought")
    assert "Boathouse" in cited["citation"]


def test_cite_at_a_time(full: Cli) -> None:
    cited = full("cite", "tide", "--at", "2:05", "--json").json
    assert cited["style"] == "plain"
    assert "Sentence number 12 " in cited["quote"]
    assert cited["locator"] in cited["citation"]


def test_speakers(full: Cli) -> None:
    rows = full("speakers", "--json").json
    assert [list(row) for row in rows] == [["name", "episodes", "turns", "words", "roles"]] * 2
    counts = {row["name"]: (row["episodes"], row["turns"]) for row in rows}
    assert counts == {"Oda Lind": (1, 2), "Pell Arrow": (1, 2)}
    assert full("speakers", "rename", "Pell Arrow", "Pell", "--json").json == {"episodes": 1}
    assigned = full("speakers", "assign", "1", "5", "Rue", "--json").json
    assert assigned == {"episode": 1, "turns": [5], "names": ["Rue"]}
    assert full("speakers", "merge", "Rue", "Pell", "--json").json == {"episodes": 1}
    shown = full("show", "1", "--json").json
    assert [turn["speaker"] for turn in shown["turns"]] == [
        *("Oda Lind", "Pell", "Oda Lind", "Pell", "Pell")
    ]
    full("speakers", "assign", "1", "2", "-")
    assert full("show", "1", "--json").json["turns"][1]["speaker"] is None


def test_rm_undo_redo(full: Cli) -> None:
    full("highlight", "1", "--turn", "1")
    assert full("rm", "knots", "--json").json == {"removed": 1, "title": "knots"}
    assert full("notes", "--json").json == {"highlights": [], "notes": []}
    assert full("undo", "--json").json["undone"] == "remove knots"
    assert len(full("notes", "--json").json["highlights"]) == 1
    assert full("redo", "--json").json["redone"] == "remove knots"
    assert [episode["id"] for episode in full("ls", "--json").json["episodes"]] == [2]


def test_doctor(full: Cli) -> None:
    rows = full("doctor", "--json").json
    assert [list(row) for row in rows] == [["check", "ok", "problem", "note", "repaired"]] * 5
    assert all(row["ok"] and row["problem"] is None for row in rows)
    assert [row["check"] for row in rows][:4] == ["library", "permissions", "index", "settings"]


def test_reindex_keys_and_config(full: Cli) -> None:
    assert full("reindex", "--json").json == {"episodes": 2}
    row = next(row for row in full("keys", "--json").json if row["action"] == "search")
    assert row == {
        "mode": "everywhere",
        "action": "search",
        "title": "Search everywhere",
        "keys": ["/"],
    }
    settings = {row["name"]: row["value"] for row in full("config", "--json").json}
    assert (settings["keymap"], settings["measure"]) == ("default", 74)
    places = full("config", "path", "--json").json
    assert places["library"] == str(full.folder / "library")
