"""Invented transcripts, a library made from them, and the interface opened on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from reader.session import Session
from reader.settings.config import Paths, Settings
from reader.sources import sources
from reader.transcript import Meta, Transcript
from reader.tui.app import ReaderApp
from reader.tui.page.page import Page

SMALL, LARGE = (80, 24), (160, 45)

NAMED = "\n".join(
    f"{name}: {words}"
    for name, words in [
        ("Oda Lind", "Welcome back to the boathouse. Today we talk about knots. Nobody ties them."),
        ("Pell Arrow", "Somebody does. I tied one on Tuesday, when the door came off its hinge."),
        ("Oda Lind", "Then begin with that one. What is it called? Where did you learn it?"),
        ("Pell Arrow", "My aunt called it the second thought. It is in no book I know of."),
        ("Unknown", "We can hear the gulls today."),
        ("Oda Lind", "A knot without a book is a rumour. A rumour holds no boat at all."),
    ]
    + [
        (
            "Oda Lind" if n % 2 else "Pell Arrow",
            f"This is remark {n} on rope. It has a middle. End.",
        )
        for n in range(40)
    ]
)
TIMED = "\n".join(
    f"[{n // 360:02}:{n // 6 % 60:02}:{n % 6 * 10:02}.000 --> "
    f"{n // 360:02}:{n // 6 % 60:02}:{n % 6 * 10 + 9:02}.500]   "
    f"Sentence number {n} is about the tide and the harbour wall."
    for n in range(400)
)
UNNAMED = "\n".join(
    f">> Is the kettle on for the {n}th time?\n>> It has been on all morning, and it sings {n}."
    for n in range(20)
)
GIANT = " ".join(f"The {n}th wave came in and went out again without a word." for n in range(300))
WORLD = "\n".join(
    [
        "渡辺: 今日は港の話をします。船は三隻あります。どれも古いです。",
        "Zoë Ørsted: Cafe\u0301 au lait 🐟👩‍🚀 and a nai\u0308ve wave, ❤️ she said. Then tea.",
        "רות: שלום לכולם, היום נדבר על הים. הוא כחול.",
        "渡辺: はい、そうです。波が高い日は出ません。",
    ]
)
MARKUP = "\n".join(
    [
        "Ann: This [/] is not markup. Nor is [red] or [b]bold[/b] or [@click=app.quit]x[/].",
        "Bob: [inaudible] and [laughs] and $text-error and [link=x]y[/link] stay. [[double]]",
    ]
)
TEXTS = {
    "knots": NAMED,
    "tide": TIMED,
    "kettle": UNNAMED,
    "waves": GIANT,
    "world": WORLD,
    "markup": MARKUP,
}
"""Each invented transcript by the name of its episode; the ids are 1 to 6 in this order."""

KNOTS, TIDE, KETTLE, WAVES, WORLDS, MARKUPS = range(1, len(TEXTS) + 1)


def add(session: Session, folder: Path, name: str, text: str, meta: Meta | None = None) -> int:
    """Add `text` as a file called `name`; returns the episode's id."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.txt"
    file.write_text(text, encoding="utf-8")
    (source,) = sources([str(file)])
    addition = session.add(source, meta=meta)
    assert addition.episode is not None, addition.error
    return addition.episode.id


PATIENCE = 60.0
"""How many seconds the background work of a test may take."""


class Room:
    """The interface under test, with what tests ask of it."""

    def __init__(self, app: ReaderApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def page(self) -> Page:
        """The page of text."""
        return self.app.reading.page

    @property
    def transcript(self) -> Transcript:
        """What the page shows."""
        return self.page.transcript

    @property
    def selected(self) -> str | None:
        """The words that are selected."""
        selection = self.page.selection
        return None if selection is None else self.quote(selection.span.start, selection.span.end)

    @property
    def word(self) -> str:
        """The text from the caret to the next space."""
        return self.transcript.text[self.page.caret :].split(maxsplit=1)[0]

    def quote(self, start: int, end: int) -> str:
        """The words of `[start, end)`."""
        return self.transcript.text[start:end]

    def find(self, words: str) -> int:
        """The offset of `words` in the text."""
        return self.transcript.text.index(words)

    async def go(self, words: str) -> None:
        """Put the caret on `words`."""
        self.page.move_to(self.find(words))
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys and wait until what they set off has happened."""
        await self.pilot.press(*keys)
        await self.pilot.pause()
        # What the keys had the application say stands in its queue behind them.
        for _ in range(2):
            said = asyncio.Event()
            if self.app.call_later(said.set):
                await said.wait()

    async def type(self, text: str) -> None:
        """Type `text` into the line that has the focus."""
        names = {" ": "space", "\n": "enter"}
        await self.press(*(names.get(character, character) for character in text))

    async def settled(self) -> None:
        """Wait for the background work; fail where it does not end."""
        while True:
            with suppress(WorkerCancelled):
                try:
                    await asyncio.wait_for(self.app.workers.wait_for_complete(), PATIENCE)
                except TimeoutError:
                    raise AssertionError(f"still at work: {list(self.app.workers)}") from None
                break
        await self.pilot.pause()

    @property
    def lines(self) -> list[str]:
        """The screen as lines of text."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def screen(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def told(self) -> list[str]:
        """The messages that stand on the screen, oldest first."""
        return [notification.message for notification in self.app._notifications]


@asynccontextmanager
async def opened(
    session: Session, episode: int | None = None, size: tuple[int, int] = LARGE
) -> AsyncIterator[Room]:
    """The interface on `session` with `episode` open."""
    app = ReaderApp(session, open_episode=episode)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        yield Room(app, pilot)


def session_in(folder: Path, **settings: object) -> Session:
    """The library in `folder`, opened once more."""
    chosen = Settings(**settings) if settings else None  # type: ignore[arg-type]
    return Session(Paths(folder / "library", folder / "config"), chosen)
