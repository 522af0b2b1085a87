"""Clean reading: what is hidden, and that every character seen is a character of the text."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cite.fillers import fillers, hidden
from reader.formats.build import Builder
from reader.transcript import Correction, Span, Transcript
from reader.tui.page import layout as layout_module
from reader.tui.page.layout import DENSITIES, Kind, Layout, Shape
from reader.tui.page.seen import Seen

ENGLISH = fillers("en")
WORDS = "um, uh Um, the the boat I I th- that's very very you know, was was . 港 é".split()
SPOKEN = st.lists(st.sampled_from([*WORDS, "👩\u200d🚀"]), min_size=1, max_size=80).map(" ".join)


def hide(text: str, start: int, end: int) -> list[Span]:
    return hidden(text, start, end, ENGLISH)


def left(text: str) -> str:
    kept, at = "", 0
    for span in hide(text, 0, len(text)):
        kept, at = kept + text[at : span.start], span.end
    return kept + text[at:]


@pytest.mark.parametrize(
    ("said", "clean"),
    [
        ("Um, so I I was th- that's it, you know, we uh, we do.", "so I was that's it, we do."),
        ("again and again and again", "again and again and again"),
        ("I was I was going to, to the sea, uh", "I was going to the sea"),
        ("it's it's had had very very 35 mm", "it's had had very very 35 mm"),
        ("Um.", "Um."),
    ],
)
def test_what_is_left_of_speech(said: str, clean: str) -> None:
    assert left(said) == clean


@given(SPOKEN, st.integers(0, 5), st.integers(0, 5))
def test_hidden_spans_are_in_order_within_the_paragraph(text: str, low: int, tail: int) -> None:
    end = max(low, len(text) - tail)
    at = low
    for span in hide(text, low, end):
        assert at <= span.start < span.end <= end
        at = span.end
    assert bool(text.strip()) <= bool(left(text).strip())


CHANGES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from(["", "", "x", "灯 塔"])),
    max_size=8,
)


@given(st.text("ab 港é,", max_size=60), CHANGES)
def test_every_character_seen_leads_to_its_offset_and_back(
    source: str, steps: list[tuple[int, int, str]]
) -> None:
    changes, at = [], 0
    for gap, length, replacement in steps:
        start, at = at + gap, at + gap + length
        if at <= len(source):
            changes.append(Correction(start, at, replacement))
    seen = Seen(source, 0, len(source), changes)
    replaced = [(c.start, c.end) for c in changes]
    for place, character in enumerate(seen.text):
        offset = seen.source(place)
        if any(start <= offset < end for start, end in replaced):
            assert offset in {c.start for c in changes if c.replacement}
        else:
            assert source[offset] == character
            assert seen.place(offset) == place
    shown = "".join(source[a:b] if r is None else r for a, b, r in seen.pieces())
    assert shown == seen.text
    for place in range(len(seen.text) + 1):
        assert 0 <= seen.source_end(place) <= len(source)


def talk(said: list[str]) -> Transcript:
    builder = Builder()
    for number, words in enumerate(said):
        builder.turn(("Ann", "Bo", None)[number % 3])
        builder.paragraph(words)
    return builder.build()


@given(
    st.lists(SPOKEN, min_size=1, max_size=8),
    st.integers(8, 70),
    st.sampled_from(DENSITIES),
    st.sampled_from([20, 6000]),
)
def test_the_lines_seen_are_the_text_without_what_is_hidden(
    said: list[str], width: int, density: str, chunk: int
) -> None:
    transcript = talk(said)
    text = transcript.text
    layout = Layout(
        transcript, width, Shape(density=density, hide=hide, lead=lambda turn: 6), chunk=chunk
    )
    layout.fill(inf)
    layout.apply(0)
    seen, offsets = "", set[int]()
    for line in range(len(layout)):
        if layout.kinds[line] != Kind.TEXT:
            continue
        for low, high, replacement in layout.seen(line).pieces():
            assert replacement is None
            seen += text[low:high]
            offsets.update(range(low, high))
            assert layout.line_of(low) == layout.line_of(high - 1) == line
    for offset in range(len(text)):
        if not text[offset].isspace():
            assert (offset in offsets) != layout.hidden(offset)
    if chunk == 6000:
        kept = (left(text[p.start : p.end]) for p in transcript.paragraphs)
        assert "".join(seen.split()) == "".join("".join(kept).split())


@given(st.integers(20, 200), st.integers(10, 60), st.data())
def test_lines_worked_out_late_are_those_worked_out_at_once(
    turns: int, width: int, data: st.DataObject
) -> None:
    transcript = talk([f"Turn {n} " + "of words and more " * (n % 7) for n in range(turns)])
    whole = Layout(transcript, width, chunk=10**9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout_module, "_AT_ONCE", 0)
        late = Layout(transcript, width, chunk=120)
    assert len(late) == pytest.approx(len(whole), rel=0.5)
    eye = data.draw(st.integers(0, len(transcript.text) - 1))
    top = late.line_of(eye)
    place = late.starts[top], late.kinds[top]

    def shifted(line: int, by: int) -> None:
        nonlocal top
        top += by if line <= top else 0

    late.on_shift = shifted
    for offset in data.draw(st.lists(st.integers(0, len(transcript.text)), max_size=4)):
        late.line_of(offset)
        assert (late.starts[top], late.kinds[top]) == place
    while not late.fill(0.0):
        assert (late.starts[top], late.kinds[top]) == place
    top += late.apply(top)
    assert (late.starts[top], late.kinds[top]) == place
    for column in ("kinds", "starts", "ends", "turns"):
        assert list(getattr(late, column)) == list(getattr(whole, column))
    assert late.text_line(len(late) - 1, -1) == whole.text_line(len(whole) - 1, -1)


def test_headings_stand_above_what_they_head_and_within_it() -> None:
    from dataclasses import replace

    from reader.transcript import Heading

    transcript = talk(["One two three. Four five six.", "Seven."])
    at = transcript.text.index("Four")
    chapters = (Heading(0, at, 1, "Start"), Heading(at, 30, 2, "Middle"))
    layout = Layout(replace(transcript, headings=chapters), 40)
    heads = [i for i in range(len(layout)) if layout.kinds[i] == Kind.HEADING]
    assert [layout.heading(i).title for i in heads] == ["Start", "Middle"]
    below = layout.text_line(heads[1], 1)
    assert below is not None
    assert layout.starts[below] == at
