"""The reference pages in docs/ are what the program prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from .support import Cli

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(("command", "page"), [("keys", "keys.md"), ("config", "settings.md")])
def test_a_reference_page_is_what_the_program_prints(cli: Cli, command: str, page: str) -> None:
    printed = cli(command, "--markdown").out
    written = (DOCS / page).read_text(encoding="utf-8")
    assert written == printed, f"reader {command} --markdown > docs/{page}"
    assert written.count("\n| ") > 8
