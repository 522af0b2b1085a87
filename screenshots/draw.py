"""Draw the pictures of this folder from the real program on the sample library.

    python screenshots/draw.py [FOLDER]

Each picture is an SVG of the terminal after some keys were pressed. The library is made anew in a
temporary folder, so the pictures change only when the program does.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.samples import SAMPLES
from reader.session import Session
from reader.settings.config import Paths, Settings
from reader.sources import sources
from reader.tui.app import ReaderApp


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: the episode that is open, the size in cells, and the keys pressed in turn.

    A key that is a number is a pause of so many seconds; `=words` types them.
    """

    name: str
    title: str
    size: tuple[int, int]
    keys: Sequence[str]
    theme: str = "textual-dark"


PICTURES = (
    Picture("reading", "half remember", (140, 40), ("]", "]", "]", "j", "j")),
    Picture("search", "half remember", (140, 40), ("/", "=margin OR name", "1.5")),
    Picture("selecting", "margin to keep", (120, 34), (*"]])v", *"lllllllll")),
    Picture(
        "notes",
        "margin to keep",
        (150, 40),
        (
            *("]", "]", ")", "enter", "h", "0.2", "]", "]", "enter", "H", "j", "enter", "0.2"),
            *("e", "0.3", "=The promise, in one sentence.", "escape", "0.3"),
        ),
    ),
    Picture("citing", "half remember", (120, 34), (*"]]]", "enter", "c", "j", "j", "0.3")),
    Picture("narrow", "who said", (80, 24), ("]", "]", "2", "0.2")),
    Picture("light", "half remember", (120, 34), ("]", "]", "j"), theme="textual-light"),
)


async def draw(picture: Picture, folder: Path) -> None:
    """Draw one picture into `folder`."""
    with tempfile.TemporaryDirectory() as home:
        paths = Paths(Path(home) / "library", Path(home) / "config")
        session = Session(paths, Settings(theme=picture.theme))
        for sample in SAMPLES:
            for source in sources([str(sample.file)]):
                session.add(source, meta=sample.meta)
        session.index.update()
        episode = session.library.find(picture.title)
        app = ReaderApp(session, open_episode=episode.id)
        async with app.run_test(size=picture.size) as pilot:
            await pilot.pause(0.3)
            for key in picture.keys:
                if key[:1].isdigit() and len(key) > 1:
                    await pilot.pause(float(key))
                elif key.startswith("="):
                    await pilot.press(*("space" if c == " " else c for c in key[1:]))
                else:
                    await pilot.press(key)
            await pilot.pause(0.4)
            svg = app.export_screenshot(title=app.title, simplify=True)
        target = folder / f"{picture.name}.svg"
        target.write_text(svg, encoding="utf-8")
        print(target)


def main() -> None:
    """Draw all the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    os.environ.pop("NO_COLOR", None)
    for picture in PICTURES:
        asyncio.run(draw(picture, folder))


if __name__ == "__main__":
    main()
