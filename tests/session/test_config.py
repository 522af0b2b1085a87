"""Settings and paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import ConfigError
from reader.settings import config


@pytest.fixture
def paths(tmp_path: Path) -> config.Paths:
    return config.Paths(tmp_path / "library", tmp_path)


def refused(paths: config.Paths, text: str) -> str:
    paths.settings.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        config.load(paths)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_without_a_file_there_are_the_defaults(paths: config.Paths) -> None:
    assert config.load(paths) == config.Settings()


def test_what_is_set_is_read(paths: config.Paths) -> None:
    paths.settings.write_text('# mine\nkeymap = "vim"\nmeasure = 60\n')
    assert config.load(paths) == config.Settings(keymap="vim", measure=60)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'theme = "x"\nmesure = 60\n',
            "config.toml:2: unknown setting “mesure” (did you mean measure",
        ),
        ("\nmeasure = 10\n", "config.toml:2: “measure” must be from 40 to 120"),
        ('measure = "60"\n', "config.toml:1: “measure” must be a number"),
        ("measure = true\n", "config.toml:1: “measure” must be a number"),
        ("keymap = 3\n", "config.toml:1: “keymap” must be a text"),
        ('keymap = "vim"\n\n[page]\ncite = "c"\n', "config.toml:3: unknown section [page]"),
        ("keymap = \n", "not valid TOML"),
    ],
)
def test_what_is_wrong_has_its_line(paths: config.Paths, text: str, said: str) -> None:
    assert said in refused(paths, text)


def test_a_file_that_is_no_text(paths: config.Paths) -> None:
    paths.settings.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(paths)


def test_options_go_before_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("READER_LIBRARY", str(tmp_path / "env"))
    monkeypatch.setenv("READER_CONFIG", str(tmp_path / "envconf"))
    assert config.paths() == config.Paths(tmp_path / "env", tmp_path / "envconf")
    assert config.paths("/one", "/two") == config.Paths(Path("/one"), Path("/two"))


def test_the_defaults_are_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("READER_LIBRARY", "READER_CONFIG", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    paths = config.paths()
    assert tmp_path in paths.library.parents
    assert tmp_path in paths.config.parents
    assert paths.library != paths.config


def test_a_home_that_nobody_has_is_only_a_name() -> None:
    assert config.paths("~nobody-of-that-name/x").library == Path("~nobody-of-that-name/x")
