"""Trends on the screen: how often something is said, drawn by year, show, speaker or episode."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Any, cast

from rich.cells import cell_len
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Label

from reader.tui.screens.counting.counted import Counted, Leaving
from reader.tui.text import cut, visible

if TYPE_CHECKING:
    from textual_plotext import PlotextPlot

    from reader.search.counting.trends import By, Trend

_NAME = 28
"""The most cells of a name beside its bar."""

_LEAST = (24, 5)
"""In fewer cells and lines nothing is drawn."""

_NARROWEST, _COUNTED, _WIDEST = 6, 13, 16
"""The cells from a year's bar to the next: at least, with its count, and at most."""

_NOBODY = {"year": "no date", "show": "no show", "speaker": "not named"}


class Drawing(Vertical, can_focus=True):
    """The bars, as many as there is room for."""

    found: Sequence[Trend] = ()
    by: By = "year"

    def draw(self, found: Sequence[Trend], by: By) -> None:
        """Draw a bar for each of `found`."""
        self.found, self.by = found, by
        self.on_resize()

    def on_resize(self) -> None:
        plot, picture = self.query_one("#plot"), self.query_one("#picture")
        note = self.query_one("#told", Label)
        width, height = self.size.width, self.size.height - 1
        picture.display = bool(self.found) and width >= _LEAST[0] and height >= _LEAST[1]
        if not picture.display:
            note.update("")
            return
        drawn = self._upright(width) if self.by == "year" else self._lying(height, width)
        part = "last" if self.by == "year" else "first"
        more = f"the {part} {drawn:,} of {len(self.found):,} · " if drawn < len(self.found) else ""
        first = "" if self.by == "year" else " · the surest differences first"
        counted = f"for every 10,000 words (in all){first}"
        note.update(Content.styled(cut(more + counted, width).text, "$reader-dim"))
        plot.refresh()

    @property
    def _plot(self) -> Any:
        """The figure, cleared. Its library has no types."""
        plot = cast("PlotextPlot", self.query_one("#plot"))
        plot.theme = "clear" if self._own else "auto"
        figure: Any = plot.plt
        figure.clear_figure()
        figure.xaxes(True, False)
        figure.yaxes(True, False)
        return figure

    @property
    def _own(self) -> bool:
        """Whether the theme in use has the terminal's own colours."""
        return "ansi" in self.app.get_css_variables()["reader-paper"]

    @property
    def _ink(self) -> tuple[int, int, int] | str:
        """The colour of the bars, from the theme in use."""
        from textual.color import Color

        return "blue" if self._own else Color.parse(self.app.get_css_variables()["primary"]).rgb

    def _upright(self, width: int) -> int:
        """Bars side by side, the years below them: the last ones, if there is no room for all."""
        marks = _ticks(max(trend.rate for trend in self.found), 5)
        signs = [f"{mark:,g}" for mark in marks]
        room = width - max(map(len, signs)) - 1
        shown = self.found[-max(1, room // _NARROWEST) :]
        step = min(_WIDEST, room // len(shown))
        names = [self._label(trend) for trend in shown]
        if step > _COUNTED:
            names = [f"{name} ({t.count:,})" for name, t in zip(names, shown, strict=True)]
        thick = step * 2 // 3
        places = [n + (1 + (step + thick) / 2) / step for n in range(len(shown))]
        figure = self._plot
        self.query_one("#names", Label).display = False
        self.query_one("#picture").styles.height = "1fr"
        rates = [trend.rate for trend in shown]
        figure.bar(places, rates, width=(thick - 1) / step, color=self._ink)
        figure.xticks(places, names)
        figure.xlim(1 / step, room / step)
        figure.yticks(marks, signs)
        figure.ylim(0, marks[-1])
        return len(shown)

    def _lying(self, height: int, width: int) -> int:
        """Bars one below the other, their names beside them."""
        rows = height - 2
        shown = self.found[: max(1, rows // 2)]
        step = 3 if len(shown) <= rows // 3 else 2
        room = min(_NAME, width // 3)
        names = [self._named(trend, room) + Content("\n" * (step - 1)) for trend in shown]
        label = self.query_one("#names", Label)
        label.display = True
        label.styles.width = room + 1
        label.update(Content("\n").join(names))
        rows = min(rows, step * len(shown))
        self.query_one("#picture").styles.height = rows + 2
        figure, top = self._plot, (rows - (step - 2) / 2) / step
        places = [top - n for n in range(len(shown))]
        rates = [trend.rate for trend in shown]
        figure.bar(
            places, rates, orientation="horizontal", width=(step - 2) / step, color=self._ink
        )
        figure.yticks([], [])
        figure.ylim(1 / step, rows / step)
        marks = _ticks(max(rates), max(2, (width - room) // 12))
        figure.xticks(marks, [f"{mark:,g}" for mark in marks])
        figure.xlim(0, marks[-1])
        return len(shown)

    def _named(self, trend: Trend, room: int) -> Content:
        """A name and how often it was said there in all, at the right end of `room` cells."""
        count = f" ({trend.count:,})"
        name = cut(visible(self._label(trend)), room - len(count))
        space = " " * (room - name.cells - len(count))
        return Content.assemble((space + name.text, "$text"), (count, "$reader-dim"))

    def _label(self, trend: Trend) -> str:
        return trend.name or _NOBODY.get(self.by, "")


def _ticks(highest: float, most: int) -> list[float]:
    """Round values from 0 to at least `highest`, about as many as `most`."""
    step = 10.0 ** floor(log10(highest / most))
    step *= next(times for times in (1, 2, 5, 10) if highest <= times * step * most)
    return [step * n for n in range(ceil(highest / step) + 1)]


class Trends(Counted):
    """How often a query is said."""

    about = "How often something is said for every 10,000 words."

    heading = "How often it is said"
    lead = "By"
    ways = (("year", "year"), ("show", "show"), ("speaker", "speaker"), ("episode", "episode"))
    ask = "A word or a phrase: how often it is said"
    empty = "Type a word, then Enter · with speaker:name of that speaker's words alone"

    _found: Sequence[Trend] = ()

    @property
    def way(self) -> str:
        return self.view.by

    @way.setter
    def way(self, way: str) -> None:
        self.view.by = cast("By", way)

    def body(self) -> Widget:
        from textual_plotext import PlotextPlot

        picture = Horizontal(Label(id="names", markup=False), PlotextPlot(id="plot"), id="picture")
        return Drawing(Label(id="told"), picture, id="answer")

    def hints(self) -> str:
        return self.hint(
            ("by-next", "counts by the next"),
            ("search", "asks"),
            ("concordance", "lines"),
            ("copy-table", "copies"),
            ("save-table", "CSV"),
            ("focus-page", "closes"),
        )

    def reckon(self, query: str, way: str) -> Sequence[Trend]:
        return self.session.index.trends(query, by=cast("By", way))

    def show(self, answer: Sequence[Trend] | None) -> str:
        self._found = answer or ()
        count = sum(trend.count for trend in self._found)
        self.query_one(Drawing).draw(self._found if count else (), self.view.by)
        if answer is None:
            return ""
        if not count:
            return "Nothing is said like that · / asks anew"
        words = sum(trend.words for trend in answer)
        return f"{count:,} occurrence{'s' if count != 1 else ''} in {words:,} words"

    def do_concordance(self) -> None:
        """Each occurrence of it, in lines."""
        self.dismiss(Leaving(screen="concordance"))

    do_choose = do_concordance

    # -- taking it along ---------------------------------------------------------------------

    def sheet(self) -> Iterator[str]:
        from reader.search.counting.sheets import sheet
        from reader.search.counting.trends import Trend

        return sheet(Trend, self._found)

    def as_text(self) -> str:
        rows = [
            (trend.name or _NOBODY.get(self.view.by, ""), trend.count, trend.words, trend.rate)
            for trend in self._found
        ]
        width = max((cell_len(name) for name, *_ in rows), default=0)
        lines = (
            f"{name}{' ' * (width - cell_len(name))} {count:>7,} of {words:>9,} {rate:>8.1f}"
            for name, count, words, rate in rows
        )
        return "\n".join(lines)
