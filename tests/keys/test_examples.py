"""The examples in the README are right: its keymap, its settings, its keys of repair."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader import config, keys

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
KEYMAP, *BLOCKS = re.findall(r"^```toml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
SETTINGS = "".join(BLOCKS)


def test_its_keymap_is_whole(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(KEYMAP, encoding="utf-8")
    keymap = keys.load("mine", tmp_path)
    keys.require_keys(keymap)
    assert keymap.silent == {"copy"}


def test_its_settings_are_all_there_are(tmp_path: Path) -> None:
    paths = config.Paths(tmp_path, tmp_path)
    paths.settings.write_text(SETTINGS, encoding="utf-8")
    settings, mistakes = config.read(paths)
    assert mistakes == []
    default = config.Settings()
    assert all(
        getattr(settings, name) != getattr(default, name) for name in config.Settings.__slots__
    )


@pytest.mark.parametrize(
    ("key", "action"),
    [
        ("m", "name-speaker"),
        ("M", "name-other"),
        ("A", "name-by-turns"),
        ("+", "split-turn"),
        ("-", "join-turn"),
        ("p", "pin-time"),
        ("r", "correct"),
        ("R", "toggle-corrections"),
        ("I", "edit-episode"),
    ],
)
def test_its_keys_of_repair_are_bound(key: str, action: str) -> None:
    table = README.split("## Putting a transcript right")[1].split("\n## ")[0]
    assert f"`{key}`" in table
    assert (key,) in keys.load("default").keys_of(action)
