"""The rows of the notebook take as many lines as is reckoned, whatever they hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.notebook import Entry
from reader.tui.widgets.entries import _entry, _height

WORDS = st.text(st.sampled_from("ab é港\n\u200d👩[/] "), max_size=300)


@given(
    kind=st.sampled_from(["highlight", "bookmark", "note"]),
    quote=WORDS,
    note=WORDS,
    width=st.integers(8, 160),
    tags=st.lists(st.sampled_from(["a", "a/b", "[x]"]), max_size=2),
)
def test_a_row_is_no_higher_than_is_reckoned(
    kind: str, quote: str, note: str, width: int, tags: list[str]
) -> None:
    facts = ("yellow", "Oda", 3.0, True, "anchored", "2026-01-01T00:00:00Z", "Fog", None, None)
    entry = Entry(kind, "x", 1, 0, 5, quote, note, tuple(tags), *facts)
    lines = _entry(entry, width, "show", "problem", "speaker-0", picked=True)
    assert 1 <= len(lines) <= _height(entry, width)
    said = "".join(text for line in lines for text, _ in line)
    assert "●" in said
    for line in lines[:1] if quote and kind == "highlight" else ():
        assert sum(cell_len(text) for text, _ in line) <= max(width, 24)
