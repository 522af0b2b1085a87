"""The lines of a page: no word is lost, none is too long, and offsets lead back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.transcript import BREAK, Span, Transcript, Turn
from reader.tui.page.layout import Kind, Layout, Shape
from reader.tui.page.wrapping import wrap
from reader.tui.text import cut, visible

WORDS = st.one_of(
    st.sampled_from(["a", "on", "knots,", "“well”", "harbour", "3.5", "x" * 90, "don't", "é", "—"]),
    st.sampled_from(
        ["港の話をします。", "❤️", "👩‍🚀", "e\u0301\u0302", "שלום", "ﷺ", "한국어", "\u200b", "…"]
    ),
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=30
    ),
)
PROSE = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
WIDTHS = st.integers(8, 120)


def wrapped(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, 0, len(text), width)]


@given(PROSE, WIDTHS)
@example("港" * 30, 8)
@example("a ❤️ b" * 10, 8)
@example("x" * 200, 9)
def test_wrapping_loses_no_word_and_no_line_is_too_long(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines), [(cell_len(x), x) for x in lines]
    assert all(line and not line[0].isspace() and not line[-1].isspace() for line in lines)


@given(PROSE, WIDTHS)
def test_the_lines_of_a_wrap_are_in_order_and_do_not_overlap(text: str, width: int) -> None:
    ends = [0]
    for start, end in wrap(text, 0, len(text), width):
        assert ends[-1] <= start < end <= len(text)
        assert not text[ends[-1] : start].strip()
        ends.append(end)
    assert not text[ends[-1] :].strip()


@given(st.lists(st.sampled_from(["one", "two", "three", "harbour", "it"]), min_size=2), WIDTHS)
def test_words_break_at_spaces_and_lines_are_full(words: list[str], width: int) -> None:
    lines = wrapped(" ".join(words), width)
    assert " ".join(lines) == " ".join(words)
    for line, following in pairwise(lines):
        assert len(line) + 1 + len(following.split()[0]) > width


def book(turns: list[tuple[str | None, list[str]]]) -> Transcript:
    text, spans, paragraphs = "", [], []
    for speaker, parts in turns:
        text += BREAK if text else ""
        begin = len(text)
        for number, part in enumerate(parts):
            text += BREAK if number else ""
            paragraphs.append(Span(len(text), len(text) + len(part)))
            text += part
        spans.append(Turn(begin, len(text), speaker))
    return Transcript(text, tuple(spans), tuple(paragraphs))


BOOKS = st.lists(
    st.tuples(st.sampled_from([None, "Ann", "Bo"]), st.lists(PROSE, min_size=1, max_size=3)),
    min_size=1,
    max_size=6,
).map(book)


@given(BOOKS, WIDTHS, st.booleans())
def test_the_page_holds_the_whole_text_and_offsets_lead_back(
    transcript: Transcript, width: int, labels: bool
) -> None:
    layout = Layout(transcript, width, Shape(labels=labels))
    shown = [i for i in range(len(layout)) if layout.kinds[i] == Kind.TEXT]
    text = "".join(transcript.text[layout.starts[i] : layout.ends[i]] for i in shown)
    assert "".join(text.split()) == "".join(transcript.text.split())
    assert list(layout.starts) == sorted(layout.starts)
    for line in shown:
        assert layout.line_of(layout.starts[line]) == line
        assert layout.line_of(layout.ends[line] - 1) == line
        turn = transcript.turns[layout.turns[line]]
        assert turn.start <= layout.starts[line] < layout.ends[line] <= turn.end
    firsts = [i for i in shown if layout.is_first(i)]
    assert [layout.turns[i] for i in firsts] == list(range(len(transcript.turns)))


@given(BOOKS, WIDTHS, st.sampled_from(["Ann", "Bo"]))
def test_a_filter_shows_one_speaker_and_folds_the_others(
    transcript: Transcript, width: int, only: str
) -> None:
    layout = Layout(transcript, width, Shape(only=only))
    for line, kind in enumerate(layout.kinds):
        turn = transcript.turns[layout.turns[line]]
        if kind == Kind.TEXT:
            assert turn.speaker == only
        if kind == Kind.FOLD:
            assert turn.speaker != only
    covered = [
        (layout.starts[i], layout.ends[i])
        for i in range(len(layout))
        if layout.kinds[i] in (Kind.TEXT, Kind.FOLD)
    ]
    text = "".join(transcript.text[start:end] for start, end in covered)
    assert "".join(text.split()) == "".join(transcript.text.split())
    folds = [layout.turns[i] for i in range(len(layout)) if layout.kinds[i] == Kind.FOLD]
    assert folds == [i for i, turn in enumerate(transcript.turns) if turn.speaker != only]


def test_labels_name_whoever_is_new_and_each_unnamed_turn() -> None:
    transcript = book([("Ann", ["one"]), ("Ann", ["two"]), (None, ["three"]), (None, ["four"])])
    layout = Layout(transcript, 40, Shape(labels=True))
    labels = [layout.turns[i] for i in range(len(layout)) if layout.kinds[i] == Kind.LABEL]
    assert labels == [0, 2, 3]


def test_an_empty_transcript_has_no_lines() -> None:
    layout = Layout(Transcript(""), 40)
    assert len(layout) == 0
    assert layout.line_of(7) == 0
    assert layout.text_line(0, 1) is None


@given(PROSE, st.integers(0, 60))
def test_a_cut_fits_its_cells_and_counts_them(text: str, cells: int) -> None:
    piece = cut(text, cells)
    assert piece.cells == cell_len(piece.text) <= cells
    assert text.startswith(piece.text.removesuffix("…")) or piece.text == text
    assert piece.characters <= len(text)


@given(st.text())
def test_what_is_visible_holds_no_control_character(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 for c in shown)
    kept = visible(text, lines=True)
    assert kept.count("\n") == text.count("\n")
    assert visible(kept.replace("\n", "")) == kept.replace("\n", "")


@pytest.mark.parametrize("character", ["\x1b", "\x07", "\x9b", "\u202e", "\ud800", "\r", "\t"])
def test_dangerous_characters_are_replaced(character: str) -> None:
    assert character not in visible(f"a{character}b")
