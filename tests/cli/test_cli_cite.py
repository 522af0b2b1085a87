"""`reader cite` prints what a writer pastes; its document keeps the reference apart."""

from __future__ import annotations

from .support import Cli


def test_cite_prints_the_quote_and_the_reference(full: Cli) -> None:
    args = ("cite", "knots", "--quote", "the second thought", "--style", "apa")
    cited = full(*args, "--json").json
    printed = full(*args).out.strip()
    assert printed.startswith("Pell Arrow: “the second thought” (")
    assert printed.endswith(f"\n\n{cited['citation']}")
    assert cited["in_text"] in printed
    assert "second thought" not in cited["citation"]
