"""`reader sync`, between two libraries on the command line."""

from __future__ import annotations

from pathlib import Path

from reader.library import Library

from .support import Cli


def noted(cli: Cli, id: str, note: str) -> None:
    """Write another note, as the interface does."""
    library = Library(cli.folder / "library")
    library.update_highlight(id, "edit", note=note)
    library.close()


def test_two_libraries_meet_in_a_folder(full: Cli, files: dict[str, str], tmp_path: Path) -> None:
    other, folder = Cli(tmp_path / "other"), str(tmp_path / "shared")
    other.folder.mkdir()
    quote = ("--quote", "Somebody needs them", "--note", "first")
    id = full("highlight", "1", *quote, "--json").json["id"]
    assert full("sync").code == 2
    assert full("sync", folder).out == "nothing new (0 other machines)\n"
    full("note", "1", "On the whole.")
    assert full("sync").out == "nothing new (0 other machines)\n"
    came = other("sync", folder, "--json").json
    assert (came["added"], came["waiting"], came["machines"]) == (0, 2, 1)
    assert other("add", files["knots"]).code == 0
    (mark,) = other("notes", "--json").json["highlights"]
    assert (mark["id"], mark["note"]) == (id, "first")
    noted(other, id, "theirs")
    noted(full, id, "mine")
    other("sync", folder)
    said = full("sync", folder)
    assert "1 changed on both sides and kept twice" in said.out
    assert {each["note"] for each in full("notes", "--json").json["highlights"]} == {
        "mine",
        "theirs",
    }
    assert len(full("notes", "--tag", "conflict", "--json").json["highlights"]) == 1
    (tmp_path / "shared" / "x.jsonl").write_text('{"half')
    ran = full("sync", folder)
    assert (ran.code, ran.error) == (
        0,
        "reader: x.jsonl: 1 line cannot be read and was passed over",
    )
    assert full("sync", str(tmp_path / "no" / "way")).code == 1


def test_import_tells_how_many_both_sides_had_changed(
    full: Cli, files: dict[str, str], tmp_path: Path
) -> None:
    other, out = Cli(tmp_path / "other"), str(tmp_path / "notes.json")
    other.folder.mkdir()
    other("add", files["knots"])
    id = full("highlight", "1", "--quote", "Somebody needs them", "--json").json["id"]
    full("export", "--out", out)
    assert other("import", out).code == 0
    noted(full, id, "mine")
    noted(other, id, "theirs")
    full("export", "--out", out, "--force")
    assert "1 changed on both sides and kept twice" in other("import", out).out
    assert other("import", out, "--json").json["both"] == 0
