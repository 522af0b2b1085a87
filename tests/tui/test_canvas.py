"""What the canvas draws is what the transcript says, whatever script and layers it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.app import App, ComposeResult

from reader.formats.build import Builder
from reader.library import COLOURS, Highlight
from reader.segment import WORD
from reader.transcript import Aside, Correction, Span, Transcript
from reader.tui.page import caret
from reader.tui.page.canvas import Canvas
from reader.tui.page.caret import Selection
from reader.tui.page.layout import Kind
from reader.tui.page.spans import Spans
from reader.tui.text import visible

WORDS = """the rope, lamp. [laughs] — naïve harbour-master’s 港の話をします。船は三隻、あります。
שלום לכולם, الميناء هادئ اليوم ทะเลสงบมาก 등대는 Cafe\u0301 na\u0308i\u0308ve
e\u0301\u0302\u0303 灯塔 a\u0335\u0336\u0337b 👩\u200d🚀 ❤\ufe0f 🇳🇴 می\u200cشود x\u200bx ｆｕｌｌ﹏
½ ␛[31m [red]x[/red] ab-cd'ef…gh https://example.org/a/long/way?to=a&lamp=on""".split()
WORDS += ["n" * 90, "港" * 90]
SEEDS = range(40)


class Palette(dict[str, Style]):
    def __missing__(self, name: str) -> Style:
        return Style(color=f"color({sum(map(ord, name)) % 256})")


class Shown(App[None]):
    """Nothing but a canvas, and a palette in which each style differs from the next."""

    @property
    def palette(self) -> Mapping[str, Style]:
        return Palette()

    def compose(self) -> ComposeResult:
        yield Canvas()


def invented(random: Random) -> Transcript:
    builder = Builder()
    for _ in range(random.randint(1, 8)):
        builder.turn(random.choice(["Ada", "渡辺", "רות", None, "N" * 40]))
        for _ in range(random.randint(1, 3)):
            builder.paragraph(" ".join(random.choices(WORDS, k=random.randint(1, 60))))
    transcript = builder.build()
    words = [Span(*match.span()) for match in WORD.finditer(transcript.text)]
    some = sorted(random.sample(range(len(words)), min(len(words), random.randint(0, 6))))
    corrections = tuple(
        Correction(words[n].start, words[n].end, random.choice(["lamps", "灯 塔", "a b c", "é"]))
        for n in some
    )
    asides = tuple(
        Aside(words[n].start, words[min(n + 3, len(words) - 1)].end)
        for n in random.sample(range(len(words)), min(4, len(words)))
    )
    return replace(transcript, corrections=corrections, asides=asides)


def highlight(span: Span, colour: str) -> Highlight:
    values: dict[str, Any] = dict.fromkeys(field.name for field in fields(Highlight))
    return Highlight(**{**values, "start": span.start, "end": span.end, "colour": colour})


def overlaid(canvas: Canvas, random: Random) -> None:
    text = canvas.transcript.text

    def span() -> Span:
        low, high = sorted(random.choices(range(len(text) + 1), k=2))
        return Span(low, max(high, min(low + 1, len(text))))

    canvas.mark([highlight(span(), random.choice(COLOURS)) for _ in range(5)])
    canvas.matches = [span() for _ in range(5)]
    canvas.caret = caret.word_at(text, random.randrange(len(text) + 1)).start
    if random.random() < 0.5:
        canvas.selection = Selection(caret.word_at(text, 0), caret.word_at(text, span().start))
    canvas.redraw()


def drawn(canvas: Canvas) -> str:
    """The text of all lines, without margin and white space, in the order of the page."""
    texts, layout = [], canvas.layout_lines
    top = canvas.scroll_offset.y
    for line in range(len(layout) + 3):
        strip = canvas.render_line(line - top)
        assert strip.cell_length == canvas.size.width
        if line < len(layout) and layout.kinds[line] == Kind.TEXT:
            pieces = [piece.text for piece in strip.crop(canvas._left)]
            texts.append("".join(pieces))
    return "".join("".join(texts).split())


def corrected(transcript: Transcript) -> str:
    text, at = "", 0
    for c in transcript.corrections:
        text += transcript.text[at : c.start] + c.replacement
        at = c.end
    return visible("".join((text + transcript.text[at:]).split()))


@pytest.mark.parametrize("size", [(130, 30), (80, 24), (24, 8)])
async def test_the_lines_drawn_are_the_words_of_the_transcript(size: tuple[int, int]) -> None:
    async with Shown().run_test(size=size) as pilot:
        canvas = pilot.app.query_one(Canvas)
        for seed in SEEDS:
            random = Random(seed)
            canvas.show(invented(random))
            overlaid(canvas, random)
            assert drawn(canvas) == corrected(canvas.transcript), f"seed {seed}"
            canvas.corrects = not canvas.corrects
            canvas.replace(canvas.source)
            assert drawn(canvas) == corrected(canvas.transcript), f"seed {seed}"
            canvas.corrects = True
            await pilot.pause()


async def test_the_word_at_the_caret_is_looked_for_once_a_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with Shown().run_test(size=(80, 24)) as pilot:
        canvas = pilot.app.query_one(Canvas)
        builder = Builder()
        builder.say("灯塔" * 2000)
        canvas.show(builder.build())
        canvas.focus()
        await pilot.pause()
        asked: list[int] = []

        def counted(text: str, offset: int) -> Span:
            asked.append(offset)
            return Span(offset, offset + 1)

        monkeypatch.setattr(caret, "word_at", counted)
        canvas.caret = 7
        canvas.redraw()
        drawn(canvas)
        assert asked == [7]


RANGES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda pair: Span(pair[0], sum(pair))),
    max_size=12,
)


@given(RANGES, st.integers(0, 45), st.integers(0, 10))
def test_spans_that_touch_a_line_are_those_that_overlap_it(
    spans: list[Span], start: int, length: int
) -> None:
    line = Span(start, start + length)
    in_order = sorted(spans, key=lambda span: span.start)
    assert list(Spans(spans)) == in_order
    expected = [span for span in in_order if span.overlaps(line)]
    assert list(Spans(spans).touching(line.start, line.end)) == expected


@given(st.text("a’灯,.- \n", max_size=30), st.integers(1, 90), st.integers(0, 2000))
def test_words_are_found_however_far_they_reach_back(unit: str, times: int, offset: int) -> None:
    text = unit * times
    words = [Span(*match.span()) for match in WORD.finditer(text)]
    later = (word for word in words if word.end > min(offset, len(text)))
    none = words[-1] if words else Span(0, 0)
    assert caret.word_at(text, offset) == next(later, none)
    earlier = [word for word in words if word.start < offset]
    first = words[0] if words else Span(0, 0)
    assert caret.previous_word(text, offset) == (earlier[-1] if earlier else first)
