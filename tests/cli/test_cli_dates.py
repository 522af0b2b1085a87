"""Dates as people write them, on the command line."""

from __future__ import annotations

import pytest

from .support import Cli


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2021-05-03", "2021-05-03"),
        ("3 May 2021", "2021-05-03"),
        ("May 3rd, 2021", "2021-05-03"),
        ("May 2021", "2021-05"),
        ("2021", "2021"),
    ],
)
def test_a_date_in_words(cli: Cli, files: dict[str, str], given: str, kept: str) -> None:
    cli("add", next(iter(files.values())))
    assert cli("edit", "1", "--date", given).code == 0
    assert f'"date": "{kept}"' in cli("show", "1", "--json").out


@pytest.mark.parametrize(
    "given", ["yesterday", "3/5/2021", "20210503", "2021-02-30", "May 32 2021"]
)
def test_no_date(cli: Cli, files: dict[str, str], given: str) -> None:
    cli("add", next(iter(files.values())))
    failed = cli("edit", "1", "--date", given)
    assert failed.code == 2
    assert "is not a date" in failed.err
