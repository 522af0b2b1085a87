"""The settings file: all its mistakes at once, and one line of it changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ConfigError
from reader.settings import config

ALLOWED = {"colour": lambda: ("yellow", "green")}


@pytest.fixture
def paths(tmp_path: Path) -> config.Paths:
    return config.Paths(tmp_path / "library", tmp_path / "config")


def write(paths: config.Paths, text: str) -> None:
    paths.config.mkdir(exist_ok=True)
    paths.settings.write_bytes(text.encode("utf-8"))


def text_of(paths: config.Paths) -> str:
    return paths.settings.read_bytes().decode("utf-8")


def test_all_mistakes_are_told_and_what_is_right_holds(paths: config.Paths) -> None:
    write(paths, 'mesure = 60\nmeasure = 3\ncolour = "gren"\nkeymap = "vim"\n[page]\ncite = "c"\n')
    settings, mistakes = config.read(paths, ALLOWED)
    assert settings == config.Settings(keymap="vim")
    told = sorted(str(mistake).partition("config.toml:")[2] for mistake in mistakes)
    assert [line[0] for line in told] == ["1", "2", "3", "5"]
    assert "“colour” cannot be “gren” (did you mean green?)" in told[2]


def test_what_is_not_set_is_not_asked_for(paths: config.Paths) -> None:
    def never() -> tuple[str, ...]:
        raise AssertionError

    write(paths, "measure = 60\n")
    assert config.read(paths, {"colour": never}) == (config.Settings(measure=60), [])


def test_a_text_without_its_quotes_is_shown_in_them(paths: config.Paths) -> None:
    write(paths, "measure = 60\nkeymap = vim # mine\n")
    settings, (mistake,) = config.read(paths)
    assert settings == config.Settings()
    assert mistake.where.endswith("config.toml:2")
    assert mistake.hint == 'a text stands in quotes: keymap = "vim"'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'keymap = "vim"\n'),
        ("# mine\nmeasure = 60", '# mine\nmeasure = 60\nkeymap = "vim"\n'),
        ('keymap = "default"\n', 'keymap = "vim"\n'),
        ('  keymap="a # b"  # why\nmeasure = 60\n', '  keymap="vim"  # why\nmeasure = 60\n'),
        ("keymap = 'default'\r\n# end\r\n", 'keymap = "vim"\r\n# end\r\n'),
        ("keymap = default # oh\n", 'keymap = "vim" # oh\n'),
        ("measure = 60\r\n", 'measure = 60\r\nkeymap = "vim"\r\n'),
        (
            "# keymap = 1\n\n[page]\nkeymap = 3\n",
            '# keymap = 1\n\nkeymap = "vim"\n[page]\nkeymap = 3\n',
        ),
    ],
)
def test_one_line_is_changed_and_the_rest_stays(
    paths: config.Paths, before: str, after: str
) -> None:
    write(paths, before)
    assert config.save(paths, "keymap", "vim") == "vim"
    assert text_of(paths) == after


def test_a_file_that_is_not_there_is_made(paths: config.Paths) -> None:
    assert config.save(paths, "measure", "80") == 80
    assert text_of(paths) == "measure = 80\n"
    assert [path.name for path in paths.config.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    ("name", "value"), [("mesure", "80"), ("measure", "8"), ("measure", "x"), ("colour", "mauve")]
)
def test_what_cannot_be_is_not_written(paths: config.Paths, name: str, value: str) -> None:
    write(paths, "measure = 60\n")
    with pytest.raises(ConfigError):
        config.save(paths, name, value, ALLOWED)
    assert text_of(paths) == "measure = 60\n"


def test_a_file_that_is_broken_elsewhere_stays_as_it_is(paths: config.Paths) -> None:
    write(paths, "measure = = 60\n")
    with pytest.raises(ConfigError, match="not valid TOML"):
        config.save(paths, "keymap", "vim")
    assert text_of(paths) == "measure = = 60\n"


def test_a_link_stays_a_link_and_permissions_stay(paths: config.Paths, tmp_path: Path) -> None:
    paths.config.mkdir()
    target = tmp_path / "dotfile"
    target.write_text("measure = 60\n")
    target.chmod(0o640)
    paths.settings.symlink_to(target)
    config.save(paths, "measure", "90")
    assert paths.settings.is_symlink()
    assert target.read_text() == "measure = 90\n"
    assert target.stat().st_mode & 0o777 == 0o640


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    folder = tmp_path_factory.mktemp("c")
    paths = config.Paths(folder, folder)
    config.save(paths, "theme", "first")
    config.save(paths, "theme", value)
    assert config.load(paths).theme == value
