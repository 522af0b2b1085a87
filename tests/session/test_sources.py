"""Sources: files, folders, standard input, and what cannot be had."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from reader.errors import FormatError
from reader.sources import local, sources


def test_a_folder_means_its_files_in_order_without_hidden_ones(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("b.txt", "a.txt", ".hidden", "inner/c.txt"):
        (tmp_path / name).write_text(name)
    assert [source.name for source in sources([str(tmp_path)])] == ["a.txt", "b.txt"]
    found = list(sources([str(tmp_path)], recursive=True))
    assert [source.name for source in found] == ["a.txt", "b.txt", "c.txt"]
    assert [source.read() for source in found] == [b"a.txt", b"b.txt", b"inner/c.txt"]


def test_a_link_to_a_folder_inside_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "loop").symlink_to(tmp_path)
    (tmp_path / "inner" / "a.txt").write_text("a")
    assert [source.name for source in sources([str(tmp_path)], recursive=True)] == ["a.txt"]


def test_one_file_has_one_location_whatever_way_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "link.txt").symlink_to("a.txt")
    monkeypatch.chdir(tmp_path)
    names = ["a.txt", "./a.txt", "link.txt", str(tmp_path / "a.txt")]
    assert len({source.location for source in sources(names)}) == 1


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"words")))
    (source,) = sources(["-"])
    assert (source.location, source.read()) == ("-", b"words")
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(FormatError, match="is closed"):
        source.read()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/nowhere/talk.txt", "no such file"),
        ("~nobody-of-that-name/x", "no such file"),
        ("", "needs a name"),
        ("https://example.org/talk", "only `reader add` fetches addresses"),
    ],
)
def test_what_cannot_be_had_says_why_when_read(name: str, said: str) -> None:
    (source,) = sources([name])
    with pytest.raises(FormatError, match=said):
        source.read()


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    (source,) = sources([str(tmp_path)])
    with pytest.raises(FormatError, match="permission denied"):
        source.read()


def test_too_large_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "MOST_BYTES", 1000)
    (tmp_path / "large.txt").write_bytes(b"x" * 1001)
    (source,) = sources([str(tmp_path / "large.txt")])
    with pytest.raises(FormatError, match="larger than"):
        source.read()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero here")
def test_a_file_without_an_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "MOST_BYTES", 1000)
    (source,) = sources(["/dev/zero"])
    with pytest.raises(FormatError, match="larger than"):
        source.read()


def test_a_name_that_is_not_utf8_is_read_too(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(name, "wb") as file:
            file.write(b"words")
    except OSError:
        pytest.skip("this file system wants UTF-8 names")
    (source,) = sources([os.fsdecode(name)])
    assert source.read() == b"words"
