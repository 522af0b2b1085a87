"""The examples in the README are right: its keymap, its settings, its keys of repair."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader import keys
from reader import settings as settings_
from reader.settings import config

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
KEYMAP, *BLOCKS = re.findall(r"^```toml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
SETTINGS = "".join(BLOCKS)


def test_its_keymap_is_whole(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(KEYMAP, encoding="utf-8")
    keymap = keys.load("mine", tmp_path)
    keys.require_keys(keymap)
    assert keymap.silent == {"copy"}


def test_its_settings_are_right_and_none_is_the_default(tmp_path: Path) -> None:
    paths = config.Paths(tmp_path, tmp_path)
    paths.settings.write_text(SETTINGS, encoding="utf-8")
    settings, mistakes = settings_.read(paths)
    assert mistakes == []
    named = re.findall(r"^(\w+) =", SETTINGS, re.MULTILINE)
    default = config.Settings()
    assert len(named) > 5
    assert all(getattr(settings, name) != getattr(default, name) for name in named)


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
