"""`reader export` and `reader import`, as people and scripts use them."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from reader.cli import main
from reader.cli.base import Misuse

from .support import Cli


@pytest.fixture
def marked(full: Cli) -> Cli:
    """The command line on a library with three highlights."""
    marks = (
        ("knots", "the second thought", "--note", "The name.", "--tag", "names/knots"),
        ("knots", "Somebody needs them", "--colour", "green"),
        ("tide", "Sentence number 7 is about the tide", "--tag", "tides"),
    )
    for name, quote, *more in marks:
        assert full("highlight", name, "--quote", quote, *more).code == 0
    return full


def test_without_more_it_prints_markdown(marked: Cli) -> None:
    ran = marked("export")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("# knots\n")
    assert "> the second thought\n" in ran.out
    assert "The name." in ran.out


@pytest.mark.parametrize(
    ("args", "quotes"),
    [
        (("name",), {"the second thought"}),
        (("--tag", "names"), {"the second thought"}),
        (("--colour", "green"), {"Somebody needs them"}),
        (("--episode", "tide"), {"Sentence number 7 is about the tide"}),
        (("SENTENCE", "--tag", "tides"), {"Sentence number 7 is about the tide"}),
    ],
)
def test_it_chooses_as_notes_does(marked: Cli, args: tuple[str, ...], quotes: set[str]) -> None:
    episodes = marked("export", "--to", "json", *args).json["episodes"]
    assert {each["quote"] for one in episodes for each in one["highlights"]} == quotes


def test_the_name_of_the_file_says_the_format(marked: Cli, tmp_path: Path) -> None:
    for name, format in (
        ("a.json", "json"),
        ("a.jsonld", "jsonld"),
        ("a.csv", "csv"),
        ("a.readwise.csv", "readwise"),
        ("a.anki.csv", "anki"),
        ("a.qdpx", "qdpx"),
        ("a.qdc", "qdc"),
        ("a.html", "html"),
        ("a.org", "org"),
        ("a.md", "markdown"),
    ):
        said = marked("export", "--out", str(tmp_path / name), "--json").json
        assert said == {
            "format": format,
            "episodes": 2,
            "highlights": 3,
            "files": [str(tmp_path / name)],
        }


def test_a_folder_gets_a_file_for_each_episode(marked: Cli, tmp_path: Path) -> None:
    out = f"{tmp_path}/vault/Talks/"
    ran = marked("export", "--to", "obsidian", "--out", out)
    assert ran.out == f"3 highlights of 2 episodes: 2 files in {out.rstrip('/')}\n"
    assert sorted(os.listdir(out)) == ["knots.md", "tide.md"]
    again = marked("export", "--to", "obsidian", "--out", out)
    assert again.code == 1
    assert "it is there already (--force writes over it)" in again.error
    assert marked("export", "--to", "obsidian", "--out", out, "--force").code == 0


def test_one_episode_is_one_file_in_every_format(marked: Cli, tmp_path: Path) -> None:
    printed = marked("export", "--to", "obsidian", "--episode", "knots").out
    assert printed.startswith('---\ntitle: "knots"\n')
    file = tmp_path / "x.md"
    args = ("export", "--to", "obsidian", "--episode", "knots", "--out", str(file))
    assert marked(*args).code == 0
    assert file.read_text("utf-8") == printed


def test_a_template_of_ones_own(marked: Cli, tmp_path: Path) -> None:
    folder = Path(marked("config", "path", "templates").out.strip())
    folder.mkdir(parents=True)
    template = "{{#episodes}}{{#highlights}}{{quote|line}}\n{{/highlights}}{{/episodes}}"
    (folder / "mine.txt").write_text(template)
    assert marked("export", "--to", "mine").out.splitlines()[0] == "Somebody needs them"
    (folder / "mine.txt").write_text("\n{{quot}}")
    ran = marked("export", "--to", "mine", "--out", f"{tmp_path}/o/")
    assert ran.code == 1
    assert "mine.txt:2: there is no field “quot” here" in ran.error
    assert os.listdir(tmp_path / "o") == []


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--to", "docx"), 2, "there is no format “docx”"),
        (("--to", "obsidian"), 2, "give a folder, --out DIR/"),
        (("--json",), 2, "say where, with --out"),
        (("nothing of that",), 1, "no highlights answer to that"),
        (("--episode", "none"), 1, "no episode answers to “none”"),
        (("--to", "opensearch"), 2, "give a folder, --out DIR/"),
        (("--to", "opensearch", "--tag", "x", "--out", "x/"), 2, "takes episodes out, whole"),
        (("--out", "/dev/null/x"), 1, "cannot be written"),
        (("--out", "/dev/null/x/"), 1, "the folder cannot be made"),
    ],
)
def test_what_cannot_be_is_told(marked: Cli, args: tuple[str, ...], code: int, said: str) -> None:
    ran = marked("export", *args)
    assert ran.code == code
    assert said in ran.error


def test_opensearch_gets_every_passage(marked: Cli, tmp_path: Path) -> None:
    out = f"{tmp_path}/index"
    said = marked("export", "--to", "opensearch", "--out", out, "--json").json
    assert (said["format"], said["episodes"]) == ("opensearch", 2)
    mappings, part = map(Path, said["files"])
    assert "mappings" in json.loads(mappings.read_text())
    assert len(part.read_text("utf-8").splitlines()) == 2 * said["passages"]
    one = marked("export", "--to", "opensearch", "--out", out, "--episode", "1", "--force")
    assert one.out.startswith("5 passages of 1 episode: 2 files in")


def test_out_and_in_on_another_machine(marked: Cli, tmp_path: Path, files: dict[str, str]) -> None:
    file = str(tmp_path / "notes.json")
    assert marked("export", "--out", file).out == f"3 highlights of 2 episodes: {file}\n"
    other = Cli(tmp_path / "other")
    assert other("add", files["tide"], files["knots"]).code == 0
    said = other("import", file, "--json").json
    assert (said["format"], said["added"], said["failed"]) == ("json", 3, 0)
    keys = ("id", "quote", "note", "tags", "colour", "speaker", "start", "created")

    def known(cli: Cli) -> list[list[object]]:
        found = cli("notes", "--json").json["highlights"]
        return sorted([each[key] for key in keys] for each in found)

    assert known(other) == known(marked)
    assert other("import", file).out == "highlights: 3 there already\n"
    assert other("undo").code == 0
    assert known(other) == []


def test_bad_records_are_told_and_the_rest_is_kept(full: Cli) -> None:
    sheet = "Highlight,Title\nthe second thought,knots\nx,No such talk\n,knots\n"
    ran = full("import", "-", input=sheet)
    assert ran.code == 1
    assert ran.out == "highlights: 1 added, 2 failed\n"
    assert [line.split(":")[1].strip() for line in ran.err.splitlines()] == ["row 2", "row 3"]
    said = full("import", "-", "--json", input=sheet).json
    assert (said["unchanged"], said["failed"], len(said["errors"])) == (1, 2, 2)


def test_files_that_cannot_be_read_are_told(full: Cli, tmp_path: Path) -> None:
    assert full("import", str(tmp_path / "none.json")).error.endswith(
        "none.json: it cannot be read: no such file or directory"
    )
    (tmp_path / "x.txt").write_text("words")
    ran = full("import", str(tmp_path / "x.txt"))
    assert ran.code == 1
    assert "x.txt: no format of highlights is recognised" in ran.error


class Terminal(io.StringIO):
    """Standard output as a terminal."""

    def isatty(self) -> bool:
        return True


def test_nothing_of_it_acts_on_a_terminal(marked: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(marked("config", "path", "templates").out.strip())
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("\x1b]0;x\x07{{count}}{{#episodes}}.{{/episodes}}\n")
    screen = Terminal()
    monkeypatch.setattr("sys.stdout", screen)
    main.main([*marked.options, "export", "--to", "mine"], standalone_mode=False)
    assert screen.getvalue() == "␛]0;x␇3..\n"
    with pytest.raises(Misuse, match="qdpx is not for a terminal"):
        main.main([*marked.options, "export", "--to", "qdpx"], standalone_mode=False)


def test_the_program_prints_bytes_to_a_pipe(marked: Cli) -> None:
    ran = marked.program("export", "--to", "qdpx")
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"PK")


def test_the_shell_completes_formats(marked: Cli) -> None:
    words = "reader export --to op"
    env = {"_READER_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": "3"}
    assert b"opensearch" in marked.program(**env).stdout


@pytest.mark.parametrize("command", ["export", "import"])
def test_help_shows_examples(cli: Cli, command: str) -> None:
    assert f"  reader {command} " in cli(command, "--help").out.split("Examples:")[1]


def test_help_tells_the_queries_of_opensearch(cli: Cli) -> None:
    told = cli("export", "--help").out.split("In OpenSearch")[1].splitlines()[1:]
    queries = [line[line.index("{") : line.rindex("}") + 1] for line in told if "{" in line]
    assert len(queries) == 5
    for query in queries:
        assert json.loads(query)
