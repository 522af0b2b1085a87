"""What is shipped: the wheel holds all that the program needs, and the lock pins what tests use."""

import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import reader

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    return zipfile.ZipFile(next(WheelBuilder(str(ROOT)).build(directory=str(folder))))


def test_the_wheel_holds_the_whole_package(wheel: zipfile.ZipFile) -> None:
    kept = {".py", ".txt", ".tcss", ".typed", ".md", ".html", ".org"}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "reader").rglob("*")
        if path.suffix in kept or path.name == "py.typed"
    }
    assert "reader/py.typed" in wanted
    assert any(name.startswith("reader/samples/") for name in wanted)
    assert wanted - set(wheel.namelist()) == set()


def test_the_wheel_holds_the_keymaps(wheel: zipfile.ZipFile) -> None:
    keymaps = sorted(path.name for path in (ROOT / "keymaps").glob("*.toml"))
    assert {"default.toml", "vim.toml"} <= set(keymaps)
    for name in keymaps:
        packed = wheel.read(f"reader/keymaps/{name}")
        assert packed == (ROOT / "keymaps" / name).read_bytes()


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert tops == {"reader", f"transcript_reader-{reader.__version__}.dist-info"}
    assert not [name for name in wheel.namelist() if "__pycache__" in name]


def test_the_wheel_brings_the_command(wheel: zipfile.ZipFile) -> None:
    info = f"transcript_reader-{reader.__version__}.dist-info"
    assert "reader = reader.cli:main" in wheel.read(f"{info}/entry_points.txt").decode()
    metadata = wheel.read(f"{info}/METADATA").decode()
    assert "Name: transcript-reader" in metadata
    assert "License-Expression: MIT" in metadata


def pinned() -> dict[str, str]:
    """The lock's names, lower case with hyphens, and the version of each."""
    pin = re.compile(r"([A-Za-z0-9._-]+)==([^\s;]+)(?:\s*;.*)?")
    pins = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            match = pin.fullmatch(line)
            assert match, f"not a pinned version: {line}"
            pins[canonical(match[1])] = match[2]
    return pins


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_pins_every_dependency() -> None:
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["test"]
    names = {
        canonical(re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0]) for requirement in wanted
    }
    pins = pinned()
    assert names - set(pins) == set()
    assert pins["textual"] == "8.2.8"


def test_the_lock_names_no_index_and_no_path() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|--index|--extra|--find|@ |^[./]", text, re.MULTILINE)


def test_the_changelog_knows_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in text
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", text, re.MULTILINE)
    assert versions == sorted(
        versions, key=lambda v: tuple(int(n) for n in v.split(".")), reverse=True
    )
