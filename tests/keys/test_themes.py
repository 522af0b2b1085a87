"""Themes of the user's own, and the names of those that are shipped."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.theme import BUILTIN_THEMES

from reader import settings
from reader.errors import ConfigError
from reader.settings import themes
from reader.settings.config import Paths, Settings


def test_the_names_are_those_of_the_interface() -> None:
    assert sorted(BUILTIN_THEMES) == sorted(themes.SHIPPED)


def test_a_theme_of_ones_own_is_offered_first_and_may_be_set(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "library", tmp_path)
    paths.themes.mkdir()
    (paths.themes / "dusk.toml").write_text('extends = "nord"\nprimary = "#8cf"\ndark = false\n')
    theme = themes.load("dusk", paths.themes)
    assert (theme.extends, theme.dark, theme.colours) == ("nord", False, {"primary": "#8cf"})
    assert themes.available(paths.themes)[0] == "dusk"
    settings.save(paths, "theme", "dusk")
    assert settings.read(paths) == (Settings(theme="dusk"), [])


def test_a_theme_that_is_not_there_is_told_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "library", tmp_path)
    paths.settings.write_text('measure = 60\ntheme = "drakula"\nplain = true\n')
    chosen, (mistake,) = settings.read(paths)
    assert chosen == Settings(measure=60, plain=True)
    assert mistake.where.endswith("config.toml:2")
    assert mistake.hint == "did you mean dracula?"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('primary = "blue"', "“primary” must be a colour"),
        ('primry = "#88c0d0"', "did you mean primary?"),
        ('extends = "nrod"', "did you mean nord?"),
        ('dark = "yes"', "“dark” must be true or false"),
        ("[colours]", "a theme has no section [colours]"),
    ],
)
def test_what_is_wrong_in_a_theme_has_its_line(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "dusk.toml").write_text(f"\n{line}\n")
    with pytest.raises(ConfigError) as error:
        themes.load("dusk", tmp_path)
    assert said in str(error.value)
    assert error.value.where.endswith("dusk.toml:2")
