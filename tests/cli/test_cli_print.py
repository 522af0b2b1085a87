"""What the commands print for people, and what they refuse."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reader.cite.quoting import without_fillers

from .support import Cli


def test_add_prints_a_line_for_each(cli: Cli, files: dict[str, str]) -> None:
    ran = cli("add", files["knots"], files["tide"])
    knots, tide = ran.out.splitlines()
    assert knots.startswith("added  knots.txt  knots  1 · named · 5 turns · ")
    assert knots.endswith("Oda Lind, Pell Arrow · times estimated")
    assert "times exact" in tide
    assert cli("add", files["knots"]).out.startswith("unchanged  knots.txt  knots")


def test_add_takes_a_folder_and_standard_input(cli: Cli, files: dict[str, str]) -> None:
    folder = str(Path(files["knots"]).parent)
    assert len(cli("add", folder).out.splitlines()) == 2
    ran = cli("add", "-", "--title", "From a pipe", input="Ann: One word.\nBob: And another.\n" * 5)
    assert ran.out.startswith("added  -  From a pipe")


def test_add_keeps_the_facts_it_is_given(cli: Cli, files: dict[str, str]) -> None:
    cli(
        *("add", files["knots"], "--title", "Knots", "--show", "Boathouse", "--number", "7"),
        *(
            "--date",
            "2023-05",
            "--url",
            "https://example.org/7",
            "--media",
            "https://example.org/7.mp3",
        ),
        *("--host", "Oda Lind", "--guest", "Pell Arrow", "--guest", "Rue", "--duration", "1:02:03"),
    )
    shown = cli("show", "Knots", "--json").json
    names = "show number date url hosts guests duration".split()
    assert [shown[name] for name in names] == [
        *("Boathouse", 7, "2023-05", "https://example.org/7"),
        *(["Oda Lind"], ["Pell Arrow", "Rue"], 3723.0),
    ]


def test_add_reads_in_the_format_it_is_told(cli: Cli, files: dict[str, str]) -> None:
    (added,) = cli("add", files["knots"], "--format", "prose", "--json").json["added"]
    assert added["format"] == "prose"
    (again,) = cli("add", files["knots"], "--json").json["added"]
    assert (again["status"], again["format"]) == ("unchanged", "prose")
    (other,) = cli("add", files["knots"], "--format", "named", "--json").json["added"]
    assert (other["status"], other["format"]) == ("updated", "named")


def test_options_texts_are_made_harmless(cli: Cli, files: dict[str, str]) -> None:
    cli("add", files["knots"], "--title", "a\x1b]0;x\x07b\n c", "--show", "caf\udce9")
    episode = cli("ls", "--json").json["episodes"][0]
    assert not any(ord(character) < 32 for character in episode["title"])
    cli("highlight", "1", "--turn", "1", "--note", "one\n\x1b[31mtwo", "--tag", "t\x07")
    ran = cli("notes")
    assert "\x1b" not in ran.out
    assert "\x07" not in ran.out
    assert "one\n" in ran.out


def test_ls_is_aligned(full: Cli) -> None:
    head, *lines = full("ls").out.splitlines()
    assert head.split() == ["id", "title", "show", "date", "length", "words"]
    assert [line.split()[:2] for line in lines] == [["1", "knots"], ["2", "tide"]]
    assert {len(line) for line in lines} == {len(head)}
    assert "≈" in lines[0]
    assert "≈" not in lines[1]


def test_an_empty_library_says_what_to_do(empty: Cli) -> None:
    assert "reader add FILE" in empty("ls").out
    assert "Nothing is highlighted yet" in empty("notes").out
    assert "Nobody is named" in empty("speakers").out


def test_show_prints_names_and_times(full: Cli) -> None:
    lines = full("show", "knots").out.splitlines()
    assert lines[0] == "knots"
    assert "Boathouse · 2023-05-17" in lines[1]
    heads = [line for line in lines if "≈" in line][1:]
    assert [head.split("  ")[0] for head in heads[:2]] == ["Oda Lind", "Pell Arrow"]
    assert max(map(len, lines)) <= 88
    said = " ".join(line for line in lines[2:] if "≈" not in line).split()
    assert said == full("show", "knots", "--json").json["text"].split()


def test_show_from_a_time(full: Cli) -> None:
    out = full("show", "tide", "--at", "5:00").out
    assert "Sentence number 30 " in out
    assert "Sentence number 3 " not in out


def test_show_without_fillers(full: Cli) -> None:
    plain, clean = full("show", "1").out, full("show", "1", "--clean").out
    bare = full("show", "1", "--no-times", "--no-names").out
    said, bare = plain.split("\n\n", 1)[1], bare.split("\n\n", 1)[1]
    assert "≈" in said
    assert "≈" not in bare
    assert "My aunt called it the second thought." in " ".join(bare.split())
    assert "I, um, needed one" in plain
    assert "I needed one on Tuesday when the door" in " ".join(clean.split())
    assert "I have never, found it" in " ".join(clean.split())


def test_show_leaves_out_the_fillers_of_the_language(cli: Cli, tmp_path: Path) -> None:
    said = "Er sagt, ähm, dass er um acht kommt und die Lampe nicht brennt."
    (tmp_path / "lampe.txt").write_text(said)
    assert cli("add", str(tmp_path / "lampe.txt")).code == 0
    clean = "Er sagt dass er um acht kommt und die Lampe nicht brennt."
    assert clean in " ".join(cli("show", "1", "--clean").out.split())


@pytest.mark.parametrize(
    ("said", "clean"),
    [
        ("Um, so we went.", "So we went."),
        ("We went, uh, home.", "We went home."),
        ("I I think that that is it.", "I think that that is it."),
        ("Do you know him?", "Do you know him?"),
        ("The umbrella, the drum, her hum.", "The umbrella, the drum, her hum."),
        ("He had had enough.", "He had had enough."),
        ("Um.", "Um."),
        ("Nothing to leave out.", "Nothing to leave out."),
    ],
)
def test_fillers(said: str, clean: str) -> None:
    assert without_fillers(said) == clean


def test_search_prints_places_and_snippets(full: Cli) -> None:
    lines = full("search", '"second thought"').out.splitlines()
    assert lines[0] == "1 passage"
    assert lines[2] == "knots (1)"
    assert lines[3].startswith("  Pell Arrow · ≈ 0:")
    assert "the second thought" in lines[4]


def test_search_prints_a_title_once_and_wraps_what_was_found(full: Cli) -> None:
    lines = full("search", "gulls OR harbour OR door", "--limit", "9").out.splitlines()
    assert [lines.count("knots (1)"), lines.count("tide (2)")] == [1, 1]
    assert max(map(len, lines)) <= 80


def test_search_joins_its_words(full: Cli) -> None:
    apart = full("search", "harbour", "wall", "--json").json
    together = full("search", "harbour wall", "--json").json
    assert apart["query"] == together["query"] == "harbour wall"
    assert apart["hits"] == together["hits"] != []


def test_search_suggests(full: Cli) -> None:
    assert "did you mean “harbour”" in full("search", "harbuor").out


def test_notes_print_quote_place_note_and_tags(full: Cli) -> None:
    full("highlight", "knots", "--quote", "the second thought", "--note", "A name.", "--tag", "x")
    lines = full("notes").out.splitlines()
    assert lines[0] == "▌ “the second thought”"
    assert lines[1].startswith("  Pell Arrow, knots, ≈ 0:")
    assert lines[2:] == ["  A name.", "  #x"]


def test_notes_print_the_beginning_of_a_long_quote(full: Cli) -> None:
    full("highlight", "tide", "--from", "0:00", "--to", "3:00")
    quote = full("notes", "--json").json["highlights"][0]["quote"]
    lines = [line for line in full("notes").out.splitlines() if line.startswith("▌")]
    assert len(lines) == 3
    assert lines[-1].endswith(" …")
    whole = [line for line in full("notes", "--full").out.splitlines() if line.startswith("▌")]
    assert " ".join(line[2:] for line in whole) == f"“{' '.join(quote.split())}”"
    assert max(map(len, whole)) <= 80


def test_a_time_is_cited_by_its_sentence_and_marked_by_its_paragraph(full: Cli) -> None:
    cited = full("cite", "tide", "--at", "2:05", "--json").json
    assert cited["quote"] == "Sentence number 12 is about the tide and the harbour wall."
    turn = full("cite", "tide", "--turn", "1", "--json").json
    assert len(turn["quote"]) > len(cited["quote"])
    marked = full("highlight", "tide", "--from", "2:05", "--json").json
    assert cited["quote"] in marked["quote"]
    assert len(marked["quote"]) > len(cited["quote"])


def test_formats_are_listed_by_example(cli: Cli) -> None:
    listed = cli("formats", "--json").json
    assert {"srt", "named", "whisper"} <= {row["name"] for row in listed}
    assert all(row["title"] and row["example"] for row in listed)
    out = cli("formats").out
    for row in listed:
        assert f"{row['name']}  {row['title']}\n" in out
    assert max(map(len, out.splitlines())) <= 88


def test_cite_prints_and_copies(full: Cli) -> None:
    ran = full("cite", "tide", "--at", "2:05", "--copy", PATH="", TMUX="")
    kept = (full.folder / "library" / "last-copy.txt").read_text(encoding="utf-8")
    assert ran.out == kept + "\n"
    assert "last-copy.txt" in ran.error
    assert not ran.error.startswith("reader")


def test_a_moved_highlight_is_confirmed(full: Cli) -> None:
    from reader.library import Library

    marked = full("highlight", "knots", "--quote", "the second thought", "--json").json
    library = Library(full.folder / "library")
    library.update_highlight(marked["id"], "move", state="moved")
    library.close()
    command = f"reader notes --confirm {marked['id']}"
    assert full("notes").out.splitlines()[-1].strip() == command
    confirmed = full("notes", "--confirm", marked["id"], "--json").json
    assert (confirmed["id"], confirmed["state"]) == (marked["id"], "anchored")
    assert "moved" not in full("notes", "--confirm", marked["id"]).out
    assert full("undo").out.startswith("undone  confirm a highlight  (of ")
    assert full("notes", "--json").json["highlights"][0]["state"] == "moved"


def test_the_demo_leaves_a_library_alone_that_is_not_its_own(full: Cli) -> None:
    before = full("ls", "--json").json
    ran = full("demo")
    assert (ran.code, ran.out) == (1, "")
    assert "holds episodes of your own (`reader demo` without --library" in ran.error
    assert full("ls", "--json").json == before


def test_the_demo_walks_again_in_a_library_of_samples(cli: Cli) -> None:
    assert cli("demo").code == 0
    assert cli("demo").code == 0


def test_undo_of_nothing(empty: Cli) -> None:
    assert empty("undo").error == "reader: there is nothing to undo"
    assert empty("redo").code == 1


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        ["ls", "--nope"],
        ["add"],
        ["add", "x", "--date", "2023-13"],
        ["add", "x", "--date", "yesterday"],
        ["add", "x", "--duration", "soon"],
        ["add", "x", "--number", "x"],
        ["add", "x", "--format", "nope"],
        ["add", "x", "--title", " "],
        ["add", "x", "y", "--title", "One"],
        ["search"],
        ["search", ""],
        ["search", '"unclosed'],
        ["search", "nofield:x"],
        ["search", "--regex", "("],
        ["search", "x", "--sort", "size"],
        ["search", "x", "--limit", "-1"],
        ["show", "1", "--at", "x"],
        ["highlight", "1"],
        ["highlight", "1", "--turn", "1", "--from", "0:01"],
        ["highlight", "1", "--quote", "x", "--from", "0:01", "--to", "0:09"],
        ["highlight", "1", "--to", "1:00"],
        ["highlight", "1", "--from", "2:00", "--to", "1:00"],
        ["highlight", "1", "--turn", "1", "--colour", "mauve"],
        ["cite", "1"],
        ["cite", "1", "--at", "1", "--turn", "1"],
        ["cite", "1", "--at", "1", "--style", "nope"],
        ["notes", "x", "--confirm", "y"],
        ["speakers", "nope"],
        ["config", "nope"],
        ["config", "path", "nope"],
        ["completion", "tcsh"],
        ["serach", "x"],
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(full: Cli, args: list[str]) -> None:
    ran = full(*args)
    assert (ran.code, ran.out) == (2, "")
    assert ran.error.startswith("reader: ")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["show", "nope"], "no episode answers to “nope”"),
        (["show", "knots", "--speaker", "Nix"], "“Nix” is nobody here (who speaks: Oda Lind, Pell"),
        (["show", "tide", "--at", "9:00:00"], "over by then"),
        (["show", "9" * 30], "no episode answers"),
        (["highlight", "1", "--turn", "99"], "there is no turn 99 (it has 5)"),
        (["highlight", "1", "--quote", "absent words"], "not in the text"),
        (["highlight", "2", "--quote", "harbour wall"], "occurs 60 times"),
        (["cite", "1", "--turn", "1", "--quote", "second thought"], "not in turn 1"),
        (["cite", "1", "--turn", "0"], "there is no turn 0"),
        (["rm", "nope"], "no episode answers"),
        (["speakers", "rename", "Nix", "Nox"], "nobody is called “Nix”"),
        (["speakers", "merge", "Oda Lind", "Nix"], "nobody is called “Nix”"),
        (["speakers", "assign", "1", "9", "Rue"], "there are no turns 9"),
        (["speakers", "assign", "1", "x", "Rue"], "lists no turns"),
        (["notes", "--confirm", "nix"], "there is no highlight nix"),
        (["keys", "--keymap", "nix"], "no keymap “nix”"),
    ],
)
def test_what_fails_is_one_line_and_exit_1(full: Cli, args: list[str], said: str) -> None:
    ran = full(*args)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.error


def test_a_name_for_a_command_that_is_mistyped(cli: Cli) -> None:
    assert "did you mean `reader search`?" in cli("serach").error


def test_the_interface_needs_a_terminal(cli: Cli, files: dict[str, str]) -> None:
    for args in ([], ["open"], [files["knots"]], ["open", files["knots"]]):
        ran = cli(*args)
        assert (ran.code, ran.out) == (2, "")
        assert "needs a terminal" in ran.error
    assert not (cli.folder / "library").exists()


BROKEN = '\nmesure = 3\ncolour = "mauve"\ncitation = "ap"\n[more]\n'


def test_a_broken_settings_file_stops_nothing_and_each_mistake_has_its_line(full: Cli) -> None:
    (full.folder / "config").mkdir()
    (full.folder / "config" / "config.toml").write_text(BROKEN)
    for args in (["ls"], ["show", "1"], ["search", "gulls"], ["config"], ["keys"]):
        ran = full(*args)
        assert ran.code == 0
        assert ran.out
        told = ran.err.splitlines()
        assert all(line.startswith("reader: warning: ") for line in told), args
        assert sorted(line.partition("config.toml:")[2][:1] for line in told) == list("2345"), args
    assert "unknown setting “mesure” (did you mean measure?)" in full("ls").err
    assert "“citation” cannot be “ap” (did you mean apa?)" in full("ls").err
    assert "“colour” cannot be “mauve”" in full("ls").err
    ran = full("doctor")
    assert ran.code == 1
    assert len([line for line in ran.out.splitlines() if "config.toml:" in line]) == 4
    assert full("highlight", "1", "--turn", "1", "--json").json["colour"] == "yellow"


def test_config_lists_what_may_be_and_sets_it(cli: Cli) -> None:
    folder = cli.folder / "config" / "keymaps"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('extends = "vim"\n')
    rows = {row["name"]: row for row in cli("config", "--json").json}
    assert rows["keymap"]["allowed"] == "default, emacs, less, mine, vim"
    assert rows["measure"]["allowed"] == "40 to 120"
    assert "bibtex" in rows["citation"]["allowed"]
    assert rows["citation"]["allowed"] in cli("config").out
    file = cli.folder / "config" / "config.toml"
    file.write_text("# wide\nmeasure = 70  # cells\n")
    assert cli("config", "set", "measure", "90").out.startswith("measure is 90")
    cli("config", "set", "keymap", "mine")
    assert file.read_text() == '# wide\nmeasure = 90  # cells\nkeymap = "mine"\n'
    for name, value in (("keymap", "nix"), ("colour", "mauve"), ("measure", "9"), ("mesure", "9")):
        ran = cli("config", "set", name, value)
        assert (ran.code, ran.out) == (1, "")
        assert name in ran.error
    assert "nix" not in file.read_text()


def test_a_library_that_is_none(cli: Cli) -> None:
    (cli.folder / "library").mkdir()
    (cli.folder / "library" / "library.sqlite3").write_bytes(b"not a database, but a letter" * 99)
    assert cli("ls").code == 1
    assert "cannot open the library" in cli("ls").error
    ran = cli("doctor")
    assert ran.code == 1
    assert "problem  library" in ran.out


def test_an_unexpected_error_is_one_line(empty: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.library import Library

    def fail(self: Library) -> None:
        raise RuntimeError("the roof\nfell in")

    monkeypatch.setattr(Library, "episodes", fail)
    ran = empty("ls")
    assert ran.code == 1
    assert ran.error == (
        "reader: unexpected: RuntimeError: the roof fell in (set READER_DEBUG=1 for the traceback)"
    )
    with pytest.raises(RuntimeError):
        empty("ls", READER_DEBUG="1")


def test_one_file_that_breaks_the_reader_does_not_stop_the_rest(
    cli: Cli, files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader import formats

    parse = formats.parse

    def fail(data: bytes, name: str = "", format: str | None = None) -> object:
        if name == "knots.txt":
            raise ValueError("span out of order")
        return parse(data, name, format)

    monkeypatch.setattr(formats, "parse", fail)
    ran = cli("add", files["knots"], files["tide"], "--json")
    assert ran.code == 1
    assert [added["status"] for added in ran.json["added"]] == ["failed", "added"]
    assert "knots.txt" in ran.error


# -- doctor, keys, help ------------------------------------------------------------------------


def test_doctor_finds_and_mends_permissions(full: Cli) -> None:
    (full.folder / "library").chmod(0o755)
    (full.folder / "library" / "library.sqlite3").chmod(0o644)
    ran = full("doctor")
    assert ran.code == 1
    assert "others can read" in ran.out
    ran = full("doctor", "--repair")
    assert ran.code == 0
    assert "now only yours" in ran.out
    assert (full.folder / "library").stat().st_mode & 0o077 == 0
    assert full("doctor").code == 0


def test_doctor_makes_the_index_again(full: Cli) -> None:
    shutil.rmtree(full.folder / "library" / "index")
    ran = full("doctor", "--repair", "--json")
    index = next(row for row in ran.json if row["check"] == "index")
    assert (index["ok"], index["repaired"]) == (True, True)
    assert full("search", "gulls", "--json").json["total"] == 1


def test_doctor_examines_the_users_keymaps(full: Cli) -> None:
    folder = full.folder / "config" / "keymaps"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('[page]\ncite = "c"\nnote = "c"\n')
    ran = full("doctor")
    assert ran.code == 1
    assert "mine.toml:3" in ran.out
    ran = full("keys", "--keymap", "mine", "--check")
    assert ran.code == 1
    assert "mine.toml:3" in ran.error
    assert "cite, line 2" in ran.error


def test_what_a_keymap_takes_is_told(empty: Cli) -> None:
    folder = empty.folder / "config" / "keymaps"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('extends = "default"\n[page]\ncopy = []\nnote = "j"\n')
    taken = "j: note (line 4) takes it from line-down, which keeps ↓"
    ran = empty("keys", "--check", "--keymap", "mine")
    assert ran.code == 0
    assert ran.out.splitlines()[0] == taken
    assert "each with keys but copy" in ran.out
    ran = empty("doctor")
    assert (ran.code, taken in ran.out) == (0, True)
    (folder / "mine.toml").write_text('extends = "default"\n[page]\nnote = "h"\n')
    for args in (["keys", "--check", "--keymap", "mine"], ["doctor"]):
        ran = empty(*args)
        assert ran.code == 1
        assert "h: note (line 3) takes it from highlight, which has no key now" in ran.out
        assert "without a key: highlight" in ran.out + ran.err
    assert empty("keys", "--keymap", "mine").code == 0


def test_search_heals_a_broken_index(full: Cli) -> None:
    for file in (full.folder / "library" / "index").rglob("*"):
        if file.is_file() and file.name != "lock":
            file.write_bytes(b"\0" * 64)
    assert full("search", "gulls", "--json").json["total"] == 1


def test_keys_are_listed_and_checked(cli: Cli) -> None:
    out = cli("keys").out
    assert "Everywhere" in out
    assert any(line.split() == ["/", "Search", "everywhere", "search"] for line in out.splitlines())
    assert cli("keys", "--check").out.startswith("default: ")
    assert cli("keys", "--check", "--keymap", "vim").out.startswith("vim: ")


def test_config_path_is_one_line(cli: Cli) -> None:
    assert cli("config", "path").out == f"{cli.folder / 'config' / 'config.toml'}\n"
    assert cli("config", "path", "keymaps").out == f"{cli.folder / 'config' / 'keymaps'}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(cli: Cli, shell: str) -> None:
    out = cli("completion", shell).out
    assert "_READER_COMPLETE" in out
    assert "reader" in out


def test_help_teaches_by_example(cli: Cli) -> None:
    import click

    from reader.cli import main

    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        for flag in ("-h", "--help"):
            ran = cli(name, flag)
            assert ran.code == 0
            assert "Examples:" in ran.out, name
        assert command.help
    assert "Examples:" in cli("-h").out
