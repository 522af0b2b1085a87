"""The lines above and below the page: what is read, and where in it."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from reader.library import Episode
from reader.transcript import Transcript
from reader.tui.pace import Pace
from reader.tui.text import cut, spell_clock, spell_seconds, visible


class Heading(Static):
    """The title of the episode, and what is known of it on one line."""

    lit: reactive[bool] = reactive(False)
    """Whether this is the page in use where there are two."""
    sign: reactive[str] = reactive("")
    """What stands before the title: whether the page is linked to another."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title, self._facts = "", ""

    def show(self, episode: Episode | None) -> None:
        """Say what `episode` is."""
        self._title = visible(episode.title) if episode else "reader"
        self._facts = visible(_facts(episode)) if episode else ""
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def watch_lit(self) -> None:
        self._draw()

    def watch_sign(self) -> None:
        self._draw()

    def _draw(self) -> None:
        if not self.is_attached:
            return
        width = max(10, self.size.width - 2)
        name = cut(f"{'▸ ' if self.lit else ''}{self.sign}{self._title}", width)
        title = Content.styled(name.text, "bold $text-primary" if self.lit else "bold $text")
        if self.size.height == 1:
            left = max(0, width - name.cells - 2)
            rest = Content.styled("  " + cut(self._facts, left).text, "$reader-dim")
            self.update(title + rest, layout=False)
        else:
            facts = Content.styled(cut(self._facts, width).text, "$reader-dim")
            self.update(Content("\n").join([title, facts]), layout=False)


def _facts(episode: Episode) -> str:
    number = f"no. {episode.number}" if episode.number is not None else ""
    length = ("" if episode.times == "exact" else "≈") + spell_seconds(episode.duration)
    people = ", ".join(episode.speakers[:4]) + (" …" if len(episode.speakers) > 4 else "")
    facts = [episode.show or "", number, episode.date or "", length, f"{episode.words:,} words"]
    return " · ".join(fact for fact in [*facts, people] if fact)


class Status(Static):
    """Where the caret is, how far that is, what is going on, and the keys for going on."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._place = ""
        self._matches = ""
        self._selecting = False
        self._progress = ""
        self._pace = Pace()
        self._playing = ""
        self._pending = ""
        self._mode = ""
        self._hints: list[tuple[str, str]] = []
        self._drawn: object = None

    def place(self, transcript: Transcript, offset: int) -> None:
        """Show the caret's time, share and speaker."""
        if not transcript.text:
            self._place = ""
        else:
            share = offset / max(1, len(transcript.text) - 1)
            time = spell_clock(transcript.time_at(offset))
            self._place = f"{min(1.0, share):4.0%}  {time} / {spell_seconds(transcript.length)}"
        self._draw()

    def matches(self, text: str) -> None:
        """Show which match the caret is on."""
        self._matches = text
        self._draw()

    def selecting(self, selecting: bool) -> None:
        """Show whether words are being selected; drawn with the hints that change with it."""
        self._selecting = selecting

    def mode(self, text: str) -> None:
        """Show in which way the text is read, or nothing."""
        self._mode = text
        self._draw()

    def progress(self, label: str, done: int, total: int) -> None:
        """Show how far background work is; no label ends it."""
        if not label or not self._progress.startswith(label):
            self._pace = Pace()
        filled = "━" * (8 * done // max(1, total))
        said = f"{label} {filled:╌<8} {self._pace.say(done, total)}"
        self._progress = said if label else ""
        self._draw()

    def playing(self, text: str) -> None:
        """Show what is heard; nothing ends it."""
        if text != self._playing:
            self._playing = text
            self._draw()

    def pending(self, text: str) -> None:
        """Show keys that were pressed and what may follow them."""
        self._pending = text
        self._draw()

    def hints(self, hints: list[tuple[str, str]]) -> None:
        """Show these keys and what they do."""
        self._hints = hints
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        width = max(10, self.size.width - 2)
        said = (self._place, self._mode, self._selecting, self._matches, self._playing)
        drawn = (width, self._pending, self._progress, said, tuple(self._hints))
        if drawn == self._drawn:
            return
        self._drawn = drawn
        if self._pending:
            line = Content.styled(cut(self._pending, width).text, "$text-accent")
            self.update(line, layout=False)
            return
        left = Content.assemble(
            (self._place, "$reader-dim"),
            (f"   {self._mode}" if self._mode else "", "$text-accent"),
            ("   selecting" if self._selecting else "", "bold $text-accent"),
            (f"   {self._matches}" if self._matches else "", "bold $text-warning"),
            (f"   {self._playing}" if self._playing else "", "bold $text-success"),
            (f"   {self._progress}" if self._progress else "", "$text-accent"),
        )
        hints = [
            Content.assemble((f"  {key} ", "bold $text-accent"), (title, "$reader-dim"))
            for key, title in self._hints
        ]
        room = width - left.cell_length - 2
        while len(hints) > 1 and sum(hint.cell_length for hint in hints) > room:
            del hints[-2]
        right = Content("").join(hints)
        gap = max(1, width - left.cell_length - right.cell_length)
        self.update(left + Content(" " * gap) + right, layout=False)
