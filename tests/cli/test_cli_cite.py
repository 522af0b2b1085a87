"""`reader cite` prints what a writer pastes; its document keeps the reference apart."""

from __future__ import annotations

from .support import Cli


def test_cite_prints_the_quote_and_the_reference(full: Cli) -> None:
    args = ("cite", "knots", "--quote", "the second thought", "--style", "apa")
    cited = full(*args, "--json").json
    printed = full(*args).out.strip()
    assert printed.startswith("Pell Arrow: “the second thought” (")
    assert printed.endswith(f"\n\n{cited['citation']}")
    assert cited["in_text"] in printed
    assert "second thought" not in cited["citation"]


def test_several_quotes_and_a_clean_one(full: Cli) -> None:
    needed = ("--quote", "I, um, needed one", "--quote", "the the door came off")
    cited = full("cite", "knots", *needed, "--style", "mla", "--clean", "--json").json
    assert cited["quote"] == "I, um, needed one … the the door came off"
    printed = full("cite", "knots", *needed, "--style", "mla", "--clean").out
    assert "“I needed one … the door came off” [edited for clarity]" in printed


def test_notes_entries_and_links_are_told_apart(full: Cli) -> None:
    place = ("cite", "tide", "--at", "2:05")
    note = full(*place, "--style", "chicago-note", "--json").json
    assert note["note"] == note["citation"] != note["bibliography"]
    assert list(note["links"]) == ["media", "words", "reader"]
    full("edit", "tide", "--url", "https://youtu.be/a1b2", "--kind", "video")
    media, own = full(*place, "--link").out.splitlines()
    assert media == "https://youtu.be/a1b2?t=120"
    assert own.startswith("reader://")
    assert full(*place, "--link", "--json").json == {"media": media, "words": None, "reader": own}


def test_a_kind_changes_the_citation(full: Cli) -> None:
    place = ("cite", "knots", "--turn", "2", "--style", "apa", "--json")
    assert "[Audio podcast episode]" in full(*place).json["citation"]
    full("edit", "knots", "--kind", "interview", "--guest", "Pell Arrow")
    assert full("show", "knots", "--json").json["kind"] == "interview"
    assert full(*place).json["citation"].startswith("Arrow, P. (2023, May 17). ")
    assert full("edit", "knots", "--kind", "opera").code == 2


def test_all_that_was_cited(full: Cli) -> None:
    assert "nothing was cited yet" in full("cite", "--all").error
    for episode in ("knots", "tide", "knots"):
        full("cite", episode, "--turn", "1", "--style", "apa")
    assert full("cite", "--all", "--style", "ris").out.count("TY  - ") == 2
    listed = full("cite", "--all", "--style", "ieee", "--json").json
    assert (listed["style"], listed["works"]) == ("ieee", 2)
    assert [entry[:3] for entry in listed["bibliography"].split("\n\n")] == ["[1]", "[2]"]
    full("rm", "tide")
    assert full("cite", "--all", "--style", "csl-json", "--forget").out.count('"id"') == 1
    assert full("cite", "--all").code == 1


def test_a_template_of_the_users_is_a_setting(full: Cli) -> None:
    assert full("config", "set", "template", "{speaker}: {quote}").code == 0
    place = ("cite", "knots", "--quote", "the second thought", "--style", "template")
    assert full(*place).out == "Pell Arrow: the second thought\n"
    full("config", "set", "template", "{nobody}")
    assert "the template cannot have “{nobody}”" in full(*place).error


def test_a_link_is_followed_to_its_episode_or_refused(full: Cli) -> None:
    link = full("cite", "tide", "--at", "2:05", "--link").out.splitlines()[-1]
    assert "terminal" in full("open", link).error
    assert "terminal" in full(link).error
    elsewhere = "reader://elsewhere@2:00?" + link.partition("?")[2]
    assert "terminal" in full("open", elsewhere).error
    gone = full("open", "reader://elsewhere@2:00")
    assert (gone.code, "not in the library" in gone.error) == (1, True)
    assert "no link of reader" in full("open", "reader://").error


def test_what_is_asked_the_wrong_way_round(full: Cli) -> None:
    for args in (
        ["cite"],
        ["cite", "knots"],
        ["cite", "knots", "--all"],
        ["cite", "knots", "--turn", "1", "--forget"],
        ["cite", "--all", "--link"],
    ):
        assert full(*args).code == 2
